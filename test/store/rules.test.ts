import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../src/store/driver.ts';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { TRIGGER_FINGERPRINT, triggerFingerprint } from '../../src/store/schema.ts';
import { Store } from '../../src/store/store.ts';
import { expectError, TODAY, useHome } from '../support/four.ts';
import { bytes, dump, expectWhole, makeOldStore, withDatabase } from '../support/stores.ts';

const home = useHome();
const { four, json } = home;
const store = () => home.storeFile();

interface FixedJson {
  readonly ok: boolean;
  readonly findings: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
  readonly fixed: readonly string[];
  readonly backup: string | null;
  readonly leftOut: readonly { readonly table: string; readonly rows: number }[];
}

/** Another program writes what it likes. */
function write(sql: string): void {
  withDatabase(store(), (database) => {
    database.pragma('ignore_check_constraints = ON');
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
  });
}

const things = async (day: string = TODAY) => (await json('-d', day)).things.map(({ slot, text }) => [slot, text]);

beforeEach(async () => {
  await four('plan', 'Write', 'Swim');
  await four('done', '1', '-m', 'Done');
  await four('did', 'Walk', '-d', 'yesterday');
  await four('rest', '2026-12-01', '-m', 'Family');
  await four('lost', 'Sale', '--let-go');
  await four('config', 'minimum', '2');
  await four('usual', 'Stretch');
  await four('week', '--note', 'Call before you write');
});

test('the triggers of every store are the ones we know', () => {
  expect(withDatabase(store(), triggerFingerprint)).toBe(TRIGGER_FINGERPRINT);
  for (let version = 1; version <= SCHEMA_VERSION; version += 1) {
    const old = path.join(home.folder, `old-${version}.db`);
    makeOldStore(old, version);
    const opened = new Store(old, '2026-11-23T08:00:00.000Z', 'four test');
    opened.days.list({});
    opened.close();
    expect([version, withDatabase(old, triggerFingerprint)]).toEqual([version, TRIGGER_FINGERPRINT]);
  }
});

/** What doctor says of it, and what is still there once it is mended. */
const BROKEN: [sql: string, name: string, message: RegExp][] = [
  ['DROP TRIGGER thing_INSERT', 'schema', /trigger thing_INSERT is missing/],
  [
    'DROP TRIGGER setting_UPDATE; CREATE TRIGGER setting_UPDATE AFTER UPDATE ON setting BEGIN SELECT 1; END',
    'schema',
    /trigger setting_UPDATE was changed/,
  ],
  [
    'CREATE TRIGGER no BEFORE UPDATE ON thing BEGIN SELECT raise(IGNORE); END',
    'schema',
    /another program has added the trigger no/,
  ],
  ['DROP INDEX thing_by_slot', 'schema', /index thing_by_slot is missing/],
  ['DROP VIEW days', 'schema', /view days is missing/],
  ['DROP TABLE year_tally', 'schema', /table year_tally is missing/],
  ['DROP TABLE journal', 'schema', /table journal is missing/],
  ['ALTER TABLE rest_day ADD COLUMN colour TEXT', 'schema', /table rest_day was changed/],
  ['PRAGMA user_version = 3', 'schema', /user_version/],
  ["UPDATE year_tally SET days = replace(days, '1', '3')", 'tallies', /tally/],
  ['DELETE FROM year_tally', 'tallies', /tally/],
  ["INSERT INTO year_tally VALUES (1999, printf('%0366d', 0))", 'tallies', /tally/],
  ["UPDATE usual SET days = 'soon'", 'days', /row of usual has a day that cannot be/],
  ["UPDATE usual SET text = '\u00a0'", 'texts', /row of usual has a blank text/],
  ["UPDATE week_note SET week = '0000-06-04'", 'days', /row of week_note has a day that cannot be/],
  ["UPDATE week_note SET text = '\u00a0'", 'texts', /row of week_note has a blank text/],
  ['INSERT INTO recording SELECT max(id) FROM change', 'journal', /never ended/],
  ["UPDATE journal SET relation = 'sqlite_schema' WHERE id = 1", 'journal', /no records/],
  ["UPDATE setting SET value = 'many'", 'settings', /minimum has an invalid value/],
];

