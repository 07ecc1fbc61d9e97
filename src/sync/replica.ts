import { LOCAL_KEYS } from '../core/settings.ts';
import type { Timestamp } from '../core/thing.ts';
import type { Session } from '../session/session.ts';
import type { Connection } from '../store/connection.ts';
import { type Fields, RECORD_KINDS, RECORDS, type RecordKind } from '../store/records.ts';
import { type ChangeLog, isSameLog, type LoggedRecord, lastPlace } from './change-log.ts';
import { logText, parseLogText } from './log-codec.ts';
import { pageOf } from './pages.ts';
import { isSendable } from './valid-record.ts';

// The table `replica` holds the log of every record, removed ones too, and the row as it was when it last agreed with the log.

/** What the replica holds of a record. */
export interface KnownRecord {
  readonly log: ChangeLog;
  /** The row as it was when it last agreed with the log; null if there was none. */
  readonly row: Fields | null;
}

/** A row that no longer is as the replica knows it. */
export interface ChangedRow {
  readonly kind: RecordKind;
  readonly id: string;
  /** The row as JSON; null if it is gone. */
  readonly row: string | null;
  readonly known: string | null;
  readonly log: string | null;
  readonly updatedAt: Timestamp | null;
}

/** Runs `work` as one transaction that is not journalled: `undo` takes back only this machine's changes. A dry run is rolled back. */
export function replicate<Result>({ store }: Session, work: (db: Connection) => Result, isDryRun = false): Result {
  return store.replicate((db) => {
    ensureSyncRow(db);
    return work(db);
  }, isDryRun);
}

/** Makes the one row that notes how far the last sync came, if another program has removed it. */
export function ensureSyncRow(db: Connection): void {
  db.prepare<[]>('INSERT OR IGNORE INTO sync (only_row) VALUES (1)').run();
  db.prepare<[]>('UPDATE sync SET store_id = lower(hex(randomblob(16))) WHERE store_id IS NULL').run();
}

/** The id of this store, which its changes are signed with. */
export function storeIdOf(db: Connection): string {
  return db.prepare<[], string>('SELECT store_id FROM sync').pluck().get() ?? '';
}

export function findRecord(db: Connection, kind: RecordKind, id: string): KnownRecord | undefined {
  const found = db
    .prepare<[RecordKind, string], { log: string; row: string | null }>(
      'SELECT log, row FROM replica WHERE kind = ? AND id = ?',
    )
    .get(kind, id);
  return found && { log: parseLogText(found.log), row: parseRow(found.row) };
}

/** The records on a page of the diary, removed ones too. */
export function recordsOnPage(db: Connection, page: string): LoggedRecord[] {
  return db
    .prepare<[string], { kind: RecordKind; id: string; log: string }>(
      'SELECT kind, id, log FROM replica WHERE page = ? ORDER BY kind, id',
    )
    .all(page)
    .map((row) => ({ ...row, log: parseLogText(row.log) }));
}

/** The kinds and ids of the records on a page, removed ones too. */
export function namesOnPage(db: Connection, page: string): Pick<LoggedRecord, 'kind' | 'id'>[] {
  return db
    .prepare<[string], Pick<LoggedRecord, 'kind' | 'id'>>('SELECT kind, id FROM replica WHERE page = ?')
    .all(page);
}

export interface KnownThing extends KnownRecord {
  readonly id: string;
}

/** The things on the page of a day, removed ones too, except some. */
export function otherThings(db: Connection, page: string, ids: ReadonlySet<string>): KnownThing[] {
  return db
    .prepare<[string], { id: string; log: string; row: string | null }>(
      "SELECT id, log, row FROM replica WHERE kind = 'thing' AND page = ? ORDER BY id",
    )
    .all(page)
    .filter(({ id }) => !ids.has(id))
    .map(({ id, log, row }) => ({ id, log: parseLogText(log), row: parseRow(row) }));
}

/** A record by the page it stands on. */
export interface PlacedRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly page: string;
  /** Whether it exists, or was removed. */
  readonly isLive: boolean;
}

/** All records, removed ones too. */
export function placedRecords(db: Connection): PlacedRecord[] {
  return db
    .prepare<[], Omit<PlacedRecord, 'isLive'> & { live: number }>(
      'SELECT kind, id, page, row IS NOT NULL AS live FROM replica',
    )
    .all()
    .map(({ live, ...record }) => ({ ...record, isLive: live === 1 }));
}

/** A record with all that is known of it. */
export interface KeptRecord extends LoggedRecord {
  readonly row: Fields | null;
  /** Whether the remote has it as it is here. */
  readonly isSent: boolean;
}

export function keptRecords(db: Connection): KeptRecord[] {
  return db
    .prepare<[], { kind: RecordKind; id: string; log: string; row: string | null; sent: number }>(
      'SELECT kind, id, log, row, sent FROM replica ORDER BY kind, id',
    )
    .all()
    .map(({ kind, id, log, row, sent }) => ({
      kind,
      id,
      log: parseLogText(log),
      row: parseRow(row),
      isSent: sent === 1,
    }));
}

