import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { run } from '../../src/run.ts';
import { startDetached } from '../../src/session/background.ts';
import {
  currentTime,
  type Environment,
  isUnicodeLocale,
  type Machine,
  storeFile,
  wantedColor,
  wantsAccessible,
} from '../../src/session/environment.ts';
import { openDatabase } from '../../src/store/driver.ts';
import { createTerminal } from '../../src/terminal/terminal.ts';
import { PATH } from './programs.mjs';

export const LAUNCHER = fileURLToPath(new URL('../../bin/four.js', import.meta.url));

const STATE_HOME = fileURLToPath(new URL('../../node_modules/.cache/four', import.meta.url));

/** What a command came to: all that a person or a script can see of it. */
export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

// The shapes of --json, written down a second time: here they are the contract, and not what src happens to print.
export interface ThingJson {
  readonly slot: number | null;
  readonly text: string;
  readonly done: boolean;
  readonly doneAt: string | null;
  readonly did: string | null;
  readonly carried: number;
}

export interface DayJson {
  readonly day: string;
  readonly things: readonly ThingJson[];
  readonly planned: number;
  readonly done: number;
  readonly counts: boolean;
  readonly rest: boolean;
}

interface RunJson {
  readonly days: number;
  readonly from: string;
  readonly to: string;
}

export interface StreakJson {
  readonly today: string;
  readonly minimum: number;
  readonly current: RunJson | null;
  readonly longest: RunJson | null;
  readonly days: { readonly counted: number; readonly active: number; readonly rest: number; readonly missed: number };
  readonly comebacks: {
    readonly count: number;
    readonly averageDays: number | null;
    readonly longestDays: number | null;
    readonly last: { readonly day: string; readonly days: number } | null;
  };
  readonly gap: number;
}

export interface TotalsJson {
  readonly from: string | null;
  readonly to: string | null;
  readonly done: number;
  readonly planned: number;
  readonly counted: number;
  readonly rest: number;
}

export interface LabelJson {
  readonly label: string;
  readonly done: number;
  readonly planned: number;
}

export interface WeekJson extends TotalsJson {
  readonly days: readonly DayJson[];
  readonly previous: TotalsJson;
  readonly streak: StreakJson;
  readonly setbacks: readonly unknown[];
  readonly mostCarried: { readonly text: string; readonly carried: number } | null;
  readonly labels: readonly LabelJson[] | null;
}

/** A home of its own for each test, with the ways to run `four` in it. */
export interface Home {
  readonly folder: string;
  /** The whole environment of the commands. */
  readonly env: Record<string, string | undefined>;
  /** What the next commands find on standard input. */
  stdin: string;
  /** Makes the in-process commands see a terminal as wide as this on all three streams; nobody answers there. */
  terminal: number | undefined;
  /** What runs the in-process commands, if not `run`. */
  runner: typeof run;
  /** The clock's next reading, local: `2026-11-23T08:00`. */
  at(now: string): void;
  /** Runs a command in this process, through all of it but `main`: quick. */
  four(...args: string[]): Promise<Result>;
  /** Runs the built launcher in a process of its own, as a user does. */
  launch(...args: string[]): Promise<Result>;
  /** Runs `four --json …`, in this process, and gives the one document it prints. */
  json<Shape = DayJson>(...args: string[]): Promise<Shape>;
  /** The store's file, whether it is there or not. */
  storeFile(): string;
  /** Looks into the store, or puts things there that no command would. */
  sql(statement: string, ...values: unknown[]): unknown[];
  /** All that is stored, to compare before and after; empty when there is no store yet. */
  stored(): unknown[];
  /** Resolves when whatever the commands in this process have started in the background has ended. */
  settled(): Promise<void>;
}

/** A Monday. */
export const TODAY = '2026-11-23';

/** Removes a folder. A shell that was ended, or a sync in the background, may still put files there: then it is removed again. */
export async function removeFolder(folder: string): Promise<void> {
  for (let retries = 100; ; retries -= 1) {
    try {
      return fs.rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (retries === 0) throw error;
      await setTimeout(50);
    }
  }
}

/** The day so many days before today. */
export function daysAgo(days: number): string {
  return new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
}
export const NOW = `${TODAY}T08:00`;

/** A local time as timestamps are given: `2026-11-23T18:00` → `2026-11-23T17:00:00.000Z` in Berlin. */
export function utc(local: string): string {
  return new Date(local).toISOString();
}

/** An open thing in --json. */
export function open(slot: number, text: string, carried = 0): ThingJson {
  return { slot, text, done: false, doneAt: null, did: null, carried };
}

/** A thing in --json, done at a local time. */
export function done(slot: number | null, text: string, local: string, did: string | null = null): ThingJson {
  return { slot, text, done: true, doneAt: utc(local), did, carried: 0 };
}

/** Gives every test of a file a home of its own, and removes it afterwards. */
export function useHome(): Home {
  const home = createHome(() => fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'four-')));
  beforeEach(home.begin);
  afterEach(home.end);
  return home;
}

