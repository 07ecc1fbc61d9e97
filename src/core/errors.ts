const KINDS = [
  'usage',
  'failed',
  'interrupted',
  'damaged-store',
  'not-a-store',
  'git',
  'unreachable',
  'rejected',
  'output',
] as const;

/** What went wrong, for reasons the user can do something about. `session/error-report.ts` gives each kind its exit status. */
export type ErrorKind = (typeof KINDS)[number];

/** Errors that libraries and the operating system throw. */
export type ForeignErrorKind = 'commander' | 'prompt-closed' | 'prompt-ended' | 'prompt-left' | 'sqlite' | 'system';

export abstract class KnownError extends Error {
  abstract readonly kind: ErrorKind;
  /** The way out, as a second line; undefined where the message says it all. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** The command line or some input is invalid: an unknown setting, a bad date, five things. */
export class UsageError extends KnownError {
  readonly kind = 'usage';
}

/** The command is valid but cannot be carried out: an empty slot, a full day, a store that cannot be read. */
export class CommandError extends KnownError {
  readonly kind = 'failed';
}

/** The user pressed Ctrl-C at a prompt. The message says what is stored already. */
export class Interrupted extends KnownError {
  readonly kind = 'interrupted';
}

/** The store's file is corrupted. The message says what was found. */
export class DamagedStore extends KnownError {
  readonly kind = 'damaged-store';
}

/** The store's file is not a store. */
export class NotAStore extends KnownError {
  readonly kind = 'not-a-store';
}

/** A result cannot be written to standard output. `code` is the system's, like `ENOSPC`. */
export class OutputError extends KnownError {
  readonly kind = 'output';
  readonly code: string;

  constructor(code: string, hint?: string) {
    super(`standard output cannot be written (${code})`, hint);
    this.code = code;
  }
}

interface ErrorFields {
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly code?: unknown;
  readonly errno?: unknown;
}

/**
 * The kind of an error; undefined for a bug. Each bundle has its own copy of a class, so `instanceof` does not work across them:
 * our errors are recognized by `kind`, Inquirer's and SQLite's by `name`, Commander's by `code`, the system's by `errno`.
 */
export function kindOf(error: unknown): ErrorKind | ForeignErrorKind | undefined {
  const { kind, name, errno } = Object(error) as ErrorFields;
  const own = KINDS.find((candidate) => candidate === kind);
  if (own) return own;
  if (codeOf(error).startsWith('commander.')) return 'commander';
  if (name === 'ExitPromptError') return 'prompt-closed';
  if (name === 'CancelPromptError') return 'prompt-ended';
  if (name === 'AbortPromptError') return 'prompt-left';
  if (name === 'SqliteError') return 'sqlite';
  return errno === undefined ? undefined : 'system';
}

/** The code of an error of Node, SQLite or a library, like `ENOENT` or `SQLITE_BUSY`; empty where it has none. */
export function codeOf(error: unknown): string {
  const { code } = Object(error) as ErrorFields;
  return typeof code === 'string' ? code : '';
}

/** Whether another program has held the store for longer than we waited. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

/** What `read` returns; undefined if it throws because something is invalid. */
export function ifValid<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (kindOf(error) === 'usage') return undefined;
    throw error;
  }
}
