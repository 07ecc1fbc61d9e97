import { describe, expect, test } from '@jest/globals';
import { type Block, chanceOf, tooRare } from '../../src/core/chance.ts';
import fc from '../support/property.ts';

const scores = (minLength: number, maxLength: number) => fc.array(fc.nat(4), { minLength, maxLength });
const blocks = fc.array(fc.record({ group: scores(0, 2), others: scores(0, 3) }), { maxLength: 4 });

/** Slow and obvious: deals out the scores of every block in every way, and counts. */
function countedOut(all: readonly Block[]): number {
  let sums = [0];
  for (const { group, others } of all) {
    const dealt = draws([...group, ...others], group.length);
    sums = sums.flatMap((sum) => dealt.map((drawn) => sum + drawn));
  }
  const observed = all.reduce((sum, { group }) => sum + group.reduce((one, other) => one + other, 0), 0);
  const share = (isAsFar: (sum: number) => boolean) => sums.filter(isAsFar).length / sums.length;
  return Math.min(
    1,
    2 *
      Math.min(
        share((sum) => sum <= observed),
        share((sum) => sum >= observed),
      ),
  );
}

/** The sum of each way to draw `count` of the scores. */
function draws([first, ...others]: readonly number[], count: number): number[] {
  if (count === 0) return [0];
  if (first === undefined) return [];
  return [...draws(others, count - 1).map((sum) => sum + first), ...draws(others, count)];
}

describe('how often chance makes a difference', () => {
  test('is what counting out every way gives', () => {
    fc.assert(
      fc.property(blocks, (all) => {
        expect(chanceOf(all)).toBeCloseTo(countedOut(all), 10);
      }),
      { numRuns: 300 },
    );
  });

  test('for one of seven that is the worst each time, a seventh each time', () => {
    const week = { group: [0], others: [4, 4, 4, 4, 4, 4] };
    for (const weeks of [1, 2, 5, 13])
      expect(chanceOf(Array.from({ length: weeks }, () => week)) / (2 / 7 ** weeks)).toBeCloseTo(1, 6);
  });

  test('is always there where nothing differs, and nothing is compared', () => {
    expect(chanceOf([])).toBe(1);
    expect(
      chanceOf([
        { group: [4], others: [4, 4] },
        { group: [], others: [0, 4] },
      ]),
    ).toBe(1);
  });

  test('counts low and high alike', () => {
    fc.assert(
      fc.property(blocks, (all) => {
        const turned = all.map(({ group, others }) => ({
          group: group.map((score) => 4 - score),
          others: others.map((score) => 4 - score),
        }));
        expect(chanceOf(turned)).toBeCloseTo(chanceOf(all), 10);
      }),
    );
  });
});

describe('of several results', () => {
  test.each<[string, number[], boolean[]]>([
    ['one is held to the level divided by all of them', [0.003, 0.5, 0.5], [true, false, false]],
    ['one that is rare only by itself is none', [0.004, 0.5, 0.5], [false, false, false]],
    ['the next is held to the level divided by those left', [0.004, 0.003, 0.5], [true, true, false]],
    ['after one that is not rare enough, none is', [0.001, 0.02, 0.011], [true, false, false]],
    ['none is none', [], []],
  ])('%s', (_, chances, expected) => {
    expect(tooRare(chances, 0.01)).toEqual(expected);
  });
});
