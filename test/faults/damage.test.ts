import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { newSetback } from '../../src/core/setback.ts';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { Store } from '../../src/store/store.ts';
import { shift } from '../support/calendar.ts';
import { expectError, type Result, TODAY, useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { PATH } from '../support/programs.mjs';
import fc from '../support/property.ts';
import { newId, thing } from '../support/records.ts';
import { runs, scaled } from '../support/scale.ts';
import { bytes, expectCalm, hash, QUICK, withDatabase } from '../support/stores.ts';

const home = useHome();
const { four } = home;

const store = () => home.storeFile();
let quick: string;
let whole: Buffer;
let backup: string;

/** Half a year of use with a backup of today, and free slots today for the commands below. */
beforeEach(async () => {
  quick = fs.mkdtempSync(path.join(QUICK, 'four-'));
  home.env.FOURTHINGS_DB = path.join(quick, 'fourthings.db');
  const at = new Date('2026-11-22T20:00').toISOString();
  const past = new Store(store(), at, 'four test');
  past.change(() => {
    for (let ago = 1; ago < 70; ago += 1) {
      const day = shift(TODAY as Day, -ago);
      const things = [1, 2, 3].map((slot) =>
        thing({ slot: slot as 1, text: `Thing ${slot}, ${ago} days ago`, doneAt: at, did: 'It' }),
      );
      past.days.save({ day, things: [], rest: null }, { day, things, rest: ago % 9 === 0 ? { reason: 'Away' } : null });
      if (ago % 20 === 0) past.setbacks.save(newSetback(newId(), day, `Lost ${ago} days ago`, 'Sooner'));
    }
  });
  past.close();
  await four('plan', 'Write the post', 'Swim');
  backup = path.join(`${store()}.backups`, `${TODAY}.db`);
  whole = fs.readFileSync(store());
  // Large enough for pages of every kind, and small enough to be checked before each change.
  expect(whole.length).toBeGreaterThan(30 * 4096);
  expect(whole.length).toBeLessThanOrEqual(64 * 4096);
  expect(fs.existsSync(backup)).toBe(true);
});

afterEach(() => fs.rmSync(quick, { recursive: true }));

const READING = [
  'today',
  'week',
  'streak --why',
  'log',
  'log --grep thing',
  'year',
  'year --html page.html',
  'lost',
  'config',
  '--json',
  'log --json',
  'doctor',
];
const WRITING = [
  'done 1',
  'plan Third',
  'did Fixed',
  'edit 1 Other',
  'drop 2',
  'move 1 tomorrow',
  'move 1 -5',
  'rest -30 --to +30',
  'lost Sale --next Again',
  'lost --settle 1 --let-go',
  'config minimum 3',
  'undo',
  'backup copy.db',
  'backup',
];
const COMMANDS = [...READING, ...WRITING];

async function runOn(file: Buffer, line: string): Promise<Result> {
  fs.writeFileSync(store(), file);
  fs.rmSync(path.join(home.folder, 'copy.db'), { force: true });
  const cwd = process.cwd();
  process.chdir(home.folder);
  return four(...line.split(' ')).finally(() => process.chdir(cwd));
}

/** Runs a command on a damaged file, which must stay as it is unless the command succeeds. */
async function expectSafe(damaged: Buffer, line: string, what: unknown): Promise<number> {
  const result = await runOn(damaged, line);
  expectCalm(result, { line, what });
  if (result.status !== 0) {
    const { stderr } = result;
    expect({ line, what, stderr, hash: hash(fs.readFileSync(store())) }).toEqual({
      line,
      what,
      stderr,
      hash: hash(damaged),
    });
    if (!line.includes('doctor')) expect({ line, what, stdout: result.stdout }).toEqual({ line, what, stdout: '' });
  }
  for (const suffix of ['-journal', '-wal', '-shm'])
    expect({ line, what, left: fs.existsSync(store() + suffix) }).toEqual({ line, what, left: false });
  return result.status;
}

/** Some of the commands; all of them in the long run. */
const someCommands = fc
  .constantFrom(...READING)
  .chain((reading) => fc.constantFrom(...WRITING).map((writing) => scaled([reading, writing], COMMANDS)));

/** On the day's first change, when the whole store is checked, and later, when it is not. */
async function tryAll(damaged: Buffer, commands: readonly string[], isFirst: boolean, what: unknown): Promise<void> {
  fs.rmSync(`${store()}.backups`, { recursive: true, force: true });
  if (!isFirst) {
    fs.mkdirSync(path.dirname(backup));
    fs.writeFileSync(backup, whole);
  }
  for (const line of commands) await expectSafe(damaged, line, what);
}

describe('every command works, or ends in one line and leaves the file as it is, when', () => {
  test('nothing is damaged', async () => {
    for (const line of COMMANDS) expect([line, await expectSafe(whole, line, 'whole')]).toEqual([line, 0]);
  });

  test('the file is truncated at any length', async () => {
    const edges = [1, 15, 16, 17, 68, 72, 99, 100, 101, 511, 512, 4095, 4096, 4097, 8192, whole.length - 1];
    for (const length of edges)
      for (const line of scaled(['today', 'did Fixed', 'doctor', 'undo'], COMMANDS)) {
        const status = await expectSafe(whole.subarray(0, length), line, length);
        expect([length, line, status]).toEqual([length, line, 1]);
      }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), someCommands, async (length, commands) => {
        for (const line of commands)
          expect([line, await expectSafe(whole.subarray(0, length), line, length)]).toEqual([line, 1]);
      }),
      runs(20, 500),
    );
  });

  test('any byte of the header is changed', async () => {
    for (let offset = 0; offset < 100; offset += scaled(3, 1))
      for (const mask of scaled([0xff], [0x01, 0x02, 0x80, 0xff])) {
        const damaged = Buffer.from(whole);
        damaged[offset] = (damaged[offset] ?? 0) ^ mask;
        const lines = scaled([COMMANDS[offset % COMMANDS.length] ?? '', 'did Fixed'], COMMANDS);
        await tryAll(damaged, lines, offset % 2 === 0, { offset, mask });
      }
  });

  test('any bytes of its pages are changed', async () => {
    const places = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(places, someCommands, fc.boolean(), async (flips, commands, isFirst) => {
        const damaged = Buffer.from(whole);
        for (const [offset, mask] of flips) damaged[offset] = (damaged[offset] ?? 0) ^ mask;
        await tryAll(damaged, commands, isFirst, flips);
      }),
      runs(80, 1000),
    );
  });

  test('the header of any page is changed', async () => {
    // A b-tree page begins with the number and the place of its cells: https://www.sqlite.org/fileformat.html#b_tree_pages
    const flips = fc.tuple(
      fc.integer({ min: 0, max: whole.length / 4096 - 1 }),
      fc.nat(30),
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(flips, someCommands, fc.boolean(), async ([page, offset, mask], commands, isFirst) => {
        const damaged = Buffer.from(whole);
        const at = page * 4096 + offset + (page === 0 ? 100 : 0);
        damaged[at] = (damaged[at] ?? 0) ^ mask;
        await tryAll(damaged, commands, isFirst, { page, offset, mask });
      }),
      runs(60, 1000),
    );
  });

  test('pages are empty, swapped or full of noise', async () => {
    const pages = fc.integer({ min: 1, max: whole.length / 4096 - 1 });
    const kind = fc.constantFrom('empty', 'swapped', 'noise', 'half');
    await fc.assert(
      fc.asyncProperty(
        fc.record({ one: pages, other: pages, kind }),
        someCommands,
        fc.boolean(),
        async ({ one, other, kind }, commands, isFirst) => {
          const damaged = Buffer.from(whole);
          if (kind === 'empty') damaged.fill(0, one * 4096, (one + 1) * 4096);
          if (kind === 'noise')
            damaged.fill(Buffer.from(hash(String(one + other)), 'hex'), one * 4096, (one + 1) * 4096);
          if (kind === 'half') damaged.fill(0, one * 4096 + 2048, (one + 1) * 4096);
          if (kind === 'swapped') {
            whole.copy(damaged, one * 4096, other * 4096, (other + 1) * 4096);
            whole.copy(damaged, other * 4096, one * 4096, (one + 1) * 4096);
          }
          await tryAll(damaged, commands, isFirst, { one, other, kind });
        },
      ),
      runs(40, 1000),
    );
  });
});

