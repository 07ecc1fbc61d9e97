import type { Day } from './day.ts';
import { type DayRecord, doneThings, plannedThings } from './thing.ts';

/** What a day comes to: enough was done, something was done, it was taken off with less than enough done, or none of these. */
export type DayStatus = 'counts' | 'partly' | 'rest' | 'nothing';

/** The figures of one day. */
export interface DayTotal {
  readonly day: Day;
  /** Slots in use. */
  readonly planned: number;
  /** Things done, in slots and as extras. */
  readonly done: number;
  readonly rest: boolean;
}

/** What decides whether a day counts, besides its figures. */
export interface CountingRule {
  /** How many things make a day count, 1 to 4. */
  readonly minimum: number;
  readonly today: Day;
}

export function totalOf(record: DayRecord): DayTotal {
  return {
    day: record.day,
    planned: plannedThings(record).length,
    done: doneThings(record).length,
    rest: record.rest !== null,
  };
}

/** A day without a record. */
export function emptyTotal(day: Day): DayTotal {
  return { day, planned: 0, done: 0, rest: false };
}

export function hasCome(day: Day, today: Day): boolean {
  return day <= today;
}

/** A day with enough done counts, on a rest day too, but not before it has come. */
export function statusOf({ day, done, rest }: DayTotal, { minimum, today }: CountingRule): DayStatus {
  return statusFrom(done, rest, hasCome(day, today) ? minimum : Number.POSITIVE_INFINITY);
}

/** The status of a day on which `done` things were done and `minimum` would make it count. */
export function statusFrom(done: number, isRest: boolean, minimum: number): DayStatus {
  if (done >= minimum) return 'counts';
  if (isRest) return 'rest';
  return done > 0 ? 'partly' : 'nothing';
}

export function counts(total: DayTotal, rule: CountingRule): boolean {
  return statusOf(total, rule) === 'counts';
}

/** How many more things must be done for the day to count; 0 if it counts, is a rest day, or has passed. */
export function missingToCount({ day, done, rest }: DayTotal, { minimum, today }: CountingRule): number {
  return rest || day < today ? 0 : Math.max(0, minimum - done);
}

/** What the things done on a day are out of: what was planned, and at least what makes a day count. */
export function neededOf({ planned }: Pick<DayTotal, 'planned'>, minimum: number): number {
  return Math.max(planned, minimum);
}
