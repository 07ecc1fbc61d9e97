import path from 'node:path';
import { CommandError, UsageError } from '../core/errors.ts';
import { isHead, readCsv } from './formats/csv.ts';
import { isHarsh, readHarsh } from './formats/harsh.ts';
import { readJson } from './formats/json.ts';
import { readLoopArchive, readLoopRecords } from './formats/loop.ts';
import { readTaskwarrior } from './formats/taskwarrior.ts';
import { isTodotxt, readTodotxt } from './formats/todotxt.ts';
import { IMPORT_FORMATS, type ImportFormat } from './formats.ts';
import type { History } from './imported-history.ts';
import { type Reading, type Source, textOf, utf8Of } from './source.ts';

/** Reads the file; each call of the result begins at its beginning. */
export function readHistory(source: Source, format: ImportFormat, reading: Reading): () => History {
  if (format === 'json') {
    const json = utf8Of(source.bytes, source.name);
    return () => readJson(json, source.name);
  }
  const history = READERS[format](source, reading);
  return () => history;
}

const READERS: { readonly [Format in Exclude<ImportFormat, 'json'>]: (source: Source, reading: Reading) => History } = {
  csv: (source) => readCsv(textOf(source), source.name),
  harsh: (source, reading) => {
    const habits = source.beside('habits');
    return readHarsh(textOf(source), habits && textOf({ bytes: habits, name: 'habits' }), reading);
  },
  loop: readLoop,
  taskwarrior: (source, reading) => readTaskwarrior(textOf(source), source.name, reading),
  todotxt: (source, reading) => readTodotxt(textOf(source), reading),
};

function readLoop(source: Source, reading: Reading): History {
  const { bytes, name } = source;
  if (isZip(bytes)) return readLoopArchive(bytes, name, reading);
  if (isDatabase(bytes)) return readLoopRecords(source.loopRecords(), reading);
  throw new CommandError(`${name} is neither an archive nor a database of Loop Habit Tracker`, 'Nothing was changed.');
}

function isZip(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004';
}

function isDatabase(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 15) === 'SQLite format 3';
}

const HEAD_BYTES = 100_000;

/** The format of a file as its name and its beginning tell. */
export function detectFormat({ bytes, name }: Source): ImportFormat {
  if (isZip(bytes) || isDatabase(bytes)) return 'loop';
  const head = textOf({ bytes: beginningOf(bytes), name });
  if (/^\s*\{/.test(head) && isOurs(head)) return 'json';
  if (/^\s*[[{]/.test(head) && /"status"/.test(head) && /"description"/.test(head)) return 'taskwarrior';
  const lines = head.split(/\r\n|\n|\r/);
  if (isHead(lines[0] ?? '')) return 'csv';
  if (lines.some(isHarsh)) return 'harsh';
  if (lines.some(isTodotxt) || /^(todo|done)\.txt$/i.test(path.basename(name))) return 'todotxt';
  throw new UsageError(`${name} does not tell what it is`, `Name its format: --from ${IMPORT_FORMATS.join(', ')}`);
}

/** An export says so; days without what surrounds them need not. */
function isOurs(head: string): boolean {
  const [, format] = /"format"\s*:\s*("[^"]*"|.)/s.exec(head) ?? [];
  return format === undefined ? /"days"\s*:\s*\[/.test(head) : format === '"fourthings"';
}

/** Up to the last whole line, so that no character is cut in two. */
function beginningOf(bytes: Buffer): Buffer {
  if (bytes.length <= HEAD_BYTES) return bytes;
  const end = bytes.lastIndexOf('\n', HEAD_BYTES);
  return bytes.subarray(0, end < 0 ? bytes.length : end);
}
