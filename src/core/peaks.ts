import { addDays, type Day, startOfWeek, type Weekday } from './day.ts';
import type { Streak } from './streak.ts';

/** What is worth a word on a day that counts. */
export interface Peaks {
  /** How many misses the day made up for; null if it is no comeback. */
  readonly backAfter: number | null;
  /** The length of the streak, on the day it became the longest; null otherwise, and for the very first streak. */
  readonly longest: number | null;
  /** Whether the day completes a week in which every day counted. */
  readonly isFullWeek: boolean;
}

/** The peaks of the day that the streak is as of. */
export function peaksOf(streak: Streak, weekStart: Weekday): Peaks {
  const { today, current } = streak;
  if (current?.to !== today) return { backAfter: null, longest: null, isFullWeek: false };
  const before = streak.runs(streak.since as Day, today).slice(0, -1);
  const record = Math.max(0, ...before.map(({ days }) => days));
  const week = streak.lastDays(7);
  return {
    backAfter: streak.comebacks(today, today)[0]?.days ?? null,
    longest: before.length > 0 && current.days === record + 1 ? current.days : null,
    isFullWeek: isLastOfWeek(today, weekStart) && week.length === 7 && week.every((status) => status === 'counts'),
  };
}

function isLastOfWeek(day: Day, weekStart: Weekday): boolean {
  return addDays(startOfWeek(day, weekStart), 6) === day;
}
