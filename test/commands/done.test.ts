import { beforeEach, describe, expect, test } from '@jest/globals';
import { done, expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

const EVENING = '2026-11-23T18:02:11';

beforeEach(async () => {
  await four('plan', 'Write the post', 'Swim', 'Call the buyer');
  home.at(EVENING);
});

describe('four done', () => {
  test('checks a thing off and shows the day', async () => {
    expect(await four('done', '2')).toEqual({
      stdout: `
  Mon 23 Nov 2026

  1 ○ Write the post
  2 ✔ Swim
  3 ○ Call the buyer
  4 ·

  1 done, 2 open. Three more and the day counts.

`,
      stderr: '',
      status: 0,
    });
    expect((await json()).things).toEqual([
      open(1, 'Write the post'),
      done(2, 'Swim', EVENING),
      open(3, 'Call the buyer'),
    ]);
  });

  test('-m says what was done', async () => {
    const { stdout } = await launch('done', '1', '-m', ' Published  it ', '--json');
    expect(JSON.parse(stdout).things[0]).toEqual(done(1, 'Write the post', EVENING, 'Published it'));
    expect((await four()).stdout).toContain('1 ✔ Write the post\n      Published it\n');
  });

  test.each([
    [
      ['1', '3'],
      [1, 3],
    ],
    [
      ['3', '1', '3'],
      [1, 3],
    ],
    [['all'], [1, 2, 3]],
    [['ALL'], [1, 2, 3]],
    [['the post'], [1]],
    [
      ['BUYER', '2'],
      [2, 3],
    ],
  ])('%j checks off %j', async (words, slots) => {
    const { things } = await json('done', ...words);
    expect(things.filter((thing) => thing.done).map(({ slot }) => slot)).toEqual(slots);
  });

  test('a piece of text is found whatever its case and accents', async () => {
    await four('plan', 'Étude für Jürgen');
    expect((await json('done', 'etude fur jur')).things[3]?.done).toBe(true);
  });

  test('a text that fits as a whole goes before one that fits in part', async () => {
    await four('plan', 'Swim again');
    expect((await json('done', 'swim')).things.map((thing) => thing.done)).toEqual([false, true, false, false]);
  });

  test('twice is calm, and keeps when it was done and what was said', async () => {
    await four('done', '1', '-m', 'Published it');
    const before = home.stored();
    home.at('2026-11-23T22:00');
    const { stderr, status } = await four('done', '1');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(home.stored()).toEqual(before);
    expect((await json()).things[0]).toEqual(done(1, 'Write the post', EVENING, 'Published it'));
  });

  test('again with -m only gives it new words', async () => {
    await four('done', '1', '-m', 'Published it');
    home.at('2026-11-23T22:00');
    expect((await json('done', '1', '-m', 'Two people wrote back')).things[0]).toEqual(
      done(1, 'Write the post', EVENING, 'Two people wrote back'),
    );
  });

  test('on another day, with the time it really was', async () => {
    home.at('2026-11-24T07:30');
    expect((await json('done', '1', '-d', 'yesterday')).things[0]).toEqual(
      done(1, 'Write the post', '2026-11-24T07:30'),
    );
  });

  test('-q prints nothing; with --json the document', async () => {
    expect(await four('done', '1', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect((await json('done', '2', '-q')).done).toBe(2);
  });
});

describe('what cannot be checked off', () => {
  let before: unknown[];
  beforeEach(() => {
    before = home.stored();
  });

  const changesNothing = async (status: number, message: string | RegExp, ...words: string[]) => {
    expectError(await four('done', ...words), status, message);
    expect(home.stored()).toEqual(before);
  };

  test('nothing in the slot: 1', () => changesNothing(1, 'four: there is nothing in slot 4 today\n', '4'));

  test('nothing in one of several slots: none of them', () => changesNothing(1, 'slot 4', '1', '2', '4'));

  test('an empty day: 1', async () => {
    await changesNothing(1, 'slot 1', '1', '-d', 'yesterday');
    await changesNothing(1, 'nothing is planned yesterday', 'all', '-d', 'yesterday');
  });

  test.each(['0', '5', '7', '12', '-1', '01'])('slot %s: 2', async (slot) => {
    await changesNothing(2, slot, slot);
    await changesNothing(2, slot, '1', slot);
  });

  test('a text nothing has: 1', () => changesNothing(1, 'four: nothing today contains "yoga"\n', 'yoga'));

  test('a piece that fits two: 2, and both are named', () => changesNothing(2, /1 and 3\n/, 'the'));

  test('an empty piece: 2', () => changesNothing(2, 'four: ', ' '));

  test.each([
    ['empty', ' '],
    ['501 characters', 'x'.repeat(501)],
    ['a control character', 'a\u001bb'],
  ])('words on what was done that are wrong (%s): 2', (_, words) =>
    changesNothing(2, 'what was done', '1', '-m', words),
  );

  test('no slot, and nobody to ask: 2, naming it', async () => {
    await changesNothing(2, /SLOT.*\n.*four done 1 3/);
    expectError(await launch('done'), 2, 'SLOT');
    expectError(await launch('check'), 2, 'SLOT');
    expectError(await four('check', '--json'), 2, 'SLOT');
  });

  test('words on what was done, but no slot: 2, also where the evening could be asked about', async () => {
    await changesNothing(2, /./, '-m', 'Published it');
    home.terminal = 80;
    const { stdout, status } = await four('done', '-m', 'Published it');
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});

describe('several slots in one word', () => {
  test.each([['1,3'], ['1-3'], ['1,', '3'], ['1-2', '4']])('four done %s %s', async (...words) => {
    await four('plan', 'Cook');
    const { things } = await json('done', ...words.filter((word) => word !== undefined));
    const expected = { '1,3': [1, 3], '1-3': [1, 2, 3], '1, 3': [1, 3], '1-2 4': [1, 2, 4] }[words.join(' ')];
    expect(things.filter((thing) => thing.done).map((thing) => thing.slot)).toEqual(expected);
  });
});
