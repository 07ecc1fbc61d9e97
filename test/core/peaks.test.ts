import { expect, test } from '@jest/globals';
import { addDays, type Day, type Weekday } from '../../src/core/day.ts';
import { type Peaks, peaksOf } from '../../src/core/peaks.ts';
import { streakOf } from '../../src/core/streak.ts';
import { yearDigitsOf } from '../support/records.ts';

const SUNDAY = '2026-11-22' as Day;

/** The peaks of a Sunday, the last of the days; 4 counts, R is a rest day. */
function peaks(days: string, weekStart: Weekday = 1) {
  const marks = days.split(' ');
  const totals = marks.map((mark, index) => ({
    day: addDays(SUNDAY, index - marks.length + 1),
    planned: 4,
    done: Number(mark.replace(/[.R]/, '0')),
    rest: mark === 'R',
  }));
  return peaksOf(streakOf(yearDigitsOf(totals), 4, SUNDAY), weekStart);
}

const none = { backAfter: null, longest: null, isFullWeek: false };

test.each<[days: string, expected: Peaks, what: string]>([
  ['4', none, 'the first day that counts'],
  ['4 4 4 4', none, 'the first streak'],
  ['4 . 3', none, 'a day that does not count'],
  ['4 . 4', { ...none, backAfter: 1 }, 'a comeback'],
  ['4 . R . 4', { ...none, backAfter: 2 }, 'rest days are no misses'],
  ['4 4 . 4 4', none, 'as long as the longest'],
  ['4 4 . 4 4 4', { ...none, longest: 3 }, 'longer than the longest'],
  ['4 4 . 4 4 R 4', { ...none, longest: 3 }, 'longer than the longest, over a rest day'],
  ['4 4 . 4 4 4 4', none, 'it was the longest yesterday already'],
  ['4 4 4 4 4 4 4', { ...none, isFullWeek: true }, 'a full week'],
  ['4 4 4 R 4 4 4', none, 'a week with a rest day'],
  ['4 4 4 4 4 4', none, 'six days of a week'],
])('%s: %j, %s', (days, expected, _what) => {
  expect(peaks(days)).toEqual(expected);
});

test('a week is full on its last day, wherever it starts', () => {
  expect(peaks('4 4 4 4 4 4 4 4 4', 0).isFullWeek).toBe(false);
  expect(peaks('4 4 4 4 4 4 4 4 4', 1).isFullWeek).toBe(true);
});
