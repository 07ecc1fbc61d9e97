import { describe, expect, test } from '@jest/globals';
import { fold } from '../../src/core/text.ts';
import { type DayRecord, emptySlots } from '../../src/core/thing.ts';
import { type ImportCounts, mergeDay, missingSetbacks } from '../../src/transfer/import-merge.ts';
import type { ImportedThing } from '../../src/transfer/imported-history.ts';
import { at } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { newId, recordsOf, thing } from '../support/records.ts';
import { runs } from '../support/scale.ts';

const DAY = at(20_000);
const NOW = '2026-11-23T08:00:00.000Z';

const words = fc.constantFrom('Run', 'run', 'Write the post', 'Call the buyer', 'Read', 'Cook');

/** What a file may contain; ids are those of the record, or new. */
function importedThings(record: DayRecord): fc.Arbitrary<ImportedThing[]> {
  const ids = [...record.things.map(({ id }) => id), newId(), newId()];
  return fc.array(
    fc
      .record({
        id: fc.option(fc.constantFrom(...ids), { nil: undefined }),
        slot: fc.constantFrom(1, 2, 3, 4, null, undefined),
        text: words,
        doneAt: fc.option(fc.constant(NOW)),
        did: fc.option(words),
        carriedFrom: fc.option(fc.constantFrom(...ids)),
        carried: fc.nat(2),
        unplanned: fc.constantFrom(true, false, undefined),
        waits: fc.boolean(),
      })
      .map(
        ({ waits, ...part }): ImportedThing => ({
          ...part,
          location: 1,
          did: part.doneAt === null ? null : part.did,
          ...(waits && { waits: true as const }),
        }),
      ),
    { maxLength: 8 },
  );
}

/** A day of the store; on some of them a thing waits for a slot. */
const records = fc
  .tuple(recordsOf(DAY), fc.option(words))
  .map(
    ([record, text]): DayRecord =>
      text === null ? record : { ...record, things: [...record.things, thing({ text, slot: null })] },
  );

const merges = records.chain((record) => fc.tuple(fc.constant(record), importedThings(record)));

function merge(record: DayRecord, things: ImportedThing[], rest: DayRecord['rest'] = null) {
  const counts: ImportCounts = { imported: 0, known: 0, leftOut: [], changedNotes: [] };
  const ids = new Set(record.things.map(({ id }) => id));
  const merged = mergeDay(record, { things, rest }, { ids, counts });
  return { merged, counts, ids };
}

const mayWait = ({ slot, doneAt, waits }: ImportedThing) => slot === null && doneAt === null && waits === true;

describe('a day merged with what a file has for it', () => {
  test('keeps everything that was there, and counts every thing of the file once', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const { merged, counts } = merge(record, things);
        for (const thing of record.things) expect(merged.things).toContain(thing);
        expect(merged.things.length - record.things.length).toBe(counts.imported);
        expect(counts.imported + counts.known + counts.leftOut.length).toBe(things.length);
        if (counts.imported === 0) expect(merged).toBe(record);
      }),
      runs(1000, 100_000),
    );
  });

  test('is a valid day: one thing a slot, extras done or waiting, in order', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const { merged } = merge(record, things);
        const slots = merged.things.map(({ slot }) => slot);
        expect(slots).toEqual(slots.toSorted((one, other) => (one ?? 5) - (other ?? 5)));
        const taken = slots.filter((slot) => slot !== null);
        expect(new Set(taken).size).toBe(taken.length);
        const waiting = merged.things.filter(({ slot, doneAt }) => slot === null && doneAt === null);
        const texts = [...record.things, ...things.filter(mayWait)].map(({ text }) => text);
        for (const { text } of waiting) expect(texts).toContain(text);
        expect(new Set(merged.things.map(({ id }) => id)).size).toBe(merged.things.length);
      }),
      runs(1000, 100_000),
    );
  });

  test('does not change when the same file is merged again', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const { merged } = merge(record, things);
        expect(merge(merged, things).merged).toBe(merged);
      }),
      runs(1000, 100_000),
    );
  });

  test('gives the first thing that asks for an empty slot that slot', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const unknown = things.map((thing) => ({ ...thing, id: newId() }));
        const { merged } = merge(record, unknown);
        for (const slot of emptySlots(record)) {
          const first = unknown.find((thing) => thing.slot === slot);
          if (first) expect(merged.things.find(({ id }) => id === first.id)?.slot).toBe(slot);
        }
      }),
      runs(1000, 100_000),
    );
  });

  test('leaves out only open things, and only if all slots are taken', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const unknown = things.map((thing) => ({ ...thing, id: newId() }));
        const { merged, counts } = merge(record, unknown);
        const leftOut = unknown.filter(({ id }) => merged.things.every((thing) => thing.id !== id));
        expect(leftOut).toHaveLength(counts.leftOut.length);
        for (const { doneAt } of leftOut) expect(doneAt).toBeNull();
        if (leftOut.length > 0) expect(emptySlots(merged)).toEqual([]);
      }),
      runs(1000, 100_000),
    );
  });

  test('keeps what the file says of each thing', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const unknown = things.map((one) => ({ ...one, id: newId() }));
        const { merged, ids } = merge(record, unknown);
        for (const one of unknown) {
          const added = merged.things.find(({ id }) => id === one.id);
          expect(ids.has(one.id)).toBe(added !== undefined);
          if (added === undefined) continue;
          const { text, doneAt, did, carriedFrom, carried } = one;
          const unplanned = one.unplanned ?? (added.slot === null && doneAt !== null);
          // Extras with one time in the file get a moment each, in its order.
          const time = doneAt && expect.stringContaining(doneAt.slice(0, '2026-11-23T08:00:00'.length));
          expect(added).toEqual({
            id: one.id,
            slot: added.slot,
            text,
            doneAt: time,
            did,
            carriedFrom,
            carried,
            unplanned,
          });
        }
      }),
      runs(1000, 100_000),
    );
  });

  test('lets an open thing wait that waited before, and no other', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const unknown = things.map((one) => ({ ...one, id: newId() }));
        const { merged } = merge(record, unknown);
        for (const one of unknown) {
          const added = merged.things.find(({ id }) => id === one.id);
          const isWaiting = added?.slot === null && added.doneAt === null;
          expect(isWaiting).toBe(mayWait(one));
        }
      }),
      runs(1000, 100_000),
    );
  });

  test('takes the rest of the file if it has none, and counts it', () => {
    const rests = fc.option(fc.record({ reason: fc.option(words) }));
    fc.assert(
      fc.property(records, rests, (record, rest) => {
        const { merged, counts } = merge(record, [], rest);
        expect(merged.rest).toEqual(record.rest === null ? rest : record.rest);
        expect(merged.things).toEqual(record.things);
        const isNew = rest !== null && record.rest === null;
        expect(counts).toMatchObject({ imported: Number(isNew), known: Number(rest !== null && !isNew) });
        if (!isNew) expect(merged).toBe(record);
      }),
      runs(300, 10_000),
    );
  });

  test('adds a done thing without a slot as an extra', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const unknown = things.map((thing) => ({ ...thing, id: newId() }));
        const { merged } = merge(record, unknown);
        for (const { id } of unknown.filter(({ slot, doneAt }) => slot === null && doneAt !== null))
          expect(merged.things.find((thing) => thing.id === id)?.slot).toBeNull();
      }),
      runs(1000, 100_000),
    );
  });

  test('knows a thing by its text, once for each equal thing that is there', () => {
    fc.assert(
      fc.property(merges, ([record, things]) => {
        const plain = things.map((thing) => ({ ...thing, id: undefined, doneAt: NOW }));
        const { counts } = merge(record, plain);
        const texts = new Set([...record.things, ...plain].map(({ text }) => fold(text)));
        const count = (list: readonly { text: string }[], wanted: string) =>
          list.filter(({ text }) => fold(text) === wanted).length;
        const known = [...texts].map((text) => Math.min(count(record.things, text), count(plain, text)));
        expect(counts.known).toBe(known.reduce((sum, one) => sum + one, 0));
      }),
      runs(1000, 100_000),
    );
  });
});

