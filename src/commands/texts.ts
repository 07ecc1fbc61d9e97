import { parseWeekday } from '../core/day.ts';
import { findDayName, isDayName } from '../core/day-words.ts';
import { UsageError } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';

/** Refuses texts that are nothing but a day's name, which is meant for `-d`; `typed` are those before a `--`. */
export function refuseDayAsThing(words: readonly string[], typed: readonly string[]): void {
  const [from, to] = findDayName(typed) ?? [];
  if (from === undefined || to === undefined) return;
  const day = typed.slice(from, to).join(' ');
  const things = [...words.slice(0, from), ...words.slice(to)];
  const withDay = ['four', 'plan', '-d', day, ...things].map(shellQuote).join(' ');
  throw new UsageError(`${JSON.stringify(day)} is a day, not a thing`, `${ways(withDay, ['plan', '--', ...words])}`);
}

/**
 * The same for a command whose words are one text; `example` is the command with that day and another text. A weekday alone is
 * taken for a text there: it may well say what was done.
 */
export function refuseDayAsText(words: readonly string[], example: (day: string) => readonly string[]): void {
  const text = words.join(' ');
  if (!isDayName(text) || parseWeekday(text) !== undefined) return;
  const withDay = ['four', ...example(text)].map(shellQuote).join(' ');
  const [command = ''] = example(text);
  throw new UsageError(`${JSON.stringify(text)} is a day, not a text`, ways(withDay, [command, '--', text]));
}

function ways(withDay: string, asText: readonly string[]): string {
  return `Did you mean: ${withDay} (as a text: ${['four', ...asText].map(shellQuote).join(' ')})`;
}
