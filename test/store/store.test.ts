import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { checkOff, type DayRecord, place, plan, remove, reword, type Thing } from '../../src/core/thing.ts';
import { openDatabase } from '../../src/store/driver.ts';
import { Store } from '../../src/store/store.ts';
import { at, shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { hasThing, histories, recordsOf, texts, thing, totalOf } from '../support/records.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const MOMENT = { timestamp: NOW, hasThing };
const DAY = '2026-11-23' as Day;
const EMPTY: DayRecord = { day: DAY, things: [], rest: null };

let folder: string;
let file: string;
let opened: Store[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fourthings-'));
  file = path.join(folder, 'data', 'fourthings.db');
  opened = [];
});

afterEach(() => {
  for (const store of opened) store.close();
  fs.rmSync(folder, { recursive: true });
});

function open(now = NOW): Store {
  const store = new Store(file, now, 'four test');
  opened.push(store);
  return store;
}

/** Saves whole days. */
function save(store: Store, ...records: DayRecord[]): void {
  store.change(() => {
    for (const record of records) store.days.save(store.days.load(record.day), record);
  });
}

function on(day: Day, ...things: Partial<Thing>[]): DayRecord {
  return {
    day,
    things: things.map((part, index) => thing({ slot: ([1, 2, 3, 4] as const)[index] ?? null, ...part })),
    rest: null,
  };
}

function idOf(record: DayRecord, text: string): string {
  return record.things.find((one) => one.text === text)?.id ?? '';
}

test('no file is created before the first change', () => {
  const store = open();
  expect(store.days.load(DAY)).toEqual(EMPTY);
  expect(store.days.list({})).toEqual([]);
  expect(store.totals.days()).toEqual([]);
  expect(store.days.pastTexts()).toEqual([]);
  expect(store.days.leftovers(DAY)).toEqual([]);
  expect(store.settings.load().minimum).toBe(4);
  expect(fs.readdirSync(folder)).toEqual([]);
  save(store, on(DAY, {}));
  expect(store.days.load(DAY).things).toHaveLength(1);
});

describe('a day', () => {
  test('is loaded as it was saved, whatever it was before', () => {
    const store = open();
    fc.assert(
      fc.property(recordsOf(DAY, texts), recordsOf(DAY, texts), (one, other) => {
        for (const record of [one, other, EMPTY]) {
          save(store, record);
          expect(store.days.load(DAY)).toEqual(record);
        }
      }),
    );
  });

  test('is loaded as it was changed', () => {
    const store = open();
    const changes: ((record: DayRecord) => DayRecord)[] = [
      (record) => plan(record, ['a', 'b', 'c', 'd'], MOMENT),
      (record) => reword(record, idOf(record, 'b'), 'B'),
      (record) => checkOff(record, new Set([idOf(record, 'c')]), 'it', NOW),
      (record) => plan(remove(record, idOf(record, 'a')), ['e'], MOMENT),
      (record) => ({ ...record, rest: { reason: 'ill' } }),
      (record) => ({ ...record, rest: { reason: null } }),
      (record) => ({ ...record, rest: null }),
    ];
    for (const change of changes) {
      const before = store.days.load(DAY);
      const after = change(before);
      store.change(() => store.days.save(before, after));
      expect(store.days.load(DAY)).toEqual(after);
    }
  });

  test('can give a thing to another day, with its text and its links', () => {
    const store = open();
    const monday = on(DAY, { text: 'a', carried: 1 });
    const [a] = monday.things as [Thing];
    const tuesday = on(shift(DAY, 1), { text: 'b' }, { text: 'a', carriedFrom: a.id, carried: 2 });
    const wednesday = on(shift(DAY, 2), { text: 'c' });
    save(store, monday, tuesday, wednesday);
    const filled = place(wednesday, a, { today: DAY, weekStart: 1 });
    store.change(() => {
      store.days.save(wednesday, filled);
      store.days.save(monday, remove(monday, a.id));
    });
    expect(store.days.list({})).toEqual([filled, tuesday]);
  });

  test('lists its extras in the order they were added, even after an undo', () => {
    const store = open();
    const record = on(DAY, { slot: null, text: 'first', doneAt: NOW }, { slot: null, text: 'second', doneAt: NOW });
    save(store, record);
    save(store, remove(record, idOf(record, 'first')));
    save(store, record);
    expect(store.days.load(DAY)).toEqual(record);
    expect(store.days.list({})).toEqual([record]);
  });

  test('keeps how often a thing was carried when its origin is removed', () => {
    const store = open();
    const before = on(shift(DAY, -1), { text: 'a' });
    save(store, before, on(DAY, { text: 'a', carriedFrom: idOf(before, 'a'), carried: 1 }));
    save(store, { ...before, things: [] });
    expect(store.days.load(DAY).things[0]).toMatchObject({ carriedFrom: null, carried: 1 });
  });
});

