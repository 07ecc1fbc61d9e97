import { describe, expect, test } from '@jest/globals';
import { daysAgo, parseJson, type StreakJson, TODAY, useHome } from '../support/four.ts';

const home = useHome();
const { four, json } = home;

const DONE: { readonly [what: string]: readonly string[] } = { 4: ['all'], s: ['1', '2', '3'] };

/**
 * Lives through days: `4` four planned and done, `s` three of four and one that nobody had planned, `2` two of four, `R` rest,
 * `r` rest with one thing done, a dot nothing. The last one is today.
 */
async function live(history: string): Promise<void> {
  const days = history.split(' ');
  for (const [index, what] of days.entries()) {
    const date = ['-q', '-d', daysAgo(days.length - 1 - index)];
    if (/[rR]/.test(what)) await four('rest', ...date);
    if (what === 'r') await four('did', 'E', ...date);
    if (/[42s]/.test(what)) {
      await four('plan', 'A', 'B', 'C', 'D', ...date);
      await four('done', ...(DONE[what] ?? ['1', '2']), ...date);
    }
    if (what === 's') await four('did', 'E', ...date);
  }
}

type WhyJson = StreakJson & {
  readonly why: {
    readonly [name in 'current' | 'longest']: { day: string; reason: string; done: number; planned: number }[];
  };
};

