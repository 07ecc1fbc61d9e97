import fs from 'node:fs';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { shellQuote } from '../core/shell-quote.ts';
import type { Timestamp } from '../core/thing.ts';
import { backupFolder, hasOwnBackupFolder, listBackups, newestGoodBackup } from './backups.ts';
import { BUSY_TIMEOUT_MS, openDatabase } from './driver.ts';
import { exists, isFolder, isOwn, isReadable, isTaken, makePrivate } from './files.ts';
import { foreignSidecar, readHeader } from './header.ts';
import { problemOf } from './integrity.ts';
import { mendStore } from './mend.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { MEND_HINT, recoveryHint } from './recovery.ts';
import { brokenRules } from './rules.ts';

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
    ? [checkStore(file), ...checkRules(file), checkBackups(file), checkPermissions(file), checkSpace(file, bytes)]
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
  return finding('store', false, problem, hintFor(file, problem));
}

function hintFor(file: string, problem: string): string {
  const kind = readHeader(file);
  if (kind === 'newer') return 'Update: npm install -g fourthings';
  return kind === 'unmarked' ? MEND_HINT : recoveryHint(file, problem);
}

/** The rules that only we know. Where the store is damaged or not ours, its own check says so. */
function checkRules(file: string): Finding[] {
  if (readHeader(file) !== 'ours' || foreignSidecar(file) !== undefined) return [];
  const database = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // In one transaction, because other commands may change the store meanwhile.
    return database
      .transaction(brokenRules)(database)
      .map(({ name, message, hint = MEND_HINT }) => finding(name, false, message, hint));
  } catch {
    return [];
  } finally {
    database.close();
  }
}

export interface Fixed {
  /** What was wrong, in words. */
  readonly fixed: readonly string[];
  /** The store as it was before; null when it did not have to be changed. */
  readonly backup: string | null;
  /** Rows that could not be kept, by table. */
  readonly leftOut: readonly { readonly table: string; readonly rows: number }[];
}

/** Mends what `examine` finds, as far as it can be mended without a backup being restored. */
export function fix(file: string, day: Day, now: Timestamp): Fixed {
  if (!exists(file)) return { fixed: [], backup: null, leftOut: [] };
  const wrong = examine(file).findings.filter(({ ok }) => !ok);
  const rules = wrong.filter(({ name, hint }) => hint === MEND_HINT || name === 'settings');
  const mended = rules.length > 0 ? mendStore(file, day, now) : undefined;
  const modes = wrong.filter(({ name }) => name === 'permissions');
  const isPrivate = modes.length > 0 && readHeader(file) === 'ours' && isOwn(file);
  if (isPrivate) makePrivate(file);
  const fixed = [...rules, ...(isPrivate ? modes : [])].map(({ message }) => message);
  return { backup: null, leftOut: [], ...mended, fixed };
}

function checkBackups(file: string): Finding {
  const folder = backupFolder(file);
  if (isWritableFolder(folder) && !hasOwnBackupFolder(file))
    return finding('backups', false, `${folder} was not made by four`, 'Move it away, and backups can be made.');
  const place = isWritableFolder(folder) || (!isTaken(folder) && isWritableFolder(path.dirname(file)));
  if (place) return finding('backups', true, 'they can be made');
  return finding(
    'backups',
    false,
    'no backups can be made',
    `Check that this is a folder and that you own it: ${folder}`,
  );
}

function isWritableFolder(name: string): boolean {
  return isReadable(name, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK) && isFolder(name);
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
