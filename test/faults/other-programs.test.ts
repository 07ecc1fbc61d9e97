import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Store } from '../../src/store/store.ts';
import { TODAY, useHome } from '../support/four.ts';
import fc from '../support/property.ts';
import { yearDigitsOf } from '../support/records.ts';
import { runs } from '../support/scale.ts';
import { expectCalm, expectWhole, hash, QUICK, withDatabase } from '../support/stores.ts';

const home = useHome();
const { four } = home;
const store = () => home.storeFile();
let quick: string;
let whole: Buffer;

beforeEach(async () => {
  quick = fs.mkdtempSync(path.join(QUICK, 'four-'));
  home.env.FOURTHINGS_DB = path.join(quick, 'four.db');
  await four('plan', 'Write', 'Swim', '-d', '-2');
  await four('done', '1', '2', '-d', '-2', '-m', 'Both');
  await four('plan', 'Call', 'Read');
  await four('done', '1');
  await four('rest', '2026-11-20');
  await four('lost', 'Sale', '--next', 'Ask again');
  await four('config', 'minimum', '2');
  await four('undo');
  whole = fs.readFileSync(store());
});

afterEach(() => fs.rmSync(quick, { recursive: true }));

const COLUMNS = {
  thing: [
    'id',
    'day',
    'slot',
    'text',
    'also',
    'done_at',
    'did',
    'carried_from',
    'carried',
    'unplanned',
    'waiting',
    'updated_at',
  ],
  rest_day: ['day', 'reason', 'updated_at'],
  setting: ['key', 'value', 'updated_at'],
  setback: ['id', 'day', 'text', 'lesson', 'kind', 'next_id', 'settled_at', 'settled_on', 'updated_at'],
  change: ['id', 'command', 'at', 'undone'],
  journal: ['id', 'change_id', 'relation', 'key', 'before', 'after'],
  recording: ['change_id'],
  year_tally: ['year', 'days'],
  day_to_recount: ['day'],
  sync: ['only_row', 'remote', 'revision', 'captured', 'absorbed', 'at', 'failure'],
  replica: ['kind', 'id', 'page', 'log', 'row', 'sent', 'elsewhere'],
} as const;

const TABLES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const OBJECTS = [
  'thing_by_slot',
  'thing_by_origin',
  'setback_by_day',
  'replica_by_page',
  'change_undone',
  'days',
  'things',
  'day_to_tally',
];
const TRIGGERS = [
  'thing_INSERT',
  'thing_UPDATE',
  'thing_DELETE',
  'setting_INSERT',
  'tally',
  'recount_before_INSERT',
  'tally_thing_DELETE_OLD_day',
];

const value = fc.constantFrom(
  'NULL',
  '0',
  '1',
  '4',
  '-1',
  '9223372036854775807',
  '1.5',
  "''",
  "' '",
  "'x'",
  "'minimum'",
  "'thing'",
  "'many'",
  `'${TODAY}'`,
  "'2026-11-20'",
  "'2026-02-30'",
  "'0000-01-01'",
  "'9999-12-31'",
  "'2026-11-23T08:00:00.000Z'",
  "'9999-12-31T23:59:59.999Z'",
  "'{}'",
  "'[1]'",
  `'{"id":"x","__proto__":{"a":1}}'`,
  "x'00ff'",
  "CAST(x'ff00' AS TEXT)",
  "printf('%600d', 7)",
  "printf('%036d', 7)",
  'char(27) || char(10)',
  '(SELECT id FROM thing ORDER BY random() LIMIT 1)',
  '(SELECT max(id) FROM change)',
);
const table = fc.constantFrom(...TABLES);
const columnOf = (name: keyof typeof COLUMNS) => fc.constantFrom<string>(...COLUMNS[name]);
const conflict = fc.constantFrom('', ' OR REPLACE', ' OR IGNORE');

