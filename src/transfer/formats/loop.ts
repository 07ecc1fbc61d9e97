import path from 'node:path';
import { fromOrdinal, MS_PER_DAY, parseIsoDay } from '../../core/day.ts';
import { CommandError, kindOf, UsageError } from '../../core/errors.ts';
import { firstRow, isTooWide, readRows, readTable, TOO_WIDE } from '../csv-rows.ts';
import {
  type FileStart,
  filesIn,
  type ImportContext,
  type Importer,
  type ImportSource,
  LINE_END,
  siblingOf,
  textOf,
} from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';
import { readLoopDatabase } from '../loop-database.ts';
import { isLoopWord, type LoopHabit, loopTarget, readLoopEntry } from '../loop-entries.ts';
import { unzip } from '../zip.ts';

/**
 * Loop Habit Tracker: the archive of its CSV export, the same unpacked or one table of it, or the database of its full backup.
 * https://github.com/iSoron/uhabits
 */
export const importer: Importer = { detect, read };

function detect({ bytes, lines, entries }: FileStart): boolean {
  return isZip(bytes) || isDatabase(bytes) || entries.some(isTable) || kindOfTable(lines.slice(0, 20)) !== undefined;
}

function isZip(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004';
}

function isDatabase(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 15) === 'SQLite format 3';
}

/** The tables of the export that are read. */
function isTable(file: string): boolean {
  return /(^|\/)(Habits|Checkmarks)\.csv$/.test(file);
}

/** The table of one habit, or that of all; undefined for another one. */
function kindOfTable([first = '', ...lines]: readonly string[]): 'one' | 'all' | undefined {
  const [name = '', value = '', ...others] = firstRow(first);
  if (name === 'Date' && value === 'Value' && /^(Notes)?$/.test(others.join())) return 'one';
  // Old versions write no head.
  if (parseIsoDay(name) !== undefined && /^[0-3]$/.test(value) && others.length === 0) return 'one';
  // Loop ends each line of the table of all with a comma; spreadsheets do not.
  const isOfLoop = first.endsWith(',') || lines.some((line) => firstRow(line).some(isLoopWord));
  return name === 'Date' && value !== '' && isOfLoop ? 'all' : undefined;
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const { name, file, bytes } = source;
  if (source.entries !== undefined) return readExport(name, tablesIn(source), context);
  if (isZip(bytes)) return readExport(name, unpack(source), context);
  if (!isDatabase(bytes)) return readCheckmarks(source, context);
  if (file === undefined)
    throw new UsageError('a database cannot come from standard input', 'Pass the name of its file.');
  return readDatabase(file, context);
}

function readDatabase(file: string, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('entry');
  for (const { habit, timestamp, value, notes } of readLoopDatabase(file)) {
    const day = fromOrdinal((timestamp ?? Number.NaN) / MS_PER_DAY) ?? String(timestamp);
    const where = `${habit.name} on ${day}`;
    readLoopEntry({ habit, where, day, value: String(value), note: notes ?? '' }, context, history);
  }
  return history;
}

/** The texts of tables by their names. */
type Tables = ReadonlyMap<string, string>;

function tablesIn(folder: ImportSource): Tables {
  return new Map([...filesIn(folder, isTable)].map(([entry, source]) => [entry, textOf(source)]));
}

function unpack({ name, bytes }: ImportSource): Tables {
  try {
    return new Map([...unzip(bytes, name, isTable)].map(([file, data]) => [file, data.toString('utf8')]));
  } catch (error) {
    if (kindOf(error) === 'failed') throw error;
    throw new CommandError(`${name} cannot be unpacked: ${(error as Error).message}`, 'Nothing was changed.');
  }
}

const OF_ONE = /(?:^|\/)(\d+)(?!\d) ?([^/]*)\/Checkmarks\.csv$/;

/**
 * Reads `001 Run/Checkmarks.csv` of each habit. The `Checkmarks.csv` of all habits has errors in some versions, and is read only
 * where it is alone.
 */
function readExport(name: string, tables: Tables, context: ImportContext): ImportedHistory {
  const names = [...tables.keys()].sort();
  const habits = habitsIn(tables.get(names.find((file) => /(^|\/)Habits\.csv$/.test(file)) ?? '') ?? '');
  const tablesOfOne = names.filter((file) => OF_ONE.test(file));
  if (tablesOfOne.length === 0) return readOnlyTable(name, tables, [...habits.values()], context);
  const history = new ImportedHistory('line');
  for (const file of tablesOfOne) {
    const [, position = '', folder = ''] = OF_ONE.exec(file) ?? [];
    const habit = habits.get(Number(position)) ?? { name: folder, target: null };
    readOne(habit, { file, text: tables.get(file) ?? '' }, context, history);
  }
  return history;
}

