import fs from 'node:fs';
import { codeOf } from '../core/errors.ts';
import { openDatabase } from './driver.ts';
import { exists, isTaken, naming } from './files.ts';
import { SCHEMA_VERSION } from './migrations.ts';

/** 'four' in ASCII. It tells a store from the files of other programs (https://www.sqlite.org/fileformat.html#application_id). */
export const APPLICATION_ID = 0x666f7572;

/** What a file is, by its first bytes and its size. */
export type FileKind = 'ours' | 'unmarked' | 'empty' | 'newer' | 'foreign' | 'truncated' | 'no-database';

/** What SQLite adds to a database's name for its journals. It replays, overwrites and removes files of these names. */
export const SIDECARS = ['-journal', '-wal', '-shm'] as const;

/** How SQLite's own begin. A rollback journal begins with zeros until it is synced, or after a change is complete. */
const SIDECAR_MAGIC: { readonly [Ending in (typeof SIDECARS)[number]]: readonly string[] } = {
  '-journal': ['d9d505f920a163d7', '0000000000000000'],
  '-wal': ['377f0682', '377f0683'],
  // The version, in the order of bytes of the machine: https://www.sqlite.org/walformat.html#the_wal_index_header
  '-shm': ['18e22d00', '002de218', '00000000'],
};

/** The name of a file that SQLite would take for its own, but that is somebody else's; undefined when there is none. */
export function foreignSidecar(file: string): string | undefined {
  const ending = SIDECARS.find((candidate) => !isSidecarOrFree(file, candidate));
  return ending === undefined ? undefined : file + ending;
}

function isSidecarOrFree(file: string, ending: (typeof SIDECARS)[number]): boolean {
  try {
    if (!isTaken(file + ending)) return true;
    const stat = fs.lstatSync(file + ending);
    if (!stat.isFile()) return false;
    const start = readStart(file + ending).header.toString('hex', 0, stat.size);
    // A process that was killed may have written nothing, or part of it.
    return SIDECAR_MAGIC[ending].some((magic) => start.startsWith(magic) || magic.startsWith(start));
  } catch (error) {
    // Another process has just ended its change; or SQLite, too, finds the name too long.
    if (/^(ENOENT|ENAMETOOLONG)$/.test(codeOf(error))) return true;
    throw error;
  }
}

const HEADER_LENGTH = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Looks at a file before SQLite opens it, because opening can already change the file of another program that has left a
 * write-ahead log beside it. The layout: https://www.sqlite.org/fileformat.html#the_database_header
 */
export function readHeader(file: string): FileKind {
  // Opening a pipe or a device could wait forever.
  const stat = fs.statSync(file);
  if (!stat.isFile() && !stat.isDirectory()) return 'no-database';
  const start = readStart(file);
  const { header, size } = start;
  if (size === 0) return 'empty';
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'no-database';
  if (size < HEADER_LENGTH) return 'truncated';
  const applicationId = header.readUInt32BE(68);
  if (applicationId === 0 && isUnmarkedStore(file, header)) return 'unmarked';
  if (applicationId !== APPLICATION_ID) return 'foreign';
  if (header.readUInt32BE(60) > SCHEMA_VERSION) return 'newer';
  // A write may have ended between the looks at the file and at the journal, so look once more.
  return isTooShort(file, start) && isTooShort(file, readStart(file)) ? 'truncated' : 'ours';
}

/** Whether a database has our tables and views but no marks, as a dump that was read back. */
function isUnmarkedStore(file: string, header: Buffer): boolean {
  // Opening could change it: in WAL mode, or with a journal to roll back.
  if (header[18] !== 1 || SIDECARS.some((ending) => isTaken(file + ending))) return false;
  try {
    const database = openDatabase(file, { readonly: true });
    try {
      const found = database
        .prepare<[], number>(
          `SELECT count(*) FROM sqlite_schema WHERE (type = 'table' AND name IN ('thing', 'rest_day', 'setting'))
             OR (type = 'view' AND name IN ('things', 'days'))`,
        )
        .pluck()
        .get();
      return found === 5;
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/** Whether a file is shorter than its header says. With a rollback journal beside it, a write goes on or will be rolled back. */
function isTooShort(file: string, { header, size }: FileStart): boolean {
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  return size < header.readUInt32BE(28) * pageSize && !exists(`${file}-journal`);
}

interface FileStart {
  readonly header: Buffer;
  readonly size: number;
}

function readStart(file: string): FileStart {
  const header = Buffer.alloc(HEADER_LENGTH);
  const descriptor = fs.openSync(file, 'r');
  try {
    // Node names no file when reading fails, as of a folder.
    const length = naming(file, () => fs.readSync(descriptor, header, 0, HEADER_LENGTH, 0));
    // Another process may write the header between the two looks: without a header, the file counts as empty.
    return { header, size: length === 0 ? 0 : fs.fstatSync(descriptor).size };
  } finally {
    fs.closeSync(descriptor);
  }
}
