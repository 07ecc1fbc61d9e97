import { beforeEach, describe, expect, test } from '@jest/globals';
import { done, expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

beforeEach(async () => {
  await four('plan', 'A', 'B', '-d', 'yesterday');
  await four('plan', 'A', 'B');
});

describe('four edit', () => {
  test('rewords a thing and nothing else of it', async () => {
    home.at('2026-11-23T18:00');
    await four('done', '2', '-m', 'Easily');
    home.at('2026-11-23T19:00');
    const { stdout } = await launch('edit', '2', ' Call the ', 'buyer', '--json');
    const reworded = { ...done(2, 'Call the buyer', '2026-11-23T18:00', 'Easily'), carried: 1 };
    expect(JSON.parse(stdout).things).toEqual([open(1, 'A', 1), reworded]);
    expect(await json()).toEqual(JSON.parse(stdout));
    expect((await json('-d', 'yesterday')).things[1]).toEqual(open(2, 'B'));
  });

  test('finds it by a piece of its text, on another day too', async () => {
    expect((await json('edit', 'a', 'C', '-d', 'yesterday')).things).toEqual([open(1, 'C'), open(2, 'B')]);
  });

  test('shows the day', async () => {
    expect((await four('edit', '1', 'Swim')).stdout).toMatch(/ {2}1 ○ Swim +carried once\n/);
    expect(await four('edit', '1', 'Run', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

test.each([
  ['an empty text', ['1', ''], 2, 'empty'],
  ['501 characters', ['1', 'x'.repeat(501)], 2, '501'],
  ['a control character', ['1', 'a\u0007'], 2, 'control character'],
  ['an empty slot', ['3', 'C'], 1, 'slot 3'],
  ['slot 0', ['0', 'C'], 2, 'slot 0'],
  ['slot 7', ['7', 'C'], 2, 'slot 7'],
  ['a text nothing has', ['yoga', 'C'], 1, 'yoga'],
  ['no slot', [], 2, 'SLOT is missing'],
  ['no text, and nobody to ask', ['1'], 2, /TEXT.*\n.*four edit 2 "/],
  ['no text for an empty slot', ['3'], 1, 'slot 3'],
  ['a day that is none', ['1', 'C', '-d', '2026-02-30'], 2, '2026-02-30'],
])('%s changes nothing', async (_, words, status, message) => {
  const before = home.stored();
  expectError(await four('edit', ...words), status, message);
  expect(home.stored()).toEqual(before);
});