function readOnlyTable(name: string, tables: Tables, habits: readonly LoopHabit[], context: ImportContext) {
  const [file, text = ''] = [...tables].find(([one]) => /(^|\/)Checkmarks\.csv$/.test(one)) ?? [];
  if (file === undefined || kindOfTable(linesOf(text)) !== 'all')
    throw new CommandError(
      `${name} is not a CSV export of Loop Habit Tracker`,
      'Nothing was changed. If it is an archive of something else, unpack it and import what is in it.',
    );
  return readAll(habits, { file, text }, context);
}

/** The first lines, which tell what a table is. */
function linesOf(text: string): string[] {
  return text.split(LINE_END, 20);
}

/** Reads a table that the user named by itself. The habits are looked for beside it, or above it. */
function readCheckmarks(source: ImportSource, context: ImportContext): ImportedHistory {
  const { name, file = '' } = source;
  const table = { file: name, text: textOf(source) };
  const kind = kindOfTable(linesOf(table.text));
  if (kind === undefined)
    throw new CommandError(
      `${name} is not an archive or a database of Loop Habit Tracker, nor a table of one`,
      'Nothing was changed.',
    );
  const beside = siblingOf(source, kind === 'one' ? '../Habits.csv' : 'Habits.csv');
  const habits = habitsIn(beside === undefined ? '' : textOf(beside));
  if (kind === 'all') return readAll([...habits.values()], table, context);
  const [, position = '', folder = ''] = OF_ONE.exec(path.resolve(file).replaceAll('\\', '/')) ?? [];
  const habit = habits.get(Number(position)) ?? { name: folder, target: null };
  if (habit.name === '')
    throw new CommandError(
      `${name} does not say which habit it is about`,
      'Nothing was changed. Import the whole export: the archive, or the folder it was unpacked into.',
    );
  const history = new ImportedHistory('line');
  readOne(habit, table, context, history);
  return history;
}

interface Table {
  readonly file: string;
  readonly text: string;
}

const HEAD = ['Date', 'Value', 'Notes'];

/** Reads the table of one habit: a day, its value and a note in each row. Old versions write no head. */
function readOne(habit: LoopHabit, { file, text }: Table, context: ImportContext, history: ImportedHistory): void {
  readRows(text, file, (cells, line) => {
    const [day = '', value = '', note = ''] = cells;
    const where = `${file} line ${line}`;
    if (/^date$/i.test(day)) return;
    if (isTooWide(cells, HEAD)) history.leaveOut({ habit: habit.name, where }, TOO_WIDE);
    else readLoopEntry({ habit, where, day, value, note }, context, history);
  });
}

/** Reads the table of all habits: a column for each. Loop writes names with commas without quotes: then no cell has a sure habit. */
function readAll(known: readonly LoopHabit[], { file, text }: Table, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('entry');
  readTable(text, file, (head) => {
    const habits = head.map((name) => known.find((habit) => habit.name === name) ?? { name, target: null });
    return (cells, line) => {
      const where = `${file} line ${line}`;
      const [day = ''] = cells;
      if (cells.length !== head.length) history.leaveOut(where, 'not as many cells as columns');
      else
        for (const [column, habit] of habits.entries()) {
          const value = cells[column] ?? '';
          if (column === 0 || habit.name === '' || value === '') continue;
          readLoopEntry({ habit, where, day, value, note: '' }, context, history);
        }
    };
  });
  return history;
}

/** The habits by position, with which the names of the folders begin. Some versions write no type. */
function habitsIn(csv: string): Map<number, LoopHabit> {
  const habits = new Map<number, LoopHabit>();
  readTable(csv, 'Habits.csv', (head) => (cells) => {
    const cell = (column: string) => cells[head.indexOf(column)] ?? '';
    const isMeasured = head.includes('Type') ? cell('Type') === 'NUMERICAL' : cell('Target Type') !== '';
    const target = isMeasured ? loopTarget(cell('Target Type'), cell('Target Value'), cell('Unit')) : null;
    habits.set(Number(cell('Position')), { name: cell('Name'), target });
  });
  return habits;
}
