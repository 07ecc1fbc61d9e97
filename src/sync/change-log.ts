import { createHash } from 'node:crypto';
import { groupBy } from '../core/group.ts';
import { MAX_TEXT } from '../core/limits.ts';
import { fold, sanitize } from '../core/text.ts';
import type { Slot, Timestamp } from '../core/thing.ts';
import { type Fields, RECORDS, type RecordKind, type Value } from '../store/records.ts';

// The log of a record is a state-based CRDT (https://inria.hal.science/inria-00555588): a set of changes, merged by union. Each
// group of fields is a multi-value register: a change names the changes it replaces, so no clock decides which are concurrent.

declare const isChangeId: unique symbol;

/** The time of a change and a hash of its content: `2026-11-23T08:00:00.000Z-1f3a9c0e`. Unique in a log; ids sort by time. */
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
  /** When a group of fields was changed; of null, when the record was removed. */
  timeOf(group: readonly string[] | null): Timestamp;
}

type Group = readonly string[];

/** The group with the day and the slot of a thing. */
export const PLACE = RECORDS.thing.groups.find(([first]) => first === 'day') as Group;

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
  const { kind, before, after, timeOf } = edit;
  if (after === null) return before === null ? log : appendRemoval(log, kind, timeOf(null));
  const isChanged = (group: Group) => before === null || group.some((field) => before[field] !== after[field]);
  const changes = RECORDS[kind].groups.filter(isChanged).map((group) => changeOf(log, group, after, timeOf(group)));
  return mergeLogs(log, [...groupBy(changes, ({ time }) => time).values()].map(combine));
}

function appendRemoval(log: ChangeLog, kind: RecordKind, time: Timestamp): ChangeLog {
  const heads = RECORDS[kind].groups.flatMap((group) => headsOf(log, group));
  const parents = idsOf([...heads, ...openRemovals(log)]);
  return mergeLogs(log, [entryOf(laterThan(parents, time), null, parents)]);
}

/** Returns the log with a change that moves the thing to a slot of its day. */
export function appendSlot(log: ChangeLog, slot: Slot, time: Timestamp): ChangeLog {
  const fields = recordOf('thing', log);
  return fields === null ? log : mergeLogs(log, [combine([changeOf(log, PLACE, { ...fields, slot }, time)])]);
}

/** A change of one group. */
interface GroupChange {
  readonly time: Timestamp;
  readonly set: Fields;
  readonly parents: readonly ChangeId[];
}

function changeOf(log: ChangeLog, group: Group, after: Fields, time: Timestamp): GroupChange {
  const parents = idsOf([...headsOf(log, group), ...openRemovals(log)]);
  return { time: laterThan(parents, time), set: pick(after, group), parents };
}

/** One entry for changes of different groups at the same time. */
function combine(changes: readonly GroupChange[]): LogEntry {
  const parents = [...new Set(changes.flatMap((change) => change.parents))].sort();
  return entryOf(changes[0]?.time ?? '', Object.assign({}, ...changes.map(({ set }) => set)), parents);
}

function entryOf(time: Timestamp, set: Fields | null, parents: readonly ChangeId[]): LogEntry {
  const content = JSON.stringify([set, parents]);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return { changeId: `${time}-${hash}` as ChangeId, set, parents };
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

/** A millisecond later. */
export function timeAfter(time: Timestamp): Timestamp {
  return new Date(Date.parse(time) + 1).toISOString();
}

/** The record that follows from its log alone; null if it was removed. A thing may still have to yield its slot to another. */
export function recordOf(kind: RecordKind, log: ChangeLog): Fields | null {
  return isRemoved(kind, log) ? null : lastFields(kind, log);
}

/** The last values of a record, removed or not. */
export function lastFields(kind: RecordKind, log: ChangeLog): Fields {
  return Object.assign({}, ...RECORDS[kind].groups.map((group) => valuesOf(kind, group, log)));
}

/** A removal only removes what its machine had seen: a concurrent change of any group keeps the record. */
function isRemoved(kind: RecordKind, log: ChangeLog): boolean {
  return RECORDS[kind].groups.every((group) => headsOf(log, group).length === 0);
}

/** Whether a log sets every field of its record. */
export function isComplete(kind: RecordKind, log: ChangeLog): boolean {
  return RECORDS[kind].groups.every((group) => log.some((entry) => sets(entry, group)));
}

/** Since when a thing has been in its slot. */
export function inSlotSince(log: ChangeLog): Timestamp {
  return lastChangeTime(winnersOf(log, PLACE));
}

function valuesOf(kind: RecordKind, group: Group, log: ChangeLog): Fields {
  const winners = winnersOf(log, group).map(({ set }) => pick(set ?? {}, group));
  const last = winners.at(-1) ?? {};
  switch (`${kind} ${group[0]}`) {
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

function pick(set: Fields, group: Group): Fields {
  return Object.fromEntries(loggedFields(group).map((field) => [field, set[field] as Value]));
}

/** Done on any machine is done: since the earliest time, with the notes of all. */
function doneOf(winners: readonly Fields[]): Fields {
  const done = winners.filter(({ doneAt }) => doneAt !== null);
  if (done.length === 0) return { doneAt: null, did: null, unplanned: winners.at(-1)?.unplanned ?? false };
  const [doneAt] = done.map((winner) => winner.doneAt as Timestamp).sort();
  return { doneAt: doneAt as Timestamp, did: joinNotes(done, 'did'), unplanned: done.every((one) => one.unplanned) };
}

const NOTE_SEPARATOR = '; ';

/** The notes written concurrently on several machines, in one text. */
function joinNotes(winners: readonly Fields[], field: string): string | null {
  const notes = winners.map((winner) => winner[field]).filter((note) => typeof note === 'string');
  return joinTexts(partsOf(notes), NOTE_SEPARATOR);
}

/** The concurrent wordings that lost to the last one, except those that another change has replaced. */
function otherWordings(log: ChangeLog, group: Group, { text }: Fields): string | null {
  const heads = headsOf(log, group);
  const replaced = log.filter((entry) => sets(entry, group) && !heads.includes(entry)).map(({ set }) => set?.text);
  const others = heads.map(({ set }) => set?.text).filter((other) => other !== text && !replaced.includes(other));
  return joinTexts([...new Set(others as string[])], ' / ');
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

/** The changes of a group that no other change has replaced: more than one if they are concurrent, none if it was removed. */
function headsOf(log: ChangeLog, group: Group): LogEntry[] {
  const replacing = log.filter((entry) => entry.set === null || sets(entry, group));
  const replaced = new Set(replacing.flatMap(({ parents }) => parents));
  return log.filter((entry) => sets(entry, group) && !replaced.has(entry.changeId));
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

function idsOf(entries: readonly LogEntry[]): ChangeId[] {
  return [...new Set(entries.map(({ changeId }) => changeId))].sort();
}
