import os from 'node:os';
import { COMPLETE, INIT_SHELLS } from '../shell/shells.ts';
import { LOCK_TIMEOUT_MS } from '../shell/status-file.ts';
import { readTypedLine, replacement } from '../shell/typed-line.ts';
import { type Command, defineCommand } from './command.ts';
import { readLine } from './line.ts';
import { choiceOf, listArgument, option, requiredArgument } from './options.ts';

/** How wide a terminal is that does not say so, in columns. */
const DEFAULT_WIDTH = 80;

/** What the shells run while a command line is typed: it prints the words that fit in the place of the last one. */
export function completeCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: COMPLETE,
    summary: 'Print what fits in the place of the last word, for the shells',
    arguments: {
      shell: requiredArgument({ name: 'shell', summary: 'The shell', parse: choiceOf(INIT_SHELLS, 'SHELL') }),
      words: listArgument({ name: 'word', summary: 'The words after four', parse: (words) => words }),
    },
    options: {
      line: option({
        flags: '--line <line>',
        summary: 'The line up to the cursor, instead of its words',
        parse: readTypedLine,
      }),
      replaced: option({
        flags: '--replaced <text>',
        summary: 'The end of that line which the completion replaces',
        parse: String,
      }),
    },
    globals: ({ words, line }) => {
      const typed = typeof line === 'string' ? readTypedLine(line).words : words;
      return Array.isArray(typed) ? storeNamedOn(typed, commands()) : {};
    },
    async run(session, { shell, words, line, replaced = '' }) {
      const { suggest } = await import('./completion.ts');
      const { encodeSuggestions } = await import('../shell/suggestions.ts');
      session.store.lockTimeoutMs = LOCK_TIMEOUT_MS;
      const found = await suggest(commands(), session, line?.words ?? words);
      const suggestions = found.map((one) =>
        one === 'files' || line === undefined
          ? one
          : { ...one, word: replacement(one.word, { raw: line.raw, replaced }) },
      );
      session.output.print(
        () => suggestions,
        () => encodeSuggestions(shell, suggestions, session.terminal.style.width ?? DEFAULT_WIDTH),
      );
    },
  });
}

/** The store that the line itself names. The shell has not expanded anything of it yet. */
function storeNamedOn(words: readonly string[], commands: readonly Command[]): { readonly db?: string } {
  const db = readLine(commands, words).values.get('--db');
  return db ? { db: db.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, () => os.homedir()) } : {};
}
