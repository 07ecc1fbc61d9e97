import fs from 'node:fs';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { type Database, openDatabase } from './driver.ts';
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
import { problemOf } from './integrity.ts';

/** The newest backups of this many days are kept, and the newest one of each of this many months. */
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
    if (exists(this.#file)) keepBackup(this.#open(), this.#file, this.#day, `before-${change}`);
  }

  /** Copies the store to a new file, or without one among its backups. Returns where the copy is. */
  make(target: string | undefined): string {
    if (!exists(this.#file)) throw new CommandError('there is no store yet', 'To start one: four plan');
    if (target === undefined) return keepBackup(this.#open(), this.#file, this.#day, 'asked-for');
    if (exists(target)) throw new CommandError(`${target} already exists`, 'Name a new file, or remove that one.');
    copyTo(this.#open(), target);
    return target;
  }
}

/** The folder of a store's backups, beside it. Only the user can enter it. */
export function backupFolder(file: string): string {
  return `${path.resolve(file)}.backups`;
}

/** The backups of a store, the last made first. The file system says when: the clock that named them may have been wrong. */
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

/** Makes a backup, named by its day and the reason for it, and removes those that are too old. Returns its path. */
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
      // Another process has taken the name in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Whether that day's own backup has been made. */
export function hasDailyBackup(file: string, day: Day): boolean {
  return isFolder(backupFolder(file)) && exists(path.join(backupFolder(file), `${day}.db`));
}

/**
 * Copies a store to a file that only the user can read. The file appears whole or not at all. With `isNew`, an existing file is
 * not replaced and the error is EEXIST.
 */
export function copyTo(database: Database, target: string, isNew = false): void {
  // SQLite would not say why the file cannot be opened.
  naming(target, () => fs.accessSync(path.dirname(target), fs.constants.W_OK | fs.constants.X_OK));
  const place = isNew ? createFile : replaceFile;
  place(target, (draft) => {
    // Created first, so that nobody else can read what SQLite writes into it.
    createPrivately(draft);
    database.prepare('VACUUM INTO ?').run(draft);
    syncToDisk(draft);
  });
}

/** Moves a damaged store, with its rollback journal, among the backups. Returns its new path. */
export function quarantine(file: string, day: Day): string {
  makeFolder(backupFolder(file));
  const aside = freeName(file, day, 'damaged').replace(/\.db$/, '.damaged');
  fs.renameSync(file, aside);
  if (exists(`${file}-journal`)) fs.renameSync(`${file}-journal`, `${aside}-journal`);
  return aside;
}

/** Opens an intact backup to restore it. */
export function openBackup(backup: string): Database {
  if (!exists(backup)) throw new CommandError(`${backup}: no such file`, 'To see where the backups are: four doctor');
  const problem = problemOf(backup);
  if (problem !== undefined) throw new CommandError(`${backup} cannot be restored: ${problem}`, 'Nothing was changed.');
  return openDatabase(backup);
}

function freeName(file: string, day: Day, reason: string): string {
  const stem = path.join(backupFolder(file), reason === '' ? day : `${day}-${reason}`);
  // A day has one backup of its own. The others are numbered.
  if (reason === '') return `${stem}.db`;
  let number = 1;
  while (exists(`${stem}-${number}.db`) || exists(`${stem}-${number}.damaged`)) number += 1;
  return `${stem}-${number}.db`;
}

/** Removes the backups that are not kept, and what killed processes have left. */
function prune(file: string, justMade: string): void {
  removeStaleDrafts(backupFolder(file), modifiedAt(justMade));
  const backups = listBackups(file);
  const kept = new Set([...newestDays(backups), ...newestOfMonths(backups)]);
  for (const backup of backups) if (!kept.has(backup)) fs.rmSync(backup, { force: true });
}

/** Every backup of the newest days. */
function newestDays(backups: readonly string[]): string[] {
  const days = [...new Set(backups.map(dayOf))].slice(0, KEPT_DAYS);
  return backups.filter((backup) => days.includes(dayOf(backup)));
}

/** The newest backup of each of the newest months. */
function newestOfMonths(backups: readonly string[]): string[] {
  const isNewest = (backup: string, index: number) =>
    backups.findIndex((other) => monthOf(other) === monthOf(backup)) === index;
  return backups.filter(isNewest).slice(0, KEPT_MONTHS);
}

function dayOf(backup: string): string {
  return path.basename(backup).slice(0, 10);
}

function monthOf(backup: string): string {
  return path.basename(backup).slice(0, 7);
}
