import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import {
  counts,
  type DayStatus,
  emptyTotal,
  missingToCount,
  neededOf,
  statusOf,
  totalOf,
} from '../../src/core/day-status.ts';
import { thing } from '../support/records.ts';

const TODAY = '2026-11-23' as Day;
const TOMORROW = '2026-11-24' as Day;
const YESTERDAY = '2026-11-22' as Day;
const rule = { minimum: 3, today: TODAY };

describe('the status of a day', () => {
  test.each<[what: string, day: Day, done: number, rest: boolean, status: DayStatus]>([
    ['enough done today', TODAY, 3, false, 'counts'],
    ['more than enough done yesterday', YESTERDAY, 6, false, 'counts'],
    ['enough done on a rest day', YESTERDAY, 3, true, 'counts'],
    ['too little done', YESTERDAY, 2, false, 'partly'],
    ['too little done on a rest day', YESTERDAY, 2, true, 'rest'],
    ['nothing done on a rest day', TODAY, 0, true, 'rest'],
    ['nothing done', YESTERDAY, 0, false, 'nothing'],
    ['enough done on a day that has not come', TOMORROW, 4, false, 'partly'],
    ['enough done on a rest day that has not come', TOMORROW, 4, true, 'rest'],
    ['nothing done on a day that has not come', TOMORROW, 0, false, 'nothing'],
  ])('%s', (_, day, done, rest, status) => {
    const total = { ...emptyTotal(day), done, rest };
    expect(statusOf(total, rule)).toBe(status);
    expect(counts(total, rule)).toBe(status === 'counts');
  });

  test('the figures of a day count slots in use, and everything done', () => {
    const things = [
      thing({ slot: 1, doneAt: '2026-11-23T18:00:00.000Z' }),
      thing({ slot: 3 }),
      thing({ slot: null, doneAt: '2026-11-23T18:00:00.000Z' }),
    ];
    expect(totalOf({ day: TODAY, things, rest: null })).toEqual({ day: TODAY, planned: 2, done: 2, rest: false });
    expect(totalOf({ day: TODAY, things: [], rest: { reason: null } })).toEqual({ ...emptyTotal(TODAY), rest: true });
  });
});

describe('what is missing until the day counts', () => {
  test.each<[what: string, day: Day, done: number, rest: boolean, missing: number]>([
    ['nothing is done', TODAY, 0, false, 3],
    ['one more', TODAY, 2, false, 1],
    ['it counts', TODAY, 3, false, 0],
    ['more than enough', TODAY, 5, false, 0],
    ['a rest day', TODAY, 1, true, 0],
    ['a day that has passed', YESTERDAY, 1, false, 0],
    ['a day planned ahead', TOMORROW, 0, false, 3],
  ])('%s', (_, day, done, rest, missing) => {
    expect(missingToCount({ ...emptyTotal(day), done, rest }, rule)).toBe(missing);
  });

  test('what is needed is what was planned, and at least the minimum', () => {
    expect([0, 2, 3, 4].map((planned) => neededOf({ planned }, 3))).toEqual([3, 3, 3, 4]);
  });
});
