import { createHash } from 'node:crypto';
import type { Day } from '../core/day.ts';
import { groupBy } from '../core/group.ts';
import { MAX_TEXT } from '../core/limits.ts';
import { fold, sanitize } from '../core/text.ts';
import { type Slot, type Timestamp, timeAfter } from '../core/thing.ts';
import { type Fields, RECORDS, type RecordKind, type Value } from '../store/records.ts';

// The log of a record is a state-based CRDT (https://inria.hal.science/inria-00555588): a set of changes, merged by union. Each
// group of fields is a multi-value register: a change names the changes it replaces, so no clock decides which are concurrent.

declare const isChangeId: unique symbol;

/**
 * The time of a change, a hash of its content and one of the store that made it: `2026-11-23T08:00:00.000Z-1f3a9c0e`. Unique in a
 * log; ids sort by time.
 */
export type ChangeId = string & { readonly [isChangeId]: true };

/** One change of a record. */
export interface LogEntry {
  readonly changeId: ChangeId;
  /** The fields it sets, in whole groups; null if it removes the record. */
  readonly set: Fields | null;
  /** The changes it replaces, in ascending order. */
  readonly parents: readonly ChangeId[];
}

/** All known changes of a record, in ascending order of their ids. */
export type ChangeLog = readonly LogEntry[];

/** A record by its kind and id, with its log. */
export interface LoggedRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly log: ChangeLog;
}

/** A record before and after it was changed on this machine; null where it did not or does not exist. */
export interface Edit {
  readonly kind: RecordKind;
  readonly before: Fields | null;
  readonly after: Fields | null;
  /** The id of the store where it was changed: so each machine knows its own changes. */
  readonly author: string;
  /** When a group of fields was changed; of null, when the record was removed. */
  timeOf(group: readonly string[] | null): Timestamp;
}

export type Group = readonly string[];

/** The group with the day and the slot of a thing. */
export const PLACE = RECORDS.thing.groups.find(([first]) => first === 'day') as Group;

/** The group with what was done, and when. */
export const DONE = RECORDS.thing.groups.find(([first]) => first === 'doneAt') as Group;

const TIMESTAMP_LENGTH = '2026-11-23T08:00:00.000Z'.length;

/** Whether a text has the form of a change id. Its time may still be invalid, like hour 25. */
export function hasChangeIdForm(text: string): text is ChangeId {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z-[0-9a-f]{8}$/.test(text);
}

/** The time in a change id, in UTC. */
export function timeOfChange(changeId: ChangeId): Timestamp {
  return changeId.slice(0, TIMESTAMP_LENGTH);
}

/** The time of the last change in a log; empty if the log is. */
export function lastChangeTime(log: ChangeLog): Timestamp {
  const last = log.at(-1);
  return last ? timeOfChange(last.changeId) : '';
}

/** The union of two logs. It is commutative, associative and idempotent, so machines may sync in any order, and repeatedly. */
export function mergeLogs(one: ChangeLog, other: ChangeLog): ChangeLog {
  const entries = new Map(one.map((entry) => [entry.changeId, entry]));
  for (const entry of other) {
    const known = entries.get(entry.changeId);
    // We never write two entries with one id; if they exist, every machine must pick the same one.
    if (known === undefined || JSON.stringify(known) < JSON.stringify(entry)) entries.set(entry.changeId, entry);
  }
  return [...entries.values()].sort((a, b) => (a.changeId < b.changeId ? -1 : 1));
}

export function isSameLog(one: ChangeLog, other: ChangeLog): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Returns the log with the changes that an edit made: one entry for all groups changed at the same time. Each entry gets a later
 * time than all the changes it replaces, however wrong the clock is.
 */
export function appendEdit(log: ChangeLog, edit: Edit): ChangeLog {
  const { kind, before, after, author, timeOf } = edit;
  if (after === null) return before === null ? log : appendRemoval(log, edit);
  const isChanged = (group: Group) => before === null || group.some((field) => before[field] !== after[field]);
  const changes = RECORDS[kind].groups.filter(isChanged).map((group) => changeOf(log, group, after, timeOf(group)));
  return mergeLogs(
    log,
    [...groupBy(changes, ({ time }) => time).values()].map((same) => combine(same, author)),
  );
}

