import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../core/day.ts';
import { assignSlots } from '../core/slot-assignment.ts';
import type { Slot } from '../core/thing.ts';
import type { Connection } from '../store/connection.ts';
import { columnOf, type Fields, RECORD_KINDS, RECORDS, type RecordKind } from '../store/records.ts';
import {
  inSlotSince,
  isSameLog,
  type LoggedRecord,
  lastChangeTime,
  lastFields,
  lastPlace,
  mergeLogs,
  recordOf,
} from './change-log.ts';
import { parseLogText } from './log-codec.ts';
import { pageOf } from './pages.ts';
import type { RecordChange } from './record-change.ts';
import { changedRows, findRecord, noteRow, recordsOnPage, saveLog } from './replica.ts';

/** A record whose log grew by a merge. */
interface MergedRecord extends LoggedRecord {
  /** The row before the merge. */
  readonly row: Fields | null;
}

/** Merges the logs of another machine and updates the rows. Returns what changed here. */
export function applyRemote(db: Connection, remote: readonly LoggedRecord[]): RecordChange[] {
  const merged = remote.flatMap((record) => mergeRecord(db, record) ?? []);
  const days = new Set(merged.flatMap(daysOf));
  const before = new Map([...days].map((day) => [day, thingsInSlots(db, day)]));
  for (const { kind, id, log } of merged) {
    const fields = recordOf(kind, log);
    if (fields === null) deleteRow(db, kind, id);
    else if (kind !== 'thing') writeRow(db, { kind, id, log, fields });
  }
  if (merged.length > 0) {
    materialize(db, days);
    noteRows(db);
    noteAbsorbed(db);
    for (const [day, things] of before) noteMoved(db, day, things);
  }
  return merged
    .map(({ kind, id, row }) => ({ kind, id, before: row, after: findRecord(db, kind, id)?.row ?? null }))
    .filter(({ before, after }) => !isDeepStrictEqual(before, after));
}

/** Which thing is in which slot of a day. */
function thingsInSlots(db: Connection, day: Day): Map<Slot, string> {
  const things = db.prepare<[Day], [Slot, string]>('SELECT slot, id FROM thing WHERE day = ? AND slot IS NOT NULL');
  return new Map(things.raw().all(day));
}

/** Notes that a slot has another thing than before: the user has to see that before its number is taken for it. */
function noteMoved(db: Connection, day: Day, before: ReadonlyMap<Slot, string>): void {
  const now = thingsInSlots(db, day);
  if ([...before].every(([slot, id]) => !now.has(slot) || now.get(slot) === id)) return;
  db.prepare<[Day]>('INSERT OR IGNORE INTO moved_day (day) VALUES (?)').run(day);
}

/** Undefined if the other machine knows nothing new. */
function mergeRecord(db: Connection, { kind, id, log: theirs }: LoggedRecord): MergedRecord | undefined {
  const { log: ours, row } = findRecord(db, kind, id) ?? { log: [], row: null };
  const log = mergeLogs(ours, theirs);
  if (isSameLog(ours, log)) return undefined;
  saveLog(db, { kind, id, log }, ours);
  return { kind, id, log, row };
}

/** The days whose slots a merge may change: where the thing is now, and where it was. */
function daysOf({ kind, log, row }: MergedRecord): Day[] {
  if (kind !== 'thing') return [];
  const { day } = lastPlace(log);
  return row ? [day, row.day as Day] : [day];
}

/** Makes the things of some days, and all links, follow from the logs. Returns whether any row was written. */
export function materialize(db: Connection, days: ReadonlySet<Day>): boolean {
  const before = countWrites(db);
  writeThings(
    db,
    [...days].flatMap((day) => liveThings(recordsOnPage(db, pageOf('thing', '', day)))),
  );
  for (const kind of RECORD_KINDS) for (const field of RECORDS[kind].links) writeLinks(db, kind, field);
  return countWrites(db) !== before;
}

/** Notes that all rows now agree with their logs. */
export function noteRows(db: Connection): void {
  const changed = changedRows(db);
  for (const change of changed) noteRow(db, change);
  if (changed.length > 0) noteAbsorbed(db);
}

/** How many rows were written by now. */
function countWrites(db: Connection): number | undefined {
  return db.prepare<[], number>('SELECT total_changes()').pluck().get();
}

/** From here on `undo` compares each field: rows no longer are what earlier commands left, or another machine made them too. */
function noteAbsorbed(db: Connection): void {
  db.prepare<[]>('UPDATE sync SET absorbed = (SELECT coalesce(max(id), 0) FROM change)').run();
}

