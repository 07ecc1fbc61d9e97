import type { NewSetback, Setback } from '../core/setback.ts';
import { fold, sanitize } from '../core/text.ts';
import { type ChangeContext, type DayRecord, emptySlots, type Slot, type Thing } from '../core/thing.ts';
import type { ImportedDay, ImportedSetback, ImportedThing, LeftOut } from './imported-history.ts';

/** What became of what a file tells of its days. */
export interface Tally {
  imported: number;
  /** There already, and left as they are. */
  known: number;
  readonly leftOut: LeftOut[];
}

/**
 * A day with what a file tells of it. What is there stays as it is: a thing is known by its id where the file has ids (`ids`
 * holds those of the store, and takes in the new ones), and by its text where it has none. Slots a file names are honoured when they
 * are free; others come into the empty slots in the order of the file, and what was done beyond them is an extra.
 */
export function mergeDay(
  record: DayRecord,
  told: ImportedDay,
  ids: Set<string>,
  context: ChangeContext,
  tally: Tally,
): DayRecord {
  const fresh = withoutKnown(record, told.things, ids);
  tally.known += told.things.length - fresh.length;
  const things = [...record.things];
  for (const [thing, slot] of placeAll(record, fresh)) {
    if (slot !== undefined) {
      things.push(toThing(thing, slot, context));
      continue;
    }
    tally.leftOut.push({ where: thing.where, reason: 'all four slots are taken' });
    ids.delete(thing.id ?? '');
  }
  tally.imported += things.length - record.things.length;
  const rest = record.rest ?? told.rest;
  if (told.rest !== null) tally[record.rest === null ? 'imported' : 'known'] += 1;
  const isSame = things.length === record.things.length && rest === record.rest;
  return isSame ? record : { ...record, things: things.toSorted((a, b) => (a.slot ?? 5) - (b.slot ?? 5)), rest };
}

function withoutKnown(record: DayRecord, things: readonly ImportedThing[], ids: Set<string>): ImportedThing[] {
  const known = knownByText(
    record,
    things.filter(({ id }) => id === undefined),
  );
  return things.filter((thing) => {
    if (thing.id === undefined) return !known.has(thing);
    return !ids.has(thing.id) && ids.add(thing.id);
  });
}

/**
 * Each thing of the day is claimed once, so that a file that tells of two alike adds the second; first by one that is as done as it
 * is, so that what found no place before does not claim what did.
 */
function knownByText(record: DayRecord, things: readonly ImportedThing[]): Set<ImportedThing> {
  const known = new Set<ImportedThing>();
  if (things.length === 0 || record.things.length === 0) return known;
  const unclaimed = record.things.map(({ text, doneAt }) => ({ text: fold(sanitize(text)), isDone: doneAt !== null }));
  for (const asDone of [true, false])
    for (const thing of things) {
      const text = fold(thing.text);
      const isDone = thing.doneAt !== null;
      const match = unclaimed.findIndex((one) => one.text === text && (!asDone || one.isDone === isDone));
      if (match < 0 || known.has(thing)) continue;
      unclaimed.splice(match, 1);
      known.add(thing);
    }
  return known;
}

/** The slot of each thing: null for an extra, undefined where there is no place. */
function placeAll(record: DayRecord, things: readonly ImportedThing[]): Map<ImportedThing, Slot | null | undefined> {
  const empty = emptySlots(record);
  const places = new Map<ImportedThing, Slot | null | undefined>();
  for (const thing of things) {
    const wish = empty.indexOf(thing.slot as Slot);
    places.set(thing, empty.splice(wish, wish < 0 ? 0 : 1)[0]);
  }
  for (const thing of things) {
    const isDone = thing.doneAt !== null;
    if (places.get(thing) !== undefined) continue;
    if (thing.slot === null && (isDone || thing.waits)) places.set(thing, null);
    else places.set(thing, empty.shift() ?? (isDone ? null : undefined));
  }
  return places;
}

function toThing({ where: _, waits: __, ...told }: ImportedThing, slot: Slot | null, context: ChangeContext): Thing {
  return {
    ...told,
    id: told.id ?? context.newId(),
    slot,
    unplanned: told.unplanned ?? (slot === null && told.doneAt !== null),
  };
}

/** The setbacks of a file that are not there yet: known by their id, else by their day and text. `ids` are those of all things. */
export function newSetbacks(
  existing: readonly Setback[],
  told: readonly ImportedSetback[],
  ids: ReadonlySet<string>,
  context: ChangeContext,
): NewSetback[] {
  const known = new Set(existing.flatMap(({ id, day, text }) => [id, nameOf(day, sanitize(text))]));
  return told.flatMap(({ nextId, ...setback }) => {
    const { id = context.newId(), day, text } = setback;
    if (known.has(setback.id ?? nameOf(day, text))) return [];
    known.add(id);
    const next = nextId !== null && ids.has(nextId) ? { id: nextId } : null;
    return [{ ...setback, id, next }];
  });
}

function nameOf(day: string, text: string): string {
  return `${day} ${fold(text)}`;
}
