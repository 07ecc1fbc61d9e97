import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { carryId, thingId } from '../../src/core/record-id.ts';
import { newSetback, nextSetbackId, settle } from '../../src/core/setback.ts';
import { addDone, type DayRecord, emptySlots, plan } from '../../src/core/thing.ts';
import type { Database } from '../../src/store/driver.ts';
import { Store } from '../../src/store/store.ts';
import fc from '../support/property.ts';
import { runs, scaled } from '../support/scale.ts';
import { contents, dump, expectWhole, makeOldStore, QUICK, withDatabase } from '../support/stores.ts';

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-23'] as Day[];
/** The schema before ids followed from content. */
const BEFORE = 14;

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(QUICK, 'four-'));
  file = path.join(folder, 'four.db');
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

const texts = fc.constantFrom('Run', 'run', 'Read', '日本語', 'Call Ana');

/** What somebody wrote down, day after day. */
const days = fc.array(
  fc.record({
    planned: fc.array(texts, { maxLength: 4 }),
    done: fc.array(texts, { maxLength: 3 }),
    lost: fc.array(texts, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: DAYS.length },
);

function use<Result>(now: string, work: (store: Store) => Result): Result {
  const store = new Store(file, now, `four test ${now}`);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** A store in which each day was planned, with what was left over from the days before, then lived. */
function writeDown(history: readonly { planned: string[]; done: string[]; lost: string[] }[]): void {
  fs.rmSync(file, { force: true });
  for (const [index, { planned, done, lost }] of history.entries()) {
    const day = DAYS[index] as Day;
    const at = (minute: number) => `${day}T08:0${minute}:00.000Z`;
    const change = (minute: number, work: (record: DayRecord, store: Store) => DayRecord) =>
      use(at(minute), (store) =>
        store.change(() => {
          const before = store.days.load(day);
          store.days.save(before, work(before, store));
        }),
      );
    change(0, (record, { days: stored }) => {
      const leftovers = stored.leftovers(day);
      return plan(record, planned.slice(0, emptySlots(record).length), contextOf(stored, at(0)), { leftovers });
    });
    for (const [number, text] of done.entries())
      change(number + 1, (record, store) => addDone(record, text, contextOf(store.days, at(number + 1))));
    use(at(9), (store) =>
      store.change(() => {
        const [thing] = store.days.load(day).things;
        for (const text of lost) {
          const setback = newSetback(nextSetbackId(day, text, store.setbacks.list(day, day)), day, text, null);
          const next = thing ? { ...thing, day } : null;
          store.setbacks.save(settle(setback, next, day, at(9)));
        }
      }),
    );
  }
}

function contextOf(stored: Store['days'], timestamp: string) {
  return { timestamp, hasThing: (id: string) => stored.hasThing(id) };
}

/** Makes it a store of before, with ids in the order in which its records were made. Returns how many there are. */
function makeOld(database: Database): number {
  const ids = database
    .prepare<[], string>(
      'SELECT id FROM (SELECT id, rowid FROM thing ORDER BY rowid) UNION ALL SELECT id FROM (SELECT id FROM setback ORDER BY id)',
    )
    .pluck()
    .all();
  const old = new Map(ids.map((id, index) => [id, `01932f00-0000-7000-8000-${String(index).padStart(12, '0')}`]));
  database.function('old', (text) =>
    text === null ? null : String(text).replaceAll(/[0-9a-f-]{36}/g, (id) => old.get(id) ?? id),
  );
  database.pragma('foreign_keys = OFF');
  database.exec(`
    UPDATE thing SET id = old(id), carried_from = old(carried_from);
    UPDATE setback SET id = old(id), next_id = old(next_id);
    UPDATE journal SET key = old(key), before = old(before), after = old(after)`);
  database.pragma(`user_version = ${BEFORE}`);
  return old.size;
}

function migrate(): void {
  use('2026-11-24T08:00:00.000Z', (store) => store.days.list({}));
  expectWhole(file);
}

/** Every row, with the journal. */
function everything(): unknown {
  const journal = withDatabase(file, (database) => database.prepare('SELECT * FROM journal ORDER BY id').all());
  return { ...dump(file), journal };
}

test('a store with ids made at random becomes the one in which the same was written down today', () => {
  let moved = 0;
  fc.assert(
    fc.property(days, (history) => {
      writeDown(history);
      if (!fs.existsSync(file)) return;
      const made = everything();
      moved += withDatabase(file, makeOld);
      migrate();
      expect(everything()).toEqual(made);
    }),
    runs(40, 3000),
  );
  expect(moved).toBeGreaterThan(scaled(200, 15_000));
});

test('what a sync has seen keeps its id, and everything keeps its links', () => {
  fc.assert(
    fc.property(days, fc.infiniteStream(fc.boolean()), (history, isSynced) => {
      writeDown(history);
      if (!fs.existsSync(file)) return;
      const before = contents(file);
      const synced = withDatabase(file, (database) => {
        makeOld(database);
        const ids = database.prepare<[], [string, string]>(
          "SELECT 'thing', id FROM thing UNION ALL SELECT 'setback', id FROM setback",
        );
        const chosen = ids
          .raw()
          .all()
          .filter(() => isSynced.next().value);
        const insert = database.prepare("INSERT INTO replica (kind, id, page, log) VALUES (?, ?, 'page', '[]')");
        for (const [kind, id] of chosen) insert.run(kind, id);
        return chosen.map(([, id]) => id);
      });
      migrate();
      expect(contents(file)).toEqual(before);
      const random = withDatabase(file, (database) =>
        database
          .prepare(
            "SELECT id FROM (SELECT id FROM thing UNION ALL SELECT id FROM setback) WHERE substr(id, 15, 1) = '7'",
          )
          .pluck()
          .all(),
      );
      expect(random.toSorted()).toEqual(synced.toSorted());
      // What was made before can be undone, whatever its id is by now.
      use('2026-11-24T08:00:00.000Z', (store) => store.undo(100));
      expect(dump(file)).toMatchObject({ thing: [], setback: [] });
    }),
    runs(40, 3000),
  );
});

test('what was moved to a day before the thing that it continues gets its id from that', () => {
  makeOldStore(file, BEFORE);
  withDatabase(file, (database) => database.exec("UPDATE thing SET day = '2026-11-19' WHERE carried = 1"));
  migrate();
  const isTaken = () => false;
  const origin = thingId(DAYS[0] as Day, 'Write the post', isTaken);
  const [moved] = use('2026-11-24T08:00:00.000Z', (store) => store.days.load('2026-11-19' as Day)).things;
  expect(moved).toMatchObject({ id: carryId('2026-11-19' as Day, origin, isTaken), carriedFrom: origin });
});
