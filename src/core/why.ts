import { addDays, type Day } from './day.ts';
import { counts, type DayTotal, emptyTotal } from './day-status.ts';
import type { Run, Streak } from './streak.ts';

/** Also counts the things that were done without having been planned. */
export interface DetailedTotal extends DayTotal {
  readonly unplanned: number;
}

/** A day that decided a run: a miss that ended one, a rest day that bridged it, or a day that counts only thanks to unplanned things. */
export interface DecidingDay {
  readonly day: Day;
  readonly reason: 'broke' | 'rest' | 'saved';
  readonly done: number;
  readonly planned: number;
}

export interface Why {
  readonly current: readonly DecidingDay[];
  readonly longest: readonly DecidingDay[];
}

/** The days that decided the current or else the last streak, and the longest, oldest first. */
export function whyOf(streak: Streak, totals: readonly DetailedTotal[]): Why {
  return {
    current: streak.last ? decidingDays(streak.last, streak, totals) : [],
    longest: streak.longest ? decidingDays(streak.longest, streak, totals) : [],
  };
}

function decidingDays(run: Run, streak: Streak, totals: readonly DetailedTotal[]): DecidingDay[] {
  const { minimum, today, since } = streak;
  const byDay = new Map(totals.map((total) => [total.day, total]));
  const totalOf = (day: Day) => byDay.get(day) ?? { ...emptyTotal(day), unplanned: 0 };
  const deciding: DecidingDay[] = [];
  const note = (day: Day, reason: DecidingDay['reason']) => {
    const { done, planned } = totalOf(day);
    deciding.push({ day, reason, done, planned });
  };
  const isCounting = (day: Day) => counts(totalOf(day), streak);

  if (run.from !== since) {
    // Back over rest days to the miss before this run.
    let day = addDays(run.from, -1);
    for (; totalOf(day).rest; day = addDays(day, -1)) note(day, 'rest');
    note(day, 'broke');
    deciding.reverse();
  }
  for (let day = run.from; day <= run.to; day = addDays(day, 1)) {
    const { done, unplanned } = totalOf(day);
    if (!isCounting(day)) note(day, 'rest');
    else if (done - unplanned < minimum) note(day, 'saved');
  }
  for (let day = addDays(run.to, 1); day < today; day = addDays(day, 1)) {
    const { rest } = totalOf(day);
    note(day, rest ? 'rest' : 'broke');
    if (!rest) break;
  }
  return deciding;
}
