import { describe, expect, test } from '@jest/globals';
import { type Day, parseWeekday, WEEKDAYS, type Weekday } from '../../src/core/day.ts';
import { nameDay } from '../../src/core/day-names.ts';
import { isDayName, parseDayWords } from '../../src/core/day-words.ts';
import { UsageError } from '../../src/core/errors.ts';
import { mayNameDay, parsePlainDay } from '../../src/core/plain-day.ts';
import { type Anchor, type DayContext, parseDay } from '../../src/core/resolve-day.ts';
import { ALL_DAYS, at, calendar, iso, lengthOfMonth, place, shift, weekday } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { inZones } from '../support/zones.ts';

const FRIDAY = '2026-11-27' as Day;

function back(today: Day, weekStart: Weekday = 1): DayContext {
  return { today, weekStart, anchor: { before: today } };
}

function ahead(today: Day, from: Day, weekStart: Weekday = 1): DayContext {
  return { today, weekStart, anchor: { from } };
}

function dayOf(words: string, context: DayContext): Day {
  return parseDay(words, context).day;
}

/** Answers with the message of the error where there is no such day. */
function answer(words: string, context: DayContext): string {
  try {
    return dayOf(words, context);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
}

// The table of the documentation, for a Friday: what was, what is to come, and where a thing of today may go.
test.each([
  ['monday', '2026-11-23', '2026-11-30', '2026-11-30'],
  ['friday', '2026-11-20', '2026-11-27', '2026-12-04'],
  ['on wednesday', '2026-11-25', '2026-12-02', '2026-12-02'],
  ['wednesday night', '2026-11-25', '2026-12-02', '2026-12-02'],
  ['tuesday last week', '2026-11-17', '2026-11-17', '2026-11-17'],
  ['tuesday this week', '2026-11-24', '2026-11-24', '2026-11-24'],
  ['tuesday next week', '2026-12-01', '2026-12-01', '2026-12-01'],
  ['3 jun', '2026-06-03', '2027-06-03', '2027-06-03'],
])('%j on a Friday', (words, behind, coming, after) => {
  expect(dayOf(words, back(FRIDAY))).toBe(behind);
  expect(dayOf(words, ahead(FRIDAY, FRIDAY))).toBe(coming);
  expect(dayOf(words, ahead(FRIDAY, shift(FRIDAY, 1)))).toBe(after);
});

/** Words that mean the same day whatever the direction, seen from Monday, 23 November 2026. */
const EXACT: [words: string, day: string][] = [
  ['2026-11-30', '2026-11-30'],
  ['2028-02-29', '2028-02-29'],
  ['today', '2026-11-23'],
  ['tonight', '2026-11-23'],
  ['this evening at 8pm', '2026-11-23'],
  ['yesterday', '2026-11-22'],
  ['yesterday at 5pm', '2026-11-22'],
  ['last night', '2026-11-22'],
  ['tomorrow', '2026-11-24'],
  ['tomorrow morning', '2026-11-24'],
  ['the day before yesterday', '2026-11-21'],
  ['day after tomorrow', '2026-11-25'],
  ['-3', '2026-11-20'],
  ['+1', '2026-11-24'],
  ['-0', '2026-11-23'],
  ['+366', '2027-11-24'],
  ['3 days ago', '2026-11-20'],
  ['a day ago', '2026-11-22'],
  ['a week ago', '2026-11-16'],
  ['two weeks ago', '2026-11-09'],
  ['a fortnight ago', '2026-11-09'],
  ['in 3 days', '2026-11-26'],
  ['  In  Three Days ', '2026-11-26'],
  ['3 days from now', '2026-11-26'],
  ['a week from today', '2026-11-30'],
  ['a month ago', '2026-10-23'],
  ['in two months', '2027-01-23'],
  ['a year ago', '2025-11-23'],
  ['20 november 2025', '2025-11-20'],
  ['November 20th, 2025', '2025-11-20'],
  ['the 20th of November, 2025', '2025-11-20'],
  ['20 november of 2025', '2025-11-20'],
  ['Thu 20 Nov 2025', '2025-11-20'],
  ['20-Nov-2025', '2025-11-20'],
  ['monday 2026-11-23', '2026-11-23'],
  ['last friday', '2026-11-20'],
  ['this friday', '2026-11-27'],
  ['next friday', '2026-12-04'],
  ['past sunday', '2026-11-22'],
  ["last week's friday", '2026-11-20'],
  ['next week on friday', '2026-12-04'],
  ['the friday of next week', '2026-12-04'],
  ['friday evening last week', '2026-11-20'],
  ['last Friday, 20 Nov', '2026-11-20'],
  ['next Tuesday, 1 Dec', '2026-12-01'],
];

test.each(EXACT)('%j is %s in either direction', (words, day) => {
  const today = '2026-11-23' as Day;
  for (const context of [back(today), ahead(today, today), ahead(today, shift(today, 40))]) {
    expect(dayOf(words, context)).toBe(day);
    expect(dayOf(words.toUpperCase(), context)).toBe(day);
    expect(mayNameDay(words.toUpperCase())).toBe(true);
  }
});

test.each([
  '',
  ' ',
  '2026-02-30',
  '2026-13-01',
  '2026-2-3',
  '11/20',
  '20.11.2026',
  '20',
  '3',
  '--3',
  '+1 day or two',
  '+99999999',
  '+9999999',
  '-9999999',
  'mo',
  'mondays',
  'the',
  'on',
  'november',
  'november 2026',
  '2026',
  'last',
  'last week',
  'last month',
  'next month',
  'next year',
  'weekend',
  'this weekend',
  'several days ago',
  'a few days ago',
  'a couple of days ago',
  'half a week ago',
  'half an hour ago',
  'last 3 days',
  '3 days',
  'a week',
  'in the morning',
  'morning',
  'at 8',
  '5pm',
  'noon',
  'friday 25:00',
  'now',
  'foo',
  'foo friday',
  'friday foo',
  'friday or saturday',
  'from monday to friday',
  'monday to friday',
  '20 - 22 nov',
  '30 feb',
  '32 may',
  '0 may',
  '31 november 2026',
  '29 feb 2026',
  'marathon 3',
  'next 3 jun',
  'in 99999999 days',
  'in 1e99 days',
  '300000 months ago',
  'one\ntwo',
])('%j is not a day', (words) => {
  const today = '2026-11-23' as Day;
  for (const context of [back(today), ahead(today, today)])
    expect(() => dayOf(words, context)).toThrow('there is no day');
  expect(() => dayOf(words, back(today))).toThrow(UsageError);
});

test('a weekday must not contradict its date', () => {
  const today = '2026-11-23' as Day;
  expect(answer('monday 20 november 2026', back(today))).toBe('20 Nov 2026 is a Friday');
  expect(answer('monday 20 november', back(today))).toBe('20 Nov 2026 is a Friday');
  expect(answer('saturday 20 november', ahead(today, today))).toBe(dayOf('20 nov', ahead(today, today)));
  expect(answer('next friday, 20 nov', back(today))).toMatch(/20 Nov \d+ is /);
  expect(answer('last friday, 20 nov 2025', back(today))).toBe('20 Nov 2025 is a Thursday');
});

test('only a command that takes a week understands one', () => {
  const context = { ...back(FRIDAY), takesWeek: true };
  expect(['last week', 'last', 'this week', 'next week', 'next'].map((words) => dayOf(words, context))).toEqual(
    [-7, -7, 0, 7, 7].map((days) => shift(FRIDAY, days)),
  );
  expect(() => dayOf('last week', back(FRIDAY))).toThrow(UsageError);
  expect(isDayName('last week')).toBe(false);
});

// The slow version: look for the day on the calendar on the wall, one after the other.

/** The days of the week that holds today, or of one so many weeks away. */
function weekOf(today: Day, weekStart: number, weeks: number): Day[] {
  let first = shift(today, weeks * 7);
  while (weekday(first) !== weekStart) first = shift(first, -1);
  return calendar(first, shift(first, 6));
}

function search(anchor: Anchor, fits: (day: Day) => boolean): Day {
  const [start, step] = 'before' in anchor ? [shift(anchor.before, -1), -1] : [anchor.from, 1];
  let day = start;
  while (!fits(day)) day = shift(day, step);
  return day;
}

const WEEK_STARTS = [0, 1, 2, 3, 4, 5, 6] as const;

/** Every direction that a command may look in from some days: back, and ahead from a day before, on or after today. */
function contextsOf(todays: readonly Day[], weekStarts: readonly Weekday[]): DayContext[] {
  return todays.flatMap((today) =>
    weekStarts.flatMap((weekStart) => [
      back(today, weekStart),
      ...[-9, 0, 1, 5, 30].map((days) => ahead(today, shift(today, days), weekStart)),
    ]),
  );
}

/** The words that do not come to the day they should. */
function wrongAmong(words: readonly string[], context: DayContext, day: Day | undefined): unknown[] {
  return words
    .map((one) => ({ ...context, words: one, day: answer(one, context) }))
    .filter((found) => found.day !== day);
}

test('every weekday, seen from every day, in every direction and for every start of the week', () => {
  const wrong = contextsOf(calendar('2026-11-20' as Day, '2026-12-05' as Day), WEEK_STARTS).flatMap((context) =>
    WEEKDAYS.flatMap((name, wanted) => {
      const open = search(context.anchor, (day) => weekday(day) === wanted);
      return wrongAmong([name, name.slice(0, 3), `on ${name}`, `${name} evening`, `by ${name} at noon`], context, open);
    }),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['last', -1],
  ['past', -1],
  ['this', 0],
  ['next', 1],
])('every weekday of %s week', (which, weeks) => {
  const wrong = contextsOf(calendar('2026-11-20' as Day, '2026-12-05' as Day), WEEK_STARTS).flatMap((context) =>
    weekOf(context.today, context.weekStart, weeks).flatMap((day) => {
      const name = WEEKDAYS[weekday(day)];
      const words = [
        `${which} ${name}`,
        `${name} ${which} week`,
        `on ${name} of ${which} week`,
        `${which} week ${name}`,
      ];
      return wrongAmong(words, context, day);
    }),
  );
  expect(wrong).toEqual([]);
});

test('every month and day, over leap years, in every direction', () => {
  const months = 'january february march april may june july august september october november december'.split(' ');
  const dates = months.flatMap((name, index) =>
    Array.from({ length: lengthOfMonth(2024, index + 1) }, (_, date) => ({ name, month: index + 1, date: date + 1 })),
  );
  const todays = ['2023-12-31', '2024-02-29', '2024-03-01', '2026-06-15'] as Day[];
  const wrong = contextsOf(todays, [1]).flatMap((context) =>
    dates.flatMap(({ name, month, date }) => {
      const ending = iso(2024, month, date).slice(4);
      const day = search(context.anchor, (one) => one.endsWith(ending));
      const short = name.slice(0, 3);
      const [right, other] = [0, 3].map((days) => `${WEEKDAYS[(weekday(day) + days) % 7]}, ${date} ${short}`);
      const words = [`${date} ${short}`, `${name} ${date}th`, `the ${date}st of ${name}`, `on ${short}. ${date}`];
      const isTaken = !/ is a /.test(answer(other as string, context));
      return [...wrongAmong([...words, right as string], context, day), ...(isTaken ? [other] : [])];
    }),
  );
  expect(wrong).toEqual([]);
});

test('months and years away end with the month', () => {
  expect(dayOf('a month ago', back('2026-03-31' as Day))).toBe('2026-02-28');
  expect(dayOf('in 3 months', back('2026-11-30' as Day))).toBe('2027-02-28');
  expect(dayOf('a year ago', back('2028-02-29' as Day))).toBe('2027-02-28');
  expect(dayOf('in 4 years', back('2024-02-29' as Day))).toBe('2028-02-29');
  expect(dayOf('11 months ago', back('2026-11-30' as Day))).toBe('2025-12-30');
});

test('there may be eight years between two 29ths of February', () => {
  const leap = '2096-03-01' as Day;
  expect(dayOf('29 feb', ahead(leap, leap))).toBe('2104-02-29');
  expect(dayOf('29 feb', back('2104-02-29' as Day))).toBe('2096-02-29');
});

describe('any today', () => {
  const places = fc.integer({ min: 4000, max: ALL_DAYS.length - 4000 });
  const starts = fc.nat(6).map((start) => start as Weekday);

  test('days and weeks away', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 50 }), (index, count) => {
        const today = at(index);
        const context = back(today);
        for (const words of [`-${count}`, `${count} days ago`])
          expect(dayOf(words, context)).toBe(shift(today, -count));
        for (const words of [`+${count}`, `in ${count} days`, `${count} days from now`])
          expect(dayOf(words, context)).toBe(shift(today, count));
        expect(dayOf(`${count} weeks ago`, context)).toBe(shift(today, -7 * count));
      }),
    );
  });

  test('any text is a day or a usage error', () => {
    const word = fc.constantFrom(
      ...'last next this friday nov 20 - in days ago 2026 noon +1 31 at the of week on evening a 8'.split(' '),
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(anything, places, (words, index) => {
        const found = answer(words, back(at(index)));
        const isDay = /^\d{4}-\d{2}-\d{2}$/.test(found);
        expect(isDay || / is (a |in )|there is no day/.test(found)).toBe(true);
        if (isDay) expect([words, isDayName(words), mayNameDay(words)]).toEqual([words, true, true]);
        const plain = parsePlainDay(words, at(index));
        if (plain !== undefined) expect(found).toBe(plain);
      }),
    );
  });

  test('the name of a day, typed again, is that day', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: -360, max: 360 }), starts, (index, distance, weekStart) => {
        const [today, day] = [at(index), shift(at(index), distance)];
        const context = distance < 0 ? back(today, weekStart) : ahead(today, today, weekStart);
        const name = nameDay(day, context);
        expect([name, dayOf(name, context)]).toEqual([name, day]);
      }),
    );
  });
});

