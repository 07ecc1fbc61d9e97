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
    { line: 'four init fish | source', meaning: 'In ~/.config/fish/config.fish' },
  ],
  async run(session, { shell, noPrompt, noNudge }) {
    writePromptStatus(session);
    const { initScript } = await import('../shell/script.ts');
    const script = initScript(shell, session.store.name, { prompt: !noPrompt, nudge: !noNudge });
    session.output.print(
      () => ({ shell, script }),
      () => script,
    );
  },
});
