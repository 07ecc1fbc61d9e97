import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { done, expectError, NOW, open, TODAY, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

describe('four', () => {
  test('with nothing planned and no terminal: says so, and leaves no file behind', async () => {
    const nothing = {
      stdout: '\n  Mon 23 Nov 2026\n\n  Nothing is planned yet. To name four things: four plan\n\n',
      stderr: '',
      status: 0,
    };
    expect(await four()).toEqual(nothing);
    expect(await four('today')).toEqual(nothing);
    expect(await json()).toEqual({ day: TODAY, things: [], planned: 0, done: 0, counts: false, rest: false });
    expect(fs.existsSync(home.storeFile())).toBe(false);
  });

  test("today's four, with what was done, what was carried, extras and the streak", async () => {
    home.at('2026-11-22T09:00');
    await four('plan', 'Write the post', 'Swim', 'Read', 'Call the Acme buyer');
    await four('done', '1', '2', '3');
    await four('did', 'Sharpened the knives');
    home.at('2026-11-23T08:00');
    await four(
      'plan',
      'Write the post about the lost sale',
      'Read how someone came back',
      'Call the Acme buyer',
      'Run',
    );
    home.at('2026-11-23T18:00');
    await four('done', '1', '-m', 'Published it; two people wrote back');
    await four('did', 'Fixed the printer');

    expect(await four()).toEqual({
      stdout: `
  Mon 23 Nov 2026                                           ■ ▣     1-day streak

  1 ✔ Write the post about the lost sale
      Published it; two people wrote back
  2 ○ Read how someone came back
  3 ○ Call the Acme buyer                                           carried once
  4 ○ Run
  + ✔ Fixed the printer

  2 done, 3 open. Two more and the day counts.

`,
      stderr: '',
      status: 0,
    });
    expect(await json()).toEqual({
      day: '2026-11-23',
      things: [
        done(1, 'Write the post about the lost sale', '2026-11-23T18:00', 'Published it; two people wrote back'),
        open(2, 'Read how someone came back'),
        open(3, 'Call the Acme buyer', 1),
        open(4, 'Run'),
        done(null, 'Fixed the printer', '2026-11-23T18:00'),
      ],
      planned: 4,
      done: 2,
      counts: false,
      rest: false,
    });
  });

  test('the JSON of a day has the keys of the contract, in its order', async () => {
    await four('plan', 'A');
    const { stdout } = await launch('--json');
    const day = JSON.parse(stdout);
    expect(Object.keys(day)).toEqual(['day', 'things', 'planned', 'done', 'counts', 'rest']);
    expect(Object.keys(day.things[0])).toEqual(['slot', 'text', 'done', 'doneAt', 'did', 'carried']);
  });

  test('the installed command prints the same', async () => {
    await launch('plan', 'A', 'B');
    expect(await launch()).toEqual(await four());
    expect(await launch('--json')).toEqual(await four('--json'));
  });

  test('a day that counts, and one planned ahead that does not yet', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    expect(await json('done', 'all')).toMatchObject({ planned: 4, done: 4, counts: true });
    expect((await four()).stdout).toContain('The day counts.');
    home.at('2026-11-24T08:00');
    await four('plan', 'A', 'B', 'C', 'D');
    await four('done', 'all');
    home.at(NOW);
    expect(await json('-d', 'tomorrow')).toMatchObject({ day: '2026-11-24', done: 4, counts: false });
  });

  test('extras count with the slots', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('done', '1', '2', '3');
    expect(await json('did', 'E')).toMatchObject({ planned: 4, done: 4, counts: true });
  });

  test('a rest day says so', async () => {
    await four('rest', '-m', 'on a train');
    expect((await four()).stdout).toBe('\n  Mon 23 Nov 2026  rest day: on a train\n\n  A rest day.\n\n');
    expect(await json()).toMatchObject({ things: [], rest: true });
  });

  test('another day has no streak beside it', async () => {
    for (const day of ['yesterday', 'today']) {
      await four('plan', '-d', day, 'A', 'B', 'C', 'D');
      await four('done', 'all', '-d', day);
    }
    expect((await four()).stdout).toContain('2-day streak');
    expect((await four('-d', 'yesterday')).stdout).not.toContain('streak');
  });
});

