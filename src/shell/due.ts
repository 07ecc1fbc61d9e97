import type { Settings } from '../core/settings.ts';
import { type DayRecord, openThings } from '../core/thing.ts';

/** What a day may be worth a line for: nothing is planned yet, or something is open still. */
export type Due = 'morning' | 'evening';

/** What is due on a day at a time on the wall, in minutes after midnight; never anything on a day of rest. */
export function dueAt(record: DayRecord, settings: Settings, minutes: number): Due | null {
  if (record.rest !== null) return null;
  if (record.things.length === 0) return hasCome(settings.nudgeMorning, minutes, settings) ? 'morning' : null;
  if (openThings(record).length === 0) return null;
  return hasCome(settings.nudgeEvening, minutes, settings) ? 'evening' : null;
}

const MINUTES_PER_DAY = 24 * 60;

/** How far into the day a time is: a time before the day's start belongs to its end. */
export function intoDay(minutes: number, { dayStart }: Settings): number {
  return (minutes - dayStart + MINUTES_PER_DAY) % MINUTES_PER_DAY;
}

function hasCome(time: number | null, minutes: number, settings: Settings): boolean {
  return time !== null && intoDay(minutes, settings) >= intoDay(time, settings);
}
