import { addDays, type Day } from './day.ts';
import { nameDay, onDay } from './day-names.ts';
import { CommandError, UsageError } from './errors.ts';
import { carryId, thingId } from './record-id.ts';
import type { Calendar } from './resolve-day.ts';
import { fold, sanitize } from './text.ts';

export const SLOTS = [1, 2, 3, 4] as const;
export type Slot = (typeof SLOTS)[number];

/** An instant as ISO 8601 in UTC with milliseconds. */
export type Timestamp = string;

/** A millisecond later. */
export function timeAfter(time: Timestamp): Timestamp {
  return new Date(Date.parse(time) + 1).toISOString();
}

/**
 * One goal of one day. Without a slot it is an extra, done without having been planned; or it is open and waits for a slot, because
 * another machine filled the slots first.
 */
export interface Thing {
  readonly id: string;
  readonly slot: Slot | null;
  /** The slot it was planned in, if another machine's thing has that. */
  readonly plannedSlot?: Slot;
  readonly text: string;
  /** The text that another machine gave it at the same time. */
  readonly also?: string;
  readonly doneAt: Timestamp | null;
  readonly did: string | null;
  /** The id of the unfinished thing of an earlier day that this one continues. */
  readonly carriedFrom: string | null;
  /** How many times it has been carried. */
  readonly carried: number;
  /** Whether it was written down only when it was done. */
  readonly unplanned: boolean;
}

/** Everything about one day. `things` is in slot order; then come extras in the order they were done, then things that wait for a slot. */
export interface DayRecord {
  readonly day: Day;
  readonly things: readonly Thing[];
  readonly rest: { readonly reason: string | null } | null;
}

/** What a change needs from outside: the time of the command, and which ids are taken. */
export interface ChangeContext {
  readonly timestamp: Timestamp;
  /** Whether a thing of any day has this id. */
  hasThing(id: string): boolean;
}

/** How the user names a thing: by slot, by its place among the extras from 1, or by part of its text. */
export type Selector = { readonly slot: Slot } | { readonly extra: number } | { readonly piece: string };

export function emptySlots(record: DayRecord): Slot[] {
  return SLOTS.filter((slot) => !record.things.some((thing) => thing.slot === slot));
}

export function extras(record: DayRecord): Thing[] {
  return record.things.filter((thing) => thing.slot === null);
}

export function plannedThings(record: DayRecord): Thing[] {
  return record.things.filter((thing) => thing.slot !== null);
}

/** The slot that a thing counts for: once it is done, the one it was planned in, wherever a sync has put it since. */
export function countedSlot({ slot, plannedSlot, doneAt }: Thing): Slot | null {
  return doneAt === null ? slot : (plannedSlot ?? slot);
}

/** Everything that was planned: what is in a slot, and what waits for one or waited until it was done. */
export function plannedOrWaiting(record: DayRecord): Thing[] {
  return record.things.filter(({ slot, unplanned }) => slot !== null || !unplanned);
}

export function isWaiting({ slot, doneAt }: Pick<Thing, 'slot' | 'doneAt'>): boolean {
  return slot === null && doneAt === null;
}

export function openThings(record: DayRecord): Thing[] {
  return record.things.filter((thing) => thing.doneAt === null);
}

export function doneThings(record: DayRecord): Thing[] {
  return record.things.filter((thing) => thing.doneAt !== null);
}

export interface PlanOptions {
  /** For the commands that an error names. */
  readonly today?: Day | undefined;
  /** Newest first. A text that matches one continues it. */
  readonly leftovers?: readonly Thing[];
  /** The empty slot to fill before the others. */
  readonly first?: Slot | undefined;
}

