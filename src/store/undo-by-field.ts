import { assignSlots } from '../core/slot-assignment.ts';
import { SLOTS, type Slot } from '../core/thing.ts';
import { type Database, preparing, type Statement } from './driver.ts';
import { columnOf, kindOfTable, RECORD_KINDS, RECORDS, type RecordKind } from './records.ts';

type Prepare = (sql: string) => Statement;

type Row = Record<string, string | number | null>;

interface Entry {
  readonly relation: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Columns that change because of another record. */
const MOVED_BY_OTHERS = ['slot', 'carried_from', 'next_id'];

/** What is changed without anybody having done something with the record. */
const UNTOUCHED = [...MOVED_BY_OTHERS, 'also'];

/**
 * Brings a change back, or makes it again, after a sync has changed rows: what is still as the change left it, a group of fields at a
 * time. What another machine has made of it since stays.
 */
export function rebase(database: Database, change: number, side: 'before' | 'after', order: 'ASC' | 'DESC'): void {
  const entries = database
    .prepare(`SELECT relation, key, before, after FROM journal WHERE change_id = ? ORDER BY id ${order}`)
    .all(change) as Entry[];
  const prepare = preparing(database);
  for (const entry of entries) rebaseRow(prepare, entry, side);
  // What a link led to may be gone by now.
  for (const kind of RECORD_KINDS)
    for (const field of RECORDS[kind].links) {
      const { table } = RECORDS[kind];
      const column = columnOf(kind, field);
      database.exec(`UPDATE ${table} SET ${column} = NULL WHERE ${column} NOT IN (SELECT id FROM thing)`);
    }
}

function rebaseRow(prepare: Prepare, { relation, key, before, after }: Entry, side: 'before' | 'after'): void {
  const [left, wanted] = [parse(side === 'before' ? after : before), parse(side === 'before' ? before : after)];
  const kind = kindOfTable(relation);
  const keyColumn = RECORDS[kind].key;
  const current = prepare(`SELECT * FROM ${relation} WHERE ${keyColumn} = ?`).get(key) as Row | undefined;
  if (wanted === null) {
    if (current && left && isAsLeft(kind, current, left))
      prepare(`DELETE FROM ${relation} WHERE ${keyColumn} = ?`).run(key);
  } else if (left === null) {
    if (!current) write(prepare, relation, keyColumn, wanted);
  } else if (current) {
    write(prepare, relation, keyColumn, { ...current, ...changedBack(kind, current, left, wanted) });
  }
}

function isAsLeft(kind: RecordKind, current: Row, left: Row): boolean {
  return RECORDS[kind].groups
    .flat()
    .map((field) => columnOf(kind, field))
    .filter((column) => !UNTOUCHED.includes(column))
    .every((column) => current[column] === left[column]);
}

/** The columns of the groups that the change had changed, and nobody since. */
function changedBack(kind: RecordKind, current: Row, left: Row, wanted: Row): Row {
  const groups = RECORDS[kind].groups.map((group) =>
    group.map((field) => columnOf(kind, field)).filter((column) => column in wanted),
  );
  const isOurs = (group: readonly string[]) =>
    group.some((column) => left[column] !== wanted[column]) &&
    group.every((column) => MOVED_BY_OTHERS.includes(column) || current[column] === left[column]);
  const columns = [...groups.filter(isOurs).flat(), 'updated_at'];
  return Object.fromEntries(columns.map((column) => [column, wanted[column] ?? null]));
}

function write(prepare: Prepare, relation: string, key: string, row: Row): void {
  const placed = relation === 'thing' ? inFreeSlot(prepare, row) : row;
  const columns = Object.keys(placed);
  prepare(
    `INSERT INTO ${relation} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})
       ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  ).run(placed);
}

/** In its own slot, or in the next that is empty where another thing has come into it. */
function inFreeSlot(prepare: Prepare, row: Row): Row {
  const others = prepare('SELECT id, slot FROM thing WHERE day = ? AND id <> ? AND slot IS NOT NULL').all(
    row.day,
    row.id,
  ) as { id: string; slot: Slot }[];
  const claims = others.map((other) => ({ ...other, since: '' }));
  const wish = SLOTS.find((candidate) => candidate === row.slot) ?? null;
  const slot = assignSlots([...claims, { id: String(row.id), slot: wish, since: '~' }]).get(String(row.id)) ?? null;
  return { ...row, slot, waiting: Number(slot === null && row.done_at === null) };
}

function parse(json: string | null): Row | null {
  return json === null ? null : JSON.parse(json);
}
