import { isDayName } from '../core/day-words.ts';
import { UsageError } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';
import type { Reading } from './command.ts';

/** As a mistake, a day in place of a text has no more words than this. */
const MOST_WORDS = 5;

/** Refuses texts that are nothing but a day's name, which is meant for `-d`. After `--` every word is a text. */
export function refuseDayAsThing(words: readonly string[], { literalWords }: Reading): void {
  const typed = words.slice(0, words.length - literalWords);
  const [from, to] = findDayName(typed) ?? [];
  if (from === undefined || to === undefined) return;
  const day = typed.slice(from, to).join(' ');
  const things = [...words.slice(0, from), ...words.slice(to)];
  const withDay = ['four', 'plan', '-d', day, ...things].map(shellQuote).join(' ');
  throw new UsageError(`${JSON.stringify(day)} is a day, not a thing`, `${ways(withDay, ['plan', '--', ...words])}`);
}

/** The same for a command whose words are one text; `example` is the command with that day and another text. */
export function refuseDayAsText(
  words: readonly string[],
  { literalWords }: Reading,
  example: (day: string) => readonly string[],
): void {
  const text = words.join(' ');
  if (literalWords > 0 || !isDayName(text)) return;
  const withDay = ['four', ...example(text)].map(shellQuote).join(' ');
  const [command = ''] = example(text);
  throw new UsageError(`${JSON.stringify(text)} is a day, not a text`, ways(withDay, [command, '--', text]));
}

function ways(withDay: string, asText: readonly string[]): string {
  return `For that day: ${withDay}   As a text: ${['four', ...asText].map(shellQuote).join(' ')}`;
}

/** The first words that together name a day, the most there are: from, and up to but without. */
function findDayName(words: readonly string[]): [from: number, to: number] | undefined {
  for (const from of words.keys())
    for (let to = Math.min(words.length, from + MOST_WORDS); to > from; to -= 1)
      if (isDayName(words.slice(from, to).join(' '))) return [from, to];
  return undefined;
}