/** Fills the empty slots in order. Throws a `UsageError` if there are more texts than empty slots. */
export function plan(
  record: DayRecord,
  texts: readonly string[],
  context: ChangeContext,
  { leftovers = [], first, today = record.day }: PlanOptions = {},
): DayRecord {
  const slots = emptySlots(record).toSorted((a, b) => Number(b === first) - Number(a === first));
  if (texts.length > slots.length) throw new UsageError(...tooMany(texts.length, slots.length, record, today));
  const unclaimed = [...leftovers];
  const additions = texts.map((text, index): NewThing => {
    const match = unclaimed.findIndex((thing) => saysTheSame(thing.text, text));
    const [origin] = match < 0 ? [] : unclaimed.splice(match, 1);
    return { text, slot: slots[index] as Slot, origin };
  });
  return withNewThings(record, additions, context);
}

/** How many days a thing that was left open is offered again. */
export const LEFTOVER_DAYS = 7;

/** A thing that an earlier day left open, and that was not taken up again since. */
export interface Leftover extends Thing {
  readonly day: Day;
}

/** The things that were planned on a day, and the leftovers of the days before this one. */
export interface PlannedDay {
  readonly things: readonly Thing[];
  readonly leftovers: readonly Thing[];
}

/**
 * Plans what an earlier day had and this one does not, as far as there is room: each thing in its own slot if that is empty, else in
 * the next empty one. Leftovers are carried; what was done is planned again as a new thing.
 */
export function planAgain(record: DayRecord, earlier: PlannedDay, context: ChangeContext): DayRecord {
  const missing = missingOn(record, earlier.things);
  const empty = emptySlots(record);
  const inPlace = missing.filter(({ slot }) => empty.some((one) => one === slot));
  const left = empty.filter((slot) => !inPlace.some((thing) => thing.slot === slot));
  const moved = missing.filter((thing) => !inPlace.includes(thing)).slice(0, left.length);
  const places: [Thing, Slot][] = [
    ...inPlace.map((thing): [Thing, Slot] => [thing, thing.slot as Slot]),
    ...moved.map((thing, index): [Thing, Slot] => [thing, left[index] as Slot]),
  ];
  const again = places.map(([thing, slot]): NewThing => {
    const isLeft = earlier.leftovers.some(({ id }) => id === thing.id);
    return { text: sanitize(thing.text), slot, origin: isLeft ? thing : undefined };
  });
  return withNewThings(record, again, context);
}

/** The things that a day has neither by text nor by a thing that continues them. */
export function missingOn<Kind extends Thing>(record: DayRecord, things: readonly Kind[]): Kind[] {
  return things.filter(
    ({ id, text }) => !record.things.some((thing) => thing.carriedFrom === id || saysTheSame(thing.text, text)),
  );
}

/** Whether two texts, stored or typed, look the same to the user. */
function saysTheSame(one: string, other: string): boolean {
  return foldStored(one) === foldStored(other);
}

/** A text from the store as it looks to the user, for comparing. */
export function foldStored(text: string): string {
  return fold(sanitize(text));
}

/** Adds a thing that was done without having been planned, to an empty slot or else as an extra. */
export function addDone(record: DayRecord, text: string, context: ChangeContext): DayRecord {
  const slot = emptySlots(record)[0] ?? null;
  const doneAt = slot === null ? timeOfExtra(record.things, context.timestamp) : context.timestamp;
  return withNewThings(record, [{ text, slot, doneAt }], context);
}

/** When a new extra was done: a moment after one that was done at the same time, because extras are in the order of their times. */
export function timeOfExtra(things: readonly Thing[], doneAt: Timestamp): Timestamp {
  const taken = new Set(things.filter(({ slot }) => slot === null).map((thing) => thing.doneAt));
  let free = doneAt;
  while (taken.has(free)) free = timeAfter(free);
  return free;
}

/** Checks things off. One that is done already keeps its time; a new `did` replaces the old one. */
export function checkOff(record: DayRecord, ids: ReadonlySet<string>, did: string | null, at: Timestamp): DayRecord {
  return mapThings(record, ids, (thing) => ({ ...thing, doneAt: thing.doneAt ?? at, did: did ?? thing.did }));
}