describe('rows that the checks would refuse, written without them:', () => {
  test.each([
    ["UPDATE thing SET day = '2026-02-30' WHERE day = '2026-11-23'"],
    ["UPDATE thing SET day = 'never' WHERE day = '2026-11-22'"],
    ["UPDATE thing SET day = '' WHERE day = '2026-11-22'"],
    ["UPDATE thing SET day = '9999-99-99' WHERE day = '2026-11-22'"],
    ["UPDATE thing SET done_at = 'yesterday' WHERE day = '2026-11-22'"],
    ["UPDATE thing SET slot = 9 WHERE slot = 1 AND day = '2026-11-23'"],
    ["UPDATE thing SET text = '' WHERE day = '2026-11-23'"],
    ["UPDATE thing SET text = CAST(x'00' AS TEXT) WHERE day = '2026-11-23'"],
    ['UPDATE thing SET carried = -1'],
    ["UPDATE rest_day SET day = 'x' || day"],
    ["UPDATE setback SET day = 'then', kind = 'maybe', settled_at = 'now', settled_on = 'today'"],
    [
      "INSERT INTO setting VALUES ('minimum', 'many', 'x'), ('labels', char(27) || '[2J', 'x'), ('day-start', '', ''), ('other', 'x', '')",
    ],
    ["UPDATE journal SET before = 'no json', after = 'no json'"],
    ["UPDATE journal SET relation = 'sqlite_schema'"],
    ["UPDATE journal SET after = '{}', before = '[1]'"],
    [`UPDATE journal SET before = json_object('id; DROP TABLE thing', 1)`],
    ["UPDATE change SET command = char(27) || '[2J' || char(10) || 'four', at = 'then'"],
    ['DROP TABLE journal'],
    ['DROP VIEW days'],
    ['DROP TABLE setting'],
    ['DROP TABLE thing'],
    ['INSERT INTO recording VALUES (1)'],
    ['INSERT INTO recording VALUES (4711)'],
    ['DELETE FROM change'],
    ["CREATE TRIGGER boom AFTER INSERT ON thing BEGIN SELECT raise(ABORT, 'boom'); END"],
    ['ALTER TABLE thing RENAME COLUMN text TO words'],
  ])('%s', async (sql) => {
    withDatabase(store(), (database) => {
      database.pragma('ignore_check_constraints = ON');
      database.pragma('foreign_keys = OFF');
      database.exec(sql);
    });
    const changed = fs.readFileSync(store());
    for (const line of COMMANDS) expectCalm(await runOn(changed, line), { sql, line });
    await tryAll(changed, scaled(['today', 'did Fixed', 'undo'], COMMANDS), true, sql);
  });
});

