import fs from 'node:fs';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { copyTo, keepBackup, openBackup, quarantine } from './backups.ts';
import { openForReading, refuseForeign } from './database.ts';
import type { Database } from './driver.ts';
import { exists, makeFolder } from './files.ts';
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
    return kept;
  } finally {
    source.close();
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

/** Puts a copy where there is a damaged store, or none. The copy is complete before the damaged store is moved away. */
function putInPlace(source: Database, file: string, day: Day): string | undefined {
  makeFolder(path.dirname(file));
  const copy = `${file}.restored`;
  copyTo(source, copy);
  const kept = exists(file) ? quarantine(file, day) : undefined;
  fs.renameSync(copy, file);
  return kept;
}
