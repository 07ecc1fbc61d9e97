import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { expectError, TODAY, useHome } from '../support/four.ts';
import { bytes, withDatabase } from '../support/stores.ts';

const home = useHome();
const { four, json } = home;

interface DoctorJson {
  readonly ok: boolean;
  readonly store: { readonly file: string; readonly exists: boolean; readonly bytes: number; readonly schema: number };
  readonly backups: { readonly folder: string; readonly count: number; readonly last: string | null };
  readonly versions: { readonly four: string; readonly node: string; readonly sqlite: string };
  readonly findings: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly message: string;
    readonly hint: string | null;
  }[];
}

const store = () => home.storeFile();
const examine = () => json<DoctorJson>('doctor');

/** What doctor comes to where something is wrong: the whole page, then the error with the way out. */
async function expectIll(name: string, message: RegExp, hint: RegExp): Promise<void> {
  const { stdout, stderr, status } = await four('doctor');
  expect({ stderr, status }).toEqual({ stderr: expect.stringMatching(/^four: [^\n]+\n[^\n]+\n$/), status: 1 });
  expect(stderr.split('\n')[0]).toMatch(message);
  expect(stderr.split('\n')[1]).toMatch(hint);
  expect(stdout).toContain(path.basename(store()));
  const told = await four('--json', 'doctor');
  expect({ ...told, stdout: '' }).toEqual({ stdout: '', stderr, status });
  const health = JSON.parse(told.stdout) as DoctorJson;
  expect(health.ok).toBe(false);
  expect(health.findings).toContainEqual({
    name,
    ok: false,
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
}

describe('a store that is well', () => {
  test('in words', async () => {
    await four('plan', 'A');
    await four('done', '1');
    const { stdout, stderr, status } = await four('doctor', '--ascii');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const words = stdout.replace(/\s+/g, ' ');
    for (const part of [
      'store',
      'settings',
      'four config',
      'backups',
      'last backup',
      'versions',
      'SQLite',
      'it is intact',
      'only you can read it',
      'MB are free',
    ])
      expect(words).toContain(part);
    expect(stdout.replace(/\s+/g, '')).toContain(store());
  });

  test('as JSON', async () => {
    await four('plan', 'A');
    await four('done', '1');
    expect(await examine()).toEqual({
      ok: true,
      store: { file: store(), exists: true, bytes: fs.statSync(store()).size, schema: SCHEMA_VERSION },
      backups: { folder: `${store()}.backups`, count: 1, last: path.join(`${store()}.backups`, `${TODAY}.db`) },
      versions: { four: '0.0.0-test', node: process.versions.node, sqlite: expect.stringMatching(/^3\.\d+\.\d+/) },
      findings: expect.arrayContaining([
        { name: 'store', ok: true, message: expect.any(String), hint: null },
        { name: 'permissions', ok: true, message: expect.any(String), hint: null },
        { name: 'room', ok: true, message: expect.any(String), hint: null },
      ]),
    });
  });

  test('is looked at and not touched', async () => {
    await four('plan', 'A');
    await four('done', '1');
    const before = bytes(home.folder);
    await four('doctor');
    expect(bytes(home.folder)).toEqual(before);
  });

  test('after a crash that SQLite takes back by itself', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('rest', '2025-01-01', '--to', '2025-12-31');
    // A write that was cut off: half of it in the file, and what was there before in the journal beside it.
    const left = ['', '-journal'].map((suffix) => [
      path.join(home.folder, `crashed.db${suffix}`),
      `${store()}${suffix}`,
    ]);
    withDatabase(store(), (database) => {
      database.pragma('cache_size = 1');
      database.exec("BEGIN IMMEDIATE; UPDATE rest_day SET reason = 'half'; UPDATE thing SET text = 'half'");
      for (const [copy = '', file = ''] of left) fs.copyFileSync(file, copy);
      database.exec('ROLLBACK');
    });
    home.env.FOURTHINGS_DB = left[0]?.[0];
    expect(fs.readFileSync(store()).includes('half')).toBe(true);
    expect(await four('doctor')).toMatchObject({ stderr: '', status: 0 });
    expect((await json()).things.map(({ text }) => text)).toEqual(['A', 'B', 'C', 'D']);
  });
});

test('no store yet is well, and none is made', async () => {
  expect(await examine()).toMatchObject({
    ok: true,
    store: { file: store(), exists: false, bytes: 0 },
    backups: { count: 0, last: null },
    findings: [{ name: 'store', ok: true, hint: null }],
  });
  expect((await four('doctor')).stdout).toContain('not there yet');
  expect(fs.readdirSync(home.folder)).toEqual([]);
});

test('only begun, by a command that was stopped', async () => {
  fs.mkdirSync(path.dirname(store()), { recursive: true, mode: 0o700 });
  fs.writeFileSync(store(), '', { mode: 0o600 });
  expect(await four('doctor')).toMatchObject({
    stdout: expect.stringContaining('it is empty'),
    stderr: '',
    status: 0,
  });
  expect(await four('plan', 'A')).toMatchObject({ stderr: '', status: 0 });
});

describe('what is wrong, with the way out and exit 1:', () => {
  async function twoDays(): Promise<void> {
    await four('plan', 'A');
    home.at('2026-11-24T08:00');
    await four('plan', 'B');
  }

  test('damaged, with the newest good backup to restore, in words a shell takes', async () => {
    home.env.XDG_DATA_HOME = path.join(home.folder, "it's $HOME & more");
    await twoDays();
    fs.truncateSync(store(), 10_000);
    const backup = path.join(`${store()}.backups`, '2026-11-24.db');
    await expectIll('store', /damaged|shorter/, /four restore '/);
    const { stderr } = await four('doctor');
    const [, words = ''] = /four restore (.*)\n$/.exec(stderr) ?? [];
    expect(words.replaceAll("'\\''", '\0').replaceAll("'", '').replaceAll('\0', "'")).toBe(backup);
    expect((await four('restore', backup)).status).toBe(0);
    expect((await four('doctor')).status).toBe(0);
  });

  test('damaged, and no backup', async () => {
    await four('plan', 'A');
    fs.truncateSync(store(), 10_000);
    await expectIll('store', /damaged|shorter/, /--db FILE/);
  });

  test('pages scribbled over', async () => {
    await twoDays();
    const descriptor = fs.openSync(store(), 'r+');
    fs.writeSync(descriptor, Buffer.alloc(8192, 0xa5), 0, 8192, 4096);
    fs.closeSync(descriptor);
    await expectIll('store', /damaged/, /four restore .*2026-11-24\.db/);
  });

  test('a database of another program', async () => {
    await four('plan', 'A');
    withDatabase(store(), (database) => database.pragma('application_id = 7'));
    await expectIll('store', /another program/, /--db FILE/);
  });

  test('no database', async () => {
    await four('plan', 'A');
    fs.writeFileSync(store(), 'Write the post\n'.repeat(100));
    await expectIll('store', /not a database/, /--db FILE/);
  });

  test('emptied, where there are backups of what it was', async () => {
    await twoDays();
    fs.truncateSync(store(), 0);
    await expectIll('store', /empty/, /four restore .*2026-11-24\.db/);
  });

  test('not there, where there are backups of it', async () => {
    await twoDays();
    fs.rmSync(store());
    await expectIll('store', /is missing/, /four restore .*2026-11-24\.db/);
  });

  test('of a newer four', async () => {
    await four('plan', 'A');
    withDatabase(store(), (database) => database.pragma(`user_version = ${SCHEMA_VERSION + 1}`));
    await expectIll('store', /newer four/, /npm install/);
  });

  test('readable by others', async () => {
    await four('plan', 'A');
    for (const mode of [0o640, 0o604, 0o660]) {
      fs.chmodSync(store(), mode);
      await expectIll('permissions', /others/, /chmod 600/);
    }
    fs.chmodSync(store(), 0o600);
    expect((await four('doctor')).status).toBe(0);
  });

  test('no backups can be made', async () => {
    await twoDays();
    fs.rmSync(`${store()}.backups`, { recursive: true });
    fs.writeFileSync(`${store()}.backups`, 'in the way');
    home.at('2026-11-25T08:00');
    expect((await four('plan', 'C')).status).toBe(0);
    await expectIll('backups', /backups/, /\.backups/);
  });
});

test('a file that cannot be looked at is an error like any other', async () => {
  home.env.FOURTHINGS_DB = path.join(home.folder, 'note/store.db');
  fs.writeFileSync(path.join(home.folder, 'note'), '');
  expectError(await four('doctor'), 1, /not a folder/);
});

test("a folder of backups that is somebody else's is named", async () => {
  await four('plan', 'A');
  const folder = `${store()}.backups`;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'thesis.txt'), 'Chapter one');
  await expectIll('backups', /was not made by four$/, /^Move it away, and backups can be made\.$/);
  expect(fs.readdirSync(folder)).toEqual(['thesis.txt']);
});
