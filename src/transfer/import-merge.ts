import type { Day } from '../core/day.ts';
import { groupBy } from '../core/group.ts';
import { isRandomId, thingId } from '../core/record-id.ts';
import { type NewSetback, nextSetbackId, type Setback } from '../core/setback.ts';
import { fold, sanitize } from '../core/text.ts';
import {
  type DayRecord,
  emptySlots,
  type Slot,
  type Thing,
  type Timestamp,
  timeOfExtra,
  withThings,
} from '../core/thing.ts';
import type { Usual } from '../core/usual.ts';
import type { WeekNote } from '../core/week-note.ts';
import type { ChangedNote, ImportedDay, ImportedSetback, ImportedThing, LeftOutEntry } from './imported-history.ts';

/** What became of the entries of a file. */
export interface ImportCounts {
  imported: number;
  /** Already in the store, and left as they are. */
  known: number;
  readonly leftOut: LeftOutEntry[];
  /** Of what was imported, the notes that had to be changed. */
  readonly changedNotes: ChangedNote[];
}

/** What a merge needs to know beyond one day, and what it records. */
export interface MergeState {
  /** The ids of all things in the store; those of imported things are added. */
  readonly ids: Set<string>;
  readonly counts: ImportCounts;
}

/**
 * Adds the things and the rest of an imported day that the record lacks; what it has stays as it is. A thing with an id is known
 * by that, another one by its text, and so is one with an id made at random: the store may have given it another since. Things get
 * the slots they ask for if those are empty; others fill the empty slots in the order of the file. Done things beyond four become
 * extras; open ones are left out.
 */
export function mergeDay(record: DayRecord, imported: ImportedDay, state: MergeState): DayRecord {
  const { ids, counts } = state;
  const missing = missingThings(record, imported.things, ids);
  counts.known += imported.things.length - missing.length;
  const things = [...record.things];
  for (const [thing, slot] of assignSlots(record, missing)) {
    if (slot !== undefined) {
      const id = thing.id ?? thingId(record.day, thing.text, (taken) => ids.has(taken));
      ids.add(id);
      things.push(toThing(thing, { id, slot, doneAt: timeOf(thing, slot, things) }));
      if (thing.noteChange !== undefined)
        counts.changedNotes.push({ location: thing.location, change: thing.noteChange });
      continue;
    }
    counts.leftOut.push({ location: thing.location, reason: 'all four slots are taken' });
    ids.delete(thing.id ?? '');
  }
  counts.imported += things.length - record.things.length;
  const rest = record.rest ?? imported.rest;
  if (imported.rest !== null) counts[record.rest === null ? 'imported' : 'known'] += 1;
  const isSame = things.length === record.things.length && rest === record.rest;
  return isSame ? record : withThings({ ...record, rest }, things);
}

/** The things that the store lacks; their ids are added to `ids`. */
function missingThings(record: DayRecord, things: readonly ImportedThing[], ids: Set<string>): ImportedThing[] {
  const byText = things.filter(({ id }) => id === undefined || (isRandomId(id) && !ids.has(id)));
  const inFile = new Set(things.map(({ id }) => id));
  const others = record.things.filter(({ id }) => !inFile.has(id));
  const known = thingsKnownByText(others, byText);
  return things.filter((thing) => {
    if (known.has(thing)) return false;
    return thing.id === undefined || (!ids.has(thing.id) && ids.add(thing.id));
  });
}

/**
 * Matches each stored thing once, so that the second of two equal things in a file is added. Things that are equally done
 * match first: otherwise one that was left out of an earlier import would match in place of the one that was added.
 */
