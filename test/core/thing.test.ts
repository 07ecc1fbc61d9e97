import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { CommandError, UsageError } from '../../src/core/errors.ts';
import type { Calendar } from '../../src/core/resolve-day.ts';
import { parseSelector } from '../../src/core/selector.ts';
import {
  addDone,
  type ChangeContext,
  checkOff,
  type DayRecord,
  emptySlots,
  findThing,
  openThings,
  place,
  plan,
  planAgain,
  plannedThings,
  remove,
  reword,
  type Slot,
  type Thing,
  uncheck,
} from '../../src/core/thing.ts';
import fc from '../support/property.ts';
import { hasThing, recordsOf, thing } from '../support/records.ts';

const DAY = '2026-11-23' as Day;
const EARLIER = '2026-11-23T08:00:00.000Z';
const MOMENT: ChangeContext = { timestamp: '2026-11-23T18:00:00.000Z', hasThing };
const EMPTY: DayRecord = { day: DAY, things: [], rest: null };
const CALENDAR: Calendar = { today: '2026-11-22' as Day, weekStart: 1 };

/** A day with these texts in slots 1, 2, …; null leaves a slot empty. */
function day(...texts: (string | null)[]): DayRecord {
  const things = texts.flatMap((text, index) => (text === null ? [] : [thing({ text, slot: (index + 1) as Slot })]));
  return { ...EMPTY, things };
}

function slots({ things }: DayRecord): string[] {
  return things.map(({ slot, text }) => `${slot ?? '+'} ${text}`);
}

function texts(things: readonly Thing[]): string[] {
  return things.map(({ text }) => text);
}

function idsOf({ things }: DayRecord, ...wanted: (Slot | null)[]): Set<string> {
  return new Set(things.filter(({ slot }) => wanted.includes(slot)).map(({ id }) => id));
}

function usageError(message: string) {
  return expect.objectContaining({ kind: 'usage', message });
}

describe('plan', () => {
  test('fills the empty slots in order', () => {
    const planned = plan(day('a', null, 'c'), ['b', 'd'], MOMENT);
    expect(slots(planned)).toEqual(['1 a', '2 b', '3 c', '4 d']);
    expect(planned.things[1]).toEqual({
      id: expect.any(String),
      slot: 2,
      text: 'b',
      doneAt: null,
      did: null,
      carriedFrom: null,
      carried: 0,
      unplanned: false,
    });
  });

  test('fills the given slot first', () => {
    expect(slots(plan(day('a'), ['x'], MOMENT, { first: 3 }))).toEqual(['1 a', '3 x']);
    expect(slots(plan(day('a'), ['x', 'y'], MOMENT, { first: 4 }))).toEqual(['1 a', '2 y', '4 x']);
  });

  test.each([
    [day(), ['a', 'b', 'c', 'd', 'e'], '5 things, but a day has four slots'],
    [day('a', 'b', 'c'), ['d', 'e'], '2 things, but only one slot is empty'],
    [day('a', 'b', 'c', 'd'), ['e'], '1 thing, but all four slots are taken'],
  ])('rejects more things than there are empty slots', (record, more, message) => {
    expect(() => plan(record, more, MOMENT)).toThrow(usageError(message));
  });

  test('continues the leftovers whose texts match, each once', () => {
    const leftovers = [thing({ text: 'Café', carried: 2 }), thing({ text: 'Run' }), thing({ text: 'Read' })];
    const planned = plan(day(), ['run', 'new', '  CAFE\u0301 ', 'RUN'], MOMENT, { leftovers });
    expect(planned.things.map(({ carriedFrom, carried }) => [carriedFrom, carried])).toEqual([
      [leftovers[1]?.id, 1],
      [null, 0],
      [leftovers[0]?.id, 3],
      [null, 0],
    ]);
    expect(texts(planned.things)[0]).toBe('run');
  });

  test('continues a leftover with unsafe characters, matched as it was shown', () => {
    const leftover = thing({ text: 'Re\u001bad' });
    expect(plan(day(), ['Re\ufffdad'], MOMENT, { leftovers: [leftover] }).things[0]).toMatchObject({
      carriedFrom: leftover.id,
    });
  });
});

