import { createHash } from 'node:crypto';
import { groupBy } from '../core/group.ts';
import { MAX_TEXT, sanitize } from '../core/text.ts';
import type { Slot, Timestamp } from '../core/thing.ts';
import { type Fields, RECORDS, type RecordKind, type Value } from '../store/records.ts';

// What several machines know of a record is the set of all changes that were ever made to it. To join two such logs is to unite
// two sets: it does not matter who joins what when, or how often. That makes the log a state-based CRDT, a multi-value register a
// group of fields (https://inria.hal.science/inria-00555588): each change says which ones it was made over, so that it is known
// without any clock whether somebody has seen what they replaced.

/** When a change was made, and a hash of what it says: `2026-11-23T08:00:00.000Z-1f3a9c0e`. Unique in a log; they sort by time. */
export type Stamp = string;

/** One change of a record. */
export interface Entry {
  readonly at: Stamp;
  /** The fields it sets, whole groups of them; null takes the record away. */
  readonly set: Fields | null;
  /** The changes it replaces. */
  readonly over: readonly Stamp[];
}

/** All known changes of a record, in the order of their stamps. */
export type Log = readonly Entry[];

const PLACE = RECORDS.thing.groups.find(([first]) => first === 'day') as readonly string[];

export const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[0-9a-f]{8}$/;

