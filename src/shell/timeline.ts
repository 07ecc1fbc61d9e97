import { addDays, type Day } from '../core/day.ts';
import { counts, totalOf } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { DayRecord } from '../core/thing.ts';
import { type Due, dueAt, intoDay } from './due.ts';

/** What a prompt shows from a time on the wall on, until the next one. */
export interface Status {
  readonly from: { readonly date: Day; readonly minutes: number };
  readonly record: DayRecord;
  readonly streak: number;
  readonly due: Due | null;
}

/** So far ahead a prompt is right without anybody having run a command. */
export const DAYS_AHEAD = 14;

/**
 * What a prompt shows from the start of today on, when nothing else is done: things planned ahead and days of rest with it.
 * `records` are the days there is something about, and `streak` is the length of the current one.
 */
export function timeline(records: readonly DayRecord[], streak: number, settings: Settings, today: Day): Status[] {
  const recordOf = (day: Day) => records.find((record) => record.day === day) ?? { day, things: [], rest: null };
  const statuses: Status[] = [];
  let before = streak - Number(isCounted(recordOf(today), settings));
  for (let offset = 0; offset <= DAYS_AHEAD; offset += 1) {
    const record = recordOf(addDays(today, offset));
    const counted = isCounted(record, settings);
    const length = before + Number(counted);
    statuses.push(...statusesOf(record, length, settings));
    before = counted || record.rest !== null ? length : 0;
  }
  return statuses;
}

/** One from the start of the day on, and one for each time at which something becomes due. */
function statusesOf(record: DayRecord, streak: number, settings: Settings): Status[] {
  const { dayStart, nudgeMorning, nudgeEvening } = settings;
  const times = [dayStart, nudgeMorning, nudgeEvening].filter((time) => time !== null);
  times.sort((a, b) => intoDay(a, settings) - intoDay(b, settings));
  const all = times.map((minutes) => ({
    from: { date: addDays(record.day, minutes < dayStart ? 1 : 0), minutes },
    record,
    streak,
    due: dueAt(record, settings, minutes),
  }));
  return all.filter(({ due }, index) => index === 0 || due !== all[index - 1]?.due);
}

/** Whether a day counts once it has come. */
function isCounted(record: DayRecord, { minimum }: Settings): boolean {
  return counts(totalOf(record), { minimum, today: record.day });
}
