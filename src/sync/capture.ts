import type { Day } from '../core/day.ts';
import { type Slot, type Timestamp, timeAfter } from '../core/thing.ts';
import type { Connection } from '../store/connection.ts';
import { columnOf, type Fields, kindOfTable, RECORDS, type RecordKind } from '../store/records.ts';
import { appendEdit, appendSlot, type ChangeLog, DONE, type Edit, lastPlace, PLACE } from './change-log.ts';
import { parseLogText } from './log-codec.ts';
import { materialize, noteRows } from './materialize.ts';
import { pageOf } from './pages.ts';
import type { RecordChange } from './record-change.ts';
import {
  type ChangedRow,
  changedRows,
  fieldsOfRow,
  type KnownThing,
  noteRow,
  otherThings,
  parseRow,
  saveLog,
  storeIdOf,
} from './replica.ts';
import { isInstant, isSendable } from './valid-record.ts';

/** Appends to the logs what was changed in the rows since the last time, by any program, and returns it. */
export function recordLocalChanges(db: Connection): RecordChange[] {
  const changes = changedRows(db);
  if (changes.length > 0) recordChanges(db, changes);
  db.prepare<[]>('UPDATE sync SET captured = (SELECT coalesce(max(id), 0) FROM change)').run();
  return changes.map(({ kind, id, known, row }) => ({ kind, id, before: parseRow(known), after: parseRow(row) }));
}

function recordChanges(db: Connection, changes: readonly ChangedRow[]): void {
  const journal = readJournal(db, changes);
  const edits = changes.map((change) => recordChange(db, change, journal));
  const placed = new Set(changes.filter((_, index) => movesInSlots(edits[index] as Edit)).map(({ id }) => id));
  const shared = new Set<Day>();
  for (const [day, time] of rearrangedDays(edits)) {
    const others = otherThings(db, pageOf('thing', '', day), placed);
    pinThings(db, others, time);
    // Without others, all things are where the user has put them: as with each day of a long history that was never synced.
    if (others.length > 0) shared.add(day);
  }
  if (materialize(db, shared)) noteRows(db);
}

function recordChange(db: Connection, change: ChangedRow, journal: Journal): Edit {
  const { kind, id } = change;
  const log = change.log === null ? [] : parseLogText(change.log);
  const known = parseRow(change.known);
  const created = known === null ? journal.creationOf(change) : undefined;
  const before = created?.fields ?? known;
  const after = withCutLinks(db, kind, before, parseRow(change.row));
  const edit: Edit = { kind, before, after, author: storeIdOf(db), timeOf: (group) => journal.timeOf(change, group) };
  saveLog(db, { kind, id, log: appendEdit(withCreation(log, edit, created), edit) }, log);
  noteRow(db, change);
  return { ...edit, before: known };
}

/** What a new record was at first is a change of its own: two machines that make the same record agree on that. */
function withCreation(log: ChangeLog, edit: Edit, created: Creation | undefined): ChangeLog {
  if (created === undefined || edit.after === null) return log;
  return appendEdit(log, { ...edit, before: null, after: created.fields, timeOf: () => created.at });
}

/** The days on which the user rearranged the slots, with the time of the last change. */
function rearrangedDays(edits: readonly Edit[]): Map<Day, Timestamp> {
  const days = new Map<Day, Timestamp>();
  for (const edit of edits.filter((one) => movesInSlots(one) || isTicked(one))) {
    const { before, after, timeOf } = edit;
    const time = timeOf(after && (movesInSlots(edit) ? PLACE : DONE));
    for (const day of [before?.day, after?.day] as (Day | undefined)[])
      if (day && time > (days.get(day) ?? '')) days.set(day, time);
  }
  return days;
}

function movesInSlots({ kind, before, after }: Edit): boolean {
  if (kind !== 'thing' || (before?.day === after?.day && before?.slot === after?.slot)) return false;
  // An extra takes no slot from anything else.
  return (before?.slot ?? after?.slot ?? null) !== null;
}

/** What is done comes first in its slot: neither a tick nor taking it back may move anything. */
function isTicked({ kind, before, after }: Edit): boolean {
  return kind === 'thing' && before !== null && after !== null && !before.doneAt !== !after.doneAt;
}

