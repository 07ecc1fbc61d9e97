import { addDays, type Day, daysBetween, daysFromTo, startOfWeek } from './day.ts';
import { type CountingRule, counts, type DayTotal } from './day-status.ts';
import { type LabelTotal, slotTotals, sumByLabel } from './labels.ts';
import type { Setback } from './setback.ts';
import type { Settings } from './settings.ts';
import { type Comeback, type Streak, streakOf, type YearDigits } from './streak.ts';
import type { DayRecord, Thing } from './thing.ts';
import type { WeekNote } from './week-note.ts';

/** The figures of a span of days. */
export interface Totals {
  readonly done: number;
  readonly planned: number;
  readonly counted: number;
  readonly rest: number;
}

export interface WeekSummary extends Totals {
  readonly from: Day;
  readonly to: Day;
  readonly days: readonly DayRecord[];
  /** The week before, up to the weekday that has been reached in this one; empty for a week to come. */
  readonly previous: Totals & { readonly from: Day | null; readonly to: Day | null };
  /** As of the last day of the week, or of today where that is earlier. */
  readonly streak: Streak;
  /** The comebacks of this week. */
  readonly comebacks: readonly Comeback[];
  /** The setbacks of this week, newest first. */
  readonly setbacks: readonly Setback[];
  readonly mostCarried: Thing | null;
  /** What was taken into this week, and what is taken into the next one. */
  readonly note: string | null;
  readonly nextNote: string | null;
  /** Null without labels. */
  readonly labels: readonly LabelTotal[] | null;
}

/** Where the days of a week come from; the store is one. */
export interface Diary {
  /** The days with a record from `from` to `to`, oldest first. */
  readonly totals: { days(from: Day, to: Day): readonly DayTotal[]; years(): readonly YearDigits[] };
  readonly days: { load(day: Day): DayRecord };
  /** Newest first. */
  readonly setbacks: { list(from: Day, to: Day): readonly Setback[] };
  /** The note of the week from a day on. */
  readonly weekNotes: { find(from: Day): WeekNote | undefined };
}

/** The week that contains `day`. */
export function weekSummary(day: Day, settings: Settings, today: Day, diary: Diary): WeekSummary {
  const { weekStart, labels, minimum } = settings;
  const from = startOfWeek(day, weekStart);
  const to = addDays(from, 6);
  const rule = { minimum, today };
  const streak = streakOf(diary.totals.years(), minimum, to < today ? to : today);
  const days = daysFromTo(from, to).map((one) => diary.days.load(one));
  return {
    from,
    to,
    days,
    ...sumUp(diary.totals.days(from, to), rule),
    previous: previousWeek(from, rule, diary),
    streak,
    comebacks: streak.comebacks(from, to),
    setbacks: diary.setbacks.list(from, to),
    mostCarried: mostCarried(days),
    note: diary.weekNotes.find(from)?.text ?? null,
    nextNote: diary.weekNotes.find(addDays(to, 1))?.text ?? null,
    labels: labels && sumByLabel(labels, slotTotals(days)),
  };
}

export function sumUp(totals: readonly DayTotal[], rule: CountingRule): Totals {
  const sum = (value: (total: DayTotal) => number) => totals.reduce((all, total) => all + value(total), 0);
  return {
    done: sum((total) => total.done),
    planned: sum((total) => total.planned),
    counted: sum((total) => Number(counts(total, rule))),
    rest: sum((total) => Number(total.rest)),
  };
}

function previousWeek(from: Day, rule: CountingRule, diary: Diary): WeekSummary['previous'] {
  const reached = Math.min(7, Math.max(0, daysBetween(from, rule.today) + 1));
  if (reached === 0) return { from: null, to: null, ...sumUp([], rule) };
  const first = addDays(from, -7);
  const last = addDays(first, reached - 1);
  return { from: first, to: last, ...sumUp(diary.totals.days(first, last), rule) };
}

/** The thing carried the most times, the first if there are several. */
function mostCarried(days: readonly DayRecord[]): Thing | null {
  const carried = days.flatMap((day) => day.things).filter((thing) => thing.carried > 0);
  return carried.reduce<Thing | null>((most, thing) => (most && most.carried >= thing.carried ? most : thing), null);
}
