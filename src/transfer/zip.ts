import { inflateRawSync } from 'node:zlib';
import { type CommandError, codeOf } from '../core/errors.ts';
import { MAX_FILE, tooLarge } from '../core/limits.ts';

// A reader of its own: fflate believes the sizes that an archive declares, and unpacks whatever there is.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

const DIRECTORY_END = Buffer.from('PK\x05\x06', 'latin1');
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

const UTF8_NAME = 0x800;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Buffer;
  /** In bytes, as the archive declares it. */
  readonly size: number;
}

/**
 * Unpacks the files of a ZIP archive whose names are wanted. Throws a `CommandError` when they are declared to have, or have, more than
 * `MAX_FILE` bytes together, and any other error when the archive is damaged. `name` is its name in errors.
 */
export function unzip(archive: Buffer, name: string, isWanted: (name: string) => boolean): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let left = MAX_FILE;
  for (const entry of entriesOf(archive)) {
    if (!isWanted(entry.name)) continue;
    if (Math.max(entry.size, entry.packed.length) > left) throw tooLargeUnpacked(name);
    const file = unpack(entry, left, name);
    left -= Math.max(file.length, entry.packed.length);
    files.set(entry.name, file);
  }
  return files;
}

function tooLargeUnpacked(name: string): CommandError {
  return tooLarge(name, MAX_FILE, 'too large when unpacked');
}

function* entriesOf(archive: Buffer): Generator<Entry> {
  const end = archive.lastIndexOf(DIRECTORY_END);
  if (end < 0) throw new Error('it has no directory');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('its directory is damaged');
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    yield {
      name: archive.toString(archive.readUInt16LE(at + 8) & UTF8_NAME ? 'utf8' : 'latin1', at + 46, nameEnd),
      method: archive.readUInt16LE(at + 10),
      packed: packedAt(archive, archive.readUInt32LE(at + 42), archive.readUInt32LE(at + 20)),
      size: archive.readUInt32LE(at + 24),
    };
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

function packedAt(archive: Buffer, header: number, length: number): Buffer {
  if (archive.readUInt32LE(header) !== LOCAL_HEADER) throw new Error('a file in it is missing');
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  return archive.subarray(start, start + length);
}

function unpack({ method, packed }: Entry, limit: number, name: string): Buffer {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error('it is packed in an unknown way');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? tooLargeUnpacked(name) : error;
  }
}