describe('a change', () => {
  test('that fails leaves everything as it was', () => {
    const store = open();
    const record = on(DAY, { text: 'a' }, { text: 'b' });
    save(store, record);
    const failing = () =>
      store.change(() => {
        store.days.save(record, { ...EMPTY, rest: { reason: 'ill' } });
        store.days.save(store.days.load(shift(DAY, 1)), on(shift(DAY, 1), { text: 'c' }));
        store.settings.save('minimum', '2');
        throw new Error('halfway');
      });
    expect(failing).toThrow('halfway');
    expect(store.days.list({})).toEqual([record]);
    expect(store.settings.load().minimum).toBe(4);
    expect(open().days.list({})).toEqual([record]);
  });

  test('sets the time of the rows it changed, and of no others', () => {
    const store = open();
    const record = on(DAY, { text: 'a' }, { text: 'b' });
    save(store, record);
    store.change(() => store.settings.save('minimum', '2'));
    const later = open('2026-11-24T08:00:00.000Z');
    later.change(() => later.days.save(record, reword(record, idOf(record, 'b'), 'B')));
    const raw = openDatabase(file);
    expect(raw.prepare('SELECT updated_at FROM thing ORDER BY slot').pluck().all()).toEqual([
      NOW,
      '2026-11-24T08:00:00.000Z',
    ]);
    expect(raw.prepare('SELECT updated_at FROM setting').pluck().all()).toEqual([NOW]);
    raw.close();
  });

  test('that fails creates no file', () => {
    const store = open();
    const failing = () =>
      store.change(() => {
        store.days.save(store.days.load(DAY), on(DAY, {}));
        throw new Error('halfway');
      });
    expect(failing).toThrow('halfway');
    expect(fs.readdirSync(folder)).toEqual([]);
    expect(store.days.load(DAY)).toEqual(EMPTY);
  });

  test('returns the result of its work', () => {
    expect(open().change(() => 'done')).toBe('done');
  });

  test('is seen by other programs, even those that opened the store before it existed', () => {
    const [one, other] = [open(), open()];
    expect(one.days.load(DAY)).toEqual(EMPTY);
    save(other, on(DAY, { text: 'a' }));
    one.change(() => expect(one.days.load(DAY).things).toHaveLength(1));
    save(one, on(shift(DAY, 1), { text: 'b' }));
    expect(other.days.list({})).toEqual(one.days.list({}));
    expect(other.days.list({})).toHaveLength(2);
  });
});

test('settings are saved, replaced and reset to their defaults', () => {
  const store = open();
  store.change(() => store.settings.save('minimum', '2'));
  store.change(() => store.settings.save('minimum', '3'));
  store.change(() => store.settings.save('labels', 'a b c d'));
  expect(open().settings.load()).toMatchObject({ minimum: 3, labels: ['a', 'b', 'c', 'd'], dayStart: 0 });
  store.change(() => store.settings.save('minimum', null));
  expect(store.settings.load().minimum).toBe(4);
});