describe('what another program has written is named, mended on request, and no change is lost:', () => {
  test.each(BROKEN)('%s', async (sql, name, message) => {
    const rows = dump(store());
    write(sql);
    const changed = fs.readFileSync(store());
    const told = await four('--json', 'doctor');
    expect(told.status).toBe(1);
    expect(JSON.parse(told.stdout).findings).toContainEqual({
      name,
      ok: false,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(fs.readFileSync(store()).equals(changed)).toBe(true);
    const fixed = await json<FixedJson>('doctor', '--fix');
    expect(fixed).toMatchObject({ ok: true, fixed: [expect.stringMatching(message)] });
    expect(fixed.leftOut.map(({ table }) => table)).toEqual(
      /(setting|journal|usual|week_note) SET/.exec(sql)?.slice(1) ?? [],
    );
    expect(path.basename(fixed.backup ?? '')).toBe(`${TODAY}-before-fix-1.db`);
    expectWhole(store());
    const leftOut = /(setting|usual|week_note) SET/.exec(sql)?.[1];
    expect(dump(store())).toEqual(leftOut === undefined ? rows : { ...rows, [leftOut]: [] });
    expect(withDatabase(store(), triggerFingerprint)).toBe(TRIGGER_FINGERPRINT);
    expect(await four('doctor')).toMatchObject({ stderr: '', status: 0 });
    // What is changed from now on can be taken back again.
    await four('did', 'Something new');
    expect(await json('undo')).toMatchObject({ undone: [{ command: "four did 'Something new'" }] });
  });

  test('nothing is done to a store that is well', async () => {
    const before = bytes(path.dirname(store()));
    expect(await json('doctor', '--fix')).toMatchObject({ ok: true, fixed: [], backup: null, leftOut: [] });
    expect((await four('doctor', '--fix')).stdout).toContain('nothing had to be');
    expect(bytes(path.dirname(store()))).toEqual(before);
    home.env.FOURTHINGS_DB = path.join(home.folder, 'none.db');
    expect(await json('doctor', '--fix')).toMatchObject({ ok: true, fixed: [], backup: null });
    expect(fs.existsSync(home.env.FOURTHINGS_DB)).toBe(false);
  });
});

describe('rows that no rule lets in get the nearest values that it does:', () => {
  test.each<[string, string, (readonly [number | null, string])[]]>([
    [
      'a slot that cannot be',
      "UPDATE thing SET slot = 9 WHERE text = 'Swim'",
      [
        [1, 'Write'],
        [null, 'Swim'],
      ],
    ],
    [
      'a number that cannot be',
      'UPDATE thing SET carried = -1',
      [
        [1, 'Write'],
        [2, 'Swim'],
      ],
    ],
    [
      'an instant that cannot be',
      "UPDATE thing SET done_at = 'then' WHERE slot = 1",
      [
        [1, 'Write'],
        [2, 'Swim'],
      ],
    ],
    [
      'an empty line',
      "UPDATE thing SET did = '' WHERE slot = 1",
      [
        [1, 'Write'],
        [2, 'Swim'],
      ],
    ],
    [
      'a link that leads nowhere',
      "UPDATE thing SET carried = 1, carried_from = printf('%36d', 7)",
      [
        [1, 'Write'],
        [2, 'Swim'],
      ],
    ],
    [
      'an id that cannot be',
      "UPDATE thing SET id = 'x' WHERE text = 'Write'",
      [
        [1, 'Write'],
        [2, 'Swim'],
      ],
    ],
    [
      'two things in one slot',
      'DROP INDEX thing_by_slot; UPDATE thing SET slot = 1',
      [
        [1, 'Write'],
        [null, 'Swim'],
      ],
    ],
  ])('%s', async (_, sql, expected) => {
    write(sql);
    const fixed = await json<FixedJson>('doctor', '--fix');
    expect(fixed).toMatchObject({ ok: true, leftOut: [], backup: expect.any(String) });
    expect(await things()).toEqual(expected);
    expectWhole(store());
  });

  test('what has no nearest value is left out, counted, and still in the backup', async () => {
    write(
      "UPDATE thing SET day = '2026-02-30' WHERE text = 'Swim'; UPDATE thing SET text = '\u00a0' WHERE text = 'Walk'",
    );
    const fixed = await json<FixedJson>('doctor', '--fix');
    expect(fixed).toMatchObject({ ok: true, leftOut: [{ table: 'thing', rows: 2 }] });
    expect(await things()).toEqual([[1, 'Write']]);
    const days = withDatabase(fixed.backup ?? '', (database) =>
      database.prepare('SELECT day FROM thing').pluck().all(),
    );
    expect(days).toContain('2026-02-30');
  });

  test('no id of a change is used twice', async () => {
    const last = () =>
      withDatabase(store(), (database) => Number(database.prepare('SELECT max(id) FROM change').pluck().get()));
    const before = last();
    write('DELETE FROM journal; DELETE FROM change; DROP VIEW days');
    await json('doctor', '--fix');
    await four('did', 'More');
    expect(last()).toBe(before + 1);
  });

  test('a store that only a backup can mend is refused as it is', async () => {
    write('ALTER TABLE thing RENAME COLUMN text TO words');
    const before = fs.readFileSync(store());
    expectError(await four('doctor', '--fix'), 1, /column text of thing is missing\nTo restore the newest good backup/);
    expect(fs.readFileSync(store()).equals(before)).toBe(true);
  });
});

describe('a change that would not be journalled is not made:', () => {
  test.each(BROKEN.filter(([, , message]) => message.source.includes('trigger')).map(([sql]) => [sql]))(
    '%s',
    async (sql) => {
      write(sql);
      const before = dump(store());
      for (const line of ['did More', 'done 2', 'undo', 'config minimum 3', 'rest tomorrow'])
        expectError(await four(...line.split(' ')), 1, /was changed by another program\n[^\n]*four doctor --fix/);
      expect(dump(store())).toEqual(before);
      expect(await things()).toEqual([
        [1, 'Write'],
        [2, 'Swim'],
      ]);
    },
  );

  test('tables and triggers that another program keeps beside ours are fine', async () => {
    write('CREATE TABLE mine (x TEXT); CREATE TRIGGER mine AFTER INSERT ON mine BEGIN DELETE FROM mine; END');
    expect(await four('doctor')).toMatchObject({ stderr: '', status: 0 });
    expect(await four('did', 'More')).toMatchObject({ stderr: '', status: 0 });
  });
});

test('a row that another program has left in the recording journals nothing twice', async () => {
  await four('drop', '2');
  write('INSERT INTO recording SELECT max(id) FROM change');
  // Too large to be checked before each change, which would find the row.
  write(`WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 900)
    INSERT INTO change (command, at) SELECT 'four ' || n || printf('%400d', n), '2026-11-23T08:00:00.000Z' FROM number`);
  await four('did', 'More');
  const journalled = withDatabase(store(), (database) =>
    database.prepare("SELECT count(*) FROM journal WHERE after LIKE '%More%'").pluck().get(),
  );
  expect(journalled).toBe(1);
});

test.each([
  ['a newer four', SCHEMA_VERSION + 1, /was written by a newer four\n[^\n]*npm install -g fourthings/],
  ['a restored older store', SCHEMA_VERSION - 1, /was changed by another program/],
])('a command that is open when the store becomes one of %s says so in one line', (_, version, message) => {
  const open = new Store(store(), '2026-11-23T08:00:00.000Z', 'four plan');
  open.change(() => open.settings.save('minimum', '1'));
  write(`PRAGMA user_version = ${version}`);
  let refused: unknown;
  try {
    open.change(() => open.settings.save('minimum', '3'));
  } catch (error) {
    refused = error;
  } finally {
    open.close();
  }
  expect(refused).toMatchObject({ kind: 'failed' });
  const { message: words, hint } = refused as { message: string; hint: string };
  expect(`${words}\n${hint}`).toMatch(message);
  expect(withDatabase(store(), (database) => database.prepare('SELECT value FROM setting').pluck().get())).toBe('1');
});

describe.each([
  ['rows', ''],
  ['fields, after a sync', 'UPDATE sync SET absorbed = 1000; DELETE FROM thing;'],
])('names in the journal of another program, where an undo restores %s,', (_, sql) => {
  test.each([
    [`json_object('id); DROP TABLE thing; --', 1)`],
    [`json_object('id', id, 'text) SELECT 1 --', 1)`],
    [`json_object('text', 'no id')`],
  ])('are never names in SQL: %s', async (row) => {
    write(`UPDATE journal SET before = ${row}, after = NULL WHERE relation = 'thing'; ${sql}`);
    const before = dump(store());
    // The note, the usual text, the setting, the setback and the rest day; then a thing, which is refused.
    for (let count = 0; count < 5; count += 1) expect(await four('undo')).toMatchObject({ stderr: '', status: 0 });
    expectError(await four('undo'), 1, /damaged: the journal has a row that is none of thing/);
    expect((dump(store()) as { thing: unknown[] }).thing).toEqual((before as { thing: unknown[] }).thing);
  });
});

describe('a dump that was read back', () => {
  /** As `sqlite3 new.db < dump`: it keeps neither application_id nor user_version. */
  function readBack(): void {
    write('PRAGMA application_id = 0; PRAGMA user_version = 0');
  }

  test('is recognized, and made a store again', async () => {
    const rows = dump(store());
    readBack();
    const before = fs.readFileSync(store());
    for (const line of ['today', 'did More', 'undo'])
      expectError(await four(...line.split(' ')), 1, /after a dump was read back\n[^\n]*: four doctor --fix\n/);
    expect(fs.readFileSync(store()).equals(before)).toBe(true);
    expect(await json('doctor', '--fix')).toMatchObject({ ok: true, leftOut: [] });
    expect(dump(store())).toEqual(rows);
    expect(await json('undo')).toMatchObject({ undone: [{ command: "four week --note 'Call before you write'" }] });
  });

  test.each(Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1))('of version %i too', async (version) => {
    fs.rmSync(store());
    makeOldStore(store(), version);
    readBack();
    expect(await json('doctor', '--fix')).toMatchObject({ ok: true, leftOut: [] });
    expect((await json('-d', '2026-11-22')).things[0]?.text).toBe('Write the post');
    expectWhole(store());
  });

  test('the way out names the store of the command line', async () => {
    const other = path.join(home.folder, "it's.db");
    fs.copyFileSync(store(), other);
    withDatabase(other, (database) => database.exec('PRAGMA application_id = 0'));
    const { stderr } = await four('--db', other, 'today');
    expect(stderr).toContain(`: four --db '${other.replace("'", "'\\''")}' doctor --fix\n`);
  });

  test.each([
    [
      'another program without a mark',
      'CREATE TABLE thing (x); CREATE TABLE setting (x); CREATE VIEW days AS SELECT 1',
    ],
    ['another program in WAL mode', 'PRAGMA journal_mode = WAL; CREATE TABLE thing (x)'],
  ])('is not a database of %s', async (_, sql) => {
    fs.rmSync(store());
    const database = openDatabase(store());
    database.exec(sql);
    database.close();
    const before = bytes(path.dirname(store()));
    expectError(await four(), 1, /is a database of another program/);
    expect(await four('doctor', '--fix')).toMatchObject({
      stderr: expect.stringMatching(/another program/),
      status: 1,
    });
    expect(bytes(path.dirname(store()))).toEqual(before);
  });
});
