import { type Day, isSupportedDay, localDay, noonOf, parseInstant, parseIsoDay } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { MAX_TEXT } from '../core/limits.ts';
import { cutText, foldSpace, isBlank, parseText, withoutControls } from '../core/text.ts';
import type { Timestamp } from '../core/thing.ts';
import type { ImportContext } from './import-source.ts';
import type { EntryLocation, ImportedHistory, ImportedThing } from './imported-history.ts';

/** A thing done on a day, at a time the file does not tell: noon. */
export function doneThing(
  location: EntryLocation,
  day: Day,
  text: string,
  did: string | null | undefined = null,
): ImportedThing {
  return doneThingAt(location, noonOf(day), text, did);
}

export function doneThingAt(
  location: EntryLocation,
  doneAt: Timestamp,
  text: string,
  did: string | null | undefined = null,
): ImportedThing {
  return {
    location,
    id: undefined,
    slot: undefined,
    text: parseText(text),
    doneAt,
    ...readNote(did),
    carriedFrom: null,
    carried: 0,
    unplanned: undefined,
  };
}

/** A task that another tool has completed, in the tool's own words. */
interface CompletedTask {
  readonly location: EntryLocation;
  /** When it was completed, in ISO 8601. */
  readonly end: unknown;
  readonly text: unknown;
  readonly note: unknown;
}

/** Adds a completed task on the local day of its end. */
export function addTask(
  { location, end, text, note }: CompletedTask,
  { today, dayStart }: ImportContext,
  history: ImportedHistory,
): void {
  if (typeof end !== 'string' || end === '') throw new UsageError('no completion date');
  const at = requireTimestamp(end);
  const day = requirePastDay(localDay(new Date(at), dayStart), today);
  const did = typeof note === 'string' ? note : null;
  history.addThing(day, doneThingAt(location, at, typeof text === 'string' ? text : '', did));
}

/** The note on what was done. It never costs the thing: it loses what cannot be stored, and `noteChange` says so. */
export function readNote(note: string | null | undefined): Pick<ImportedThing, 'did' | 'noteChange'> {
  const clean = withoutControls(note ?? '');
  if (isBlank(clean)) return { did: null };
  const did = cutText(clean);
  const changes = [
    ...(clean === foldSpace(note ?? '') ? [] : ['without its control characters']),
    ...(did === clean ? [] : [`cut to ${MAX_TEXT} characters`]),
  ];
  return { did, noteChange: changes.length === 0 ? undefined : `note ${changes.join(' and ')}` };
}

/** A note with the amount that a tool kept of what was done: `In the rain (5 km)`. */
export function withAmount(note: string, amount: string): string {
  if (amount === '' || note.trim() === '') return amount + note;
  return `${note.trim()} (${amount})`;
}

/** Null for a field that is missing or blank; `what` names it in errors. */
export function optionalText(text: string | null | undefined, what: string): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : parseText(text, what);
}

/** Reads `2026-11-23`. */
export function parseImportedDay(text: string): Day | undefined {
  const day = parseIsoDay(text);
  return day !== undefined && isSupportedDay(day) ? day : undefined;
}

export function requireDay(text: string): Day {
  const day = parseImportedDay(text);
  if (day === undefined) throw new UsageError('invalid date');
  return day;
}

export function requirePastDay(text: string, today: Day): Day {
  const day = requireDay(text);
  if (day > today) throw new UsageError('in the future');
  return day;
}

/** Reads an instant in ISO 8601. */
export function requireTimestamp(text: string): Timestamp {
  const instant = parseInstant(text);
  if (instant === undefined) throw new UsageError('invalid time');
  return instant.toISOString();
}
