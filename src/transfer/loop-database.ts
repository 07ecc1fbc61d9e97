import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../core/errors.ts';
import { openDatabase } from '../store/driver.ts';
import { exists, makeTemporaryFolder, removeFolder } from '../store/files.ts';
import { readHeader } from '../store/header.ts';
import type { LoopRecord } from './imported-history.ts';

/** All records in the order of the habits. A copy is read, so that the file stays as it is. */
export function readLoopDatabase(file: string): LoopRecord[] {
  if (/^(ours|newer)$/.test(readHeader(file)))
    throw new CommandError(`${file} is a store of four`, `Import its export: four --db ${file} export | four import -`);
  const folder = makeTemporaryFolder();
  const copy = path.join(folder, 'loop.db');
  try {
    // What was written last may still be in the log beside it.
    for (const part of ['', '-wal', '-journal']) if (exists(file + part)) fs.copyFileSync(file + part, copy + part);
    return recordsOf(copy, file);
  } finally {
    removeFolder(folder);
  }
}

function recordsOf(copy: string, file: string): LoopRecord[] {
  const database = openDatabase(copy);
  try {
    const columns = (table: string) =>
      database.prepare('SELECT lower(name) FROM pragma_table_info(?)').pluck().all(table);
    const [habits, repetitions] = [columns('Habits'), columns('Repetitions')];
    if (!habits.includes('name') || !repetitions.includes('timestamp'))
      throw new CommandError(`${file} is not a database of Loop Habit Tracker`, 'Nothing was changed.');
    const rows = database
      .prepare(
        `SELECT CAST(coalesce(Habits.name, '') AS TEXT) AS habit, ${habits.includes('type') ? 'Habits.type <> 0' : '0'} AS isMeasured, timestamp, value,
                ${repetitions.includes('notes') ? 'CAST(notes AS TEXT)' : 'NULL'} AS notes
         FROM Repetitions LEFT JOIN Habits ON Habits.id = Repetitions.habit
         ORDER BY ${habits.includes('position') ? 'Habits.position,' : ''} Habits.id, timestamp`,
      )
      .all() as (Omit<LoopRecord, 'isMeasured'> & { isMeasured: number })[];
    return rows.map((row) => ({ ...row, isMeasured: row.isMeasured === 1 }));
  } catch (error) {
    if (!/^SQLITE_/.test(String((error as { code?: string }).code))) throw error;
    throw new CommandError(`${file} cannot be read as a database: ${(error as Error).message}`, 'Nothing was changed.');
  } finally {
    database.close();
  }
}
