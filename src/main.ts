import os from 'node:os';
import type { ReadStream, WriteStream } from 'node:tty';
import { version } from '../package.json';
import { run } from './run.ts';
import { startDetached } from './session/background.ts';
import {
  choosePager,
  currentTime,
  isUnicodeLocale,
  storeFile,
  wantedColor,
  wantsAccessible,
} from './session/environment.ts';
import { isTerminal, sizeOf } from './terminal/streams.ts';
import { createTerminal, type TerminalEnvironment } from './terminal/terminal.ts';

/** The real world, assembled once. `argv` comes without `node` and the script; the result is the exit status. */
export function main(argv: readonly string[]): Promise<number> {
  const { env } = process;
  const surroundings: TerminalEnvironment = {
    isTerminal,
    sizeOf,
    stream: streamOf,
    defaultColumns: Number.parseInt(env.COLUMNS ?? '', 10) || undefined,
    pager: choosePager(env, process.platform),
    dumb: env.TERM === 'dumb',
    accessible: wantsAccessible(env),
    unicode: isUnicodeLocale(env),
    color: wantedColor(env),
  };
  return run(argv, {
    version,
    clock: () => currentTime(env, () => new Date()),
    env,
    startInBackground: (words) => startDetached(process.execPath, [process.argv[1] ?? '', ...words], env),
    storeFile: (named) =>
      storeFile(named, { platform: process.platform, env, homeOfUser: () => os.userInfo().homedir }),
    terminal: (look) => createTerminal(surroundings, look),
  });
}

function streamOf(fd: 0): ReadStream;
function streamOf(fd: 1 | 2): WriteStream;
function streamOf(fd: 0 | 1 | 2): ReadStream | WriteStream {
  if (fd === 0) return process.stdin;
  return fd === 1 ? process.stdout : process.stderr;
}
