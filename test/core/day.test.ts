import { describe, expect, test } from '@jest/globals';
import { format, parseISO } from 'date-fns';
import {
  addDays,
  type Day,
  daysBetween,
  daysFromTo,
  formatDay,
  formatMonthLong,
  formatSpan,
  formatWeekday,
  formatWeekdayLong,
  fromOrdinal,
  localDay,
  monthOf,
  parseInstant,
  parseIsoDay,
  startOfWeek,
  toOrdinal,
  type Weekday,
  weekdayOf,
  weekNumber,
} from '../../src/core/day.ts';
import { UsageError } from '../../src/core/errors.ts';
import { ALL_DAYS, at, calendar, iso, lengthOfMonth, shift, weekday } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { inZones, type Question } from '../support/zones.ts';

const places = fc.nat(ALL_DAYS.length - 1);

describe('parseIsoDay', () => {
  test('accepts each day of the calendar and no other text', () => {
    const wrong: string[] = [];
    for (let year = 1999; year <= 2105; year += 1)
      for (let month = 0; month <= 13; month += 1)
        for (let date = 0; date <= 32; date += 1) {
          const text = iso(year, month, date);
          const expected = date >= 1 && date <= lengthOfMonth(year, month) ? text : undefined;
          if (parseIsoDay(text) !== expected) wrong.push(text);
        }
    expect(wrong).toEqual([]);
  });

  test.each(['0999-12-31', '1600-02-29', '2000-02-29', '2024-02-29', '9998-12-31'])('accepts %s', (text) => {
    expect(parseIsoDay(text)).toBe(text);
  });

  test.each([
    '2026-02-29',
    '2100-02-29',
    '2026-2-3',
    '20261123',
    '0000-01-01',
    '+002026-11-23',
    '2026-11-23T00:00',
    ' 2026-11-23',
    '2026-11-23\n',
    '２０２６-11-23',
    '',
  ])('rejects %j', (text) => {
    expect(parseIsoDay(text)).toBeUndefined();
  });
});

describe('day arithmetic', () => {
  test('day by day through a century', () => {
    expect(ALL_DAYS.map(toOrdinal)).toEqual(ALL_DAYS.map((_, index) => index));
    expect(ALL_DAYS.map((_, index) => fromOrdinal(index))).toEqual(ALL_DAYS);
  });

  test('addDays and daysBetween are inverse', () => {
    fc.assert(
      fc.property(places, places, (from, to) => {
        expect(addDays(at(from), to - from)).toBe(at(to));
        expect(daysBetween(at(from), at(to))).toBe(to - from);
      }),
    );
  });

  test('daysFromTo includes both ends', () => {
    expect(daysFromTo('2028-02-27' as Day, '2028-03-01' as Day)).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ]);
    expect(daysFromTo(at(9), at(9))).toEqual([at(9)]);
    expect(daysFromTo(at(9), at(8))).toEqual([]);
  });

  test('there is no day before year 1 or after year 9999', () => {
    expect(() => addDays('9999-12-31' as Day, 1)).toThrow(UsageError);
    expect(() => addDays('0001-01-01' as Day, -1)).toThrow(UsageError);
    expect(fromOrdinal(1e9)).toBeUndefined();
    expect(fromOrdinal(-1e12)).toBeUndefined();
  });
});

test('a week starts on the last such weekday', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: ALL_DAYS.length - 1 }), fc.nat(6), (index, weekStart) => {
      const lastSeven = calendar(at(index - 6), at(index));
      expect(startOfWeek(at(index), weekStart as Weekday)).toBe(lastSeven.find((day) => weekday(day) === weekStart));
      expect(weekdayOf(at(index))).toBe(weekday(at(index)));
    }),
  );
});

describe('formatting days', () => {
  test('a single day', () => {
    expect(formatDay('2026-11-23' as Day)).toBe('Mon 23 Nov 2026');
    expect(formatDay('2028-02-29' as Day)).toBe('Tue 29 Feb 2028');
    expect(formatWeekday('2026-11-22' as Day)).toBe('Sun');
    expect(formatWeekdayLong('2026-11-22' as Day)).toBe('Sunday');
  });

  test.each([
    ['2026-11-16', '2026-11-22', '16 to 22 Nov 2026'],
    ['2026-11-30', '2026-12-06', '30 Nov to 6 Dec 2026'],
    ['2026-12-28', '2027-01-03', '28 Dec 2026 to 3 Jan 2027'],
    ['2025-11-16', '2026-11-16', '16 Nov 2025 to 16 Nov 2026'],
    ['2026-11-22', '2026-11-22', '22 Nov 2026'],
  ])('from %s to %s', (from, to, words) => {
    expect(formatSpan(from as Day, to as Day)).toBe(words);
  });

  test('gives the same text in every time zone', async () => {
    const imports = `import { formatDay, formatSpan, formatWeekday, weekdayOf, weekNumber } from './day.ts'`;
    const work = `({ day }) =>
      [formatDay(day), formatSpan(day, day), formatWeekday(day), weekdayOf(day), weekNumber(day, 1)].join()`;
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Sao_Paulo', 'Asia/Beirut', 'Africa/Cairo'];
    // The first three had no midnight in one of the zones each.
    const days = {
      '2018-11-04': 'Sun 4 Nov 2018,4 Nov 2018,Sun,0,44',
      '2022-03-27': 'Sun 27 Mar 2022,27 Mar 2022,Sun,0,12',
      '2024-04-26': 'Fri 26 Apr 2024,26 Apr 2024,Fri,5,17',
      '2026-12-31': 'Thu 31 Dec 2026,31 Dec 2026,Thu,4,53',
    };
    const questions = zones.flatMap((zone) => Object.keys(days).map((day) => ({ zone, day })));
    expect(await inZones(imports, work, questions)).toEqual(zones.flatMap(() => Object.values(days)));
  });
});

