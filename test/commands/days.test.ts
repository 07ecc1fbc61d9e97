import fs from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type DayJson, expectError, useHome } from '../support/four.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const home = useHome();
const { four, json } = home;

/** A Friday. */
const TODAY = '2026-11-27';

beforeEach(() => home.at(`${TODAY}T12:00`));

interface MovedJson extends DayJson {
  readonly moved: { readonly day: string };
}

function restDays(): string[] {
  return (home.sql('SELECT day FROM rest_day ORDER BY day') as { day: string }[]).map(({ day }) => day);
}

describe('each command reads a day in its direction', () => {
  const BACK = [
    ['monday', '2026-11-23'],
    ['friday', '2026-11-20'],
    ['on wednesday', '2026-11-25'],
    ['tuesday last week', '2026-11-17'],
    ['9 jun', '2026-06-09'],
    ['24 dec', '2025-12-24'],
  ];

  test.each(BACK)('back: %s is %s', async (words, day) => {
    await four('did', 'Ran', '-d', day);
    for (const command of ['edit 1 Swam', 'done 1', 'undone 1', 'swap 1 2', 'drop 2', 'did Swam', 'lost Keys'].map(
      (line) => line.split(' '),
    ))
      expect(await four(...command, '-q', '-d', words)).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(home.sql('SELECT day FROM setback')).toEqual([{ day }]);
    expect((await json('-d', words)).day).toBe(day);
    expect((await json(...words.split(' '))).day).toBe(day);
    expect(await json('week', ...words.split(' '))).toEqual(await json('week', day));
    expect(await json('log', '--from', words)).toHaveLength(1);
    expect((await four('export', '--format', 'csv', '--from', words, '--to', words)).stdout).toContain(day.slice(0, 4));
  });

  test.each([
    ['monday', '2026-11-30'],
    ['friday', '2026-11-27'],
    ['wednesday night', '2026-12-02'],
    ['tuesday last week', '2026-11-17'],
    ['tuesday next week', '2026-12-01'],
    ['3 jun', '2027-06-03'],
  ])('ahead: %s is %s', async (words, day) => {
    expect((await json('plan', 'Swim', '-d', words)).day).toBe(day);
    expect((await json('rest', ...words.split(' '))).day).toBe(day);
    expect((await json('rest', '-d', words)).day).toBe(day);
  });

  test.each([
    ['friday', [], '2026-12-04'],
    ['monday', [], '2026-11-30'],
    ['next friday', [], '2026-12-04'],
    ['tuesday', ['-d', '2026-12-01'], '2026-12-08'],
    ['monday', ['-d', '2026-11-09'], '2026-11-30'],
    ['friday', ['-d', '2026-11-09'], '2026-11-27'],
    ['yesterday', [], '2026-11-26'],
  ])('a thing moves to %s %j: %s', async (words, date, day) => {
    await four('plan', 'Swim', ...date);
    expect((await json<MovedJson>('move', '1', ...words.split(' '), ...date)).moved.day).toBe(day);
  });

  test('a thing is looked for back, where it moves ahead from', async () => {
    await four('plan', 'Swim', '-d', '2026-11-23');
    expect(await json<MovedJson>('move', '1', 'tuesday', '-d', 'monday')).toMatchObject({
      day: '2026-11-23',
      moved: { day: '2026-12-01' },
    });
  });
});

