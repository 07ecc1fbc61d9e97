import fs from 'node:fs';
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

/** Writes all of `text` synchronously, so that nothing is lost when the process ends. */
export function writeAll(fd: number, text: string | Buffer): void {
  let rest = typeof text === 'string' ? Buffer.from(text) : text;
  while (rest.length > 0) rest = rest.subarray(writeSome(fd, rest));
}

function writeSome(fd: number, bytes: Buffer): number {
  try {
    return fs.writeSync(fd, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The reader of the pipe has closed it, as in `| head -1`.
    if (code === 'EPIPE') return bytes.length;
    // The pipe is non-blocking and full: wait for its reader.
    if (code !== 'EAGAIN') throw error;
    pause();
    return 0;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS);
}
