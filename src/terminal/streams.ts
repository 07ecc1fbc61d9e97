import fs from 'node:fs';
import { isatty } from 'node:tty';

/** Whether a stream is a terminal. For a pipe or a file the first check is enough, and Node does not load `tty`. */
export function isTerminal(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice() && isatty(fd);
  } catch {
    // The stream is closed.
    return false;
  }
}