/** If SQLite set a link to null because its thing was removed, the user has not changed this record. */
function withCutLinks(db: Connection, kind: RecordKind, before: Fields | null, after: Fields | null): Fields | null {
  const [link] = RECORDS[kind].links;
  const target = link && before?.[link];
  if (!target || !after || after[link] !== null || thingExists(db, String(target))) return after;
  const linked = { ...after, [link]: target };
  const group = RECORDS[kind].groups.find((fields) => fields.includes(link)) ?? [];
  // If the rest of the group changed too, the user did cut the link.
  return group.every((field) => linked[field] === before[field]) ? linked : after;
}

function thingExists(db: Connection, id: string): boolean {
  return db.prepare<[string], unknown>('SELECT 1 FROM thing WHERE id = ?').get(id) !== undefined;
}

/** A new record as it was first stored. */
interface Creation {
  readonly fields: Fields;
  readonly at: Timestamp;
}

/** What the journal says of some changed rows. */
interface Journal {
  /** Undefined if it was not created since the last time, or by another program. */
  creationOf(change: ChangedRow): Creation | undefined;
  /**
   * When each group of fields last changed: an edit in the evening must not make the morning's plan later. Changes by other
   * programs are not journalled; they get the time of their row, or now.
   */
  timeOf(change: ChangedRow, group: readonly string[] | null): Timestamp;
}

/** A row before and after a change, as the journal holds it. */
interface JournalRow {
  readonly relation: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly at: Timestamp;
}

function readJournal(db: Connection, changes: readonly ChangedRow[]): Journal {
  const times = new Map<string, Timestamp>();
  const creations = new Map<string, Creation>();
  const nameOf = ({ kind, id }: Pick<ChangedRow, 'kind' | 'id'>) => `${kind} ${id}`;
  const wanted = new Set(changes.map(nameOf));
  for (const entry of journalSinceLastCapture(db)) {
    const kind = kindOfTable(entry.relation);
    const record = nameOf({ kind, id: entry.key });
    if (!wanted.has(record) || !isInstant(entry.at)) continue;
    for (const group of changedGroups(entry)) times.set(`${record} ${group}`, entry.at);
    const fields =
      entry.before === null && entry.after !== null ? fieldsOfRow(kind, parseRow(entry.after) ?? {}) : undefined;
    if (fields && isSendable(kind, entry.key, fields)) creations.set(record, { fields, at: entry.at });
  }
  return {
    creationOf: (change) => creations.get(nameOf(change)),
    timeOf: (change, group) => times.get(`${nameOf(change)} ${group?.[0] ?? ''}`) ?? change.updatedAt ?? db.now,
  };
}

function journalSinceLastCapture(db: Connection): Iterable<JournalRow> {
  return db
    .prepare<[], JournalRow>(
      `SELECT relation, key, before, after, at FROM journal JOIN change ON change.id = change_id
       WHERE change_id > (SELECT captured FROM sync) AND NOT undone ORDER BY journal.id`,
    )
    .iterate();
}

/** The groups that a change touched, by their first fields; empty text if it removed the record. */
function changedGroups({ relation, before, after }: JournalRow): string[] {
  if (after === null) return [''];
  const kind = kindOfTable(relation);
  const [old, now] = [parseRow(before), parseRow(after)];
  const differs = (field: string) => old === null || old[columnOf(kind, field)] !== now?.[columnOf(kind, field)];
  return RECORDS[kind].groups.filter((group) => group.some(differs)).map(([first = '']) => first);
}

/**
 * When the user rearranges a day, its other things stay in the slots they were shown in: one that had yielded its slot does not
 * return to it, and one without a slot keeps waiting for a free one.
 */
function pinThings(db: Connection, others: readonly KnownThing[], time: Timestamp): void {
  const pin = { author: storeIdOf(db), timeOf: () => timeAfter(time) };
  for (const { id, log, row: shown } of others) {
    const wanted = lastPlace(log).slot;
    if (!shown || shown.slot === wanted) continue;
    const slot = shown.slot === null && shown.doneAt === null ? wanted : (shown.slot as Slot | null);
    saveLog(db, { kind: 'thing', id, log: appendSlot(log, slot, pin) }, log);
  }
}
