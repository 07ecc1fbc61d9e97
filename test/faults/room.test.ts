import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LAUNCHER, useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { isThere, PATH, placeOf } from '../support/programs.mjs';
import { scaled } from '../support/scale.ts';
import { contents, Script } from '../support/stores.ts';

const home = useHome();

/** The outcome of one command with little space left. */
interface Outcome {
  readonly room: number;
  readonly command: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly isSame: boolean;
  readonly left: readonly string[];
}

const COMMANDS = [
  ['plan', 'More'],
  ['done', '1', '-m', 'It'],
  ['rest', '2026-12-01', '--to', '2027-11-30'],
  ['config', 'minimum', '3'],
  ['undo'],
  ['backup'],
  ['backup', 'elsewhere.db'],
  ['restore', '../copy.db'],
  ['today'],
  ['log'],
];

/**
 * Leaves an amount of space on the disk of a store and runs a command, each time from the same start. `words`: the folder on
 * that disk, the launcher, the amounts, the commands, whether today's backup exists, and how to prepare the store.
 */
const SCRIPT = `
  const { spawnSync } = require('node:child_process');
  const [folder, launcher] = words;
  const [rooms, commands] = words.slice(2, 4).map((word) => JSON.parse(word));
  const spoil = words[4];
  const store = path.join(folder, 'fourthings.db');
  process.env.FOURTHINGS_DB = store;
  const launch = (command) => spawnSync(process.execPath, [launcher, ...command], { cwd: folder, encoding: 'utf8' });
  const clear = () => { for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true }); };
  const seed = path.join(folder, '..', 'copy.db');
  // Every file with its contents, except the filler.
  const look = () => fs.readdirSync(folder, { recursive: true }).filter((name) => !name.startsWith('filler')).sort();
  const read = () => fs.existsSync(store) ? fs.readFileSync(store).toString('latin1') : undefined;
  for (const room of rooms) for (const command of commands) {
    clear();
    if (spoil !== 'missing') fs.copyFileSync(seed, store);
    if (spoil === 'cut') fs.truncateSync(store, 20000);
    // Fills the disk except for that space.
    fs.writeFileSync(path.join(folder, 'filler-room'), Buffer.alloc(room));
    const filler = fs.openSync(path.join(folder, 'filler'), 'w');
    try { for (;;) fs.writeSync(filler, Buffer.alloc(1024)); } catch (error) { if (error.code !== 'ENOSPC') throw error; }
    fs.closeSync(filler);
    fs.rmSync(path.join(folder, 'filler-room'));
    const before = read();
    const names = look();
    const { stdout, stderr, status } = launch(command);
    const isSame = read() === before;
    const left = look().filter((name) => !names.includes(name));
    report({ room, command, stdout, stderr, status, isSame, left });
    fs.rmSync(path.join(folder, 'filler'));
    if (spoil === 'cut' || room !== rooms[0]) continue;
    // With space again, everything works.
    const { stderr: said, status: after } = launch(['did', 'Afterwards']);
    report({ room, command, after, said });
  }`;

const isRoot = process.getuid?.() === 0;
const NAMESPACE = [placeOf('unshare'), '--mount', ...(isRoot ? [] : ['--user', '--map-root-user'])];

/** The command line that runs a program with its own small disk at a folder. The disk disappears when the program ends. */
function smallDisk(folder: string, kilobytes: number): string[] {
  const mount = `mount -t tmpfs -o size=${kilobytes}k,mode=700 tmpfs "$0"`;
  return [...NAMESPACE, placeOf('sh'), '-c', `${mount} && exec "$@"`, folder];
}

function mayMount(): boolean {
  const [file = '', ...words] = smallDisk(os.tmpdir(), 64);
  return spawnSync(file, [...words, 'true'], { env: { PATH } }).status === 0;
}

// In most containers nobody may mount a disk. Elsewhere a user may if the system allows user namespaces.
const whereMountable = !isThere('unshare') || mayMount() ? needs('unshare').test : test.skip;

/** The store that is copied to the small disk. It has a few months, so that more than one page is written. */
async function seed(): Promise<void> {
  home.env.FOURTHINGS_DB = path.join(home.folder, 'copy.db');
  await home.four('plan', 'Write the post', 'Swim');
  await home.four('rest', '2026-01-01', '--to', '2026-10-31', '-m', 'Away');
  fs.rmSync(`${home.env.FOURTHINGS_DB}.backups`, { recursive: true });
}

