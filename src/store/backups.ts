import fs from 'node:fs';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { BUSY_TIMEOUT_MS, type Database, openDatabase } from './driver.ts';
import {
  createFile,
  createPrivately,
  exists,
  isFolder,
  makeFolder,
  modifiedAt,
  naming,
  removeStaleDrafts,
  replaceFile,
  syncToDisk,
} from './files.ts';
import { readHeader } from './header.ts';

/** How many days and months the newest backup is kept of. */
const KEPT_DAYS = 7;
const KEPT_MONTHS = 12;

/** Where the backups of a store are: beside it, for the user alone. */
export function backupFolder(file: string): string {
  return `${path.resolve(file)}.backups`;
}

/** The backups of a store, the last made first: by the file system, as the clock that names them may have been wrong. */
export function listBackups(file: string): string[] {
  const folder = backupFolder(file);
  if (!isFolder(folder)) return [];
  const backups = fs
    .readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}.*\.db$/.test(name))
    .map((name) => ({ name, made: modifiedAt(path.join(folder, name)) }));
  backups.sort((one, other) => other.made - one.made || other.name.localeCompare(one.name));
  return backups.map(({ name }) => path.join(folder, name));
}

/** The newest backup that is whole; undefined where there is none. */
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

/** A backup among the others, named by its day and what it was made for; older ones that are not kept are removed. */
export function keepBackup(database: Database, file: string, day: Day, reason = ''): string {
  makeFolder(backupFolder(file));
  const backup = copyToFreeName(database, file, day, reason);
  prune(file, backup);
  return backup;
}

function copyToFreeName(database: Database, file: string, day: Day, reason: string): string {
  for (;;) {
    const backup = freeName(file, day, reason);
    try {
      copyTo(database, backup, reason !== '');
      return backup;
    } catch (error) {
      // Another process has taken the name meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Whether there is a backup of that day already. */
export function hasDailyBackup(file: string, day: Day): boolean {
  return isFolder(backupFolder(file)) && exists(path.join(backupFolder(file), `${day}.db`));
}

/**
 * A consistent copy of a store at `target`, which appears there whole or not at all, readable by the user alone; with `isNew` an
 * error when something is there.
 */
export function copyTo(database: Database, target: string, isNew = false): void {
  // SQLite would only say that something cannot be opened.
  naming(target, () => fs.accessSync(path.dirname(target), fs.constants.W_OK | fs.constants.X_OK));
  const place = isNew ? createFile : replaceFile;
  place(target, (draft) => {
    // Created first, so that nobody else can read what SQLite writes into it.
    createPrivately(draft);
    database.prepare('VACUUM INTO ?').run(draft);
    syncToDisk(draft);
  });
}

/** Puts a store where it was not whole out of the way, with what SQLite has left beside it. */
export function quarantine(file: string, day: Day): string {
  makeFolder(backupFolder(file));
  const aside = freeName(file, day, 'damaged').replace(/\.db$/, '.damaged');
  fs.renameSync(file, aside);
  if (exists(`${file}-journal`)) fs.renameSync(`${file}-journal`, `${aside}-journal`);
  return aside;
}

/** What is wrong with a file as a store, in words; undefined when it is whole. */
export function problemOf(file: string): string | undefined {
  let database: Database | undefined;
  try {
    const kind = readHeader(file);
    if (kind !== 'ours') return KINDS[kind];
    // Not read-only: a write that was cut off is rolled back when the file is read, as it would be by any command.
    database = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    const damage = checkIntegrity(database);
    return damage && `it is damaged: ${damage}`;
  } catch (error) {
    // Busy, or not to be read: that says nothing of what is in it.
    if (
      /^(SQLITE_(BUSY|IOERR|CANTOPEN|PERM|FULL|READONLY)|E(ACCES|PERM))/.test(String((error as { code?: string }).code))
    )
      throw error;
    return `it is damaged: ${(error as Error).message}`;
  } finally {
    database?.close();
  }
}

const KINDS = {
  empty: 'it is empty',
  newer: 'it was written by a newer four',
  foreign: 'it is a database of another program',
  truncated: 'it is shorter than it should be',
  'no-database': 'it is no database',
} as const;

/** The first thing SQLite's own checks find; undefined when they find nothing. */
export function checkIntegrity(database: Database): string | undefined {
  const [first] = database.pragma('integrity_check(1)') as { integrity_check: string }[];
  if (first?.integrity_check !== 'ok') return first?.integrity_check;
  const [link] = database.pragma('foreign_key_check') as { table: string }[];
  return link && `a link of table ${link.table} leads nowhere`;
}

/** The source of a restore, opened when it is whole. */
export function openBackup(backup: string): Database {
  if (!exists(backup)) throw new CommandError(`${backup}: no such file`, 'The backups: four doctor');
  const problem = problemOf(backup);
  if (problem !== undefined) throw new CommandError(`${backup} cannot be restored: ${problem}`, 'Nothing was changed.');
  return openDatabase(backup);
}

function freeName(file: string, day: Day, reason: string): string {
  const stem = path.join(backupFolder(file), reason === '' ? day : `${day}-${reason}`);
  // The day's own backup is made once; of the others there may be several a day.
  if (reason === '') return `${stem}.db`;
  let number = 1;
  while (exists(`${stem}-${number}.db`) || exists(`${stem}-${number}.damaged`)) number += 1;
  return `${stem}-${number}.db`;
}

function prune(file: string, justMade: string): void {
  removeStaleDrafts(backupFolder(file), fs.statSync(justMade).mtimeMs);
  const backups = listBackups(file);
  const dayOf = (backup: string) => path.basename(backup).slice(0, 10);
  const monthOf = (backup: string) => path.basename(backup).slice(0, 7);
  const days = new Set([...new Set(backups.map(dayOf))].slice(0, KEPT_DAYS));
  const months = [...new Set(backups.map(monthOf))].slice(0, KEPT_MONTHS);
  const monthly = new Set(months.map((month) => backups.find((backup) => monthOf(backup) === month)));
  for (const backup of backups)
    if (!days.has(dayOf(backup)) && !monthly.has(backup)) fs.rmSync(backup, { force: true });
}
