import fs from 'node:fs';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { type Database, openDatabase } from './driver.ts';
import {
  addName,
  createFile,
  createPrivately,
  exists,
  isDraft,
  isFile,
  isFolder,
  isOwn,
  isReadable,
  isTaken,
  makeFolder,
  makePrivate,
  modifiedAt,
  naming,
  notOurs,
  removeStaleDrafts,
  replaceFile,
  resolveLinks,
  syncFolderToDisk,
  syncToDisk,
} from './files.ts';
import { readHeader, SIDECARS } from './header.ts';
import { problemOf } from './integrity.ts';

/** The newest daily backups are kept, this many, and the newest one of each of this many months. */
const KEPT_DAYS = 7;
const KEPT_MONTHS = 12;

/** The backups of a store. Their names begin with `day`, the local day of the command. */
export class Backups {
  readonly #file: string;
  readonly #day: Day;
  readonly #open: () => Database;

  constructor(file: string, day: Day, open: () => Database) {
    this.#file = file;
    this.#day = day;
    this.#open = open;
  }

  /** Makes a backup before a large change, named after it, if there is a store. */
  makeBefore(change: string): void {
    if (exists(this.#file)) tryBackup(() => keepBackup(this.#open(), this.#file, this.#day, `before-${change}`));
  }

  /** Makes a backup before a change that must not go on without it, named after it. Returns where it is. */
  keepBefore(change: string): string {
    return keepBackup(this.#open(), this.#file, this.#day, `before-${change}`);
  }

  /** Copies the store to a new file, or without one among its backups. Returns where the copy is. */
  make(target: string | undefined): string {
    if (!exists(this.#file)) throw new CommandError('there is no store yet', 'To start one: four plan');
    if (target === undefined) return keepBackup(this.#open(), this.#file, this.#day, 'asked-for');
    if (isTaken(target)) throw new CommandError(`${target} already exists`, 'Name a new file, or remove that one.');
    copyTo(this.#open(), target);
    return target;
  }
}

/** Makes a backup if it can be made: without space or permission, the change goes on, and `four doctor` reports it. */
export function tryBackup(make: () => unknown): void {
  try {
    make();
  } catch {
    // The next change tries again.
  }
}

/** The folder of a store's backups, beside it. Only the user can enter it. */
export function backupFolder(file: string): string {
  return `${resolveLinks(file)}.backups`;
}

/** Whether a store's folder of backups is ours. Its backups are the marker: there are some, or it is still empty. */
export function hasOwnBackupFolder(file: string): boolean {
  const folder = backupFolder(file);
  if (!isOwn(folder, file) || !isFolder(folder)) return false;
  const files = fs.readdirSync(folder).filter((name) => !isDraft(name));
  return files.length === 0 || files.some((name) => isBackup(path.join(folder, name)));
}

function isBackup(file: string): boolean {
  if (!isOwn(file) || !isFile(file)) return false;
  if (/^\d{4}-\d{2}-\d{2}-damaged-\d+\.damaged/.test(path.basename(file))) return true;
  return (
    BACKUP.test(path.basename(file)) && isReadable(file) && ['ours', 'unmarked', 'newer'].includes(readHeader(file))
  );
}

const BACKUP = /^\d{4}-\d{2}-\d{2}.*\.db$/;

function claimBackupFolder(file: string): void {
  const folder = backupFolder(file);
  if (isTaken(folder) && !hasOwnBackupFolder(file)) throw notOurs(folder);
  makeFolder(folder, file);
}

/**
 * The backups of a store, the last made first; none if they cannot be listed. The file system says when: the clock that named them may
 * have been wrong.
 */
export function listBackups(file: string): string[] {
  const folder = backupFolder(file);
  if (!isListable(folder)) return [];
  const backups = fs
    .readdirSync(folder)
    .filter((name) => BACKUP.test(name))
    .map((name) => ({ name, made: modifiedAt(path.join(folder, name)) }));
  backups.sort((one, other) => other.made - one.made || other.name.localeCompare(one.name));
  return backups.map(({ name }) => path.join(folder, name));
}

/** Whether a folder is there and may be read. */
function isListable(folder: string): boolean {
  return isReadable(folder, fs.constants.R_OK | fs.constants.X_OK) && isFolder(folder);
}

/** The newest intact backup; undefined when there is none. */
export function newestGoodBackup(file: string): string | undefined {
  return listBackups(file).find(isGood);
}

function isGood(backup: string): boolean {
  try {
    return problemOf(backup) === undefined;
  } catch {
    return false;
  }
}

/** Makes the backup of a day, if there is none yet, and removes those that are too old. */
export function keepDailyBackup(database: Database, file: string, day: Day): void {
  claimBackupFolder(file);
  const backup = dailyBackup(file, day);
  copyTo(database, backup, { isNew: true, dailyOf: day });
  prune(file, backup);
}

/** Makes a backup that stays, named by its day and the reason for it. Returns its path. */
export function keepBackup(database: Database, file: string, day: Day, reason: string): string {
  claimBackupFolder(file);
  for (;;) {
    const backup = `${freeStem(file, day, reason)}.db`;
    try {
      copyTo(database, backup, { isNew: true });
      return backup;
    } catch (error) {
      // Another process has taken the name in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Whether that day's own backup is known to have been made. */
export function hasDailyBackup(file: string, day: Day): boolean {
  return isListable(backupFolder(file)) && exists(dailyBackup(file, day));
}

function dailyBackup(file: string, day: Day): string {
  return path.join(backupFolder(file), `${day}.db`);
}

interface CopyOptions {
  /** Whether an existing file is not replaced; the error is then EEXIST. */
  readonly isNew?: boolean;
  /** The day whose daily backup it is. Only such a copy is ever removed again. */
  readonly dailyOf?: Day;
}

/** Copies a store to a file that only the user can read. The file appears whole or not at all. */
export function copyTo(database: Database, target: string, { isNew = false, dailyOf }: CopyOptions = {}): void {
  // SQLite would not say why the file cannot be opened. With the dot, a file in the folder's place is told from one without permission.
  naming(target, () => fs.accessSync(`${path.dirname(target)}/.`, fs.constants.W_OK | fs.constants.X_OK));
  const place = isNew ? createFile : replaceFile;
  place(target, (draft) => writeCopy(database, draft, dailyOf));
  syncFolderToDisk(path.dirname(target));
}

/** Writes a copy of a store into a new file, and waits until it is on the disk. */
export function writeCopy(database: Database, draft: string, dailyOf?: Day): void {
  // Created first, so that nobody else can read what SQLite writes into it.
  createPrivately(draft);
  const isOneFile = database.pragma('journal_mode', { simple: true }) !== 'wal';
  if (dailyOf !== undefined && isOneFile) copyFile(database, draft);
  else database.prepare('VACUUM INTO ?').run(draft);
  markCopy(draft, dailyOf);
  syncToDisk(draft);
}

/** Copies a store page by page. Each day begins with that: for a century, `VACUUM INTO` takes four times as long. */
function copyFile(database: Database, draft: string): void {
  // A transaction that reads keeps every writer out of the file.
  database.exec('BEGIN');
  try {
    database.prepare('SELECT 1 FROM sqlite_schema').get();
    fs.copyFileSync(database.name, draft);
    makePrivate(draft);
  } finally {
    // Nothing is read before it ends: to close the copied file has given up its lock.
    // https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    database.exec('COMMIT');
  }
}

/** Notes in a copy which day's backup it is, so that we know our own again among files that look alike. */
function markCopy(draft: string, dailyOf: Day | undefined): void {
  const copy = openDatabase(draft);
  try {
    // It is synced afterwards, and nobody has it open.
    copy.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; DROP TABLE IF EXISTS daily_backup');
    if (dailyOf === undefined) return;
    copy.exec('CREATE TABLE daily_backup (day TEXT NOT NULL) STRICT');
    copy.prepare<[Day]>('INSERT INTO daily_backup (day) VALUES (?)').run(dailyOf);
  } finally {
    copy.close();
  }
}

/** Whether a file is a daily backup that we made under that name. */
function isDailyBackup(file: string): boolean {
  const [, day] = /^(\d{4}-\d{2}-\d{2})\.db$/.exec(path.basename(file)) ?? [];
  if (day === undefined || !isOwn(file) || !isFile(file) || readHeader(file) !== 'ours') return false;
  const copy = openDatabase(file, { readonly: true });
  try {
    return copy.prepare<[], string>('SELECT day FROM daily_backup').pluck().get() === day;
  } catch {
    // It is somebody else's copy of a store, of an older four, or damaged.
    return false;
  } finally {
    copy.close();
  }
}

/**
 * Adds a damaged store to the backups, and moves there what SQLite has kept beside it: replayed into another file, it would damage
 * that one. The store keeps its name too, for the caller to replace. Returns what was kept; undefined when there was nothing.
 */
export function quarantine(file: string, day: Day): string | undefined {
  const found = ['', ...SIDECARS].filter((ending) => isTaken(file + ending));
  const [first] = found;
  if (first === undefined) return undefined;
  claimBackupFolder(file);
  const aside = `${freeStem(file, day, 'damaged')}.damaged`;
  for (const ending of found) {
    if (ending === '') addName(file, aside);
    else fs.renameSync(file + ending, aside + ending);
  }
  syncFolderToDisk(backupFolder(file));
  return aside + first;
}

/** Opens an intact backup to restore it. */
export function openBackup(backup: string): Database {
  if (!exists(backup)) throw new CommandError(`${backup}: no such file`, 'To see where the backups are: four doctor');
  const problem = problemOf(backup);
  if (problem !== undefined) throw new CommandError(`${backup} cannot be restored: ${problem}`, 'Nothing was changed.');
  return openDatabase(backup);
}

/** A free name without its ending: the backups of a day are numbered, except its daily one. */
function freeStem(file: string, day: Day, reason: string): string {
  const taken = fs.readdirSync(backupFolder(file));
  let number = 1;
  const isUsed = (stem: string) => taken.some((name) => name.startsWith(`${stem}.`));
  while (isUsed(`${day}-${reason}-${number}`)) number += 1;
  return path.join(backupFolder(file), `${day}-${reason}-${number}`);
}

/** Removes the daily backups that are not kept, and what killed processes have left. Nothing else is ever removed. */
function prune(file: string, justMade: string): void {
  removeStaleDrafts(backupFolder(file), modifiedAt(justMade));
  const backups = listBackups(file).filter(isDailyBackup);
  const kept = new Set([...backups.slice(0, KEPT_DAYS), ...newestOfMonths(backups)]);
  for (const backup of backups) if (!kept.has(backup)) fs.rmSync(backup, { force: true });
}

/** The newest backup of each of the newest months. */
function newestOfMonths(backups: readonly string[]): string[] {
  const isNewest = (backup: string, index: number) =>
    backups.findIndex((other) => monthOf(other) === monthOf(backup)) === index;
  return backups.filter(isNewest).slice(0, KEPT_MONTHS);
}

function monthOf(backup: string): string {
  return path.basename(backup).slice(0, 7);
}