describe('plan again', () => {
  /** With everything that was left open there to be carried. */
  const dayOf = (things: readonly Thing[]) => ({ things, leftovers: things.filter(({ doneAt }) => doneAt === null) });
  const again = (record: DayRecord, ...things: Partial<Thing>[]) => planAgain(record, dayOf(things.map(thing)), MOMENT);

  test('puts each thing into its own slot if that is empty, else into the next empty one', () => {
    const earlier = [
      { slot: 1, text: 'a' },
      { slot: 2, text: 'b' },
      { slot: 4, text: 'd' },
    ] as const;
    expect(slots(again(day(), ...earlier))).toEqual(['1 a', '2 b', '4 d']);
    // `d` keeps its slot, though `a` is looking for one before it.
    expect(slots(again(day('x', null), ...earlier))).toEqual(['1 x', '2 b', '3 a', '4 d']);
    expect(slots(again(day('x', 'y', null), ...earlier))).toEqual(['1 x', '2 y', '3 a', '4 d']);
    expect(slots(again(day('x', 'y', 'z', null), ...earlier))).toEqual(['1 x', '2 y', '3 z', '4 d']);
    expect(slots(again(day('v', 'x', 'y', 'z'), ...earlier))).toEqual(['1 v', '2 x', '3 y', '4 z']);
  });

  test('carries what was left open; what was done becomes a new thing', () => {
    const open = thing({ slot: 1, text: 'Café', carried: 2 });
    const done = thing({ slot: 2, text: 'Run', carried: 1, doneAt: MOMENT.timestamp, did: 'Far' });
    const { things } = planAgain(day(), dayOf([open, done]), MOMENT);
    expect(things).toMatchObject([
      { text: 'Café', carriedFrom: open.id, carried: 3, doneAt: null },
      { text: 'Run', carriedFrom: null, carried: 0, doneAt: null, did: null, unplanned: false },
    ]);
    expect(new Set([open.id, done.id, ...things.map(({ id }) => id)]).size).toBe(4);
  });

  test('plans as a new thing what another day has continued since', () => {
    const open = thing({ slot: 1, text: 'Read' });
    const { things } = planAgain(day(), { things: [open], leftovers: [] }, MOMENT);
    expect(things).toMatchObject([{ text: 'Read', carriedFrom: null, carried: 0 }]);
  });

  test('leaves out what is there already, ignoring case and accents', () => {
    expect(slots(again(day('CAFE\u0301'), { slot: 1, text: 'Café' }, { slot: 2, text: 'Run' }))).toEqual([
      '1 CAFE\u0301',
      '2 Run',
    ]);
  });

  test('sanitizes a text that another program wrote', () => {
    expect(slots(again(day(), { text: 'Re\u001bad' }))).toEqual(['1 Re\ufffdad']);
  });

  test('on any two days: all room is used, no thing moves, no thing comes twice', () => {
    const days = fc.tuple(recordsOf('2026-11-23' as Day), recordsOf('2026-11-20' as Day));
    fc.assert(
      fc.property(days, ([record, { things }]) => {
        const earlier = plannedThings({ ...record, things });
        const after = planAgain(record, dayOf(earlier), MOMENT);
        const added = after.things.filter((one) => !record.things.includes(one));
        expect(after.things.filter((one) => !added.includes(one))).toEqual(record.things);
        const wanted = earlier.filter(({ text }) => !record.things.some((one) => one.text === text));
        expect(added).toHaveLength(Math.min(wanted.length, emptySlots(record).length));
        expect(new Set(plannedThings(after).map(({ slot }) => slot)).size).toBe(plannedThings(after).length);
        const free = emptySlots(record);
        for (const one of wanted.filter(({ slot }) => free.some((empty) => empty === slot)))
          expect(added.find(({ slot }) => slot === one.slot)?.text).toBe(one.text);
        const left = texts(wanted);
        for (const text of texts(added)) {
          expect(left).toContain(text);
          left.splice(left.indexOf(text), 1);
        }
      }),
    );
  });
});

