import { spawnSync } from 'node:child_process';
import { shellQuote } from '../core/shell-quote.ts';

/** An editor and its environment. */
export interface Editor {
  /** A command line as in VISUAL or EDITOR. */
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens a file in an editor, and waits until the user has closed it. False if the editor failed, or was told to fail. */
export function openInEditor({ command, env }: Editor, file: string): boolean {
  // Ctrl-C belongs to the editor.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const { status } = spawnSync(`${command} ${shellQuote(file)}`, { shell: true, stdio: 'inherit', env });
  process.off('SIGINT', ignore);
  return status === 0;
}