/** A record that was not removed. */
export interface LiveRecord extends LoggedRecord {
  readonly fields: Fields;
  /** The slot that a thing was planned in, if another thing has that. */
  readonly plannedSlot?: Slot | null;
}

/** The things of a page in the slots that follow from all their logs. */
export function liveThings(records: readonly LoggedRecord[]): LiveRecord[] {
  const things = liveRecords('thing', records);
  const slots = assignSlots(
    things.map(({ id, fields, log }) => ({
      id,
      slot: fields.slot as Slot | null,
      since: inSlotSince(log),
      isDone: fields.doneAt !== null,
    })),
  );
  return things.map((thing) => {
    const [slot, plannedSlot] = [slots.get(thing.id) ?? null, thing.fields.slot as Slot | null];
    return { ...thing, fields: { ...thing.fields, slot }, ...(slot !== plannedSlot && { plannedSlot }) };
  });
}

/** The records of a kind that were not removed. */
export function liveRecords(kind: RecordKind, records: readonly LoggedRecord[]): LiveRecord[] {
  return records.flatMap((record): LiveRecord[] => {
    const fields = record.kind === kind ? recordOf(kind, record.log) : null;
    return fields === null ? [] : [{ ...record, fields }];
  });
}

function writeThings(db: Connection, things: readonly LiveRecord[]): void {
  // Slots are unique: all things that move leave theirs before any takes another.
  const leaveSlot = db.prepare<unknown[]>(
    `UPDATE thing SET slot = NULL, waiting = (done_at IS NULL)
     WHERE id = ? AND slot IS NOT NULL AND (day IS NOT ? OR slot IS NOT ?)`,
  );
  for (const { id, fields } of things) leaveSlot.run(id, fields.day, fields.slot);
  for (const thing of things) writeRow(db, thing);
}

/** Writes a row where it differs from its log, without its links: their things may not be written yet. */
function writeRow(db: Connection, { kind, id, fields, log, plannedSlot = null }: LiveRecord): void {
  const { key, columns, booleans, links } = RECORDS[kind];
  const values: Record<string, unknown> = { [key]: id, updated_at: lastChangeTime(log) };
  for (const [field, column] of Object.entries(columns))
    values[column] = booleans.includes(field) ? Number(fields[field]) : fields[field];
  for (const field of links) values[columnOf(kind, field)] = null;
  if (kind === 'thing') {
    values.waiting = Number(fields.slot === null && fields.doneAt === null);
    values.planned_slot = plannedSlot;
  }
  db.prepare<[Record<string, unknown>]>(UPSERT[kind]).run(values);
}

const UPSERT: { readonly [Kind in RecordKind]: string } = {
  thing: upsertSql('thing', ['waiting', 'planned_slot']),
  rest: upsertSql('rest'),
  setback: upsertSql('setback'),
  setting: upsertSql('setting'),
  usual: upsertSql('usual'),
  note: upsertSql('note'),
};

/** The SQL that writes a row where it differs. `followed` are the columns that follow from others. */
function upsertSql(kind: RecordKind, followed: readonly string[] = []): string {
  const { table, key, links } = RECORDS[kind];
  const columns = [key, 'updated_at', ...Object.values(RECORDS[kind].columns), ...followed];
  const ignored = [key, 'updated_at', ...links.map((field) => columnOf(kind, field))];
  const compared = columns.filter((column) => !ignored.includes(column));
  return `
    INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})
    ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
    WHERE ${compared.map((column) => `${column} IS NOT excluded.${column}`).join(' OR ')}`;
}

export function deleteRow(db: Connection, kind: RecordKind, id: string): void {
  const { table, key } = RECORDS[kind];
  db.prepare<[string]>(`DELETE FROM ${table} WHERE ${key} = ?`).run(id);
}

/** Points the links of a field to their things, and to null where the thing was removed. */
function writeLinks(db: Connection, kind: RecordKind, field: string): void {
  const { table, key } = RECORDS[kind];
  const column = columnOf(kind, field);
  const link = db.prepare<[{ id: string; target: unknown }]>(
    `UPDATE ${table} SET ${column} = (SELECT id FROM thing WHERE id = @target)
     WHERE ${key} = @id AND ${column} IS NOT (SELECT id FROM thing WHERE id = @target)`,
  );
  const linked = db
    .prepare<[RecordKind], { id: string; log: string }>(
      `SELECT id, log FROM replica WHERE kind = ? AND log LIKE '%"${field}":"%'`,
    )
    .all(kind);
  for (const { id, log } of linked) link.run({ id, target: lastFields(kind, parseLogText(log))[field] ?? null });
}