describe('the error for a damaged store names the newest good backup:', () => {
  const spoilt: [string, () => void][] = [
    ['cut short', () => fs.truncateSync(store(), 20_000)],
    ['to less than a header', () => fs.truncateSync(store(), 50)],
    ['pages of noise', () => fs.writeFileSync(store(), Buffer.from(whole).fill(0xa5, 4096))],
    ['not a database any longer', () => fs.writeFileSync(store(), Buffer.alloc(whole.length, 0xa5))],
  ];

  test.each(spoilt)('%s', async (_, spoil) => {
    home.at('2026-11-24T08:00');
    await four('did', 'Something');
    const newest = path.join(`${store()}.backups`, '2026-11-24.db');
    const older = backup;
    spoil();
    for (const line of ['today', 'did More', '--json log'])
      expectError(await four(...line.split(' ')), 1, `four restore ${newest}`);
    // Now that backup is damaged too.
    fs.truncateSync(newest, 12_345);
    for (const line of ['today', 'did More']) expectError(await four(...line.split(' ')), 1, `four restore ${older}`);
    fs.truncateSync(older, 12_345);
    expectError(await four(), 1, /--db FILE/);
    fs.writeFileSync(older, whole);
    expect(await four('restore', older)).toMatchObject({ stderr: '', status: 0 });
    expect(await four('log')).toMatchObject({ stderr: '', status: 0 });
  });
});

