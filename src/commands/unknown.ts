import { UsageError } from '../core/errors.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { shellQuote } from '../core/shell-quote.ts';
import type { Command } from './command.ts';
import { TOPIC_NAMES } from './topics.ts';

/** The answer to a word that is no command: the one that people mean by it, or the nearest. */
export function unknownCommand(word: string, following: readonly string[], commands: readonly Command[]): UsageError {
  const names = commands.filter(({ group }) => group !== undefined).map(({ name }) => name);
  if (names.includes(word))
    return new UsageError(`${word} comes first, its options after it`, `Like this: four ${word} -d yesterday`);
  return new UsageError(`there is no command ${JSON.stringify(word)}`, hintFor(word, following, commands, names));
}

function hintFor(
  word: string,
  following: readonly string[],
  commands: readonly Command[],
  names: readonly string[],
): string {
  const meant = inOurWords(word, following, commands);
  if (meant !== undefined) return `Did you mean: ${meant.map(shellQuote).join(' ')}`;
  const nearest = nearestWord(word, [...names, ...TOPIC_NAMES]);
  if (nearest === undefined) return 'For a list of commands: four --help';
  return `Did you mean four ${names.includes(nearest) ? '' : 'help '}${nearest}?`;
}

/** What people who know other tools type, as a command of ours with their own words. */
function inOurWords(word: string, following: readonly string[], commands: readonly Command[]): string[] | undefined {
  for (const { name, otherNames = {}, isDefault } of commands) {
    if (!Object.hasOwn(otherNames, word)) continue;
    const words = otherNames[word]?.(following) ?? [];
    return ['four', ...(isDefault ? [] : [name]), ...words];
  }
  return undefined;
}
