import fs from 'node:fs';

const RETRY_AFTER_MS = 5;
const CHUNK_BYTES = 65_536;

/** Reads a stream to its end, however slow its writer is. */
export function readAll(fd: number): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = readSome(fd);
    if (chunk === 'end') return Buffer.concat(chunks);
    chunks.push(chunk);
  }
}

function readSome(fd: number): Buffer | 'end' {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    const length = fs.readSync(fd, buffer);
    return length === 0 ? 'end' : buffer.subarray(0, length);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EOF') return 'end';
    if (code !== 'EAGAIN') throw error;
    pause();
    return buffer.subarray(0, 0);
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
