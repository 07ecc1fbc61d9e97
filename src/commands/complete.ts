import { COMPLETE, SHELLS } from '../shell/shells.ts';
import { type Command, defineCommand } from './command.ts';
import { readLine } from './line.ts';
import { choiceOf, listArgument, requiredArgument } from './options.ts';

/** What the shells run while a command line is typed: it prints the words that fit in the place of the last one. */
export function completeCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: COMPLETE,
    summary: 'Print what fits in the place of the last word, for the shells',
    arguments: {
      shell: requiredArgument({ name: 'shell', summary: 'The shell', parse: choiceOf(SHELLS, 'SHELL') }),
      words: listArgument({ name: 'word', summary: 'The words after four', parse: (words) => words }),
    },
    globals: ({ words }) => (Array.isArray(words) ? storeNamedOn(words, commands()) : {}),
    async run(session, { shell, words }) {
      const { suggest } = await import('./completion.ts');
      const { encodeSuggestions } = await import('../shell/script.ts');
      const suggestions = await suggest(commands(), session, words);
      session.output.print(
        () => suggestions,
        () => encodeSuggestions(shell, suggestions),
      );
    },
  });
}

/** The store that the line itself names. */
function storeNamedOn(words: readonly string[], commands: readonly Command[]): { readonly db?: string } {
  const db = readLine(commands, words).values.get('--db');
  return db ? { db } : {};
}