describe('the name of a day', () => {
  test.each([
    ['2026-11-27', 'today'],
    ['2026-11-26', 'yesterday'],
    ['2026-11-28', 'tomorrow'],
    ['2026-11-29', 'Sunday, 29 Nov'],
    ['2026-11-25', 'Wednesday, 25 Nov'],
    ['2026-11-23', 'Monday, 23 Nov'],
    ['2026-11-22', 'last Sunday, 22 Nov'],
    ['2026-11-20', 'last Friday, 20 Nov'],
    ['2026-12-04', 'next Friday, 4 Dec'],
    ['2026-12-18', 'Friday, 18 Dec'],
    ['2026-06-03', 'Wednesday, 3 Jun'],
    ['2027-06-03', 'Thursday, 3 Jun 2027'],
  ])('%s is %s', (day, name) => {
    expect(nameDay(day as Day, back(FRIDAY))).toBe(name);
  });

  test('goes by the start of the week', () => {
    expect(nameDay('2026-11-29' as Day, back(FRIDAY, 0))).toBe('next Sunday, 29 Nov');
    expect(nameDay('2026-11-22' as Day, back(FRIDAY, 0))).toBe('Sunday, 22 Nov');
  });
});

test('the time zone makes no difference', async () => {
  // The last Sunday's day had no midnight in Beirut, and 25 hours in New York.
  const todays = ['2026-11-23', '2022-03-28', '2026-11-02', '2026-12-31'];
  const zones = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Beirut', 'America/New_York', 'Pacific/Pago_Pago'];
  const words = [
    ...EXACT.map(([one]) => one).filter((one) => !/^(last|next) \w+,/i.test(one)),
    'monday',
    '3 jun',
    '29 feb',
  ];
  const questions = ['UTC', ...zones].flatMap((zone) =>
    words.flatMap((one) => todays.map((today) => ({ zone, words: one, today }))),
  );
  const work = '({ words, today }) => parseDay(words, { today, weekStart: 1, anchor: { before: today } }).day';
  const answers = await inZones(`import { parseDay } from './resolve-day.ts'`, work, questions);
  const inUtc = answers.slice(0, words.length * todays.length);
  expect(answers).toEqual(['UTC', ...zones].flatMap(() => inUtc));
  expect(inUtc).toEqual(words.flatMap((one) => todays.map((today) => dayOf(one, back(today as Day)))));
});

test('a weekday needs at least three letters', () => {
  expect(['sun', 'Mon', 'tues', 'wednes', 'THURSDAY', 'fri', 'sat'].map(parseWeekday)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(['', 'm', 'mo', 'mondays', 'day', 'mon '].map(parseWeekday)).toEqual(Array(6).fill(undefined));
});

test('a long text is no day, whatever is in it', () => {
  expect(parseDayWords(`${' '.repeat(60)}today`)).toBeUndefined();
  expect(place(FRIDAY)).toBeGreaterThan(0);
});
