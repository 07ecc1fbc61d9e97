import { Option } from 'commander';
import type { Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import { canNameFile } from '../core/text.ts';

export interface DateOption {
  readonly date?: string;
}

/** `-d`, for every command about one day. */
export function dateOption(): Option {
  return new Option('-d, --date <day>', `the day, instead of today: ${DAY_FORMS}`);
}

/** The day of a command that takes it as a word too. */
export function dayWords(word: string | undefined, { date }: DateOption): string | undefined {
  if (word !== undefined && date !== undefined) throw new UsageError('the day is named twice', 'Leave out --date.');
  return word ?? date;
}

/** A span of days must not end before it begins. */
export function checkSpan(from: Day | undefined, to: Day | undefined): void {
  if (from !== undefined && to !== undefined && to < from)
    throw new UsageError(`${from}, where --from begins, lies after ${to}, where --to ends`);
}

/** One of the words an option takes. */
export function parseChoice<Choice extends string>(word: string, choices: readonly Choice[], option: string): Choice {
  const choice = choices.find((candidate) => candidate === word);
  if (choice === undefined)
    throw new UsageError(`${option} cannot be ${JSON.stringify(word)}`, `It is one of ${choices.join(', ')}.`);
  return choice;
}

/** The name of a file, which any words are that the system takes for one. */
export function parseFile(word: string): string {
  if (word === '') throw new UsageError('the name of the file is empty');
  if (!canNameFile(word)) throw new UsageError(`${JSON.stringify(word)} cannot be the name of a file`);
  return word;
}

/** A whole number above nought. */
export function parseCount(words: string, option: string): number {
  if (!/^\d{1,9}$/.test(words) || Number(words) === 0)
    throw new UsageError(`${option} needs a number from 1, not ${JSON.stringify(words)}`);
  return Number(words);
}