/** What another program may run. Not all of it is valid. */
const statement = fc.oneof(
  {
    weight: 6,
    arbitrary: table.chain((name) =>
      fc
        .tuple(conflict, columnOf(name), value, fc.constantFrom('', ` WHERE rowid % 2`, ` WHERE rowid = 1`))
        .map(([or, column, to, where]) => `UPDATE${or} ${name} SET ${column} = ${to}${where}`),
    ),
  },
  {
    weight: 3,
    arbitrary: table.chain((name) =>
      fc
        .tuple(conflict, columnOf(name), value)
        .map(
          ([or, column, to]) =>
            `INSERT${or} INTO ${name} SELECT ${COLUMNS[name].map((one) => (one === column ? to : one)).join(', ')} FROM ${name} LIMIT 2`,
        ),
    ),
  },
  {
    weight: 3,
    arbitrary: table.chain((name) => columnOf(name).map((column) => `DELETE FROM ${name} WHERE ${column} IS NOT NULL`)),
  },
  table.map((name) => `DROP TABLE ${name}`),
  table.chain((name) => columnOf(name).map((column) => `ALTER TABLE ${name} RENAME COLUMN ${column} TO other`)),
  table.chain((name) => columnOf(name).map((column) => `ALTER TABLE ${name} DROP COLUMN ${column}`)),
  table.map((name) => `ALTER TABLE ${name} ADD COLUMN more TEXT`),
  table.map(
    (name) => `CREATE TABLE again AS SELECT * FROM ${name}; DROP TABLE ${name}; ALTER TABLE again RENAME TO ${name}`,
  ),
  fc
    .constantFrom(...OBJECTS)
    .map((name) => `DROP ${name.includes('_by_') || name === 'change_undone' ? 'INDEX' : 'VIEW'} ${name}`),
  { weight: 2, arbitrary: fc.constantFrom(...TRIGGERS).map((name) => `DROP TRIGGER ${name}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('BEFORE', 'AFTER'),
        fc.constantFrom('INSERT', 'UPDATE', 'DELETE'),
        fc.constantFrom('thing', 'rest_day', 'setting', 'journal', 'change', 'recording'),
        fc.constantFrom(
          'SELECT raise(IGNORE)',
          "SELECT raise(ABORT, 'no')",
          'DELETE FROM thing',
          'DELETE FROM journal',
        ),
      )
      .map(([when, what, on, does]) => `CREATE TRIGGER mine ${when} ${what} ON ${on} BEGIN ${does}; END`),
  },
  fc.constantFrom(
    'PRAGMA application_id = 0',
    'PRAGMA application_id = 7',
    'PRAGMA user_version = 0',
    'PRAGMA user_version = 5',
    'PRAGMA user_version = 99',
    'PRAGMA journal_mode = WAL',
    'VACUUM',
    'PRAGMA page_size = 512; VACUUM',
    'PRAGMA encoding = "UTF-16"',
    'REINDEX',
    'ANALYZE',
  ),
);

interface Attack {
  readonly statements: readonly string[];
  /** Whether its connection skips the CHECKs. */
  readonly isUnchecked: boolean;
}

const attack: fc.Arbitrary<Attack> = fc.record({
  statements: fc.array(statement, { minLength: 1, maxLength: 4 }),
  isUnchecked: fc.boolean(),
});

function run({ statements, isUnchecked }: Attack): void {
  for (const ending of ['-journal', '-wal', '-shm']) fs.rmSync(store() + ending, { force: true });
  fs.rmSync(`${store()}.backups`, { recursive: true, force: true });
  fs.writeFileSync(store(), whole);
  withDatabase(store(), (database) => {
    database.pragma(`ignore_check_constraints = ${isUnchecked ? 'ON' : 'OFF'}`);
    database.pragma('foreign_keys = OFF');
    for (const sql of statements)
      try {
        database.exec(sql);
      } catch {
        // Not valid, or no longer.
      }
  });
}

const READING = ['today', 'week', 'streak --why', 'log --json', 'lost', 'config', 'export', 'stats', 'nudge'];

/** How often a text stands in the store, and how many rows the journal holds for the last change. */
function stored(text: string): { things: unknown; journalled: unknown } {
  return withDatabase(store(), (database) => ({
    things: database.prepare('SELECT count(*) FROM thing WHERE text = ?').pluck().get(text),
    journalled: database
      .prepare(
        `SELECT count(*) FROM journal JOIN thing ON thing.id = journal.key
         WHERE change_id = (SELECT max(id) FROM change) AND relation = 'thing' AND thing.text = ?`,
      )
      .pluck()
      .get(text),
  }));
}

/** What is printed as done is stored and journalled, and is taken back by an undo; what is refused is not there. */
async function expectHonest(what: unknown, text: string): Promise<boolean> {
  const before = fs.readFileSync(store());
  const result = await four('did', text);
  expectCalm(result, what);
  if (result.status !== 0) {
    expect({ what, stdout: result.stdout }).toEqual({ what, stdout: '' });
    // Byte 18 of the header: https://www.sqlite.org/fileformat.html. The log may have been written back into the file.
    const same = before[18] === 2 || fs.readFileSync(store()).equals(before);
    expect({ what, same }).toEqual({ what, same: true });
    return false;
  }
  expect({ what, ...stored(text) }).toEqual({ what, things: 1, journalled: 1 });
  const undone = await four('undo');
  expectCalm(undone, what);
  if (undone.status !== 0) return false;
  expect({ what, ...stored(text) }).toEqual({ what, things: 0, journalled: 0 });
  return true;
}

/** What doctor has called well is well by a second look. */
function expectWell(what: unknown): void {
  expectWhole(store());
  const open = new Store(store(), '2026-11-23T08:00:00.000Z', 'four test');
  try {
    expect({ what, years: open.totals.years() }).toEqual({ what, years: yearDigitsOf(open.totals.days()) });
    for (const { day, things } of open.days.list({})) {
      expect({ what, day }).toEqual({ what, day: expect.stringMatching(/^(?!0000)\d{4}-\d\d-\d\d$/) });
      for (const { text } of things) expect({ what, text: text.trim() }).not.toEqual({ what, text: '' });
    }
  } finally {
    open.close();
  }
}

test('whatever SQL another program has run: no crash, nothing printed as done that is not, and doctor names and mends it', async () => {
  let mended = 0;
  await fc.assert(
    fc.asyncProperty(attack, fc.constantFrom(...READING), async (what, reading) => {
      run(what);
      expectCalm(await four(...reading.split(' ')), { ...what, reading });
      const isOpen = await expectHonest(what, 'Something new');
      const doctor = await four('doctor');
      expect({ what, ...doctor }).toMatchObject({ what, status: doctor.status === 0 ? 0 : 1 });
      if (doctor.status === 0) {
        expectWell(what);
        expect({ what, isOpen }).toEqual({ what, isOpen: true });
        return;
      }
      const before = hash(fs.readFileSync(store()));
      const fixed = await four('doctor', '--fix');
      expect(fixed.stderr).not.toContain('bug in four');
      if (fixed.status === 0) {
        mended += 1;
        expectWell(what);
        expect({ what, isOpen: await expectHonest(what, 'Something else') }).toEqual({ what, isOpen: true });
      } else {
        expectCalm({ ...fixed, stdout: '' }, what);
        expect({
          what,
          same: hash(fs.readFileSync(store())) === before || fs.existsSync(`${store()}.backups`),
        }).toEqual({
          what,
          same: true,
        });
      }
    }),
    runs(40, 5000),
  );
  expect(mended).toBeGreaterThan(10);
});