describe('did', () => {
  test('goes into the first empty slot, or else becomes an extra', () => {
    const record = addDone(addDone(day('a', null, 'c', 'd'), 'first', MOMENT), 'second', MOMENT);
    expect(slots(addDone(record, 'third', MOMENT))).toEqual(['1 a', '2 first', '3 c', '4 d', '+ second', '+ third']);
    expect(record.things.map(({ doneAt }) => doneAt)).toEqual([null, MOMENT.timestamp, null, null, MOMENT.timestamp]);
    expect(record.things.map(({ unplanned }) => unplanned)).toEqual([false, true, false, false, true]);
  });
});

describe('checking off', () => {
  test('records when, and what was done', () => {
    const record = day('a', 'b', 'c');
    const checked = checkOff(record, idsOf(record, 1, 3), 'well done', MOMENT.timestamp);
    expect(checked.things.map(({ doneAt, did }) => [doneAt, did])).toEqual([
      [MOMENT.timestamp, 'well done'],
      [null, null],
      [MOMENT.timestamp, 'well done'],
    ]);
  });

  test('twice keeps the first time, and what was done unless it is given again', () => {
    const record = { ...EMPTY, things: [thing({ doneAt: EARLIER, did: 'first' })] };
    const ids = idsOf(record, 1);
    expect(checkOff(record, ids, null, MOMENT.timestamp)).toEqual(record);
    expect(checkOff(record, ids, 'second', MOMENT.timestamp).things[0]).toMatchObject({
      doneAt: EARLIER,
      did: 'second',
    });
  });

  test('is taken back along with what was done, but not for an extra', () => {
    const extra = thing({ slot: null, unplanned: true, doneAt: EARLIER });
    const record = { ...EMPTY, things: [thing({ doneAt: EARLIER, did: 'it' }), thing({ slot: 2 }), extra] };
    expect(uncheck(record, idsOf(record, 1, 2)).things[0]).toMatchObject({ doneAt: null, did: null });
    expect(() => uncheck(record, new Set([extra.id]))).toThrow(CommandError);
  });
});

test('moving puts a thing unchanged into the first empty slot of another day', () => {
  const moved = thing({ text: 'x', slot: 4, doneAt: EARLIER, did: 'it', carriedFrom: 'an id', carried: 2 });
  expect(place(day('a', null, 'c'), moved, CALENDAR).things[1]).toEqual({ ...moved, slot: 2 });
  expect(() => place(day('a', 'b', 'c', 'd'), moved, CALENDAR)).toThrow(
    expect.objectContaining({ kind: 'failed', message: 'all four slots of tomorrow are taken' }),
  );
});

test('open things and empty slots', () => {
  const record = { ...EMPTY, things: [thing({ slot: 2, text: 'open' }), thing({ slot: null, doneAt: EARLIER })] };
  expect(texts(openThings(record))).toEqual(['open']);
  expect(emptySlots(record)).toEqual([1, 3, 4]);
  expect(texts(remove(record, record.things[0]?.id ?? '').things)).toEqual(['Run']);
});

describe('finding a thing', () => {
  const record: DayRecord = {
    ...EMPTY,
    things: [
      ...day('Write the post', 'Read', null, 'Écrire à Zoé').things,
      thing({ slot: null, text: 'Read the post' }),
    ],
  };

  test.each([
    [{ slot: 2 } as const, 'Read'],
    [{ extra: 1 }, 'Read the post'],
    [{ piece: 'WRITE' }, 'Write the post'],
    [{ piece: 'ecrire a zoe\u0308' }, 'Écrire à Zoé'],
    [{ piece: 'read' }, 'Read'],
    [{ piece: 'read  the' }, 'Read the post'],
  ])('%j is %s', (reference, text) => {
    expect(findThing(record, reference, CALENDAR).text).toBe(text);
  });

  test('a text that matches several things', () => {
    expect(() => findThing(record, { piece: 'the post' }, CALENDAR)).toThrow(
      usageError('more than one thing matches: 1 and +1'),
    );
    expect(() => findThing(day('Run', 'run'), { piece: 'run' }, CALENDAR)).toThrow(UsageError);
  });

  test.each([{ slot: 3 } as const, { extra: 2 }, { piece: 'swim' }])('%j is not there', (reference) => {
    expect(() => findThing(record, reference, CALENDAR)).toThrow(CommandError);
    expect(() => findThing(EMPTY, reference, CALENDAR)).toThrow(CommandError);
  });

  test('a text that folds to nothing matches nothing', () => {
    expect(() => findThing(day('Run'), parseSelector('\u0301'), CALENDAR)).toThrow(/./);
  });
});