describe('on a full disk', () => {
  async function onSmallDisk(
    rooms: readonly number[],
    commands: readonly string[][],
    spoil: string,
  ): Promise<Outcome[]> {
    await seed();
    const disk = path.join(home.folder, 'disk');
    fs.mkdirSync(disk);
    const words = [disk, LAUNCHER, JSON.stringify(rooms), JSON.stringify(commands), spoil];
    const reports = (await new Script(SCRIPT, home.env, words, smallDisk(disk, 1024)).finish()) as (Outcome & {
      after?: number;
    })[];
    for (const report of reports) if ('after' in report) expect(report).toMatchObject({ after: 0, said: '' });
    const outcomes = reports.filter((report) => !('after' in report));
    expect(outcomes).toHaveLength(rooms.length * commands.length);
    return outcomes;
  }

  function expectClear(outcome: Outcome): void {
    const { status, stderr, isSame, left } = outcome;
    if (status === 0) {
      expect(outcome).toEqual({ ...outcome, stderr: '' });
      return;
    }
    expect(outcome).toEqual({
      ...outcome,
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^four: [^\n]*(no space left|cannot be written)[^\n]*\n[^\n]+\n$/),
      isSame: true,
    });
    // The backup may have fitted when the change did not.
    const others = left.filter((name) => !/\.backups(\/\d{4}-[^/]*\.db)?$/.test(name));
    expect({ stderr, isSame, left: others }).toEqual({
      stderr,
      isSame: true,
      left: [],
    });
  }

  const KB = 1024;
  const rooms = scaled(
    [0, 12 * KB, 60 * KB, 110 * KB, 240 * KB],
    Array.from({ length: 60 }, (_, index) => index * 4 * KB),
  );

  whereMountable('a command succeeds, or reports the lack of space and changes nothing', async () => {
    const outcomes = await onSmallDisk(rooms, COMMANDS, 'none');
    for (const outcome of outcomes) expectClear(outcome);
    const statuses = (words: string) =>
      outcomes.filter(({ command }) => command.join(' ').startsWith(words)).map(({ status }) => status);
    expect(new Set(statuses('plan'))).toEqual(new Set([0, 1]));
    expect(new Set(statuses('restore'))).toEqual(new Set([1]));
    expect(new Set([...statuses('today'), ...statuses('log')])).toEqual(new Set([0]));
    // The change succeeds, and only the daily backup fails.
    const withoutBackup = outcomes
      .filter(({ left }) => left.some((name) => name === 'fourthings.db.backups'))
      .filter(({ left }) => !left.some((name) => name.startsWith('fourthings.db.backups/')));
    expect(withoutBackup).toContainEqual(expect.objectContaining({ command: ['plan', 'More'], status: 0 }));
  });

  whereMountable('no store is created by half', async () => {
    const outcomes = await onSmallDisk(
      rooms,
      [
        ['plan', 'First'],
        ['config', 'minimum', '3'],
      ],
      'missing',
    );
    for (const outcome of outcomes) {
      if (outcome.status === 0) continue;
      expect(outcome).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/^four: [^\n]*no space left/),
      });
    }
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([0, 1]));
  });

  whereMountable('a damaged store is not given up for a backup there is no room for', async () => {
    const outcomes = await onSmallDisk(rooms, [['restore', '../copy.db']], 'cut');
    for (const outcome of outcomes) expectClear(outcome);
    expect(outcomes.some(({ status }) => status === 1)).toBe(true);
  });
});

needs('sh').describe('with a limit on the size of files', () => {
  test.each([0, 1, 8, 40])('beyond %i KB, a command ends in one line and changes nothing', async (limit) => {
    await seed();
    const before = contents(path.join(home.folder, 'copy.db'));
    const script = `
      const { spawnSync } = require('node:child_process');
      for (const command of JSON.parse(words[0])) {
        const limited = 'ulimit -f "$1"; shift; exec "$@"';
        const { stdout, stderr, status } = spawnSync(${JSON.stringify(placeOf('sh'))}, ['-c', limited, 'sh', words[2], process.execPath, words[1], ...command], { encoding: 'utf8' });
        report({ command, stdout, stderr, status });
      }`;
    const commands = [
      ['plan', 'More'],
      ['rest', '2026-12-01', '--to', '2027-11-30'],
      ['undo'],
      ['restore', 'copy.db'],
      ['backup', 'other.db'],
    ];
    // In blocks of 512 bytes.
    const reports = (await new Script(script, home.env, [
      JSON.stringify(commands),
      LAUNCHER,
      String(limit * 2),
    ]).finish()) as Outcome[];
    for (const report of reports)
      expect(report).toEqual({
        command: report.command,
        stdout: '',
        stderr: expect.stringMatching(/^four: [^\n]+\n([^\n]+\n)?$/),
        status: 1,
      });
    expect(reports).toHaveLength(commands.length);
    expect(contents(path.join(home.folder, 'copy.db'))).toEqual(before);
  });
});
