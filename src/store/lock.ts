import { type Database, openDatabase } from './driver.ts';
import { createPrivately } from './files.ts';

/**
 * A lock that one process holds at a time, waited for at most `wait` milliseconds; undefined when another one still holds it. SQLite's
 * own, on an empty file: the system takes it from a process that is killed.
 */
export function takeLock(file: string, wait: number): { release(): void } | undefined {
  createPrivately(file);
  const database: Database = openDatabase(file, { timeout: wait });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (!/^SQLITE_BUSY/.test(String((error as { code?: string }).code))) throw error;
    return undefined;
  }
}
