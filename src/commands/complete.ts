import { Argument, type Command } from 'commander';
import type { Begin } from '../session/session.ts';
import { COMPLETE, SHELLS, type Shell } from '../shell/shells.ts';

/** What the shells ask while a command line is typed: the words that fit in the place of the last one. */
export function register(program: Command, begin: Begin): void {
  program
    .command(COMPLETE, { hidden: true })
    .description('prints what fits in the place of the last word, for the shells')
    .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
    .argument('[word...]', 'the words after four, the one under the cursor last')
    .action(async (shell: Shell, words: string[]) => {
      const { databaseIn, suggest } = await import('./completion.ts');
      const { encodeSuggestions } = await import('../shell/script.ts');
      program.setOptionValue('db', databaseIn(program, words) ?? program.getOptionValue('db'));
      const session = begin();
      const suggestions = await suggest(program, session, words);
      session.output.print(
        () => suggestions,
        () => encodeSuggestions(shell, suggestions),
      );
    });
}
