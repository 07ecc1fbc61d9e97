import type { Settings } from '../core/settings.ts';
import { type DayRecord, openThings, plannedOrWaiting, SLOTS } from '../core/thing.ts';
import { capitalize, inWords } from '../views/words.ts';

/** Why a day is worth a nudge: nothing is planned yet, or something is still open. */
export type Due = 'morning' | 'evening';

/** What is due on a day at a wall-clock time, in minutes after midnight; nothing ever is on a rest day. */
export function dueAt(record: DayRecord, settings: Settings, minutes: number): Due | null {
  if (record.rest !== null) return null;
  if (record.things.length === 0) return isReached(settings.nudgeMorning, minutes, settings) ? 'morning' : null;
  if (openThings(record).length === 0) return null;
  return isReached(settings.nudgeEvening, minutes, settings) ? 'evening' : null;
}

const MINUTES_PER_DAY = 24 * 60;

/** Minutes from the start of the day to a wall-clock time: a time before `day-start` is at the end of the day. */
export function minutesIntoDay(minutes: number, { dayStart }: Settings): number {
  return (minutes - dayStart + MINUTES_PER_DAY) % MINUTES_PER_DAY;
}

function isReached(time: number | null, minutes: number, settings: Settings): boolean {
  return time !== null && minutesIntoDay(minutes, settings) >= minutesIntoDay(time, settings);
}

/** What is due and how to deal with it, in one line of ASCII that any prompt, mail or notification can show. */
export function nudgeLine(due: Due | null, record: DayRecord): string | null {
  if (due === null) return null;
  if (due === 'morning') return 'Nothing is planned yet. To name four things: four';
  const open = openThings(record).length;
  const [verb, them] = open === 1 ? ['is', 'it'] : ['are', 'them'];
  const planned = plannedOrWaiting(record).length;
  const count = planned > SLOTS.length ? String : inWords;
  return `${capitalize(count(open))} of ${count(planned)} ${verb} open. To check ${them} off: four check`;
}
