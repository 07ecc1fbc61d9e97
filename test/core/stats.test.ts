import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { type Finding, LEVEL, statsOf } from '../../src/core/stats.ts';
import { type DayRecord, SLOTS } from '../../src/core/thing.ts';
import { findingWords } from '../../src/views/findings.ts';
import { type Habit, live } from '../support/habits.ts';
import fc from '../support/property.ts';
import { histories, rules, thing } from '../support/records.ts';
import { chance, scaled, tell } from '../support/scale.ts';

const RULES = rules(4);
const QUARTER = 91;
const random = chance();

const findings = (records: readonly DayRecord[]): readonly Finding[] => statsOf(records, RULES).findings;

/** How many of so many histories have a finding that is wanted. */
function countOf(histories: number, make: () => DayRecord[], isWanted: (finding: Finding) => boolean): number {
  return Array.from({ length: histories }, () => findings(make())).filter((found) => found.some(isWanted)).length;
}

describe('a habit that is there is found', () => {
  const isOf = (group: Partial<Finding['group']>, isWeak: boolean) => (finding: Finding) =>
    Object.entries(group).every(([key, value]) =>
      Object.entries(finding.group).some(([k, v]) => k === key && v === value),
    ) && finding.side.done / finding.side.planned < finding.others.done / finding.others.planned === isWeak;

  test.each<[string, Habit, (finding: Finding) => boolean]>([
    ['weak Mondays', ({ weekday }) => (weekday === 1 ? 0.55 : 0.93), isOf({ kind: 'weekday', weekday: 1 }, true)],
    ['strong Saturdays', ({ weekday }) => (weekday === 6 ? 0.98 : 0.5), isOf({ kind: 'weekday', weekday: 6 }, false)],
    ['weak weekends', ({ weekday }) => (weekday % 6 === 0 ? 0.4 : 0.9), isOf({ kind: 'weekend' }, true)],
    ['a weak last slot', ({ slot }) => (slot === 4 ? 0.55 : 0.92), isOf({ kind: 'slot', slot: 4 }, true)],
    ['a strong first slot', ({ slot }) => (slot === 1 ? 0.98 : 0.6), isOf({ kind: 'slot', slot: 1 }, false)],
    ['carries that stay undone', ({ carried }) => (carried > 0 ? 0.4 : 0.85), isOf({ kind: 'carried' }, true)],
  ])('in a quarter: %s', (_, habit, isWanted) => {
    const made = scaled(20, 300);
    const found = countOf(made, () => live({ days: QUARTER, habit, moods: 0.1, random }), isWanted);
    tell(`${found} of ${made} found`);
    expect(found).toBeGreaterThanOrEqual(0.8 * made);
  });

  test('in a year, through good and bad weeks', () => {
    const habit: Habit = ({ weekday }) => (weekday === 1 ? 0.5 : 0.8);
    const found = countOf(
      scaled(5, 100),
      () => live({ days: 365, habit, moods: 0.4, random }),
      isOf({ weekday: 1 } as never, true),
    );
    expect(found).toBeGreaterThanOrEqual(scaled(5, 98));
  });
});

describe('where there is no habit, none is found more often than the level says', () => {
  test.each<[string, Omit<Parameters<typeof live>[0], 'random'>]>([
    ['each thing by itself', { days: QUARTER, habit: () => 0.8, moods: 0 }],
    ['good and bad weeks and days', { days: QUARTER, habit: () => 0.75, moods: 0.7 }],
    ['a quarter, or a year', { days: scaled(QUARTER, 365), habit: () => 0.8, moods: 0.4 }],
    [
      'half as much planned at weekends',
      { days: QUARTER, habit: () => 0.8, planned: (weekday) => (weekday % 6 === 0 ? 2 : 4) },
    ],
    ['nearly all done', { days: QUARTER, habit: () => 0.96, moods: 0.1 }],
  ])('%s', (_, lived) => {
    const made = scaled(100, 3000);
    const found = countOf(
      made,
      () => live({ ...lived, random }),
      () => true,
    );
    tell(`${found} of ${made} had a finding`);
    // More than this would come once in ten thousand times, if the level held exactly: the tail of a Poisson distribution.
    expect(found).toBeLessThanOrEqual(scaled(6, 3000 * LEVEL + 22));
  });
});

