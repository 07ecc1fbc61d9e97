import { expect, test } from '@jest/globals';
import { assignSlots, type Claim } from '../../src/core/slot-assignment.ts';
import type { Slot } from '../../src/core/thing.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const T = (minute: number) => `2026-11-23T08:0${minute}:00.000Z`;
const claim = (id: string, slot: Slot | null, minute: number, isDone = false): Claim => ({
  id,
  slot,
  since: T(minute),
  isDone,
});
const places = (claims: Claim[]) => Object.fromEntries(assignSlots(claims));

test('the earlier thing stays and the other takes the next empty slot', () => {
  expect(places([claim('b', 2, 5), claim('a', 2, 1)])).toEqual({ a: 2, b: 3 });
  expect(places([claim('a', 2, 1), claim('b', 2, 2), claim('c', 3, 3)])).toEqual({ a: 2, b: 4, c: 3 });
  expect(places([claim('a', 4, 1), claim('b', 4, 2)])).toEqual({ a: 4, b: 1 });
});

test('what is done stays, whenever it was planned; of two that are done, the earlier', () => {
  expect(places([claim('a', 2, 1), claim('b', 2, 5, true)])).toEqual({ a: 3, b: 2 });
  expect(places([claim('a', 2, 1, true), claim('b', 2, 5, true), claim('c', 3, 2)])).toEqual({ a: 2, b: 4, c: 3 });
});

test('things planned at the same time are in the order of their slots, else of their ids', () => {
  expect(places([claim('b', 1, 1), claim('a', 1, 1)])).toEqual({ a: 1, b: 2 });
  expect(places([claim('x', 1, 0), claim('y', 2, 0), claim('b', 1, 1), claim('a', 2, 1)])).toMatchObject({
    b: 3,
    a: 4,
  });
});

test('when all four slots are taken, the latest things wait', () => {
  const eight = ([1, 2, 3, 4] as const).flatMap((slot) => [claim(`a${slot}`, slot, 1), claim(`b${slot}`, slot, 2)]);
  expect(places(eight)).toEqual({ a1: 1, a2: 2, a3: 3, a4: 4, b1: null, b2: null, b3: null, b4: null });
});

test('extras need no slot', () => {
  expect(places([claim('a', null, 1), claim('b', 1, 2)])).toEqual({ a: null, b: 1 });
});

test('any claims: no slot twice, no slot empty while a thing waits, and the order of the claims does not matter', () => {
  const one = fc.record({
    slot: fc.option(fc.constantFrom<Slot[]>(1, 2, 3, 4)),
    minute: fc.nat(3),
    isDone: fc.boolean(),
  });
  const claims = fc
    .array(one, { maxLength: 9 })
    .map((all) => all.map(({ slot, minute, isDone }, index) => claim(`id-${index}`, slot, minute, isDone)))
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(claims, ([all, shuffled]) => {
      const placed = assignSlots(all);
      const slots = [...placed.values()].filter((slot) => slot !== null);
      const asking = all.filter(({ slot }) => slot !== null).length;
      expect(new Set(slots).size).toBe(slots.length);
      expect(slots).toHaveLength(Math.min(asking, 4));
      for (const wish of [1, 2, 3, 4] as const) {
        const inIt = all.filter(({ slot }) => slot === wish);
        const [first] = inIt.sort(
          (a, b) => Number(b.isDone) - Number(a.isDone) || (a.since + a.id < b.since + b.id ? -1 : 1),
        );
        if (first) expect(placed.get(first.id)).toBe(wish);
      }
      expect(Object.fromEntries(assignSlots(shuffled))).toEqual(Object.fromEntries(placed));
    }),
    runs(1000, 20_000),
  );
});
