import { describe, expect, test } from '@jest/globals';
import { expectError, type StreakJson, TODAY, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

const restDays = () => home.sql('SELECT day, reason FROM rest_day ORDER BY day');

describe('four rest', () => {
  test('takes today off', async () => {
    expect(await four('rest')).toEqual({ stdout: '\n  Rest today.\n\n', stderr: '', status: 0 });
    expect(await json()).toEqual({ day: TODAY, things: [], planned: 0, done: 0, counts: false, rest: true });
  });

  test('another day, named as a word or with --date', async () => {
    const { stdout } = await launch('rest', 'tomorrow', '-m', ' On a  train ', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ day: '2026-11-24', rest: true });
    expect(await json('rest', '-d', 'yesterday')).toMatchObject({ day: '2026-11-22', rest: true });
    expect(restDays()).toEqual([
      { day: '2026-11-22', reason: null },
      { day: '2026-11-24', reason: 'On a train' },
    ]);
  });

  test('a span, as an array in --json', async () => {
    const days = await json<{ day: string; rest: boolean }[]>('rest', '2026-12-30', '--to', '2027-01-02', '-m', 'Away');
    expect(days.map(({ day, rest }) => [day, rest])).toEqual([
      ['2026-12-30', true],
      ['2026-12-31', true],
      ['2027-01-01', true],
      ['2027-01-02', true],
    ]);
    expect(restDays()).toHaveLength(4);
    expect((await four('rest', '2026-12-30', '--to', '2027-01-02')).stdout).toContain(
      'from Wednesday, 30 Dec to Saturday, 2 Jan 2027',
    );
    expect(restDays()).toContainEqual({ day: '2027-01-02', reason: 'Away' });
  });

  test('over 29 February', async () => {
    await four('rest', '2028-02-28', '--to', '2028-03-01');
    expect(restDays()).toMatchObject([{ day: '2028-02-28' }, { day: '2028-02-29' }, { day: '2028-03-01' }]);
  });

  test('--cancel takes a span back, and is calm where there is nothing to take back', async () => {
    await four('rest', '2026-11-24', '--to', '2026-11-27');
    const { stdout, stderr, status } = await four('rest', '2026-11-25', '--to', '2026-11-30', '--cancel');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('No rest from Wednesday, 25 Nov to next Monday, 30 Nov.');
    expect(restDays()).toEqual([{ day: '2026-11-24', reason: null }]);
    expect(await json('rest', '2026-11-24', '--cancel')).toMatchObject({ rest: false });
    expect(await four('rest', '--cancel', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('twice is calm, keeps the reason, and changes nothing', async () => {
    await four('rest', '-m', 'Away');
    const before = home.stored();
    home.at('2026-11-23T20:00');
    expect(await json('rest')).toMatchObject({ rest: true });
    expect(home.stored()).toEqual(before);
  });

  test('a rest day on which enough was done counts', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('done', 'all');
    expect(await json('rest')).toMatchObject({ counts: true, rest: true, done: 4 });
    expect(await json<StreakJson>('streak')).toMatchObject({ current: { days: 1 }, days: { counted: 1, rest: 1 } });
  });
});

test.each([
  [
    'the end before the start',
    ['2026-11-25', '--to', '2026-11-24'],
    'the last day, tomorrow, is before the first, Wednesday, 25 Nov',
  ],
  ['a day that is none', ['2026-02-30'], '2026-02-30'],
  ['an end that is none', ['today', '--to', '2026-02-30'], '2026-02-30'],
  ['a mistyped year', ['2026-11-25', '--to', '2062-11-27'], '366'],
  ['the day twice', ['today', '-d', 'today'], '--date'],
  ['a reason to take it back', ['--cancel', '-m', 'No'], '-m'],
  ['an empty reason', ['-m', ' '], 'empty'],
  ['a reason of 501 characters', ['-m', 'x'.repeat(501)], '501'],
  ['a control character', ['-m', 'a\u0007'], 'control character'],
])('%s changes nothing', async (_, words, message) => {
  await four('rest', '-m', 'Before');
  const before = home.stored();
  const result = await four('rest', ...words);
  expect(result.stderr).toContain(message);
  expectError(result, 2, /./);
  expect(home.stored()).toEqual(before);
});
