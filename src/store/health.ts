import fs from 'node:fs';
import path from 'node:path';
import { SETTING_KEYS, SETTINGS } from '../core/settings.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { backupFolder, listBackups, newestGoodBackup, problemOf } from './backups.ts';
import { openDatabase } from './driver.ts';
import { exists } from './files.ts';
import { readHeader } from './header.ts';
import { SCHEMA_VERSION } from './migrations.ts';

/** One thing that was looked at; the way out where it is not well. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}

/** Where a store and its backups are, and how they are. */
export interface Health {
  readonly ok: boolean;
  readonly store: { readonly file: string; readonly exists: boolean; readonly bytes: number; readonly schema: number };
  readonly backups: { readonly folder: string; readonly count: number; readonly last: string | null };
  readonly sqlite: string;
  readonly findings: readonly Finding[];
}

/** Less room than this on the disk, or than three times the store, is too little. */
const LEAST_ROOM = 10 * 1024 * 1024;

/** Looks at a store without changing anything. */
export function examine(named: string): Health {
  const file = path.resolve(named);
  const isThere = exists(file);
  const bytes = isThere ? fs.statSync(file).size : 0;
  const backups = listBackups(file);
  const findings = isThere
    ? [whole(file), ...settings(file), canBackUp(file), permissions(file), room(file, bytes)]
    : [missing(file)];
  return {
    ok: findings.every(({ ok }) => ok),
    store: { file, exists: isThere, bytes, schema: SCHEMA_VERSION },
    backups: { folder: backupFolder(file), count: backups.length, last: backups[0] ?? null },
    sqlite: sqliteVersion(),
    findings,
  };
}

function missing(file: string): Finding {
  if (newestGoodBackup(file) === undefined) return finding('store', true, 'there is none yet');
  return finding('store', false, 'it is not there, but there are backups of it', recoveryHint(file));
}

function whole(file: string): Finding {
  // A command that is stopped before its first change leaves the file it has made, which the next one goes on with.
  if (readHeader(file) === 'empty' && newestGoodBackup(file) === undefined)
    return finding('store', true, 'nothing is in it yet');
  const problem = problemOf(file);
  if (problem === undefined) return finding('store', true, 'it is whole');
  const hint = readHeader(file) === 'newer' ? 'Update: npm install -g fourthings' : recoveryHint(file);
  return finding('store', false, problem, hint);
}

/** A setting that another program has put there and no value can be made of: its initial value is used. */
function settings(file: string): Finding[] {
  if (readHeader(file) !== 'ours') return [];
  const database = openDatabase(file);
  try {
    const stored = database.prepare('SELECT key, value FROM setting').raw().all() as [string, string][];
    const unreadable = stored.find(([key, value]) => !isReadable(key, value));
    if (!unreadable) return [];
    return [
      finding('settings', false, `${unreadable[0]} holds what it cannot`, `Run: four config ${unreadable[0]} --unset`),
    ];
  } catch {
    // What is not whole is told by the check before.
    return [];
  } finally {
    database.close();
  }
}

function isReadable(key: string, value: string): boolean {
  const setting = SETTING_KEYS.find((candidate) => candidate === key);
  return setting === undefined || SETTINGS[setting].parse(value) !== undefined;
}

/** What is wrong with a store, when it is there and can be looked at; undefined when nothing is. */
export function damageOf(file: string): string | undefined {
  try {
    return exists(file) ? problemOf(file) : undefined;
  } catch {
    return undefined;
  }
}

/** How to get a whole store again. */
export function recoveryHint(file: string): string {
  const backup = reachableBackup(file);
  return backup === undefined
    ? 'It was left as it is. Another file: --db FILE'
    : `The newest good backup: four restore ${shellQuote(backup)}`;
}

function reachableBackup(file: string): string | undefined {
  try {
    return newestGoodBackup(file);
  } catch {
    return undefined;
  }
}

function canBackUp(file: string): Finding {
  const folder = backupFolder(file);
  const place = isWritableFolder(folder) || (!exists(folder) && isWritableFolder(path.dirname(file)));
  if (place) return finding('backups', true, 'they can be made');
  return finding('backups', false, 'no backups can be made', `Is it a folder, and yours? ${shellQuote(folder)}`);
}

function isWritableFolder(name: string): boolean {
  try {
    fs.accessSync(name, fs.constants.W_OK);
    return fs.statSync(name).isDirectory();
  } catch {
    return false;
  }
}

function permissions(file: string): Finding {
  const mode = fs.statSync(file).mode & 0o777;
  if (process.platform === 'win32') return finding('permissions', true, 'Windows keeps them');
  if ((mode & 0o077) === 0) return finding('permissions', true, 'only you can read it');
  return finding('permissions', false, 'others can read or change it', `Run: chmod 600 ${shellQuote(file)}`);
}

function room(file: string, bytes: number): Finding {
  const { bavail, bsize } = fs.statfsSync(path.dirname(file));
  const free = bavail * bsize;
  const enough = free >= Math.max(LEAST_ROOM, 3 * bytes);
  const message = `${Math.floor(free / 1024 / 1024)} MB are free`;
  return finding('room', enough, message, enough ? undefined : 'Free some space on the disk of the store.');
}

function sqliteVersion(): string {
  const database = openDatabase(':memory:');
  try {
    return database.prepare('SELECT sqlite_version()').pluck().get() as string;
  } finally {
    database.close();
  }
}

function finding(name: string, ok: boolean, message: string, hint?: string): Finding {
  return { name, ok, message, hint: hint ?? null };
}
