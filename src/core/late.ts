import type { Settings } from './settings.ts';
import { type DayRecord, openThings } from './thing.ts';

/** Four in the morning, in minutes after midnight. */
export const LATE_UNTIL = 4 * 60;

/**
 * Until when the day before may still be the one that is meant, in minutes after midnight: past midnight with something open there
 * and nothing planned for the new day. With a `day-start` of their own, users have said when their day ends.
 */
export function lateUntil(before: DayRecord, record: DayRecord, { dayStart }: Settings): number {
  const isOpen = openThings(before).length > 0 && record.things.every(({ unplanned }) => unplanned);
  return dayStart === 0 && isOpen ? LATE_UNTIL : 0;
}
