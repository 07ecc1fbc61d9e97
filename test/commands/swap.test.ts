import { beforeEach, describe, expect, test } from '@jest/globals';
import { expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, json } = home;

const texts = async () => (await json()).things.map(({ slot, text }) => `${slot} ${text}`);

beforeEach(() => four('plan', 'Write', 'Swim', 'Call'));

describe('four swap', () => {
  test('exchanges two slots, and everything that is in them', async () => {
    await four('done', '1', '-m', 'Published');
    const { stdout } = await four('swap', '1', '3');
    expect(stdout).toContain('  1 ○ Call\n  2 ○ Swim\n  3 ✔ Write\n      Published\n');
    expect(await texts()).toEqual(['1 Call', '2 Swim', '3 Write']);
  });

  test('takes part of a text, and a slot that is empty', async () => {
    await four('swap', 'swi', '4');
    expect(await texts()).toEqual(['1 Write', '3 Call', '4 Swim']);
    await four('swap', '2', '1');
    expect(await texts()).toEqual(['2 Write', '3 Call', '4 Swim']);
  });

  test('keeps the links of what was carried, and is undone as one change', async () => {
    home.at('2026-11-24T08:00');
    await four('plan', 'Swim', 'Write');
    const before = home.stored();
    await four('swap', '1', '2', '-d', 'yesterday');
    expect(home.sql('SELECT count(*) AS n FROM thing WHERE carried_from IS NOT NULL')).toEqual([{ n: 2 }]);
    const after = home.stored();
    expect((await four('undo')).status).toBe(0);
    expect((await json('-d', 'yesterday')).things[0]?.text).toBe('Write');
    expect((await four('undo', '--redo')).status).toBe(0);
    expect((await json('-d', 'yesterday')).things[0]?.text).toBe('Swim');
    expect(after).not.toEqual(before);
  });

  test('a slot with itself is nothing to do', async () => {
    const before = home.stored();
    expect((await four('swap', '2', '2')).status).toBe(0);
    expect(home.stored()).toEqual(before);
  });
});

test.each([
  ['two empty slots', ['4', '4'], 1, 'slot 4'],
  ['an extra', ['+', '1'], 1, 'no slot to exchange'],
  ['a text that nothing has', ['yoga', '1'], 1, 'yoga'],
  ['one slot', ['1'], 2, 'is missing'],
  ['three slots', ['1', '2', '3'], 2, 'too many'],
  ['a list', ['1,2', '3'], 2, 'not a slot'],
])('%s changes nothing', async (_, words, status, message) => {
  await four('plan', 'Four');
  await four('did', 'Fixed the printer');
  await four('drop', '4');
  const before = home.stored();
  expectError(await four('swap', ...words), status, message);
  expect(home.stored()).toEqual(before);
});
