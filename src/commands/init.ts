import path from 'node:path';
import { Argument, type Command } from 'commander';
import type { Begin } from '../session/session.ts';
import { SHELLS, type Shell } from '../shell/shells.ts';
import { writePromptStatus } from '../shell/status-file.ts';

interface InitOptions {
  readonly prompt: boolean;
  readonly nudge: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('init')
    .description("prints what goes into a shell's start file: completion, a prompt segment and two nudges")
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .option('--no-prompt', 'without the segment of the prompt')
    .option('--no-nudge', 'without the nudges')
    .action(async (shell: Shell, parts: InitOptions) => {
      const session = begin();
      writePromptStatus(session);
      const { initScript } = await import('../shell/script.ts');
      const script = initScript(shell, path.resolve(session.store.file), parts);
      session.output.print(
        () => ({ shell, script }),
        () => script,
      );
    });
}
