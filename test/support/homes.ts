import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { createHome, type Home, launch, removeFolder } from './four.ts';
import { PATH, placeOf } from './programs.mjs';
import { expectWhole, QUICK } from './stores.ts';

// The shape of `sync --json`, written down a second time.
interface CountsJson {
  readonly things: number;
  readonly restDays: number;
  readonly setbacks: number;
  readonly settings: number;
}

export interface SyncJson {
  readonly remote: string;
  readonly dryRun: boolean;
  readonly came: CountsJson;
  readonly went: CountsJson;
}

export interface StatusJson {
  readonly remote: string | null;
  readonly confirmed: boolean;
  readonly auto: boolean;
  readonly at: string | null;
  readonly failure: { readonly at: string; readonly message: string } | null;
  readonly waiting: number;
  readonly folder: string;
}

/** What came or went, by its numbers. */
export function counts(things = 0, restDays = 0, setbacks = 0, settings = 0): CountsJson {
  return { things, restDays, setbacks, settings };
}

/** A bare repository, with ways to look into it and to change it by git alone. */
export interface Remote {
  readonly folder: string;
  /** What a git command in it prints. */
  git(...words: string[]): Promise<string>;
  /** Its branches with their commits, and which of them is its own. */
  refs(): Promise<string>;
  /** The names of the files, or the text of one, as the branch has them. */
  files(branch?: string): Promise<string[]>;
  read(file: string, branch?: string): Promise<string>;
  /** Somebody commits files by hand; null removes one, `link` makes it a symbolic link to its text. */
  commit(files: Readonly<Record<string, string | null>>, how?: { branch?: string; link?: boolean }): Promise<void>;
  /** Puts a hook there: lines of shell. */
  hook(name: string, lines: string): void;
}

/** Several machines of one user. */
export interface Homes {
  /** Holds all of it. */
  readonly folder: string;
  readonly all: readonly Home[];
  readonly remote: Remote;
  /** An empty bare repository. */
  bare(name: string, branch?: string): Promise<Remote>;
  /** git as somebody else runs it, somewhere in the folder. */
  git(place: string, ...words: string[]): Promise<string>;
}

/**
 * Homes of these names for each test, and a repository between them: empty, bare, on this disk. What `prepare` makes of them is made
 * once, and laid out again for each test.
 */