function appendRemoval(log: ChangeLog, { kind, author, timeOf }: Edit): ChangeLog {
  const heads = RECORDS[kind].groups.flatMap((group) => headsOf(log, group));
  const parents = idsOf([...heads, ...openRemovals(log)]);
  return appendChange(log, { time: timeOf(null), set: null, parents }, author);
}

/** Returns the log with one more change, made by a store. It gets a later time than all the changes it replaces. */
export function appendChange(log: ChangeLog, { time, set, parents }: Change, author: string): ChangeLog {
  return mergeLogs(log, [entryOf({ time: laterThan(parents, time), set, parents }, author)]);
}

/** Returns the log with a change that moves the thing to a slot of its day. */
export function appendSlot(
  log: ChangeLog,
  slot: Slot | null,
  { author, timeOf }: Pick<Edit, 'author' | 'timeOf'>,
): ChangeLog {
  const fields = recordOf('thing', log);
  if (fields === null) return log;
  return mergeLogs(log, [combine([changeOf(log, PLACE, { ...fields, slot }, timeOf(PLACE))], author)]);
}

/** A change without its id. */
export interface Change {
  readonly time: Timestamp;
  readonly set: Fields | null;
  readonly parents: readonly ChangeId[];
}

function changeOf(log: ChangeLog, group: Group, after: Fields, time: Timestamp): Change {
  const parents = idsOf([...headsOf(log, group), ...openRemovals(log)]);
  return { time: laterThan(parents, time), set: pick(after, group), parents };
}

/** One entry for changes of different groups at the same time. */
function combine(changes: readonly Change[], author: string): LogEntry {
  const parents = [...new Set(changes.flatMap((change) => change.parents))].sort();
  const set = Object.assign({}, ...changes.map((change) => change.set));
  return entryOf({ time: changes[0]?.time ?? '', set, parents }, author);
}

function entryOf({ time, set, parents }: Change, author: string): LogEntry {
  // Which of two changes at one time counts as later must not depend on the ids of stores, so their part comes last.
  const content = JSON.stringify([set, parents.map((id) => id.slice(0, -AUTHOR_LENGTH))]);
  return { changeId: `${time}-${hash(content)}${hash(author + content)}` as ChangeId, set, parents };
}

/** How many digits of a change id belong to the store that made it. */
const AUTHOR_LENGTH = 4;

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, AUTHOR_LENGTH);
}

/** Whether a store made a change. */
export function isBy(author: string, entry: LogEntry): boolean {
  return entryOf({ ...entry, time: timeOfChange(entry.changeId) }, author).changeId === entry.changeId;
}

/**
 * The last time that a change may have: other machines refuse a later one. A change over one of that time has it too. Which of the
 * two holds is not decided by time, as it names the other.
 */
export const LAST_TIME: Timestamp = '9998-12-31T23:59:59.999Z';

function laterThan(parents: readonly ChangeId[], time: Timestamp): Timestamp {
  const last = parents.map(timeOfChange).reduce((one, other) => (one > other ? one : other), '');
  return earlierOf(time > last ? time : timeAfter(last), LAST_TIME);
}

function earlierOf(one: Timestamp, other: Timestamp): Timestamp {
  return one < other ? one : other;
}

/** The record that follows from its log alone; null if it was removed. A thing may still have to yield its slot to another. */
export function recordOf(kind: RecordKind, log: ChangeLog): Fields | null {
  return isRemoved(kind, log) ? null : lastFields(kind, log);
}

/** The last values of a record, removed or not. */
export function lastFields(kind: RecordKind, log: ChangeLog): Fields {
  return Object.assign({}, ...RECORDS[kind].groups.map((group) => valuesOf(kind, group, log)));
}

/** Where a thing was last, removed or not. It may have yielded its slot to another. */
export function lastPlace(log: ChangeLog): { readonly day: Day; readonly slot: Slot | null } {
  return valuesOf('thing', PLACE, log) as ReturnType<typeof lastPlace>;
}

/** A removal only removes what its machine had seen: a concurrent change of any group keeps the record. */
function isRemoved(kind: RecordKind, log: ChangeLog): boolean {
  return RECORDS[kind].groups.every((group) => headsOf(log, group).length === 0);
}

/** Whether a log sets every field of its record. */
export function isComplete(kind: RecordKind, log: ChangeLog): boolean {
  return RECORDS[kind].groups.every((group) => log.some((entry) => sets(entry, group)));
}

