import { assignSlots } from '../core/slot-assignment.ts';
import { SLOTS, type Slot } from '../core/thing.ts';
import type { Connection } from './connection.ts';
import { columnOf, kindOfTable, knownColumns, RECORD_KINDS, RECORDS, type RecordKind } from './records.ts';

/** Which rows of the journal are restored, and in which order. */
export interface Direction {
  readonly side: 'before' | 'after';
  readonly order: 'ASC' | 'DESC';
}

/** A row by its columns. */
export type Row = { readonly [column: string]: string | number | null };

/** What became of a row in a change that is undone or redone. */
export interface RowChange {
  readonly kind: RecordKind;
  readonly id: string;
  /** The row as the change left it; null where there was none. */
  readonly left: Row | null;
  /** The row to restore; null where there was none. */
  readonly wanted: Row | null;
}

/**
 * Undoes what a change did to records that another machine made or changed at the same time. Returns the kinds and ids of these,
 * like `thing 01a2…`: the others are undone by field.
 */
export type Withdraw = (connection: Connection, rows: readonly RowChange[]) => ReadonlySet<string>;

/** Columns that other records can change: slots are assigned again, and links are cut. */
const MOVED_BY_OTHERS = ['slot', 'carried_from', 'next_id'];

/** Columns whose change does not mean that somebody changed the record. */
const IGNORED = [...MOVED_BY_OTHERS, 'also'];

/**
 * Undoes or redoes a change after a sync has changed rows. A group of fields is restored when it still is as the change left it;
 * what another machine has changed since stays. Returns what `withdraw` has dealt with.
 */
export function undoByField(
  connection: Connection,
  change: number,
  { direction, withdraw }: { readonly direction: Direction; readonly withdraw?: Withdraw | undefined },
): ReadonlySet<string> | undefined {
  const rows = rowsOf(connection, change, direction);
  const withdrawn = withdraw?.(connection, rows);
  for (const row of rows) if (!withdrawn?.has(`${row.kind} ${row.id}`)) restoreRow(connection, row);
  return withdrawn;
}

function rowsOf(connection: Connection, change: number, { side, order }: Direction): RowChange[] {
  const otherSide = side === 'before' ? 'after' : 'before';
  return connection
    .prepare<[number], [table: string, id: string, left: string | null, wanted: string | null]>(
      `SELECT relation, key, ${otherSide}, ${side} FROM journal WHERE change_id = ? ORDER BY id ${order}`,
    )
    .raw()
    .all(change)
    .map(([table, id, left, wanted]) => ({
      kind: kindOfTable(table),
      id,
      left: parse(table, left),
      wanted: parse(table, wanted),
    }));
}

function parse(table: string, json: string | null): Row | null {
  if (json === null) return null;
  const row = JSON.parse(json) as Row;
  knownColumns(table, row);
  return row;
}

function restoreRow(connection: Connection, change: RowChange): void {
  const { kind, id, left, wanted } = change;
  const current = findRow(connection, kind, id);
  if (wanted === null) {
    if (current && left && isAsLeft(kind, current, left)) removeRow(connection, kind, id);
  } else if (left === null) {
    if (!current) saveRow(connection, kind, wanted);
  } else if (current) {
    const restored = restoredColumns(kind, current, left, wanted);
    if (restored) saveRow(connection, kind, { ...current, ...restored });
  }
}

function isAsLeft(kind: RecordKind, current: Row, left: Row): boolean {
  return Object.values(RECORDS[kind].columns)
    .filter((column) => !IGNORED.includes(column))
    .every((column) => current[column] === left[column]);
}

/** The wanted values of the groups that the change had changed and nobody has changed since; undefined if there are none. */
function restoredColumns(kind: RecordKind, current: Row, left: Row, wanted: Row): Row | undefined {
  // A row that was journalled before a migration has fewer columns.
  const groups = RECORDS[kind].groups.map((group) =>
    group.map((field) => columnOf(kind, field)).filter((column) => column in wanted),
  );
  const restored = groups.filter(
    (group) =>
      group.some((column) => left[column] !== wanted[column]) &&
      group.every((column) => MOVED_BY_OTHERS.includes(column) || current[column] === left[column]),
  );
  if (restored.length === 0) return undefined;
  return Object.fromEntries([...restored.flat(), 'updated_at'].map((column) => [column, wanted[column] ?? null]));
}

function findRow(connection: Connection, kind: RecordKind, id: string): Row | undefined {
  const { table, key } = RECORDS[kind];
  return connection.prepare<[string], Row>(`SELECT * FROM ${table} WHERE ${key} = ?`).get(id);
}

function removeRow(connection: Connection, kind: RecordKind, id: string): void {
  const { table, key } = RECORDS[kind];
  connection.prepare<[string]>(`DELETE FROM ${table} WHERE ${key} = ?`).run(id);
}

function saveRow(connection: Connection, kind: RecordKind, row: Row): void {
  const { table, key } = RECORDS[kind];
  const saved = kind === 'thing' ? inFreeSlot(connection, row) : row;
  const columns = Object.keys(saved);
  const values = columns.map((column) => `@${column}`);
  const assignments = columns.map((column) => `${column} = excluded.${column}`);
  connection
    .prepare<[Row]>(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})
       ON CONFLICT (${key}) DO UPDATE SET ${assignments.join(', ')}`,
    )
    .run(saved);
}

/** A thing in its own slot, or in the next empty one when another thing has taken that. */
function inFreeSlot(connection: Connection, row: Row): Row {
  const id = String(row.id);
  const others = connection
    .prepare<[string, string], { id: string; slot: Slot }>(
      'SELECT id, slot FROM thing WHERE day = ? AND id <> ? AND slot IS NOT NULL',
    )
    .all(String(row.day), id);
  const wish = SLOTS.find((candidate) => candidate === row.slot) ?? null;
  // The others came first, whenever they came.
  const claims = [
    ...others.map((other) => ({ ...other, since: '', isDone: true })),
    { id, slot: wish, since: '~', isDone: false },
  ];
  const slot = assignSlots(claims).get(id) ?? null;
  return { ...row, slot, waiting: Number(slot === null && row.done_at === null) };
}

/** Cuts the links of the rows of a change to things that were dropped since. */
export function cutBrokenLinks(connection: Connection, change: number): void {
  for (const kind of RECORD_KINDS)
    for (const field of RECORDS[kind].links) {
      const { table, key } = RECORDS[kind];
      const column = columnOf(kind, field);
      connection
        .prepare<[number, string]>(
          `UPDATE ${table} SET ${column} = NULL
           WHERE ${column} IS NOT NULL AND ${key} IN (SELECT key FROM journal WHERE change_id = ? AND relation = ?)
             AND NOT EXISTS (SELECT 1 FROM thing AS linked WHERE linked.id = ${table}.${column})`,
        )
        .run(change, table);
    }
}
