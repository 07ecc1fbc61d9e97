import { addDays, type Day, daysBetween, firstOfMonth, isLeapYear, yearOf } from './day.ts';

/** What one day with a record comes to: slots in use, things done (extras with them), and whether it was taken off. */
export interface DayTotal {
  readonly day: Day;
  readonly planned: number;
  readonly done: number;
  readonly rest: boolean;
}

/**
 * All that the streak needs to know of a year, a digit a day from 1 January on: how many things were done, where 4 stands for
 * four or more, and 5 more than that on a day of rest. 366 digits, the last without meaning in years that have no such day.
 */
export interface YearDigits {
  readonly year: number;
  readonly days: string;
}

/** A run of days that count, bridged by rest days; `from` and `to` are counting days. */
export interface Run {
  readonly days: number;
  readonly from: Day;
  readonly to: Day;
}

/** A gap that ended: `day` counted again after `days` misses. */
export interface Comeback {
  readonly day: Day;
  readonly days: number;
}

export interface Streak {
  readonly today: Day;
  readonly minimum: number;
  /** The first day that counted. */
  readonly since: Day | null;
  readonly current: Run | null;
  /** The current run, or the one before the gap that is open. */
  readonly last: Run | null;
  /** The earliest of the longest. */
  readonly longest: Run | null;
  readonly days: { readonly counted: number; readonly active: number; readonly rest: number; readonly missed: number };
  /** Misses in each gap that ended, oldest first: so many comebacks there were, after so many days each. */
  readonly gaps: readonly number[];
  /** Misses in the gap that is open now. */
  readonly gap: number;
  /** The runs that touch a span of days, oldest first. */
  runs(from: Day, to: Day): Run[];
  /** The comebacks within a span of days, oldest first. */
  comebacks(from: Day, to: Day): Comeback[];
}

/** Whether enough was done for a day to count. A day planned ahead does not count before it comes. */
export function counts(total: Pick<DayTotal, 'day' | 'done'>, minimum: number, today: Day): boolean {
  return total.done >= minimum && total.day <= today;
}

/**
 * Streaks, misses and comebacks, all derived from the days. `years` holds every year with something done or a day of rest,
 * oldest first. A day after the first that counted and before today is a miss when it neither counted nor was a rest day; a
 * miss ends a run and opens or lengthens a gap, the next counting day ends the gap. Today, while it is open, is none of these.
 */
export function streakOf(years: readonly YearDigits[], minimum: number, today: Day): Streak {
  return new History(years, minimum, today);
}

/** Gaps in one figure: the mean of their lengths to one decimal, halves rounded up. */
export function averageDays(gaps: readonly number[]): number | null {
  const misses = gaps.reduce((sum, days) => sum + days, 0);
  return gaps.length === 0 ? null : Math.round((misses * 10) / gaps.length) / 10;
}

export function longestDays(gaps: readonly number[]): number | null {
  return gaps.length === 0 ? null : greatest(gaps);
}

/** Nought of none. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** The digits of a tally that stand for days of one kind. */
type Kind = string;

const REST = 5;

function digitsWhere(isOfKind: (done: number, rest: boolean) => boolean): Kind {
  return [...'0123456789'].filter((_, digit) => isOfKind(digit % REST, digit >= REST)).join('');
}

const ACTIVE = digitsWhere((done) => done > 0);
const RESTING = digitsWhere((_, rest) => rest);

/** A digit a day from 1 January of the first year until `today`. Years without a record have none of their own. */
function digitsUntil(today: Day, years: readonly YearDigits[]): { first: Day; digits: string } {
  const first = firstOfMonth(years[0]?.year ?? yearOf(today), 0);
  let digits = '';
  for (const { year, days } of years)
    digits =
      digits.padEnd(daysBetween(first, firstOfMonth(year, 0)), '0') + days.slice(0, isLeapYear(year) ? 366 : 365);
  const length = Math.max(0, daysBetween(first, today) + 1);
  return { first, digits: digits.slice(0, length).padEnd(length, '0') };
}

function lastOf(kind: Kind, digits: string): number {
  return Math.max(...[...kind].map((digit) => digits.lastIndexOf(digit)));
}

function count(kind: Kind, digits: string): number {
  return digits.replaceAll(new RegExp(`[^${kind}]+`, 'g'), '').length;
}

/** Where a run lies in the story, and how many misses came before it. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly gap: number;
}

/**
 * All the days in a row. There may be a century of them, and most commands want the end of it: each figure is found when it is
 * asked for, and by searches in a text, which take a tenth of the time of a loop in a program that has only just begun.
 */
