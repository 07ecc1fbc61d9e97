import fs from 'node:fs';
import path from 'node:path';
import { CommandError, codeOf } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { type Database, openDatabase } from '../store/driver.ts';
import { exists, makeTemporaryFolder, removeFolder } from '../store/files.ts';
import { readHeader } from '../store/header.ts';

/** One record of a habit in the database of Loop Habit Tracker. */
export interface LoopRecord {
  readonly habit: string;
  /** The habit has a number each day, not yes or no. */
  readonly isMeasurable: boolean;
  /** In milliseconds: the midnight in UTC at which the day begins. */
  readonly timestamp: number | null;
  readonly value: number | null;
  readonly notes: string | null;
}

/** All records, in the order of the habits. A copy of the file is read, so that SQLite cannot change the file. */
export function readLoopDatabase(file: string): LoopRecord[] {
  if (/^(ours|newer)$/.test(readHeader(file)))
    throw new CommandError(
      `${file} is a store of four`,
      `Import its export: four --db ${shellQuote(file)} export | four import -`,
    );
  const folder = makeTemporaryFolder();
  const copy = path.join(folder, 'loop.db');
  try {
    // The latest changes may be in the log beside it only.
    for (const suffix of ['', '-wal', '-journal'])
      if (exists(file + suffix)) fs.copyFileSync(file + suffix, copy + suffix);
    return readRecords(copy, file);
  } finally {
    removeFolder(folder);
  }
}

interface Row extends Omit<LoopRecord, 'isMeasurable'> {
  readonly isMeasurable: number;
}

function readRecords(copy: string, file: string): LoopRecord[] {
  const database = openDatabase(copy);
  try {
    const rows = database.prepare<[], Row>(queryFor(database, file)).all();
    return rows.map((row) => ({ ...row, isMeasurable: row.isMeasurable === 1 }));
  } catch (error) {
    if (!codeOf(error).startsWith('SQLITE_')) throw error;
    throw new CommandError(`${file} cannot be read as a database: ${(error as Error).message}`, 'Nothing was changed.');
  } finally {
    database.close();
  }
}

/** Old versions of Loop have no types, notes and positions. */
function queryFor(database: Database, file: string): string {
  const columnsOf = (table: string) =>
    database.prepare<[string], string>('SELECT lower(name) FROM pragma_table_info(?)').pluck().all(table);
  const [habits, repetitions] = [columnsOf('Habits'), columnsOf('Repetitions')];
  if (!habits.includes('name') || !repetitions.includes('timestamp'))
    throw new CommandError(`${file} is not a database of Loop Habit Tracker`, 'Nothing was changed.');
  return `
    SELECT CAST(coalesce(Habits.name, '') AS TEXT) AS habit,
           ${habits.includes('type') ? 'Habits.type <> 0' : '0'} AS isMeasurable,
           timestamp, value,
           ${repetitions.includes('notes') ? 'CAST(notes AS TEXT)' : 'NULL'} AS notes
    FROM Repetitions LEFT JOIN Habits ON Habits.id = Repetitions.habit
    ORDER BY ${habits.includes('position') ? 'Habits.position,' : ''} Habits.id, timestamp`;
}
