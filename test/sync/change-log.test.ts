import { describe, expect, test } from '@jest/globals';
import { type Fields, RECORDS } from '../../src/store/records.ts';
import {
  appendEdit,
  type ChangeId,
  type ChangeLog,
  changesBeside,
  compactLog,
  type LogEntry,
  lastFields,
  mergeLogs,
  recordOf,
  timeOfChange,
} from '../../src/sync/change-log.ts';
import { logText, parseLogText } from '../../src/sync/log-codec.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 10, 23, 8);

const at = (millis: number) => new Date(BEGIN + millis).toISOString();

/** The log of a thing with a change at a time, in milliseconds from the beginning. */
function changeThing(
  log: ChangeLog,
  before: Fields | null,
  after: Fields | null,
  millis: number,
  author = 'one',
): ChangeLog {
  return appendEdit(log, { kind: 'thing', before, after, author, timeOf: () => at(millis) });
}

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

/** One change of a thing, as a command makes it. */
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

/** A machine either changes the thing, at a time by its own clock, or merges the log of another machine. */
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
  /** The log of each machine in the end. */
  readonly logs: readonly ChangeLog[];
  /** Each change, with the ids of those that its machine knew. */
  readonly history: readonly { readonly entry: LogEntry; readonly seen: readonly string[] }[];
}

/** Three machines start with the same thing and change it independently. */
function live(
  all: readonly { machine: number; from: number | null; change: Change; after: number }[],
  offsets: readonly number[],
): Made {
  const begin = changeThing([], null, PLANNED, 0);
  const logs: ChangeLog[] = [begin, begin, begin];
  const history: { entry: LogEntry; seen: string[] }[] = begin.map((entry) => ({ entry, seen: [] }));
  let now = 0;
  for (const { machine, from, change, after } of all) {
    now += after;
    const log = logs[machine] as ChangeLog;
    if (from !== null) {
      logs[machine] = mergeLogs(log, logs[from] as ChangeLog);
      continue;
    }
    const before = recordOf('thing', log);
    const changed = changeThing(log, before, change(before), now + (offsets[machine] as number));
    for (const entry of changed)
      if (!log.includes(entry)) history.push({ entry, seen: log.map(({ changeId }) => changeId) });
    logs[machine] = changed;
  }
  return { logs, history };
}

const lives = fc.tuple(steps, clocks).map(([all, offsets]) => live(all, offsets));

describe('a merge of logs', () => {
  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(lives, ({ logs: [one = [], two = [], three = []] }) => {
        expect(mergeLogs(one, two)).toEqual(mergeLogs(two, one));
        expect(mergeLogs(mergeLogs(one, two), three)).toEqual(mergeLogs(one, mergeLogs(two, three)));
        expect(mergeLogs(one, one)).toEqual(one);
        expect(mergeLogs(mergeLogs(one, two), two)).toEqual(mergeLogs(one, two));
      }),
      runs(1000, 50_000),
    );
  });

  test('is so too for entries that we would never write', () => {
    const changeId = fc
      .tuple(fc.nat(3), fc.constantFrom('00000000', 'ffffffff'))
      .map(([time, hash]) => `${at(time)}-${hash}` as ChangeId);
    const set = fc.option(fc.record({ text: fc.constantFrom('A', 'B') }));
    const log = fc
      .array(fc.record({ changeId, set, parents: fc.array(changeId, { maxLength: 2 }) }), { maxLength: 6 })
      .map((entries) => entries.reduce<ChangeLog>((all, entry) => mergeLogs(all, [entry]), []));
    fc.assert(
      fc.property(log, log, log, (one, two, three) => {
        expect(mergeLogs(one, two)).toEqual(mergeLogs(two, one));
        expect(mergeLogs(mergeLogs(one, two), three)).toEqual(mergeLogs(one, mergeLogs(two, three)));
        expect(mergeLogs(one, one)).toEqual(one);
      }),
      runs(1000, 50_000),
    );
  });
});

