/** The columns of a row as the store has them. */
export type StoredRow = { readonly [column: string]: string | number | null };

/** A record before and after a change; null where there was none. */
export interface Difference {
  readonly kind: 'thing' | 'rest' | 'setback' | 'setting' | 'usual' | 'note';
  readonly before: StoredRow | null;
  readonly after: StoredRow | null;
}

/** A record that is as it was before an undo, because of another machine: that has it too, has changed it since, or dropped it. */
export interface Stayed {
  readonly kind: Difference['kind'];
  readonly why: 'shared' | 'changed' | 'dropped';
  /** The record as the change that was undone had left it. */
  readonly row: StoredRow;
}

/** What a change that was undone or redone has made different: the first records, and how many there are in all. */
export interface Differences {
  readonly first: readonly Difference[];
  readonly count: number;
  readonly stayed: readonly Stayed[];
}
