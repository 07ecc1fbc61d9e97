import { fromOrdinal, MS_PER_DAY } from '../../core/day.ts';
import { CommandError, kindOf, UsageError } from '../../core/errors.ts';
import { readRows } from '../csv-rows.ts';
import { doneThing, requirePastDay } from '../fields.ts';
import type { FileStart, ImportContext, Importer, ImportSource } from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';
import { readLoopDatabase } from '../loop-database.ts';
import { unzip } from '../zip.ts';

/** Loop Habit Tracker: the archive of its CSV export, or the database of its full backup. https://github.com/iSoron/uhabits */
export const importer: Importer = { detect, read };

function detect({ bytes }: FileStart): boolean {
  return isZip(bytes) || isDatabase(bytes);
}

function isZip(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004';
}

function isDatabase(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 15) === 'SQLite format 3';
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const { name, file, bytes } = source;
  if (isZip(bytes)) return readArchive(source, context);
  if (!isDatabase(bytes))
    throw new CommandError(`${name} is not an archive or a database of Loop Habit Tracker`, 'Nothing was changed.');
  if (file === undefined)
    throw new UsageError('a database cannot come from standard input', 'Pass the name of its file.');
  return readDatabase(file, context);
}

function readDatabase(file: string, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('entry');
  for (const { habit, isMeasurable, timestamp, value, notes } of readLoopDatabase(file)) {
    const day = fromOrdinal((timestamp ?? Number.NaN) / MS_PER_DAY) ?? String(timestamp);
    const entry = { habit, isMeasurable, day, value: String(value), notes };
    readEntry(entry, { habit, where: `${habit} on ${day}` }, context, history);
  }
  return history;
}

/** Reads `001 Run/Checkmarks.csv` of each habit. The `Checkmarks.csv` of all habits has errors in some versions. */
function readArchive(source: ImportSource, context: ImportContext): ImportedHistory {
  const { name } = source;
  const files = filesIn(source);
  const names = [...files.keys()].sort();
  const habits = habitsIn(files.get(names.find((file) => /(^|\/)Habits\.csv$/.test(file)) ?? '') ?? '');
  const checkmarks = names.filter((file) => CHECKMARKS.test(file));
  if (checkmarks.length === 0)
    throw new CommandError(`${name} is not a CSV export of Loop Habit Tracker`, 'Nothing was changed.');
  const history = new ImportedHistory('line');
  for (const file of checkmarks) {
    const [, position = '', folder = ''] = CHECKMARKS.exec(file) ?? [];
    const habit = habits.get(Number(position)) ?? { habit: folder, isMeasurable: false };
    readRows(files.get(file) ?? '', file, ([day = '', value = '', notes = ''], line) => {
      if (/^date$/i.test(day)) return;
      const location = { habit: habit.habit, where: `${file} line ${line}` };
      readEntry({ ...habit, day, value, notes }, location, context, history);
    });
  }
  return history;
}

const CHECKMARKS = /(?:^|\/)(\d+) ?([^/]*)\/Checkmarks\.csv$/;

interface Entry {
  readonly habit: string;
  readonly isMeasurable: boolean;
  readonly day: string;
  readonly value: string;
  readonly notes: string | null;
}

// Newer versions write names; older versions and the database have numbers.
const DONE = /^(YES_MANUAL|2)$/;
const UNKNOWN = /^(UNKNOWN|-1)$/;
const NOT_DONE: ReadonlyMap<string, string> = new Map([
  ['YES_AUTO', 'computed by Loop'],
  ['1', 'computed by Loop'],
  ['NO', 'not done'],
  ['0', 'not done'],
  ['SKIP', 'skipped'],
  ['3', 'skipped'],
]);

function readEntry(entry: Entry, location: EntryLocation, { today }: ImportContext, history: ImportedHistory): void {
  const { habit, isMeasurable, day: date, value, notes } = entry;
  // Loop has no record of such a day, or only a note.
  if (UNKNOWN.test(value)) return;
  history.readEntry(location, () => {
    const day = requirePastDay(date, today);
    if (isMeasurable) throw new UsageError('a measurable habit');
    if (!DONE.test(value)) throw new UsageError(NOT_DONE.get(value) ?? 'unknown value');
    history.addThing(day, doneThing(location, day, habit, notes));
  });
}

/** The habits by position, with which the names of the folders begin. Older versions have no types. */
function habitsIn(csv: string): Map<number, Pick<Entry, 'habit' | 'isMeasurable'>> {
  const habits = new Map<number, Pick<Entry, 'habit' | 'isMeasurable'>>();
  let head: string[] | undefined;
  readRows(csv, 'Habits.csv', (row) => {
    const cell = (column: string) => row[head?.indexOf(column) ?? -1] ?? '';
    if (head === undefined) head = row;
    else habits.set(Number(cell('Position')), { habit: cell('Name'), isMeasurable: !/^(YES_NO)?$/.test(cell('Type')) });
  });
  return habits;
}

function filesIn({ name, bytes }: ImportSource): Map<string, string> {
  try {
    const files = unzip(bytes, name, (file) => /(^|\/)(Habits|Checkmarks)\.csv$/.test(file));
    return new Map([...files].map(([file, data]) => [file, data.toString('utf8')]));
  } catch (error) {
    if (kindOf(error) === 'failed') throw error;
    throw new CommandError(`${name} cannot be unpacked: ${(error as Error).message}`, 'Nothing was changed.');
  }
}
