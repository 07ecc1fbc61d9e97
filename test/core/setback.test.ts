import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { daysToSettle, type NextThing, newSetback, openSetback, settle } from '../../src/core/setback.ts';
import { ALL_DAYS, at } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { newId } from '../support/records.ts';

const DAY = '2026-11-20' as Day;
const LATER = '2026-11-23' as Day;
const NOW = '2026-11-23T08:00:00.000Z';
const NEXT: NextThing = { id: newId(), day: LATER, slot: 2, text: 'Call the buyer', doneAt: null };

function lost(text: string, day = DAY) {
  return newSetback(newId(), day, text, null);
}

describe('a setback', () => {
  test('is open at first', () => {
    expect(newSetback('an id', DAY, 'The Acme sale', 'Send the dates sooner')).toEqual({
      id: 'an id',
      day: DAY,
      text: 'The Acme sale',
      lesson: 'Send the dates sooner',
      kind: null,
      next: null,
      settledAt: null,
      settledOn: null,
    });
  });

  test('is corrected by its next thing, or let go without one', () => {
    const open = lost('The Acme sale');
    const settled = { settledAt: NOW, settledOn: LATER };
    expect(settle(open, NEXT, LATER, NOW)).toEqual({ ...open, ...settled, kind: 'correct', next: NEXT });
    expect(settle(open, null, LATER, NOW)).toEqual({ ...open, ...settled, kind: 'let-go', next: null });
  });
});

describe('the days until a setback is settled', () => {
  test('are null while it is open', () => {
    expect(daysToSettle(lost('The Acme sale'))).toBeNull();
  });

  test('are calendar days, across the ends of months and years, and 0 if it was settled ahead', () => {
    const places = fc.nat(ALL_DAYS.length - 1);
    fc.assert(
      fc.property(places, fc.integer({ min: -5, max: 800 }), (place, days) => {
        const on = at(Math.min(ALL_DAYS.length - 1, Math.max(0, place + days)));
        const took = Math.max(0, ALL_DAYS.indexOf(on) - place);
        expect(daysToSettle(settle(lost('The Acme sale', at(place)), null, on, NOW))).toBe(took);
      }),
    );
  });
});

describe('the number of a setback', () => {
  const open = lost('Open');
  const letGo = settle(lost('Let go'), null, LATER, NOW);
  const corrected = settle(lost('Corrected'), NEXT, LATER, NOW);
  const list = [letGo, open, corrected];

  test('counts from 1, settled setbacks included', () => {
    expect(openSetback(list, 2)).toBe(open);
  });

  test.each([1, 3])('%i is already settled', (number) => {
    expect(() => openSetback(list, number)).toThrow(
      expect.objectContaining({ kind: 'failed', message: `setback ${number} is already settled` }),
    );
  });

  test.each([4, 999_999_999])('there is no number %i', (number) => {
    expect(() => openSetback(list, number)).toThrow(
      expect.objectContaining({ kind: 'failed', message: `there is no setback ${number}` }),
    );
  });
});
