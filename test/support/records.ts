import type { Day } from '../../src/core/day.ts';
import type { DayTotal } from '../../src/core/day-status.ts';
import { readSettings, type Settings } from '../../src/core/settings.ts';
import type { YearDigits } from '../../src/core/streak.ts';
import { parseText } from '../../src/core/text.ts';
import { type DayRecord, SLOTS, type Thing } from '../../src/core/thing.ts';
import type { DetailedTotal } from '../../src/core/why.ts';
import { ALL_DAYS, at, calendar, iso } from './calendar.ts';
import fc from './property.ts';

let ids = 0;

/** Shaped like a UUIDv7 and in order of creation, as the program's own are. */
export function newId(): string {
  ids += 1;
  return `01980000-0000-8000-8000-${String(ids).padStart(12, '0')}`;
}

/** No thing of another day has an id that is asked for. */
export const hasThing = () => false;

export function thing(part: Partial<Thing>): Thing {
  return {
    id: newId(),
    slot: 1,
    text: 'Run',
    doneAt: null,
    did: null,
    carriedFrom: null,
    carried: 0,
    unplanned: false,
    ...part,
  };
}

const words = fc.constantFrom('Run', 'Write the post', 'Call the buyer', 'Fix the printer');

/** What a user may write: words, and anything else that passes. */
export const texts = fc.oneof(words, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter(isText));

const instants = fc.integer({ min: Date.UTC(2000), max: Date.UTC(2100) }).map((at) => new Date(at).toISOString());

/** Any state of one day, the empty one included. */
export function recordsOf(day: Day, text: fc.Arbitrary<string> = words): fc.Arbitrary<DayRecord> {
  const open = fc.record({ text, carried: fc.nat(3) });
  const done = fc.record({ text, doneAt: instants, did: fc.option(text), carried: fc.nat(3), unplanned: fc.boolean() });
  const slot = fc.oneof(open, { weight: 3, arbitrary: done }, fc.constant(null));
  const parts = fc.record({
    slots: fc.oneof({ weight: 4, arbitrary: fc.tuple(slot, slot, slot, slot) }, fc.constant([])),
    extras: fc.array(done, { maxLength: 2 }),
    rest: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.record({ reason: fc.option(text) })),
  });
  return parts.map(({ slots, extras, rest }) => {
    const times = [...new Set(extras.map(({ doneAt }) => doneAt))].sort();
    const inSlots = slots.flatMap((part, index) => (part ? [thing({ ...part, slot: SLOTS[index] ?? null })] : []));
    return {
      day,
      things: [
        ...inSlots,
        ...times.map((doneAt, index) => thing({ ...extras[index], doneAt, slot: null, unplanned: true })),
      ],
      rest,
    };
  });
}

/**
 * Up to `most` days in a row somewhere in a century, each of a kind or without a record; today lies among them, or up to five days
 * outside.
 */
export function totalsOf<Kind extends object>(kind: fc.Arbitrary<Kind | null>, most: number) {
  return fc
    .tuple(
      fc.integer({ min: 5, max: ALL_DAYS.length - most - 10 }),
      fc.array(kind, { maxLength: most, size: 'max' }),
      fc.integer({ min: -5, max: most + 5 }),
    )
    .map(([first, kinds, today]) => ({
      totals: kinds.flatMap((total, index) => (total ? [{ day: at(first + index), ...total }] : [])),
      today: at(first + today),
    }));
}

/** Up to `most` days in a row somewhere in a century, some of them without a record; those are left out. */
export function histories(
  most: number,
  text?: fc.Arbitrary<string>,
): fc.Arbitrary<{ first: number; records: DayRecord[] }> {
  return fc
    .integer({ min: 100, max: ALL_DAYS.length - most - 100 })
    .chain((first) =>
      fc
        .tuple(
          ...Array.from({ length: most }, (_, index) => fc.option(recordsOf(at(first + index), text), { freq: 4 })),
        )
        .map((records) => ({ first, records: records.filter((record) => record !== null).filter(hasContent) })),
    );
}

export function totalOf({ day, things, rest }: DayRecord): DetailedTotal {
  const planned = things.filter(({ slot }) => slot !== null).length;
  const done = things.filter(({ doneAt }) => doneAt !== null).length;
  return {
    day,
    planned,
    done,
    unplanned: things.filter((one) => one.unplanned && one.doneAt !== null).length,
    rest: rest !== null,
  };
}

function hasContent({ things, rest }: DayRecord): boolean {
  return things.length > 0 || rest !== null;
}

function isText(text: string): boolean {
  try {
    return parseText(text) === text;
  } catch {
    return false;
  }
}

/** What the store tells the streak of these days, counted day by day. */
export function yearDigitsOf(totals: readonly DayTotal[]): YearDigits[] {
  const digits = new Map(totals.map(({ day, done, rest }) => [day, Math.min(done, 4) + (rest ? 5 : 0)]));
  const years = new Set(totals.filter(({ day }) => digits.get(day) !== 0).map(({ day }) => Number(day.slice(0, 4))));
  return [...years].map((year) => {
    const days = calendar(iso(year, 1, 1), iso(year, 12, 31)).map((day) => digits.get(day) ?? 0);
    return { year, days: days.join('').padEnd(366, '0') };
  });
}

/** The default settings with another minimum. */
export function rules(minimum: number): Settings {
  return { ...readSettings(new Map()), minimum };
}

/** A store of nothing but these days. */
export function diaryOf(totals: readonly DayTotal[]) {
  return {
    days: { inOrder: () => [] },
    totals: {
      days: (from: Day, to: Day) => totals.filter(({ day }) => day >= from && day <= to),
      slots: () => [],
      years: () => yearDigitsOf(totals),
    },
  };
}
