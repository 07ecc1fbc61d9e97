import fs from 'node:fs';
import tty from 'node:tty';

/** Whether a stream is a terminal. For a pipe, a file or /dev/null, Node does not load `tty`. */
export function isTerminal(fd: number): boolean {
  try {
    const stream = fs.fstatSync(fd);
    const isNothing = () => stream.rdev === fs.statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
    return stream.isCharacterDevice() && !isNothing() && tty.isatty(fd);
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
