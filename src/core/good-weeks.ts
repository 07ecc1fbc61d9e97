import { addDays, type Day, startOfWeek, type Weekday } from './day.ts';
import { groupBy } from './group.ts';
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
  const days = statuses.map((status, index) => ({ day: addDays(first, index), status }));
  const since = startOfWeek(streak.since ?? first, weekStart);
  const begin = from !== undefined && from > since ? from : since;
  const weeks = [...groupBy(days, ({ day }) => startOfWeek(day, weekStart))]
    .filter(([start]) => start >= begin && start <= to)
    .map(([start, week]) => ({
      isGood: week.filter(({ status }) => status === 'counts').length >= GOOD_WEEK,
      isOver: addDays(start, 6) < streak.today && addDays(start, 6) <= to,
      isOff: week.filter(({ status }) => status === 'rest').length > 7 - GOOD_WEEK,
    }))
    .filter(({ isGood, isOver, isOff }) => isGood || (isOver && !isOff));
  const runs = [0];
  for (const { isGood } of weeks) runs.push(isGood ? (runs.at(-1) as number) + 1 : 0);
  return {
    counted: weeks.filter(({ isGood }) => isGood).length,
    total: weeks.length,
    current: runs.at(-1) as number,
    longest: Math.max(...runs),
  };
}