describe('any changes in any order', () => {
  const words = fc.constantFrom('Run', 'RUN', 'Read', 'Write the post');
  type Change = (record: DayRecord) => { after: DayRecord; touched: ReadonlySet<string> };

  /** A change of the things at these places. */
  const someOf = (change: (record: DayRecord, ids: ReadonlySet<string>) => DayRecord) =>
    fc.array(fc.nat(5), { maxLength: 3 }).map(
      (places): Change =>
        (record) => {
          const touched = new Set(places.flatMap((place) => record.things[place]?.id ?? []));
          return { after: change(record, touched), touched };
        },
    );
  /** A change that touches none of the things that are there. */
  const adding = <Input>(input: fc.Arbitrary<Input>, change: (record: DayRecord, input: Input) => DayRecord) =>
    input.map(
      (value): Change =>
        (record) => ({ after: change(record, value), touched: new Set() }),
    );

  const changes = fc.oneof(
    adding(fc.array(words, { maxLength: 5 }), (record, all) =>
      plan(record, all, MOMENT, { leftovers: [thing({ text: 'run' })] }),
    ),
    adding(words, (record, text) => addDone(record, text, MOMENT)),
    adding(words, (record, text) => place(record, thing({ text, slot: 3 }), CALENDAR)),
    someOf((record, ids) => checkOff(record, ids, null, MOMENT.timestamp)),
    someOf((record, ids) => checkOff(record, ids, 'did it', MOMENT.timestamp)),
    someOf(uncheck),
    someOf((record, ids) => [...ids].reduce((left, id) => reword(left, id, 'other words'), record)),
    someOf((record, ids) => [...ids].reduce(remove, record)),
  );

  test('leave a valid day, and every other thing as it was', () => {
    fc.assert(
      fc.property(recordsOf(DAY), fc.array(changes, { maxLength: 12 }), (start, all) => {
        all.reduce((before, change) => {
          const { after, touched } = attempt(change, before);
          expect(after).toMatchObject({ day: before.day, rest: before.rest });
          expectValid(after);
          const others = before.things.filter(({ id }) => !touched.has(id));
          const known = new Set(others.map(({ id }) => id));
          expect(after.things.filter(({ id }) => known.has(id))).toEqual(others);
          return after;
        }, deepFreeze(start));
      }),
      { numRuns: 300 },
    );
  });

  /** A change that is refused changes nothing. */
  function attempt(change: Change, before: DayRecord): ReturnType<Change> {
    try {
      const { after, touched } = change(before);
      return { after: deepFreeze(after), touched };
    } catch (error) {
      expect(error instanceof UsageError || error instanceof CommandError ? 'told' : error).toBe('told');
      return { after: before, touched: new Set() };
    }
  }

  function expectValid({ things }: DayRecord): void {
    const order = things.map(({ slot }) => slot ?? 5);
    const planned = order.filter((slot) => slot < 5);
    expect(order).toEqual(order.toSorted());
    expect(new Set(planned).size).toBe(planned.length);
    expect(new Set(things.map(({ id }) => id)).size).toBe(things.length);
    expect(things.filter(({ slot, doneAt }) => slot === null && doneAt === null)).toEqual([]);
    expect(things.filter(({ did, doneAt }) => did !== null && doneAt === null)).toEqual([]);
    expect(things.filter(({ carriedFrom, carried }) => carriedFrom !== null && carried === 0)).toEqual([]);
  }

  function deepFreeze(record: DayRecord): DayRecord {
    for (const one of record.things) Object.freeze(one);
    Object.freeze(record.things);
    return Object.freeze(record);
  }
});
