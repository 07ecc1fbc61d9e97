import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { CommandError, UsageError } from '../core/errors.ts';
import { stateFolder, storeFile } from '../session/environment.ts';
import type { Session } from '../session/session.ts';
import { INIT_SHELLS, SHELLS } from '../shell/shells.ts';
import { writePromptStatus } from '../shell/status-file.ts';
import { makeFolder, replacePrivately } from '../store/files.ts';
import { defineCommand } from './command.ts';
import { choiceOf, flag, requiredArgument } from './options.ts';

export const init = defineCommand({
  name: 'init',
  group: 'shell',
  summary: 'Set up a shell: completion, prompt and reminders',
  arguments: {
    shell: requiredArgument({
      name: 'shell',
      summary: INIT_SHELLS.join(', '),
      completion: INIT_SHELLS,
      parse: choiceOf(INIT_SHELLS, 'SHELL'),
    }),
  },
  options: {
    noPrompt: flag({ flags: '--no-prompt', summary: 'Leave the prompt segment out' }),
    noNudge: flag({ flags: '--no-nudge', summary: 'Leave the reminders out' }),
    cached: flag({ flags: '--cached', summary: 'Store the script, and print lines that run it without waiting' }),
  },
  examples: [
    { line: 'eval "$(four init bash)"', meaning: 'In ~/.bashrc; zsh likewise' },
    { line: 'status is-interactive; and four init fish | source', meaning: 'In ~/.config/fish/config.fish' },
    { line: 'four init bash --cached >>~/.bashrc', meaning: 'Once, so that the shell starts without waiting' },
  ],
  async run(session, { shell, noPrompt, noNudge, cached }) {
    const cachingShell = SHELLS.find((one) => one === shell);
    if (cached && cachingShell === undefined)
      throw new UsageError(`--cached is for ${SHELLS.join(', ')}`, `Leave it out: four init ${shell}`);
    writePromptStatus(session);
    const { cachedScript, initScript } = await import('../shell/script.ts');
    const store = storeOfShell(session);
    const script = initScript(shell, store.file, { prompt: !noPrompt, nudge: !noNudge });
    const db = store.isNamed ? ['--db', store.file] : [];
    const flags = [...(noPrompt ? ['--no-prompt'] : []), ...(noNudge ? ['--no-nudge'] : [])];
    const init = ['four', ...db, 'init', shell, ...flags];
    // Each store and each combination of options has a script of its own.
    const stored = () => storeScript(session, `${digestOf([store.file, ...init])}.${shell}`, script);
    const printed = cached && cachingShell ? cachedScript(cachingShell, { file: stored(), init }) : script;
    session.output.print(
      () => ({ shell, script: printed }),
      () => printed,
    );
  },
});

/** Keeps a script for the next time a shell starts. Returns where. */
function storeScript({ env }: Session, name: string, script: string): string {
  const state = stateFolder(env);
  if (state === undefined)
    throw new CommandError('there is no folder to keep the script in', 'Set HOME or XDG_STATE_HOME.');
  const file = path.join(state, 'init', name);
  makeFolder(path.dirname(file));
  replacePrivately(file, script);
  return file;
}

function digestOf(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 8);
}

/** The store that a shell shows: the one that --db names, or the default. The shell reads FOURTHINGS_DB itself, each time. */
function storeOfShell({ store, env }: Session): { readonly file: string; readonly isNamed: boolean } {
  const fileUnder = (variables: Session['env']) =>
    path.resolve(
      storeFile(undefined, { platform: process.platform, env: variables, homeOfUser: () => os.userInfo().homedir }),
    );
  const isNamed = store.name !== fileUnder(env);
  return { file: isNamed ? store.name : fileUnder({ ...env, FOURTHINGS_DB: undefined }), isNamed };
}
