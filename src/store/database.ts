import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError, DamagedStore, isBusy, NotAStore } from '../core/errors.ts';
import { hasDailyBackup, keepBackup, keepDailyBackup, tryBackup } from './backups.ts';
import { BUSY_TIMEOUT_MS, type Database, openDatabase } from './driver.ts';
import { createPrivately, exists, notOurs } from './files.ts';
import { type FileKind, foreignSidecar, readHeader } from './header.ts';
import { checkIntegrity, checkPages, TRUNCATED } from './integrity.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { RECORD_KINDS, RECORDS } from './records.ts';
import { TRIGGER_FINGERPRINT, takeMigrations, triggerFingerprint } from './schema.ts';

/** Opens the store at `file`, or creates it, and takes the migrations that are missing. */
export function openOrCreate(file: string, day: Day): Database {
  const resolved = path.resolve(file);
  createPrivately(resolved);
  return open(resolved, day);
}

/** Opens the store at `file`. When there is none, opens an empty one in memory: reading leaves no file behind. */
export function openForReading(file: string, day: Day, lockTimeoutMs = BUSY_TIMEOUT_MS): Database {
  // Resolved, so that SQLite takes no name for one of its own, such as `:memory:`.
  const resolved = path.resolve(file);
  return open(exists(resolved) ? resolved : ':memory:', day, lockTimeoutMs);
}

/** How many pages a small store has at most: 256 KB, or about a month of daily use. Checking them all takes 1 ms. */
const SMALL_STORE_PAGES = 64;

/**
 * Prepares for the first change of a command. A small store is checked for damage every time. Of a large one only the pages are
 * checked, on the first change of the day, which is also when the day's backup is made. When only the backup fails, the change goes on: `four doctor` reports it.
 */
export function beforeChange(database: Database, file: string, day: Day): void {
  leaveWriteAheadLog(database);
  if (isEmpty(database)) return;
  const isFirstOfDay = !hasDailyBackup(file, day);
  if (isSmall(database)) refuseDamage(checkIntegrity(database));
  else if (isFirstOfDay) refuseDamage(checkPages(database));
  if (isFirstOfDay) tryBackup(() => keepDailyBackup(database, file, day));
}

/** Another program may have switched the store to a write-ahead log. Without one, the one file is all there is. */
function leaveWriteAheadLog(database: Database): void {
  if (database.pragma('journal_mode', { simple: true }) !== 'wal') return;
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE');
  } catch (error) {
    // That program still has it open. SQLite writes to the log meanwhile, which is as safe.
    if (!isBusy(error)) throw error;
  } finally {
    database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

function isSmall(database: Database): boolean {
  return pragmaNumber(database, 'page_count') <= SMALL_STORE_PAGES;
}

function refuseDamage(damage: string | undefined): void {
  if (damage !== undefined) throw new DamagedStore(damage);
}

// EXTRA: a change survives a power cut once its command has ended. It syncs the folder too, where removing the rollback journal
// commits. Statement journals stay in memory: written to a file, they cost more than the statement.
const CONFIGURATION = `
  PRAGMA synchronous = EXTRA;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
`;

function open(file: string, day: Day, lockTimeoutMs = BUSY_TIMEOUT_MS): Database {
  if (file !== ':memory:') refuseOthers(file);
  const database = openDatabase(file, { timeout: lockTimeoutMs });
  try {
    database.exec(CONFIGURATION);
    const version = versionOf(database);
    if (version < SCHEMA_VERSION) {
      if (version > 0) tryBackup(() => keepBackup(database, file, day, `before-version-${SCHEMA_VERSION}`));
      migrate(database);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseOthers(file: string): void {
  const kind = refuseForeign(file);
  // SQLite takes very short files for empty ones, so it cannot be left to SQLite.
  if (kind === 'no-database') throw new NotAStore(file);
  if (kind === 'truncated') throw new DamagedStore(TRUNCATED);
}

/** Throws when a file belongs to another program or to a newer four. Returns what else it is. */
export function refuseForeign(file: string): FileKind {
  const kind = readHeader(file);
  if (kind === 'foreign')
    throw new CommandError(
      `${file} is a database of another program`,
      'It was left as it is. To use another file: four --db FILE',
    );
  if (kind === 'unmarked')
    throw new CommandError(
      `${file} lacks its application_id, as after a dump was read back`,
      'To make it a store again: four doctor --fix',
    );
  if (kind === 'newer') throw newerStore(file);
  const sidecar = foreignSidecar(file);
  if (sidecar !== undefined) throw notOurs(sidecar);
  return kind;
}

function newerStore(file: string): CommandError {
  return new CommandError(
    `${file} was written by a newer four`,
    'It was left as it is. To update: npm install -g fourthings',
  );
}

/**
 * Throws when another program has changed the store in the meantime so that a change could not be stored or taken back: a newer
 * four has migrated it, or a trigger is not as it was made. Called inside the transaction of a change.
 */
export function refuseChangedSchema(database: Database, file: string): void {
  const version = versionOf(database);
  if (version > SCHEMA_VERSION) throw newerStore(file);
  if (version === SCHEMA_VERSION && triggerFingerprint(database) === TRIGGER_FINGERPRINT) return;
  throw new CommandError(
    `the store ${file} was changed by another program`,
    'To see how, and mend it: four doctor --fix',
  );
}

/** How many migrations a store has taken. */
function versionOf(database: Database): number {
  return pragmaNumber(database, 'user_version');
}

function pragmaNumber(database: Database, name: string): number {
  return Number(database.pragma(name, { simple: true }));
}

function isEmpty(database: Database): boolean {
  // Not the view `days`: SQLite would compute all of it before its first row.
  const kinds = RECORD_KINDS.filter((kind) => kind !== 'setting');
  return kinds.every((kind) => database.prepare(`SELECT 1 FROM ${RECORDS[kind].table} LIMIT 1`).get() === undefined);
}

function migrate(database: Database): void {
  // Or a table that is dropped and made again would cut the links to its rows. Inside a transaction, the pragma has no effect.
  database.pragma('foreign_keys = OFF');
  const takeSteps = database.transaction(() => {
    // Read again under the lock: another process may have migrated since.
    takeMigrations(database, versionOf(database));
  });
  takeSteps.immediate();
  database.pragma('foreign_keys = ON');
}
