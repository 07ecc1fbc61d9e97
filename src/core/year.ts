import { addDays, type Day, firstOfMonth, lastOfMonth } from './day.ts';
import { type CountingRule, type DayTotal, hasCome, statusOf } from './day-status.ts';
import { type LabelTotal, type SlotTotal, sumByLabel } from './labels.ts';
import type { Settings } from './settings.ts';
import { type Stats, statsOf } from './stats.ts';
import { type Run, type Streak, streakOf, type YearDigits } from './streak.ts';
import type { DayRecord } from './thing.ts';
import { sumUp, type Totals } from './week.ts';

/** How much of a day was done: nothing, something, at least half of what makes it count, enough. */
export type Level = 0 | 1 | 2 | 3;

export interface YearSummary extends Totals {
  readonly year: number;
  readonly from: Day;
  readonly to: Day;
  /** Only days with a record, oldest first. */
  readonly days: readonly DayTotal[];
  /** Days up to today with something done. */
  readonly active: number;
  /** The longest run, counting only days of the year. */
  readonly bestStreak: Run | null;
  /** The whole run that the best streak is part of, if it was cut at New Year. */
  readonly cutFrom: Run | null;
  /** The first day of the year that the history reaches. */
  readonly begins: Day;
  /** What got done of what was planned. */
  readonly stats: Stats;
  /** Null without labels. */
  readonly labels: readonly LabelTotal[] | null;
}

/** Where the days of a year come from; the store is one. */
export interface YearDiary {
  /** The days with a record from `from` to `to`, oldest first. */
  readonly totals: {
    days(from: Day, to: Day): readonly DayTotal[];
    slots(from: Day, to: Day): readonly SlotTotal[];
    years(): readonly YearDigits[];
  };
  /** The same days with their things. */
  readonly days: { inOrder(span: { readonly from: Day; readonly to: Day }): Iterable<DayRecord> };
}

type YearRules = Pick<Settings, 'minimum' | 'labels' | 'weekStart' | 'dayStart'>;

export function yearSummary(year: number, settings: YearRules, today: Day, diary: YearDiary): YearSummary {
  const { minimum, labels } = settings;
  const from = firstOfMonth(year, 0);
  const to = lastOfMonth(year, 11);
  const days = diary.totals.days(from, to);
  const years = diary.totals.years();
  const tally = years.filter((one) => one.year === year);
  const bestStreak = streakOf(tally, minimum, today < to ? today : to).longest;
  const past = days.filter((total) => hasCome(total.day, today));
  return {
    year,
    from,
    to,
    days,
    ...sumUp(days, { minimum, today }),
    active: past.filter((total) => total.done > 0).length,
    bestStreak,
    cutFrom: bestStreak && wholeRun(bestStreak, streakOf(years, minimum, today)),
    begins: years.some((one) => one.year < year) ? from : (days[0]?.day ?? from),
    stats: statsOf(diary.days.inOrder({ from, to: to < today ? to : addDays(today, -1) }), settings),
    labels: labels && sumByLabel(labels, diary.totals.slots(from, to)),
  };
}

/** The shade of a day; a rest day on which too little was done has level 0. */
export function levelOf(total: DayTotal, rule: CountingRule): Level {
  switch (statusOf(total, rule)) {
    case 'counts':
      return 3;
    case 'partly':
      return total.done * 2 >= rule.minimum ? 2 : 1;
    default:
      return 0;
  }
}

/** The run that a run of the year is part of; null if it lies within the year. */
function wholeRun({ days, from, to }: Run, streak: Streak): Run | null {
  const [whole] = streak.runs(from, to);
  return whole && whole.days > days ? whole : null;
}