/** Gives a record another id, which no record has, also for undo. */
export function renameRecord(db: Connection, { kind, id }: Pick<LoggedRecord, 'kind' | 'id'>, newId: string): void {
  const { table, key } = RECORDS[kind];
  const ids = { id, newId };
  db.prepare<[typeof ids]>(`UPDATE ${table} SET ${key} = @newId WHERE ${key} = @id`).run(ids);
  db.prepare<[{ kind: RecordKind } & typeof ids]>('UPDATE replica SET id = @newId WHERE kind = @kind AND id = @id').run(
    { kind, ...ids },
  );
  db.prepare<[{ table: string } & typeof ids]>(
    `UPDATE journal SET key = @newId, before = json_replace(before, '$.${key}', @newId),
       after = json_replace(after, '$.${key}', @newId) WHERE relation = @table AND key = @id`,
  ).run({ table, ...ids });
}

/** Puts a log in the place of another of the same record, or forgets the record if the log is empty. */
export function replaceLog(db: Connection, { kind, id, log }: LoggedRecord): void {
  if (log.length === 0) db.prepare<[RecordKind, string]>('DELETE FROM replica WHERE kind = ? AND id = ?').run(kind, id);
  else
    db.prepare<[string, RecordKind, string]>('UPDATE replica SET log = ? WHERE kind = ? AND id = ?').run(
      logText(log),
      kind,
      id,
    );
}

export function forgetLogs(db: Connection): void {
  db.prepare<[]>('DELETE FROM replica').run();
}

/** Saves a log that differs from `before`. If the record thereby moves to another page, it also has to leave the old one. */
export function saveLog(db: Connection, { kind, id, log }: LoggedRecord, before: ChangeLog): void {
  if (isSameLog(before, log)) return;
  const page = pageOf(kind, id, lastPlace(log).day);
  db.prepare<[RecordKind, string, string, string]>(
    `INSERT INTO replica (kind, id, page, log) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET page = excluded.page, log = excluded.log, sent = 0,
       elsewhere = iif(sent AND page <> excluded.page, page, elsewhere)`,
  ).run(kind, id, page, logText(log));
}

/**
 * The rows that were added, changed or removed since they last agreed with their logs. What another program has stored and other
 * machines would refuse stays on this one.
 */
export function changedRows(db: Connection): ChangedRow[] {
  const rows = RECORD_KINDS.flatMap((kind) => db.prepare<[], ChangedRow>(CHANGED_ROWS[kind]).all());
  return rows.filter(({ kind, id, row }) => row === null || isSendable(kind, id, parseRow(row) ?? {}));
}

/** Notes that a row now agrees with its log. */
export function noteRow(db: Connection, { kind, id, row }: ChangedRow): void {
  db.prepare<[string | null, RecordKind, string]>('UPDATE replica SET row = ? WHERE kind = ? AND id = ?').run(
    row,
    kind,
    id,
  );
}

export function parseRow(json: string | null): Fields | null {
  return json === null ? null : JSON.parse(json);
}

/** The fields of a row by its columns, as the journal holds it. */
export function fieldsOfRow(kind: RecordKind, row: Fields): Fields {
  const { columns, booleans } = RECORDS[kind];
  const fields = Object.entries(columns).map(([field, column]) => [
    field,
    booleans.includes(field) ? row[column] === 1 : (row[column] ?? null),
  ]);
  return Object.fromEntries(fields);
}

/** Which rows of a table are synced; all of them by default. */
const SYNCED_ROWS: { readonly [Kind in RecordKind]?: string } = {
  setting: `key NOT IN (${LOCAL_KEYS.map((key) => `'${key}'`).join(', ')})`,
};

const CHANGED_ROWS: { readonly [Kind in RecordKind]: string } = {
  thing: changedRowsSql('thing'),
  rest: changedRowsSql('rest'),
  setback: changedRowsSql('setback'),
  setting: changedRowsSql('setting'),
  usual: changedRowsSql('usual'),
  note: changedRowsSql('note'),
};

function changedRowsSql(kind: RecordKind): string {
  const { table, key } = RECORDS[kind];
  const where = SYNCED_ROWS[kind] ?? 'TRUE';
  const live = `SELECT ${key} AS id, ${rowAsJson(kind)} AS row, updated_at FROM ${table} WHERE ${where}`;
  return `
    SELECT '${kind}' AS kind, live.id, live.row, replica.row AS known, replica.log, live.updated_at AS updatedAt
    FROM (${live}) AS live LEFT JOIN replica ON replica.kind = '${kind}' AND replica.id = live.id
    WHERE live.row IS NOT replica.row
    UNION ALL
    SELECT kind, id, NULL, row, log, NULL FROM replica
    WHERE kind = '${kind}' AND row IS NOT NULL AND id NOT IN (SELECT ${key} FROM ${table} WHERE ${where})`;
}

/** The SQL that makes a row a JSON object of its fields. */
function rowAsJson(kind: RecordKind): string {
  const { columns, booleans } = RECORDS[kind];
  const pairs = Object.entries(columns).map(([field, column]) =>
    booleans.includes(field) ? `'${field}', json(iif(${column}, 'true', 'false'))` : `'${field}', ${column}`,
  );
  return `json_object(${pairs.join(', ')})`;
}
