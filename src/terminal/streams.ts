import fs from 'node:fs';
import tty from 'node:tty';

/** Whether a stream is a terminal. For a pipe or a file the first check is enough, and Node does not load `tty`. */
export function isTerminal(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice() && tty.isatty(fd);
  } catch {
    // The stream is closed.
    return false;
  }
}

/** The size of a terminal; undefined if it does not know. To create `process.stdout` for that would take longer. */
export function sizeOf(fd: 1 | 2): { readonly columns: number; readonly rows: number } | undefined {
  const { columns, rows } = new tty.WriteStream(fd);
  return columns > 0 && rows > 0 ? { columns, rows } : undefined;
}
