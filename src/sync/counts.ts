import type { RecordKind } from '../store/records.ts';

/** How many records of each kind. */
export type Counts = { readonly [Kind in RecordKind]: number };

export const NO_RECORDS: Counts = { thing: 0, rest: 0, setback: 0, setting: 0 };

export function countRecords(records: readonly { readonly kind: RecordKind }[]): Counts {
  const counts = { ...NO_RECORDS };
  for (const { kind } of records) counts[kind] += 1;
  return counts;
}

export function addCounts(one: Counts, other: Counts): Counts {
  return {
    thing: one.thing + other.thing,
    rest: one.rest + other.rest,
    setback: one.setback + other.setback,
    setting: one.setting + other.setting,
  };
}
