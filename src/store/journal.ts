import type { Timestamp } from '../core/thing.ts';
import type { Database } from './driver.ts';
import { kindOfTable, RECORDS } from './records.ts';
import { rebase } from './undo-by-field.ts';

/** A command that changed something, in its own words, and when. */
export interface Change {
  readonly id: number;
  readonly command: string;
  readonly at: Timestamp;
}

/** Entries of the journal that follow each other and are brought back alike. */
interface Stretch {
  readonly relation: string;
  /** Whether there shall be no rows. */
  readonly gone: boolean;
  /** The ids of the lowest and the highest entry. */
  low: number;
  high: number;
}

/** So many changes can be taken back; older ones are forgotten. */
const KEPT_CHANGES = 1000;

export type Side = 'before' | 'after';
export type Order = 'ASC' | 'DESC';

/**
 * Runs `work` and journals what it changes, as a change of its own or as a part of change `id` when that is still the last
 * one. Inside a transaction, which is to be taken back when the result is undefined: then nothing has changed.
 */
export function record(
  database: Database,
  command: string,
  at: Timestamp,
  id: number | undefined,
  work: () => void,
): number | undefined {
  const change = isLast(database, id) ? (id as number) : begin(database, command, at);
  database.prepare('INSERT INTO recording (change_id) VALUES (?)').run(change);
  work();
  database.prepare('DELETE FROM recording').run();
  const isEmpty = database.prepare('SELECT 1 FROM journal WHERE change_id = ? LIMIT 1').get(change) === undefined;
  if (isEmpty) return undefined;
  // What was taken back could not be done again on top of something new.
  database.prepare('DELETE FROM change WHERE undone = 1').run();
  database.prepare('DELETE FROM change WHERE id <= ?').run(change - KEPT_CHANGES);
  return change;
}

/** Takes the last change back; undefined when there is none. Inside a transaction. */
export function undo(database: Database): Change | undefined {
  const change = find(database, 'undone = 0 ORDER BY id DESC');
  if (change) apply(database, change, 'before', 'DESC');
  return change;
}

/** Makes the change again that was taken back last; undefined when there is none. Inside a transaction. */
export function redo(database: Database): Change | undefined {
  const change = find(database, 'undone = 1 ORDER BY id');
  if (change) apply(database, change, 'after', 'ASC');
  return change;
}

function begin(database: Database, command: string, at: Timestamp): number {
  const { lastInsertRowid } = database.prepare('INSERT INTO change (command, at) VALUES (?, ?)').run(command, at);
  return Number(lastInsertRowid);
}

function isLast(database: Database, id: number | undefined): boolean {
  const newest = database.prepare('SELECT id, undone FROM change ORDER BY id DESC LIMIT 1').get() as
    | { id: number; undone: number }
    | undefined;
  return newest !== undefined && newest.id === id && newest.undone === 0;
}

function find(database: Database, which: string): Change | undefined {
  return database.prepare(`SELECT id, command, at FROM change WHERE ${which} LIMIT 1`).get() as Change | undefined;
}

/**
 * Brings the rows of a change back to what they were before it (backwards) or after it (forwards). In either direction each
 * step leads to a state that has been there, so that no constraint is in the way; only links between rows wait for the end.
 */
function apply(database: Database, { id }: Change, side: Side, order: Order): void {
  database.pragma('defer_foreign_keys = ON');
  if (database.prepare('SELECT 1 FROM sync WHERE absorbed >= ?').get(id)) rebase(database, id, side, order);
  else bringBack(database, id, side, order);
  database.prepare('UPDATE change SET undone = ? WHERE id = ?').run(side === 'before' ? 1 : 0, id);
}

function bringBack(database: Database, id: number, side: Side, order: Order): void {
  for (const { relation, gone, low, high } of stretches(database, id, side, order)) {
    const sql = gone ? deletion(relation) : upsert(relation, columnsOf(database, side, low), side, order);
    database.prepare(sql).run({ id, low, high });
  }
}

/** A change is often one of many rows alike, which SQLite brings back at once. */
function stretches(database: Database, change: number, side: Side, order: Order): Stretch[] {
  const all: Stretch[] = [];
  const entries = database
    .prepare(`SELECT id, relation, ${side} IS NULL FROM journal WHERE change_id = ? ORDER BY id ${order}`)
    .raw()
    .iterate(change) as Iterable<[id: number, relation: string, gone: number]>;
  for (const [entry, relation, none] of entries) {
    const gone = none === 1;
    const last = all.at(-1);
    if (last?.relation === relation && last.gone === gone) {
      last.low = Math.min(last.low, entry);
      last.high = Math.max(last.high, entry);
    } else all.push({ relation, gone, low: entry, high: entry });
  }
  return all;
}

/** The columns a row had when it was journalled: the same for all of a change, but older than a migration perhaps. */
function columnsOf(database: Database, side: Side, entry: number): string[] {
  const row = database.prepare(`SELECT ${side} FROM journal WHERE id = ?`).pluck().get(entry) as string;
  return Object.keys(JSON.parse(row));
}

const STRETCH = 'FROM journal WHERE change_id = @id AND id BETWEEN @low AND @high';

function deletion(relation: string): string {
  return `DELETE FROM ${relation} WHERE ${RECORDS[kindOfTable(relation)].key} IN (SELECT key ${STRETCH})`;
}

// The values go from the journal into the row within SQLite: bytes that are no text would not survive the way through ours.
function upsert(relation: string, columns: readonly string[], side: Side, order: Order): string {
  const values = columns.map((column) => `json_extract(${side}, '$.${column}')`);
  const assignments = columns.map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${relation} (${columns.join(', ')}) SELECT ${values.join(', ')} ${STRETCH} ORDER BY id ${order}
    ON CONFLICT (${RECORDS[kindOfTable(relation)].key}) DO UPDATE SET ${assignments.join(', ')}`;
}
