import { describe, expect, test } from '@jest/globals';
import { type Day, type Weekday, weekNumber } from '../../src/core/day.ts';
import type { DayTotal } from '../../src/core/day-status.ts';
import { parseDay } from '../../src/core/resolve-day.ts';
import { readSettings } from '../../src/core/settings.ts';
import type { DayRecord } from '../../src/core/thing.ts';
import { weekSummary } from '../../src/core/week.ts';
import { streakJson } from '../../src/views/json.ts';
import { ALL_DAYS, at, calendar, iso, place, shift, weekday } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { diaryOf, histories, thing, totalOf } from '../support/records.ts';
import { judgeStreak } from '../support/streak-oracle.ts';

/** The summary of the week that holds `day`, from nothing but the records. */
function summary(day: Day, weekStart: number, minimum: number, today: Day, records: readonly DayRecord[]) {
  const settings = { ...readSettings(new Map()), weekStart: weekStart as Weekday, minimum };
  const totals = records.map(totalOf);
  const { streak, ...rest } = weekSummary(day, settings, today, {
    totals: diaryOf(totals).totals,
    days: { load: (wanted) => records.find((record) => record.day === wanted) ?? noRecord(wanted) },
    weekNotes: { find: () => undefined },
    setbacks: { list: () => [] },
  });
  return { ...rest, streak: streakJson(streak) };
}

function noRecord(day: Day): DayRecord {
  return { day, things: [], rest: null };
}

test('any week of any history is summed up by the definitions', () => {
  const weeks = 3;
  const places = fc.integer({ min: -10, max: weeks * 7 + 10 });
  fc.assert(
    fc.property(
      histories(weeks * 7),
      places,
      places,
      fc.nat(6),
      fc.integer({ min: 1, max: 4 }),
      ({ first, records }, dayPlace, todayPlace, weekStart, minimum) => {
        const day = at(first + dayPlace);
        const today = at(first + todayPlace);
        expect(summary(day, weekStart, minimum, today, records)).toEqual(
          judge(day, weekStart, minimum, today, records),
        );
      },
    ),
    { numRuns: 250 },
  );
});

/** Slow and obvious: each figure is counted over the days it speaks of. */
function judge(day: Day, weekStart: number, minimum: number, today: Day, records: readonly DayRecord[]) {
  let from = day;
  while (weekday(from) !== weekStart) from = shift(from, -1);
  const week = calendar(from, shift(from, 6));
  const reachedBefore = week.filter((one) => one <= today).map((one) => shift(one, -7));
  const recordsOn = (days: readonly Day[]) => records.filter((record) => days.includes(record.day));
  const totals = (days: readonly Day[]) => {
    const all: DayTotal[] = recordsOn(days).map(totalOf);
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      planned: all.reduce((sum, { planned }) => sum + planned, 0),
      counted: all.filter((total) => total.done >= minimum && total.day <= today).length,
      rest: all.filter(({ rest }) => rest).length,
    };
  };
  const ended = [week.at(-1) as Day, today].sort()[0] as Day;
  const { runs: _, returns, ...streak } = judgeStreak(records.map(totalOf), minimum, ended);
  const carried = recordsOn(week).flatMap(({ things }) => things.filter((one) => one.carried > 0));
  const most = Math.max(...carried.map((one) => one.carried));
  return {
    from,
    to: week.at(-1),
    days: week.map((one) => records.find((record) => record.day === one) ?? noRecord(one)),
    ...totals(week),
    previous: { from: reachedBefore[0] ?? null, to: reachedBefore.at(-1) ?? null, ...totals(reachedBefore) },
    streak,
    comebacks: returns.filter(({ day }) => week.includes(day)),
    setbacks: [],
    mostCarried: carried.find((one) => one.carried === most) ?? null,
    note: null,
    nextNote: null,
    labels: null,
  };
}

describe('the week before', () => {
  // Something is done on every day; Monday 23 November 2026 begins the week.
  const done = (day: Day) => ({ day, things: [thing({ doneAt: '2026-11-23T08:00:00.000Z' })], rest: null });
  const records = calendar('2026-11-01' as Day, '2026-11-30' as Day).map(done);

  test.each([
    ['2026-11-23', '2026-11-23', ['2026-11-16', '2026-11-16', 1]],
    ['2026-11-23', '2026-11-25', ['2026-11-16', '2026-11-18', 3]],
    ['2026-11-23', '2026-11-29', ['2026-11-16', '2026-11-22', 7]],
    ['2026-11-29', '2026-12-24', ['2026-11-16', '2026-11-22', 7]],
    ['2026-11-16', '2026-11-25', ['2026-11-09', '2026-11-15', 7]],
    ['2026-11-23', '2026-11-22', [null, null, 0]],
  ])('of %s, seen on %s', (day, today, expected) => {
    const { from, to, done } = summary(day as Day, 1, 4, today as Day, records).previous;
    expect([from, to, done]).toEqual(expected);
  });
});

test.each(['0001-01-01', '0001-01-06', '9999-12-26', '9999-12-31'])(
  'where %s can be said, its week can be seen',
  (words) => {
    const today = '2026-11-23' as Day;
    const day = dayIfAccepted(words, today);
    for (const weekStart of [0, 1, 2, 3, 4, 5, 6]) expect(summary(day, weekStart, 4, today, []).days).toHaveLength(7);
  },
);

function dayIfAccepted(words: string, today: Day): Day {
  try {
    return parseDay(words, { today, weekStart: 1, anchor: { before: today } }).day;
  } catch {
    return today;
  }
}

describe('the number of the week', () => {
  // Some that are easily got wrong, from https://en.wikipedia.org/wiki/ISO_week_date
  test.each([
    ['2005-01-01', 53],
    ['2008-12-29', 1],
    ['2008-12-31', 1],
    ['2010-01-03', 53],
    ['2026-11-22', 47],
    ['2026-12-31', 53],
    ['2027-01-04', 1],
  ])('ISO 8601: %s lies in week %i', (day, week) => {
    expect(weekNumber(day as Day, 1)).toBe(week);
  });

  // Its fourth day (from Monday, Thursday) says which year a week belongs to.
  test('around the end of each year, and for each start of the week', () => {
    const ends = ALL_DAYS.slice(7, -7).filter((day) => day.slice(5) >= '12-25' || day.slice(5) <= '01-08');
    const wrong = ends.flatMap((day) =>
      [0, 1, 2, 3, 4, 5, 6].filter((start) => {
        const fourth = calendar(shift(day, -3), shift(day, 3)).find((one) => weekday(one) === (start + 3) % 7) as Day;
        const dayOfYear = place(fourth) - place(iso(Number(fourth.slice(0, 4)), 1, 1)) + 1;
        return weekNumber(day, start as Weekday) !== Math.ceil(dayOfYear / 7);
      }),
    );
    expect(wrong).toEqual([]);
  });
});
