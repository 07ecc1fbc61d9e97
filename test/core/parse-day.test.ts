import { describe, expect, test } from '@jest/globals';
import { type Day, WEEKDAYS } from '../../src/core/day.ts';
import { UsageError } from '../../src/core/errors.ts';
import { parseDay, parseWeekday } from '../../src/core/parse-day.ts';
import { ALL_DAYS, at, shift, weekday } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { inZones } from '../support/zones.ts';

/** A Monday. */
const TODAY = '2026-11-23' as Day;

/** Every form of the product page, and what it means on that Monday. */
const FORMS: [words: string, day: string][] = [
  ['2026-11-30', '2026-11-30'],
  ['2028-02-29', '2028-02-29'],
  ['today', '2026-11-23'],
  ['yesterday', '2026-11-22'],
  ['tomorrow', '2026-11-24'],
  ['-3', '2026-11-20'],
  ['+1', '2026-11-24'],
  ['-0', '2026-11-23'],
  ['+366', '2027-11-24'],
  ['monday', '2026-11-16'],
  ['tue', '2026-11-17'],
  ['Sunday', '2026-11-22'],
  ['last friday', '2026-11-20'],
  ['last monday', '2026-11-16'],
  ['20 nov', '2026-11-20'],
  ['nov 20', '2026-11-20'],
  ['20 november 2025', '2025-11-20'],
  ['2 weeks ago', '2026-11-09'],
  ['in 3 days', '2026-11-26'],
  ['  In 3 Days ', '2026-11-26'],
];

test.each(FORMS)('%j is %s', async (words, day) => {
  expect(await parseDay(words, TODAY)).toBe(day);
  expect(await parseDay(words.toUpperCase(), TODAY)).toBe(day);
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
  'november',
  'last month',
  'next year',
  '5pm',
  'yesterday at 5pm',
  'friday 17:00',
  'now',
  'foo',
  'foo friday',
  'friday foo',
  'friday or saturday',
  'from monday to friday',
  'monday to friday',
  '20 - 22 nov',
  '30 feb',
  '31 november 2026',
  'in 99999999 days',
  'in 1e99 days',
])('%j is not a day', async (words) => {
  await expect(parseDay(words, TODAY)).rejects.toThrow(UsageError);
});

describe('any today', () => {
  const places = fc.integer({ min: 400, max: ALL_DAYS.length - 400 });

  test('a weekday is the last one before today, with or without "last"', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.nat(6), async (place, wanted) => {
        const lastSeven = [1, 2, 3, 4, 5, 6, 7].map((days) => at(place - days));
        const day = lastSeven.find((one) => weekday(one) === wanted);
        expect(await parseDay(WEEKDAYS[wanted] as string, at(place))).toBe(day);
        expect(await parseDay(`last ${WEEKDAYS[wanted]}`, at(place))).toBe(day);
      }),
    );
  });

  test('days and weeks away', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 50 }), async (place, count) => {
        const today = at(place);
        expect(await parseDay(`-${count}`, today)).toBe(shift(today, -count));
        expect(await parseDay(`+${count}`, today)).toBe(shift(today, count));
        expect(await parseDay(`${count} days ago`, today)).toBe(shift(today, -count));
        expect(await parseDay(`in ${count} days`, today)).toBe(shift(today, count));
        expect(await parseDay(`${count} weeks ago`, today)).toBe(shift(today, -7 * count));
      }),
    );
  });

  test('any text is a day or a usage error', async () => {
    const word = fc.constantFrom(
      'last',
      'next',
      'friday',
      'nov',
      '20',
      '-',
      'in',
      'days',
      'ago',
      '2026',
      'noon',
      '+1',
      '31',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(anything, places, async (words, place) => {
        const answer = await parseDay(words, at(place)).catch((error) => error);
        expect(answer instanceof UsageError || /^\d{4}-\d{2}-\d{2}$/.test(answer)).toBe(true);
      }),
    );
  });
});

test('the time zone makes no difference', async () => {
  // The last Sunday's day had no midnight in Beirut, and 25 hours in New York.
  const todays = [TODAY, '2022-03-28', '2026-11-02', '2026-12-31'];
  const zones = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Beirut', 'America/New_York', 'Pacific/Pago_Pago'];
  const questions = ['UTC', ...zones].flatMap((zone) =>
    FORMS.flatMap(([words]) => todays.map((today) => ({ zone, words, today }))),
  );
  const imports = `import { parseDay } from './parse-day.ts'`;
  const answers = await inZones(imports, '({ words, today }) => parseDay(words, today)', questions);
  const inUtc = answers.slice(0, FORMS.length * todays.length);
  expect(answers).toEqual(['UTC', ...zones].flatMap(() => inUtc));
  expect(inUtc.filter((_, index) => index % todays.length === 0)).toEqual(FORMS.map(([, day]) => day));
});

test('a weekday needs at least three letters', () => {
  expect(['sun', 'Mon', 'tues', 'wednes', 'THURSDAY', 'fri', 'sat'].map(parseWeekday)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(['', 'm', 'mo', 'mondays', 'day', 'mon '].map(parseWeekday)).toEqual(Array(6).fill(undefined));
});
