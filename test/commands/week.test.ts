import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { expectError, type ThingJson, useHome, type WeekJson } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

let lived: Buffer | undefined;

beforeEach(async () => {
  if (lived === undefined) {
    await live();
    lived = fs.readFileSync(home.storeFile());
  } else {
    fs.mkdirSync(path.dirname(home.storeFile()), { recursive: true });
    fs.writeFileSync(home.storeFile(), lived);
  }
  home.at('2026-11-19T20:00');
});

/** Two weeks of somebody's life, up to Thursday, 19 November 2026. */
async function live() {
  for (const day of ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14'])
    for (const text of ['Swim', 'Read', 'Cook']) await four('did', text, '-d', day);
  for (const day of ['2026-11-11', '2026-11-14']) await four('did', 'Walk', '-d', day);
  await four('rest', '2026-11-10');
  await four('rest', '2026-11-15');
  await four('plan', 'Write the post', 'Swim', 'Read', '-d', '2026-11-15');

  await four('plan', 'Write the post', 'Swim', 'Read', 'Call the Acme buyer', '-d', '2026-11-16');
  await four('done', '2', '3', '-d', '2026-11-16');
  await four('plan', 'Write the post', 'Run', '-d', '2026-11-17');
  await four('done', '2', '-d', '2026-11-17', '-m', 'Five kilometres');
  await four('rest', '2026-11-18');
  await four('plan', 'A', 'B', 'C', 'D', '-d', '2026-11-19');
  await four('done', 'all', '-d', '2026-11-19');
  await four('did', 'Fixed the printer', '-d', '2026-11-19');
  await four('plan', 'E', '-d', '2026-11-21');
  await four('rest', '2026-11-22');
}

describe('four week --json', () => {
  test('is the whole document, in the order of the contract', async () => {
    const week = await json<WeekJson>('week');
    expect(Object.keys(week)).toEqual([
      'from',
      'to',
      'days',
      'done',
      'planned',
      'counted',
      'rest',
      'previous',
      'streak',
      'setbacks',
      'mostCarried',
      'labels',
    ]);
    expect(Object.keys(week.previous)).toEqual(['from', 'to', 'done', 'planned', 'counted', 'rest']);
    const { days, streak, ...rest } = week;
    expect(rest).toEqual({
      from: '2026-11-16',
      to: '2026-11-22',
      done: 8,
      planned: 11,
      counted: 1,
      rest: 2,
      // Monday to Thursday, as in this one.
      previous: { from: '2026-11-09', to: '2026-11-12', done: 10, planned: 10, counted: 1, rest: 1 },
      setbacks: [],
      mostCarried: { text: 'Write the post', carried: 2 },
      labels: null,
    });
    expect(streak).toEqual({
      today: '2026-11-19',
      minimum: 4,
      current: { days: 1, from: '2026-11-19', to: '2026-11-19' },
      longest: { days: 1, from: '2026-11-11', to: '2026-11-11' },
      days: { counted: 3, active: 8, rest: 3, missed: 4 },
      comebacks: { count: 2, averageDays: 2, longestDays: 2, last: { day: '2026-11-19', days: 2 } },
      gap: 0,
    });
    expect(days.map(({ day, planned, done, counts, rest }) => [day, planned, done, counts, rest])).toEqual([
      ['2026-11-16', 4, 2, false, false],
      ['2026-11-17', 2, 1, false, false],
      ['2026-11-18', 0, 0, false, true],
      ['2026-11-19', 4, 5, true, false],
      ['2026-11-20', 0, 0, false, false],
      ['2026-11-21', 1, 0, false, false],
      ['2026-11-22', 0, 0, false, true],
    ]);
    const words = ({ slot, text, done, did, carried }: ThingJson) => [slot, text, done, did, carried];
    expect(days[1]?.things.map(words)).toEqual([
      [1, 'Write the post', false, null, 2],
      [2, 'Run', true, 'Five kilometres', 0],
    ]);
  });

  test('the installed command says the same', async () => {
    expect(JSON.parse((await launch('week', '--json')).stdout)).toEqual(await json<WeekJson>('week'));
  });

  test.each([
    ['2026-11-16T09:00', '2026-11-09', 0, 0, 0],
    ['2026-11-17T09:00', '2026-11-10', 3, 0, 1],
    ['2026-11-21T09:00', '2026-11-14', 17, 2, 1],
    ['2026-11-22T09:00', '2026-11-15', 17, 2, 2],
  ])('on %s the week before goes up to %s', async (now, to, done, counted, rest) => {
    home.at(now);
    const { previous } = await json<WeekJson>('week');
    expect(previous).toMatchObject({ from: '2026-11-09', to, done, counted, rest });
  });

  test.each([
    [['--last'], '2026-11-09', '2026-11-15'],
    [['2026-11-15'], '2026-11-09', '2026-11-15'],
    [['-d', '-7'], '2026-11-09', '2026-11-15'],
    [['sunday'], '2026-11-09', '2026-11-15'],
    [['2026-11-09'], '2026-11-09', '2026-11-15'],
    [['tomorrow'], '2026-11-16', '2026-11-22'],
    [['2027-01-01'], '2026-12-28', '2027-01-03'],
    [['2028-02-29'], '2028-02-28', '2028-03-05'],
  ])('%j is %s to %s', async (words, from, to) => {
    expect(await json<WeekJson>('week', ...words)).toMatchObject({ from, to });
  });

  test('a week gone by is compared as a whole', async () => {
    expect(await json<WeekJson>('week', '--last')).toMatchObject({
      done: 17,
      counted: 2,
      rest: 2,
      previous: { from: '2026-11-02', to: '2026-11-08', done: 0, planned: 0, counted: 0, rest: 0 },
      mostCarried: null,
    });
  });

  test('a week to come has nothing to be compared with yet', async () => {
    expect((await json<WeekJson>('week', '+7')).previous).toEqual({
      from: null,
      to: null,
      done: 0,
      planned: 0,
      counted: 0,
      rest: 0,
    });
  });

  test('week-start moves the seven days', async () => {
    await four('config', 'week-start', 'sunday');
    expect(await json<WeekJson>('week')).toMatchObject({
      from: '2026-11-15',
      to: '2026-11-21',
      previous: { from: '2026-11-08', to: '2026-11-12' },
    });
  });

  test('of an empty store', async () => {
    const week = await json<WeekJson>('week', '--db', `${home.folder}/empty.db`);
    expect(week).toMatchObject({ from: '2026-11-16', done: 0, planned: 0, counted: 0, rest: 0, mostCarried: null });
    expect(week.streak.current).toBeNull();
  });

  test.each([
    ['0002-01-01', '0001-12-31', '0002-01-06'],
    ['9998-12-31', '9998-12-28', '9999-01-03'],
  ])('at the edge of the calendar: %s is in the week from %s to %s', async (day, from, to) => {
    expect(await json<WeekJson>('week', day)).toMatchObject({ from, to });
  });

  test.each(['0001-12-31', '9999-01-01'])('beyond it: %s is refused', async (day) => {
    expectError(await four('week', day), 2, day);
  });
});

describe('four week, for people', () => {
  test('seven days at a glance, what they came to, and what was done in the own words', async () => {
    expect(await four('week')).toEqual({
      stdout: `
  Week 47 · 16 to 22 Nov 2026

   Mon  Tue  Wed  Thu  Fri  Sat  Sun
    ▣    ▣    ~    ■              ~
   2/4  1/2 rest  5/4       0/1 rest

  8 done (10 by Thursday the week before)
  1 day counts, 1-day streak, back in 2 days on Thursday

  Mon  Swim
       Read
  Tue  Run: Five kilometres
  Thu  A
       B
       C
       D
       Fixed the printer

  Carried most: Write the post (twice)

`,
      stderr: '',
      status: 0,
    });
  });

  test('without colour and Unicode it says the same', async () => {
    const { stdout } = await four('week', '--ascii');
    expect(stdout).toContain('\n    +    +    ~    #              ~\n');
    expect(stdout).toMatch(/^\p{ASCII}*$/u);
  });

  test('with labels also what each of them came to, aligned', async () => {
    await four('config', 'labels', '身体', 'mind', '心', 'spirit');
    const { stdout } = await four('week');
    expect(stdout).toContain(`on Thursday

  身体    1 of 4
  mind    3 of 3
  心      2 of 2
  spirit  1 of 2

  Mon  Swim
`);
    expect((await json<WeekJson>('week')).labels).toEqual([
      { label: '身体', done: 1, planned: 4 },
      { label: 'mind', done: 3, planned: 3 },
      { label: '心', done: 2, planned: 2 },
      { label: 'spirit', done: 1, planned: 2 },
    ]);
    home.env.COLUMNS = '40';
    expect((await four('week', '--ascii')).stdout).toContain('\n  spirit  1 of 2\n');
    expect((await four('week', '2026-01-01')).stdout).not.toContain('mind');
  });

  test('an empty week', async () => {
    const { stdout, status } = await four('week', '2026-01-01');
    expect(status).toBe(0);
    expect(stdout).toContain('Week 1 · 29 Dec 2025 to 4 Jan 2026');
    expect(stdout).toContain('0 done');
  });
});

test.each([
  ['a day that is none', ['2026-02-30'], '2026-02-30'],
  ['two weeks', ['--last', 'today'], '--last'],
  ['the day twice', ['today', '-d', 'today'], '--date'],
  ['two days', ['today', 'tomorrow'], 'week'],
])('%s: a usage error', async (_, words, message) => {
  expectError(await four('week', ...words), 2, message);
});
