import { describe, expect, test } from '@jest/globals';
import { type Day, lastOfMonth, monthOf, weekdayOf, yearOf } from '../../src/core/day.ts';
import { isUsualOn, newUsual, parseUsualDays, usualOn } from '../../src/core/usual.ts';
import { daysInWords } from '../../src/views/usual.ts';
import { ALL_DAYS } from '../support/calendar.ts';
import fc from '../support/property.ts';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

describe('days are read as people write them:', () => {
  test.each([
    ['mon,thu', 'mon,thu', 'Mondays and Thursdays'],
    ['Thursday, Monday', 'mon,thu', 'Mondays and Thursdays'],
    ['mon and thu', 'mon,thu', 'Mondays and Thursdays'],
    ['mon thu', 'mon,thu', 'Mondays and Thursdays'],
    ['on mondays', 'mon', 'Mondays'],
    ['every monday', 'mon', 'Mondays'],
    ['weekdays', 'mon,tue,wed,thu,fri', 'weekdays'],
    ['mon-fri', 'mon,tue,wed,thu,fri', 'weekdays'],
    ['weekend', 'sat,sun', 'weekends'],
    ['sat-mon', 'mon,sat,sun', 'Mondays, Saturdays and Sundays'],
    ['daily', WEEK.join(), 'every day'],
    ['every day', WEEK.join(), 'every day'],
    ['1', '1', 'the 1st of the month'],
    ['1st', '1', 'the 1st of the month'],
    ['15,1', '1,15', 'the 1st and the 15th of the month'],
    ['2-4', '2,3,4', 'the 2nd, the 3rd and the 4th of the month'],
    ['last', 'last', 'the last day of the month'],
    ['last day of the month', 'last', 'the last day of the month'],
    [
      '11,12,13,21,22,23',
      '11,12,13,21,22,23',
      'the 11th, the 12th, the 13th, the 21st, the 22nd and the 23rd of the month',
    ],
    ['last, 1, sun', 'sun,1,last', 'Sundays, the 1st and the last day of the month'],
  ])('%s', (words, days, inWords) => {
    const parsed = parseUsualDays(words);
    expect(parsed?.join()).toBe(days);
    expect(daysInWords(parsed ?? [])).toBe(inWords);
  });

  test.each([
    '',
    ',',
    'mon,',
    '0',
    '32',
    '5-2',
    'mon-3',
    'last friday',
    '1st monday',
    'mo',
    'tomorrow',
    'never',
    '1.5',
    'constructor',
  ])('but not %j', (words) => expect(parseUsualDays(words)).toBeUndefined());
});

/** Slow and obvious: what each of the words says of a day. */
function isNamed(word: string, day: Day): boolean {
  if (word === 'last') return day === lastOfMonth(yearOf(day), monthOf(day));
  const weekday = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(word);
  return weekday < 0 ? Number(day.slice(8)) === Number(word) : weekdayOf(day) === weekday;
}

const words = fc.uniqueArray(
  fc.constantFrom(...WEEK, ...Array.from({ length: 31 }, (_, index) => String(index + 1)), 'last'),
  { minLength: 1, maxLength: 6 },
);

test('a text is offered on exactly the days that its words name, in any order', () => {
  fc.assert(
    fc.property(words, fc.constantFrom(...ALL_DAYS), (named, day) => {
      const days = parseUsualDays(named.join(',')) ?? [];
      expect(days.toSorted()).toEqual(named.toSorted());
      expect(isUsualOn(newUsual('Run', days), day)).toBe(named.some((word) => isNamed(word, day)));
    }),
  );
});

test('what comes seldom is offered before what comes every day', () => {
  const usuals = [
    newUsual('Stretch', parseUsualDays('daily') ?? []),
    newUsual('Plan the week', ['mon']),
    newUsual('Pay the rent', ['1']),
    newUsual('Swim', ['tue']),
  ];
  expect(usualOn(usuals, '2026-06-01' as Day).map(({ text }) => text)).toEqual([
    'Pay the rent',
    'Plan the week',
    'Stretch',
  ]);
});

test('a text is known by what it looks like, not by its case or accents', () => {
  expect(newUsual('Café  Run', []).id).toBe(newUsual('CAFE RUN', []).id);
  // Even one that folds to nothing.
  expect(newUsual('\u0301', []).id).not.toBe('');
});
