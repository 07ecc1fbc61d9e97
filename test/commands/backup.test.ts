import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { BUSY_TIMEOUT_MS } from '../../src/store/driver.ts';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { expectError, TODAY, useHome } from '../support/four.ts';
import { bytes, dump, expectWhole, modeOf, withDatabase } from '../support/stores.ts';

const home = useHome();
const { four, json } = home;

interface RestoredJson {
  readonly restored: string;
  readonly kept: string | null;
}

const store = () => home.storeFile();
const folder = () => path.dirname(store());
const inHome = (name: string) => path.join(home.folder, name);

beforeEach(async () => {
  await four('plan', 'Write the post', 'Swim');
  await four('done', '1', '-m', 'Published it');
});

describe('four backup', () => {
  test('makes a copy among the others, and says where', async () => {
    const result = await four('backup');
    const backup = path.join(`${store()}.backups`, `${TODAY}-asked-for-1.db`);
    expect(result).toMatchObject({ stderr: '', status: 0 });
    expect(result.stdout.replace(/\s+/g, '')).toContain(backup);
    expect(dump(backup)).toEqual(dump(store()));
    expect(await json('backup')).toEqual({ backup: backup.replace('-1.db', '-2.db') });
    expect(await four('backup', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(fs.readdirSync(`${store()}.backups`)).toHaveLength(4);
  });

  test.each([
    'copy.db',
    'a copy, "quoted" & <tagged>.db',
    "it's.db",
    '=1+1',
    'ünïcode 🌱.db',
    '-dash.db',
    'x'.repeat(255),
  ])('makes one at %j', async (name) => {
    const { backup } = await json<{ backup: string }>('backup', '--', inHome(name));
    expect(backup).toBe(inHome(name));
    expect(dump(backup)).toEqual(dump(store()));
    expect(modeOf(backup)).toBe(0o600);
    await four('drop', '1');
    expect(await four('restore', '--', backup)).toMatchObject({ stderr: '', status: 0 });
    expect(dump(store())).toEqual(dump(backup));
  });

  test('a relative name belongs to the folder the command runs in', async () => {
    expect(await home.launch('backup', 'here.db')).toMatchObject({ stderr: '', status: 0 });
    expect(dump(inHome('here.db'))).toEqual(dump(store()));
    expect(await home.launch('--json', 'restore', 'here.db')).toMatchObject({ stderr: '', status: 0 });
  });

  test.each<[string, string, RegExp]>([
    ['a file that is there', 'taken.db', /taken\.db already exists/],
    ['a folder', '.', /already exists/],
    ['a folder that is not there', 'nowhere/copy.db', /nowhere\/copy\.db: no such file or folder/],
    ['a folder that is a file', 'taken.db/copy.db', /taken\.db\/copy\.db: part of the path is not a folder/],
    ['a name that is too long', 'x'.repeat(256), /x+.*: the name is too long/],
  ])('refuses %s, and leaves everything as it is', async (_, name, message) => {
    fs.writeFileSync(inHome('taken.db'), 'precious');
    const before = bytes(home.folder);
    expectError(await four('backup', inHome(name)), 1, message);
    expect(bytes(home.folder)).toEqual(before);
  });

  test('of nothing is refused, and makes nothing', async () => {
    home.env.FOURTHINGS_DB = inHome('none.db');
    expectError(await four('backup'), 1, 'there is no store yet');
    expect(fs.existsSync(inHome('none.db'))).toBe(false);
  });
});

describe('four restore', () => {
  test('puts a backup in the place of the store, keeps what it replaces, and is undone by restoring that', async () => {
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    await four('drop', 'Swim');
    await four('config', 'minimum', '3');
    const late = dump(store());
    const { restored, kept } = await json<RestoredJson>('restore', backup);
    expect(restored).toBe(backup);
    expect(dump(store())).toEqual(dump(backup));
    expectWhole(store());
    expect(dump(kept as string)).toEqual(late);
    expect(modeOf(kept as string)).toBe(0o600);
    expect(modeOf(store())).toBe(0o600);

    const result = await four('restore', kept as string);
    expect(result.stdout).toContain('What it replaced is kept:');
    expect(dump(store())).toEqual(late);
    // The journal comes along.
    expect(await json('undo')).toMatchObject({ undone: [{ command: 'four config minimum 3' }] });
  });

  test('where there is no store makes one, for the user alone', async () => {
    await four('backup', inHome('copy.db'));
    home.env.FOURTHINGS_DB = inHome('new/store.db');
    expect(await json('restore', inHome('copy.db'))).toEqual({ restored: inHome('copy.db'), kept: null });
    expect(dump(inHome('new/store.db'))).toEqual(dump(inHome('copy.db')));
    expect(modeOf(inHome('new/store.db'))).toBe(0o600);
    expect(modeOf(inHome('new'))).toBe(0o700);
  });

  test('over a damaged store keeps it as it is, and says where', async () => {
    await four('backup', inHome('copy.db'));
    fs.truncateSync(store(), 10_000);
    const damaged = fs.readFileSync(store());
    const { kept } = await json<RestoredJson>('restore', inHome('copy.db'));
    expect(fs.readFileSync(kept as string).equals(damaged)).toBe(true);
    expect(dump(store())).toEqual(dump(inHome('copy.db')));
    expect((await four('doctor')).status).toBe(0);
  });

  /** Leaves a write half done: half of it in the file, and what was there before in the journal beside it. */
  function crash(file: string): void {
    const kept = ['', '-journal'].map((ending) => [`${file}${ending}`, inHome(`crashed${ending}`)] as const);
    withDatabase(file, (database) => {
      database.pragma('cache_size = 1');
      database.exec("BEGIN IMMEDIATE; UPDATE rest_day SET reason = 'half'; UPDATE thing SET text = 'half'");
      for (const [from, to] of kept) fs.copyFileSync(from, to);
      database.exec('ROLLBACK');
    });
    for (const [from, to] of kept) fs.renameSync(to, from);
    expect(fs.readFileSync(file).includes('half')).toBe(true);
  }

  test('of and over a store whose last write was cut off', async () => {
    await four('rest', '2025-01-01', '--to', '2025-12-31');
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    await four('drop', 'Swim');
    const [late, early] = [dump(store()), dump(backup)];
    crash(store());
    crash(backup);
    const { kept } = await json<RestoredJson>('restore', backup);
    expect(dump(store())).toEqual(early);
    expect(dump(kept as string)).toEqual(late);
  });

  test('over a damaged store keeps its journals with it, and replays none of them', async () => {
    await four('rest', '2025-01-01', '--to', '2025-12-31');
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    const early = dump(backup);
    for (const number of [1, 2]) {
      crash(store());
      const journal = fs.readFileSync(`${store()}-journal`);
      // SQLite would not even open it.
      scribble(store(), 0, 4096);
      const damaged = fs.readFileSync(store());
      const { kept } = await json<RestoredJson>('restore', backup);
      expect(kept).toBe(path.join(`${store()}.backups`, `${TODAY}-damaged-${number}.damaged`));
      expect(fs.readFileSync(kept as string).equals(damaged)).toBe(true);
      expect(fs.readFileSync(`${kept}-journal`).equals(journal)).toBe(true);
      expect(dump(store())).toEqual(early);
      expect(fs.existsSync(`${store()}-journal`)).toBe(false);
    }
  });

  test('where a write-ahead log is left of a store that is gone', async () => {
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    leaveWriteAheadLog();
    const log = fs.readFileSync(`${store()}-wal`);
    fs.rmSync(store());
    const { kept } = await json<RestoredJson>('restore', backup);
    expect(fs.readFileSync(kept as string).equals(log)).toBe(true);
    expect(dump(store())).toEqual(dump(backup));
  });

  /** Changes the store in a write-ahead log, which a killed program then leaves beside it. */
  function leaveWriteAheadLog(): void {
    const endings = ['', '-wal', '-shm'];
    withDatabase(store(), (database) => {
      database.exec("PRAGMA journal_mode = WAL; UPDATE thing SET text = 'Only in the log' WHERE slot = 2");
      for (const ending of endings) fs.copyFileSync(store() + ending, inHome(`left${ending}`));
    });
    for (const ending of endings) fs.renameSync(inHome(`left${ending}`), store() + ending);
    expect(fs.readFileSync(store()).includes('Only in the log')).toBe(false);
  }

  test('of and over a store in WAL mode keeps what is only in the log', async () => {
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    leaveWriteAheadLog();
    const { kept } = await json<RestoredJson>('restore', backup);
    expect(dump(store())).toEqual(dump(backup));
    await four('restore', kept as string);
    expect((await json()).things.map(({ text }) => text)).toEqual(['Write the post', 'Only in the log']);
  });

  test('over a damaged store in WAL mode keeps its log, and replays none of it', async () => {
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    leaveWriteAheadLog();
    fs.truncateSync(store(), 10_000);
    fs.writeFileSync(`${store()}-wal`, fs.readFileSync(`${store()}-wal`).subarray(0, 100));
    const { kept } = await json<RestoredJson>('restore', backup);
    expect(fs.readdirSync(`${store()}.backups`)).toEqual(
      expect.arrayContaining(['', '-wal'].map((ending) => path.basename(kept as string) + ending)),
    );
    expect(dump(store())).toEqual(dump(backup));
  });

  test('a store in WAL mode works, and leaves it with the next change', async () => {
    leaveWriteAheadLog();
    expect((await json()).things.map(({ text }) => text)).toEqual(['Write the post', 'Only in the log']);
    expect(await four('doctor')).toMatchObject({ stderr: '', status: 0 });
    await four('plan', 'Read');
    expect(withDatabase(store(), (database) => database.pragma('journal_mode', { simple: true }))).toBe('delete');
    expect((await json()).planned).toBe(3);
    // Another program holds it open in that mode.
    await withDatabase(store(), async (database) => {
      database.exec('PRAGMA journal_mode = WAL; SELECT * FROM thing');
      const started = performance.now();
      expect(await four('plan', 'Walk')).toMatchObject({ stderr: '', status: 0 });
      expect(performance.now() - started).toBeLessThan(BUSY_TIMEOUT_MS);
    });
    expect((await json()).planned).toBe(4);
  });

  test.each(['-journal', '-wal', '-shm'])('refuses a file %s that SQLite has not written, by name', async (ending) => {
    await four('backup', inHome('copy.db'));
    fs.writeFileSync(store() + ending, 'Dear diary');
    fs.writeFileSync(inHome(`copy.db${ending}`), 'Dear diary');
    const before = bytes(home.folder);
    for (const line of ['today', 'plan More', `restore ${inHome('copy.db')}`, 'undo'])
      expectError(await four(...line.split(' ')), 1, new RegExp(`db${ending} was not made by four`));
    expect(await four('doctor')).toMatchObject({ status: 1 });
    expect(bytes(home.folder)).toEqual(before);
  });

  test('through a link, the backups and the replaced store lie beside the real file', async () => {
    fs.mkdirSync(inHome('real'));
    fs.renameSync(store(), inHome('real/one.db'));
    fs.symlinkSync(inHome('real/one.db'), store());
    await four('backup', inHome('copy.db'));
    fs.truncateSync(inHome('real/one.db'), 10_000);
    expectError(await four(), 1, /damaged/);
    const { kept } = await json<RestoredJson>('restore', inHome('copy.db'));
    expect(path.dirname(kept as string)).toBe(inHome('real/one.db.backups'));
    expect(fs.lstatSync(store()).isSymbolicLink()).toBe(true);
    expect(dump(inHome('real/one.db'))).toEqual(dump(inHome('copy.db')));
  });

  test('leaves a file of the name that restored copies once had', async () => {
    await four('backup', inHome('copy.db'));
    fs.writeFileSync(`${store()}.restored`, 'a thesis');
    fs.truncateSync(store(), 10_000);
    await four('restore', inHome('copy.db'));
    expect(fs.readFileSync(`${store()}.restored`, 'utf8')).toBe('a thesis');
  });

  test('there is a store at any moment', async () => {
    await four('backup', inHome('copy.db'));
    fs.truncateSync(store(), 10_000);
    const seen: boolean[] = [];
    const { renameSync, linkSync } = fs;
    const spies = [
      jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
        seen.push(fs.existsSync(store()));
        renameSync(from, to);
        seen.push(fs.existsSync(store()));
      }),
      jest.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
        linkSync(from, to);
        seen.push(fs.existsSync(store()));
      }),
    ];
    await four('restore', inHome('copy.db'));
    for (const spy of spies) spy.mockRestore();
    expect(new Set(seen)).toEqual(new Set([true]));
    expect(seen.length).toBeGreaterThan(2);
  });

  test('of a daily backup makes a store that is none', async () => {
    home.at('2026-11-24T08:00');
    await four('plan', 'Read');
    const tables = () =>
      withDatabase(store(), (database) => database.prepare('SELECT name FROM sqlite_schema ORDER BY 1').all());
    const before = tables();
    await four('restore', path.join(`${store()}.backups`, '2026-11-24.db'));
    expect(tables()).toEqual(before);
  });

  test('of a store by itself changes nothing', async () => {
    const before = dump(store());
    await four('restore', store());
    expect(dump(store())).toEqual(before);
    expectWhole(store());
  });

  const notWhole: [string, RegExp, (file: string) => void][] = [
    ['no file', /no such file/, (file) => fs.rmSync(file)],
    ['a folder', /folder|directory/, (file) => [fs.rmSync(file), fs.mkdirSync(file)]],
    ['no database', /not a database|not a store/, (file) => fs.writeFileSync(file, 'Write the post\n'.repeat(500))],
    ['nothing', /empty|not a store/, (file) => fs.truncateSync(file, 0)],
    ['only a header', /./, (file) => fs.truncateSync(file, 100)],
    ['cut short', /cannot be restored/, (file) => fs.truncateSync(file, 4096 * 3)],
    [
      'foreign',
      /another program|not a store/,
      (file) => withDatabase(file, (database) => database.pragma('application_id = 7')),
    ],
    [
      'of a newer four',
      /newer/,
      (file) => withDatabase(file, (database) => database.pragma(`user_version = ${SCHEMA_VERSION + 1}`)),
    ],
    ['damaged', /malformed|cannot be restored/, (file) => scribble(file, 4096 * 2, 4096)],
    [
      'with a link that leads nowhere',
      /leads nowhere/,
      (file) =>
        withDatabase(file, (database) => {
          database.pragma('foreign_keys = OFF');
          database.exec("UPDATE thing SET carried = 1, carried_from = '01980000-0000-7000-8000-999999999999'");
        }),
    ],
  ];

  test.each(notWhole)('checks the file first: %s', async (_, message, spoil) => {
    const copy = inHome('copy.db');
    await four('backup', copy);
    spoil(copy);
    const before = bytes(folder());
    expectError(await four('restore', copy), 1, message);
    expect(bytes(folder())).toEqual(before);
    expectError(await four('--json', 'restore', copy), 1, message);
    expect(bytes(folder())).toEqual(before);
  });

  test.each<[string, (file: string) => void]>([
    ['another program', (file) => withDatabase(file, (database) => database.pragma('application_id = 7'))],
    [
      'a newer four',
      (file) => withDatabase(file, (database) => database.pragma(`user_version = ${SCHEMA_VERSION + 1}`)),
    ],
  ])('leaves a database of %s alone', async (_, make) => {
    await four('backup', inHome('copy.db'));
    make(store());
    const before = bytes(folder());
    expectError(await four('restore', inHome('copy.db')), 1, /^four: /);
    expect(bytes(folder())).toEqual(before);
  });

  test.each([':memory:', ' space', 'file:x?mode=ro'])('into a store named %j', async (name) => {
    const { backup } = await json<{ backup: string }>('backup', inHome('copy.db'));
    const launched = [
      await home.launch('plan', 'Other', '-q', '--db', name),
      await home.launch('--json', 'restore', backup, '--db', name),
    ];
    expect(launched).toMatchObject([
      { stderr: '', status: 0 },
      { stderr: '', status: 0 },
    ]);
    expect(dump(inHome(name))).toEqual(dump(backup));
    const beside = ['backups', 'nudged', 'status'].map((ending) => `${name}.${ending}`);
    expect(fs.readdirSync(home.folder).sort()).toEqual(['copy.db', 'data', name, ...beside].sort());
  });

  test('wants a file', async () => {
    expectError(await four('restore'), 2, /FILE/);
  });

  function scribble(file: string, offset: number, length: number): void {
    const descriptor = fs.openSync(file, 'r+');
    fs.writeSync(descriptor, Buffer.alloc(length, 0xa5), 0, length, offset);
    fs.closeSync(descriptor);
  }
});
