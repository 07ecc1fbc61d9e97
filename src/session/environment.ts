import path from 'node:path';
import { isSupportedDay, localDay, parseInstant } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { canNameFile } from '../core/text.ts';
import type { Editor } from '../terminal/editor.ts';
import type { Pager } from '../terminal/pager.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What decides where files lie. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  /** The home folder in the system's list of users; throws where it does not know this one. */
  readonly homeOfUser: () => string;
}

/** The store's file: as named on the command line, else by FOURTHINGS_DB, else in the platform's data folder. */
export function storeFile(named: string | undefined, machine: Machine): string {
  if (named !== undefined && !canNameFile(named)) throw new UsageError('--db needs the name of a file');
  const file = named ?? (fileByEnvironment(machine) || defaultStore(machine));
  // SQLite's driver would cut it off, and open another file.
  if (file !== file.trimEnd()) throw new UsageError(`the store's name ${JSON.stringify(file)} ends in white space`);
  return file;
}

/** What time it is: FOURTHINGS_NOW for scripts, demos and tests, else `actual`. */
export function currentTime(env: Environment, actual: () => Date): Date {
  const now = env.FOURTHINGS_NOW ? parseNow(env.FOURTHINGS_NOW) : actual();
  if (env.TZ && now.getTimezoneOffset() === 0) checkTimeZone(env.TZ, now);
  return now;
}

function parseNow(text: string): Date {
  const instant = parseInstant(text);
  if (instant === undefined || !isSupportedDay(localDay(instant)))
    throw new UsageError(
      'FOURTHINGS_NOW is not an ISO date-time',
      'For example: 2026-11-23T08:00, or 2026-11-23T08:00:00Z',
    );
  return instant;
}

const NAMES_OF_UTC = /^:?(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich)([+-]?0)?$/;

/** Refuses a TZ that is not UTC and that Node takes for UTC all the same: `date` would say another day. */
function checkTimeZone(zone: string, now: Date): void {
  // Node reads a file through the C library, as `date` does.
  if (NAMES_OF_UTC.test(zone) || /^:?\//.test(zone)) return;
  if (/^GMT(\+00:00)?$/.test(offsetIn(zone.replace(/^:/, ''), now) ?? '')) return;
  throw new UsageError(
    `TZ is no time zone that Node knows: ${JSON.stringify(zone)}`,
    'Name one like TZ=Europe/Berlin, or unset TZ.',
  );
}

/** `GMT+01:00`, or `GMT` for none; undefined where there is no such zone. */
function offsetIn(timeZone: string, now: Date): string | undefined {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
    return format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value;
  } catch {
    return undefined;
  }
}

/** Whether the locale writes UTF-8. Where no locale is set, as in many containers, terminals still do. */
export function isUnicodeLocale(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /UTF-?8/.test(locale.toUpperCase());
}

/** What ACCESSIBLE says: questions as plain lines, for screen readers. */
export function wantsAccessible({ ACCESSIBLE }: Environment): boolean {
  return ACCESSIBLE !== undefined && !/^(0|false)?$/.test(ACCESSIBLE);
}

/** What NO_COLOR (https://no-color.org) and FORCE_COLOR say; the latter wins, as in Node itself. An empty one counts as unset. */
export function wantedColor(env: Environment): boolean | undefined {
  if (env.FORCE_COLOR) return !/^(0|false)$/.test(env.FORCE_COLOR);
  return env.NO_COLOR ? false : undefined;
}

/** PAGER, or `less` where it is not set; none where it is empty or `cat`, which is quicker without it. */
export function choosePager(env: Environment, platform: NodeJS.Platform): Pager | undefined {
  const command = env.PAGER?.trim();
  if (command === '' || command === 'cat') return undefined;
  // Windows would start a less.exe of the current folder.
  return command === undefined && platform === 'win32' ? undefined : { command, env };
}

export type { Editor };

/** VISUAL, or else EDITOR; undefined if neither is set. */
export function chooseEditor(env: Environment): Editor | undefined {
  const command = env.VISUAL?.trim() || env.EDITOR?.trim();
  return command ? { command, env } : undefined;
}

/** FOURTHINGS_DB. Only a shell expands `~/`: crontab, systemd and .env leave it. A relative path would be another store in every folder. */
function fileByEnvironment(machine: Machine): string | undefined {
  const { FOURTHINGS_DB: file } = machine.env;
  if (!file) return undefined;
  const { isAbsolute, join } = pathsOf(machine);
  if (/^~[/\\]./.test(file)) return join(homeOf(machine), file.slice(2));
  if (isAbsolute(file)) return file;
  throw new UsageError(
    `FOURTHINGS_DB needs an absolute path, not ${JSON.stringify(file)}`,
    'For example: FOURTHINGS_DB=~/four.db, or for one command: --db FILE',
  );
}

function pathsOf({ platform }: Machine): typeof path.posix {
  return platform === 'win32' ? path.win32 : path.posix;
}

function homeOf(machine: Machine): string {
  const { HOME } = machine.env;
  return HOME && pathsOf(machine).isAbsolute(HOME) ? HOME : known(machine.homeOfUser);
}

function defaultStore(machine: Machine): string {
  const { platform, env } = machine;
  const { isAbsolute, join } = pathsOf(machine);
  // A relative folder would put the store wherever the command is called. For XDG_DATA_HOME, to ignore it is the rule:
  // https://specifications.freedesktop.org/basedir-spec
  const absolute = (folder: string | undefined) => (folder && isAbsolute(folder) ? folder : undefined);
  const inHome = (...names: string[]) => join(homeOf(machine), ...names);
  const xdg = absolute(env.XDG_DATA_HOME);
  const data =
    platform === 'win32'
      ? (absolute(env.LOCALAPPDATA) ?? inHome('AppData', 'Local'))
      : (xdg ?? (platform === 'darwin' ? inHome('Library', 'Application Support') : inHome('.local', 'share')));
  return join(data, 'fourthings', 'fourthings.db');
}

/** The folder for what belongs to this machine and to no store; undefined where there is no place for it. */
export function stateFolder({ XDG_STATE_HOME, LOCALAPPDATA, HOME }: Environment): string | undefined {
  const state = XDG_STATE_HOME || LOCALAPPDATA || (HOME && path.join(HOME, '.local', 'state'));
  return state && path.isAbsolute(state) ? path.join(state, 'fourthings') : undefined;
}

function known(homeOfUser: () => string): string {
  try {
    return homeOfUser();
  } catch {
    throw new CommandError(
      'there is no home folder to keep the store in',
      'Name a file for it: --db FILE, or FOURTHINGS_DB',
    );
  }
}
