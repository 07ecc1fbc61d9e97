import { addDays, type Day, daysBetween, firstOfMonth, isLeapYear, yearOf } from './day.ts';
import { type CountingRule, type DayStatus, statusFrom } from './day-status.ts';

/**
 * What the streak needs to know of a year: a digit for each day from 1 January. 0 to 4 is how many things were done, 4 standing for
 * four or more; a rest day has 5 more. There are 366 digits; the last means nothing unless it is a leap year.
 */
export interface YearDigits {
  readonly year: number;
  readonly days: string;
}

/** A run of days that count, bridged by rest days; `from` and `to` are counting days, and `days` is how many there are. */
export interface Run {
  readonly days: number;
  readonly from: Day;
  readonly to: Day;
}

/** The counting day that ended a gap of `days` misses. */
export interface Comeback {
  readonly day: Day;
  readonly days: number;
}

export interface Streak extends CountingRule {
  /** The first day that counted. */
  readonly since: Day | null;
  readonly current: Run | null;
  /** The current run, or the one before the open gap. */
  readonly last: Run | null;
  /** The earliest of the longest. */
  readonly longest: Run | null;
  readonly days: { readonly counted: number; readonly active: number; readonly rest: number; readonly missed: number };
  /** The length of each gap that ended, in misses, oldest first. */
  readonly gaps: readonly number[];
  /** The length of the open gap, in misses. */
  readonly gap: number;
  /** How many days counted, and were days off, of each seven from a day on, up to today. */
  weeks(from: Day): { readonly counted: number; readonly rest: number }[];
  /** What the last days up to today come to, at most `count` of them, oldest first; none before the first with something done or a rest. */
  lastDays(count: number): DayStatus[];
  /** The runs that touch a span of days, oldest first. */
  runs(from: Day, to: Day): Run[];
  /** The comebacks within a span of days, oldest first. */
  comebacks(from: Day, to: Day): Comeback[];
}

/** Everything about streaks, derived from the days. `years` holds each year with something done or a rest day, oldest first. */
export function streakOf(years: readonly YearDigits[], minimum: number, today: Day): Streak {
  return new WalkedStreak(years, { minimum, today });
}

/** The mean length of some gaps in days, to one decimal, halves rounded up; null for no gaps. */
export function averageDays(gaps: readonly number[]): number | null {
  const misses = gaps.reduce((sum, days) => sum + days, 0);
  return gaps.length === 0 ? null : Math.round((misses * 10) / gaps.length) / 10;
}

export function longestDays(gaps: readonly number[]): number | null {
  return gaps.length === 0 ? null : gaps.reduce((most, days) => Math.max(most, days));
}

/** The days from `first` to today, a digit for each, as in `YearDigits`. */
interface DayDigits {
  readonly first: Day;
  readonly digits: string;
}

function digitsUntil(today: Day, years: readonly YearDigits[]): DayDigits {
  const first = firstOfMonth(years[0]?.year ?? yearOf(today), 0);
  const length = Math.max(0, daysBetween(first, today) + 1);
  let digits = '';
  for (const { year, days } of years)
    digits =
      digits.padEnd(daysBetween(first, firstOfMonth(year, 0)), '0') + days.slice(0, isLeapYear(year) ? 366 : 365);
  return { first, digits: digits.slice(0, length).padEnd(length, '0') };
}

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const REST = 5;
const CODE_OF_ZERO = 48;

const doneOf = (digit: number) => digit % REST;
const isRest = (digit: number) => digit >= REST;

/** What the days with each digit come to. */
function statusByDigit(minimum: number): readonly DayStatus[] {
  return DIGITS.map((digit) => statusFrom(doneOf(digit), isRest(digit), minimum));
}

/** A run, its first and last counting day as places among the digits. */
interface RunPlaces {
  counted: number;
  first: number;
  last: number;
}

interface Walk {
  /** With the misses in the gap before each; there are none before the first. */
  readonly runs: readonly (RunPlaces & { readonly gapBefore: number })[];
  /** The earliest of the longest. */
  readonly longest: RunPlaces | undefined;
  readonly missed: number;
}

/**
 * The definition of a streak, day by day: a day that counts begins a run or continues it, a rest day changes nothing, and any other
 * day is a miss, except today and days before the first that counted. Misses open a gap, which the next counting day ends. `begin`
 * is the place to walk from.
 */
function walk(digits: string, minimum: number, begin = 0): Walk {
  const statuses = statusByDigit(minimum);
  const today = digits.length - 1;
  const runs: (RunPlaces & { readonly gapBefore: number })[] = [];
  let run: RunPlaces | undefined;
  let longest: RunPlaces | undefined;
  let [gap, missed] = [0, 0];
  for (let place = begin; place <= today; place += 1) {
    const status = statuses[digits.charCodeAt(place) - CODE_OF_ZERO];
    if (status === 'counts') {
      if (run === undefined || gap > 0) {
        const begun = { counted: 0, first: place, last: place, gapBefore: gap };
        runs.push(begun);
        run = begun;
        gap = 0;
      }
      run.counted += 1;
      run.last = place;
      if (longest === undefined || run.counted > longest.counted) longest = run;
    } else if (status !== 'rest' && run !== undefined && place < today) {
      gap += 1;
      missed += 1;
    }
  }
  return { runs, longest, missed };
}