/**
 * A log without what was replaced: of each group, only the changes that stand. They name all changes that went before them, so that
 * `changesBeside` knows these again. Empty if the record was removed.
 */
export function compactLog(kind: RecordKind, log: ChangeLog): ChangeLog {
  if (isRemoved(kind, log)) return [];
  const standing = new Map<LogEntry, Fields>();
  for (const group of RECORDS[kind].groups)
    for (const entry of shownOf(log, group))
      standing.set(entry, { ...standing.get(entry), ...pick(entry.set ?? {}, group) });
  const compact = [...standing].map(([entry, set]) => ({ ...entry, set, parents: changesBefore(log, entry.parents) }));
  return mergeLogs([], compact);
}

/** The changes of a group that the record shows: not a wording that another change has replaced elsewhere. */
function shownOf(log: ChangeLog, group: Group): LogEntry[] {
  const winners = winnersOf(log, group);
  if (!group.includes('also')) return winners;
  const replaced = replacedWordings(log, group);
  return winners.filter((entry) => entry === winners.at(-1) || !replaced.has(folded(entry.set?.text)));
}

/** The changes of a log that whoever compacted `other` had not seen: what was seen, it has kept or names. */
export function changesBeside(log: ChangeLog, other: ChangeLog): ChangeLog {
  const kept = other.flatMap(({ changeId, parents }) => [changeId, ...parents]);
  const seen = new Set(changesBefore(log, kept));
  return log.filter(({ changeId }) => !seen.has(changeId));
}

/** Some changes with all that went before them, in ascending order. */
function changesBefore(log: ChangeLog, changeIds: readonly ChangeId[]): ChangeId[] {
  const entries = new Map(log.map((entry) => [entry.changeId, entry]));
  const found = new Set<ChangeId>();
  const open = [...changeIds];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!found.has(id)) open.push(...(entries.get(id)?.parents ?? []));
    found.add(id);
  }
  return [...found].sort();
}

/** Since when a thing has been in its slot. */
export function inSlotSince(log: ChangeLog): Timestamp {
  return lastChangeTime([placeOf(winnersOf(log, PLACE))].flatMap((entry) => entry ?? []));
}

function valuesOf(kind: RecordKind, group: Group, log: ChangeLog): Fields {
  const entries = winnersOf(log, group);
  const winners = entries.map(({ set }) => pick(set ?? {}, group));
  const last = winners.at(-1) ?? {};
  switch (`${kind} ${group[0]}`) {
    case 'thing day':
      return pick(placeOf(entries)?.set ?? {}, group);
    case 'thing text':
      return { text: printable(last.text), also: otherWordings(log, group, last) };
    case 'thing doneAt':
      return doneOf(winners);
    case 'thing carriedFrom':
      return { ...last, carriedFrom: last.carried ? (last.carriedFrom ?? null) : null };
    case 'rest reason':
      return { reason: joinNotes(winners, 'reason') };
    case 'setback day':
      return { ...last, text: printable(last.text) };
    case 'usual text':
      return { text: printable(last.text) };
    case 'note text':
      return { text: joinNotes(winners, 'text') };
    case 'setback lesson':
      return { lesson: joinNotes(winners, 'lesson') };
    case 'setback kind':
      return { ...last, nextId: last.kind === 'correct' ? (last.nextId ?? null) : null };
    default:
      return last;
  }
}

/** The fields of a group. */
export function pick(set: Fields, group: Group): Fields {
  const picked: { [field: string]: Value } = {};
  for (const field of loggedFields(group)) picked[field] = set[field] as Value;
  return picked;
}

/** Where a thing was moved last. If it was only planned, on several machines: where it first got a slot. */
function placeOf(winners: ChangeLog): LogEntry | undefined {
  const moved = winners.filter(({ parents }) => parents.length > 0).at(-1);
  return moved ?? winners.find(({ set }) => set?.slot !== null) ?? winners[0];
}

/** Done on any machine is done: since the earliest time, with the notes of all. */
function doneOf(winners: readonly Fields[]): Fields {
  const done = winners.filter(({ doneAt }) => doneAt !== null);
  if (done.length === 0) return { doneAt: null, did: null, unplanned: winners.at(-1)?.unplanned ?? false };
  const [doneAt] = done.map((winner) => winner.doneAt as Timestamp).sort();
  return { doneAt: doneAt as Timestamp, did: joinNotes(done, 'did'), unplanned: winners.every((one) => one.unplanned) };
}

