import { addDays, type Day, daysBetween, startOfWeek, type Weekday } from './day.ts';
import type { Streak } from './streak.ts';

/** How many counting days make a week a good one. */
export const GOOD_WEEK = 4;

/** The weeks with at least four counting days: for those who find a daily streak too hard. */
export interface GoodWeeks {
  readonly counted: number;
  /** The weeks from the first with a counting day on; the current one only if it is good already. */
  readonly total: number;
  /** In a row. */
  readonly current: number;
  readonly longest: number;
}

/** The good weeks that lie within a span of days. A week that is not good because it was mostly taken off is left out. */
export function goodWeeks(streak: Streak, weekStart: Weekday, from?: Day, to: Day = streak.today): GoodWeeks {
  const { since, today } = streak;
  let [counted, total, current, longest] = [0, 0, 0, 0];
  if (since === null) return { counted, total, current, longest };
  const start = firstStart(startOfWeek(since, weekStart), from, weekStart);
  // As numbers of days, because a century has 5000 weeks.
  const end = daysBetween(start, to);
  const now = daysBetween(start, today);
  let last = -1;
  for (const week of streak.weeks(start)) {
    last += 7;
    if (last - 6 > end) break;
    const isGood = week.counted >= GOOD_WEEK;
    const isOver = last < now && last <= end;
    const isOff = week.rest > 7 - GOOD_WEEK;
    if (!isGood && (!isOver || isOff)) continue;
    total += 1;
    counted += Number(isGood);
    current = isGood ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return { counted, total, current, longest };
}

/** Where the first week begins that lies in the span, and not before the first day that counted. */
function firstStart(since: Day, from: Day | undefined, weekStart: Weekday): Day {
  return from === undefined || from <= since ? since : startOfWeek(addDays(from, 6), weekStart);
}
