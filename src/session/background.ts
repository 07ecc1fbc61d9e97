import { spawn } from 'node:child_process';

/** Starts a program that goes on when this one has ended. Resolves when it has ended, which this one need not wait for. */
export function startDetached(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(file, words, { env, detached: true, stdio: 'ignore' });
    // One that cannot be started fails nobody.
    child.once('error', () => resolve());
    child.once('close', () => resolve());
    child.unref();
  });
}