describe('a foreign file is left byte for byte:', () => {
  const others: [string, string, (file: string) => void][] = [
    [
      'a database of another program',
      'is a database of another program',
      (file) =>
        withDatabase(file, (database) => database.exec('CREATE TABLE habit (day TEXT); PRAGMA application_id = 7')),
    ],
    [
      'a database in WAL mode',
      'is a database of another program',
      (file) =>
        withDatabase(file, (database) => database.exec('PRAGMA journal_mode = WAL; CREATE TABLE habit (day TEXT)')),
    ],
    [
      'a store of a newer four',
      'was written by a newer four',
      (file) => [
        fs.writeFileSync(file, whole),
        withDatabase(file, (database) => database.pragma(`user_version = ${SCHEMA_VERSION + 1}`)),
      ],
    ],
    ['text', 'is not a store of four', (file) => fs.writeFileSync(file, 'Write the post\n'.repeat(1000))],
    [
      'a picture',
      'is not a store of four',
      (file) => fs.writeFileSync(file, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
    ],
    ['one byte', 'is not a store of four', (file) => fs.writeFileSync(file, 'x')],
  ];

  test.each(others)('%s', async (_, message, make) => {
    fs.rmSync(store());
    make(store());
    const before = bytes(quick);
    for (const line of COMMANDS.filter((one) => one !== 'doctor'))
      expectError(await four(...line.split(' ')), 1, message);
    expect((await four('doctor')).status).toBe(1);
    expect(bytes(quick)).toEqual(before);
  });

  test.each<[string, () => string, RegExp]>([
    ['a folder', () => home.folder, /it is a folder/],
    ['a path through a file', () => path.join(store(), 'x.db'), /part of the path is not a folder/],
    ['a name that is too long', () => path.join(home.folder, 'x'.repeat(300)), /xxx/],
    [
      'a link to itself',
      () => {
        fs.symlinkSync('circle', path.join(home.folder, 'circle'));
        return path.join(home.folder, 'circle');
      },
      /circle/,
    ],
  ])('%s', async (_, name, message) => {
    home.env.FOURTHINGS_DB = name();
    const before = bytes(home.folder);
    for (const line of ['today', 'did Fixed', 'undo', 'streak']) {
      const result = await four(...line.split(' '));
      expectCalm(result, line);
      if (result.status !== 0) expect(result.stderr).toMatch(message);
    }
    expect(bytes(home.folder)).toEqual(before);
  });

  needs('sh').test('a pipe that nobody writes to', async () => {
    const pipe = path.join(home.folder, 'pipe');
    execFileSync('mkfifo', [pipe], { env: { PATH } });
    home.env.FOURTHINGS_DB = pipe;
    const before = bytes(home.folder);
    for (const line of ['today', 'did Fixed', 'doctor']) {
      const { stderr, status } = await home.launch(...line.split(' '));
      expect({ line, stderr, status }).toEqual({
        line,
        stderr: expect.stringMatching(/^four: [^\n]*not a[^\n]*\n/),
        status: 1,
      });
    }
    expect(bytes(home.folder)).toEqual(before);
  });
});
