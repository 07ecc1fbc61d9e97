import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { newSetback, settle } from '../../src/core/setback.ts';
import type { DayRecord } from '../../src/core/thing.ts';
import { Store } from '../../src/store/store.ts';
import { calendar } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { newId, recordsOf, texts, thing } from '../support/records.ts';
import { runs } from '../support/scale.ts';
import { dump, expectWhole, withDatabase } from '../support/stores.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';
const DAY = '2026-11-23' as Day;
const TOMORROW = '2026-11-24' as Day;

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fourthings-'));
  file = path.join(folder, 'four.db');
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Runs one command. */
function use<Result>(work: (store: Store) => Result, now = NOW, command = 'four test'): Result {
  const store = new Store(file, now, command);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function save(record: DayRecord, now?: string): void {
  use((store) => store.change(() => store.days.save(store.days.load(record.day), record)), now);
}

function plan(text: string, day = DAY): void {
  use((store) => planIn(store, text, day), NOW, `four plan ${text}`);
}

function planIn(store: Store, text: string, day = DAY): void {
  store.change(() => {
    const before = store.days.load(day);
    const slot = ([1, 2, 3, 4] as const).find((one) => !before.things.some((other) => other.slot === one)) ?? null;
    store.days.save(before, { ...before, things: [...before.things, thing({ slot, text })] });
  });
}

function saveSetback(
  store: Store,
  { text, lesson, settled }: { text: string; lesson: string | null; settled: boolean },
) {
  const open = newSetback(newId(), DAY, text, lesson);
  store.setbacks.save(open);
  if (settled) store.setbacks.save(settle(open, null, TOMORROW, NOW));
}

function restore(direction: 'undo' | 'redo', steps = 1): string[] {
  return use((store) => store[direction](steps)).map(({ command }) => command);
}

function textsOf(day = DAY): string[] {
  return use((store) => store.days.load(day)).things.map(({ text }) => text);
}

describe('any change of any rows', () => {
  const day = recordsOf(DAY, texts);
  const other = recordsOf(TOMORROW, texts);
  const setback = fc.record({ text: texts, lesson: fc.option(texts), settled: fc.boolean() });
  const setting = fc.constantFrom('1', '2', '3', null);

  test('can be undone and redone to exactly the same rows', () => {
    const change = fc.record({
      days: fc.tuple(day, other),
      setbacks: fc.array(setback, { maxLength: 2 }),
      setting,
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        fs.rmSync(file, { force: true });
        plan('Before');
        const states = [dump(file)];
        changes.forEach(({ days, setbacks, setting }, index) => {
          const before = dump(file);
          use((store) => {
            store.change(() => {
              for (const record of days) store.days.save(store.days.load(record.day), record);
              for (const one of setbacks) saveSetback(store, one);
              store.settings.save('minimum', setting);
            });
          }, new Date(Date.parse(NOW) + index).toISOString());
          if (JSON.stringify(dump(file)) !== JSON.stringify(before)) states.push(dump(file));
        });
        for (let index = states.length - 2; index >= 0; index -= 1) {
          expect(restore('undo')).toHaveLength(1);
          expect(dump(file)).toEqual(states[index]);
        }
        for (let index = 1; index < states.length; index += 1) {
          expect(restore('redo')).toHaveLength(1);
          expect(dump(file)).toEqual(states[index]);
        }
        expect(restore('redo')).toEqual([]);
        expect(restore('undo', 99)).toHaveLength(states.length);
        expect(Object.values(dump(file) ?? {}).flat()).toEqual([]);
        expectWhole(file);
      }),
      runs(15, 1000),
    );
  });

  test('that removed an origin brings the origin and the link back when undone', () => {
    const origin = thing({ text: 'Run' });
    save({ day: DAY, things: [origin], rest: null });
    save({ day: TOMORROW, things: [thing({ text: 'Run', carriedFrom: origin.id, carried: 1 })], rest: null });
    use((store) =>
      store.change(() => {
        const open = newSetback(newId(), DAY, 'The race', null);
        const next = { id: origin.id, day: DAY, slot: origin.slot, text: origin.text, doneAt: null };
        store.setbacks.save(settle(open, next, DAY, NOW));
      }),
    );
    const before = dump(file);
    save({ day: DAY, things: [], rest: null });
    expect(dump(file)).not.toEqual(before);
    restore('undo');
    expect(dump(file)).toEqual(before);
  });

  test('of invalid text from another program can be undone', () => {
    plan('Run');
    withDatabase(file, (database) =>
      database.exec(`UPDATE thing SET text = CAST(x'41ff42c3' AS TEXT), updated_at = '${NOW}'`),
    );
    const hex = () => withDatabase(file, (database) => database.prepare('SELECT hex(text) FROM thing').pluck().all());
    expect(hex()).toEqual(['41FF42C3']);
    save({ day: DAY, things: [], rest: null });
    restore('undo');
    expect(hex()).toEqual(['41FF42C3']);
  });
});

