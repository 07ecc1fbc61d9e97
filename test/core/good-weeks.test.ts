import { describe, expect, test } from '@jest/globals';
import { addDays, type Day, startOfWeek, type Weekday } from '../../src/core/day.ts';
import { GOOD_WEEK, type GoodWeeks, goodWeeks } from '../../src/core/good-weeks.ts';
import { groupBy } from '../../src/core/group.ts';
import { type Streak, streakOf } from '../../src/core/streak.ts';
import { shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { yearDigitsOf } from '../support/records.ts';
import { runs } from '../support/scale.ts';

/** A week for each word: 4 for a day that counts, R for a rest day, . for one with nothing. The last day is today. */
function streakThrough(history: string, first = '2026-01-05' as Day): Streak {
  const marks = history.replaceAll(' ', '');
  const totals = Array.from(marks, (mark, index) => ({
    day: shift(first, index),
    planned: 0,
    done: mark === '4' ? 4 : 0,
    rest: mark === 'R',
  }));
  return streakOf(yearDigitsOf(totals), 4, shift(first, marks.length - 1));
}

function weeksOf(history: string, from?: Day, to?: Day) {
  const { counted, total, current, longest } = goodWeeks(streakThrough(history), 1, from, to);
  return [counted, total, current, longest];
}

describe('weeks with at least four counting days', () => {
  test.each<[history: string, weeks: number[]]>([
    ['.', [0, 0, 0, 0]],
    ['4444...', [1, 1, 1, 1]],
    ['444....  4.4.4.4', [1, 2, 1, 1]],
    ['444.... ....... 4', [0, 2, 0, 0]],
    // Before the first counting day there is no week to miss.
    ['.....R. ....... 44444.. ...4', [1, 1, 1, 1]],
    ['R...... ....... ...', [0, 0, 0, 0]],
    // A week under way counts once it is good, and breaks nothing before that.
    ['4444444 4444444 444', [2, 2, 2, 2]],
    ['4444444 4444444 4444', [3, 3, 3, 3]],
    ['4444444 4444444 ....... 4444444 ...', [3, 4, 1, 2]],
    // A week that was mostly taken off is no miss.
    ['4444444 RRRR444 4444444 ..', [2, 2, 2, 2]],
    ['4444444 RRR.444 4444444 ..', [2, 3, 1, 1]],
    ['4444444 RRR4444 4444444 ..', [3, 3, 3, 3]],
  ])('%s', (history, expected) => {
    expect(weeksOf(history)).toEqual(expected);
  });

  test('within a span are those that lie in it as a whole', () => {
    const history = '4444444 4444444 ....... 4444444 ...';
    expect(weeksOf(history, '2026-01-12' as Day)).toEqual([2, 3, 1, 1]);
    expect(weeksOf(history, '2026-01-13' as Day)).toEqual([1, 2, 1, 1]);
    expect(weeksOf(history, undefined, '2026-01-20' as Day)).toEqual([2, 2, 2, 2]);
  });
});

/** The same, week by week from dates. */
function slowGoodWeeks(streak: Streak, weekStart: Weekday, from: Day, to: Day): GoodWeeks {
  if (streak.since === null) return { counted: 0, total: 0, current: 0, longest: 0 };
  const statuses = streak.lastDays(Number.POSITIVE_INFINITY);
  const first = addDays(streak.today, 1 - statuses.length);
  const days = statuses.map((status, index) => ({ day: addDays(first, index), status }));
  const since = startOfWeek(streak.since, weekStart);
  const weeks = [...groupBy(days, ({ day }) => startOfWeek(day, weekStart))]
    .filter(([start]) => start >= since && start >= from && start <= to)
    .map(([start, week]) => ({
      isGood: week.filter(({ status }) => status === 'counts').length >= GOOD_WEEK,
      isOver: addDays(start, 6) < streak.today && addDays(start, 6) <= to,
      isOff: week.filter(({ status }) => status === 'rest').length > 7 - GOOD_WEEK,
    }))
    .filter(({ isGood, isOver, isOff }) => isGood || (isOver && !isOff));
  const inARow = [0];
  for (const { isGood } of weeks) inARow.push(isGood ? (inARow.at(-1) as number) + 1 : 0);
  const counted = weeks.filter(({ isGood }) => isGood).length;
  return { counted, total: weeks.length, current: inARow.at(-1) as number, longest: Math.max(...inARow) };
}

test('come to the same as week by week from dates', () => {
  const first = '2026-01-05' as Day;
  const history = fc.string({ unit: fc.constantFrom('4', '4', '4', 'R', 'R', '.'), minLength: 1, maxLength: 60 });
  const place = fc.integer({ min: -10, max: 70 }).map((offset) => shift(first, offset));
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 6 }), place, place, (marks, weekday, from, to) => {
      const streak = streakThrough(marks);
      const weekStart = weekday as Weekday;
      expect(goodWeeks(streak, weekStart, from, to)).toEqual(slowGoodWeeks(streak, weekStart, from, to));
    }),
    runs(500, 20_000),
  );
});
