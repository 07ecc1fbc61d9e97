import { describe, expect, test } from '@jest/globals';
import { done, expectError, open, TODAY, useHome } from '../support/four.ts';
import { deepList } from '../support/markdown.ts';

const home = useHome();
const { four, json, launch } = home;

describe('four plan TEXT...', () => {
  test('fills the slots in order and shows the day', async () => {
    expect(await four('plan', 'Write the post', 'Swim')).toEqual({
      stdout: `
  Mon 23 Nov 2026

  1 ○ Write the post
  2 ○ Swim
  3 ·
  4 ·

  Two open; the day counts with four.

`,
      stderr: '',
      status: 0,
    });
    expect(await json('plan', 'Read', 'Run')).toEqual({
      day: TODAY,
      things: [open(1, 'Write the post'), open(2, 'Swim'), open(3, 'Read'), open(4, 'Run')],
      planned: 4,
      done: 0,
      counts: false,
      rest: false,
    });
  });

  test('fills the gaps that were left', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('drop', '2');
    await four('drop', '4');
    const { things } = await json('plan', 'E', 'F');
    expect(things.map(({ slot, text }) => [slot, text])).toEqual([
      [1, 'A'],
      [2, 'E'],
      [3, 'C'],
      [4, 'F'],
    ]);
  });

  test('is stored: a process later it is there', async () => {
    await launch('plan', 'A');
    expect((await json()).things).toEqual([open(1, 'A')]);
  });

  test('folds white space', async () => {
    expect((await json('plan', '  Write\n the\t\tpost ')).things).toEqual([open(1, 'Write the post')]);
  });

  test('a text may begin with a dash after --', async () => {
    expect((await json('plan', '--', '-5 kilos')).things).toEqual([open(1, '-5 kilos')]);
  });

  test('500 characters are a text, also of more than one code unit each', async () => {
    const texts = ['x'.repeat(500), '🌱'.repeat(500)];
    expect((await json('plan', ...texts)).things.map(({ text }) => text)).toEqual(texts);
  });

  test('-q prints nothing', async () => {
    expect(await four('plan', '-q', 'A')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect((await json()).planned).toBe(1);
  });
});

describe('too many things are an error, and nothing is stored', () => {
  test('five', async () => {
    const result = await launch('plan', 'A', 'B', 'C', 'D', 'E');
    expectError(result, 2, /^four: 5 things, .*four slots/);
    expect(home.stored()).toEqual([]);
  });

  test('three where one slot is empty', async () => {
    await four('plan', 'A', 'B', 'C');
    const before = home.stored();
    expectError(await four('plan', 'D', 'E', 'F'), 2, /^four: 3 things, /);
    expect(home.stored()).toEqual(before);
  });

  test('one where none is', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    const before = home.stored();
    expectError(await four('plan', 'E'), 2, /^four: 1 thing, .*taken/);
    expect(home.stored()).toEqual(before);
  });

  test('five lines', async () => {
    home.stdin = 'A\nB\nC\nD\nE\n';
    expectError(await four('plan', '-'), 2, 'four: 5 things');
    expect(home.stored()).toEqual([]);
  });
});

describe('a wrong text is an error, and nothing is stored, the right ones beside it neither', () => {
  test.each([
    ['an empty text', '', /empty/],
    ['white space', ' \t\n ', /empty/],
    ['what cannot be seen', '\u200b', /empty/],
    ['501 characters', 'x'.repeat(501), /has 501 characters; the limit is 500/],
    ['an escape sequence', 'red \u001b[31m', /control character/],
    ['a bell', 'ring\u0007', /control character/],
    ['NUL', 'a\u0000b', /control character/],
    ['DEL', 'a\u007fb', /control character/],
    ['C1', 'a\u009bb', /control character/],
    ['text turned round', 'a\u202eb', /control character/],
  ])('%s', async (_, text, message) => {
    expectError(await four('plan', 'Good', text), 2, message);
    expectError(await four('did', text), 2, message);
    expect(home.stored()).toEqual([]);
  });
});