test('every day of a century reads as date-fns formats it', () => {
  const wrong = daysFromTo('1999-12-25' as Day, '2100-01-10' as Day).filter((day) => {
    const words = [
      formatDay(day),
      formatWeekdayLong(day),
      formatMonthLong(monthOf(day)),
      weekNumber(day, weekdayOf(day)),
    ];
    const rule = { weekStartsOn: weekdayOf(day), firstWeekContainsDate: 4 } as const;
    return words.join() !== format(parseISO(day), 'EEE d MMM yyyy,EEEE,MMMM,w', rule);
  });
  expect(wrong).toEqual([]);
});

describe('the day an instant belongs to', () => {
  test('until the day starts it is still the day before', () => {
    expect(localDay(new Date(2026, 10, 23, 3, 59, 59, 999), 240)).toBe('2026-11-22');
    expect(localDay(new Date(2026, 10, 23, 4, 0), 240)).toBe('2026-11-23');
    expect(localDay(new Date(2026, 10, 23, 0, 0))).toBe('2026-11-23');
  });

  test('in every time zone, through the year', async () => {
    await expectAsOnTheWall(
      Intl.supportedValuesOf('timeZone').flatMap((zone) =>
        Array.from({ length: 24 }, (_, i) => ({ zone, at: Date.UTC(2026, i / 2, i, i), dayStart: 90 })),
      ),
    );
  });

  test('on the days when the clocks were changed', async () => {
    const changes = CLOCK_CHANGES.flatMap(([zone, ...instants]) =>
      instants.map((at) => ({ zone, at: Date.parse(at) })),
    );
    // Every half hour of the two days around it, and the last millisecond before each.
    const moments = changes.flatMap(({ zone, at }) =>
      Array.from({ length: 96 }, (_, i) => at + (i - 48) * HALF_HOUR).flatMap((half) => [
        { zone, at: half - 1 },
        { zone, at: half },
      ]),
    );
    await expectAsOnTheWall(
      moments.flatMap((changeContext) => [0, 1, 120, 1439].map((dayStart) => ({ ...changeContext, dayStart }))),
    );
  });

  test('a date-time without an offset is local, even if its hour was skipped', async () => {
    const written = ['T00:00', 'T00:30:15', 'T01:00', ' 02:30', 'T12:00', 'T23:59', ''];
    const questions = CLOCK_CHANGES.flatMap(([zone, ...instants]) =>
      instants.flatMap((at) => written.map((time) => ({ zone, text: onTheWall(zone, Date.parse(at), 0) + time }))),
    );
    const imports = `import { localDay, parseInstant } from './day.ts'`;
    const answers = await inZones(imports, '({ text }) => localDay(parseInstant(text))', questions);
    expect(answers).toEqual(questions.map(({ text }) => text.slice(0, 10)));
  });
});

test('a date-time with an offset is that instant', () => {
  expect(parseInstant('2026-11-23T08:00:00Z')).toEqual(new Date(Date.UTC(2026, 10, 23, 8)));
  expect(parseInstant('2026-11-23T08:00+05:45')).toEqual(new Date(Date.UTC(2026, 10, 23, 2, 15)));
});

test.each([
  '',
  'now',
  '2026',
  '2026-11',
  '2026-02-30T08:00',
  '0001-12-30T08:00',
  '9999-01-02T08:00',
  // Another year here than in UTC, where others read it.
  '0002-01-01T08:00+14:00',
  '9998-12-31T20:00-05:00',
  '2026-11-23T08:00+14:30',
  '2026-11-23T08:00-15:00',
  '2026-11-23T08:00+25:00',
  '2026-11-23T08:60',
  '2026-13-01T08:00',
  '2026-11-23T25:00',
  '2026-11-23T08:00 or so',
  '23.11.2026',
])('%j is not a date-time', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});

const HALF_HOUR = 30 * 60_000;

/** Where and when the clocks were changed: the first have skipped a midnight, and Apia all of 30 December. */
const CLOCK_CHANGES: [zone: string, ...instants: string[]][] = [
  ['America/Sao_Paulo', '2018-11-04T03:00Z', '2018-02-18T02:00Z'],
  ['Asia/Beirut', '2022-03-26T22:00Z', '2022-10-29T21:00Z'],
  ['Africa/Cairo', '2024-04-25T22:00Z', '2024-10-31T21:00Z'],
  ['America/Havana', '2026-03-08T05:00Z', '2026-11-01T05:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Pacific/Kiritimati', '1994-12-31T10:00Z'],
  ['Asia/Kathmandu', '1985-12-31T18:30Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z', '2026-10-03T15:30Z'],
  ['Antarctica/Troll', '2026-03-29T01:00Z', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z', '2026-11-01T06:00Z'],
  ['Europe/Berlin', '2026-03-29T01:00Z', '2026-10-25T01:00Z'],
];

interface Instant extends Question {
  readonly at: number;
  readonly dayStart: number;
}

async function expectAsOnTheWall(instants: readonly Instant[]): Promise<void> {
  const imports = `import { localDay } from './day.ts'`;
  const days = await inZones(imports, '({ at, dayStart }) => localDay(new Date(at), dayStart)', instants);
  const answers = instants.map((instant, index) => ({ ...instant, day: days[index] }));
  expect(answers.filter(({ zone, at, dayStart, day }) => day !== onTheWall(zone, at, dayStart))).toEqual([]);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock and the calendar on the wall showed there. */
function onTheWall(timeZone: string, at: number, dayStart: number): Day {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  const parts = clock.formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value);
  const date = iso(part('year'), part('month'), part('day'));
  return part('hour') * 60 + part('minute') < dayStart ? shift(date, -1) : date;
}
