import { formatTime, localInstant } from '../core/day.ts';
import { doneThings, plannedThings } from '../core/thing.ts';
import { nudgeLine } from './nudge-line.ts';
import type { Status } from './timeline.ts';

/**
 * The file a shell's prompt reads, a line each, `-` where nothing is due:
 * `2026-11-23T08:00 1795420800 2026-11-23 0 0 12 morning Nothing is planned yet. …`
 * It holds from when on as a time on the wall and in seconds since 1970, the day, done, planned, the streak, and what is due.
 */
export function statusText(statuses: readonly Status[]): string {
  return statuses.map((status) => `${statusLine(status)}\n`).join('');
}

function statusLine({ from: { date, minutes }, record, streak, due }: Status): string {
  const seconds = Math.floor(localInstant(date, minutes).getTime() / 1000);
  const counts = [doneThings(record).length, plannedThings(record).length, streak];
  const words = [`${date}T${formatTime(minutes)}`, seconds, record.day, ...counts, due ?? '-', nudgeLine(due, record)];
  return words.filter((word) => word !== null).join(' ');
}
