import type BetterSqlite3 from 'better-sqlite3';
import { CommandError } from '../core/errors.ts';
import { type LoadedDriver, loadDriver } from './installed-driver.ts';

export type Database = BetterSqlite3.Database;

export type Statement<Params extends unknown[] = unknown[], Row = unknown> = BetterSqlite3.Statement<Params, Row>;

/** How long to wait for another program that holds a store, in milliseconds. */
export const BUSY_TIMEOUT_MS = 10_000;

export type OpenOptions = BetterSqlite3.Options;

// better-sqlite3 13 carries its binaries in the package, but crashes on Node 20. There it is 12.9.0, the last with a
// binary for Node 20 to download; its `engines` end before Node 26, so npm does not even fetch it there.
const onNode20 = Number.parseInt(process.versions.node, 10) < 22;
const driver = onNode20 ? 'better-sqlite3-node20' : 'better-sqlite3';

let loaded: LoadedDriver | undefined;

export function openDatabase(path: string, options: OpenOptions = {}): Database {
  try {
    // Only when a database is opened, so that `four --help` works without it.
    loaded ??= loadDriver(driver);
    const { Driver, ...found } = loaded;
    return new Driver(path, { ...options, ...found });
  } catch (error) {
    throw isLoadFailure(error) ? new CommandError('SQLite could not be loaded', hint()) : error;
  }
}

// The module or its binary is missing, or was made for another Node or system. (`tries` is how `bindings` says so.)
function isLoadFailure(error: unknown): boolean {
  if (!(error && typeof error === 'object')) return false;
  return 'tries' in error || ('code' in error && /^(MODULE_NOT_FOUND|ERR_DLOPEN_FAILED)$/.test(String(error.code)));
}

function hint(): string {
  return onNode20
    ? 'Install fourthings again with this Node and let install scripts run. If that asks for a compiler, use Node 22 or newer.'
    : 'Install fourthings again with this Node, without --omit=optional.';
}

/** Prepares each statement once: for work that goes row by row. */
export function preparing(database: Database): (sql: string) => Statement {
  const statements = new Map<string, Statement>();
  return (sql) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
}
