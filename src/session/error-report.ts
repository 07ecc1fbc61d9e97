import { damageOf, recoveryHint } from '../store/health.ts';

/** Exit statuses, as the README names them. */
export const EXIT_CODE = { done: 0, failed: 1, usage: 2, bug: 70, interrupted: 130 } as const;

export interface Report {
  readonly status: number;
  /** What is said on standard error; the first line follows `four: `. */
  readonly lines: readonly string[];
}

interface Fault {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly path?: string;
  /** Of the errors of the operating system. */
  readonly errno?: number;
  readonly syscall?: string;
  readonly hint?: string;
  readonly stack?: string;
}

/** The one place that turns what went wrong into words and an exit status. */
export function report(error: unknown, file: string): Report {
  const fault = error as Fault;
  if (fault.code?.startsWith('commander.')) return say(EXIT_CODE.usage, ...commanderWords(fault));
  // By name and not by class: bundles loaded on demand and SQLite's driver bring classes of their own.
  switch (fault.name) {
    case 'UsageError':
      return say(EXIT_CODE.usage, fault.message, fault.hint);
    case 'CommandError':
    case 'DriverError':
      return say(EXIT_CODE.failed, fault.message, fault.hint);
    case 'Interrupted':
      return say(EXIT_CODE.interrupted, fault.message, fault.hint);
    case 'ExitPromptError':
      return say(EXIT_CODE.interrupted, 'stopped; nothing was changed');
    case 'DamagedStore':
      return damaged(file, fault.message);
    case 'NotAStore':
      return notAStore(file);
    case 'SqliteError':
      return storeFault(fault, file);
    default:
      return fileFault(fault) ?? postMortem(fault, file);
  }
}

function notAStore(file: string): Report {
  return say(EXIT_CODE.failed, `${file} is not a store of four`, recoveryHint(file));
}

/** Nothing is written into a store that is not whole. */
function damaged(file: string, what: string): Report {
  return say(EXIT_CODE.failed, `the store ${file} is damaged: ${what}`, recoveryHint(file));
}

const STORE_FAULTS: readonly [code: RegExp, message: (file: string) => string, hint: string][] = [
  [/^SQLITE_BUSY/, (file) => `the store ${file} is busy`, 'Another program has held it for ten seconds. Try again.'],
  [/^SQLITE_READONLY/, (file) => `the store ${file} cannot be written`, 'Check who owns the file and its folder.'],
  [/^SQLITE_(CANTOPEN|PERM|AUTH)/, (file) => `the store ${file} cannot be opened`, 'Check the path and who owns it.'],
  [
    /^SQLITE_FULL/,
    (file) => `there is no room left for the store ${file}`,
    'Nothing was changed. Free some space, then again.',
  ],
  [
    /^SQLITE_IOERR/,
    (file) => `the store ${file} could not be read or written`,
    'Nothing was changed. Is the disk well?',
  ],
];

function storeFault({ code = '', message }: Fault, file: string): Report {
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(file, message);
  if (/^SQLITE_(NOTADB|FORMAT)/.test(code)) return notAStore(file);
  const found = STORE_FAULTS.find(([pattern]) => pattern.test(code));
  if (found) return say(EXIT_CODE.failed, found[1](file), found[2]);
  // Tables and rules that are not as we made them.
  return say(EXIT_CODE.failed, `the store ${file} is not as four left it: ${message}`, 'Nothing was changed.');
}

const FILE_FAULTS: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a part of the path is not a folder',
  ENOSPC: 'there is no room left',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
};

function fileFault(fault: Fault): Report | undefined {
  if (fault.errno === undefined) return undefined;
  const words = FILE_FAULTS[fault.code ?? ''] ?? fault.code;
  if (fault.syscall === 'uv_cwd') return say(EXIT_CODE.failed, `the current folder: ${words}`);
  return say(
    EXIT_CODE.failed,
    `${fault.path ?? `standard ${fault.syscall === 'write' ? 'output' : 'input'}`}: ${words}`,
  );
}

/** What nobody expected may come from a store that is not whole: then that is what is wrong. */
function postMortem(fault: Fault, file: string): Report {
  const damage = damageOf(file);
  return damage === undefined ? bug(fault) : damaged(file, damage);
}

function bug(fault: Fault): Report {
  return { status: EXIT_CODE.bug, lines: ['this is a bug in four, sorry', fault.stack ?? String(fault)] };
}

function say(status: number, message: string, hint?: string): Report {
  return { status, lines: hint ? [message, hint] : [message] };
}

/** Commander writes `error: …`, with the user's words as they are, and puts a suggestion in parentheses on the last line. */
function commanderWords({ message }: Fault): [message: string, hint: string] {
  const [, words = '', suggestion] = /^(?:error: )?(.*?)\.?(?:\n\((Did you mean [^\n]*)\))?$/s.exec(message) ?? [];
  return [words, suggestion ?? 'To see what there is: four --help'];
}
