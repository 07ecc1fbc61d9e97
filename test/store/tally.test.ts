import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import type { Database } from '../../src/store/driver.ts';
import { APPLICATION_ID } from '../../src/store/header.ts';
import { migrationsAfter } from '../../src/store/migrations.ts';
import { Store } from '../../src/store/store.ts';
import fc from '../support/property.ts';
import { newId, yearDigitsOf } from '../support/records.ts';
import { runs } from '../support/scale.ts';
import { QUICK, withDatabase } from '../support/stores.ts';

const NOW = '2026-11-23T08:00:00.000Z';
/** Leap years and others, the ends of a year, and the first and last years possible. */
const DAYS = [
  '0001-01-01',
  '2023-12-31',
  '2024-02-29',
  '2024-12-30',
  '2024-12-31',
  '2026-11-23',
  '9999-12-31',
] as Day[];

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(QUICK, 'fourthings-'));
  file = path.join(folder, 'four.db');
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

/** One statement that any program may run. */
type Step = readonly [sql: string, ...values: unknown[]];

const anyDay = fc.constantFrom(...DAYS);
const anyId = fc.integer({ min: 0, max: 9 }).map((number) => `01980000-0000-7000-9000-00000000000${number}`);
const doneAt = fc.constantFrom(NOW, null);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(anyId, anyDay)
      .map(
        ([id, day]): Step => [
          'INSERT OR IGNORE INTO thing (id, day, text, done_at, updated_at) VALUES (?, ?, ?, ?, ?)',
          id,
          day,
          'Run',
          NOW,
          NOW,
        ],
      ),
  },
  fc
    .tuple(anyId, anyDay, doneAt)
    .map(
      ([id, day, at]): Step => [
        'INSERT OR REPLACE INTO thing (id, day, slot, text, done_at, updated_at) SELECT ?, ?, 1, ?, ?, ?',
        id,
        day,
        'Run',
        at,
        NOW,
      ],
    ),
  fc.tuple(anyDay, anyId).map((values): Step => ['UPDATE OR IGNORE thing SET day = ? WHERE id = ?', ...values]),
  fc.tuple(anyDay, anyId).map((values): Step => ['UPDATE OR REPLACE thing SET day = ? WHERE id = ?', ...values]),
  fc.tuple(anyId, anyId).map((values): Step => ['UPDATE OR REPLACE thing SET id = ? WHERE id = ?', ...values]),
  anyId.map((id): Step => ['UPDATE OR REPLACE thing SET slot = 1 WHERE id = ?', id]),
  fc.tuple(doneAt, anyId).map((values): Step => ['UPDATE thing SET done_at = ? WHERE id = ? AND slot = 1', ...values]),
  anyId.map((id): Step => ['DELETE FROM thing WHERE id = ?', id]),
  anyDay.map((day): Step => ['INSERT OR IGNORE INTO rest_day (day, updated_at) VALUES (?, ?)', day, NOW]),
  fc.tuple(anyDay, anyDay).map((values): Step => ['UPDATE OR IGNORE rest_day SET day = ? WHERE day = ?', ...values]),
  anyDay.map((day): Step => ['DELETE FROM rest_day WHERE day = ?', day]),
);

/** The stored tally, and one counted now as the description of a tally says. */
function tallies(): { kept: unknown; counted: unknown } {
  const store = new Store(file, NOW, 'four test');
  try {
    return { kept: store.totals.years(), counted: count(store.totals.days()) };
  } finally {
    store.close();
  }
}

function count(totals: ReturnType<Store['totals']['days']>) {
  const years = new Map<number, string[]>();
  for (const { day, done, rest } of totals) {
    const digit = Math.min(4, done) + (rest ? 5 : 0);
    const year = Number(day.slice(0, 4));
    const days = years.get(year) ?? Array.from({ length: 366 }, () => '0');
    const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const before = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30].slice(0, month - 1);
    days[before.reduce((sum, length) => sum + length, 0) + date - 1] = String(digit);
    if (digit > 0) years.set(year, days);
  }
  return [...years].map(([year, days]) => ({ year, days: days.join('') }));
}

function run(database: Database, steps: readonly Step[]): void {
  for (const [sql, ...values] of steps) database.prepare(sql).run(...values);
}

test('the tally of each year matches its days, whichever program writes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25, size: 'max' }), (steps) => {
      fs.rmSync(file, { force: true });
      const store = new Store(file, NOW, 'four test');
      store.change(() => store.settings.save('minimum', '3'));
      store.close();
      withDatabase(file, (database) => run(database, steps));
      const { kept, counted } = tallies();
      expect(kept).toEqual(counted);
    }),
    runs(40, 2000),
  );
});

test('an older store gets its tallies', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25, size: 'max' }), (steps) => {
      fs.rmSync(file, { force: true });
      fs.rmSync(`${file}.backups`, { recursive: true, force: true });
      withDatabase(file, (database) => {
        for (const sql of migrationsAfter(0).slice(0, 3)) database.exec(sql);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database.pragma('user_version = 3');
        run(database, steps);
      });
      const { kept, counted } = tallies();
      expect(kept).toEqual(counted);
    }),
    runs(10, 500),
  );
});

test('the tally is what the tests of the streak use', () => {
  const store = new Store(file, NOW, 'four test');
  const things = [1, 2, 3, 4].map((slot) => ({
    id: newId(),
    slot: slot as 1,
    text: 'Run',
    doneAt: slot === 4 ? null : NOW,
    did: null,
    carriedFrom: null,
    carried: 0,
    unplanned: false,
  }));
  store.change(() =>
    store.days.save(store.days.load(DAYS[2] as Day), { day: DAYS[2] as Day, things, rest: { reason: null } }),
  );
  expect(store.totals.years()).toEqual(yearDigitsOf(store.totals.days()));
  expect(store.totals.years()).toEqual([{ year: 2024, days: `${'0'.repeat(59)}8${'0'.repeat(306)}` }]);
  store.close();
});