function thingsKnownByText(stored: readonly Thing[], things: readonly ImportedThing[]): Set<ImportedThing> {
  const known = new Set<ImportedThing>();
  if (things.length === 0 || stored.length === 0) return known;
  const unmatched = stored.map(({ text, doneAt }) => ({ text: fold(sanitize(text)), isDone: doneAt !== null }));
  for (const mustBeAsDone of [true, false])
    for (const thing of things) {
      const text = fold(thing.text);
      const isDone = thing.doneAt !== null;
      const match = unmatched.findIndex((one) => one.text === text && (!mustBeAsDone || one.isDone === isDone));
      if (match < 0 || known.has(thing)) continue;
      unmatched.splice(match, 1);
      known.add(thing);
    }
  return known;
}

/** Null for an extra; undefined if there is no room. */
type Place = Slot | null | undefined;

function assignSlots(record: DayRecord, things: readonly ImportedThing[]): Map<ImportedThing, Place> {
  const empty = emptySlots(record);
  const places = new Map<ImportedThing, Place>();
  for (const thing of things) {
    const wanted = thing.slot ? empty.indexOf(thing.slot) : -1;
    places.set(thing, wanted < 0 ? undefined : empty.splice(wanted, 1)[0]);
  }
  for (const thing of things) if (places.get(thing) === undefined) places.set(thing, nextPlace(thing, empty));
  return places;
}

/** Takes the first of the empty slots, unless the thing is an extra. */
function nextPlace(thing: ImportedThing, empty: Slot[]): Place {
  const isDone = thing.doneAt !== null;
  if (thing.slot === null && (isDone || thing.waits)) return null;
  return empty.shift() ?? (isDone ? null : undefined);
}

function toThing(
  { location: _, waits: __, noteChange: ___, ...imported }: ImportedThing,
  place: Pick<Thing, 'id' | 'slot' | 'doneAt'>,
): Thing {
  return {
    ...imported,
    ...place,
    unplanned: imported.unplanned ?? (place.slot === null && imported.doneAt !== null),
  };
}

function timeOf({ doneAt }: ImportedThing, slot: Slot | null, things: readonly Thing[]): Timestamp | null {
  return doneAt !== null && slot === null ? timeOfExtra(things, doneAt) : doneAt;
}

/**
 * The setbacks that the store lacks. One with an id is known by that, another one or one with an id made at random by its day and
 * text. It keeps its link to the thing that corrects it if `ids`, those of all things, have that.
 */
export function missingSetbacks(
  existing: readonly Setback[],
  imported: readonly ImportedSetback[],
  ids: ReadonlySet<string>,
): NewSetback[] {
  const known = new Set(existing.flatMap(({ id, day, text }) => [id, nameOf(day, sanitize(text))]));
  const byDay: Map<Day, { readonly id: string }[]> = groupBy(existing, ({ day }) => day);
  return imported.flatMap(({ nextId, ...setback }) => {
    const { day, text } = setback;
    if (namesOf(setback).some((name) => known.has(name))) return [];
    const before = byDay.get(day) ?? [];
    const id = setback.id ?? nextSetbackId(day, text, before);
    known.add(id);
    byDay.set(day, [...before, { id }]);
    const next = nextId !== null && ids.has(nextId) ? { id: nextId } : null;
    return [{ ...setback, id, next }];
  });
}

/** What a setback is known by. */
function namesOf({ id, day, text }: Omit<ImportedSetback, 'nextId'>): string[] {
  const ids = id === undefined ? [] : [id];
  return ids.every(isRandomId) ? [...ids, nameOf(day, text)] : ids;
}

/** The usual texts that the store lacks; one that it has keeps its days. */
export function missingUsuals(existing: readonly Usual[], imported: readonly Usual[]): Usual[] {
  const known = new Set(existing.map(({ id }) => id));
  return imported.filter(({ id }) => !known.has(id) && known.add(id));
}

/** The notes of weeks that the store lacks; a week that has one keeps it. */
export function missingWeekNotes(existing: readonly WeekNote[], imported: readonly WeekNote[]): WeekNote[] {
  const known = new Set(existing.map(({ week }) => week));
  return imported.filter(({ week }) => !known.has(week) && known.add(week));
}

function nameOf(day: Day, text: string): string {
  return `${day} ${fold(text)}`;
}
