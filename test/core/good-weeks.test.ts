import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { goodWeeks } from '../../src/core/good-weeks.ts';
import { streakOf } from '../../src/core/streak.ts';
import { shift } from '../support/calendar.ts';
import { yearDigitsOf } from '../support/records.ts';

/** A week for each word: 4 for a day that counts, R for a rest day, . for one with nothing. The last day is today. */
function weeksOf(history: string, from?: Day, to?: Day) {
  const first = '2026-01-05' as Day;
  const marks = history.replaceAll(' ', '');
  const totals = Array.from(marks, (mark, index) => ({
    day: shift(first, index),
    planned: 0,
    done: mark === '4' ? 4 : 0,
    rest: mark === 'R',
  }));
  const streak = streakOf(yearDigitsOf(totals), 4, shift(first, marks.length - 1));
  const { counted, total, current, longest } = goodWeeks(streak, 1, from, to);
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