/** What either of the logs knows. */
export function join(one: Log, other: Log): Log {
  const entries = new Map(one.map((entry) => [entry.at, entry]));
  for (const entry of other) {
    const known = entries.get(entry.at);
    // Two under one stamp are not ours; whoever joins them chooses the same.
    if (known === undefined || JSON.stringify(known) < JSON.stringify(entry)) entries.set(entry.at, entry);
  }
  return [...entries.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Whether two logs know the same changes. */
export function isSame(one: Log, other: Log): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The log with what has become of a record since it stood as `before`; null where it is not there. `timeOf` tells when a group was
 * changed, or the record taken away. A change is always later than what it replaces, however wrong the clock is.
 */
export function amend(
  kind: RecordKind,
  log: Log,
  before: Fields | null,
  after: Fields | null,
  timeOf: (group: readonly string[] | null) => Timestamp,
): Log {
  if (after === null) {
    if (before === null) return log;
    const over = stampsOf([...RECORDS[kind].groups.flatMap((group) => headsOf(log, group)), ...removalsOf(log)]);
    return join(log, [entryOf(later(timeOf(null), over), null, over)]);
  }
  const changed = RECORDS[kind].groups.filter(
    (group) => before === null || group.some((field) => before[field] !== after[field]),
  );
  const changes = changed.map((group) => changeOf(log, group, after, timeOf(group)));
  return join(log, [...groupBy(changes, ({ time }) => time).values()].map(asOne));
}

/** Puts a thing into the slot it was shown in, so that it stays there. */
export function pin(log: Log, slot: Slot, time: Timestamp): Log {
  const fields = fieldsOf('thing', log);
  return fields === null ? log : join(log, [asOne([changeOf(log, PLACE, { ...fields, slot }, time)])]);
}

interface Change {
  readonly time: Timestamp;
  readonly set: Fields;
  readonly over: readonly Stamp[];
}

function changeOf(log: Log, group: readonly string[], after: Fields, time: Timestamp): Change {
  const over = stampsOf([...headsOf(log, group), ...removalsOf(log)]);
  return { time: later(time, over), set: only(group, after), over };
}

/** What was changed at one time is one entry. */
function asOne(changes: readonly Change[]): Entry {
  const over = [...new Set(changes.flatMap((change) => change.over))].sort();
  return entryOf(changes[0]?.time ?? '', Object.assign({}, ...changes.map(({ set }) => set)), over);
}

function entryOf(time: Timestamp, set: Fields | null, over: readonly Stamp[]): Entry {
  const hash = createHash('sha256')
    .update(JSON.stringify([set, over]))
    .digest('hex')
    .slice(0, 8);
  return { at: `${time}-${hash}`, set, over };
}

/** The time of a change, in UTC. */
export function timeOfStamp(at: Stamp): Timestamp {
  return at.slice(0, 24);
}

function later(time: Timestamp, over: readonly Stamp[]): Timestamp {
  const last = over.map(timeOfStamp).reduce((one, other) => (one > other ? one : other), '');
  return time > last ? time : new Date(Date.parse(last) + 1).toISOString();
}

/** The record the log makes, without regard to others; null when it is gone. */
export function fieldsOf(kind: RecordKind, log: Log): Fields | null {
  return isAlive(kind, log) ? lastFields(kind, log) : null;
}

/** The record as it last stood, gone or not. */
export function lastFields(kind: RecordKind, log: Log): Fields {
  return Object.assign({}, ...RECORDS[kind].groups.map((group) => valuesOf(kind, group, log)));
}

/** A record is there as long as there is a change of it that nobody has replaced or taken away. */
function isAlive(kind: RecordKind, log: Log): boolean {
  return RECORDS[kind].groups.some((group) => headsOf(log, group).length > 0);
}

/** Whether the log tells all that a record has. */
export function isComplete(kind: RecordKind, log: Log): boolean {
  return RECORDS[kind].groups.every((group) => log.some((entry) => sets(entry, group)));
}

/** Since when a thing has been in its slot. */
export function claimOf(log: Log): Timestamp {
  return timeOfStamp(winnersOf(log, PLACE).at(-1)?.at ?? '');
}

function valuesOf(kind: RecordKind, group: readonly string[], log: Log): Fields {
  const winners = winnersOf(log, group).map(({ set }) => only(group, set as Fields));
  const last = winners.at(-1) ?? {};
  const [first] = group;
  if (kind === 'thing' && first === 'text') return { text: readable(last.text), also: otherWordings(log, group, last) };
  if (kind === 'thing' && first === 'doneAt') return doneOf(winners);
  if (first === 'lesson' || first === 'reason') return { [first]: bothNotes(winners, first) };
  if (kind === 'setback' && first === 'day') return { ...last, text: readable(last.text) };
  if (first === 'kind') return { ...last, nextId: last.kind === 'correct' ? (last.nextId ?? null) : null };
  if (first === 'carriedFrom') return { ...last, carriedFrom: last.carried ? (last.carriedFrom ?? null) : null };
  return last;
}

function only(group: readonly string[], set: Fields): Fields {
  return Object.fromEntries(writtenIn(group).map((field) => [field, set[field] as Value]));
}

/** Done wins: it is done when it was done anywhere, since the first time, with what was written about it anywhere. */
function doneOf(winners: readonly Fields[]): Fields {
  const done = winners.filter(({ doneAt }) => doneAt !== null);
  if (done.length === 0) return { doneAt: null, did: null, unplanned: winners.at(-1)?.unplanned ?? false };
  const [doneAt] = done.map((winner) => winner.doneAt as Timestamp).sort();
  return { doneAt: doneAt as Timestamp, did: bothNotes(done, 'did'), unplanned: done.every((one) => one.unplanned) };
}

/** What was written at the same time on several machines, one behind the other. */
function bothNotes(winners: readonly Fields[], field: string): string | null {
  return together(
    winners.map((winner) => winner[field]).filter((note) => typeof note === 'string'),
    '; ',
  );
}

/** The wordings of other machines that lost to the last one, but for those that somebody has replaced. */
function otherWordings(log: Log, group: readonly string[], { text }: Fields): string | null {
  const heads = headsOf(log, group);
  const replaced = log.filter((entry) => sets(entry, group) && !heads.includes(entry)).map(({ set }) => set?.text);
  const others = heads.map(({ set }) => set?.text).filter((other) => other !== text && !replaced.includes(other));
  return together(others as string[], ' / ');
}

function together(texts: readonly string[], separator: string): string | null {
  const joined = readable([...new Set(texts)].join(separator));
  if (joined === '') return null;
  const letters = [...joined];
  return letters.length <= MAX_TEXT ? joined : `${letters.slice(0, MAX_TEXT - 1).join('')}…`;
}

/** Another program may have put anything into the store of another machine. */
function readable(text: Value | undefined): string {
  return sanitize(String(text ?? ''));
}

/** The changes of a group that hold: those nobody has replaced, or the last one where the record was taken away. */
function winnersOf(log: Log, group: readonly string[]): Entry[] {
  const heads = headsOf(log, group);
  return heads.length > 0 ? heads : log.filter((entry) => sets(entry, group)).slice(-1);
}

function headsOf(log: Log, group: readonly string[]): Entry[] {
  const replaced = new Set(log.filter((entry) => entry.set === null || sets(entry, group)).flatMap(({ over }) => over));
  return log.filter((entry) => sets(entry, group) && !replaced.has(entry.at));
}

function removalsOf(log: Log): Entry[] {
  const replaced = new Set(log.flatMap(({ over }) => over));
  return log.filter((entry) => entry.set === null && !replaced.has(entry.at));
}

function sets({ set }: Entry, [first]: readonly string[]): boolean {
  return set !== null && Object.hasOwn(set, first as string);
}

/** What is written down of a group: other wordings follow from the log. */
function writtenIn(group: readonly string[]): string[] {
  return group.filter((field) => field !== 'also');
}

function stampsOf(entries: readonly Entry[]): Stamp[] {
  return [...new Set(entries.map(({ at }) => at))].sort();
}