/** The rules of docs/sync.md, from what each machine had seen. Ids are compared only to order concurrent changes. */
function oracle({ history }: Made): Fields | null {
  const replaces = (later: (typeof history)[number], earlier: (typeof history)[number]) =>
    later.seen.includes(earlier.entry.changeId);
  const holding = (group: readonly string[]) =>
    history.filter(({ entry }) => entry.set !== null && (group[0] as string) in entry.set);
  const removals = history.filter(({ entry }) => entry.set === null);
  const isSame = (group: readonly string[], one: LogEntry, other: LogEntry) =>
    group.every((field) => one.set?.[field] === other.set?.[field]) &&
    JSON.stringify(one.parents) === JSON.stringify(other.parents);
  const heads = (group: readonly string[]) =>
    holding(group).filter(
      (one) =>
        !removals.some((removal) => replaces(removal, one)) &&
        // An edit of one change is an edit of all that are like it.
        !holding(group).some(
          (like) => isSame(group, like.entry, one.entry) && holding(group).some((other) => replaces(other, like)),
        ),
    );
  const [text = [], place = [], done = [], carry = []] = RECORDS.thing.groups;
  if (RECORDS.thing.groups.every((group) => heads(group).length === 0)) return null;
  const byId = (entries: readonly (typeof history)[number][]) =>
    entries.map(({ entry }) => entry).sort((a, b) => (a.changeId < b.changeId ? -1 : 1));
  const standing = (group: readonly string[]) => {
    const open = byId(heads(group));
    return (open.length > 0 ? open : byId(holding(group)).slice(-1)).map(({ set }) => set as Fields);
  };
  const texts = standing(text);
  const last = texts.at(-1) as Fields;
  const replaced = byId(holding(text).filter((one) => !heads(text).includes(one))).map(({ set }) => set?.text);
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

describe('a record', () => {
  test('follows from its log as an oracle says that knows who has seen what', () => {
    fc.assert(
      fc.property(lives, (made) => {
        const all = made.logs.reduce(mergeLogs);
        expect(recordOf('thing', all)).toEqual(oracle(made));
      }),
      runs(1000, 50_000),
    );
  });

  test('has changes that are later than those they replace, however wrong the clocks', () => {
    fc.assert(
      fc.property(lives, ({ history }) => {
        for (const { entry } of history)
          for (const parent of entry.parents) expect(timeOfChange(entry.changeId) > timeOfChange(parent)).toBe(true);
      }),
      runs(300, 10_000),
    );
  });

  test('loses no change', () => {
    fc.assert(
      fc.property(lives, ({ logs, history }) => {
        const all = logs.reduce(mergeLogs);
        expect(all.map(({ changeId }) => changeId).sort()).toEqual(
          [...new Set(history.map(({ entry }) => entry.changeId))]
            .filter((one) => logs.some((log) => log.some(({ changeId }) => changeId === one)))
            .sort(),
        );
        expect(all.length).toBe(new Set(history.map(({ entry }) => entry.changeId)).size);
      }),
      runs(300, 10_000),
    );
  });
});

describe('concurrent changes on two machines', () => {
  const begin = changeThing([], null, PLANNED, 0);
  const change = (what: Change, time: number) => {
    const before = recordOf('thing', begin);
    return changeThing(begin, before, what(before), time);
  };
  const merged = (one: ChangeLog, other: ChangeLog) => recordOf('thing', mergeLogs(one, other));

  test('done and reworded: it is done, in the new words', () => {
    const fields = merged(change(check('Five km'), 1), change(reword('Swim'), 2));
    expect(fields).toMatchObject({ text: 'Swim', also: null, doneAt: at(0), did: 'Five km' });
  });

  test('reworded twice: the later wording wins, and the other is kept beside it', () => {
    expect(merged(change(reword('Swim'), 2), change(reword('Walk'), 1))).toMatchObject({ text: 'Swim', also: 'Walk' });
  });

  test('done twice: the notes of both are kept', () => {
    expect(merged(change(check('Five km'), 1), change(check('At dawn'), 2))).toMatchObject({ did: 'Five km; At dawn' });
    expect(merged(change(check('Five km'), 1), change(check(null), 2))).toMatchObject({ did: 'Five km' });
    expect(merged(change(check('Five km'), 1), change(check('Five km'), 2))).toMatchObject({ did: 'Five km' });
  });

  test.each([
    ['Five km', 'five  KM', 'Five km'],
    ['Five km; At dawn', 'At dawn', 'Five km; At dawn'],
    ['At dawn', 'Five km; At dawn', 'At dawn; Five km'],
    ['Knock; knock', 'At dawn; knock', 'Knock; knock; At dawn'],
    ['Five; km', 'Five km', 'Five; km; Five km'],
  ])('a note that the other has is not joined again: %j and %j', (one, other, did) => {
    expect(merged(change(check(one), 1), change(check(other), 2))).toMatchObject({ did });
  });

  test('two long notes are cut to the length of a text', () => {
    const fields = merged(change(check('🏃'.repeat(400)), 1), change(check('x'.repeat(400)), 2));
    expect([...String(fields?.did)]).toHaveLength(500);
  });

  test('done and dropped: it is done', () => {
    expect(merged(change(check('Five km'), 1), change(drop, 2 * HOUR))).toMatchObject({ text: 'Run', did: 'Five km' });
  });

  test('dropped twice: it is gone, and its last values are still known', () => {
    const one = change(drop, 1);
    expect(merged(one, change(drop, 2))).toBeNull();
    expect(lastFields('thing', one)).toMatchObject({ text: 'Run', day: '2026-11-23' });
  });

  test('created twice, by the same store or by two: there is one', () => {
    const copied = changeThing([], null, PLANNED, 0);
    expect(mergeLogs(begin, copied)).toEqual(begin);
    const later = changeThing([], null, PLANNED, 5);
    // Who has reworded one has reworded the other.
    expect(merged(change(reword('Swim'), 1), later)).toMatchObject({ text: 'Swim', also: null });
    const reworded = change(reword('Swim'), 9);
    expect(merged(reworded, later)).toMatchObject({ text: 'Swim', also: null });
  });

  test('created in different slots, or without one: it is where it was moved last, else in the slot that it got first', () => {
    const slot = fc.option(fc.integer({ min: 1, max: 4 }));
    const times = fc.uniqueArray(fc.integer({ min: 0, max: HOUR }), { minLength: 6, maxLength: 6 });
    const machines = fc.array(fc.record({ slot, moved: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 1 }) }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(machines, times, (all, at) => {
        const placed = all.map((machine, index) => ({
          ...machine,
          createdAt: at[index] as number,
          movedAt: HOUR + (at[index + 3] as number),
        }));
        const logs = placed.map(({ slot, moved, createdAt, movedAt }, index) => {
          const fields = { ...PLANNED, slot };
          const created = changeThing([], null, fields, createdAt, `machine ${index}`);
          if (moved === null || moved === slot) return created;
          return changeThing(created, fields, { ...fields, slot: moved }, movedAt, `machine ${index}`);
        });
        const moves = placed.filter(({ slot, moved }) => moved !== null && moved !== slot);
        const lastMove = moves.toSorted((one, other) => one.movedAt - other.movedAt).at(-1);
        const byTime = placed.toSorted((one, other) => one.createdAt - other.createdAt);
        const first = byTime.find((machine) => machine.slot !== null) ?? null;
        const wanted = lastMove ? lastMove.moved : (first?.slot ?? null);
        for (const order of [logs, logs.toReversed()])
          expect(recordOf('thing', order.reduce(mergeLogs))?.slot).toBe(wanted);
      }),
      runs(300, 10_000),
    );
  });

  test('a setting set twice has the later value', () => {
    const set = (value: string, time: number) =>
      appendEdit([], { kind: 'setting', before: null, after: { value }, author: 'one', timeOf: () => at(time) });
    expect(recordOf('setting', mergeLogs(set('3', 1), set('2', 2)))).toEqual({ value: '2' });
  });
});

