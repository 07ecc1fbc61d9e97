import { describe, expect, test } from '@jest/globals';
import { type Fields, RECORDS } from '../../src/store/records.ts';
import { amend, type Entry, fieldsOf, join, type Log, lastFields, timeOfStamp } from '../../src/sync/change-log.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 10, 23, 8);

const at = (millis: number) => new Date(BEGIN + millis).toISOString();

const PLANNED: Fields = {
  text: 'Run',
  also: null,
  day: '2026-11-23',
  slot: 2,
  doneAt: null,
  did: null,
  unplanned: false,
  carriedFrom: null,
  carried: 0,
};

/** One change of a thing on a machine, as a command makes it. */
type Change = (fields: Fields | null) => Fields | null;

const reword =
  (text: string): Change =>
  (fields) =>
    fields && { ...fields, text, also: null };
const check =
  (did: string | null): Change =>
  (fields) =>
    fields && { ...fields, doneAt: at(0), did };
const uncheck: Change = (fields) => fields && { ...fields, doneAt: null, did: null };
const move =
  (day: string, slot: number): Change =>
  (fields) =>
    fields && { ...fields, day, slot };
const drop: Change = () => null;
const bringBack: Change = (fields) => fields ?? PLANNED;

const changes = fc.oneof(
  fc.constantFrom('Swim', 'Walk', 'Sing').map(reword),
  fc.option(fc.constantFrom('Five km', 'At dawn')).map(check),
  fc.constant(uncheck),
  fc
    .tuple(fc.constantFrom('2026-11-23', '2026-11-24'), fc.integer({ min: 1, max: 4 }))
    .map(([day, slot]) => move(day, slot)),
  fc.constant(drop),
  fc.constant(bringBack),
);

/** One machine makes a change at a time by its own clock; or takes in what another one knows. */
const steps = fc.array(
  fc.record({
    machine: fc.nat(2),
    from: fc.option(fc.nat(2)),
    change: changes,
    after: fc.nat(5 * HOUR),
  }),
  { maxLength: 14 },
);
const clocks = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -9 * HOUR, max: 9 * HOUR })));

interface Made {
  /** What each machine knows in the end. */
  readonly logs: readonly Log[];
  /** Each change, with those that its machine knew of. */
  readonly history: readonly { readonly entry: Entry; readonly seen: readonly string[] }[];
}

/** Three machines that have the same thing, and go their ways. */
function live(
  all: readonly { machine: number; from: number | null; change: Change; after: number }[],
  offsets: readonly number[],
): Made {
  const begin = amend('thing', [], null, PLANNED, () => at(0));
  const logs: Log[] = [begin, begin, begin];
  const history: { entry: Entry; seen: string[] }[] = begin.map((entry) => ({ entry, seen: [] }));
  let now = 0;
  for (const { machine, from, change, after } of all) {
    now += after;
    const log = logs[machine] as Log;
    if (from !== null) {
      logs[machine] = join(log, logs[from] as Log);
      continue;
    }
    const before = fieldsOf('thing', log);
    const amended = amend('thing', log, before, change(before), () => at(now + (offsets[machine] as number)));
    for (const entry of amended) if (!log.includes(entry)) history.push({ entry, seen: log.map((one) => one.at) });
    logs[machine] = amended;
  }
  return { logs, history };
}

const lives = fc.tuple(steps, clocks).map(([all, offsets]) => live(all, offsets));

describe('to join what machines know', () => {
  test('is to unite sets: in any order, in any groups, any number of times', () => {
    fc.assert(
      fc.property(lives, ({ logs: [one = [], two = [], three = []] }) => {
        expect(join(one, two)).toEqual(join(two, one));
        expect(join(join(one, two), three)).toEqual(join(one, join(two, three)));
        expect(join(one, one)).toEqual(one);
        expect(join(join(one, two), two)).toEqual(join(one, two));
      }),
      runs(1000, 50_000),
    );
  });

  test('holds also for entries that no machine of ours has made', () => {
    const stamp = fc
      .tuple(fc.nat(3), fc.constantFrom('00000000', 'ffffffff'))
      .map(([time, hash]) => `${at(time)}-${hash}`);
    const set = fc.option(fc.record({ text: fc.constantFrom('A', 'B') }));
    const log = fc
      .array(fc.record({ at: stamp, set, over: fc.array(stamp, { maxLength: 2 }) }), { maxLength: 6 })
      .map((entries) => entries.reduce((all, entry) => join(all, [entry]), [] as Log));
    fc.assert(
      fc.property(log, log, log, (one, two, three) => {
        expect(join(one, two)).toEqual(join(two, one));
        expect(join(join(one, two), three)).toEqual(join(one, join(two, three)));
        expect(join(one, one)).toEqual(one);
      }),
      runs(1000, 50_000),
    );
  });
});

