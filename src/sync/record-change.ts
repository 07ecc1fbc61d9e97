import type { Fields, RecordKind } from '../store/records.ts';

/** A record before and after it was changed; null where it did not or does not exist. */
export interface RecordChange {
  readonly kind: RecordKind;
  readonly id: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/** Changes, and later ones, as one change for each record. */
export function combineChanges(earlier: readonly RecordChange[], later: readonly RecordChange[]): RecordChange[] {
  const changes = new Map<string, RecordChange>();
  for (const change of [...earlier, ...later]) {
    const key = `${change.kind} ${change.id}`;
    changes.set(key, { ...change, before: (changes.get(key) ?? change).before });
  }
  return [...changes.values()];
}

/** How many records of each kind. */
export type Counts = { readonly [Kind in RecordKind]: number };

export const NO_RECORDS: Counts = { thing: 0, rest: 0, setback: 0, setting: 0, usual: 0, note: 0 };

export function countRecords(records: readonly { readonly kind: RecordKind }[]): Counts {
  const counts = { ...NO_RECORDS };
  for (const { kind } of records) counts[kind] += 1;
  return counts;
}
