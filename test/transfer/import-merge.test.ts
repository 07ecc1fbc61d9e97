import { describe, expect, test } from '@jest/globals';
import { fold } from '../../src/core/text.ts';
import { type DayRecord, SLOTS } from '../../src/core/thing.ts';
import { mergeDay, newSetbacks, type Tally } from '../../src/transfer/import-merge.ts';
import type { ImportedThing } from '../../src/transfer/imported-history.ts';
import { at } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { newId, recordsOf } from '../support/records.ts';
import { runs } from '../support/scale.ts';

const DAY = at(20_000);
const MOMENT = { timestamp: '2026-11-23T08:00:00.000Z', newId };

const words = fc.constantFrom('Run', 'run', 'Write the post', 'Call the buyer', 'Read', 'Cook');

/** What any file may tell; `ids` are of the day itself, or new. */
function tales(record: DayRecord): fc.Arbitrary<ImportedThing[]> {
  const ids = [...record.things.map(({ id }) => id), newId(), newId()];
  return fc.array(
    fc
      .record({
        id: fc.option(fc.constantFrom(...ids), { nil: undefined }),
        slot: fc.constantFrom(1, 2, 3, 4, null, undefined),
        text: words,
        doneAt: fc.option(fc.constant(MOMENT.timestamp)),
        carried: fc.nat(2),
      })
      .map((part): ImportedThing => ({ ...part, where: 1, did: null, carriedFrom: null, unplanned: undefined })),
    { maxLength: 8 },
  );
}

const meetings = recordsOf(DAY).chain((record) => fc.tuple(fc.constant(record), tales(record)));

function merge(record: DayRecord, things: ImportedThing[]) {
  const tally: Tally = { imported: 0, known: 0, leftOut: [] };
  const ids = new Set(record.things.map(({ id }) => id));
  const merged = mergeDay(record, { things, rest: null }, ids, MOMENT, tally);
  return { merged, tally, ids };
}

describe('a day that meets what a file tells of it', () => {
  test('keeps all that was there, and accounts for every thing of the file', () => {
    fc.assert(
      fc.property(meetings, ([record, things]) => {
        const { merged, tally } = merge(record, things);
        for (const thing of record.things) expect(merged.things).toContain(thing);
        expect(merged.things.length - record.things.length).toBe(tally.imported);
        expect(tally.imported + tally.known + tally.leftOut.length).toBe(things.length);
        if (tally.imported === 0) expect(merged).toBe(record);
      }),
      runs(1000, 100_000),
    );
  });

  test('is a day like any other: a thing a slot, extras done, in order', () => {
    fc.assert(
      fc.property(meetings, ([record, things]) => {
        const { merged } = merge(record, things);
        const slots = merged.things.map(({ slot }) => slot);
        expect(slots).toEqual(slots.toSorted((one, other) => (one ?? 5) - (other ?? 5)));
        const taken = slots.filter((slot) => slot !== null);
        expect(new Set(taken).size).toBe(taken.length);
        for (const { slot, doneAt } of merged.things) expect(slot !== null || doneAt !== null).toBe(true);
        expect(new Set(merged.things.map(({ id }) => id)).size).toBe(merged.things.length);
      }),
      runs(1000, 100_000),
    );
  });

  test('is the same after the same file once more', () => {
    fc.assert(
      fc.property(meetings, ([record, things]) => {
        const { merged } = merge(record, things);
        expect(merge(merged, things).merged).toBe(merged);
      }),
      runs(1000, 100_000),
    );
  });

  // The oracle tries all slots for each thing, one after the other.
  test('gives a wish when it can, and leaves out only what is open on a full day', () => {
    fc.assert(
      fc.property(meetings, ([record, things]) => {
        const plain = things.map((thing) => ({ ...thing, id: newId() }));
        const { merged, tally } = merge(record, plain);
        const free = SLOTS.filter((slot) => !record.things.some((thing) => thing.slot === slot));
        const placed = new Map(plain.map(({ id }) => [id, merged.things.find((thing) => thing.id === id)]));
        for (const slot of free) {
          const first = plain.find((thing) => thing.slot === slot);
          if (first) expect(placed.get(first.id)?.slot).toBe(slot);
        }
        const left = plain.filter(({ id }) => placed.get(id) === undefined);
        expect(left).toHaveLength(tally.leftOut.length);
        for (const { doneAt } of left) expect(doneAt).toBeNull();
        if (left.length > 0) expect(merged.things.filter(({ slot }) => slot !== null)).toHaveLength(4);
        for (const thing of plain)
          if (thing.slot === null && thing.doneAt !== null) expect(placed.get(thing.id)?.slot).toBeNull();
      }),
      runs(1000, 100_000),
    );
  });

  test('knows a thing by its text, once for each that is there', () => {
    fc.assert(
      fc.property(meetings, ([record, things]) => {
        const plain = things.map((thing) => ({ ...thing, id: undefined, doneAt: MOMENT.timestamp }));
        const { tally } = merge(record, plain);
        const texts = new Set([...record.things, ...plain].map(({ text }) => fold(text)));
        const count = (list: readonly { text: string }[], wanted: string) =>
          list.filter(({ text }) => fold(text) === wanted).length;
        const known = [...texts].map((text) => Math.min(count(record.things, text), count(plain, text)));
        expect(tally.known).toBe(known.reduce((sum, one) => sum + one, 0));
      }),
      runs(1000, 100_000),
    );
  });
});

test('a setback is known by its id, or by its day and text; what comes next has to be there', () => {
  const there = {
    id: newId(),
    day: DAY,
    text: 'Sale',
    lesson: null,
    kind: null,
    next: null,
    settledAt: null,
    settledOn: null,
  };
  const told = { ...there, id: undefined, nextId: null };
  const [thing, other] = [newId(), newId()];
  const files = [
    { ...told, id: there.id, text: 'Reworded' },
    { ...told, text: 'SALE' },
    { ...told, text: 'Train', kind: 'correct' as const, nextId: thing, settledOn: DAY },
    { ...told, text: 'Train', id: newId(), kind: 'correct' as const, nextId: other, settledOn: DAY },
  ];
  const added = newSetbacks([there], files, new Set([thing]), MOMENT);
  expect(added.map(({ text, next }) => [text, next])).toEqual([
    ['Train', { id: thing }],
    ['Train', null],
  ]);
});
