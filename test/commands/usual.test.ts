import { describe, expect, test } from '@jest/globals';
import { expectError, TODAY, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, sql } = home;

interface UsualJson {
  readonly text: string;
  readonly days: readonly string[];
  readonly today: boolean;
}

const usual = (...words: string[]) => json<UsualJson[]>('usual', ...words);
const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

describe('four usual', () => {
  test('adds a text, on every day unless told otherwise, and says when it is offered', async () => {
    expect((await four('usual', 'Stretch')).stdout).toBe(
      '\n  Stretch: offered every day.\n\n' +
        '  1 Stretch                                                            every day\n\n' +
        '  Offered in the morning, never filled in. To drop one: four usual --drop 1\n\n',
    );
    // Today is a Monday.
    expect(await usual('Plan', 'the', 'week', '--on', 'mon')).toEqual([
      { text: 'Plan the week', days: ['mon'], today: true },
      { text: 'Stretch', days: EVERY_DAY, today: true },
    ]);
    expect(await usual('Pay the rent', '--on', '1,last')).toContainEqual({
      text: 'Pay the rent',
      days: ['1', 'last'],
      today: false,
    });
    // It leaves no trace in the days.
    expect(await json('-d', TODAY)).toMatchObject({ things: [], planned: 0 });
  });

  test('gives a text that is usual already its new days', async () => {
    await four('usual', 'Stretch');
    expect((await four('usual', 'stretch', '--on', 'weekend')).stdout).toContain(
      'stretch: offered on weekends; before, it was every day.',
    );
    expect(await usual()).toEqual([{ text: 'stretch', days: ['sat', 'sun'], today: false }]);
    const { stdout } = await four('usual', 'stretch', '--on', 'sat,sun');
    expect(stdout).toContain('stretch: offered on weekends.');
  });

  test('lists with numbers, and drops by them', async () => {
    await four('usual', 'Stretch');
    await four('usual', 'Call home', '--on', 'sun');
    expect((await four('usual')).stdout).toMatch(/^\n {2}1 Call home +Sundays\n {2}2 Stretch +every day\n\n/);
    const { stdout } = await four('usual', '--drop', '1');
    expect(stdout).toMatch(/^\n {2}No longer usual: Call home\n\n {2}1 Stretch +every day\n/);
    expect(await usual('--drop', '1')).toEqual([]);
    expect((await four('usual')).stdout).toBe(
      '\n  Nothing is usual yet. To be offered a text each Monday: four usual "Plan the\n  week" --on mon\n\n',
    );
  });

  test('is undone and redone, and undo says what is different', async () => {
    await four('usual', 'Stretch');
    await four('usual', 'Stretch', '--on', 'sat');
    expect((await four('undo')).stdout).toMatch(/^\n {2}Undone:\n[^\n]*\n {4}on its days again: Stretch\n/);
    expect((await usual())[0]?.days).toEqual(EVERY_DAY);
    await four('undo', '--redo');
    expect((await usual())[0]?.days).toEqual(['sat']);
    await four('usual', '--drop', '1');
    expect((await four('undo')).stdout).toContain('back: Stretch\n');
    expect(await usual()).toHaveLength(1);
    await four('undo', '-n', '2');
    expect(await usual()).toEqual([]);
    // The same again changes nothing, and there is nothing to undo.
    await four('usual', 'Read');
    const before = home.stored();
    await four('usual', 'Read');
    expect(home.stored()).toEqual(before);
  });

  test('fits a narrow terminal', async () => {
    home.terminal = 40;
    await four('usual', 'Pay the rent of the house by the sea', '--on', '1,last');
    const { stdout } = await four('usual', '--no-color');
    for (const line of stdout.split('\n')) expect(line).toMatch(/^.{0,40}$/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the 1st and the last day of the month');
  });

  test('makes what another program has stored harmless, and still lists it', async () => {
    await four('usual', 'Stretch');
    sql('UPDATE usual SET text = ?, days = ?', 'Stretch\u001b[2J', 'soon');
    expect((await four('usual')).stdout).toMatch(/1 Stretch.\[2J +no day\n/);
    expect(await usual()).toMatchObject([{ days: [], today: false }]);
  });
});

describe('wrong words are refused, and nothing is stored:', () => {
  test.each<[string, string[], RegExp]>([
    [
      'days that are none',
      ['Run', '--on', 'last friday'],
      /--on cannot be "last friday"\nIt takes weekdays, like mon,thu/,
    ],
    ['a day of the month that is none', ['Run', '--on', '32'], /--on cannot be "32"/],
    ['days without a text', ['--on', 'mon'], /TEXT is missing[^\n]*\nLike this: four usual "Plan the week" --on mon\n/],
    ['--drop with a text', ['Run', '--drop', '1'], /--drop takes neither/],
    ['--drop of no number', ['--drop', 'first'], /--drop must be a number/],
    [
      'a text that is a day',
      ['monday'],
      /"monday" is a day, not a text\nDid you mean: four usual --on monday 'Plan the week' \(as a text: four usual -- monday\)\n/,
    ],
    ['an empty text', [' '], /the text is empty/],
  ])('%s', async (_, words, message) => {
    expectError(await four('usual', ...words), 2, message);
    expect(home.stored()).toEqual([]);
  });

  test('a number that is not in the list', async () => {
    await four('usual', 'Stretch');
    expectError(await four('usual', '--drop', '2'), 1, /there is no usual text 2\nTo list them: four usual\n/);
    expect(await usual()).toHaveLength(1);
  });

  test('after --, a day is a text', async () => {
    expect(await usual('--', 'monday')).toMatchObject([{ text: 'monday', days: EVERY_DAY }]);
  });
});

test('words of other tools lead here', async () => {
  expectError(await four('recurring', 'Stretch'), 2, /Did you mean: four usual Stretch\n/);
});
