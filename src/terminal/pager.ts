import { type StdioOptions, spawnSync } from 'node:child_process';

/** A pager and its environment. */
export interface Pager {
  /** A command line as in PAGER; without one it is `less`. */
  readonly command: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Shows `text` in a pager; false if the pager could not be started. */
export function showInPager(pager: Pager, text: string): boolean {
  // Like git: less shows colours, and quits at once if everything fits on the screen.
  const env = { LESS: 'FRX', LV: '-c', ...pager.env };
  const stdio: StdioOptions = ['pipe', 'inherit', 'inherit'];
  // Ctrl-C belongs to the pager, which may go on after it; we end when the pager does.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const options = { input: text, stdio, env };
  const { status, error } =
    pager.command === undefined
      ? spawnSync('less', ['-FRX'], options)
      : spawnSync(pager.command, { ...options, shell: true });
  process.off('SIGINT', ignore);
  const hasStarted = error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE';
  // The shell exits with 127 if the command does not exist and with 126 if it cannot be run.
  return hasStarted && status !== 127 && status !== 126;
}
