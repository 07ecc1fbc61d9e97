import { LOCAL_KEYS } from '../core/settings.ts';
import type { Connection } from './connection.ts';
import type { Database } from './driver.ts';
import { RECORD_KINDS, RECORDS, type RecordKind } from './records.ts';

/** A row by its columns. */
type Row = { readonly [column: string]: string | number | null };

/** The rows of a table by their keys. */
type Rows = ReadonlyMap<string, Row>;

/** Makes every record what it is in another store. The settings of this machine alone stay. Call it inside `Store.change`. */
export function takeRecords(connection: Connection, source: Database): void {
  for (const kind of RECORD_KINDS) {
    const sql = `SELECT * FROM ${RECORDS[kind].table}`;
    const [before, wanted] = [
      rowsByKey(kind, connection.prepare<[], Row>(sql).all()),
      rowsByKey(kind, source.prepare<[], Row>(sql).all()),
    ];
    for (const id of before.keys()) if (!wanted.has(id)) removeRow(connection, kind, id);
    const changed = [...wanted].filter(([id, row]) => !isSame(row, before.get(id)));
    if (kind === 'thing')
      leaveSlots(
        connection,
        changed.map(([id]) => id),
      );
    for (const [, row] of changed) saveRow(connection, kind, row);
  }
}

function rowsByKey(kind: RecordKind, rows: readonly Row[]): Rows {
  const all = rows.map((row) => [String(row[RECORDS[kind].key]), row] as const);
  return new Map(kind === 'setting' ? all.filter(([key]) => !LOCAL_KEYS.includes(key)) : all);
}

function isSame(one: Row, other: Row | undefined): boolean {
  return Object.keys(one).every((column) => column === 'updated_at' || one[column] === other?.[column]);
}

function removeRow(connection: Connection, kind: RecordKind, id: string): void {
  const { table, key } = RECORDS[kind];
  connection.prepare<[string]>(`DELETE FROM ${table} WHERE ${key} = ?`).run(id);
}

/** Slots are unique: all things that change leave theirs before any takes another. */
function leaveSlots(connection: Connection, ids: readonly string[]): void {
  const leave = connection.prepare<[string]>(
    'UPDATE thing SET slot = NULL, waiting = (done_at IS NULL) WHERE id = ? AND slot IS NOT NULL',
  );
  for (const id of ids) leave.run(id);
}

function saveRow(connection: Connection, kind: RecordKind, row: Row): void {
  const { table, key } = RECORDS[kind];
  const columns = Object.keys(row);
  connection
    .prepare<[Row]>(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})
       ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    )
    .run({ ...row, updated_at: connection.now });
}