class History implements Streak {
  readonly today: Day;
  readonly minimum: number;
  /** The day of the first digit. */
  readonly #first: Day;
  /** Until today. */
  readonly #digits: string;
  readonly #counted: Kind;
  readonly #resting: Kind;
  readonly #missed: Kind;
  /** From the first to the last day that counted, and where the first of them is among all days; empty where none did. */
  readonly #story: string;
  readonly #start: number;
  /** The story without the days of rest, across which everything else goes on. */
  #plainStory: string | undefined;

  constructor(years: readonly YearDigits[], minimum: number, today: Day) {
    this.today = today;
    this.minimum = minimum;
    this.#counted = digitsWhere((done) => done >= minimum);
    this.#resting = digitsWhere((done, rest) => rest && done < minimum);
    this.#missed = digitsWhere((done, rest) => !rest && done < minimum);
    const { first, digits } = digitsUntil(today, years);
    this.#first = first;
    this.#digits = digits;
    this.#start = Math.max(0, digits.search(`[${this.#counted}]`));
    this.#story = digits.slice(this.#start, lastOf(this.#counted, digits) + 1);
  }

  get since(): Day | null {
    return this.#story === '' ? null : this.#dayAt(0);
  }

  get current(): Run | null {
    return this.gap > 0 ? null : this.last;
  }

  get last(): Run | null {
    if (this.#story === '') return null;
    const broken = lastOf(this.#missed, this.#story) + 1;
    const start = broken + this.#story.slice(broken).search(`[${this.#counted}]`);
    return this.#run(start, this.#story.slice(start));
  }

  get longest(): Run | null {
    if (this.#story === '') return null;
    const lengths = this.#plain.split(new RegExp(`[${this.#missed}]+`)).map((run) => run.length);
    // Every second part is a gap.
    const parts = this.#story.split(this.#gap, 2 * lengths.indexOf(greatest(lengths)) + 1);
    const run = parts.pop() as string;
    return this.#run(parts.join('').length, run);
  }

  get days() {
    return {
      counted: count(this.#counted, this.#story),
      active: count(ACTIVE, this.#digits),
      rest: count(RESTING, this.#digits),
      missed: count(this.#missed, this.#story) + this.gap,
    };
  }

  get gaps(): number[] {
    const gaps = this.#plain.split(new RegExp(`[${this.#counted}]+`)).map((misses) => misses.length);
    // What the story begins and ends with counted.
    return gaps.slice(1, -1);
  }

  get gap(): number {
    if (this.#story === '') return 0;
    return count(this.#missed, this.#digits.slice(this.#start + this.#story.length, -1));
  }

  runs(from: Day, to: Day): Run[] {
    const [start, end] = [this.#placeOf(from), this.#placeOf(to)];
    return this.#stretches(0, this.#story.length)
      .filter((run) => run.end >= start && run.start <= end)
      .map((run) => this.#run(run.start, this.#story.slice(run.start, run.end + 1)));
  }

  comebacks(from: Day, to: Day): Comeback[] {
    const [start, end] = [this.#placeOf(from), this.#placeOf(to)];
    // From the last day that counted before them.
    const before = lastOf(this.#counted, this.#story.slice(0, Math.max(0, start)));
    return this.#stretches(Math.max(0, before), end + 1)
      .filter((run) => run.gap > 0 && run.start >= start)
      .map((run) => ({ day: this.#dayAt(run.start), days: run.gap }));
  }

  get #plain(): string {
    this.#plainStory ??= this.#story.replaceAll(new RegExp(`[${this.#resting}]`, 'g'), '');
    return this.#plainStory;
  }

  /** Days of rest beside a miss belong to the gap. */
  get #gap(): RegExp {
    return new RegExp(`([${this.#resting}]*[${this.#missed}][${this.#resting}${this.#missed}]*)`);
  }

  /** The runs between two places of the story; the first of the places is that of a day that counted. */
  #stretches(from: number, to: number): Stretch[] {
    const runs: Stretch[] = [];
    let start = from;
    let gap = 0;
    for (const [index, part] of this.#story.slice(from, Math.max(0, to)).split(this.#gap).entries()) {
      if (index % 2 === 1) gap = count(this.#missed, part);
      else if (part !== '') runs.push({ start, end: start + part.length - 1, gap });
      start += part.length;
    }
    return runs;
  }

  #run(start: number, run: string): Run {
    return { days: count(this.#counted, run), from: this.#dayAt(start), to: this.#dayAt(start + run.length - 1) };
  }

  #dayAt(place: number): Day {
    return addDays(this.#first, this.#start + place);
  }

  #placeOf(day: Day): number {
    return daysBetween(this.#first, day) - this.#start;
  }
}