describe('what is still missing', () => {
  const ending = async (...words: string[]) =>
    (await four(...words)).stdout.split(/\n\n/).at(-2)?.replace(/\s+/g, ' ').trim();

  test.each([
    [4, ['A', 'B'], [], 'Two open; the day counts with four.'],
    [4, ['A', 'B'], ['1'], '1 done, 1 open. Three more and the day counts.'],
    [4, ['A', 'B'], ['1', '2'], '2 done. Two more and the day counts.'],
    [3, ['A', 'B'], ['1', '2'], '2 done. One more and the day counts.'],
    [3, ['A', 'B', 'C', 'D'], [], 'Four open.'],
    [3, ['A', 'B', 'C', 'D'], ['1', '2'], '2 done, 2 open. One more and the day counts.'],
    [4, ['A', 'B', 'C', 'D'], ['1', '2'], '2 done, 2 open.'],
    [2, ['A', 'B', 'C'], ['1', '2'], '2 done, 1 open. The day counts.'],
    [1, ['A'], ['1'], '1 done. The day counts.'],
  ])('of %d, with %j planned and %j done: %s', async (minimum, texts, slots, sentence) => {
    await four('config', 'minimum', String(minimum));
    await four('plan', ...texts);
    if (slots.length > 0) await four('done', ...slots);
    expect(await ending()).toBe(sentence);
  });

  test('a day that has passed and a rest day are left alone', async () => {
    await four('plan', 'A', 'B', '-d', 'yesterday');
    await four('done', '1', '-d', 'yesterday');
    expect(await ending('-d', 'yesterday')).toBe('1 done, 1 open.');
    await four('plan', 'A');
    await four('done', '1');
    await four('rest');
    expect(await ending()).toBe('1 done.');
  });

  test('an empty day names the command for that very day', async () => {
    expect(await ending('-d', 'yesterday')).toBe(
      'Nothing was planned. To write down what you did: four did "Fixed the printer" -d yesterday',
    );
    expect(await ending('-d', 'tomorrow')).toBe('Nothing is planned yet. To name four things: four plan -d tomorrow');
  });
});

describe('--date', () => {
  // Seen from Monday, 23 November 2026.
  test.each([
    ['2026-11-20', '2026-11-20'],
    ['2024-02-29', '2024-02-29'],
    ['today', '2026-11-23'],
    ['yesterday', '2026-11-22'],
    ['tomorrow', '2026-11-24'],
    ['Tomorrow', '2026-11-24'],
    ['-3', '2026-11-20'],
    ['+1', '2026-11-24'],
    ['-30', '2026-10-24'],
    ['sunday', '2026-11-22'],
    ['tuesday', '2026-11-17'],
    ['monday', '2026-11-16'],
    ['last friday', '2026-11-20'],
    ['20 nov', '2026-11-20'],
    ['nov 20', '2026-11-20'],
    ['3 days ago', '2026-11-20'],
  ])('%s is %s', async (words, day) => {
    expect((await json('-d', words)).day).toBe(day);
  });

  test('stands before and after the other words, short and long', async () => {
    const ways = [
      ['plan', '--date', 'yesterday', 'A'],
      ['plan', 'B', '-d', '2026-11-22'],
      ['plan', 'C', '--date=-1'],
      ['plan', '-dyesterday', 'D'],
    ];
    for (const words of ways) expect((await json(...words)).day).toBe('2026-11-22');
    expect((await json('today', '-d', '-1')).things.map(({ text }) => text)).toEqual(['A', 'B', 'C', 'D']);
  });

  test('the installed command reads plain English, in any time zone', async () => {
    for (const TZ of ['Pacific/Kiritimati', 'America/New_York', 'UTC']) {
      home.env.TZ = TZ;
      expect(JSON.parse((await launch('--json', '-d', 'last friday')).stdout).day).toBe('2026-11-20');
    }
  });

  test.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-11-2',
    '20261120',
    '0000-01-01',
    'someday',
    'monday to friday',
    'tomorrow or so',
    '+',
    '',
  ])('%j is no day', async (words) => {
    expectError(await four('-d', words), 2, `four: there is no day ${JSON.stringify(words)}\n`);
    expectError(await four('plan', 'A', '-d', words), 2, 'there is no day');
    expect(home.stored()).toEqual([]);
  });

  test('a missing one is a usage error', async () => {
    expectError(await four('today', '--date'), 2, '--date');
  });
});

describe('an unknown command', () => {
  test.each([
    ['plna', 'plan'],
    ['strek', 'streak'],
    ['wek', 'week'],
    ['Done', 'done'],
  ])('%s suggests %s', async (word, meant) => {
    const result = await four(word, 'A');
    expectError(result, 2, `four: there is no command "${word}"\nDid you mean four ${meant}?\n`);
    expect(home.stored()).toEqual([]);
  });

  test('that is like no other one points to the help', async () => {
    expectError(
      await launch('xylophone'),
      2,
      'four: there is no command "xylophone"\nFor a list of commands: four --help\n',
    );
  });
});
