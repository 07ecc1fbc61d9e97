import { addDays, type Day } from '../core/day.ts';
import { counts, totalOf } from '../core/day-status.ts';
import { lateUntil } from '../core/late.ts';
import type { Settings } from '../core/settings.ts';
import type { DayRecord } from '../core/thing.ts';
import { type Due, dueAt, minutesIntoDay } from './nudge.ts';

/** What a prompt shows from one wall-clock time until the next status begins. */
export interface PromptStatus {
  readonly from: { readonly date: Day; readonly minutes: number };
  readonly record: DayRecord;
  readonly streak: number;
  readonly due: Due | null;
}

/** How many days a prompt stays right when no command is run. */
export const DAYS_AHEAD = 14;

/** What a prompt shows after those days: nothing, as nobody knows. */
export function endOfTimeline(settings: Settings, first: Day): PromptStatus['from'] {
  return { date: addDays(first, DAYS_AHEAD + 1), minutes: settings.dayStart };
}

/**
 * What a prompt shows from the start of a first day on if nothing more is done. `records` are the days from that day on with a
 * record; `streak` is the length in days of the one that is current on it.
 */
export function timeline(
  records: readonly DayRecord[],
  streak: number,
  settings: Settings,
  first: Day,
): PromptStatus[] {
  const recordOf = (day: Day) => records.find((record) => record.day === day) ?? { day, things: [], rest: null };
  const statuses: PromptStatus[] = [];
  let before = streak - Number(willCount(recordOf(first), settings));
  for (let offset = 0; offset <= DAYS_AHEAD; offset += 1) {
    const record = recordOf(addDays(first, offset));
    const last = recordOf(addDays(first, offset - 1));
    const isCounted = willCount(record, settings);
    const length = before + Number(isCounted);
    statuses.push(
      ...statusesOf(record, length, { start: lateUntil(last, record, settings) || settings.dayStart, settings }),
    );
    before = isCounted || record.rest !== null ? length : 0;
  }
  return statuses;
}

interface Times {
  /** When the day takes the place of the one before, in minutes after midnight. */
  readonly start: number;
  readonly settings: Settings;
}

/** One status from the start of the day, and one from each time at which something becomes due. */
function statusesOf(record: DayRecord, streak: number, { start, settings }: Times): PromptStatus[] {
  const { dayStart, nudgeMorning, nudgeEvening } = settings;
  const nudges = [nudgeMorning, nudgeEvening].filter((time) => time !== null);
  const times = [start, ...nudges.filter((time) => minutesIntoDay(time, settings) > minutesIntoDay(start, settings))];
  times.sort((a, b) => minutesIntoDay(a, settings) - minutesIntoDay(b, settings));
  const all = times.map((minutes) => ({
    from: { date: addDays(record.day, minutes < dayStart ? 1 : 0), minutes },
    record,
    streak,
    due: dueAt(record, settings, minutes),
  }));
  return all.filter(({ due }, index) => index === 0 || due !== all[index - 1]?.due);
}

/** Whether a day counts once it has come. */
function willCount(record: DayRecord, { minimum }: Settings): boolean {
  return counts(totalOf(record), { minimum, today: record.day });
}
