import os from 'node:os';
import path from 'node:path';
import { storeFile } from '../session/environment.ts';
import type { Session } from '../session/session.ts';
import { SHELLS } from '../shell/shells.ts';
import { writePromptStatus } from '../shell/status-file.ts';
import { defineCommand } from './command.ts';
import { choiceOf, flag, requiredArgument } from './options.ts';

export const init = defineCommand({
  name: 'init',
  group: 'shell',
  summary: 'Set up a shell: completion, prompt and reminders',
  arguments: {
    shell: requiredArgument({
      name: 'shell',
      summary: SHELLS.join(', '),
      completion: SHELLS,
      parse: choiceOf(SHELLS, 'SHELL'),
    }),
  },
  options: {
    noPrompt: flag({ flags: '--no-prompt', summary: 'Leave the prompt segment out' }),
    noNudge: flag({ flags: '--no-nudge', summary: 'Leave the reminders out' }),
  },
  examples: [
    { line: 'eval "$(four init bash)"', meaning: 'In ~/.bashrc; zsh likewise' },
    { line: 'status is-interactive; and four init fish | source', meaning: 'In ~/.config/fish/config.fish' },
  ],
  async run(session, { shell, noPrompt, noNudge }) {
    writePromptStatus(session);
    const { initScript } = await import('../shell/script.ts');
    const script = initScript(shell, storeOfShell(session), { prompt: !noPrompt, nudge: !noNudge });
    session.output.print(
      () => ({ shell, script }),
      () => script,
    );
  },
});

/** The store that a shell shows: the one that --db names, or the default. The shell reads FOURTHINGS_DB itself, each time. */
function storeOfShell({ store, env }: Session): string {
  const fileUnder = (variables: Session['env']) =>
    path.resolve(
      storeFile(undefined, { platform: process.platform, env: variables, homeOfUser: () => os.userInfo().homedir }),
    );
  const isInherited = env.FOURTHINGS_DB && store.name === fileUnder(env);
  return isInherited ? fileUnder({ ...env, FOURTHINGS_DB: undefined }) : store.name;
}
