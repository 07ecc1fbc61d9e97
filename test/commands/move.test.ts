import { beforeEach, describe, expect, test } from '@jest/globals';
import { done, expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

beforeEach(() => four('plan', 'A', 'B', 'C'));

describe('four move', () => {
  test("takes the other day's first empty slot, and shows what is left", async () => {
    await four('plan', 'W', 'X', 'Y', '-d', 'tomorrow');
    await four('drop', '2', '-d', 'tomorrow');
    const { stdout, stderr, status } = await launch('move', '3', 'tomorrow');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('  2 ○ B\n  3 ·\n');
    expect(stdout).toContain('Moved to slot 2 of tomorrow.');
    expect((await json()).things).toEqual([open(1, 'A'), open(2, 'B')]);
    expect((await json('-d', 'tomorrow')).things).toEqual([open(1, 'W'), open(2, 'C'), open(3, 'Y')]);
  });

  test('--json is the day it left, with where it went', async () => {
    expect(await json('move', 'c', '+2')).toEqual({
      day: '2026-11-23',
      things: [open(1, 'A'), open(2, 'B')],
      planned: 2,
      done: 0,
      counts: false,
      rest: false,
      moved: { day: '2026-11-25', slot: 1 },
    });
  });

  test('back in time, and from another day', async () => {
    await four('move', '1', '-1');
    expect((await json('-d', 'yesterday')).things).toEqual([open(1, 'A')]);
    expect(await json('move', '1', 'tomorrow', '-d', 'yesterday')).toMatchObject({ day: '2026-11-22', things: [] });
    expect((await json('-d', 'tomorrow')).things).toEqual([open(1, 'A')]);
  });

  test('the thing stays what it was', async () => {
    await four('plan', 'B', '-d', 'yesterday');
    await four('done', '1', '-d', 'yesterday', '-m', 'Easily');
    await four('move', '1', '2026-11-02', '-d', 'yesterday');
    expect((await json('-d', '2026-11-02')).things).toEqual([done(1, 'B', '2026-11-23T08:00', 'Easily')]);
  });

  test('an extra gets a slot', async () => {
    await four('plan', 'D');
    await four('did', 'E');
    await four('move', 'E', 'yesterday');
    expect((await json('-d', 'yesterday')).things).toEqual([done(1, 'E', '2026-11-23T08:00')]);
  });

  test('to the same day changes nothing, calmly', async () => {
    const before = home.stored();
    expect(await json('move', '2', 'today')).toMatchObject({ planned: 3, moved: { day: '2026-11-23', slot: 2 } });
    expect(home.stored()).toEqual(before);
  });

  test('-q prints nothing', async () => {
    expect(await four('move', '1', 'tomorrow', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect((await json()).planned).toBe(2);
  });
});

test('to a full day: 1, and nothing is changed', async () => {
  await four('plan', 'W', 'X', 'Y', 'Z', '-d', 'tomorrow');
  const before = home.stored();
  expectError(await launch('move', '1', 'tomorrow'), 1, 'four: all four slots of tomorrow are taken\n');
  expect(home.stored()).toEqual(before);
});

test.each([
  ['an empty slot', ['4', 'tomorrow'], 1, 'slot 4'],
  ['slot 0', ['0', 'tomorrow'], 2, 'slot 0'],
  ['slot 7', ['7', 'tomorrow'], 2, 'slot 7'],
  ['a day that is none', ['1', '2026-02-30'], 2, '2026-02-30'],
  ['no day', ['1'], 2, 'DAY is missing'],
  ['no slot', [], 2, 'SLOT is missing'],
])('%s changes nothing', async (_, words, status, message) => {
  const before = home.stored();
  expectError(await four('move', ...words), status, message);
  expect(home.stored()).toEqual(before);
});
