import { beforeEach, describe, expect, test } from '@jest/globals';
import { type DayJson, expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

beforeEach(async () => {
  await four('plan', 'Write the post', 'Swim', '-d', '2026-11-01');
  await four('done', '1', '-d', '2026-11-01', '-m', 'Published in the café');
  await four('rest', '2026-11-10', '-m', 'On a train');
  await four('did', 'Fixed the PRINTER', '-d', '2026-11-20');
  await four('plan', 'Call the buyer');
  await four('plan', 'Pack', '-d', 'tomorrow');
});

const days = async (...words: string[]) => (await json<DayJson[]>('log', ...words)).map(({ day }) => day);

describe('four log', () => {
  test('the past, newest first, for people', async () => {
    expect(await launch('log')).toEqual({
      stdout: `
  Mon 23 Nov 2026                                                         0 of 4
  1 ○ Call the buyer

  Fri 20 Nov 2026                                                         1 of 4
  1 ✔ Fixed the PRINTER

  Tue 10 Nov 2026  rest day: On a train

  Sun 1 Nov 2026                                                          1 of 4
  1 ✔ Write the post
      Published in the café
  2 ○ Swim

`,
      stderr: '',
      status: 0,
    });
  });

  test('--json is an array of days', async () => {
    const log = await json<DayJson[]>('log');
    expect(log.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-20', '2026-11-10', '2026-11-01']);
    for (const day of log) expect(day).toMatchObject(await json('-d', day.day));
  });

  test.each([
    [
      ['-n', '2'],
      ['2026-11-23', '2026-11-20'],
    ],
    [
      ['-n', '99'],
      ['2026-11-23', '2026-11-20', '2026-11-10', '2026-11-01'],
    ],
    [
      ['--from', '2026-11-10'],
      ['2026-11-23', '2026-11-20', '2026-11-10'],
    ],
    [
      ['--from', '-3'],
      ['2026-11-23', '2026-11-20'],
    ],
    [
      ['--to', 'yesterday'],
      ['2026-11-20', '2026-11-10', '2026-11-01'],
    ],
    [
      ['--from', '2026-11-02', '--to', 'last friday'],
      ['2026-11-20', '2026-11-10'],
    ],
    [['--from', '2026-11-20', '--to', '2026-11-20'], ['2026-11-20']],
    [['--to', 'tomorrow', '-n', '1'], ['2026-11-24']],
    [['--grep', 'printer'], ['2026-11-20']],
    [['--grep', 'CAFE'], ['2026-11-01']],
    [
      ['--grep', ' the  '],
      ['2026-11-23', '2026-11-20', '2026-11-01'],
    ],
    [['--grep', 'the', '-n', '1'], ['2026-11-23']],
    [['--grep', 'the', '-n', '1', '--to', 'yesterday'], ['2026-11-20']],
    [['--grep', 'the.*', '--from', '2026-11-01'], []],
    [['--grep', 'yoga'], []],
  ])('%j', async (words, expected) => {
    expect(await days(...words)).toEqual(expected);
  });

  test('of nothing is calm', async () => {
    const { stdout, stderr, status } = await four('log', '--grep', 'yoga');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^\n {2}Nothing .*\n\n$/);
    expect(await json<DayJson[]>('log', '--db', `${home.folder}/empty.db`)).toEqual([]);
  });
});

test.each([
  ['none', ['-n', '0'], '-n'],
  ['less than none', ['-n', '-1'], '-n'],
  ['a half', ['-n', '1.5'], '-n'],
  ['not a number', ['-n', 'many'], 'many'],
  ['a day that is none', ['--from', '2026-02-30'], '2026-02-30'],
  ['an end that is none', ['--to', '2026-02-30'], '2026-02-30'],
  ['the end before the start', ['--from', '-1', '--to', '-2'], 'last Saturday, 21 Nov'],
  ['an empty text', ['--grep', ''], '--grep'],
  ['a word too many', ['printer'], 'log'],
])('%s: a usage error', async (_, words, message) => {
  expectError(await four('log', ...words), 2, message);
});
