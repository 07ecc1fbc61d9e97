import { type Day, dayOfYear, daysBetween, isLeapYear } from './day.ts';

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
export interface YearTally {
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
  readonly current: Run | null;
  /** All runs, oldest first; the last may be the current one. */
  readonly runs: readonly Run[];
  /** The earliest of the longest. */
  readonly longest: Run | null;
  readonly days: { readonly counted: number; readonly active: number; readonly rest: number; readonly missed: number };
  readonly comebacks: readonly Comeback[];
  /** Misses in the gap that is open now. */
  readonly gap: number;
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
export function streakOf(years: readonly YearTally[], minimum: number, today: Day): Streak {
  const history = new History(minimum, today);
  for (const year of years) history.goThrough(year);
  history.missUntil(today);
  const { counted, active, rest, missed, gap } = history;
  // There may be thousands of both, and most commands want the last or the longest: the others are made when they are asked for.
  let runs: Run[] | undefined;
  let comebacks: Comeback[] | undefined;
  return {
    today,
    minimum,
    current: history.isRunning ? history.run(history.lengths.length - 1) : null,
    longest: history.run(history.lengths.indexOf(greatest(history.lengths))),
    days: { counted, active, rest, missed },
    gap,
    get runs() {
      runs ??= history.lengths.map((_, index) => history.run(index) as Run);
      return runs;
    },
    get comebacks() {
      comebacks ??= history.gaps.map((days, index) => ({ day: dayAt(history.comebacks[index] as number), days }));
      return comebacks;
    },
  };
}

/** Nought of none. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** Comebacks in one figure: the mean of their lengths to one decimal, halves rounded up. */
export function averageDays(comebacks: readonly Comeback[]): number | null {
  const misses = comebacks.reduce((sum, comeback) => sum + comeback.days, 0);
  return comebacks.length === 0 ? null : Math.round((misses * 10) / comebacks.length) / 10;
}

export function longestDays(comebacks: readonly Comeback[]): number | null {
  return comebacks.length === 0 ? null : comebacks.reduce((longest, { days }) => Math.max(longest, days), 0);
}

const DIGIT_0 = '0'.charCodeAt(0);
const REST = 5;

/** Days as numbers that grow with them; only some of them are ever shown. */
const PLACES = 366;

function placeOf(year: number, place: number): number {
  return year * PLACES + place;
}

function dayAt(place: number): Day {
  return dayOfYear(Math.floor(place / PLACES), place % PLACES);
}

/** The walk through the days, oldest first. */
class History {
  /** The length of each run, and its first and last day. */
  readonly lengths: number[] = [];
  readonly #firsts: number[] = [];
  readonly #lasts: number[] = [];
  /** Whether the last run still goes on. */
  isRunning = false;
  /** The length of each gap that ended, and the day it ended on. */
  readonly gaps: number[] = [];
  readonly comebacks: number[] = [];
  gap = 0;
  counted = 0;
  active = 0;
  rest = 0;
  missed = 0;
  readonly #minimum: number;
  readonly #today: Day;
  /** The last day that was walked through. */
  #last: Day | undefined;

  constructor(minimum: number, today: Day) {
    this.#minimum = minimum;
    this.#today = today;
  }

  goThrough({ year, days }: YearTally): void {
    const first = dayOfYear(year, 0);
    const length = isLeapYear(year) ? 366 : 365;
    const today = daysBetween(first, this.#today);
    if (today < 0) return;
    this.missUntil(first);
    const end = Math.min(length, today);
    // Days alike are passed together: most years have long rows of them.
    for (let from = 0, next: number; from < end; from = next) {
      const digit = days.charCodeAt(from);
      next = from + 1;
      while (next < end && days.charCodeAt(next) === digit) next += 1;
      this.#pass(year, from, next - 1, digit - DIGIT_0);
    }
    if (today < length) this.#pass(year, today, today, days.charCodeAt(today) - DIGIT_0, true);
    this.#last = dayOfYear(year, Math.min(length - 1, today));
  }

  /** The days at the places `from` to `to` of a year, which all have the same digit. Today, which is open, is no miss yet. */
  #pass(year: number, from: number, to: number, digit: number, isOpen = false): void {
    const days = to - from + 1;
    const done = digit % REST;
    if (done > 0) this.active += days;
    if (digit >= REST) this.rest += days;
    if (done >= this.#minimum) this.#count(placeOf(year, from), placeOf(year, to), days);
    else if (digit < REST && !isOpen) this.#miss(days);
  }

  #count(from: number, to: number, days: number): void {
    if (this.gap > 0) {
      this.comebacks.push(from);
      this.gaps.push(this.gap);
    }
    this.gap = 0;
    this.counted += days;
    if (!this.isRunning) {
      this.lengths.push(0);
      this.#firsts.push(from);
      this.#lasts.push(to);
    }
    const last = this.lengths.length - 1;
    this.lengths[last] = (this.lengths[last] as number) + days;
    this.#lasts[last] = to;
    this.isRunning = true;
  }

  run(index: number): Run | null {
    const days = this.lengths[index];
    if (days === undefined) return null;
    return { days, from: dayAt(this.#firsts[index] as number), to: dayAt(this.#lasts[index] as number) };
  }

  #miss(days: number): void {
    if (this.counted === 0 || days === 0) return;
    this.isRunning = false;
    this.gap += days;
    this.missed += days;
  }

  /** Of the days between the last one and `day`, both left out, nothing is known. */
  missUntil(day: Day): void {
    if (this.#last !== undefined) this.#miss(Math.max(0, daysBetween(this.#last, day) - 1));
  }
}
