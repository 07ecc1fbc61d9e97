import path from 'node:path';
import { codeOf, kindOf } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { damageOf } from '../store/integrity.ts';
import { recoveryHint } from '../store/recovery.ts';

/** The exit statuses, as documented in the README. */
export const EXIT_CODE = { done: 0, failed: 1, usage: 2, bug: 70, interrupted: 130 } as const;

export interface Report {
  readonly status: number;
  /** The lines for standard error; the first follows `four: `. */
  readonly lines: readonly string[];
}

/** What any error may carry. */
interface ErrorDetails {
  readonly message: string;
  readonly hint?: string;
  readonly path?: string;
  readonly syscall?: string;
  readonly stack?: string;
}

/**
 * Turns an error into its lines and exit status: the only place that does. `file` is the store, and `db` its name where the command
 * line gives one.
 */
export function report(error: unknown, file: string, db?: string): Report {
  const { status, lines } = reportOn(error, file);
  return { status, lines: db === undefined ? lines : lines.map((line) => withStore(line, db)) };
}

/** A hint names the store that the command named: `four restore` alone would replace another. */
function withStore(line: string, db: string): string {
  return line.replace(/: four (?=doctor|restore)/, () => `: four --db ${shellQuote(db)} `);
}

function reportOn(error: unknown, file: string): Report {
  const details = error as ErrorDetails;
  const kind = kindOf(error);
  switch (kind) {
    case 'commander':
      return say(EXIT_CODE.usage, ...commanderWords(details.message));
    case 'usage':
      return say(EXIT_CODE.usage, details.message, details.hint);
    case 'failed':
    case 'git':
    case 'unreachable':
    case 'rejected':
      return say(EXIT_CODE.failed, details.message, details.hint);
    case 'interrupted':
      return say(EXIT_CODE.interrupted, details.message, details.hint);
    case 'prompt-closed':
    case 'prompt-ended':
    case 'prompt-left':
      return say(EXIT_CODE.interrupted, 'stopped; nothing was changed');
    case 'damaged-store':
      return damaged(file, details.message);
    case 'not-a-store':
      return notAStore(file);
    case 'sqlite':
      return sqliteReport(codeOf(error), details.message, file);
    case 'output':
      return say(EXIT_CODE.failed, `standard output cannot be written: ${systemWords(codeOf(error))}`, details.hint);
    case 'system':
      return systemReport(codeOf(error), details, file);
    case undefined:
      return unexpected(error, file);
  }
}

function notAStore(file: string): Report {
  return say(EXIT_CODE.failed, `${file} is not a store of four`, recoveryHint(file));
}

function damaged(file: string, what: string): Report {
  return say(EXIT_CODE.failed, `the store ${file} is damaged: ${what}`, recoveryHint(file, what));
}

const SQLITE_ERRORS: readonly [code: RegExp, message: (file: string) => string, hint: string][] = [
  [/^SQLITE_BUSY/, (file) => `the store ${file} is busy`, 'Another program has held it for ten seconds. Try again.'],
  [/^SQLITE_READONLY/, (file) => `the store ${file} cannot be written`, 'Check who owns the file and its folder.'],
  [/^SQLITE_(CANTOPEN|PERM|AUTH)/, (file) => `the store ${file} cannot be opened`, 'Check the path and who owns it.'],
  [
    /^SQLITE_FULL/,
    (file) => `there is no space left for the store ${file}`,
    'Nothing was changed. Free some space and try again.',
  ],
  [
    /^SQLITE_IOERR/,
    (file) => `the store ${file} could not be read or written`,
    'Nothing was changed. Check the disk and try again.',
  ],
];

function sqliteReport(code: string, message: string, file: string): Report {
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(file, message);
  if (/^SQLITE_(NOTADB|FORMAT)/.test(code)) return notAStore(file);
  const found = SQLITE_ERRORS.find(([pattern]) => pattern.test(code));
  if (found) return say(EXIT_CODE.failed, found[1](file), found[2]);
  // A table is missing or has other rules: another program has changed the schema.
  return say(
    EXIT_CODE.failed,
    `the store ${file} was changed by another program: ${message}`,
    'To see what is wrong: four doctor',
  );
}

const SYSTEM_ERRORS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'part of the path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'part of the path is not a folder',
  ENOSPC: 'there is no space left',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links form a loop',
  EBADF: 'it is closed',
  EIO: 'its terminal or disk does not answer',
  EDQUOT: 'there is no space left',
  EFBIG: 'the file is too large',
};

/** What an error of the system means, by its code. */
export function systemWords(code: string): string {
  return SYSTEM_ERRORS[code] ?? code;
}

function systemReport(code: string, { path: name, syscall }: ErrorDetails, file: string): Report {
  const words = systemWords(code);
  if (syscall === 'uv_cwd') return say(EXIT_CODE.failed, `the current folder: ${words}`);
  const isRefused = /^(EACCES|EPERM)$/.test(code) && name?.startsWith(path.dirname(path.resolve(file)));
  const hint = isRefused ? 'To see whose it is and how to get it back: four doctor' : undefined;
  return say(EXIT_CODE.failed, `${name ?? 'standard input'}: ${words}`, hint);
}

/** An unexpected error may come from a corrupted store; if so, the store is reported and not the bug. */
function unexpected(error: unknown, file: string): Report {
  const damage = damageOf(file);
  if (damage !== undefined) return damaged(file, damage);
  const { stack = String(error) } = Object(error) as { stack?: string };
  return { status: EXIT_CODE.bug, lines: ['this is a bug in four, sorry', stack] };
}

function say(status: number, message: string, hint?: string): Report {
  return { status, lines: hint ? [message, hint] : [message] };
}

/** Commander writes `error: …` and may end with a line `(Did you mean …?)`. */
function commanderWords(message: string): [message: string, hint: string] {
  const [, words = '', suggestion] = /^(?:error: )?(.*?)\.?(?:\n\((Did you mean [^\n]*)\))?$/s.exec(message) ?? [];
  return [words, suggestion ?? 'For a list of commands: four --help'];
}
