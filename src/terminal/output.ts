import fs from 'node:fs';
import { codeOf, OutputError } from '../core/errors.ts';
import { readWithin } from '../core/limits.ts';

const RETRY_AFTER_MS = 5;

/** Reads standard input to its end, however slow its writer is; `limit` is in bytes. */
export function readInput(fd: number, limit: number): Buffer {
  return readWithin(limit, 'standard input', (free) => {
    let count = readSome(fd, free);
    while (count === undefined) {
      pause();
      count = readSome(fd, free);
    }
    return count;
  });
}

/** How many bytes were read, 0 at the end; undefined if there are none yet. */
function readSome(fd: number, free: Buffer): number | undefined {
  try {
    return fs.readSync(fd, free);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EOF') return 0;
    if (code !== 'EAGAIN') throw error;
    return undefined;
  }
}

/** Prints a result. Throws an OutputError if it cannot be written. */
export function writeResult(fd: number, text: string | Buffer): void {
  try {
    writeAll(fd, text);
  } catch (error) {
    throw new OutputError(codeOf(error));
  }
}

/** Prints a hint or an error. There is nowhere to report that this failed, and the exit status must stay what it is. */
export function writeHint(fd: number, text: string): void {
  try {
    writeAll(fd, text);
  } catch {}
}

/**
 * Whether a stream was closed when the process began, as by `>&-`: Node opens /dev/null in its place, to read and write, while
 * `>/dev/null` opens it only to write. https://github.com/nodejs/node/blob/main/src/node.cc (PlatformInit)
 */
export function wasClosed(fd: number): boolean {
  try {
    if (fs.fstatSync(fd).rdev !== fs.statSync('/dev/null').rdev) return false;
    fs.readSync(fd, Buffer.alloc(1));
    return true;
  } catch {
    return false;
  }
}

/** Writes all of `text` synchronously, so that nothing is lost when the process ends. */
function writeAll(fd: number, text: string | Buffer): void {
  let rest = typeof text === 'string' ? Buffer.from(text) : text;
  while (rest.length > 0) rest = rest.subarray(writeSome(fd, rest));
}

function writeSome(fd: number, bytes: Buffer): number {
  try {
    return fs.writeSync(fd, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The reader of the pipe or the socket has closed it, as in `| head -1`.
    if (code === 'EPIPE' || code === 'ECONNRESET') return bytes.length;
    // The pipe is non-blocking and full: wait for its reader.
    if (code !== 'EAGAIN') throw error;
    pause();
    return 0;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS);
}