/** Takes a check-off back, along with what was written about it. */
export function uncheck(record: DayRecord, ids: ReadonlySet<string>): DayRecord {
  return mapThings(record, ids, (thing) => {
    if (thing.slot === null && thing.unplanned)
      throw new CommandError(
        'an extra cannot be unchecked: it was never planned',
        'To remove the first extra: four drop +',
      );
    // It is now planned like any other thing, and can be carried.
    return { ...thing, doneAt: null, did: null, unplanned: false };
  });
}

export function reword(record: DayRecord, id: string, text: string): DayRecord {
  return mapThings(record, new Set([id]), ({ also: _, ...thing }) => ({ ...thing, text }));
}

export function remove(record: DayRecord, id: string): DayRecord {
  return withThings(
    record,
    record.things.filter((thing) => thing.id !== id),
  );
}

/** Moves a thing of another day into the first empty slot; throws a `CommandError` when there is none. */
export function place(record: DayRecord, thing: Thing, calendar: Calendar): DayRecord {
  const [slot] = emptySlots(record);
  if (slot === undefined)
    throw new CommandError(
      `all four slots of ${nameDay(record.day, calendar)} are taken`,
      'Drop or move one of them first.',
    );
  return withThings(record, [...record.things, { ...thing, slot }]);
}

/** Exchanges two places of a day; one of them may be empty. Throws a `CommandError` where there is nothing to exchange. */
export function swap(record: DayRecord, selectors: readonly [Selector, Selector], calendar: Calendar): DayRecord {
  const [one, other] = selectors.map((selector) => slotOf(record, selector, calendar)) as [Slot, Slot];
  const places = new Map([
    [one, other],
    [other, one],
  ]);
  if (!record.things.some(({ slot }) => slot === one || slot === other))
    throw new CommandError(...notThere(record, selectors[0], calendar));
  return withThings(
    record,
    record.things.map((thing) => ({ ...thing, slot: places.get(thing.slot as Slot) ?? thing.slot })),
  );
}

/** The place that a selector names, be it empty or not. */
function slotOf(record: DayRecord, selector: Selector, calendar: Calendar): Slot {
  if ('slot' in selector) return selector.slot;
  const { slot } = findThing(record, selector, calendar);
  if (slot === null) throw new CommandError('an extra has no slot to exchange', 'To see what is in which slot: four');
  return slot;
}

/** The only thing that a selector matches; throws a `CommandError` for none and a `UsageError` for several. */
export function findThing(record: DayRecord, selector: Selector, calendar: Calendar): Thing {
  const [found, ...more] = candidates(record, selector);
  if (!found) throw new CommandError(...notThere(record, selector, calendar));
  if (more.length > 0) throw new UsageError(...ambiguous(record, [found, ...more]));
  return found;
}

/** Whether a selector matches something. */
export function hasThing(record: DayRecord, selector: Selector): boolean {
  return candidates(record, selector).length > 0;
}

/** The ids of the things that the selectors of a command name; `all` is everything in a slot. */
export function findThings(record: DayRecord, selectors: 'all' | readonly Selector[], calendar: Calendar): Set<string> {
  if (selectors !== 'all') return new Set(selectors.map((selector) => findThing(record, selector, calendar).id));
  const things = plannedThings(record);
  if (things.length === 0)
    throw new CommandError(`nothing is planned ${onDay(record.day, calendar)}`, planHint(record, calendar));
  return new Set(things.map((thing) => thing.id));
}

function candidates(record: DayRecord, selector: Selector): Thing[] {
  if ('piece' in selector) return withText(record, selector.piece);
  if ('extra' in selector) return extras(record).slice(selector.extra - 1, selector.extra);
  return record.things.filter((thing) => thing.slot === selector.slot);
}

