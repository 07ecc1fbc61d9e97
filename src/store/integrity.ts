import { codeOf } from '../core/errors.ts';
import { BUSY_TIMEOUT_MS, type Database, openDatabase } from './driver.ts';
import { exists } from './files.ts';
import { type FileKind, foreignSidecar, readHeader } from './header.ts';

interface Problem {
  readonly isDamage: boolean;
  readonly message: string;
}

const PROBLEMS: { readonly [Kind in Exclude<FileKind, 'ours' | 'truncated'>]: string } = {
  empty: 'it is empty',
  newer: 'it was written by a newer four',
  foreign: 'it is a database of another program',
  unmarked: 'it lacks its application_id, as after a dump was read back',
  'no-database': 'it is not a database',
};

export const TRUNCATED = 'the file is truncated';

/** What is wrong with a file as a store, in words; undefined for an intact store. Throws when the file cannot be read now. */
export function problemOf(file: string): string | undefined {
  const problem = inspect(file);
  return problem?.isDamage ? `it is damaged: ${problem.message}` : problem?.message;
}

/** Whether a message of these checks is about rows and indexes that `four doctor --fix` makes again. */
export function isMendable(message: string): boolean {
  return /^(it is damaged: )?(CHECK constraint failed|NULL value in|non-unique entry|row \d+ missing|wrong # of entries|row not in order|a link of table)/.test(
    message,
  );
}

/** What is wrong with a store; undefined when it is intact, does not exist or cannot be read now. */
export function damageOf(file: string): string | undefined {
  try {
    return exists(file) ? inspect(file)?.message : undefined;
  } catch {
    return undefined;
  }
}

function inspect(file: string): Problem | undefined {
  let database: Database | undefined;
  try {
    const kind = readHeader(file);
    if (kind === 'truncated') return { isDamage: true, message: TRUNCATED };
    if (kind !== 'ours') return { isDamage: false, message: PROBLEMS[kind] };
    const sidecar = foreignSidecar(file);
    if (sidecar !== undefined) return { isDamage: false, message: `${sidecar} was not made by four` };
    // Not read-only: an interrupted write is rolled back when the file is read, as any command would do.
    database = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    const message = checkIntegrity(database);
    return message === undefined ? undefined : { isDamage: true, message };
  } catch (error) {
    if (isUnreadable(error)) throw error;
    return { isDamage: true, message: (error as Error).message };
  } finally {
    database?.close();
  }
}

/** A file that is busy or may not be read can still be intact. */
function isUnreadable(error: unknown): boolean {
  return /^(SQLITE_(BUSY|IOERR|CANTOPEN|PERM|FULL|READONLY)|E(ACCES|PERM))/.test(codeOf(error));
}

/** The first problem that SQLite's own checks find; undefined when they find none. */
export function checkIntegrity(database: Database): string | undefined {
  const found = database.prepare<[], string>('PRAGMA integrity_check(1)').pluck().get();
  if (found !== 'ok') return found;
  const table = database.prepare<[], string>('PRAGMA foreign_key_check').pluck().get();
  return table && `a link of table ${table} leads nowhere`;
}

/**
 * The first page of a store that is damaged; undefined when there is none. Takes a tenth of the time of `checkIntegrity`, which also
 * compares each index with its table and computes every CHECK: for a century 20 ms instead of 240.
 */
export function checkPages(database: Database): string | undefined {
  database.exec('PRAGMA ignore_check_constraints = ON');
  try {
    const found = database.prepare<[], string>('PRAGMA quick_check(1)').pluck().get();
    return found === 'ok' ? undefined : found;
  } finally {
    database.exec('PRAGMA ignore_check_constraints = OFF');
  }
}