describe('a span', () => {
  test.each([
    [['friday', '--to', 'sunday'], '2026-11-27', '2026-11-29', 3],
    [['thursday', '--to', 'tuesday'], '2026-12-03', '2026-12-08', 6],
    [['tomorrow', '--to', 'sunday'], '2026-11-28', '2026-11-29', 2],
    [['--to', 'sunday'], '2026-11-27', '2026-11-29', 3],
    [['--to', 'friday'], '2026-11-27', '2026-11-27', 1],
    [['last', 'friday', '--to', 'sunday'], '2026-11-20', '2026-11-22', 3],
    [['24', 'dec', '--to', '1', 'jan'].slice(0, 2).concat('--to', '1 jan'), '2026-12-24', '2027-01-01', 9],
  ])('of rest %j is %s to %s', async (words, first, last, days) => {
    await four('rest', ...words);
    expect([restDays()[0], restDays().at(-1), restDays().length]).toEqual([first, last, days]);
  });

  test('ends on the first such day from its beginning on', async () => {
    for (const day of ['2026-11-18', '2026-11-19', '2026-11-24', '2026-11-25', '2026-11-26'])
      await four('did', 'X', '-d', day);
    const days = async (...words: string[]) => (await json<DayJson[]>('log', ...words)).map(({ day }) => day.slice(8));
    expect(await days('--from', 'tuesday', '--to', 'wednesday')).toEqual(['25', '24']);
    expect(await days('--from', '2026-11-18', '--to', 'thursday')).toEqual(['19', '18']);
    expect(await days('--to', 'wednesday')).toEqual(['25', '24', '19', '18']);
    expect((await four('log', '--from', 'thursday', '--to', 'tuesday')).stdout).toContain(
      'From yesterday to next Tuesday, 1 Dec:',
    );
    expect((await four('log', '--from', '2026-11-18')).stdout).not.toContain('From');
  });
});

test('several words need no quotes', async () => {
  await four('plan', 'A', 'B');
  expect((await json<MovedJson>('move', '2', 'next', 'friday')).moved.day).toBe('2026-12-04');
  expect((await json('rest', 'the', 'day', 'after', 'tomorrow')).day).toBe('2026-11-29');
  expect(await json('week', 'last')).toMatchObject({ from: '2026-11-16' });
  expect(await json('week', 'next', 'week')).toMatchObject({ from: '2026-11-30' });
  expect(await json('week', '-d', 'last week')).toMatchObject({ from: '2026-11-16' });
  expect((await json('3', 'days', 'ago')).day).toBe('2026-11-24');
  expect((await json('-3')).day).toBe('2026-11-24');
  expectError(await four('rest', 'this', 'weekend'), 2, /"this weekend"\n.*"next friday"/);
  expectError(await four('tomorow'), 2, 'there is no command "tomorow"');
  expectError(await four('monday', '-d', 'friday'), 2, 'named twice');
});

test.each([
  [['did', 'Ran', '-d', 'monday evening'], 'That is Monday, 23 Nov.'],
  [['did', 'Ran', '-d', 'friday'], 'That is last Friday, 20 Nov.'],
  [['did', 'Ran', '-d', '2 weeks ago'], 'That is Friday, 13 Nov.'],
  [['plan', 'Ran', '-d', '3 jun'], 'That is Thursday, 3 Jun 2027.'],
  [['four', 'tuesday'].slice(1), 'That is Tuesday, 24 Nov.'],
  [['week', 'friday'], 'That is last Friday, 20 Nov.'],
  [['lost', 'Keys', '-d', 'monday'], 'That is Monday, 23 Nov.'],
  [['rest', 'friday', '--to', 'monday'], 'Rest from today to next Monday, 30 Nov.'],
  [['rest', 'next', 'friday'], 'Rest next Friday, 4 Dec.'],
  [['log', '--from', 'monday'], 'From Monday, 23 Nov to today:'],
])('%j names the day that was resolved', async (words, sentence) => {
  expect((await four(...words)).stdout).toContain(sentence);
});

test.each([['yesterday'], ['-8'], ['2026-11-20'], ['20 nov 2026']])('%s says itself which day it is', async (words) => {
  expect((await four('did', 'Ran', '-d', words)).stdout).not.toContain('That is');
});

describe('a day that has not come', () => {
  test.each([
    [['done', '1'], 'To plan that day: four plan -d 2026-12-01'],
    [['undone', '1'], 'To plan that day: four plan -d 2026-12-01'],
    [['check'], 'To plan that day: four plan -d 2026-12-01'],
    [['did', 'Went', 'for a run'], "To plan it: four plan -d 2026-12-01 'Went for a run'"],
    [['lost', 'Keys'], 'To plan it: four plan -d 2026-12-01 Keys'],
  ])('takes no %j', async (words, hint) => {
    await four('plan', 'Swim', '-d', '2026-12-01');
    const before = home.stored();
    for (const day of ['2026-12-01', 'next tuesday', 'tuesday next week', '+4'])
      expectError(await four(...words, '-d', day), 2, `four: next Tuesday, 1 Dec has not come yet\n${hint}\n`);
    expectError(await four(...words, '-d', 'tomorrow'), 2, 'four: tomorrow has not come yet\n');
    expect(home.stored()).toEqual(before);
  });

  test('takes nothing that is done elsewhere', async () => {
    await four('did', 'Swim');
    expectError(await four('move', '1', 'tomorrow'), 2, 'what is done cannot be moved to tomorrow');
    expect((await json<MovedJson>('move', '1', 'yesterday')).moved.day).toBe('2026-11-26');
  });
});

