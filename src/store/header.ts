import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MIGRATIONS } from './migrations.ts';

/** 'four' in ASCII: tells the file from every other program's (https://www.sqlite.org/fileformat.html#application_id). */
export const APPLICATION_ID = 0x666f7572;

/** How long a busy store is waited for, in milliseconds. */
export const BUSY_TIMEOUT = 10_000;

/** What a file is, as its first bytes and its size tell. */
export type FileKind = 'ours' | 'empty' | 'newer' | 'foreign' | 'truncated' | 'no-database';

const HEADER_LENGTH = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Looks at a file before SQLite does: opening another program's file may already change it, when that program has left a log
 * beside it. The layout is that of https://www.sqlite.org/fileformat.html
 */
export function readHeader(file: string): FileKind {
  // A pipe or a device would keep whoever opens it waiting.
  const stat = fs.statSync(file);
  if (!stat.isFile() && !stat.isDirectory()) return 'no-database';
  const { header, size } = readStart(file);
  if (size === 0) return 'empty';
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'no-database';
  if (size < HEADER_LENGTH) return 'truncated';
  if (header.readUInt32BE(68) !== APPLICATION_ID) return 'foreign';
  if (header.readUInt32BE(60) > MIGRATIONS.length) return 'newer';
  return isTruncated(file) ? 'truncated' : 'ours';
}

/** Whether a file is shorter than it says it is. With a journal beside it a write is under way, or will be rolled back. */
function isTruncated(file: string): boolean {
  for (let look = 0; look < 2; look += 1) {
    const { header, size } = readStart(file);
    const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    if (size >= header.readUInt32BE(28) * pageSize || exists(`${file}-journal`)) return false;
    // Looked at once more: the write may have ended between the two looks at file and journal.
  }
  return true;
}

function readStart(file: string): { header: Buffer; size: number } {
  const header = Buffer.alloc(HEADER_LENGTH);
  const descriptor = fs.openSync(file, 'r');
  try {
    // Of a file another process is just about to write, the header is not there yet but the size may be, a moment later.
    const length = fs.readSync(descriptor, header, 0, HEADER_LENGTH, 0);
    return { header, size: length === 0 ? 0 : fs.fstatSync(descriptor).size };
  } catch (error) {
    // Of what goes wrong after the opening, a folder above all, Node does not say with which file.
    throw Object.assign(error as Error, { path: file });
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Makes the file where there is none: empty, in a folder that is there, and the user's alone, whatever the umask. */
export function createPrivately(file: string): void {
  if (exists(file)) return;
  makeFolder(path.dirname(file));
  // SQLite gives its journal the mode of the file itself.
  fs.closeSync(fs.openSync(file, 'a', 0o600));
  fs.chmodSync(file, 0o600);
}

/**
 * A small file of the user's alone in the place of what was there, whole or not at all. It is not synced to the disk, as it can be
 * made again at any time.
 */
export function replacePrivately(file: string, text: string): void {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    fs.writeFileSync(draft, text, { mode: 0o600 });
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}

/** Makes a folder and those above it, for the user alone; one that is there stays as it is. */
export function makeFolder(folder: string): void {
  // Not mkdir's own `recursive`: where a folder can never be made, as in /proc, Node tries for ever.
  if (exists(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
    fs.chmodSync(folder, 0o700);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** A folder, in the place of a file that was put there by hand. */
export function makeFolderAnyway(folder: string): void {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) fs.rmSync(folder);
  makeFolder(folder);
}

/** Whether there is such a file. Unlike `fs.existsSync` it does not take one that cannot be reached for none. */
export function exists(file: string): boolean {
  try {
    fs.statSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** A folder of the user's alone, for a while. */
export function makeTemporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'four-'));
}

export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}
