import { isDeepStrictEqual } from 'node:util';
import { alignLines } from '../core/align-lines.ts';
import { thingId } from '../core/record-id.ts';
import { cutText, foldSpace, isBlank, withoutControls } from '../core/text.ts';
import { type DayRecord, emptySlots, type Thing, type Timestamp, withThings } from '../core/thing.ts';
import { dayPage } from './day-markdown.ts';
import { type DayPage, isEmptyPage, type PageLine, type PageNote, readDayPage } from './day-page.ts';

/** What taking in a page needs from outside. */
export interface PageContext {
  /** When the page was edited. */
  readonly timestamp: Timestamp;
  /** Whether a thing of another day has this id. */
  isTaken(id: string): boolean;
}

/** What an edited page comes to. */
export interface PageEdits {
  readonly after: DayRecord;
  /** Things that were removed from the page and stay: what was done, or everything if no thing is left on the page. */
  readonly kept: readonly Thing[];
  /** What became of each line of the page. */
  readonly taken: readonly TakenLine[];
}

/** A line of a page that stands for a thing. */
export interface TakenLine {
  readonly id: string;
  /** Those of the notes below it that are part of the thing. */
  readonly notes: readonly PageNote[];
}

/**
 * Takes in what somebody changed on the page of a day since it was written from `before`: item by item, so that other marks, empty
 * lines and text around the list are no changes. An open thing without a line is dropped.
 */
export function takeInPage(before: DayRecord, page: DayPage, context: PageContext): PageEdits {
  const base = readDayPage(dayPage(before));
  const found = alignLines(base.lines, page.lines);
  const isKept = ({ doneAt }: Thing, index: number) =>
    found.includes(index) || doneAt !== null || page.lines.length === 0;
  const edited = before.things.map((thing, index): Thing => {
    const line = page.lines[found.indexOf(index)];
    return line ? editedThing(thing, base.lines[index] as PageLine, line, context.timestamp) : thing;
  });
  const draft = { ...before, things: edited.filter((_, index) => isKept(before.things[index] as Thing, index)) };
  const isNew = (_: PageLine, index: number) => found[index] === undefined;
  const added = newThings(draft, page.lines.filter(isNew), context);
  const newIds = added.map(({ id }) => id);
  const after = withThings({ ...draft, rest: restOf(before, base, page) }, [...draft.things, ...added]);
  return {
    after,
    kept: before.things.filter((thing, index) => isKept(thing, index) && !found.includes(index)),
    taken: page.lines.map(({ notes }, at) => {
      const index = found[at];
      const was = before.things[index ?? -1];
      const id = was?.id ?? (newIds.shift() as string);
      const also = alsoNote(was, base.lines[index ?? -1]);
      const isDone = after.things.some((thing) => thing.id === id && thing.doneAt !== null);
      return { id, notes: notes.filter(({ text }) => isDone || text === also) };
    }),
  };
}

/** What stands below a thing about its other wording. */
function alsoNote(thing: Thing | undefined, line: PageLine | undefined): string | undefined {
  return thing?.also === undefined ? undefined : line?.notes.at(-1)?.text;
}

function editedThing(thing: Thing, was: PageLine, line: PageLine, at: Timestamp): Thing {
  const isTicked = line.isDone !== undefined && line.isDone !== was.isDone;
  const reworded = foldSpace(line.text) === was.text ? thing : withText(thing, line.text);
  const next = isTicked ? { ...reworded, ...doneFields(reworded, line.isDone === true ? at : null) } : reworded;
  if (next.doneAt === null) return next;
  const also = alsoNote(thing, was);
  const [old, now] = [was, line].map(({ notes }) => notes.map(({ text }) => text).filter((note) => note !== also));
  return isDeepStrictEqual(old, now) ? next : { ...next, did: joinNotes(now ?? []) };
}

function withText({ also: _, ...thing }: Thing, text: string): Thing {
  return { ...thing, text: storableText(text) };
}

function doneFields({ unplanned }: Thing, doneAt: Timestamp | null): Pick<Thing, 'doneAt' | 'did' | 'unplanned'> {
  // Once it is open it is planned like any other thing, and can be carried.
  return { doneAt, did: null, unplanned: unplanned && doneAt !== null };
}

function joinNotes(notes: readonly string[]): string | null {
  const joined = storableText(notes.join('; '));
  return isBlank(joined) ? null : joined;
}

/** The text of a line as far as it can be stored. */
function storableText(text: string): string {
  return cutText(withoutControls(text));
}

/** New things take the empty slots in the order of the page; those beyond are extras if they are done, and wait if they are not. */
function newThings(record: DayRecord, lines: readonly PageLine[], context: PageContext): Thing[] {
  const slots = emptySlots(record);
  const ids = new Set(record.things.map(({ id }) => id));
  const isTaken = (id: string) => ids.has(id) || context.isTaken(id);
  return lines.map((line) => {
    const text = storableText(line.text);
    const doneAt = line.isDone === true ? context.timestamp : null;
    const id = thingId(record.day, text, isTaken);
    ids.add(id);
    return {
      id,
      slot: slots.shift() ?? null,
      text,
      doneAt,
      did: doneAt === null ? null : joinNotes(line.notes.map((note) => note.text)),
      carriedFrom: null,
      carried: 0,
      unplanned: doneAt !== null,
    };
  });
}

function restOf(before: DayRecord, base: DayPage, page: DayPage): DayRecord['rest'] {
  if (isEmptyPage(page) || page.rest?.reason === base.rest?.reason) return before.rest;
  if (page.rest === null) return null;
  const { reason } = page.rest;
  return { reason: reason === null ? null : joinNotes([reason]) };
}