/** A home in a folder that is made for each test. */
export function createHome(makeFolder: () => string): Home & { begin(): void; end(): Promise<void> } {
  let folder = '';
  const started: Promise<unknown>[] = [];
  const env: Record<string, string | undefined> = {};
  const home = {
    get folder() {
      return folder;
    },
    env,
    stdin: '',
    terminal: undefined as number | undefined,
    runner: run,
    begin: () => {
      folder = makeFolder();
      for (const name of Object.keys(env)) delete env[name];
      Object.assign(env, {
        HOME: folder,
        XDG_DATA_HOME: path.join(folder, 'data'),
        // Where the launcher keeps compiled code, of no interest but to its own test.
        XDG_STATE_HOME: STATE_HOME,
        PATH,
        TZ: process.env.TZ,
        LANG: 'C.UTF-8',
        COLUMNS: '80',
        FOURTHINGS_NOW: NOW,
      });
      home.stdin = '';
      home.terminal = undefined;
      home.runner = run;
    },
    end: async () => {
      await home.settled();
      await removeFolder(folder);
    },
    settled: async () => {
      await Promise.all(started.splice(0));
    },
    at: (now: string) => {
      env.FOURTHINGS_NOW = now;
    },
    four: (...args: string[]) => runHere(args, home, started),
    launch: (...args: string[]) => launch(process.execPath, [LAUNCHER, ...args], env, home.stdin),
    json: async <Shape>(...args: string[]) => parseJson(await home.four('--json', ...args)) as Shape,
    storeFile: () => storeFile(undefined, machine(env)),
    sql: (statement: string, ...values: unknown[]) => {
      const database = openDatabase(home.storeFile());
      try {
        const prepared = database.prepare(statement);
        if (prepared.reader) return prepared.all(...values);
        prepared.run(...values);
        return [];
      } finally {
        database.close();
      }
    },
    stored: () => {
      if (!fs.existsSync(home.storeFile())) return [];
      const tables = home.sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'") as {
        name: string;
      }[];
      return tables.flatMap(({ name }) => home.sql(`SELECT * FROM "${name}"`));
    },
  };
  return home;
}

/** This platform, without a list of users that could lead to a real home. */
function machine(env: Environment): Machine {
  return {
    platform: process.platform,
    env,
    homeOfUser: () => {
      throw new Error('the tests know no user');
    },
  };
}

/** The one JSON document a command printed. */
export function parseJson(result: Result): unknown {
  expect(result).toEqual({ stdout: expect.stringMatching(/^[[{].*\n$/), stderr: '', status: 0 });
  return JSON.parse(result.stdout);
}

/** A usage error, or another one: nothing on standard output, one line of what is wrong and at most one with the way out. */
export function expectError(result: Result, status: number, message: string | RegExp): void {
  expect(result).toEqual({ stdout: '', stderr: expect.stringMatching(/^four: [^\n]+\n([^\n]+\n)?$/), status });
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
}

/** What `main` does, with an environment and streams of the test's own. */
async function runHere(
  args: readonly string[],
  { env, stdin, terminal: columns, runner }: Pick<Home, 'env' | 'stdin' | 'terminal' | 'runner'>,
  started: Promise<unknown>[],
): Promise<Result> {
  const printed = { stdout: '', stderr: '' };
  const surroundings = {
    isTerminal: () => columns !== undefined,
    sizeOf: () => (columns === undefined ? undefined : { columns, rows: 24 }),
    stream: () => {
      throw new Error('this terminal has no streams');
    },
    defaultColumns: Number.parseInt(env.COLUMNS ?? '', 10) || undefined,
    pager: undefined,
    dumb: env.TERM === 'dumb',
    accessible: wantsAccessible(env),
    unicode: isUnicodeLocale(env),
    color: wantedColor(env),
  };
  const status = await runner(args, {
    version: '0.0.0-test',
    clock: () => currentTime(env, () => new Date()),
    env,
    startInBackground: (words) => {
      const ended = startDetached(process.execPath, [LAUNCHER, ...words], env);
      started.push(ended);
      return ended;
    },
    storeFile: (named) => storeFile(named, machine(env)),
    terminal: (look) => ({
      ...createTerminal(surroundings, look),
      out: (text) => {
        printed.stdout += text;
      },
      err: (text) => {
        printed.stderr += text;
      },
      readInput: () => Buffer.from(stdin),
      questions: () => Promise.reject(new Error('this terminal has nobody to answer')),
    }),
  });
  return { ...printed, status };
}

/** Runs a program with an environment of its own, and nothing of this process's. */
export function launch(
  file: string,
  args: readonly string[],
  env: Environment,
  stdin = '',
  cwd = env.HOME,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { env: { ...env }, cwd, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ stdout, stderr, status: Number(error?.code ?? 0) });
    });
    // A program may end before it has read any of it.
    child.stdin?.on('error', () => {});
    child.stdin?.end(stdin);
  });
}
