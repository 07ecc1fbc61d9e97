import { beforeEach, describe, expect, test } from '@jest/globals';
import { expectError, type StreakJson, useHome } from '../support/four.ts';

const home = useHome();
const { four, json } = home;

const HINT = 'four config day-start 04:00';

beforeEach(async () => {
  home.at('2026-11-23T09:00');
  await four('plan', 'Write', 'Swim');
  home.at('2026-11-24T00:20');
});

describe('just past midnight, with yesterday open and nothing planned', () => {
  test.each([
    [['done', '2', '-m', 'It was cold']],
    [['done', 'swim']],
    [['done', 'all']],
    [['undone', '1']],
    [['edit', '1', 'Read']],
    [['drop', '2']],
    [['move', '1', '2026-11-30']],
    [['swap', '1', '2']],
  ])('%j is answered with the same command for yesterday, which works', async (words) => {
    const result = await four(...words);
    expectError(result, 1, 'that was planned yesterday');
    const [, again = ''] = /Did you mean: (.*)\n$/.exec(result.stderr) ?? [];
    expect(again).toMatch(/^four .* -d yesterday$/);
    expect((await four(...words, '-d', 'yesterday')).status).toBe(0);
  });

  test('what nobody has on either day is answered as ever', async () => {
    expectError(await four('done', '4'), 1, 'there is nothing in slot 4 today');
    expectError(await four('done', '2', '-d', 'today'), 1, 'there is nothing in slot 2 today');
  });

  test('did says on which day it wrote, and once that days may end later', async () => {
    const first = await four('did', 'Slept', '-q');
    expect(first.stdout).toBe('');
    const { stdout } = await four('did', 'Read in bed');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      "It is past midnight: this is on Tue 24 Nov 2026. For yesterday: four undo, then four did 'Read in bed' -d yesterday",
    );
  });

  test('that days may end later is said once, and is nothing to undo', async () => {
    home.sql("DELETE FROM thing WHERE day = '2026-11-24'");
    const before = home.sql('SELECT * FROM change');
    for (const quiet of ['-q', '--json']) await four('did', 'A', quiet);
    await four('undo', '-n', '2');
    const said = [];
    for (const text of ['A', 'B']) {
      said.push((await four('did', text)).stdout.includes(HINT));
      await four('undo');
    }
    expect(said).toEqual([true, false]);
    expect(home.sql('SELECT * FROM change WHERE undone = 0')).toEqual(before);
    expect((await four('export')).stdout).not.toContain('hint');
    expect((await four('config')).stdout).not.toContain('hint');
  });
});

test.each([
  ['after four in the morning', '2026-11-24T04:00', []],
  ['once something is planned', '2026-11-24T00:20', [['plan', 'Sleep']]],
  ['when nothing of yesterday is open', '2026-11-24T00:20', [['done', 'all', '-d', 'yesterday']]],
])('%s today is meant', async (_, now, commands) => {
  home.at(now);
  for (const words of commands) await four(...words);
  expectError(await four('done', '2'), 1, 'there is nothing in slot 2 today');
  expect((await four('did', 'Slept')).stdout).not.toContain('midnight');
});

test('with a day-start of their own, users have said when their day ends', async () => {
  await four('config', 'day-start', '00:10');
  expectError(await four('done', '2'), 1, 'there is nothing in slot 2 today');
});

describe('a day that has begun stays', () => {
  test.each([
    ['by an hour, over midnight', '2026-11-24T00:30', '2026-11-23T23:45'],
    ['by five hours', '2026-11-24T02:00', '2026-11-23T21:00'],
  ])('when the clock is set back %s', async (_, now, back) => {
    home.at(now);
    await four('did', 'Read in bed');
    home.at(back);
    expect((await json()).day).toBe('2026-11-24');
    expect((await json('did', 'Slept')).day).toBe('2026-11-24');
    expect((await json()).things).toHaveLength(2);
    expect((await json<StreakJson>('streak')).today).toBe('2026-11-24');
    expect((await json('-d', 'yesterday')).day).toBe('2026-11-23');
  });

  test('but a clock that was wrong by days has begun none', async () => {
    home.at('2027-03-01T09:00');
    await four('did', 'Time travel');
    home.at('2026-11-24T09:00');
    expect((await json()).day).toBe('2026-11-24');
  });

  test('and without a change it has not begun', async () => {
    home.at('2026-11-24T05:00');
    await json();
    home.at('2026-11-23T23:00');
    expect((await json()).day).toBe('2026-11-23');
  });
});
