import { describe, expect, test } from '@jest/globals';
import { type Day, firstOfMonth, lastOfMonth } from '../../src/core/day.ts';
import { type DayTotal, emptyTotal } from '../../src/core/day-status.ts';
import { levelOf, yearSummary } from '../../src/core/year.ts';
import { calendar, iso, lengthOfMonth, place, shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { diaryOf, rules } from '../support/records.ts';

const END = '2027-06-01' as Day;

function day(day: string, done: number, part: Partial<DayTotal> = {}): DayTotal {
  return { day: day as Day, planned: 4, done, rest: false, ...part };
}

describe('any year of any history', () => {
  const kind = fc.oneof(
    { weight: 3, arbitrary: fc.constant({ planned: 4, done: 4, rest: false }) },
    { weight: 2, arbitrary: fc.record({ planned: fc.nat(4), done: fc.nat(7), rest: fc.boolean() }) },
    fc.constant({ planned: 0, done: 0, rest: true }),
    fc.constant(null),
  );
  const NEAR = 40;
  // Around one or both of its ends, and anywhere in between; today too.
  const history = fc
    .tuple(
      fc.integer({ min: 1972, max: 2103 }),
      fc.integer({ min: -NEAR, max: 366 }),
      fc.array(kind, { maxLength: 80, size: 'max' }),
    )
    .chain(([year, start, kinds]) =>
      fc.oneof(fc.integer({ min: start - 2, max: start + 85 }), fc.constant(500)).map((today) => {
        const first = place(iso(year, 1, 1)) + start;
        const at = (index: number) => shift(iso(1970, 1, 1), first + index);
        const totals = kinds.flatMap((total, index) => (total ? [{ day: at(index), ...total }] : []));
        return { year, totals, today: shift(iso(year, 1, 1), today) };
      }),
    );

  test('is summed up by the definitions', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 4 }), ({ year, totals, today }, minimum) => {
        const {
          stats: _stats,
          cutFrom: _cut,
          begins: _begins,
          ...figures
        } = yearSummary(year, rules(minimum), today, diaryOf(totals));
        expect(figures).toEqual(judge(year, minimum, today, totals));
      }),
      { numRuns: 500 },
    );
  });
});

/** Slow and obvious: each figure is counted over the days of the year it speaks of. */
function judge(year: number, minimum: number, today: Day, totals: readonly DayTotal[]) {
  const [from, to] = [iso(year, 1, 1), iso(year, 12, 31)];
  const days = totals.filter((total) => total.day.startsWith(`${from.slice(0, 5)}`));
  const past = days.filter((total) => total.day <= today);
  const counting = past.filter((total) => total.done >= minimum).map((total) => total.day);
  const isRest = (one: Day) => days.some((total) => total.day === one && total.rest);
  const runs: Day[][] = [];
  for (const one of counting) {
    const last = runs.at(-1)?.at(-1);
    if (last && calendar(shift(last, 1), shift(one, -1)).every(isRest)) runs.at(-1)?.push(one);
    else runs.push([one]);
  }
  const longest = runs.find((run) => runs.every((other) => other.length <= run.length));
  const sum = (list: readonly DayTotal[], value: (total: DayTotal) => number) =>
    list.reduce((all, total) => all + value(total), 0);
  return {
    year,
    from,
    to,
    days,
    done: sum(days, ({ done }) => done),
    planned: sum(days, ({ planned }) => planned),
    counted: counting.length,
    rest: days.filter(({ rest }) => rest).length,
    active: past.filter(({ done }) => done > 0).length,
    bestStreak: longest ? { days: longest.length, from: longest[0], to: longest.at(-1) } : null,
    labels: null,
  };
}

describe('the best of a year', () => {
  test('stays within the year: a streak across its end is cut there', () => {
    const totals = calendar('2025-12-25' as Day, '2026-01-03' as Day).map((one) => day(one, 4));
    expect(yearSummary(2026, rules(4), END, diaryOf(totals)).bestStreak).toEqual({
      days: 3,
      from: '2026-01-01',
      to: '2026-01-03',
    });
    expect(yearSummary(2025, rules(4), END, diaryOf(totals)).bestStreak).toEqual({
      days: 7,
      from: '2025-12-25',
      to: '2025-12-31',
    });
    const whole = { days: 10, from: '2025-12-25', to: '2026-01-03' };
    for (const year of [2025, 2026]) expect(yearSummary(year, rules(4), END, diaryOf(totals)).cutFrom).toEqual(whole);
    expect(yearSummary(2024, rules(4), END, diaryOf(totals)).bestStreak).toBeNull();
  });

  test('is the first of several streaks', () => {
    const totals = [day('2026-01-05', 4), day('2026-01-06', 4), day('2026-03-02', 4), day('2026-03-03', 4)];
    expect(yearSummary(2026, rules(4), END, diaryOf(totals))).toMatchObject({
      bestStreak: { days: 2, from: '2026-01-05', to: '2026-01-06' },
    });
  });

  test('begins with the history', () => {
    const totals = [day('2025-11-20', 1), day('2025-12-01', 4), day('2026-05-05', 4)];
    const begins = [2025, 2026].map((year) => yearSummary(year, rules(4), END, diaryOf(totals)).begins);
    expect(begins).toEqual(['2025-11-20', '2026-01-01']);
  });

  test('is null if nothing was done', () => {
    const totals = [day('2026-01-05', 0), day('2026-01-06', 0, { rest: true })];
    expect(yearSummary(2026, rules(4), END, diaryOf(totals))).toMatchObject({
      bestStreak: null,
    });
  });
});

describe('how much of a day was done', () => {
  const TODAY = '2026-11-23' as Day;

  test.each([
    [4, [0, 1, 2, 2, 3, 3]],
    [3, [0, 1, 2, 3, 3, 3]],
    [2, [0, 2, 3, 3, 3, 3]],
    [1, [0, 3, 3, 3, 3, 3]],
  ])('where %i make a day count', (minimum, levels) => {
    expect([0, 1, 2, 3, 4, 5].map((done) => levelOf(day(TODAY, done), { minimum, today: TODAY }))).toEqual(levels);
  });

  test('is nothing without a record or on a rest day, and never enough before the day has come', () => {
    const rule = { minimum: 4, today: TODAY };
    expect(levelOf(emptyTotal(TODAY), rule)).toBe(0);
    expect(levelOf(day(TODAY, 3, { rest: true }), rule)).toBe(0);
    expect(levelOf(day(TODAY, 4, { rest: true }), rule)).toBe(3);
    expect(levelOf(day('2026-11-24', 4), rule)).toBe(2);
  });
});

test.each([1972, 1999, 2000, 2026, 2100])('the months of %i', (year) => {
  const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  expect(months.map((month) => firstOfMonth(year, month - 1))).toEqual(months.map((month) => iso(year, month, 1)));
  expect(months.map((month) => lastOfMonth(year, month - 1))).toEqual(
    months.map((month) => iso(year, month, lengthOfMonth(year, month))),
  );
});