describe('four plan -', () => {
  test('reads a line each from standard input', async () => {
    home.stdin = 'Write the post\r\n\n  Swim\n';
    const day = JSON.parse((await launch('plan', '--json', '-')).stdout);
    expect(day.things).toEqual([open(1, 'Write the post'), open(2, 'Swim')]);
  });

  test('the last line may have no end, and other words may stand beside it', async () => {
    home.stdin = 'Two\nThree';
    expect((await json('plan', 'One', '-')).things.map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  });

  test('of a page with a heading, its list is read', async () => {
    home.stdin = '# Mon 23 Nov 2026\n\nRain.\n\n* [ ] Run\n  - Five km\n* Swim\n';
    expect((await json('plan', '-')).things).toEqual([open(1, 'Run'), open(2, 'Swim')]);
  });

  test('a page that is too deep to read is a usage error', async () => {
    home.stdin = `# Deep\n\n${deepList()}`;
    expectError(await four('plan', '-'), 2, 'too deep');
    expect((await json()).things).toEqual([]);
  });

  test('nothing there is a usage error', async () => {
    home.stdin = '\n \n';
    expectError(await four('plan', '-'), 2, 'standard input');
    expect(home.stored()).toEqual([]);
  });

  test('a wrong line is one too', async () => {
    home.stdin = `A\n${'x'.repeat(501)}\n`;
    expectError(await four('plan', '-'), 2, '501');
    expect(home.stored()).toEqual([]);
  });
});

describe('four plan, without a terminal', () => {
  test('is a usage error that names what to give', async () => {
    expectError(await launch('plan'), 2, /TEXT.*\n.*four plan "/);
    expectError(await four('plan', '--json'), 2, 'TEXT');
    expect(home.stored()).toEqual([]);
  });

  test('is calm when all four slots are taken', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    const { stdout, stderr, status } = await four('plan');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('4 ○ D');
  });
});

describe('a carry', () => {
  const carried = async (...words: string[]) => (await json(...words)).things.map((thing) => thing.carried);

  test("is the last planned day's open thing, planned again in the same words", async () => {
    await four('plan', '-d', '-3', 'Write the post', 'Swim', 'Read');
    await four('done', '2', '-d', '-3');
    await four('plan', '-d', '-1', 'write  the POST', 'Read');
    expect(await carried('-d', '-1')).toEqual([1, 1]);
    expect(await carried('plan', 'Swim', 'Write the post', 'Run')).toEqual([0, 2, 0]);
  });

  test('leaves the past as it was', async () => {
    await four('plan', '-d', 'yesterday', 'A');
    const yesterday = await json('-d', 'yesterday');
    await four('plan', 'A');
    await four('done', '1');
    expect(await json('-d', 'yesterday')).toEqual(yesterday);
  });

  test('is none where the thing was done, or was left open more than a week ago', async () => {
    await four('plan', '-d', '-8', 'Old');
    await four('plan', '-d', '-2', 'A');
    await four('plan', '-d', '-1', 'B', 'C');
    await four('done', 'B', '-d', '-1');
    expect(await carried('plan', 'A', 'B', 'C', 'Old')).toEqual([1, 0, 1, 0]);
  });

  test('takes a thing up once', async () => {
    await four('plan', '-d', 'yesterday', 'A');
    expect(await carried('plan', 'A', 'A')).toEqual([1, 0]);
    expect(await carried('plan', 'A')).toEqual([1, 0, 0]);
  });

  test('shows in the day', async () => {
    await four('plan', '-d', '-3', 'A');
    await four('plan', '-d', '-2', 'A');
    expect((await four('-d', '-2')).stdout).toMatch(/1 ○ A +carried once\n/);
    await four('plan', '-d', '-1', 'A');
    expect((await four('-d', '-1')).stdout).toMatch(/1 ○ A +carried twice\n/);
    expect((await four('plan', 'A')).stdout).toMatch(/1 ○ A +carried 3 times\n/);
  });
});

describe('four plan --again', () => {
  test('fills the empty slots with what the last planned day had', async () => {
    await four('plan', '-d', '2026-11-20', 'Write the post', 'Swim', 'Call the buyer', 'Read');
    await four('done', '2', '4', '-d', '2026-11-20', '-m', 'Far');
    await four('did', '-d', '2026-11-20', 'Fixed the printer');
    await four('did', '-d', '2026-11-21', 'Nobody had planned it');
    await four('plan', 'swim');
    expect(await launch('plan', '--again')).toEqual({
      stdout: `
  Mon 23 Nov 2026                                                        ▣ ▣ · ·

  1 ○ swim
  2 ○ Write the post                                                carried once
  3 ○ Call the buyer                                                carried once
  4 ○ Read

  Four open.

`,
      stderr: '',
      status: 0,
    });
    expect((await json()).things).toEqual([
      open(1, 'swim'),
      open(2, 'Write the post', 1),
      open(3, 'Call the buyer', 1),
      open(4, 'Read'),
    ]);
  });

  test('leaves out what nobody had planned, in a slot or not', async () => {
    await four('plan', '-d', 'yesterday', 'A');
    for (const text of ['B', 'C', 'D', 'E']) await four('did', '-d', 'yesterday', text);
    expect((await json('plan', '--again')).things).toEqual([open(1, 'A', 1)]);
  });

  test('takes anew what another day has taken up meanwhile', async () => {
    await four('plan', '-d', 'yesterday', 'A', 'B');
    await four('plan', '-d', 'tomorrow', 'Z');
    await four('plan', 'A');
    await four('move', '1', 'tomorrow');
    expect((await json('plan', '--again')).things).toEqual([open(1, 'A'), open(2, 'B', 1)]);
  });

  test('of another day, and one that was carried before', async () => {
    await four('plan', '-d', '-5', 'A', 'B');
    await four('plan', '--again', '-d', '-2');
    expect((await json('plan', '--again', '-d', 'tomorrow')).things).toEqual([open(1, 'A', 2), open(2, 'B', 2)]);
    expect((await json()).planned).toBe(0);
  });

  test('is one change', async () => {
    await four('plan', '-d', 'yesterday', 'A', 'B');
    const before = await json();
    await four('plan', '--again');
    await four('undo');
    expect(await json()).toEqual(before);
  });

  test('is calm where there is nothing to fill', async () => {
    await four('plan', '-d', 'yesterday', 'A', 'B');
    await four('plan', '--again');
    await four('edit', '1', 'Reworded');
    const before = home.stored();
    const again = await four('plan', '--again');
    expect(again).toMatchObject({ stderr: '', status: 0 });
    expect(again.stdout).toContain('Everything from yesterday is planned already.');
    expect(home.stored()).toEqual(before);
    await four('plan', 'C', 'D');
    expect((await four('plan', '--again')).stdout).toContain('All four slots are taken.');
    expect(await four('plan', '--again', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('cannot be done before any planned day: 1', async () => {
    expectError(await four('plan', '--again'), 1, 'there is no planned day before today');
    expect(home.stored()).toEqual([]);
    await four('did', '-d', 'yesterday', 'A');
    await four('plan', '-d', 'tomorrow', 'B');
    expectError(await four('plan', '--again'), 1, 'there is no planned day before today');
  });

  test('takes no TEXT: 2', async () => {
    await four('plan', '-d', 'yesterday', 'A');
    const before = home.stored();
    expectError(await four('plan', '--again', 'B'), 2, '--again takes no TEXT');
    expectError(await four('plan', '--again', '-'), 2, '--again takes no TEXT');
    expect(home.stored()).toEqual(before);
  });
});

test('planning ahead and afterwards', async () => {
  await four('plan', '-d', 'tomorrow', 'Pack');
  home.at('2026-11-24T07:00');
  expect((await json()).things).toEqual([open(1, 'Pack')]);
  await four('plan', '-d', 'yesterday', 'Slept late');
  await four('done', '1', '-d', 'yesterday');
  expect((await json('-d', '2026-11-23')).things).toEqual([done(1, 'Slept late', '2026-11-24T07:00')]);
});

describe('too many things: the ways out work when they are typed', () => {
  test('on an empty day', async () => {
    expectError(
      await four('plan', 'A', 'B', 'C', 'D', 'E'),
      2,
      'four: 5 things, but a day has four slots\nNothing was stored. Name four, and plan the others: four plan -d 2026-11-24\n',
    );
  });

  test('on a day with some', async () => {
    await four('plan', 'A', 'B', 'C');
    expectError(
      await four('plan', 'D', 'E'),
      2,
      'Nothing was stored. To make room: four drop 3, or four move 3 2026-11-24\n',
    );
    expect((await four('move', '3', '2026-11-24')).status).toBe(0);
    expect((await four('plan', 'D', 'E')).status).toBe(0);
  });

  test('on another day', async () => {
    await four('plan', 'A', 'B', 'C', 'D', '-d', 'tomorrow');
    const { stderr } = await four('plan', 'E', '-d', 'tomorrow');
    expect(stderr).toContain('To make room: four drop 4 -d 2026-11-24, or four move 4 2026-11-25 -d 2026-11-24');
    expect((await four('move', '4', '2026-11-25', '-d', '2026-11-24')).status).toBe(0);
  });
});
