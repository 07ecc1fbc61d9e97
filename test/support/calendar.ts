import type { Day } from '../../src/core/day.ts';

/** The calendar on the kitchen wall: the tests' own, so that `src/core/day.ts` is not measured by itself. */
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function lengthOfMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (MONTHS[month - 1] ?? 0);
}

export function iso(year: number, month: number, date: number): Day {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(date).padStart(2, '0')].join(
    '-',
  ) as Day;
}

function nextDay(day: Day): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  if (date < lengthOfMonth(year, month)) return iso(year, month, date + 1);
  return month < 12 ? iso(year, month + 1, 1) : iso(year + 1, 1, 1);
}

/** More than a century of days: leap years, and 2100, which is none. The first was a Thursday. */
export const ALL_DAYS: readonly Day[] = walk(iso(1970, 1, 1), iso(2105, 12, 31));
const FIRST_WEEKDAY = 4;

const PLACES = new Map(ALL_DAYS.map((day, index) => [day, index]));

/** The day at a place of ALL_DAYS. */
export function at(index: number): Day {
  return ALL_DAYS[index] as Day;
}

export function place(day: Day): number {
  return PLACES.get(day) as number;
}

/** `days` after `day`, or before it when negative. */
export function shift(day: Day, days: number): Day {
  return at(place(day) + days);
}

/** Every day from `from` to `to`. */
export function calendar(from: Day, to: Day): Day[] {
  return ALL_DAYS.slice(place(from), place(to) + 1);
}

/** Sunday is 0. */
export function weekday(day: Day): number {
  return (place(day) + FIRST_WEEKDAY) % 7;
}

function walk(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = nextDay(day)) days.push(day);
  return days;
}