interface LastWalk {
  readonly run: RunPlaces | undefined;
  readonly gap: number;
}

/** The last run and the open gap: walks back from today, and stops at the miss before that run. */
function walkBack(digits: string, minimum: number): LastWalk {
  const statuses = statusByDigit(minimum);
  const today = digits.length - 1;
  let run: RunPlaces | undefined;
  let gap = 0;
  for (let place = today; place >= 0; place -= 1) {
    const status = statuses[digits.charCodeAt(place) - CODE_OF_ZERO];
    if (status === 'counts') {
      run ??= { counted: 0, first: place, last: place };
      run.counted += 1;
      run.first = place;
    } else if (status !== 'rest' && place < today) {
      if (run !== undefined) break;
      gap += 1;
    }
  }
  return { run, gap: run === undefined ? 0 : gap };
}

/** Walks when a figure is asked for: most commands show only the current streak. */
class WalkedStreak implements Streak {
  readonly minimum: number;
  readonly today: Day;
  readonly #first: Day;
  readonly #digits: string;
  #lastWalk: LastWalk | undefined;
  #wholeWalk: Walk | undefined;

  constructor(years: readonly YearDigits[], rule: CountingRule) {
    this.minimum = rule.minimum;
    this.today = rule.today;
    const { first, digits } = digitsUntil(rule.today, years);
    this.#first = first;
    this.#digits = digits;
  }

  get current(): Run | null {
    return this.gap > 0 ? null : this.last;
  }

  get last(): Run | null {
    const { run } = this.#end;
    return run === undefined ? null : this.#runOf(run);
  }

  get gap(): number {
    return this.#end.gap;
  }

  get since(): Day | null {
    const [first] = this.#whole.runs;
    return first === undefined ? null : this.#dayAt(first.first);
  }

  get longest(): Run | null {
    const { longest } = this.#whole;
    return longest === undefined ? null : this.#runOf(longest);
  }

  get days() {
    const { runs, missed } = this.#whole;
    const counted = runs.reduce((sum, run) => sum + run.counted, 0);
    const without = (digits: RegExp) => this.#digits.replaceAll(digits, '').length;
    return { counted, active: without(/[05]/g), rest: without(/[0-4]/g), missed };
  }

  get gaps(): number[] {
    return this.#whole.runs.slice(1).map(({ gapBefore }) => gapBefore);
  }

  weeks(from: Day) {
    const statuses = statusByDigit(this.minimum);
    const weeks = [];
    for (let start = this.#placeOf(from); start < this.#digits.length; start += 7) {
      const week = { counted: 0, rest: 0 };
      for (let place = start; place < start + 7; place += 1) {
        const status = statuses[this.#digits.charCodeAt(place) - CODE_OF_ZERO];
        if (status === 'counts') week.counted += 1;
        else if (status === 'rest') week.rest += 1;
      }
      weeks.push(week);
    }
    return weeks;
  }

  lastDays(count: number): DayStatus[] {
    const statuses = statusByDigit(this.minimum);
    const begun = this.#digits.search(/[1-9]/);
    if (begun < 0) return [];
    const digits = this.#digits.slice(Math.max(begun, this.#digits.length - count));
    return digits.split('').map((digit) => statuses[Number(digit)] as DayStatus);
  }

  runs(from: Day, to: Day): Run[] {
    const [start, end] = [this.#placeOf(from), this.#placeOf(to)];
    return this.#whole.runs.filter(({ first, last }) => last >= start && first <= end).map((run) => this.#runOf(run));
  }

  comebacks(from: Day, to: Day): Comeback[] {
    const [start, end] = [this.#placeOf(from), this.#placeOf(to)];
    // What lies before the last counting day before the span changes nothing in it.
    return walk(this.#digits, this.minimum, this.#lastCounting(start - 1))
      .runs.filter(({ first, gapBefore }) => gapBefore > 0 && first >= start && first <= end)
      .map(({ first, gapBefore }) => ({ day: this.#dayAt(first), days: gapBefore }));
  }

  /** The place of the last counting day up to `place`; 0 if there is none. */
  #lastCounting(place: number): number {
    const statuses = statusByDigit(this.minimum);
    let last = Math.min(place, this.#digits.length - 1);
    while (last > 0 && statuses[this.#digits.charCodeAt(last) - CODE_OF_ZERO] !== 'counts') last -= 1;
    return Math.max(0, last);
  }

  get #end(): LastWalk {
    this.#lastWalk ??= walkBack(this.#digits, this.minimum);
    return this.#lastWalk;
  }

  get #whole(): Walk {
    this.#wholeWalk ??= walk(this.#digits, this.minimum);
    return this.#wholeWalk;
  }

  #runOf({ counted, first, last }: RunPlaces): Run {
    return { days: counted, from: this.#dayAt(first), to: this.#dayAt(last) };
  }

  #dayAt(place: number): Day {
    return addDays(this.#first, place);
  }

  #placeOf(day: Day): number {
    return daysBetween(this.#first, day);
  }
}