describe('one change', () => {
  test('has everything one command does, in any number of transactions', () => {
    plan('Before');
    const before = dump(file);
    use((store) => {
      planIn(store, 'One');
      planIn(store, 'Two');
      store.change(() => {});
      planIn(store, 'Three', TOMORROW);
    });
    const after = dump(file);
    expect(restore('undo')).toEqual(['four test']);
    expect(dump(file)).toEqual(before);
    expect(restore('redo')).toEqual(['four test']);
    expect(dump(file)).toEqual(after);
  });

  test('ends when another terminal changes something in between', () => {
    const morning = new Store(file, NOW, 'four plan');
    planIn(morning, 'One');
    plan('Elsewhere');
    planIn(morning, 'Two');
    morning.close();
    expect(restore('undo')).toEqual(['four plan']);
    expect(textsOf()).toEqual(['One', 'Elsewhere']);
    expect(restore('undo')).toEqual(['four plan Elsewhere']);
    expect(textsOf()).toEqual(['One']);
  });

  test('ends when another terminal undoes it in between', () => {
    plan('Before');
    const morning = new Store(file, NOW, 'four plan');
    planIn(morning, 'One');
    expect(restore('undo')).toEqual(['four plan']);
    planIn(morning, 'Two');
    morning.close();
    expect(textsOf()).toEqual(['Before', 'Two']);
    expect(restore('undo')).toEqual(['four plan']);
    expect(textsOf()).toEqual(['Before']);
    expect(restore('undo')).toEqual(['four plan Before']);
  });

  test('is not a command that changes nothing, even when repeated later', () => {
    save({ day: DAY, things: [thing({})], rest: { reason: 'Away' } });
    use((store) => store.change(() => store.settings.save('minimum', '3')));
    const before = dump(file);
    const record = use((store) => store.days.load(DAY));
    save(record, LATER);
    use((store) => store.change(() => store.settings.save('minimum', '3')), LATER);
    use((store) => store.change(() => store.settings.save('labels', null)), LATER);
    use((store) => store.change(() => {}), LATER);
    expect(dump(file)).toEqual(before);
    expect(restore('undo', 9)).toHaveLength(2);
  });

  test('is not a command that fails halfway', () => {
    plan('Before');
    const before = dump(file);
    expect(() =>
      use((store) => {
        store.change(() => {
          planInside(store);
          throw new Error('halfway');
        });
      }),
    ).toThrow('halfway');
    expect(dump(file)).toEqual(before);
    expect(restore('undo', 9)).toEqual(['four plan Before']);

    function planInside(store: Store): void {
      const record = store.days.load(DAY);
      store.days.save(record, { ...record, things: [...record.things, thing({ slot: 2 })] });
    }
  });
});

