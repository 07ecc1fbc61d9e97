import path from 'node:path';
import type { Timestamp } from '../core/thing.ts';
import { takeLock } from '../store/lock.ts';
import type { Store } from '../store/store.ts';

/** When the last sync succeeded, and why a later one failed. */
export interface LastSync {
  readonly at: Timestamp | null;
  readonly failure: { readonly at: Timestamp; readonly message: string } | null;
}

export function lastSync(store: Store): LastSync {
  const row = store.read((database) =>
    database
      .prepare<[], { at: Timestamp | null; triedAt: Timestamp; message: string | null }>(
        'SELECT at, tried_at AS triedAt, failure AS message FROM sync',
      )
      .get(),
  );
  const { at = null, triedAt = '', message = null } = row ?? {};
  return { at, failure: message === null ? null : { at: triedAt, message } };
}

/** The folder beside the store with the working copy that git works in. */
export function syncFolder({ file }: Store): string {
  return `${path.resolve(file)}.sync`;
}

/** Keeps other syncs of this store out; undefined when another one holds the lock for longer than this. */
export function lockSync(store: Store, timeoutMs: number): { release(): void } | undefined {
  return takeLock(`${syncFolder(store)}.lock`, timeoutMs);
}
