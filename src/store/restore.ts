import path from 'node:path';
import type { Day } from '../core/day.ts';
import { keepBackup, openBackup, quarantine, writeCopy } from './backups.ts';
import { openForReading, refuseForeign } from './database.ts';
import { BUSY_TIMEOUT_MS, type Database, openDatabase } from './driver.ts';
import { exists, makeFolder, makeTemporaryFolder, removeFolder, replaceFile, syncFolderToDisk } from './files.ts';
import { problemOf } from './integrity.ts';

/** Replaces the store at `file` with a backup. Returns where the replaced store is kept; undefined when there was none. */
export async function restoreBackup(backup: string, file: string, day: Day): Promise<string | undefined> {
  const source = openBackup(backup);
  try {
    const isThere = exists(file);
    if (isThere) refuseForeign(file);
    if (!isThere || problemOf(file) !== undefined) return putInPlace(source, file, day);
    const kept = keepIntact(file, day);
    // SQLite writes the backup into the store as one transaction, so that the store is replaced whole or not at all.
    await source.backup(file);
    removeMark(file);
    return kept;
  } finally {
    source.close();
  }
}

/** Reads a backup as a store of this version, from a copy: the backup itself is left as it is. */
export function readBackup<Result>(backup: string, day: Day, read: (database: Database) => Result): Result {
  const source = openBackup(backup);
  const folder = makeTemporaryFolder();
  try {
    const file = path.join(folder, 'backup.db');
    writeCopy(source, file);
    const copy = openForReading(file, day);
    try {
      return read(copy);
    } finally {
      copy.close();
    }
  } finally {
    source.close();
    removeFolder(folder);
  }
}

/** A store is no daily backup, even if it was restored from one. */
function removeMark(file: string): void {
  const store = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    store.exec('DROP TABLE IF EXISTS daily_backup');
  } finally {
    store.close();
  }
}

function keepIntact(file: string, day: Day): string {
  const store = openForReading(file, day);
  try {
    return keepBackup(store, file, day, 'before-restore');
  } finally {
    store.close();
  }
}

/** Puts a copy where there is a damaged store, or none. The damaged one keeps its name until the copy is complete and takes it. */
function putInPlace(source: Database, file: string, day: Day): string | undefined {
  makeFolder(path.dirname(file));
  let kept: string | undefined;
  replaceFile(file, (draft) => {
    writeCopy(source, draft);
    kept = quarantine(file, day);
  });
  syncFolderToDisk(path.dirname(file));
  return kept;
}
