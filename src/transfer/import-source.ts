import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { checkLineCount, formatLimit, MAX_FILE, MAX_LINE, tooLarge } from '../core/limits.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { filesBelow, isFile, isFolder, readFile } from '../store/files.ts';
import type { ImportedHistory } from './imported-history.ts';

/** The file or folder to import. */
export interface ImportSource {
  /** What messages call it. */
  readonly name: string;
  /** Undefined for standard input. */
  readonly file: string | undefined;
  /** None of a folder. */
  readonly bytes: Buffer;
  /** The names of the files in a folder, with slashes, in order; undefined for a file. */
  readonly entries?: readonly string[];
}

/** What comes first where a date ends with its year: the day or the month. */
export const DATE_ORDERS = ['dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export interface ImportContext {
  readonly today: Day;
  /** When a day ends, in minutes after midnight. */
  readonly dayStart: number;
  /** How dates that end with their year are written; undefined if the user has not said. */
  readonly dates: DateOrder | undefined;
}

/** Recognizes and reads one format. */
export interface Importer {
  detect(start: FileStart): boolean;
  /** Throws when the file as a whole cannot be read; an entry that cannot is left out. */
  read(source: ImportSource, context: ImportContext): ImportedHistory | Promise<ImportedHistory>;
}

/** The first 100 kB of a file, which are enough to recognize its format. */
export interface FileStart {
  readonly name: string;
  readonly bytes: Buffer;
  /** Bytes that are not UTF-8 become U+FFFD. */
  readonly text: string;
  readonly lines: readonly string[];
  /** The names of the files in a folder; none for a file. */
  readonly entries: readonly string[];
}

/** Opens the file or folder the user named. In a folder with a file `log`, as harsh and habitctl keep one, that is the file. */
export function openSource(named: string): ImportSource {
  if (!isFolder(named)) return openFile(named);
  const log = path.join(named, 'log');
  return isFile(log) ? openFile(log) : { name: named, file: named, bytes: Buffer.alloc(0), entries: filesBelow(named) };
}

function openFile(file: string): ImportSource {
  return { name: file, file, bytes: readFile(file, MAX_FILE) };
}

/** The files in a folder whose names are wanted. Throws a `CommandError` when they have too many bytes together. */
export function* filesIn(
  folder: ImportSource,
  isWanted: (entry: string) => boolean,
): Generator<[string, ImportSource]> {
  let size = 0;
  for (const entry of (folder.entries ?? []).filter(isWanted)) {
    const source = openFile(path.join(folder.name, entry));
    size += source.bytes.length;
    if (size > MAX_FILE) throw tooLarge(folder.name, MAX_FILE);
    yield [entry, source];
  }
}

export function standardInput(bytes: Buffer): ImportSource {
  return { name: 'standard input', file: undefined, bytes };
}

/** Another file, by its name from the folder of the source; undefined if there is none. */
export function siblingOf({ file }: ImportSource, name: string): ImportSource | undefined {
  const sibling = file === undefined ? undefined : path.join(path.dirname(file), name);
  return sibling !== undefined && isFile(sibling) ? openFile(sibling) : undefined;
}

/** The text of a file in UTF-8, or in UTF-16 with a byte order mark, as Windows' shells write it. Throws for other bytes. */
export function textOf({ name, file, bytes, entries }: ImportSource): string {
  if (entries !== undefined) throw new CommandError(`${name} is a folder without files that four can import`);
  if (!isUtf16(bytes) && !isUtf8(bytes))
    throw new CommandError(`${name} is not UTF-8 text`, `Nothing was changed. To convert it: ${conversion(file)}`);
  return decode(bytes);
}

function conversion(file: string | undefined): string {
  return file === undefined
    ? '… | iconv -f latin1 -t utf-8 | four import -'
    : `iconv -f latin1 -t utf-8 ${shellQuote(file)} | four import -`;
}

export const LINE_END = /\r\n|\n|\r/;

const START_BYTES = 100_000;

export function startOf({ name, bytes, entries = [] }: ImportSource): FileStart {
  const start = bytes.subarray(0, START_BYTES);
  const text = decode(start);
  return { name, bytes: start, text, lines: text.split(LINE_END), entries };
}

function isUtf16(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** Without the byte order mark. */
function decode(bytes: Buffer): string {
  return new TextDecoder(isUtf16(bytes) ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** The lines that are not blank, with their numbers from 1. Throws a `CommandError` for too many lines, and for too long a one. */
export function* numberedLines(text: string): Generator<[number: number, line: string]> {
  checkLineCount(text);
  for (const [index, line] of text.split(LINE_END).entries()) {
    if (line.length > MAX_LINE)
      throw new CommandError(`line ${index + 1} is too long; the limit is ${formatLimit(MAX_LINE)} characters`);
    if (line.trim() !== '') yield [index + 1, line];
  }
}
