import fs from 'node:fs';
import path from 'node:path';
import { SETTING_KEYS, SETTINGS } from '../core/settings.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { backupFolder, listBackups, newestGoodBackup } from './backups.ts';
import { openDatabase } from './driver.ts';
import { exists } from './files.ts';
import { foreignSidecar, readHeader } from './header.ts';
import { problemOf } from './integrity.ts';
import { SCHEMA_VERSION } from './migrations.ts';

/** One check, and the way out when it fails. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}

/** Where a store and its backups are, and whether something is wrong with them. */
export interface Health {
  readonly ok: boolean;
  readonly store: { readonly file: string; readonly exists: boolean; readonly bytes: number; readonly schema: number };
  readonly backups: { readonly folder: string; readonly count: number; readonly last: string | null };
  readonly sqlite: string;
  readonly findings: readonly Finding[];
}

/** How much space must be free at least, in bytes; for a larger store, three times its size. */
const MIN_FREE_BYTES = 10 * 1024 * 1024;

/** Checks a store without changing it. */
export function examine(named: string): Health {
  const file = path.resolve(named);
  const isThere = exists(file);
  const bytes = isThere ? fs.statSync(file).size : 0;
  const backups = listBackups(file);
  const findings = isThere
    ? [checkStore(file), ...checkSettings(file), checkBackups(file), checkPermissions(file), checkSpace(file, bytes)]
    : [checkMissing(file)];
  return {
    ok: findings.every(({ ok }) => ok),
    store: { file, exists: isThere, bytes, schema: SCHEMA_VERSION },
    backups: { folder: backupFolder(file), count: backups.length, last: backups[0] ?? null },
    sqlite: sqliteVersion(),
    findings,
  };
}

function checkMissing(file: string): Finding {
  if (newestGoodBackup(file) === undefined) return finding('store', true, 'there is none yet');
  return finding('store', false, 'it is missing, but it has backups', recoveryHint(file));
}

function checkStore(file: string): Finding {
  // A command that was stopped before its first change leaves an empty file, which the next command uses.
  if (readHeader(file) === 'empty' && newestGoodBackup(file) === undefined)
    return finding('store', true, 'it is empty');
  const problem = problemOf(file);
  if (problem === undefined) return finding('store', true, 'it is intact');
  const hint = readHeader(file) === 'newer' ? 'Update: npm install -g fourthings' : recoveryHint(file);
  return finding('store', false, problem, hint);
}

/** Another program may have stored an invalid value; commands then use the default. */
function checkSettings(file: string): Finding[] {
  if (readHeader(file) !== 'ours' || foreignSidecar(file) !== undefined) return [];
  const database = openDatabase(file);
  try {
    const stored = database.prepare<[], [key: string, value: string]>('SELECT key, value FROM setting').raw().all();
    const [key] = stored.find(([key, value]) => !isValid(key, value)) ?? [];
    if (key === undefined) return [];
    return [finding('settings', false, `${key} has an invalid value`, `Run: four config ${key} --unset`)];
  } catch {
    // The check of the store reports the damage.
    return [];
  } finally {
    database.close();
  }
}

function isValid(key: string, value: string): boolean {
  const setting = SETTING_KEYS.find((candidate) => candidate === key);
  return setting === undefined || SETTINGS[setting].parse(value) !== undefined;
}

/** How to get an intact store again. */
export function recoveryHint(file: string): string {
  const backup = reachableBackup(file);
  return backup === undefined
    ? 'It was left as it is. To use another file: four --db FILE'
    : `To restore the newest good backup: four restore ${shellQuote(backup)}`;
}

function reachableBackup(file: string): string | undefined {
  try {
    return newestGoodBackup(file);
  } catch {
    return undefined;
  }
}

function checkBackups(file: string): Finding {
  const folder = backupFolder(file);
  const place = isWritableFolder(folder) || (!exists(folder) && isWritableFolder(path.dirname(file)));
  if (place) return finding('backups', true, 'they can be made');
  return finding(
    'backups',
    false,
    'no backups can be made',
    `Check that this is a folder and that you own it: ${folder}`,
  );
}

function isWritableFolder(name: string): boolean {
  try {
    fs.accessSync(name, fs.constants.W_OK);
    return fs.statSync(name).isDirectory();
  } catch {
    return false;
  }
}

function checkPermissions(file: string): Finding {
  const mode = fs.statSync(file).mode & 0o777;
  if (process.platform === 'win32') return finding('permissions', true, 'Windows manages them');
  if ((mode & 0o077) === 0) return finding('permissions', true, 'only you can read it');
  return finding('permissions', false, 'others can read or change it', `Run: chmod 600 ${shellQuote(file)}`);
}

function checkSpace(file: string, bytes: number): Finding {
  const { bavail, bsize } = fs.statfsSync(path.dirname(file));
  const free = bavail * bsize;
  const enough = free >= Math.max(MIN_FREE_BYTES, 3 * bytes);
  const message = `${Math.floor(free / 1024 / 1024)} MB are free`;
  return finding('room', enough, message, enough ? undefined : 'Free some space on that disk.');
}

function sqliteVersion(): string {
  const database = openDatabase(':memory:');
  try {
    return database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
  } finally {
    database.close();
  }
}

function finding(name: string, ok: boolean, message: string, hint?: string): Finding {
  return { name, ok, message, hint: hint ?? null };
}
