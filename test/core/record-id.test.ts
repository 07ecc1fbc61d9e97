import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { carryId, setbackId, thingId } from '../../src/core/record-id.ts';
import { addDone, plan, remove, reword } from '../../src/core/thing.ts';
import fc from '../support/property.ts';
import { hasThing, texts, thing } from '../support/records.ts';
import { runs } from '../support/scale.ts';

const DAY = '2026-11-23' as Day;
const EMPTY = { day: DAY, things: [], rest: null };
const CONTEXT = { timestamp: '2026-11-23T08:00:00.000Z', hasThing };

describe('the id of a thing', () => {
  test('is the same on every machine and in every version', () => {
    expect(thingId(DAY, 'Run', hasThing)).toBe('20261123-c503-85a6-9064-d44707944413');
    expect(thingId(DAY, ' rún ', hasThing)).toBe(thingId(DAY, 'Run', hasThing));
  });

  test('differs by day, by text and by how many of that text there are', () => {
    const day = fc.constantFrom('2026-11-23', '2026-11-24') as fc.Arbitrary<Day>;
    const sayings = fc.uniqueArray(fc.tuple(day, fc.constantFrom('Run', 'Read'), fc.integer({ min: 1, max: 20 })), {
      selector: (parts) => parts.join(),
    });
    fc.assert(
      fc.property(sayings, (all) => {
        const ids = all.map(([on, text, number]) => nth(number, (isTaken) => thingId(on, text, isTaken)));
        expect(new Set(ids).size).toBe(all.length);
      }),
      runs(200, 10_000),
    );
  });

  test('is one that is free, whichever are taken', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.boolean(), { maxLength: 40 }), (text, taken) => {
        const ids = taken.map((_, index) => nth(index + 1, (isTaken) => thingId(DAY, text, isTaken)));
        const used = new Set(ids.filter((_, index) => taken[index]));
        const id = thingId(DAY, text, (one) => used.has(one));
        expect(used).not.toContain(id);
        // Those that are used from the first on are skipped, and no others.
        if (taken.every(Boolean)) expect(nth(taken.length + 1, (isTaken) => thingId(DAY, text, isTaken))).toBe(id);
      }),
      runs(200, 10_000),
    );
  });

  test('stays with a thing that is reworded, and the text can be planned again', () => {
    const [run] = plan(EMPTY, ['Run'], CONTEXT).things;
    const reworded = reword(plan(EMPTY, ['Run'], CONTEXT), run?.id ?? '', 'Swim');
    const again = plan(reworded, ['Run'], CONTEXT);
    expect(again.things.map(({ text, id }) => [text, id === run?.id])).toEqual([
      ['Swim', true],
      ['Run', false],
    ]);
  });

  test('is taken again by a thing that was dropped and planned again, or done instead', () => {
    const record = plan(EMPTY, ['Run'], CONTEXT);
    const id = record.things[0]?.id ?? '';
    const dropped = remove(record, id);
    expect(plan(dropped, ['Run'], CONTEXT).things[0]?.id).toBe(id);
    expect(addDone(dropped, 'Run', CONTEXT).things[0]?.id).toBe(id);
  });

  test('skips those of things that were moved to another day', () => {
    const [first] = plan(EMPTY, ['Run'], CONTEXT).things;
    const again = plan(EMPTY, ['Run'], { ...CONTEXT, hasThing: (id) => id === first?.id });
    expect(again.things[0]?.id).not.toBe(first?.id);
  });

  test('differs for equal texts that are planned at once', () => {
    const ids = plan(EMPTY, ['Run', 'run', 'Run'], CONTEXT).things.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  test('follows from the origin for a thing that continues another, whatever the wording', () => {
    const left = thing({ text: 'Write' });
    const carried = (text: string) => plan(EMPTY, [text], CONTEXT, { leftovers: [left] }).things[0]?.id;
    expect(carried('Write')).toBe(carryId(DAY, left.id, hasThing));
    expect(carried('WRITE')).toBe(carried('Write'));
    expect(carried('Read')).toBe(thingId(DAY, 'Read', hasThing));
  });
});

test('the ids of setbacks are in the order they were written down', () => {
  const ids = ['Sale', 'Train', 'Sale'].map((text, index) => setbackId(DAY, text, index + 1, hasThing));
  expect(ids.toSorted()).toEqual(ids);
  expect(setbackId(DAY, 'sale', 1, hasThing)).toBe(ids[0]);
  expect(setbackId(DAY, 'Sale', 1, (id) => id === ids[0])).not.toBe(ids[0]);
});

/** The id that is made when those before it are taken. */
function nth(number: number, idOf: (isTaken: (id: string) => boolean) => string): string {
  const taken = new Set<string>();
  for (let count = 1; count < number; count += 1) taken.add(idOf((id) => taken.has(id)));
  return idOf((id) => taken.has(id));
}
