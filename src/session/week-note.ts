import { addDays, type Day, isSupportedDay, startOfWeek } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { type DayRecord, doneThings } from '../core/thing.ts';
import type { Session } from './session.ts';

/** Stores what is taken into the week after another one, whose last day is given; null takes it back. */
export function saveNextNote({ store }: Session, lastDay: Day, text: string | null): void {
  const week = addDays(lastDay, 1);
  if (!isSupportedDay(week)) throw new UsageError('no week comes after that one');
  store.change(() => {
    const note = store.weekNotes.find(week);
    if (text !== null) store.weekNotes.save({ week: note?.week ?? week, text });
    else if (note) store.weekNotes.remove(note);
  });
}

/** What was taken into this week, until something is done or one of its days has passed with something on it; else null. */
export function firstMorningNote({ store, settings, today }: Session, record: DayRecord): string | null {
  if (record.day !== today || doneThings(record).length > 0) return null;
  const from = startOfWeek(today, settings.weekStart);
  const note = store.weekNotes.find(from);
  if (note === undefined) return null;
  const before = store.totals.days(from, addDays(today, -1));
  return before.every(({ planned, done }) => planned + done === 0) ? note.text : null;
}
