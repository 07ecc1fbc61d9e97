import type { Day } from '../../src/core/day.ts';
import type { DayTotal } from '../../src/core/day-status.ts';
import { calendar } from './calendar.ts';

/** The oracle of `streakOf`: slow and obvious, looks at each day by itself, as in the definitions. */
export function judgeStreak(totals: readonly DayTotal[], minimum: number, today: Day) {
  const past = calendar(totals[0]?.day ?? today, today);
  const total = (day: Day) => totals.find((one) => one.day === day);
  const counts = (day: Day) => (total(day)?.done ?? 0) >= minimum;
  const rests = (day: Day) => total(day)?.rest ?? false;

  const counting = past.filter(counts);
  const [first] = counting;
  const last = counting.at(-1);
  const missed = past.filter((day) => first && day > first && day < today && !counts(day) && !rests(day));
  const missesBetween = (from: Day, to: Day) => missed.filter((day) => day > from && day < to).length;

  // Two counting days belong to the same streak when there is no miss between them.
  const runs: Day[][] = [];
  const comebacks: { day: Day; days: number }[] = [];
  for (const [index, day] of counting.entries()) {
    const misses = index === 0 ? 0 : missesBetween(counting[index - 1] as Day, day);
    if (index === 0 || misses > 0) runs.push([day]);
    else runs.at(-1)?.push(day);
    if (misses > 0) comebacks.push({ day, days: misses });
  }
  const run = (counted: Day[] | undefined) =>
    counted ? { days: counted.length, from: counted[0], to: counted.at(-1) } : null;
  const most = Math.max(...runs.map((counted) => counted.length));
  const gap = last ? missesBetween(last, today) : 0;
  const lengths = comebacks.map((comeback) => comeback.days);
  const sum = lengths.reduce((all, days) => all + days, 0);
  return {
    today,
    minimum,
    current: gap > 0 ? null : run(runs.at(-1)),
    longest: run(runs.find((counted) => counted.length === most)),
    days: {
      counted: counting.length,
      active: past.filter((day) => (total(day)?.done ?? 0) > 0).length,
      rest: past.filter(rests).length,
      missed: missed.length,
    },
    comebacks: {
      count: comebacks.length,
      averageDays: sum > 0 ? Number((sum / lengths.length + 1e-9).toFixed(1)) : null,
      longestDays: sum > 0 ? Math.max(...lengths) : null,
      last: comebacks.at(-1) ?? null,
    },
    gap,
    runs: runs.map(run),
    returns: comebacks,
  };
}
