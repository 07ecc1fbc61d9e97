import { isBusy } from '../core/errors.ts';
import { openDatabase } from './driver.ts';
import { createPrivately, isEmptyFile, isTaken, notOurs } from './files.ts';

export interface Lock {
  release(): void;
}

/**
 * Takes a lock that one process holds at a time. Returns undefined when another still holds it after `timeoutMs`. It is SQLite's
 * lock on an empty file, which the system releases when the process is killed.
 */
export function takeLock(file: string, timeoutMs: number): Lock | undefined {
  // Into a file that is not empty, SQLite could write.
  if (isTaken(file) && !isEmptyFile(file)) throw notOurs(file);
  createPrivately(file);
  const database = openDatabase(file, { timeout: timeoutMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}
