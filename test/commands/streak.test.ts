import { describe, expect, test } from '@jest/globals';
import { daysAgo, type StreakJson, TODAY, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

/** Lives through days written as on the product page, with the commands a user has. */
async function live(history: string): Promise<void> {
  const days = history.split(' ');
  for (const [index, what] of days.entries()) {
    const date = ['-d', daysAgo(days.length - 1 - index)];
    if (what === 'R') await four('rest', ...date);
    else if (what === '4') {
      await four('plan', 'A', 'B', 'C', 'D', ...date);
      await four('done', 'all', ...date);
    } else
      for (let done = 0; done < Number(what.replace('.', '0')); done++) await four('did', `Thing ${done}`, ...date);
  }
}

// The last day is today.
const CASES: [
  history: string,
  current: number | null,
  longest: number | null,
  gap: number,
  count: number,
  average: number | null,
][] = [
  ['4 4 4 .', 3, 3, 0, 0, null],
  ['4 4 4 4', 4, 4, 0, 0, null],
  ['4 4 . 4 .', 1, 2, 0, 1, 1.0],
  ['4 4 R R 4 2', 3, 3, 0, 0, null],
  ['4 . R . 4', 1, 1, 0, 1, 2.0],
  ['4 4 . . 3', null, 2, 2, 0, null],
  ['R R .', null, null, 0, 0, null],
  ['4 R .', 1, 1, 0, 0, null],
  ['4 3 R .', null, 1, 1, 0, null],
];

describe('the worked cases', () => {
  test.each(CASES)('%s', async (history, current, longest, gap, count, average) => {
    await live(history);
    const streak = await json<StreakJson>('streak');
    expect([
      streak.current?.days ?? null,
      streak.longest?.days ?? null,
      streak.gap,
      streak.comebacks.count,
      streak.comebacks.averageDays,
    ]).toEqual([current, longest, gap, count, average]);
  });

  test('the installed command says the same', async () => {
    await live('4 . R . 4');
    expect(JSON.parse((await launch('streak', '--json')).stdout)).toEqual(await json<StreakJson>('streak'));
  });
});

describe('four streak --json', () => {
  test('is the whole document, in the order of the contract', async () => {
    await live('4 4 R 4 . 5 . . 4 4 2');
    const expected: StreakJson = {
      today: TODAY,
      minimum: 4,
      current: { days: 2, from: '2026-11-21', to: '2026-11-22' },
      longest: { days: 3, from: '2026-11-13', to: '2026-11-16' },
      days: { counted: 6, active: 7, rest: 1, missed: 3 },
      comebacks: { count: 2, averageDays: 1.5, longestDays: 2, last: { day: '2026-11-21', days: 2 } },
      gap: 0,
    };
    const { stdout } = await four('streak', '--json');
    expect(stdout).toBe(`${JSON.stringify(expected)}\n`);
  });

  test('of an empty store', async () => {
    expect(await json('streak')).toEqual({
      today: TODAY,
      minimum: 4,
      current: null,
      longest: null,
      days: { counted: 0, active: 0, rest: 0, missed: 0 },
      comebacks: { count: 0, averageDays: null, longestDays: null, last: null },
      gap: 0,
    });
  });

  test('the longest is the earliest of the longest', async () => {
    await live('4 4 . 4 4 . 4 4');
    expect((await json<StreakJson>('streak')).longest).toEqual({ days: 2, from: '2026-11-16', to: '2026-11-17' });
  });

  test('the average is rounded to one decimal', async () => {
    await live('4 . 4 . 4 . . 4');
    expect((await json<StreakJson>('streak')).comebacks).toMatchObject({ count: 3, averageDays: 1.3, longestDays: 2 });
  });

  test('days planned ahead, and rest ahead, do not count before they come', async () => {
    await live('4 4');
    await four('plan', 'A', 'B', 'C', 'D', '-d', 'tomorrow');
    await four('done', 'all', '-d', 'tomorrow');
    await four('rest', '+2', '--to', '+5');
    expect(await json<StreakJson>('streak')).toMatchObject({
      current: { days: 2, from: '2026-11-22', to: '2026-11-23' },
      days: { counted: 2, active: 2, rest: 0, missed: 0 },
    });
  });

  test('with another minimum the same days tell another story', async () => {
    await live('4 2 1 3 .');
    await four('config', 'minimum', '2');
    expect(await json<StreakJson>('streak')).toMatchObject({
      minimum: 2,
      current: { days: 1, from: '2026-11-22', to: '2026-11-22' },
      longest: { days: 2, from: '2026-11-19', to: '2026-11-20' },
      days: { counted: 3, active: 4, missed: 1 },
      comebacks: { count: 1 },
    });
  });

  test('goes on over a change of the clocks, 29 February and a year end', async () => {
    for (const days of [
      ['2028-02-28', '2028-02-29', '2028-03-01'],
      ['2026-12-31', '2027-01-01'],
      ['2026-03-28', '2026-03-29', '2026-03-30'],
      ['2026-10-24', '2026-10-25', '2026-10-26', '2026-11-01', '2026-11-02'],
    ]) {
      for (const day of days) {
        home.at(`${day}T12:00`);
        for (const text of 'ABCD') await four('did', text);
      }
    }
    home.at('2028-03-01T23:59');
    expect((await json<StreakJson>('streak')).current).toEqual({ days: 3, from: '2028-02-28', to: '2028-03-01' });
    home.at('2027-01-02T00:01');
    expect((await json<StreakJson>('streak')).current).toEqual({ days: 2, from: '2026-12-31', to: '2027-01-01' });
    home.at('2026-03-30T12:00');
    expect((await json<StreakJson>('streak')).current).toEqual({ days: 3, from: '2026-03-28', to: '2026-03-30' });
    home.at('2026-10-26T12:00');
    expect((await json<StreakJson>('streak')).current).toEqual({ days: 3, from: '2026-10-24', to: '2026-10-26' });
  });
});

describe('four streak, for people', () => {
  test('with a streak through yesterday', async () => {
    await live('4 4 . 4 4 4 2');
    await four('plan', 'More');
    expect(await four('streak')).toEqual({
      stdout: expect.stringMatching(/^\n {2}3 days through yesterday; today 2 of 4\n\n {2}current/),
      stderr: '',
      status: 0,
    });
    const { stdout } = await four('streak');
    expect(stdout).toMatch(/current +3 days, 20 to 22 Nov 2026\n/);
    expect(stdout).toMatch(/longest +3 days, 20 to 22 Nov 2026\n/);
    expect(stdout).toMatch(/days +5 counted, 6 with something done, 1 missed\n/);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/comebacks 1: back in 1 day on average.* Fri 20 Nov 2026/);
  });

  test('with today in it', async () => {
    await live('4 4');
    expect((await four('streak')).stdout).toContain('2 days, today counted\n');
  });

  test('on a rest day', async () => {
    await live('4 R');
    expect((await four('streak')).stdout).toContain('1 day through yesterday; today is a rest day\n');
  });

  test('after a loss, and before the first day, it looks ahead', async () => {
    expect((await four('streak')).stdout).toContain('today 0 of 4\n');
    await live('4 4 . . 3');
    const { stdout } = await four('streak');
    expect(stdout).toContain('The next streak starts here; today 3 of 4\n');
    expect(stdout).toMatch(/longest +2 days/);
    expect(stdout).not.toMatch(/current/);
  });
});
