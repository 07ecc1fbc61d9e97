import { type StdioOptions, spawnSync } from 'node:child_process';

/** The user's pager: a command line, as in PAGER, and the environment to run it in. */
export interface Pager {
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Shows `text` in a pager; false when it could not be started. */
export function showInPager(pager: Pager, text: string): boolean {
  // As git does it: less lets colours through, and ends at once when everything fits.
  const env = { LESS: 'FRX', LV: '-c', ...pager.env };
  const stdio: StdioOptions = ['pipe', 'inherit', 'inherit'];
  // Ctrl-C is for the pager, which may only stop what it does with it; we end when it does.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const { status, error } = spawnSync(pager.command, { shell: true, input: text, stdio, env });
  process.off('SIGINT', ignore);
  const hasStarted = error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE';
  // A shell that does not find the command ends with 127, one that may not run it with 126.
  return hasStarted && status !== 127 && status !== 126;
}
