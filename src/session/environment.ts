import os from 'node:os';
import path from 'node:path';
import { parseInstant } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { canNameFile } from '../core/text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The store's file: as named on the command line, else by FOURTHINGS_DB, else in the platform's data folder. */
export function storeFile(named: string | undefined, env: Environment): string {
  if (named !== undefined && !canNameFile(named)) throw new UsageError('--db needs the name of a file');
  const file = named ?? (env.FOURTHINGS_DB || path.join(dataFolder(env), 'fourthings.db'));
  // SQLite's driver would cut it off, and open another file.
  if (file !== file.trimEnd()) throw new UsageError(`the store's name ${JSON.stringify(file)} ends in white space`);
  return file;
}

/** What time it is: FOURTHINGS_NOW for scripts, demos and tests, else `actual`. */
export function currentTime(env: Environment, actual: () => Date): Date {
  if (!env.FOURTHINGS_NOW) return actual();
  const instant = parseInstant(env.FOURTHINGS_NOW);
  if (instant === undefined)
    throw new UsageError('FOURTHINGS_NOW is not an ISO date-time', 'One is 2026-11-23T08:00, or 2026-11-23T08:00:00Z.');
  return instant;
}

/** Whether the locale writes UTF-8. Where no locale is set, as in many containers, terminals still do. */
export function isUnicodeLocale(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}

/** What NO_COLOR (https://no-color.org) and FORCE_COLOR say; the latter wins, as in Node itself. */
export function wantedColor(env: Environment): boolean | undefined {
  if (env.FORCE_COLOR !== undefined) return !/^(0|false)$/.test(env.FORCE_COLOR);
  return env.NO_COLOR ? false : undefined;
}

function dataFolder(env: Environment): string {
  // A HOME that is no whole path would put the store wherever the command is called.
  const home = env.HOME && path.isAbsolute(env.HOME) ? env.HOME : homeOfUser();
  // A relative XDG_DATA_HOME is to be ignored, says https://specifications.freedesktop.org/basedir-spec
  const xdg = env.XDG_DATA_HOME && path.isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : undefined;
  if (process.platform === 'win32')
    return path.join(env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'fourthings');
  if (process.platform === 'darwin' && !xdg) return path.join(home, 'Library', 'Application Support', 'fourthings');
  return path.join(xdg ?? path.join(home, '.local', 'share'), 'fourthings');
}

function homeOfUser(): string {
  try {
    return os.userInfo().homedir;
  } catch {
    throw new CommandError(
      'there is no home folder to keep the store in',
      'Name a file for it: --db FILE, or FOURTHINGS_DB',
    );
  }
}