test('a setback is known by its id, or by its day and text; its next thing has to exist', () => {
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
  const imported = { ...there, id: undefined, nextId: null };
  const [thing, other] = [newId(), newId()];
  const files = [
    { ...imported, id: there.id, text: 'Reworded' },
    { ...imported, text: 'SALE' },
    { ...imported, text: 'Train', kind: 'correct' as const, nextId: thing, settledOn: DAY },
    { ...imported, text: 'Train', id: newId(), kind: 'correct' as const, nextId: other, settledOn: DAY },
  ];
  const added = missingSetbacks([there], files, new Set([thing]));
  expect(added.map(({ text, next }) => [text, next])).toEqual([
    ['Train', { id: thing }],
    ['Train', null],
  ]);
});

describe('an id made at random, which the store may have replaced since', () => {
  const random = (number: number) => `01932f00-0000-7000-8000-00000000000${number}`;
  const open = {
    slot: undefined,
    doneAt: null,
    did: null,
    carriedFrom: null,
    carried: 0,
    unplanned: false,
    location: 1,
  };

  test('does not double a thing of the same text', () => {
    const record = {
      day: DAY,
      rest: null,
      things: [thing({ slot: 1, text: 'Run' }), thing({ slot: 2, text: 'Read' })],
    };
    const [, read] = record.things;
    const ids = new Set(record.things.map(({ id }) => id));
    const counts: ImportCounts = { imported: 0, known: 0, leftOut: [], changedNotes: [] };
    const file = [
      { ...open, id: random(1), text: 'run' },
      { ...open, id: random(2), text: 'Run' },
      { ...open, id: random(2), text: 'Run' },
      // Known by its id, so the next one is another.
      { ...open, id: read?.id, text: 'Read' },
      { ...open, id: random(3), text: 'Read' },
    ];
    const merged = mergeDay(record, { things: file, rest: null }, { ids, counts });
    expect(merged.things.map(({ text }) => text)).toEqual(['Run', 'Read', 'Run', 'Read']);
    expect(merged.things.slice(2).map(({ id }) => id)).toEqual([random(2), random(3)]);
    expect(counts).toMatchObject({ imported: 2, known: 3 });
  });

  test('does not double a setback of the same day and text', () => {
    const sale = { day: DAY, text: 'Sale', lesson: null, kind: null, settledAt: null, settledOn: null };
    const file = [
      { ...sale, id: random(1), nextId: null },
      { ...sale, id: random(2), text: 'Keys', nextId: null },
    ];
    const added = missingSetbacks([{ ...sale, id: newId(), next: null }], file, new Set());
    expect(added.map(({ id }) => id)).toEqual([random(2)]);
  });
});
