import { type ChildProcess, spawn } from 'node:child_process';

/** Starts a program that goes on when this one has ended, and that nobody has to hear of. */
export function startDetached(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ChildProcess {
  const child = spawn(file, words, { env, detached: true, stdio: 'ignore' });
  // One that cannot be started fails nobody.
  child.on('error', () => {});
  child.unref();
  return child;
}
