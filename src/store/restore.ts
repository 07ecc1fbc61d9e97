import fs from 'node:fs';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { copyTo, openBackup, problemOf, quarantine } from './backups.ts';
import { refuseStrangers } from './database.ts';
import type { Database } from './driver.ts';
import { exists, makeFolder } from './files.ts';

/**
 * Replaces the store at `file` with a backup, and returns where what it replaced is kept, if there was anything. `keep` backs up a
 * store that is whole, and closes it.
 */
export async function restoreBackup(
  backup: string,
  file: string,
  day: Day,
  keep: () => string,
): Promise<string | undefined> {
  const source = openBackup(backup);
  try {
    const isThere = exists(file);
    if (isThere) refuseStrangers(file);
    if (!isThere || problemOf(file) !== undefined) return replace(file, source, day);
    const kept = keep();
    // SQLite's online backup writes into the file as one transaction, so that it is replaced whole or not at all.
    await source.backup(file);
    return kept;
  } finally {
    source.close();
  }
}

/** Puts a new file in the place of a damaged one, or of none. It is complete before the old one is moved away. */
function replace(file: string, source: Database, day: Day): string | undefined {
  makeFolder(path.dirname(file));
  const copy = `${file}.restored`;
  copyTo(source, copy);
  const kept = exists(file) ? quarantine(file, day) : undefined;
  fs.renameSync(copy, file);
  return kept;
}