describe('a text that is a day', () => {
  test.each([
    [['tomorrow'], 'four plan -d tomorrow', 'four plan -- tomorrow'],
    [['-1', 'Call mum'], "four plan -d -1 'Call mum'", "four plan -- -1 'Call mum'"],
    [['next', 'friday'], "four plan -d 'next friday'", 'four plan -- next friday'],
    [['Swim', '3', 'jun', 'Run'], "four plan -d '3 jun' Swim Run", 'four plan -- Swim 3 jun Run'],
    [['2026-12-24', "It's"], "four plan -d 2026-12-24 'It'\\''s'", "four plan -- 2026-12-24 'It'\\''s'"],
  ])('%j is meant for -d', async (words, withDay, asText) => {
    const result = await four('plan', ...words);
    expectError(result, 2, /^four: ".*" is a day, not a thing\n/);
    expect(result.stderr).toContain(withDay);
    expect(result.stderr).toContain(asText);
    expect(home.stored()).toEqual([]);
  });

  test('is one after --, and among other words', async () => {
    const texts = async (...words: string[]) => (await json(...words)).things.map(({ text }) => text);
    expect(await texts('plan', '--', 'tomorrow', '-1')).toEqual(['tomorrow', '-1']);
    expect(await texts('plan', 'Plan for monday')).toContain('Plan for monday');
    home.stdin = 'sunday\n';
    expect(await texts('plan', '-')).toContain('sunday');
  });

  test('as what was done or lost, too, but for a weekday alone', async () => {
    expectError(await four('did', 'yesterday'), 2, "four did -d yesterday 'Fixed the printer'");
    expectError(await four('lost', 'last', 'friday'), 2, "four lost -d 'last friday' 'The Acme sale'");
    expect((await four('did', 'Sunday')).status).toBe(0);
    expect((await four('did', '--', 'yesterday')).status).toBe(0);
  });
});

test('the week of a past week stands as it stood at its end', async () => {
  await four('config', 'minimum', '1');
  for (let day = 16; day <= 22; day += 1) await four('did', 'Swim', '-d', `2026-11-${day}`);
  const { stdout } = await four('week', 'last');
  expect(stdout).toContain('7 days count, 7-day streak');
  expect(stdout).not.toContain('next comeback');
  expect(await json('week', 'last')).toMatchObject({ streak: { today: '2026-11-22', gap: 0, current: { days: 7 } } });
  expect(await json('week')).toMatchObject({ streak: { today: TODAY, gap: 4, current: null } });
  expect(await json('week', '2020-01-01')).toMatchObject({ streak: { current: null } });
});

