import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import type { DayTotal } from '../../src/core/day-status.ts';
import { type Streak, streakOf } from '../../src/core/streak.ts';
import { streakJson } from '../../src/views/json.ts';
import { ALL_DAYS, at, place, shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { totalsOf, yearDigitsOf } from '../support/records.ts';
import { judgeStreak } from '../support/streak-oracle.ts';

const TODAY = '2026-11-23' as Day;

/** `4 R . 2`: four done, rest, nothing, two done; `R4` is a rest day with four done. The last one is `today`. */
function days(notation: string, today = TODAY): DayTotal[] {
  const words = notation.split(' ');
  return words.flatMap((word, index) => {
    const done = Number(/\d/.exec(word)?.[0] ?? 0);
    const total = { day: shift(today, index + 1 - words.length), planned: 4, done, rest: word.startsWith('R') };
    return word === '.' ? [] : [total];
  });
}

describe('the worked cases', () => {
  const expected = (
    current: number | null,
    longest: number | null,
    gap: number,
    count: number,
    average: number | null,
  ) => ({
    current,
    longest,
    gap,
    count,
    average,
  });

  test.each([
    ['4 4 4 .', expected(3, 3, 0, 0, null)],
    ['4 4 4 4', expected(4, 4, 0, 0, null)],
    ['4 4 . 4 .', expected(1, 2, 0, 1, 1)],
    ['4 4 R R 4 2', expected(3, 3, 0, 0, null)],
    ['4 . R . 4', expected(1, 1, 0, 1, 2)],
    ['4 4 . . 3', expected(null, 2, 2, 0, null)],
    ['R R .', expected(null, null, 0, 0, null)],
    ['4 R .', expected(1, 1, 0, 0, null)],
    ['4 3 R .', expected(null, 1, 1, 0, null)],
    ['4 R4 .', expected(2, 2, 0, 0, null)],
    ['4 . R4 R', expected(1, 1, 0, 1, 1)],
    ['. 3 4', expected(1, 1, 0, 0, null)],
    ['.', expected(null, null, 0, 0, null)],
  ])('%s', (notation, wanted) => {
    const { current, longest, gap, comebacks } = streakJson(streakOf(yearDigitsOf(days(notation)), 4, TODAY));
    const { count, averageDays } = comebacks;
    expect(expected(current?.days ?? null, longest?.days ?? null, gap, count, averageDays)).toEqual(wanted);
  });
});

test('the JSON form, across the end of a year', () => {
  const today = '2027-01-02' as Day;
  expect(streakJson(streakOf(yearDigitsOf(days('4 4 . 5 R 4 1 1 4 2', today)), 4, today))).toEqual({
    today,
    minimum: 4,
    current: { days: 1, from: '2027-01-01', to: '2027-01-01' },
    longest: { days: 2, from: '2026-12-24', to: '2026-12-25' },
    days: { counted: 5, active: 8, rest: 1, missed: 3 },
    comebacks: { count: 2, averageDays: 1.5, longestDays: 2, last: { day: '2027-01-01', days: 2 } },
    gap: 0,
  });
});

describe('any history follows the definitions', () => {
  test('each history of five days', () => {
    const histories = Array.from({ length: 5 }).reduce<string[]>(
      (shorter) => shorter.flatMap((history) => ['4', '3', '.', 'R', 'R4'].map((word) => `${history} ${word}`)),
      [''],
    );
    const wrong = histories
      .map((history) => history.trim())
      .filter((history) => {
        const totals = days(history);
        return !isDeepStrictEqual(allOf(streakOf(yearDigitsOf(totals), 4, TODAY)), judgeStreak(totals, 4, TODAY));
      });
    expect(wrong).toEqual([]);
  });

  const enough = fc.record({
    planned: fc.integer({ min: 0, max: 4 }),
    done: fc.integer({ min: 4, max: 7 }),
    rest: fc.constant(false),
  });
  const any = fc.record({
    planned: fc.integer({ min: 0, max: 4 }),
    done: fc.integer({ min: 0, max: 7 }),
    rest: fc.boolean(),
  });
  const resting = fc.record({ planned: fc.constant(0), done: fc.constant(0), rest: fc.constant(true) });
  const kind = fc.oneof({ weight: 4, arbitrary: enough }, { weight: 2, arbitrary: any }, resting, fc.constant(null));
  const history = totalsOf(kind, 50);

  test('random histories, with any minimum and any today', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 4 }), ({ totals, today }, minimum) => {
        expect(allOf(streakOf(yearDigitsOf(totals), minimum, today))).toEqual(judgeStreak(totals, minimum, today));
      }),
      { numRuns: 1000 },
    );
  });

  test('the runs of a span are the runs of all time that touch it, and its comebacks lie in it', () => {
    const ends = fc.tuple(fc.nat(60), fc.nat(60));
    fc.assert(
      fc.property(history, ends, ({ totals, today }, [start, end]) => {
        const streak = streakOf(yearDigitsOf(totals), 4, today);
        const [from, to] = [at(Math.max(0, place(today) - start)), at(Math.max(0, place(today) - end))];
        expect(streak.runs(from, to)).toEqual(streak.runs(...ALWAYS).filter((run) => run.to >= from && run.from <= to));
        expect(streak.comebacks(from, to)).toEqual(
          streak.comebacks(...ALWAYS).filter(({ day }) => day >= from && day <= to),
        );
      }),
      { numRuns: 500 },
    );
  });
});

const ALWAYS = [at(0), at(ALL_DAYS.length - 1)] as const;

/** The JSON form, and the runs and comebacks it leaves out. */
function allOf(streak: Streak) {
  return { ...streakJson(streak), runs: streak.runs(...ALWAYS), returns: streak.comebacks(...ALWAYS) };
}