/** By the words of docs/sync.md, from who knew what: no stamps are compared but to choose among those that knew nothing of each other. */
function oracle({ history }: Made): Fields | null {
  const replaces = (later: (typeof history)[number], earlier: (typeof history)[number]) =>
    later.seen.includes(earlier.entry.at);
  const holding = (group: readonly string[]) =>
    history.filter(({ entry }) => entry.set !== null && (group[0] as string) in entry.set);
  const heads = (group: readonly string[]) =>
    holding(group).filter(
      (one) =>
        ![...holding(group), ...history.filter(({ entry }) => entry.set === null)].some((other) =>
          replaces(other, one),
        ),
    );
  const [text = [], place = [], done = [], carry = []] = RECORDS.thing.groups;
  if (RECORDS.thing.groups.every((group) => heads(group).length === 0)) return null;
  const byStamp = (entries: readonly (typeof history)[number][]) =>
    entries.map(({ entry }) => entry).sort((a, b) => (a.at < b.at ? -1 : 1));
  const standing = (group: readonly string[]) => {
    const open = byStamp(heads(group));
    return (open.length > 0 ? open : byStamp(holding(group)).slice(-1)).map(({ set }) => set as Fields);
  };
  const texts = standing(text);
  const last = texts.at(-1) as Fields;
  const replaced = byStamp(holding(text).filter((one) => !heads(text).includes(one))).map(({ set }) => set?.text);
  const others = [...new Set(texts.map((one) => one.text))].filter(
    (one) => one !== last.text && !replaced.includes(one),
  );
  const ticks = standing(done).filter(({ doneAt }) => doneAt !== null);
  const notes = [...new Set(ticks.map(({ did }) => did))].filter((did) => did !== null);
  return {
    text: last.text as string,
    also: heads(text).length > 1 && others.length > 0 ? others.join(' / ') : null,
    day: standing(place).at(-1)?.day as string,
    slot: standing(place).at(-1)?.slot as number,
    doneAt: (ticks.map(({ doneAt }) => doneAt as string).sort()[0] ?? null) as string | null,
    did: notes.length === 0 ? null : notes.join('; '),
    unplanned: false,
    carriedFrom: standing(carry).at(-1)?.carriedFrom as null,
    carried: 0,
  };
}

describe('what follows from all that is known', () => {
  test('is what an oracle says that knows who has seen what', () => {
    fc.assert(
      fc.property(lives, (made) => {
        const all = made.logs.reduce(join);
        expect(fieldsOf('thing', all)).toEqual(oracle(made));
      }),
      runs(1000, 50_000),
    );
  });

  test('a change is later than all its machine knew, whatever the clocks say', () => {
    fc.assert(
      fc.property(lives, ({ history }) => {
        for (const { entry } of history)
          for (const other of entry.over) expect(timeOfStamp(entry.at) > timeOfStamp(other)).toBe(true);
      }),
      runs(300, 10_000),
    );
  });

  test('every wording is kept', () => {
    fc.assert(
      fc.property(lives, ({ logs, history }) => {
        const all = logs.reduce(join);
        expect(all.map((entry) => entry.at).sort()).toEqual(
          [...new Set(history.map(({ entry }) => entry.at))]
            .filter((one) => logs.some((log) => log.some((entry) => entry.at === one)))
            .sort(),
        );
        expect(all.length).toBe(new Set(history.map(({ entry }) => entry.at)).size);
      }),
      runs(300, 10_000),
    );
  });
});

describe('two machines at the same time', () => {
  const begin = amend('thing', [], null, PLANNED, () => at(0));
  const change = (what: Change, time: number) => {
    const before = fieldsOf('thing', begin);
    return amend('thing', begin, before, what(before), () => at(time));
  };
  const both = (one: Log, other: Log) => fieldsOf('thing', join(one, other));

  test('done here and reworded there is both', () => {
    const fields = both(change(check('Five km'), 1), change(reword('Swim'), 2));
    expect(fields).toMatchObject({ text: 'Swim', also: null, doneAt: at(0), did: 'Five km' });
  });

  test('of two wordings the last one wins, and the other one is told', () => {
    expect(both(change(reword('Swim'), 2), change(reword('Walk'), 1))).toMatchObject({ text: 'Swim', also: 'Walk' });
  });

  test('what both write of what was done is put together', () => {
    expect(both(change(check('Five km'), 1), change(check('At dawn'), 2))).toMatchObject({ did: 'Five km; At dawn' });
    expect(both(change(check('Five km'), 1), change(check(null), 2))).toMatchObject({ did: 'Five km' });
    expect(both(change(check('Five km'), 1), change(check('Five km'), 2))).toMatchObject({ did: 'Five km' });
  });

  test('what both write together is no longer than a text', () => {
    const fields = both(change(check('🏃'.repeat(400)), 1), change(check('x'.repeat(400)), 2));
    expect([...String(fields?.did)]).toHaveLength(500);
  });

  test('done here and taken away there is done', () => {
    expect(both(change(check('Five km'), 1), change(drop, 2 * HOUR))).toMatchObject({ text: 'Run', did: 'Five km' });
  });

  test('taken away on both is gone, and so is what was taken away later on', () => {
    const one = change(drop, 1);
    expect(both(one, change(drop, 2))).toBeNull();
    expect(lastFields('thing', one)).toMatchObject({ text: 'Run', day: '2026-11-23' });
  });

  test('the same made on both, from one copy of the store, is one', () => {
    const copied = amend('thing', [], null, PLANNED, () => at(0));
    expect(join(begin, copied)).toEqual(begin);
    const later = amend('thing', [], null, PLANNED, () => at(5));
    expect(both(change(reword('Swim'), 1), later)).toMatchObject({ text: 'Run', also: 'Swim' });
    const reworded = change(reword('Swim'), 9);
    expect(both(reworded, later)).toMatchObject({ text: 'Swim', also: null });
  });

  test('a setting is what it was set to last', () => {
    const set = (value: string, time: number) => amend('setting', [], null, { value }, () => at(time));
    expect(fieldsOf('setting', join(set('3', 1), set('2', 2)))).toEqual({ value: '2' });
  });
});
