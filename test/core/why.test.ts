import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { type Run, streakOf } from '../../src/core/streak.ts';
import { type DetailedTotal, whyOf } from '../../src/core/why.ts';
import { ALL_DAYS, at, calendar, shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { totalsOf, yearDigitsOf } from '../support/records.ts';

const TODAY = '2026-11-23' as Day;
const MINIMUM = 4;

interface Kind {
  readonly planned: number;
  readonly done: number;
  readonly unplanned: number;
  readonly rest: boolean;
}

/** `4` is four done as planned, `s` three and one that nobody had planned, `R` rest, `r` rest with one done, `2` two done. */
const KINDS: { readonly [word: string]: Kind } = {
  '4': { planned: 4, done: 4, unplanned: 0, rest: false },
  s: { planned: 4, done: 4, unplanned: 1, rest: false },
  R: { planned: 0, done: 0, unplanned: 0, rest: true },
  r: { planned: 1, done: 1, unplanned: 1, rest: true },
  '2': { planned: 4, done: 2, unplanned: 0, rest: false },
};

/** Days as `4 s R . 2`, a dot without a record; the last one is today. */
function days(notation: string): DetailedTotal[] {
  const words = notation.split(' ');
  return words.flatMap((word, index) => {
    const kind = KINDS[word];
    return kind ? [{ day: shift(TODAY, index + 1 - words.length), ...kind }] : [];
  });
}

/** `3 broke 2/4`: three days ago. */
function told(notation: string) {
  const totals = days(notation);
  const { current, longest } = whyOf(streakOf(yearDigitsOf(totals), MINIMUM, TODAY), totals);
  const words = (list: typeof current) =>
    list.map(({ day, reason, done, planned }) => `${calendar(day, TODAY).length - 1} ${reason} ${done}/${planned}`);
  return { current: words(current), longest: words(longest) };
}

describe('the days that decided a streak', () => {
  test.each([
    ['.', [], []],
    ['R 2 .', [], []],
    ['4 4 4', [], []],
    ['R 4 4 2', [], []],
    ['4 R 4 .', ['2 rest 0/0'], ['2 rest 0/0']],
    ['4 r 4', ['1 rest 1/1'], ['1 rest 1/1']],
    ['4 s .', ['1 saved 4/4'], ['1 saved 4/4']],
    ['4 4 R R .', ['2 rest 0/0', '1 rest 0/0'], ['2 rest 0/0', '1 rest 0/0']],
    // A rest day today is not behind us yet.
    ['4 R', [], []],
    ['4 4 . 4 .', ['2 broke 0/0'], ['2 broke 0/0']],
    ['4 4 . R 4 .', ['3 broke 0/0', '2 rest 0/0'], ['3 broke 0/0']],
    ['4 4 R 2 . R 4 s', ['3 broke 0/0', '2 rest 0/0', '0 saved 4/4'], ['5 rest 0/0', '4 broke 2/4']],
    // None is current: the last one, with the day it ended on.
    ['4 . 4 4 2 . .', ['5 broke 0/0', '2 broke 2/4'], ['5 broke 0/0', '2 broke 2/4']],
    ['4 4 4 . 4 2 .', ['3 broke 0/0', '1 broke 2/4'], ['3 broke 0/0']],
  ])('%s', (notation, current, longest) => {
    expect(told(notation)).toEqual({ current, longest });
  });
});

describe('any history', () => {
  const figures = { planned: fc.nat(4), done: fc.nat(6), unplanned: fc.nat(3), rest: fc.boolean() };
  const any = fc.record(figures).map((kind) => ({ ...kind, unplanned: Math.min(kind.unplanned, kind.done) }));
  const kind = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...Object.values(KINDS)) },
    { weight: 2, arbitrary: fc.constant(KINDS['4'] as Kind) },
    { weight: 2, arbitrary: any },
    fc.constant(null),
  );
  const history = totalsOf(kind, 40);

  test('is explained by the definitions', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 4 }), ({ totals, today }, minimum) => {
        const streak = streakOf(yearDigitsOf(totals), minimum, today);
        const last = streak.runs(at(0), at(ALL_DAYS.length - 1)).at(-1) ?? null;
        expect(whyOf(streak, totals)).toEqual({
          current: judge(last, totals, minimum, today),
          longest: judge(streak.longest, totals, minimum, today),
        });
      }),
      { numRuns: 1000 },
    );
  });
});

/** Slow and obvious: from the miss before the streak to the miss after it, every day is looked at for itself. */
function judge(run: Run | null, totals: readonly DetailedTotal[], minimum: number, today: Day) {
  if (run === null) return [];
  const totalOf = (day: Day) =>
    totals.find((one) => one.day === day) ?? { planned: 0, done: 0, unplanned: 0, rest: false };
  const counts = (day: Day) => totalOf(day).done >= minimum;
  const past = calendar(totals[0]?.day as Day, today);
  const first = past.find(counts) as Day;
  const misses = past.filter((day) => day > first && day < today && !counts(day) && !totalOf(day).rest);
  const lastBefore = misses.filter((day) => day < run.from).at(-1) ?? run.from;
  const firstAfter = misses.find((day) => day > run.to);
  return past
    .filter((day) => day >= lastBefore && day <= (firstAfter ?? today))
    .filter((day) => day !== today || counts(day))
    .flatMap((day) => {
      const { planned, done, unplanned } = totalOf(day);
      const decided = (reason: string) => [{ day, reason, done, planned }];
      if (misses.includes(day)) return decided('broke');
      if (!counts(day)) return decided('rest');
      return done - unplanned < minimum ? decided('saved') : [];
    });
}