test('but for plans, rests and moves, nothing lies on a day ahead, and nothing done ever does', async () => {
  const words = fc.constantFrom('tomorrow', '+9', 'friday', 'next friday', 'tuesday next week', '2027-03-01', '3 jun');
  const days = fc.oneof(words, fc.constantFrom('today', 'yesterday', 'monday', '-30'));
  const command = fc.oneof(
    fc.tuple(fc.constantFrom('done', 'undone', 'drop'), fc.constantFrom('1', '2', 'all', '+'), fc.constant('-d'), days),
    fc.tuple(fc.constantFrom('did', 'lost'), fc.constantFrom('Ran', 'Read'), fc.constant('-d'), days),
    fc.tuple(
      fc.constantFrom('edit', 'swap'),
      fc.constantFrom('1', '2'),
      fc.constantFrom('3', '4'),
      fc.constant('-d'),
      days,
    ),
    fc.tuple(fc.constant('undo')),
    fc.tuple(fc.constant('undo'), fc.constant('--redo')),
    fc.tuple(fc.constantFrom('log', 'export'), fc.constant('--from'), days, fc.constant('--to'), days),
    fc.tuple(fc.constant('week'), days),
  );
  const ahead = fc.oneof(
    fc.tuple(fc.constant('plan'), fc.constantFrom('Swim', 'Cook'), fc.constant('-d'), days),
    fc.tuple(fc.constant('rest'), days, fc.constant('--to'), days),
    fc.tuple(fc.constant('move'), fc.constantFrom('1', '2', '+'), days, fc.constant('-d'), days),
  );
  const steps = fc.array(
    fc.oneof(
      command.map((line) => ({ line, mayLieAhead: false })),
      ahead.map((line) => ({ line, mayLieAhead: true })),
    ),
    { minLength: 4, maxLength: 12 },
  );
  await four('plan', 'First');
  const rowsAhead = () =>
    home.sql(
      `SELECT day, id FROM thing WHERE day > '${TODAY}' UNION ALL SELECT day, day FROM rest_day WHERE day > '${TODAY}'
     UNION ALL SELECT day, id FROM setback WHERE day > '${TODAY}' ORDER BY 1, 2`,
    );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const { line, mayLieAhead } of all) {
        const before = rowsAhead().length;
        const { status, stderr } = await four(...line);
        expect({ line, stderr, isClear: [0, 1, 2].includes(status) }).toEqual({ line, stderr, isClear: true });
        if (!mayLieAhead && line[0] !== 'undo')
          expect({ line, more: rowsAhead().length > before }).toEqual({ line, more: false });
        expect(home.sql(`SELECT * FROM thing WHERE day > '${TODAY}' AND done_at IS NOT NULL`)).toEqual([]);
      }
    }),
    runs(12, 300),
  );
});

describe('the table of docs/dates.md', () => {
  const page = fs.readFileSync(new URL('../../docs/dates.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)`(?:, `[^`]+`)? \| (\d[^|]*) \| (\d[^|]*) \| (\d[^|]*) \|$/gm)];

  /** `3 Jun 2026`, and `23 Nov` of this year, as a date; what follows a comma is a remark. */
  const dayIn = (cell = '') => {
    const [date = '', month = '', year = '2026'] = cell.replace(/,.*/, '').split(' ');
    const number = 1 + 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ').indexOf(month);
    return `${year}-${String(number).padStart(2, '0')}-${date.padStart(2, '0')}`;
  };

  test('has rows', () => {
    expect(rows.length).toBeGreaterThan(6);
  });

  test.each(rows.map(([, ...cells]) => cells))('%s: back %s, ahead %s, moved %s', async (words, back, ahead, moved) => {
    expect((await json(...words.split(' '))).day).toBe(dayIn(back));
    expect((await json('rest', ...words.split(' '))).day).toBe(dayIn(ahead));
    await four('plan', 'Swim');
    expect((await json<MovedJson>('move', '1', ...words.split(' '))).moved.day).toBe(dayIn(moved));
  });
});

test('TAB offers days in the direction of the command, the nearest first, with their dates', async () => {
  const offered = async (...words: string[]) =>
    (await json<{ word: string; meaning: string }[]>('__complete', 'bash', '--', ...words)).map(
      ({ word, meaning }) => `${word} ${meaning}`,
    );
  expect((await offered('did', 'x', '-d', '')).slice(0, 4)).toEqual([
    'today Fri 27 Nov',
    'yesterday Thu 26 Nov',
    'thursday Thu 26 Nov',
    'wednesday Wed 25 Nov',
  ]);
  expect((await offered('rest', '')).slice(0, 4)).toEqual([
    'today Fri 27 Nov',
    'tomorrow Sat 28 Nov',
    'friday Fri 27 Nov',
    'saturday Sat 28 Nov',
  ]);
  expect((await offered('move', '1', '')).slice(0, 2)).toEqual(['tomorrow Sat 28 Nov', 'saturday Sat 28 Nov']);
  expect((await offered('move', '-d', '+3', '1', '')).at(-1)).toBe('monday Mon 7 Dec');
  expect(await offered('move', '1', 'next', 'fr')).toEqual(['friday Fri 4 Dec']);
  expect((await offered('rest', 'thursday', '--to', ''))[0]).toBe('thursday Thu 3 Dec');
  expect(await offered('log', '--from', 'monday', '--to', 'mo')).toEqual(['monday Mon 23 Nov']);
  expect(await offered('week', 'last', 'we')).toEqual(['wednesday Wed 18 Nov']);
});
