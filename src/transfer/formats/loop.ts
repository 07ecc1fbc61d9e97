import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { fromOrdinal, MS_PER_DAY } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import { doneThing, History, type LoopRecord, pastDay, type Where } from '../imported-history.ts';
import type { Reading } from '../source.ts';
import { readRows } from './csv.ts';

/** The database of Loop Habit Tracker, as its full backup has it. */
export function readLoopRecords(records: readonly LoopRecord[], reading: Reading): History {
  const history = new History('entry');
  for (const { habit, isMeasured, timestamp, value, notes } of records) {
    const day = fromOrdinal((timestamp ?? Number.NaN) / MS_PER_DAY) ?? String(timestamp);
    if (isUnknown(String(value))) continue;
    const where = `${habit} on ${day}`;
    history.entry(where, () =>
      readEntry({ where, habit, isMeasured, day, value: String(value), notes }, reading, history),
    );
  }
  return history;
}

/** The archive of its CSV export: a folder for each habit, `001 Run/Checkmarks.csv`. The one file of all habits is not always right. */
export function readLoopArchive(bytes: Uint8Array, name: string, reading: Reading): History {
  const files = unzip(bytes, name);
  const names = [...files.keys()].sort();
  const habits = habitsOf(files.get(names.find((file) => /(^|\/)Habits\.csv$/.test(file)) ?? '') ?? '');
  const folders = names.filter((file) => FOLDER.test(file));
  if (folders.length === 0)
    throw new CommandError(`${name} is no CSV export of Loop Habit Tracker`, 'Nothing was changed.');
  const history = new History('line');
  for (const file of folders) {
    const [, position = '', folder = ''] = FOLDER.exec(file) ?? [];
    const { habit, isMeasured } = habits.get(Number(position)) ?? { habit: folder, isMeasured: false };
    readRows(files.get(file) ?? '', file, ([day = '', value = '', notes = ''], line) => {
      if (/^date$/i.test(day) || isUnknown(value)) return;
      const where = `${file} line ${line}`;
      history.entry(where, () => readEntry({ where, habit, isMeasured, day, value, notes }, reading, history));
    });
  }
  return history;
}

const FOLDER = /(?:^|\/)(\d+) ?([^/]*)\/Checkmarks\.csv$/;

interface Entry {
  readonly where: Where;
  readonly habit: string;
  readonly isMeasured: boolean;
  readonly day: string;
  readonly value: string;
  readonly notes: string | null;
}

/** Loop keeps no record, or only a note, of such a day. */
function isUnknown(value: string): boolean {
  return value === 'UNKNOWN' || value === '-1';
}

// By their names in newer versions, by their numbers in older ones and in the database.
const NOT_DONE: { readonly [value: string]: string } = {
  YES_AUTO: 'computed by Loop',
  1: 'computed by Loop',
  NO: 'not done',
  0: 'not done',
  SKIP: 'skipped',
  3: 'skipped',
};

function readEntry({ where, habit, isMeasured, day, value, notes }: Entry, { today }: Reading, history: History): void {
  const on = pastDay(day, today);
  if (isMeasured) throw new UsageError('a habit that is measured');
  if (value !== '2' && value !== 'YES_MANUAL') throw new UsageError(NOT_DONE[value] ?? 'a value Loop does not have');
  history.addThing(on, doneThing(where, on, habit, notes));
}

/** By their position, which the names of the folders begin with; older versions know no types. */
function habitsOf(csv: string): Map<number, { habit: string; isMeasured: boolean }> {
  const habits = new Map<number, { habit: string; isMeasured: boolean }>();
  let head: string[] | undefined;
  readRows(csv, 'Habits.csv', (row) => {
    const cell = (column: string) => row[head?.indexOf(column) ?? -1] ?? '';
    if (head === undefined) head = row;
    else habits.set(Number(cell('Position')), { habit: cell('Name'), isMeasured: !/^(YES_NO)?$/.test(cell('Type')) });
  });
  return habits;
}

/** A century of a hundred habits has room in it. */
const MOST_BYTES = 100_000_000;

function unzip(bytes: Uint8Array, name: string): Map<string, string> {
  let size = 0;
  const filter = ({ name: file, originalSize }: UnzipFileInfo) => {
    if (!/(^|\/)(Habits|Checkmarks)\.csv$/.test(file)) return false;
    size += originalSize;
    if (size > MOST_BYTES) throw new CommandError(`${name} holds too much`, 'Nothing was changed.');
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })).map(([file, data]) => [file, strFromU8(data)]));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${name} cannot be read as an archive: ${(error as Error).message}`, 'Nothing was changed.');
  }
}
