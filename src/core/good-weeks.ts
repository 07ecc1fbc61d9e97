import { addDays, type Day, daysBetween, startOfWeek, type Weekday } from './day.ts';
import type { DayStatus } from './day-status.ts';
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
  const statuses = streak.lastDays(Number.POSITIVE_INFINITY);
  const first = addDays(streak.today, 1 - statuses.length);
  const since = startOfWeek(streak.since ?? first, weekStart);
  const begin = from !== undefined && from > since ? from : since;
  // Places among the days, because a century has 5000 weeks.
  const today = statuses.length - 1;
  const end = daysBetween(first, to);
  let [counted, total, current, longest] = [0, 0, 0, 0];
  const firstStart = daysBetween(first, startOfWeek(addDays(begin, 6), weekStart));
  for (let start = firstStart; start <= Math.min(end, today); start += 7) {
    const isGood = countInWeek(statuses, start, 'counts') >= GOOD_WEEK;
    const isOver = start + 6 < today && start + 6 <= end;
    const isOff = countInWeek(statuses, start, 'rest') > 7 - GOOD_WEEK;
    if (!isGood && (!isOver || isOff)) continue;
    total += 1;
    counted += Number(isGood);
    current = isGood ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return { counted, total, current, longest };
}

function countInWeek(statuses: readonly DayStatus[], start: number, wanted: DayStatus): number {
  let count = 0;
  for (let place = start; place < start + 7; place += 1) if (statuses[place] === wanted) count += 1;
  return count;
}