describe('a finding is told only', () => {
  const weeks = (count: number, doneOn: (weekday: number) => number): DayRecord[] =>
    Array.from({ length: count * 7 }, (_, index) => ({
      day: new Date(Date.UTC(2026, 0, 5 + index)).toISOString().slice(0, 10) as Day,
      things: SLOTS.map((slot) =>
        thing({ slot, doneAt: slot <= doneOn((index + 1) % 7) ? '2026-01-01T08:00:00.000Z' : null }),
      ),
      rest: null,
    }));
  const ofDays = (records: readonly DayRecord[]) => findings(records).filter(({ group }) => group.kind === 'weekday');

  test('after eight weeks', () => {
    expect(ofDays(weeks(7, (weekday) => (weekday === 1 ? 2 : 4)))).toEqual([]);
    const [finding] = ofDays(weeks(8, (weekday) => (weekday === 1 ? 2 : 4)));
    expect(findingWords(finding as Finding, null)).toBe(
      'Mondays: 2 of 4. Other days: 4 of 4. You could plan Mondays smaller.',
    );
  });

  test('where it is large enough to be of use', () => {
    const small = weeks(200, (weekday) => (weekday === 1 ? 3 : 4)).map((record, index) =>
      index % 21 === 0
        ? record
        : { ...record, things: record.things.map((one) => ({ ...one, doneAt: '2026-01-01T08:00:00.000Z' })) },
    );
    expect(findings(small)).toEqual([]);
  });

  test('with figures that show it: shares, where the day in the middle is the same', () => {
    const records = weeks(30, () => 4).map((record, index) =>
      index % 7 === 1 && index % 3 === 0
        ? { ...record, things: record.things.map((one) => ({ ...one, doneAt: null })) }
        : record,
    );
    const [finding] = ofDays(records);
    expect(findingWords(finding as Finding, null)).toBe(
      'Tuesdays: 67% done. Other days: 100%. You could plan Tuesdays smaller.',
    );
  });

  test('where the figures lie the same way as what was compared', () => {
    // The fourth slot was used on good days only: there it did worse than the others, and over all days better.
    const doneAt = '2026-01-01T08:00:00.000Z';
    const records = Array.from({ length: 120 }, (_, index): DayRecord => {
      const isGood = index % 3 === 0;
      const isLastDone = index % 6 === 0;
      const slots = isGood ? SLOTS : SLOTS.slice(0, 3);
      const things = slots.map((slot) => thing({ slot, doneAt: isGood && (slot < 4 || isLastDone) ? doneAt : null }));
      return { day: new Date(Date.UTC(2026, 0, 5 + index)).toISOString().slice(0, 10) as Day, things, rest: null };
    });
    expect(findings(records).filter(({ group }) => group.kind === 'slot' && group.slot === 4)).toEqual([]);
  });

  test('with the label of a slot', () => {
    const records = weeks(20, () => 3);
    const [finding] = findings(records).filter(({ group }) => group.kind === 'slot');
    expect(findingWords(finding as Finding, ['body', 'mind', 'heart', 'spirit'])).toBe(
      'spirit: 0% done. The other slots: 100%. You could put something smaller there.',
    );
  });
});

describe('the shares', () => {
  /** Slow and obvious: the planned things of a part of the history, one by one. */
  const judge = (records: readonly DayRecord[], isIn: (day: Day, one: DayRecord['things'][number]) => boolean) => {
    const things = records
      .filter(({ rest }) => rest === null)
      .flatMap(({ day, things: all }) => all.filter((one) => !one.unplanned && isIn(day, one)));
    return { planned: things.length, done: things.filter(({ doneAt }) => doneAt !== null).length };
  };

  test('are those of what was planned, on days that were not taken off', () => {
    fc.assert(
      fc.property(histories(20), ({ records }) => {
        const stats = statsOf(records, RULES);
        expect(stats).toMatchObject(judge(records, () => true));
        for (const { weekday, ...share } of stats.weekdays)
          expect(share).toEqual(judge(records, (day) => new Date(day).getUTCDay() === weekday));
        for (const { slot, ...share } of stats.slots)
          expect(share).toEqual(judge(records, (_, one) => one.slot === slot));
        for (const { times, ...share } of stats.carried)
          expect(share).toEqual(judge(records, (_, { carried }) => (times === 3 ? carried >= 3 : carried === times)));
      }),
    );
  });

  test('by the hour count what was checked off on its own day, and not at noon sharp', () => {
    const at = (hour: number, minute: number, date = 5) => new Date(2026, 0, date, hour, minute).toISOString();
    const times = [at(8, 30), at(12, 0), at(12, 1), at(1, 15, 6), at(9, 0, 6)];
    const records = [
      { day: '2026-01-05' as Day, things: times.map((doneAt) => thing({ slot: 1, doneAt })), rest: null },
    ];
    const hours = (dayStart: number) =>
      statsOf(records, { ...RULES, dayStart }).hours.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []));
    expect(hours(0)).toEqual([
      [8, 1],
      [12, 1],
    ]);
    expect(hours(4 * 60)).toEqual([
      [1, 1],
      [8, 1],
      [12, 1],
    ]);
  });
});
