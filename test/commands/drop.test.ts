import { beforeEach, describe, expect, test } from '@jest/globals';
import { expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

beforeEach(() => four('plan', 'A', 'B', 'C', 'D'));

describe('four drop', () => {
  test('removes a thing; the others keep their slots', async () => {
    expect(await launch('drop', '2')).toEqual({
      stdout: `
  Mon 23 Nov 2026

  1 ○ A
  2 ·
  3 ○ C
  4 ○ D

  Three open; the day counts with four.

`,
      stderr: '',
      status: 0,
    });
    expect(await json()).toMatchObject({ planned: 3, things: [open(1, 'A'), open(3, 'C'), open(4, 'D')] });
  });

  test('removes an extra, by a piece of its text or by which it is', async () => {
    for (const text of ['Fixed the printer', 'Cooked', 'Walked']) await four('did', text);
    expect(await json('drop', 'printer')).toMatchObject({ planned: 4, done: 2 });
    expect((await json('drop', '+2')).things.map(({ text }) => text)).toEqual(['A', 'B', 'C', 'D', 'Cooked']);
    expect(await json('drop', '+')).toMatchObject({ planned: 4, done: 0 });
    expectError(await four('drop', '+1'), 1, /extra/);
  });

  test('on another day', async () => {
    await four('plan', 'E', '-d', 'tomorrow');
    expect(await json('drop', '1', '-d', 'tomorrow')).toMatchObject({ day: '2026-11-24', things: [] });
    expect((await json()).planned).toBe(4);
  });

  test('what took it up again stays, and knows how often it was carried', async () => {
    home.at('2026-11-24T08:00');
    await four('plan', 'A');
    await four('drop', '1', '-d', 'yesterday');
    expect((await json()).things).toEqual([open(1, 'A', 1)]);
  });
});

test.each([
  ['an empty slot', ['1', '-d', 'tomorrow'], 1, 'slot 1'],
  ['slot 0', ['0'], 2, 'slot 0'],
  ['slot 7', ['7'], 2, 'slot 7'],
  ['a text nothing has', ['yoga'], 1, 'yoga'],
  ['no slot', [], 2, 'SLOT is missing'],
  ['two slots', ['1', '2'], 2, /./],
])('%s changes nothing', async (_, words, status, message) => {
  const before = home.stored();
  expectError(await four('drop', ...words), status, message);
  expect(home.stored()).toEqual(before);
});
