import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { readSettings } from '../../src/core/settings.ts';
import type { DayRecord } from '../../src/core/thing.ts';
import { dueAt } from '../../src/shell/nudge.ts';
import fc from '../support/property.ts';
import { recordsOf, thing } from '../support/records.ts';

const day = '2026-11-23' as Day;
const NOTHING: DayRecord = { day, things: [], rest: null };
const OPEN: DayRecord = { ...NOTHING, things: [thing({ doneAt: '2026-11-23T09:00:00.000Z' }), thing({ slot: 2 })] };
const DONE: DayRecord = { ...NOTHING, things: OPEN.things.slice(0, 1) };

const settings = (words: Record<string, string> = {}) => readSettings(new Map(Object.entries(words)));
const at = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

describe('what is due', () => {
  test.each([
    ['nothing planned', NOTHING, '07:59', null],
    ['nothing planned', NOTHING, '08:00', 'morning'],
    ['nothing planned', NOTHING, '18:00', 'morning'],
    ['nothing planned', NOTHING, '23:59', 'morning'],
    ['something open', OPEN, '08:00', null],
    ['something open', OPEN, '17:59', null],
    ['something open', OPEN, '18:00', 'evening'],
    ['all done', DONE, '20:00', null],
    ['a rest day', { ...NOTHING, rest: { reason: null } }, '20:00', null],
    ['a rest day', { ...OPEN, rest: { reason: null } }, '20:00', null],
  ] as const)('%s at %3$s: %4$s', (_, record, time, due) => {
    expect(dueAt(record, settings(), at(time))).toBe(due);
  });

  test('at other times, or never', () => {
    expect(dueAt(NOTHING, settings({ 'nudge-morning': '05:30' }), at('05:30'))).toBe('morning');
    expect(dueAt(NOTHING, settings({ 'nudge-morning': 'off' }), at('12:00'))).toBe(null);
    expect(dueAt(OPEN, settings({ 'nudge-evening': 'off' }), at('23:00'))).toBe(null);
  });

  test.each([
    ['04:00', '02:00', '01:59', null],
    ['04:00', '02:00', '02:00', 'evening'],
    ['04:00', '02:00', '03:59', 'evening'],
    ['04:00', '02:00', '04:00', null],
    ['04:00', '23:00', '01:00', 'evening'],
    ['04:00', '04:00', '04:00', 'evening'],
  ])('day-start %s and nudge-evening %s, at %s: %s', (start, evening, time, due) => {
    expect(dueAt(OPEN, settings({ 'day-start': start, 'nudge-evening': evening }), at(time))).toBe(due);
  });
});

test('what is due stays due until the day ends', () => {
  const minutes = fc.nat(1439);
  fc.assert(
    fc.property(recordsOf(day), minutes, minutes, minutes, (record, dayStart, nudgeMorning, nudgeEvening) => {
      const values = { ...settings(), dayStart, nudgeMorning, nudgeEvening };
      const dues = Array.from({ length: 1440 }, (_, minute) => dueAt(record, values, (dayStart + minute) % 1440));
      const first = dues.findIndex((due) => due !== null);
      if (first >= 0) expect(new Set(dues.slice(first)).size).toBe(1);
    }),
    { numRuns: 50 },
  );
});