const NOTE_SEPARATOR = '; ';

/** The notes written concurrently on several machines, in one text. */
function joinNotes(winners: readonly Fields[], field: string): string | null {
  const notes = winners.map((winner) => winner[field]).filter((note) => typeof note === 'string');
  return joinTexts(partsOf(notes), NOTE_SEPARATOR);
}

/** The concurrent wordings that lost to the last one, except those that look like it or that another change has replaced. */
function otherWordings(log: ChangeLog, group: Group, { text }: Fields): string | null {
  const heads = headsOf(log, group).map(({ set }) => set?.text);
  if (heads.length < 2) return null;
  const known = replacedWordings(log, group).add(folded(text));
  return joinTexts([...new Set(heads.filter((other) => !known.has(folded(other))) as string[])], ' / ');
}

/** What another change has replaced, folded. */
function replacedWordings(log: ChangeLog, group: Group): Set<string> {
  const heads = headsOf(log, group);
  return new Set(
    log.filter((entry) => sets(entry, group) && !heads.includes(entry)).map(({ set }) => folded(set?.text)),
  );
}

function folded(text: Value | undefined): string {
  return fold(printable(text));
}

/** The parts of some notes. What one says already is not repeated, not even if it was joined from several itself. */
function partsOf(notes: readonly string[]): string[] {
  const [first, ...others] = notes.map((note) => note.split(NOTE_SEPARATOR));
  const parts = [...(first ?? [])];
  for (const part of others.flat()) if (!parts.some((said) => fold(said) === fold(part))) parts.push(part);
  return parts;
}

function joinTexts(texts: readonly string[], separator: string): string | null {
  const joined = printable(texts.join(separator));
  if (joined === '') return null;
  const letters = [...joined];
  return letters.length <= MAX_TEXT ? joined : `${letters.slice(0, MAX_TEXT - 1).join('')}…`;
}

/** Another program may have put anything into the store of another machine. */
function printable(text: Value | undefined): string {
  return sanitize(String(text ?? ''));
}

/** The heads of a group; if a removal replaced them all, the last change of the group. */
function winnersOf(log: ChangeLog, group: Group): LogEntry[] {
  const heads = headsOf(log, group);
  return heads.length > 0 ? heads : log.filter((entry) => sets(entry, group)).slice(-1);
}

/**
 * The changes of a group that no other change has replaced: more than one if they are concurrent, none if it was removed. Two
 * machines that make the same change make one: who has edited it on one machine has edited it.
 */
export function headsOf(log: ChangeLog, group: Group): LogEntry[] {
  const setting = log.filter((entry) => sets(entry, group));
  const edited = new Set(setting.flatMap(({ parents }) => parents));
  const removed = new Set(log.filter(({ set }) => set === null).flatMap(({ parents }) => parents));
  const editedAlike = new Set(
    setting.filter(({ changeId }) => edited.has(changeId)).map((entry) => textOf(entry, group)),
  );
  const isEdited = (entry: LogEntry) => editedAlike.size > 0 && editedAlike.has(textOf(entry, group));
  return setting.filter((entry) => !removed.has(entry.changeId) && !isEdited(entry));
}

/** What a change did to a group, and over which changes. */
function textOf({ set, parents }: LogEntry, group: Group): string {
  return JSON.stringify([pick(set ?? {}, group), parents]);
}

/** The removals that no other change has replaced. */
function openRemovals(log: ChangeLog): LogEntry[] {
  const replaced = new Set(log.flatMap(({ parents }) => parents));
  return log.filter((entry) => entry.set === null && !replaced.has(entry.changeId));
}

function sets({ set }: LogEntry, [first]: Group): boolean {
  return set !== null && Object.hasOwn(set, first as string);
}

/** The fields of a group that a log holds. Other wordings are not among them: they follow from the log. */
export function loggedFields(group: Group): string[] {
  return group.filter((field) => field !== 'also');
}

export function idsOf(entries: readonly LogEntry[]): ChangeId[] {
  return [...new Set(entries.map(({ changeId }) => changeId))].sort();
}
