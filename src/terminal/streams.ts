import fs from 'node:fs';
import { isatty } from 'node:tty';

/** Asks the file system first: a pipe or a file is no terminal, and to know that Node need not load what terminals need. */
export function isTerminal(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice() && isatty(fd);
  } catch {
    // A stream that was closed before we began.
    return false;
  }
}