test('days are listed newest first up to a limit, and totals oldest first', () => {
  const store = open();
  const places = fc.option(fc.integer({ min: -3, max: 17 }), { nil: undefined });
  const limits = fc.option(fc.nat(16), { nil: undefined });
  fc.assert(
    fc.property(histories(14), places, places, limits, ({ first, records }, fromPlace, toPlace, limit) => {
      const from = fromPlace === undefined ? undefined : at(first + fromPlace);
      const to = toPlace === undefined ? undefined : at(first + toPlace);
      save(store, ...records);
      const wanted = records.filter(({ day }) => (!from || day >= from) && (!to || day <= to));
      expect(store.days.list({ from, to, limit })).toEqual(wanted.toReversed().slice(0, limit));
      expect(store.totals.days()).toEqual(records.map(totalOf));
      save(store, ...records.map(({ day }) => ({ ...EMPTY, day })));
      expect(store.days.list({})).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

describe('leftovers', () => {
  const [earlier, yesterday] = [shift(DAY, -3), shift(DAY, -1)];
  const left = (store: Store, day = DAY) => store.days.leftovers(day).map((thing) => [thing.text, thing.day]);

  test('are what the last seven days left open, newest first', () => {
    const store = open();
    const last = on(yesterday, { text: 'a' }, { text: 'b', doneAt: NOW }, { text: 'c', carried: 2 });
    save(store, on(shift(DAY, -8), { text: 'too old' }), on(shift(DAY, -7), { text: 'a week old' }), last);
    save(store, on(earlier, { text: 'old' }), on(DAY, { text: 'today' }), on(shift(DAY, 1), { text: 'ahead' }));
    expect(left(store)).toEqual([
      ['a', yesterday],
      ['c', yesterday],
      ['old', earlier],
      ['a week old', shift(DAY, -7)],
    ]);
    expect(store.days.leftovers(DAY)[1]).toEqual({ ...last.things[2], day: yesterday });
    expect(left(store, earlier)).toEqual([
      ['a week old', shift(DAY, -7)],
      ['too old', shift(DAY, -8)],
    ]);
  });

  test('are no more once they were carried, and again when the carry is dropped', () => {
    const store = open();
    const last = on(yesterday, { text: 'a' }, { text: 'b' });
    const today = on(DAY, { text: 'a', carriedFrom: idOf(last, 'a'), carried: 1 });
    save(store, last, today);
    expect(left(store)).toEqual([['b', yesterday]]);
    store.change(() => store.days.save(today, { ...today, things: [] }));
    expect(left(store)).toEqual([
      ['a', yesterday],
      ['b', yesterday],
    ]);
  });

  test('are offered once, under the last day that had them, and not if they were done since', () => {
    const store = open();
    save(store, on(shift(DAY, -4), { text: 'Swim' }, { text: 'Read' }), on(earlier, { text: 'swim' }));
    save(store, on(yesterday, { text: 'READ', doneAt: NOW, unplanned: true }));
    expect(left(store)).toEqual([['swim', earlier]]);
  });

  test('are none of what was never planned', () => {
    const store = open();
    save(store, on(yesterday, { doneAt: NOW, unplanned: true }, { slot: null, doneAt: NOW }));
    expect(left(store)).toEqual([]);
  });

  test('the last planned day lies before rest days and days with only unplanned things', () => {
    const store = open();
    const last = on(earlier, { text: 'a' });
    const unplanned = on(yesterday, { doneAt: NOW, unplanned: true }, { slot: null, doneAt: NOW });
    save(store, last, { ...EMPTY, day: shift(DAY, -2), rest: { reason: null } }, unplanned);
    expect(store.days.lastPlanned(DAY)).toEqual({ day: earlier, things: last.things });
    expect(store.days.lastPlanned(earlier)).toBeUndefined();
  });
});

test('past texts are listed once each, the latest first', () => {
  const store = open();
  save(
    store,
    on(shift(DAY, -2), { text: 'old' }, { text: 'often' }),
    on(shift(DAY, -1), { text: 'b' }, { text: 'a' }),
    on(DAY, { text: 'often' }, { text: 'extra', slot: null, doneAt: NOW }),
  );
  expect(store.days.pastTexts()).toEqual(['extra', 'often', 'a', 'b', 'old']);
});
