import { isDeepStrictEqual } from 'node:util';
import type { Difference, Differences, Stayed, StoredRow } from '../core/difference.ts';
import type { Connection } from './connection.ts';
import { kindOfTable, RECORDS, type RecordKind } from './records.ts';

/** How many records are compared: a change may hold a whole import. */
const MOST_COMPARED = 20;

interface JournalledRecord {
  readonly kind: RecordKind;
  readonly id: string;
  /** The row as JSON, before or after the change: the last that there was. */
  readonly row: string;
}

/** How the records of a change are restored, and compared. */
interface Restoring {
  readonly change: number;
  /** Whether each row is restored, as nobody else has changed any. */
  readonly isComplete: boolean;
  /** Returns the kinds and ids of records that another machine has too. */
  restore(): ReadonlySet<string> | undefined;
}

/** Restores the records of a change, and says what is different now, and what is not. */
export function compareWhile(connection: Connection, { change, isComplete, restore }: Restoring): Differences {
  const records = recordsOf(connection, change, isComplete ? MOST_COMPARED : -1);
  const rows = () => records.map((record) => rowOf(connection, record));
  const before = rows();
  const shared = restore();
  const after = rows();
  const isSame = (index: number) => isDeepStrictEqual(before[index], after[index]);
  const first = records.flatMap(({ kind }, index): Difference[] =>
    isSame(index) ? [] : [{ kind, before: before[index] ?? null, after: after[index] ?? null }],
  );
  const stayed = records.flatMap((record, index): Stayed[] =>
    isSame(index) && !isComplete ? [{ ...stayedWhy(record, after[index] ?? null, shared), kind: record.kind }] : [],
  );
  return { first, count: first.length + countOf(connection, change) - records.length, stayed };
}

function stayedWhy(
  { kind, id, row }: JournalledRecord,
  now: StoredRow | null,
  shared: ReadonlySet<string> | undefined,
): Pick<Stayed, 'why' | 'row'> {
  if (now === null) return { why: 'dropped', row: JSON.parse(row) };
  return { why: shared?.has(`${kind} ${id}`) ? 'shared' : 'changed', row: now };
}

function recordsOf(connection: Connection, change: number, limit: number): JournalledRecord[] {
  return connection
    .prepare<[number, number], [table: string, id: string, row: string]>(
      `SELECT relation, key, coalesce(max(after), max(before)) FROM journal WHERE change_id = ?
       GROUP BY relation, key ORDER BY min(id) LIMIT ?`,
    )
    .raw()
    .all(change, limit)
    .map(([table, id, row]) => ({ kind: kindOfTable(table), id, row }));
}

function countOf(connection: Connection, change: number): number {
  const count = connection
    .prepare<[number], number>('SELECT count(DISTINCT relation || key) FROM journal WHERE change_id = ?')
    .pluck()
    .get(change);
  return count ?? 0;
}

function rowOf(connection: Connection, { kind, id }: JournalledRecord): StoredRow | null {
  const { table, key } = RECORDS[kind];
  return connection.prepare<[string], StoredRow>(`SELECT * FROM ${table} WHERE ${key} = ?`).get(id) ?? null;
}
