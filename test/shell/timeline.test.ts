import { expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { readSettings, type Settings } from '../../src/core/settings.ts';
import type { DayRecord } from '../../src/core/thing.ts';
import { DAYS_AHEAD, timeline } from '../../src/shell/timeline.ts';
import { at, shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { histories, totalOf } from '../support/records.ts';
import { judgeStreak } from '../support/streak-oracle.ts';

test('shows at each minute of the coming days what a command would show then', () => {
  const minutes = fc.nat(1439);
  const settings = fc
    .record({
      dayStart: fc.oneof(fc.constant(0), minutes),
      minimum: fc.integer({ min: 1, max: 4 }),
      nudgeMorning: fc.option(minutes),
      nudgeEvening: fc.option(minutes),
    })
    .map((values) => ({ ...readSettings(new Map()), ...values }));
  fc.assert(
    fc.property(
      histories(40),
      settings,
      fc.nat(39),
      fc.array(fc.nat(15 * 1440 - 1), { minLength: 40, maxLength: 40 }),
      (history, values, now, moments) => {
        const { first, records } = history;
        const today = at(first + now);
        const totals = records.map(totalOf);
        const streakOn = (day: Day) => judgeStreak(totals, values.minimum, day).current?.days ?? 0;
        const ahead = records.filter(({ day }) => day >= today && day <= at(first + now + DAYS_AHEAD));
        const statuses = timeline(ahead, streakOn(today), values, today);
        for (const offset of moments) {
          // So many minutes after today's start.
          const total = values.dayStart + offset;
          const [date, minute] = [at(first + now + Math.floor(total / 1440)), total % 1440];
          const day = at(first + now + Math.floor(offset / 1440));
          const shown = statuses.findLast(({ from }) => isAtMost([from.date, from.minutes], [date, minute]));
          const recordOn = (one: Day) => records.find((found) => found.day === one) ?? noRecord(one);
          const yesterday = recordOn(shift(day, -1));
          const isYesterdays =
            day > today && values.dayStart === 0 && minute < 4 * 60 && isLate(yesterday, recordOn(day));
          const record = isYesterdays ? yesterday : recordOn(day);
          expect(shown).toEqual({
            from: expect.anything(),
            record,
            streak: streakOn(record.day),
            due: judgeDue(record, values, isYesterdays ? 1439 : minute),
          });
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('has a status only where something changes', () => {
  const settings = readSettings(new Map());
  const statuses = timeline([], 3, settings, '2026-11-23' as Day);
  expect(statuses.slice(0, 4).map(({ from, streak, due }) => [from.date, from.minutes, streak, due])).toEqual([
    ['2026-11-23', 0, 3, null],
    ['2026-11-23', 480, 3, 'morning'],
    ['2026-11-24', 0, 0, null],
    ['2026-11-24', 480, 0, 'morning'],
  ]);
  expect(statuses).toHaveLength(2 * (DAYS_AHEAD + 1));
});

/** Walks through the minutes of the day, from its start to the given one on the wall, and looks whether a reminder came by. */
function judgeDue({ things, rest }: DayRecord, settings: Settings, minute: number): 'morning' | 'evening' | null {
  const passed = new Set<number | null>();
  for (let at = settings.dayStart; ; at = (at + 1) % 1440) {
    passed.add(at);
    if (at === minute) break;
  }
  if (rest !== null) return null;
  if (things.length === 0) return passed.has(settings.nudgeMorning) ? 'morning' : null;
  const isOpen = things.some(({ doneAt }) => doneAt === null);
  return isOpen && passed.has(settings.nudgeEvening) ? 'evening' : null;
}

function noRecord(day: Day): DayRecord {
  return { day, things: [], rest: null };
}

/** Whether the night still belongs to yesterday: something is open there, and nothing is planned for the new day. */
function isLate(yesterday: DayRecord, today: DayRecord): boolean {
  return yesterday.things.some(({ doneAt }) => doneAt === null) && today.things.every(({ unplanned }) => unplanned);
}

function isAtMost(one: readonly [Day, number], other: readonly [Day, number]): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] <= other[1]);
}