describe('a compacted log', () => {
  test('gives the same record, whatever was merged, and has nothing that was replaced', () => {
    fc.assert(
      fc.property(lives, ({ logs }) => {
        for (const log of [...logs, logs.reduce(mergeLogs, [])]) {
          const compact = compactLog('thing', log);
          expect(compact.length === 0 ? null : recordOf('thing', compact)).toEqual(recordOf('thing', log));
          expect(compactLog('thing', compact)).toEqual(compact);
          expect(compact.length).toBeLessThanOrEqual(log.length);
        }
      }),
      runs(300, 10_000),
    );
  });

  test('knows what it has seen again, even if what replaced it is gone', () => {
    const edit = (log: ChangeLog, what: Change, millis: number) => {
      const before = recordOf('thing', log);
      return changeThing(log, before, what(before), millis);
    };
    const seen = edit(changeThing([], null, PLANNED, 0), reword('Secret'), 1);
    const compact = compactLog('thing', edit(edit(seen, reword('Swim'), 2), reword('Walk'), 3));
    const beside = changesBeside(edit(seen, check('Five km'), 4), compact);
    expect(beside.map(({ set }) => set)).toEqual([{ doneAt: at(0), did: 'Five km', unplanned: false }]);
    expect(recordOf('thing', mergeLogs(compact, beside))).toMatchObject({ text: 'Walk', also: null, did: 'Five km' });
    expect(JSON.stringify(compact)).not.toMatch(/Secret|Swim/);
  });

  test('takes only what it has not seen, and then gives what the whole logs would', () => {
    fc.assert(
      fc.property(lives, ({ logs: [one = [], other = []] }) => {
        const compact = compactLog('thing', other);
        fc.pre(compact.length > 0);
        const beside = changesBeside(one, compact);
        const seen = other.map(({ changeId }) => changeId);
        // A removal that was outlived is not named, and neither is what only that had replaced.
        if (other.every(({ set }) => set !== null))
          expect(beside.filter(({ changeId }) => seen.includes(changeId))).toEqual([]);
        const merged = recordOf('thing', mergeLogs(compact, beside));
        if (other.every(({ set }) => set !== null)) expect(merged).toEqual(recordOf('thing', mergeLogs(one, other)));
      }),
      runs(300, 10_000),
    );
  });
});

describe('the stored form of a log', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(lives, ({ logs }) => {
        for (const log of logs) expect(parseLogText(logText(log))).toEqual(log);
      }),
      runs(300, 10_000),
    );
  });

  test('has short keys, as docs/sync.md shows them', () => {
    const [created] = changeThing([], null, PLANNED, 0);
    const log = changeThing(created ? [created] : [], PLANNED, { ...PLANNED, slot: 3 }, 5);
    expect(JSON.parse(logText(log))).toEqual([
      { at: created?.changeId, set: expect.objectContaining({ text: 'Run', slot: 2 }), over: [] },
      {
        at: expect.stringMatching(/^2026-11-23T08:00:00\.005Z-/),
        set: { day: PLANNED.day, slot: 3 },
        over: [created?.changeId],
      },
    ]);
  });
});
