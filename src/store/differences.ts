import { isDeepStrictEqual } from 'node:util';
import type { Difference, Differences, StoredRow } from '../core/difference.ts';
import type { Connection } from './connection.ts';
import { kindOfTable, RECORDS, type RecordKind } from './records.ts';

/** How many records are compared: a change may hold a whole import. */
const MOST_COMPARED = 20;

interface JournalledRecord {
  readonly kind: RecordKind;
  readonly id: string;
}

/** Restores the records of a change by `restore`, and says what is different now. */
export function compareWhile(connection: Connection, change: number, restore: () => void): Differences {
  const records = recordsOf(connection, change);
  const rows = () => records.map((record) => rowOf(connection, record));
  const before = rows();
  restore();
  const after = rows();
  const compared = records.map(
    ({ kind }, index): Difference => ({
      kind,
      before: before[index] ?? null,
      after: after[index] ?? null,
    }),
  );
  const first = compared.filter((one) => !isDeepStrictEqual(one.before, one.after));
  return { first, count: first.length + countOf(connection, change) - records.length };
}

function recordsOf(connection: Connection, change: number): JournalledRecord[] {
  return connection
    .prepare<[number, number], [table: string, id: string]>(
      'SELECT relation, key FROM journal WHERE change_id = ? GROUP BY relation, key ORDER BY min(id) LIMIT ?',
    )
    .raw()
    .all(change, MOST_COMPARED)
    .map(([table, id]) => ({ kind: kindOfTable(table), id }));
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
