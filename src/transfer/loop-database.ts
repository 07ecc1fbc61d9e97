import fs from 'node:fs';
import path from 'node:path';
import { CommandError, codeOf } from '../core/errors.ts';
import { MAX_FILE } from '../core/limits.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { type Database, openDatabase } from '../store/driver.ts';
import { isFile, makeTemporaryFolder, readFile, removeFolder } from '../store/files.ts';
import { readHeader } from '../store/header.ts';
import { type LoopHabit, loopTarget } from './loop-entries.ts';

/** One record of a habit in the database of Loop Habit Tracker. */
export interface LoopRecord {
  readonly habit: LoopHabit;
  /** In milliseconds: the midnight in UTC at which the day begins. */
  readonly timestamp: number | null;
  readonly value: number | null;
  readonly notes: string | null;
}

/** All records, in the order of the habits. A copy of the file is read, so that SQLite cannot change the file. */
export function readLoopDatabase(file: string): LoopRecord[] {
  if (/^(ours|unmarked|newer)$/.test(readHeader(file)))
    throw new CommandError(
      `${file} is a store of four`,
      `Import its export: four --db ${shellQuote(file)} export | four import -`,
    );
  const folder = makeTemporaryFolder();
  const copy = path.join(folder, 'loop.db');
  try {
    // The latest changes may be in the log beside it only.
    for (const suffix of ['', '-wal', '-journal'])
      if (isFile(file + suffix)) fs.writeFileSync(copy + suffix, readFile(file + suffix, MAX_FILE));
    return readRecords(copy, file);
  } finally {
    removeFolder(folder);
  }
}

interface Habit {
  readonly id: number | null;
  readonly name: string;
  /** The type of a habit that is done or not is 0. */
  readonly type: number | null;
  readonly targetType: string;
  readonly targetValue: string;
  readonly unit: string;
}

type Repetition = Omit<LoopRecord, 'habit'> & { readonly habit: number | null };

function readRecords(copy: string, file: string): LoopRecord[] {
  const database = openDatabase(copy);
  try {
    const habits = new Map(
      readHabits(database, file).map((habit, place) => [habit.id, { place, habit: loopHabit(habit) }]),
    );
    const placeOf = ({ habit }: Repetition) => habits.get(habit)?.place ?? -1;
    return readRepetitions(database, file)
      .sort((one, other) => placeOf(one) - placeOf(other))
      .map((record) => ({ ...record, habit: habits.get(record.habit)?.habit ?? { name: '', target: null } }));
  } catch (error) {
    if (!codeOf(error).startsWith('SQLITE_')) throw error;
    throw new CommandError(`${file} cannot be read as a database: ${(error as Error).message}`, 'Nothing was changed.');
  } finally {
    database.close();
  }
}

function loopHabit({ name, type, targetType, targetValue, unit }: Habit): LoopHabit {
  return { name, target: type === 0 || type === null ? null : loopTarget(targetType, targetValue, unit) };
}

// Two queries and no join: with one, a small file could have endlessly many rows.

function readHabits(database: Database, file: string): Habit[] {
  const columns = columnsOf(database, 'Habits', ['id', 'name'], file);
  // Old versions of Loop have no types, targets and positions.
  const textOf = (column: string) => (columns.includes(column) ? `CAST(coalesce(${column}, '') AS TEXT)` : "''");
  return database
    .prepare<[], Habit>(
      `SELECT id, ${textOf('name')} AS name, ${columns.includes('type') ? 'type' : '0'} AS type,
         ${textOf('target_type')} AS targetType, ${textOf('target_value')} AS targetValue, ${textOf('unit')} AS unit
       FROM Habits ORDER BY ${columns.includes('position') ? 'position,' : ''} id`,
    )
    .all();
}

function readRepetitions(database: Database, file: string): Repetition[] {
  const columns = columnsOf(database, 'Repetitions', ['habit', 'timestamp'], file);
  // Before version 16 of its schema, Loop has records of done days only.
  const value = columns.includes('value') ? 'value' : '2';
  const notes = columns.includes('notes') ? 'CAST(notes AS TEXT)' : 'NULL';
  return database
    .prepare<[], Repetition>(
      `SELECT habit, timestamp, ${value} AS value, ${notes} AS notes FROM Repetitions ORDER BY timestamp`,
    )
    .all();
}

/** The columns of a table, in lower case. A view, or a column that is computed, could go on for ever: only what is stored is read. */
function columnsOf(database: Database, table: string, required: readonly string[], file: string): string[] {
  const columns = database
    .prepare<[string], { name: string; hidden: number }>(
      `SELECT lower(info.name) AS name, info.hidden FROM sqlite_schema AS one, pragma_table_xinfo(one.name) AS info
       WHERE one.type = 'table' AND lower(one.name) = lower(?)`,
    )
    .all(table);
  const names = columns.map(({ name }) => name);
  if (columns.some(({ hidden }) => hidden !== 0) || !required.every((name) => names.includes(name)))
    throw new CommandError(`${file} is not a database of Loop Habit Tracker`, 'Nothing was changed.');
  return names;
}
