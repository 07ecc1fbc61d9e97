import type BetterSqlite3 from 'better-sqlite3';
import { CommandError } from '../core/errors.ts';
import { hasNodeApi10, type LoadedDriver, loadDriver } from './installed-driver.ts';

export type Database = BetterSqlite3.Database;

export type Statement<Params extends unknown[] = unknown[], Row = unknown> = BetterSqlite3.Statement<Params, Row>;

/** How long to wait for another program that holds a store, in milliseconds. */
export const BUSY_TIMEOUT_MS = 10_000;

export type OpenOptions = BetterSqlite3.Options;

let loaded: LoadedDriver | undefined;

export function openDatabase(path: string, options: OpenOptions = {}): Database {
  try {
    // Loaded late, so that `four --help` works without it.
    loaded ??= loadDriver();
    const { Driver, ...found } = loaded;
    return new Driver(path, { ...options, ...found });
  } catch (error) {
    throw isLoadFailure(error) ? new CommandError('SQLite could not be loaded', hint()) : error;
  }
}

// The module or its binary is missing, or was built for another Node or system. (Errors of `bindings` have `tries`.)
function isLoadFailure(error: unknown): boolean {
  if (!(error && typeof error === 'object')) return false;
  return 'tries' in error || ('code' in error && /^(MODULE_NOT_FOUND|ERR_DLOPEN_FAILED)$/.test(String(error.code)));
}

function hint(): string {
  if (hasNodeApi10) return 'Reinstall fourthings with this Node.';
  if (!process.versions.node.startsWith('20.')) return 'Use Node 22.14 or newer.';
  return 'Reinstall fourthings with this Node and allow install scripts. If that needs a compiler, use Node 22.14 or newer.';
}
