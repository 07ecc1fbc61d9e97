import { describe, expect, test } from '@jest/globals';
import { done, expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

describe('four did', () => {
  test('goes into the first empty slot, done', async () => {
    await four('plan', 'A', 'B');
    await four('drop', '1');
    home.at('2026-11-23T12:00');
    const { stdout } = await launch('did', 'Fixed', 'the', 'printer', '--json');
    expect(JSON.parse(stdout)).toEqual({
      day: '2026-11-23',
      things: [done(1, 'Fixed the printer', '2026-11-23T12:00'), open(2, 'B')],
      planned: 2,
      done: 1,
      counts: false,
      rest: false,
    });
  });

  test('is an extra when the four slots are taken: without a slot, last, in the order of writing', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    for (const text of ['Z', 'M', 'A']) await four('did', text);
    const { things, planned, done } = await json();
    expect({ planned, done }).toEqual({ planned: 4, done: 3 });
    expect(things.map(({ slot, text }) => [slot, text])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
      [4, 'D'],
      [null, 'Z'],
      [null, 'M'],
      [null, 'A'],
    ]);
    expect((await four()).stdout).toContain('  4 ○ D\n  + ✔ Z\n  + ✔ M\n  + ✔ A\n');
  });

  test('on another day', async () => {
    expect(await json('did', 'Swam', '-d', '2026-11-20')).toMatchObject({
      day: '2026-11-20',
      things: [done(1, 'Swam', '2026-11-23T08:00')],
    });
    expect((await json()).things).toEqual([]);
  });

  test('is never a carry', async () => {
    await four('plan', 'A', '-d', 'yesterday');
    expect((await json('did', 'A')).things).toEqual([done(1, 'A', '2026-11-23T08:00')]);
  });

  test('-q prints nothing', async () => {
    expect(await four('did', 'A', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect((await json()).done).toBe(1);
  });

  test('without a text, or with a wrong one, is a usage error', async () => {
    expectError(await four('did'), 2, 'TEXT is missing');
    expectError(await four('did', ''), 2, 'empty');
    expectError(await four('did', 'x'.repeat(501)), 2, '501');
    expectError(await four('did', 'a\u001b[2Jb'), 2, 'control character');
    expect(home.stored()).toEqual([]);
  });
});
