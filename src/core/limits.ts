import { CommandError, UsageError } from './errors.ts';

// How much four reads, so that no input uses up the memory or never ends. A century of four things a day fits several times.

/** Characters of a text as it is stored, in code points, which SQLite's length() counts too. */
export const MAX_TEXT = 500;

/** UTF-16 code units of one argument, line or row. */
export const MAX_LINE = 100_000;

/** Bytes of the lines for `four plan -`. */
export const MAX_INPUT = 1_000_000;

/** Bytes of a file to import, and of what is unpacked from an archive. */
export const MAX_FILE = 100_000_000;

/** Lines of a file to import, and entries: rows, tasks, things. */
export const MAX_ENTRIES = 500_000;

/** Things that an import adds to one day. */
export const MAX_THINGS = 1000;

/** Days taken off at once, so that a mistyped year does not fill the store. */
export const MAX_REST_DAYS = 366;

/** Lists and objects within each other in a JSON file, and values in it. */
export const MAX_JSON_DEPTH = 100;
export const MAX_JSON_VALUES = 8_000_000;

/** A number as messages show it: 100,000. */
export function formatLimit(limit: number): string {
  return String(limit).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Throws a `UsageError` for an argument that nothing could take. */
export function checkWords(words: readonly string[]): void {
  if (words.some(({ length }) => length > MAX_LINE))
    throw new UsageError(`an argument is too long; the limit is ${formatLimit(MAX_LINE)} characters`);
}

/** The error for something of more bytes than `limit`. */
export function tooLarge(name: string, limit: number, how = 'too large'): CommandError {
  return new CommandError(`${name} is ${how}; the limit is ${limit / 1_000_000} MB`, 'Nothing was changed.');
}

/** Throws a `CommandError` for more entries than an import takes from a file. */
export function checkEntryCount(count: number, noun = 'entries'): void {
  if (count <= MAX_ENTRIES) return;
  const message = `the file has more than ${formatLimit(MAX_ENTRIES)} ${noun}`;
  throw new CommandError(message, 'Nothing was changed. Split the file, and import each part.');
}

/** The same for lines, before a list of them is made. */
export function checkLineCount(text: string): void {
  let count = 1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n' || (char === '\r' && text[at + 1] !== '\n')) count += 1;
  }
  checkEntryCount(count, 'lines');
}

const FIRST_BYTES = 65_536;

/**
 * Reads a source that may have no end: `readSome` fills the start of a buffer and returns how many bytes it read, 0 at the end. Throws
 * a `CommandError` for more than `limit` bytes; `name` is the name of the source in it.
 */
export function readWithin(limit: number, name: string, readSome: (free: Buffer) => number): Buffer {
  let bytes = Buffer.alloc(FIRST_BYTES);
  let length = 0;
  for (;;) {
    const count = readSome(bytes.subarray(length));
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    if (length > limit) throw tooLarge(name, limit);
    if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
  }
}
