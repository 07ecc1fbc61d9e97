import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError, DamagedStore, NotAStore } from '../core/errors.ts';
import { checkIntegrity, hasDailyBackup, keepBackup } from './backups.ts';
import { BUSY_TIMEOUT_MS, type Database, openDatabase } from './driver.ts';
import { createPrivately, exists } from './files.ts';
import { APPLICATION_ID, type FileKind, readHeader } from './header.ts';
import { migrationsAfter, SCHEMA_VERSION } from './migrations.ts';
import { RECORD_KINDS, RECORDS } from './records.ts';

/** The store at `file`, made when it is not there, and at the newest version of the schema. */
export function openOrCreate(file: string, day: Day): Database {
  const whole = path.resolve(file);
  createPrivately(whole);
  return open(whole, day);
}

/** The store at `file`, or an empty one in memory when there is none: whoever only reads leaves no file behind. */
export function openForReading(file: string, day: Day): Database {
  // The whole path, so that no name is taken for one of SQLite's own, like `:memory:`.
  const whole = path.resolve(file);
  return open(exists(whole) ? whole : ':memory:', day);
}

/** Up to this many pages (a quarter of a megabyte, half a year) to look through all of them takes 1 ms. */
const SMALL = 64;

/**
 * Before its first change a command looks whether the store is whole: a large one only on the day's first change, which is also
 * the moment to keep a backup. The change goes on without the backup when only that cannot be made; `four doctor` tells of it.
 */
export function beforeChange(database: Database, file: string, day: Day): void {
  if (isBlank(database)) return;
  const isFirst = !hasDailyBackup(file, day);
  const isSmall = (database.pragma('page_count', { simple: true }) as number) <= SMALL;
  const damage = isFirst || isSmall ? checkIntegrity(database) : undefined;
  if (damage !== undefined) throw new DamagedStore(damage);
  if (!isFirst) return;
  try {
    keepBackup(database, file, day);
  } catch {
    // No room, or no right to write beside the store: the next change tries again.
  }
}

// A changed store is on the disk when the command says so, also after a power cut: EXTRA syncs the folder too, in which the end of a
// transaction is the removal of its journal. What SQLite notes to take back a single statement stays in memory: in a file it would
// cost more than the statement.
const CONFIGURATION = `
  PRAGMA synchronous = EXTRA;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
`;

function open(file: string, day: Day): Database {
  if (file !== ':memory:') refuseOthers(file);
  const database = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(CONFIGURATION);
    const version = versionOf(database);
    if (version < SCHEMA_VERSION) {
      if (version > 0) keepBackup(database, file, day, `before-version-${SCHEMA_VERSION}`);
      migrate(database);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseOthers(file: string): void {
  const kind = refuseStrangers(file);
  // SQLite would say so too, but for the shortest of files, which it takes for empty.
  if (kind === 'no-database') throw new NotAStore(file);
  if (kind === 'truncated') throw new DamagedStore('the file is shorter than it should be');
}

/** Refuses what is whole and not ours to change, and tells what else a file is. */
export function refuseStrangers(file: string): FileKind {
  const kind = readHeader(file);
  if (kind === 'foreign')
    throw new CommandError(`${file} is a database of another program`, 'It was left as it is. Another file: --db FILE');
  if (kind === 'newer')
    throw new CommandError(
      `${file} was written by a newer four`,
      'It was left as it is. Update: npm install -g fourthings',
    );
  return kind;
}

/** How many migrations a store has seen. */
function versionOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function isBlank(database: Database): boolean {
  // Not the view of the days, which is made whole before the first of them can be seen.
  return RECORD_KINDS.filter((kind) => kind !== 'setting').every(
    (kind) => database.prepare(`SELECT 1 FROM ${RECORDS[kind].table} LIMIT 1`).get() === undefined,
  );
}

function migrate(database: Database): void {
  // A table that is made anew would take with it what refers to its rows. It cannot be turned off inside a transaction.
  database.pragma('foreign_keys = OFF');
  const run = database.transaction(() => {
    // Read again: another process may have been faster between the first look and this lock.
    for (const sql of migrationsAfter(versionOf(database))) database.exec(sql);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  });
  run.immediate();
  database.pragma('foreign_keys = ON');
}
