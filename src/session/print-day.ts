import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import type { DayRecord } from '../core/thing.ts';
import { dayScreen } from '../views/day.ts';
import { dayJson } from '../views/json.ts';
import { morningAfter } from '../views/morning.ts';
import { nextCommand } from './first-days.ts';
import type { Outcome } from './output.ts';
import type { Session } from './session.ts';
import { firstMorningNote } from './week-note.ts';

/** Prints a day that a command has changed; `sentence` follows it for people. */
export function printChangedDay(session: Session, record: DayRecord, sentence = ''): void {
  session.store.noteShown(record.day);
  session.output.printChange(
    () => dayData(session, record),
    () => dayText(session, record, sentence),
    dayOutcome(session, record.day),
  );
}

/** What to say of a changed day that cannot be shown. */
export function dayOutcome({ store, today, calendar }: Session, day: Day): Outcome | undefined {
  if (!store.hasChanged) return undefined;
  const shownBy = day === today ? 'four' : `four -d ${day}`;
  return { words: `the change to ${nameDay(day, calendar)} is stored`, shownBy };
}

/** The JSON of a day. */
export function dayData({ settings, today }: Session, record: DayRecord) {
  return dayJson(record, settings, today);
}

/** A day as a screen; `note` is a quiet line below everything else. */
export function dayText(session: Session, record: DayRecord, sentence = '', note = ''): string {
  const { settings, today, terminal } = session;
  const content = {
    record,
    settings,
    today,
    sentence: [thatIs(session, record.day), sentence].filter(Boolean).join(' '),
    weekNote: firstMorningNote(session, record),
    note: note || (sentence === '' ? nextCommand(session, record) : ''),
  };
  if (record.day !== today) return dayScreen(content, terminal.style);
  const streak = session.streak();
  const lastSentence = content.sentence || sentenceAfterMiss(session, record);
  return dayScreen({ ...content, streak, sentence: lastSentence }, terminal.style);
}

/** `That is last Monday, 23 Nov.`, for a day that the words of the command left to be resolved; else empty. */
export function thatIs({ resolvedDays, calendar }: Session, day: Day): string {
  return resolvedDays.includes(day) ? `That is ${nameDay(day, calendar)}.` : '';
}

/** What there is to say on the morning after a miss. */
export function sentenceAfterMiss(session: Session, record: DayRecord): string {
  const { store, terminal } = session;
  const streak = session.streak();
  if (streak.gap === 0) return '';
  return morningAfter(streak, record, store.setbacks.list(streak.last?.to, streak.today), terminal.style);
}