describe('undo and redo', () => {
  test('go back and forth until something new is done', () => {
    for (const text of ['One', 'Two', 'Three']) plan(text);
    expect(restore('undo', 2)).toEqual(['four plan Three', 'four plan Two']);
    expect(restore('redo')).toEqual(['four plan Two']);
    expect(textsOf()).toEqual(['One', 'Two']);
    plan('Four');
    expect(restore('redo', 9)).toEqual([]);
    expect(textsOf()).toEqual(['One', 'Two', 'Four']);
    expect(restore('undo', 9)).toEqual(['four plan Four', 'four plan Two', 'four plan One']);
  });

  test('keep undone changes after a command that changes nothing', () => {
    plan('One');
    plan('Two');
    restore('undo');
    use((store) => store.change(() => {}));
    expect(restore('redo')).toEqual(['four plan Two']);
  });

  test('create no store', () => {
    expect(restore('undo')).toEqual([]);
    expect(restore('redo')).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('restore nothing at all when another program has filled the slot', () => {
    plan('One');
    plan('Two', TOMORROW);
    use((store) =>
      store.change(() => {
        store.days.save(store.days.load(TOMORROW), { day: TOMORROW, things: [], rest: null });
        store.days.save(store.days.load(DAY), { day: DAY, things: [], rest: null });
      }),
    );
    withDatabase(file, (database) =>
      database
        .prepare('INSERT INTO thing (id, day, slot, text, updated_at) VALUES (?, ?, 1, ?, ?)')
        .run(newId(), TOMORROW, 'By hand', NOW),
    );
    const before = dump(file);
    expect(() => restore('undo')).toThrow(expect.objectContaining({ name: 'SqliteError' }));
    expect(dump(file)).toEqual(before);
  });

  test.each([
    ['rows', ''],
    ['fields, after a sync', 'UPDATE sync SET absorbed = 1000'],
  ])('restore a row that one command has written twice, by %s', (_, sql) => {
    plan('One');
    plan('Two');
    const before = dump(file);
    use((store) => {
      for (const part of [{ doneAt: NOW }, { doneAt: NOW, did: 'A line' }])
        store.change(() => {
          const day = store.days.load(DAY);
          store.days.save(day, { ...day, things: day.things.map((one) => ({ ...one, ...part })) });
        });
    }, LATER);
    const after = dump(file);
    if (sql !== '') withDatabase(file, (database) => database.exec(sql));
    expect(restore('undo')).toHaveLength(1);
    expect(dump(file)).toEqual(before);
    expect(restore('redo')).toHaveLength(1);
    expect(dump(file)).toEqual(after);
  });

  test('restore none of two tables when the second is blocked', () => {
    plan('One', TOMORROW);
    // The rest day is written first: an undo comes to it last, and a redo to the thing.
    use((store) =>
      store.change(() => {
        const tomorrow = store.days.load(TOMORROW);
        store.days.save(store.days.load(DAY), { day: DAY, things: [], rest: { reason: 'Away' } });
        store.days.save(tomorrow, { ...tomorrow, things: [...tomorrow.things, thing({ slot: 2, text: 'Two' })] });
      }),
    );
    restore('undo');
    const block = 'INSERT INTO thing (id, day, slot, text, updated_at) VALUES (?, ?, 2, ?, ?)';
    const id = newId();
    withDatabase(file, (database) => database.prepare(block).run(id, TOMORROW, 'By hand', NOW));
    const undone = dump(file);
    expect(() => restore('redo')).toThrow(expect.objectContaining({ name: 'SqliteError' }));
    expect(dump(file)).toEqual(undone);
    withDatabase(file, (database) => database.prepare('DELETE FROM thing WHERE id = ?').run(id));
    expect(restore('redo')).toHaveLength(1);
    // The other way round: the rest day comes back first, and the thing is blocked.
    use((store) =>
      store.change(() => {
        store.days.save(store.days.load(TOMORROW), { day: TOMORROW, things: [], rest: null });
        store.days.save(store.days.load(DAY), { day: DAY, things: [], rest: null });
      }),
    );
    withDatabase(file, (database) => database.prepare(block).run(newId(), TOMORROW, 'By hand', NOW));
    const done = dump(file);
    expect(() => restore('undo')).toThrow(expect.objectContaining({ name: 'SqliteError' }));
    expect(dump(file)).toEqual(done);
  });

  test.each([
    ['a sync', 'UPDATE sync SET absorbed = 1000; '],
    ['another program', ''],
  ])('restore a thing whose origin %s has dropped since, without the link', (_, sql) => {
    plan('One');
    const [origin] = use((store) => store.days.load(DAY)).things;
    const carried = thing({ text: 'One', carriedFrom: origin?.id ?? '', carried: 1 });
    save({ day: TOMORROW, things: [carried], rest: null });
    save({ day: TOMORROW, things: [], rest: null });
    withDatabase(file, (database) => database.exec(`${sql}DELETE FROM thing WHERE text = 'One'`));
    expect(restore('undo')).toHaveLength(1);
    expect(use((store) => store.days.load(TOMORROW)).things).toEqual([{ ...carried, carriedFrom: null }]);
    expectWhole(file);
  });

  test('reach a thousand changes back', () => {
    plan('First');
    withDatabase(file, (database) =>
      database.exec(`
        WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < 1002)
        INSERT INTO change (command, at) SELECT 'four ' || n, '${NOW}' FROM number;
        INSERT INTO journal (change_id, relation, key) SELECT id, 'setting', 'x' FROM change WHERE id > 1`),
    );
    plan('Last');
    const changes = restore('undo', 5000);
    expect([changes.length, changes[0], changes.at(-1)]).toEqual([1000, 'four plan Last', 'four 4']);
    expect(textsOf()).toEqual(['First']);
    withDatabase(file, (database) => {
      const orphans = database.prepare('SELECT count(*) FROM journal WHERE change_id NOT IN (SELECT id FROM change)');
      expect(orphans.pluck().get()).toBe(0);
    });
  });

  test('handle 5,000 days as one change', () => {
    plan('Before', '2040-01-01' as Day);
    const before = dump(file);
    const days = calendar('2026-01-01' as Day, '2039-09-09' as Day);
    expect(days.length).toBe(5000);
    use((store) =>
      store.change(() => {
        for (const day of days) {
          const things = [1, 2, 3, 4].map((slot) => thing({ slot: slot as 1, text: `Thing ${slot}`, doneAt: NOW }));
          store.days.save({ day, things: [], rest: null }, { day, things, rest: null });
        }
      }),
    );
    const after = dump(file);
    expect(restore('undo')).toHaveLength(1);
    expect(dump(file)).toEqual(before);
    expect(restore('redo')).toHaveLength(1);
    expect(JSON.stringify(dump(file)) === JSON.stringify(after)).toBe(true);
    expectWhole(file);
  });
});
