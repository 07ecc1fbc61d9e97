/** The columns of a row as the store has them. */
export type StoredRow = { readonly [column: string]: string | number | null };

/** A record before and after a change; null where there was none. */
export interface Difference {
  readonly kind: 'thing' | 'rest' | 'setback' | 'setting' | 'usual' | 'note';
  readonly before: StoredRow | null;
  readonly after: StoredRow | null;
}

/** What a change that was undone or redone has made different: the first records, and how many there are in all. */
export interface Differences {
  readonly first: readonly Difference[];
  readonly count: number;
}
