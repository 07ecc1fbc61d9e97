import type BetterSqlite3 from 'better-sqlite3';
import { CommandError } from '../core/errors.ts';
import { type LoadedDriver, loadDriver } from './installed-driver.ts';

export type Database = BetterSqlite3.Database;

export type Statement<Params extends unknown[] = unknown[], Row = unknown> = BetterSqlite3.Statement<Params, Row>;

/** How long to wait for another program that holds a store, in milliseconds. */
export const BUSY_TIMEOUT_MS = 10_000;

export type OpenOptions = BetterSqlite3.Options;

// better-sqlite3 13 has its binaries in the package but crashes on Node 20. Node 20 gets 12.9.0, the last version with a binary
// to download; its `engines` end before Node 26, so npm does not fetch it there.
const onNode20 = Number.parseInt(process.versions.node, 10) < 22;
const driver = onNode20 ? 'better-sqlite3-node20' : 'better-sqlite3';

let loaded: LoadedDriver | undefined;

export function openDatabase(path: string, options: OpenOptions = {}): Database {
  try {
    // Loaded late, so that `four --help` works without it.
    loaded ??= loadDriver(driver);
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
  return onNode20
    ? 'Reinstall fourthings with this Node and allow install scripts. If that needs a compiler, use Node 22 or newer.'
    : 'Reinstall fourthings with this Node, without --omit=optional.';
}