export function useHomes<const Names extends readonly string[]>(
  names: Names,
  prepare: (homes: Homes & { readonly [Name in Names[number]]: Home }) => Promise<unknown> = async () => {},
): Homes & { readonly [Name in Names[number]]: Home } {
  // Always the same, as addresses of the repository are kept in what was prepared.
  const root = path.join(QUICK, `four-homes-${randomUUID().slice(0, 8)}`);
  const folder = path.join(root, 'now');
  const prepared = path.join(root, 'prepared');
  const homes = names.map((name) =>
    createHome(() => {
      const place = path.join(folder, name);
      fs.mkdirSync(place, { recursive: true });
      return place;
    }),
  );
  const env = () => ({
    PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Somebody',
    GIT_AUTHOR_EMAIL: 'somebody@example.org',
    GIT_COMMITTER_NAME: 'Somebody',
    GIT_COMMITTER_EMAIL: 'somebody@example.org',
  });
  const git = async (place: string, ...words: string[]) => {
    const result = await launch(placeOf('git'), words, env(), '', place);
    expect({ words, ...result }).toMatchObject({ words, status: 0 });
    return result.stdout;
  };
  const bare = async (name: string, branch = 'main') => {
    const place = path.join(folder, name);
    await git(folder, 'init', '--quiet', '--bare', `--initial-branch=${branch}`, place);
    return remoteIn(place);
  };
  const remoteIn = (place: string): Remote => ({
    folder: place,
    git: (...words) => git(place, ...words),
    refs: async () => (await git(place, 'symbolic-ref', 'HEAD')) + (await git(place, 'for-each-ref')),
    files: async (branch = 'main') => lines(await git(place, 'ls-tree', '-r', '--name-only', branch)),
    read: (file, branch = 'main') => git(place, 'show', `${branch}:${file}`),
    commit: async (files, { branch = 'main', link = false } = {}) => {
      const hasBranch = (await git(place, 'for-each-ref', `refs/heads/${branch}`)) !== '';
      const stream = [
        `commit refs/heads/${branch}\ncommitter Somebody <somebody@example.org> 1795000000 +0000\ndata 7\nby hand\n`,
        hasBranch ? `from refs/heads/${branch}^0\n` : '',
        ...Object.entries(files).map(([file, text]) =>
          text === null
            ? `D ${file}\n`
            : `M ${link ? '120000' : '100644'} inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
        ),
      ];
      const result = await launch(placeOf('git'), ['fast-import', '--quiet'], env(), stream.join(''), place);
      expect(result).toEqual({ stdout: '', stderr: '', status: 0 });
    },
    hook: (name, script) => {
      fs.mkdirSync(path.join(place, 'hooks'), { recursive: true });
      fs.writeFileSync(path.join(place, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    },
  });
  const remote = path.join(folder, 'remote.git');
  const world = Object.assign(
    { folder, all: homes, remote: remoteIn(remote), bare, git },
    Object.fromEntries(homes.map((home, index) => [names[index], home])),
  ) as Homes & { readonly [Name in Names[number]]: Home };
  const begin = () => {
    for (const home of homes) {
      home.begin();
      // No git set-up but what a test puts into the home.
      home.env.GIT_CONFIG_NOSYSTEM = '1';
    }
  };
  beforeAll(async () => {
    fs.mkdirSync(folder, { mode: 0o700, recursive: true });
    begin();
    await bare('remote.git');
    await prepare(world);
    await Promise.all(homes.map((home) => home.settled()));
    fs.renameSync(folder, prepared);
  });
  beforeEach(() => {
    fs.cpSync(prepared, folder, { recursive: true });
    begin();
  });
  afterEach(async () => {
    await Promise.all(homes.map((home) => home.end()));
    await removeFolder(folder);
  });
  afterAll(() => removeFolder(root));
  return world;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Syncs, the first time with the remote's address, and gives what came and what went. */
export function sync(home: Home, address?: string): Promise<SyncJson> {
  return home.json<SyncJson>('sync', ...(address === undefined ? [] : [address]));
}

export function status(home: Home): Promise<StatusJson> {
  return home.json<StatusJson>('sync', '--status');
}

/** All of the user's, as an export has it. */
export async function diary(home: Home): Promise<unknown> {
  const { stdout, stderr, status: code } = await home.four('export');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

/** The things of today as `1 Write ✓`, one that waits as `- Call`, another wording behind a slash. */
export async function slots(home: Home, ...options: string[]): Promise<string[]> {
  const { things } = await home.json('today', ...options);
  return things.map(({ slot, text, done, did }) =>
    [slot ?? '-', text, ...(done ? ['✓'] : []), ...(did === null ? [] : [did])].join(' '),
  );
}

/** Two rounds over all homes bring each what every other one has; afterwards there is nothing to bring any more. */
export async function syncAll(homes: readonly Home[]): Promise<void> {
  for (const home of [...homes, ...homes]) await sync(home);
  await expectEqual(homes);
}

/** The same history everywhere, in stores that are whole. */
export async function expectEqual(homes: readonly Home[]): Promise<void> {
  const [first, ...others] = await Promise.all(homes.map((home) => diary(home)));
  for (const other of others) expect(other).toEqual(first);
  for (const home of homes) expectWhole(home.storeFile());
}

/** Writes the `~/.gitconfig` of a home. */
export function gitConfig(home: Home, text: string): void {
  fs.writeFileSync(path.join(home.folder, '.gitconfig'), text);
}

/** The working copy of a home. */
export function copyOf(home: Home): string {
  return `${home.storeFile()}.sync`;
}

/** Puts a program of this name before all others on a home's path. */
export function program(home: Home, name: string, lines: string): string {
  const bin = path.join(home.folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  home.env.PATH = `${bin}:${PATH}`;
  return bin;
}

/** The next line that somebody writes into a named pipe; empty where nobody does for long. */
export function nextLine(pipe: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = spawn('head', ['-n1', pipe], {
      env: { PATH },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 120_000,
    });
    let text = '';
    reader.stdout.on('data', (chunk) => {
      text += chunk;
    });
    reader.once('error', reject);
    reader.once('close', () => resolve(text.trimEnd()));
  });
}