describe('four streak --why', () => {
  test('--json adds the days that decided the current and the longest streak to what streak says', async () => {
    await live('4 4 R s 4 2 . R 4 r s .');
    const { why, ...streak } = await json<WhyJson>('streak', '--why');
    expect(streak).toEqual(await json('streak'));
    expect(streak).toMatchObject({ current: { days: 2 }, longest: { days: 4 } });
    expect(why).toEqual({
      current: [
        { day: '2026-11-18', reason: 'broke', done: 0, planned: 0 },
        { day: '2026-11-19', reason: 'rest', done: 0, planned: 0 },
        { day: '2026-11-21', reason: 'rest', done: 1, planned: 1 },
        { day: '2026-11-22', reason: 'saved', done: 4, planned: 4 },
      ],
      longest: [
        { day: '2026-11-14', reason: 'rest', done: 0, planned: 0 },
        { day: '2026-11-15', reason: 'saved', done: 4, planned: 4 },
        { day: '2026-11-17', reason: 'broke', done: 2, planned: 4 },
      ],
    });
  });

  test('without it streak says nothing of them', async () => {
    await live('4 4 . 4');
    expect(Object.keys(await json('streak'))).toEqual([
      'today',
      'minimum',
      'current',
      'longest',
      'days',
      'comebacks',
      'gap',
    ]);
    expect((await four('streak')).stdout).not.toContain('ended here');
  });

  test('of an empty store', async () => {
    expect(await json<WhyJson>('streak', '--why')).toMatchObject({ why: { current: [], longest: [] } });
    expect((await four('streak', '--why')).stdout).toBe((await four('streak')).stdout);
  });

  test('for people: below the figures, a line for each', async () => {
    await live('4 4 R s 4 2 . R 4 r s .');
    const { stdout } = await four('streak', '--why');
    const figures = (await four('streak')).stdout;
    expect(stdout.startsWith(figures.trimEnd())).toBe(true);
    expect(stdout.slice(figures.trimEnd().length)).toBe(`

  current streak, 20 to 22 Nov 2026
  Wed 18 Nov 2026  the one before ended here (0 of 4)
  Thu 19 Nov 2026  rest day
  Sat 21 Nov 2026  rest day
  Sun 22 Nov 2026  saved by unplanned things (4 of 4)

  longest streak, 12 to 16 Nov 2026
  Sat 14 Nov 2026  rest day
  Sun 15 Nov 2026  saved by unplanned things (4 of 4)
  Tue 17 Nov 2026  ended here (2 of 4)

`);
  });

  test('where none is current it tells of the last one', async () => {
    await live('4 4 4 . 4 2 .');
    const { stdout } = await four('streak', '--why');
    expect(stdout).toContain(
      '\n  last streak, 21 Nov 2026\n  Fri 20 Nov 2026  the one before ended here (0 of 4)\n  Sun 22 Nov 2026  ended here (2 of 4)\n',
    );
    expect(stdout).toContain('\n  longest streak, 17 to 19 Nov 2026\n  Fri 20 Nov 2026  ended here (0 of 4)\n');
  });

  test('where nothing had to decide, it says so', async () => {
    await live('4 4 4');
    expect((await four('streak', '--why')).stdout).toMatch(
      /\n {2}current streak, 21 to 23 Nov 2026\n {2}no miss ended it, no rest day bridged it\n/,
    );
  });

  test('in 40 columns, in ASCII', async () => {
    await live('4 4 R s 4 2 . R 4 r s .');
    home.env.COLUMNS = '40';
    const { stdout } = await four('streak', '--why', '--ascii');
    expect(stdout).toMatch(/^\p{ASCII}*$/u);
    expect(stdout.split('\n').filter((line) => line.length > 40)).toEqual([]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Sun 22 Nov 2026 saved by unplanned things (4 of 4)');
  });
});

describe('the morning after', () => {
  /** What `four` says below the day. */
  async function sentence(...words: string[]): Promise<string> {
    const { stdout } = await four(...words);
    return (
      stdout
        .split(/(?:four plan|open)\.?\n/)[1]
        ?.replaceAll(/\s+/g, ' ')
        .trim() ?? ''
    );
  }

  test.each([
    ['4 .', '', 'the day is still open'],
    ['4 . .', 'You have had 1 day that counted before.', 'there was no comeback yet'],
    ['4 4 4 . .', 'You have done 3 days in a row before.', 'there was no comeback yet, but a streak'],
    ['4 . 4 . .', 'You were back in 1 day the last time.', 'one comeback'],
    ['4 . . 4 . . .', 'You were back in 2 days the last time.', 'one comeback, and a longer gap'],
    ['4 . 4 . 4 . .', 'You were back in 1 day the last 2 times.', 'two alike'],
    ['4 . 4 . . 4 . .', 'The last 2 times you were back in 1 and 2 days.', 'two'],
    ['4 . . . 4 . 4 . . 4 . 4 . .', 'The last 3 times you were back in 1, 2 and 1 days.', 'the last three of four'],
    ['4 . 4 2 .', 'You were back in 1 day the last time.', 'a day that was too little is a miss too'],
    ['4 . 4 . R .', 'You were back in 1 day the last time.', 'a rest day does not end the gap'],
    ['4 . 4 R .', '', 'a rest day is no miss'],
    ['4 . 4 .', '', 'the gap has ended'],
    ['R . .', '', 'nothing has counted yet'],
  ])('%s: %j, where %s', async (history, expected) => {
    await live(history);
    expect(await sentence()).toBe(expected);
  });

  test('with the lesson of what was lost since the last good day, the latest', async () => {
    await live('4 . 4 . .');
    const day = (ago: number) => ['-q', '-d', daysAgo(ago)];
    await four('lost', 'Long ago', '-m', 'An old lesson', ...day(3));
    const fact = 'You were back in 1 day the last time';
    expect(await sentence()).toBe(`${fact}.`);
    await four('lost', 'On the last good day', '--let-go', '-m', 'Sleep first', ...day(2));
    expect(await sentence()).toBe(`${fact}, and on Sat 21 Nov you noted: Sleep first`);
    await four('lost', 'The Acme sale', '-m', 'Send the dates sooner', ...day(1));
    expect(await sentence()).toBe(`${fact}, and on Sun 22 Nov you noted: Send the dates sooner`);
    await four('lost', 'Without a lesson', ...day(1));
    await four('lost', 'Tomorrow', '-m', 'Not yet', '-q', '-d', 'tomorrow');
    expect(await sentence()).toBe(`${fact}, and on Sun 22 Nov you noted: Send the dates sooner`);
  });

  test('only until the day has begun, not on a rest day, and not about another day', async () => {
    await live('4 . 4 . .');
    expect(await sentence('-d', 'yesterday')).toBe('');
    expect(await sentence('-d', 'tomorrow')).toBe('');
    await four('rest', '-q');
    expect((await four()).stdout).not.toContain('You were back');
    await four('rest', '--cancel', '-q');
    expect((await four('plan', 'A')).stdout).toContain('You were back in 1 day the last time.');
    for (const words of [[], ['plan', 'B'], ['done', '1'], ['undone', '1']])
      expect((await four(...words)).stdout).not.toContain('You were back');
    await four('undo', '-n', '4', '-q');
    expect(await sentence()).toBe('You were back in 1 day the last time.');
    expect((await four('did', 'B')).stdout).not.toContain('You were back');
  });

  test('is for people only', async () => {
    await live('4 . 4 . .');
    expect(parseJson(await four('--json'))).toEqual({
      day: TODAY,
      things: [],
      planned: 0,
      done: 0,
      counts: false,
      rest: false,
    });
  });

  test('what another program has put into the lesson is harmless', async () => {
    await live('4 . .');
    await four('lost', 'A', '-m', 'B', '-d', 'yesterday', '-q');
    home.sql('UPDATE setback SET lesson = ?', 'red\u001b[31m\r\nalert');
    expect(await sentence()).toContain('you noted: red\ufffd[31m alert');
  });
});
