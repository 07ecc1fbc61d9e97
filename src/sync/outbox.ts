import type { Timestamp } from '../core/thing.ts';
import type { Connection } from '../store/connection.ts';
import type { RecordKind } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { LoggedRecord } from './change-log.ts';
import { logText } from './log-codec.ts';
import { type Counts, NO_RECORDS } from './record-change.ts';

// What the remote has not yet got, and how far the last sync came. Each record in the table `replica` notes whether the remote has
// its log (`sent`), and the page it stands on there if that is another one by now (`elsewhere`). The table `sync` is one row.

/** How far the last sync came. */
export interface SyncState {
  readonly remote: string | null;
  /** The last commit that this store and the remote had in common. */
  readonly revision: string | null;
  /** How often the history of the remote had been rewritten by then. */
  readonly generation: number;
  /** When the last sync succeeded. */
  readonly at: Timestamp | null;
  /** When the last sync was tried. */
  readonly triedAt: Timestamp | null;
  /** Why the last try failed; null if it did not. */
  readonly failure: string | null;
}

/** When the last sync succeeded, and why a later one failed. */
export interface LastSync {
  readonly at: Timestamp | null;
  readonly failure: { readonly at: Timestamp; readonly message: string } | null;
}

export function loadLastSync(store: Store): LastSync {
  const row = store.read((db) =>
    db
      .prepare<[], Pick<SyncState, 'at' | 'triedAt' | 'failure'>>('SELECT at, tried_at AS triedAt, failure FROM sync')
      .get(),
  );
  const { at = null, triedAt = null, failure = null } = row ?? {};
  return { at, failure: failure === null ? null : { at: triedAt ?? '', message: failure } };
}

/** What came from pages that were edited by hand, and what was not taken from them, in sentences. */
export interface LastByHand {
  readonly at: Timestamp;
  readonly sentences: readonly string[];
}

/** That of the last sync which found such pages; null if none has. */
export function loadByHand(store: Store): LastByHand | null {
  const json = store.read((db) => db.prepare<[], string | null>('SELECT by_hand FROM sync').pluck().get());
  return json ? JSON.parse(json) : null;
}

export function saveByHand(db: Connection, byHand: LastByHand): void {
  db.prepare<[string]>('UPDATE sync SET by_hand = ?').run(JSON.stringify(byHand));
}

export function loadState(db: Connection): SyncState {
  const state = db
    .prepare<[], SyncState>('SELECT remote, revision, generation, at, tried_at AS triedAt, failure FROM sync')
    .get();
  return state ?? { remote: null, revision: null, generation: 0, at: null, triedAt: null, failure: null };
}

export function saveState(db: Connection, changes: Partial<SyncState>): void {
  db.prepare<[SyncState]>(
    'UPDATE sync SET remote = @remote, revision = @revision, generation = @generation, at = @at, tried_at = @triedAt, failure = @failure',
  ).run({ ...loadState(db), ...changes });
}

/** What tells this store from others on this machine; null if it has not synced yet. */
export function loadStoreId(store: Store): string | null {
  const id = store.read((db) => db.prepare<[], string | null>('SELECT store_id FROM sync').pluck().get());
  return id ?? null;
}

/** How many records the remote does not have as they are here. */
export function countUnsent(db: Connection): Counts {
  const kinds = db
    .prepare<[], { kind: RecordKind; count: number }>(
      'SELECT kind, count(*) AS count FROM replica WHERE sent = 0 GROUP BY kind',
    )
    .all();
  return { ...NO_RECORDS, ...Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])) };
}

/** The pages that the remote does not have as they are here, in order. */
export function unsentPages(db: Connection): string[] {
  // SQLite would go through all pages by their index to put these in order.
  const unsent = db.prepare<[], [string, string | null]>('SELECT page, elsewhere FROM replica WHERE sent = 0').raw();
  return [...new Set(unsent.all().flat())].filter((page) => page !== null).sort();
}

/** Notes which logs the remote has on a page: which it has as they are here, and which belong to another page by now. */
export function noteRemoteState(db: Connection, page: string, remote: readonly LoggedRecord[]): void {
  markPageUnsent(db, page);
  const note = db.prepare<[{ page: string; kind: RecordKind; id: string; log: string }]>(
    `UPDATE replica SET sent = (page = @page AND log = @log), elsewhere = iif(page = @page, elsewhere, @page)
     WHERE kind = @kind AND id = @id`,
  );
  for (const { kind, id, log } of remote) note.run({ page, kind, id, log: logText(log) });
}

/** The records of some pages that the remote has as they are here. */
export function sentRecords(db: Connection, pages: readonly string[]): { kind: RecordKind; id: string }[] {
  const find = db.prepare<[string], { kind: RecordKind; id: string }>(
    'SELECT kind, id FROM replica WHERE page = ? AND sent = 1',
  );
  return pages.flatMap((page) => find.all(page));
}

/** Notes that the remote is to get a page again. */
export function markPageUnsent(db: Connection, page: string): void {
  db.prepare<[string]>('UPDATE replica SET sent = 0 WHERE page = ?').run(page);
}

/** Notes that the remote has everything as it is here. */
export function markSent(db: Connection): void {
  db.prepare<[]>('UPDATE replica SET sent = 1, elsewhere = NULL WHERE sent = 0').run();
}

/** Notes that nothing is known about the remote. */
export function markUnsent(db: Connection): void {
  db.prepare<[]>('UPDATE replica SET sent = 0, elsewhere = NULL').run();
}