function ambiguous(record: DayRecord, things: readonly Thing[]): [message: string, hint: string] {
  const names = things.map((thing) => thing.slot ?? `+${extras(record).indexOf(thing) + 1}`);
  return [`more than one thing matches: ${names.join(' and ')}`, 'Use the slot, or +1 for the first extra.'];
}

function withText(record: DayRecord, piece: string): Thing[] {
  const wanted = fold(piece);
  if (wanted === '') return [];
  const exact = record.things.filter((thing) => fold(thing.text) === wanted);
  return exact.length === 1 ? exact : record.things.filter((thing) => fold(thing.text).includes(wanted));
}

function notThere(record: DayRecord, selector: Selector, calendar: Calendar): [message: string, hint: string] {
  const on = onDay(record.day, calendar);
  const hint =
    record.things.length === 0 ? planHint(record, calendar) : `To see that day: four${dateOption(record, calendar)}`;
  if ('extra' in selector) return [`there is no extra ${selector.extra} ${on}`, hint];
  if ('slot' in selector) return [`there is nothing in slot ${selector.slot} ${on}`, hint];
  return [`nothing ${on} contains ${JSON.stringify(selector.piece)}`, hint];
}

function planHint(record: DayRecord, calendar: Calendar): string {
  return `To plan that day: four plan${dateOption(record, calendar)}`;
}

function dateOption({ day }: DayRecord, { today }: Calendar): string {
  return day === today ? '' : ` -d ${day}`;
}

const ROOM = [
  'all four slots are taken',
  'only one slot is empty',
  'only two slots are empty',
  'only three slots are empty',
  'a day has four slots',
];

function tooMany(
  things: number,
  empty: number,
  { day, things: planned }: DayRecord,
  today: Day,
): [message: string, hint: string] {
  const message = `${things} ${things === 1 ? 'thing' : 'things'}, but ${ROOM[empty]}`;
  const last = planned.findLast(({ slot }) => slot !== null)?.slot;
  if (last === undefined)
    return [message, `Nothing was stored. Name four, and plan the others: four plan -d ${addDays(day, 1)}`];
  const date = day === today ? '' : ` -d ${day}`;
  const later = `four move ${last} ${addDays(day, 1)}${date}`;
  return [message, `Nothing was stored. To make room: four drop ${last}${date}, or ${later}`];
}

/** A thing to add to a day. */
interface NewThing {
  readonly text: string;
  readonly slot: Slot | null;
  /** The leftover that it continues. */
  readonly origin?: Thing | undefined;
  /** When it was done, if nobody had planned it. */
  readonly doneAt?: Timestamp;
}

function withNewThings(record: DayRecord, additions: readonly NewThing[], { hasThing }: ChangeContext): DayRecord {
  const things = [...record.things];
  for (const { text, slot, origin, doneAt = null } of additions) {
    const isTaken = (id: string) => hasThing(id) || things.some((thing) => thing.id === id);
    things.push({
      id: origin ? carryId(record.day, origin.id, isTaken) : thingId(record.day, text, isTaken),
      slot,
      text,
      doneAt,
      did: null,
      carriedFrom: origin?.id ?? null,
      carried: origin ? origin.carried + 1 : 0,
      unplanned: doneAt !== null,
    });
  }
  return withThings(record, things);
}

function mapThings(record: DayRecord, ids: ReadonlySet<string>, change: (thing: Thing) => Thing): DayRecord {
  const things = record.things.map((thing) => (ids.has(thing.id) ? change(thing) : thing));
  return withThings(record, things);
}

export function withThings(record: DayRecord, things: readonly Thing[]): DayRecord {
  return { ...record, things: things.toSorted((one, other) => compare(placeOf(one), placeOf(other))) };
}

/** Slots, then extras as they were done, then what waits; the store sorts a day alike. */
function placeOf({ slot, doneAt }: Thing): string {
  return slot === null ? `5 ${doneAt ?? '~'}` : String(slot);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
