import { addDays, type Day } from '../core/day.ts';
import { counts, totalOf } from '../core/day-status.ts';
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

/**
 * What a prompt shows from the start of today on if nothing more is done. `records` are the days from today on with a record;
 * `streak` is the length of the current one in days.
 */
export function timeline(
  records: readonly DayRecord[],
  streak: number,
  settings: Settings,
  today: Day,
): PromptStatus[] {
  const recordOf = (day: Day) => records.find((record) => record.day === day) ?? { day, things: [], rest: null };
  const statuses: PromptStatus[] = [];
  let before = streak - Number(willCount(recordOf(today), settings));
  for (let offset = 0; offset <= DAYS_AHEAD; offset += 1) {
    const record = recordOf(addDays(today, offset));
    const isCounted = willCount(record, settings);
    const length = before + Number(isCounted);
    statuses.push(...statusesOf(record, length, settings));
    before = isCounted || record.rest !== null ? length : 0;
  }
  return statuses;
}

/** One status from the start of the day, and one from each time at which something becomes due. */
function statusesOf(record: DayRecord, streak: number, settings: Settings): PromptStatus[] {
  const { dayStart, nudgeMorning, nudgeEvening } = settings;
  const times = [dayStart, nudgeMorning, nudgeEvening].filter((time) => time !== null);
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
