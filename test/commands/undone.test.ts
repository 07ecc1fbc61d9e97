import { beforeEach, describe, expect, test } from '@jest/globals';
import { done, expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

const EVENING = '2026-11-23T18:00';

beforeEach(async () => {
  await four('plan', 'A', 'B', 'C');
  home.at(EVENING);
  await four('done', '1', '2', '-m', 'It went well');
});

describe('four undone', () => {
  test('takes a check-off back, with its words', async () => {
    expect(await launch('undone', '1')).toEqual({
      stdout: `
  Mon 23 Nov 2026

  1 ○ A
  2 ✔ B
      It went well
  3 ○ C
  4 ·

  1 done, 2 open. Three more and the day counts.

`,
      stderr: '',
      status: 0,
    });
    expect((await json()).things).toEqual([open(1, 'A'), done(2, 'B', EVENING, 'It went well'), open(3, 'C')]);
  });

  test.each([[['1', '2']], [['all']], [['b', 'a']]])('takes several: %j', async (words) => {
    expect(await json('undone', ...words)).toMatchObject({
      done: 0,
      things: [open(1, 'A'), open(2, 'B'), open(3, 'C')],
    });
  });

  test('is calm about what is open', async () => {
    const before = home.stored();
    expect(await four('undone', '3', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(home.stored()).toEqual(before);
  });

  test('on another day', async () => {
    home.at('2026-11-24T08:00');
    expect((await json('undone', '1', '--date', 'yesterday')).done).toBe(1);
  });

  test('then done again has the new time', async () => {
    await four('undone', '1');
    home.at('2026-11-23T21:00');
    expect((await json('done', '1')).things[0]).toEqual(done(1, 'A', '2026-11-23T21:00'));
  });
});

describe('what was done without a plan, and taken back', () => {
  beforeEach(async () => {
    home.at('2026-11-24T18:00');
    await four('did', 'Fixed the printer');
    await four('undone', '1');
  });

  test('is open in its slot, and without its time', async () => {
    expect(await json()).toMatchObject({ done: 0, planned: 1, things: [open(1, 'Fixed the printer')] });
  });

  test('is carried the next morning, like any other thing that was left open', async () => {
    home.at('2026-11-25T08:00');
    expect((await json('plan', '--again')).things).toEqual([open(1, 'Fixed the printer', 1)]);
  });

  test('counts as planned when it is done after all', async () => {
    await four('done', '1');
    expect(home.sql("SELECT unplanned FROM thing WHERE text = 'Fixed the printer'")).toEqual([{ unplanned: 0 }]);
  });
});

describe('what cannot be taken back', () => {
  test.each([
    ['an empty slot', ['1', '4'], 1],
    ['slot 0', ['1', '0'], 2],
    ['slot 7', ['7'], 2],
    ['a text nothing has', ['yoga'], 1],
    ['no slot', [], 2],
  ])('%s', async (_, words, status) => {
    const before = home.stored();
    expectError(await four('undone', ...words), status, /./);
    expect(home.stored()).toEqual(before);
  });

  test('an extra, which was never planned', async () => {
    await four('plan', 'D');
    await four('did', 'Fixed the printer');
    const before = home.stored();
    for (const extra of ['printer', '+1', '+'])
      expectError(await four('undone', '1', extra), 1, /extra.*\n.*four drop/);
    expect(home.stored()).toEqual(before);
  });
});
