import { describe, expect, test } from '@jest/globals';
import { type DayJson, expectError, open, TODAY, useHome, utc, type WeekJson } from '../support/four.ts';

const home = useHome();
const { four, json } = home;

const NOW = utc(`${TODAY}T08:00`);

interface SetbackJson {
  readonly id: string;
  readonly day: string;
  readonly text: string;
  readonly lesson: string | null;
  readonly kind: 'correct' | 'let-go' | null;
  readonly next: {
    readonly day: string;
    readonly slot: number | null;
    readonly text: string;
    readonly done: boolean;
  } | null;
  readonly settledAt: string | null;
  readonly daysToSettle: number | null;
  readonly correctedAt: string | null;
}

/** A setback in --json: open and of today, unless told otherwise. */
function setback(text: string, part: Partial<SetbackJson> = {}): SetbackJson {
  return {
    id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown as string,
    day: TODAY,
    text,
    lesson: null,
    kind: null,
    next: null,
    settledAt: null,
    daysToSettle: null,
    correctedAt: null,
    ...part,
  };
}

function letGo(text: string, part: Partial<SetbackJson> = {}): SetbackJson {
  return setback(text, { kind: 'let-go', settledAt: NOW, daysToSettle: 0, ...part });
}

function corrected(text: string, next: SetbackJson['next'], part: Partial<SetbackJson> = {}): SetbackJson {
  return setback(text, { kind: 'correct', settledAt: NOW, daysToSettle: 0, next, ...part });
}

/** The first step that corrects, as it stands in an empty today. */
const CALL = { day: TODAY, slot: 1, text: 'Call the buyer', done: false };

const lost = (...words: string[]) => json<SetbackJson[]>('lost', ...words);
const texts = async (day: string) => (await json('-d', day)).things.map(({ slot, text }) => `${slot} ${text}`);

/** All that is stored: the harness looks at the rest of it. */
const stored = () => [...home.stored(), ...home.sql('SELECT * FROM setback ORDER BY id')];

describe('writing a setback down, by words alone', () => {
  test('it stays open where nothing says how to settle it', async () => {
    expect(await lost('The', 'Acme', 'sale')).toEqual([setback('The Acme sale')]);
    expect(await lost('A night', '-m', 'Screens out of the bedroom')).toEqual([
      setback('A night', { lesson: 'Screens out of the bedroom' }),
      setback('The Acme sale'),
    ]);
    expect(await json()).toMatchObject({ things: [] });
  });

  test('--let-go settles it, and there is nothing to do', async () => {
    expect(await lost('The Acme sale', '--let-go')).toEqual([letGo('The Acme sale')]);
    expect(await lost('A night', '--let-go', '-m', ' Early   to bed ')).toEqual([
      letGo('A night', { lesson: 'Early to bed' }),
      letGo('The Acme sale'),
    ]);
    expect(await json()).toMatchObject({ things: [] });
  });

  test('--next settles it by a thing in the first empty slot of today', async () => {
    await four('plan', 'Swim', 'Write the post', 'Pack');
    await four('drop', '2');
    const expected = corrected('The Acme sale', { ...CALL, slot: 2 }, { lesson: 'Send the dates sooner' });
    expect(await lost('The Acme sale', '--next', 'Call the buyer', '-m', 'Send the dates sooner')).toEqual([expected]);
    expect((await json()).things).toEqual([open(1, 'Swim'), open(2, 'Call the buyer'), open(3, 'Pack')]);
  });

  test('where today is full, of the next day with room', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('plan', 'E', 'F', 'G', 'H', '-d', '+1');
    await four('plan', 'I', 'J', '-d', '+2');
    await four('drop', '1', '-d', '+2');
    expect(await lost('The Acme sale', '--next', 'Call the buyer')).toEqual([
      corrected('The Acme sale', { ...CALL, day: '2026-11-25' }),
    ]);
    expect(await texts('+2')).toEqual(['1 Call the buyer', '2 J']);
    expect(await texts('+1')).toEqual(['1 E', '2 F', '3 G', '4 H']);
  });

  test('-d says when it was lost; what comes next comes today, and it was settled today', async () => {
    expect(await lost('The Acme sale', '-d', '2026-11-20', '--next', 'Call the buyer')).toEqual([
      corrected('The Acme sale', CALL, { day: '2026-11-20', daysToSettle: 3 }),
    ]);
    expect(await lost('A night', '-d', 'yesterday', '--let-go')).toEqual([
      letGo('A night', { day: '2026-11-22', daysToSettle: 1 }),
      expect.anything(),
    ]);
  });

  test('what was left open and comes next is carried', async () => {
    await four('plan', 'Call the buyer', '-d', 'yesterday');
    await lost('The Acme sale', '--next', 'call the BUYER');
    expect((await json()).things).toEqual([open(1, 'call the BUYER', 1)]);
  });

  test('settled on the day the user lives, and at the real time', async () => {
    await four('config', 'day-start', '04:00');
    home.at('2026-11-24T03:30');
    expect(await lost('The Acme sale', '--next', 'Call the buyer')).toEqual([
      corrected('The Acme sale', CALL, { settledAt: utc('2026-11-24T03:30') }),
    ]);
  });
});

describe('the keys of --json', () => {
  test('are these, in this order', async () => {
    await lost('The Acme sale', '--next', 'Call the buyer');
    const [only] = await lost();
    expect(Object.keys(only ?? {})).toEqual([
      'id',
      'day',
      'text',
      'lesson',
      'kind',
      'next',
      'settledAt',
      'daysToSettle',
      'correctedAt',
    ]);
    expect(Object.keys(only?.next ?? {})).toEqual(['day', 'slot', 'text', 'done']);
  });

  test('of nothing at all there is an empty list, and no store afterwards', async () => {
    expect(await lost()).toEqual([]);
    expect(await four('lost')).toEqual({
      stdout: '\n  No setbacks are recorded. To write one down: four lost "The Acme sale"\n\n',
      stderr: '',
      status: 0,
    });
    expect(home.stored()).toEqual([]);
  });
});

describe('what became of it', () => {
  test('the thing is done, reworded, moved: the list shows it as it is now', async () => {
    await lost('The Acme sale', '--next', 'Call the buyer');
    await four('done', '1', '-m', 'She said March');
    expect(await lost()).toEqual([corrected('The Acme sale', { ...CALL, done: true }, { correctedAt: NOW })]);
    await four('undone', '1');
    await four('edit', '1', 'Write to the buyer');
    await four('plan', 'A', '-d', 'tomorrow');
    await four('move', '1', 'tomorrow');
    expect(await lost()).toEqual([
      corrected('The Acme sale', { day: '2026-11-24', slot: 2, text: 'Write to the buyer', done: false }),
    ]);
  });

  test('the thing is dropped: it stays corrected, by nothing that is still there', async () => {
    await lost('The Acme sale', '--next', 'Call the buyer');
    await four('drop', '1');
    expect(await lost()).toEqual([corrected('The Acme sale', null)]);
    expectError(await four('lost', '--settle', '1', '--let-go'), 1, 'already settled');
  });

  test('its words stay what they were when it is settled later', async () => {
    const [before] = await lost('The Acme sale', '-d', '2026-11-20', '-m', 'Send the dates sooner');
    const [after] = await lost('--settle', '1', '--let-go');
    expect(after).toEqual(
      letGo('The Acme sale', { day: '2026-11-20', lesson: 'Send the dates sooner', daysToSettle: 3 }),
    );
    expect(after?.id).toBe(before?.id);
  });
});

describe('--settle', () => {
  test('counts as the list does: newest first, of one day the last written first', async () => {
    await lost('Fourth', '-d', '2026-11-01', '--let-go');
    await lost('Second');
    await lost('First');
    await lost('Third', '-d', '2026-11-22');
    expect((await lost()).map(({ text }) => text)).toEqual(['First', 'Second', 'Third', 'Fourth']);
    home.at('2026-11-25T08:00');
    await lost('--settle', '3', '--next', 'Call the buyer', '-m', 'Send the dates sooner');
    await lost('--settle', '1', '--let-go', '-m', 'So be it');
    const settledAt = utc('2026-11-25T08:00');
    expect(await lost()).toEqual([
      letGo('First', { lesson: 'So be it', settledAt, daysToSettle: 2 }),
      setback('Second'),
      corrected(
        'Third',
        { ...CALL, day: '2026-11-25' },
        { day: '2026-11-22', lesson: 'Send the dates sooner', settledAt, daysToSettle: 3 },
      ),
      letGo('Fourth', { day: '2026-11-01', daysToSettle: 22 }),
    ]);
  });

  test('a new lesson takes the place of the old one', async () => {
    await lost('The Acme sale', '-m', 'Old');
    expect(await lost('--settle', '1', '--let-go', '-m', 'New')).toEqual([letGo('The Acme sale', { lesson: 'New' })]);
  });

  test.each([
    ['one that is not there', ['--settle', '3', '--let-go'], /no setback 3/],
    ['one that is already settled', ['--settle', '1', '--let-go'], /setback 1 is already settled/],
    ['one that is already settled, by something else', ['--settle', '1', '--next', 'Run'], /already settled/],
    ['one that is already settled, without a word how', ['--settle', '1'], /already settled/],
    ['one that is not there, without a word how', ['--settle', '3'], /no setback 3/],
  ])('%s cannot be settled: 1, and nothing changes', async (_, words, message) => {
    await lost('Open', '-d', 'yesterday');
    await lost('Settled', '--let-go');
    const before = stored();
    expectError(await four('lost', ...words), 1, message);
    expect(stored()).toEqual(before);
  });

  test('with nothing written down at all', async () => {
    expectError(await four('lost', '--settle', '1', '--let-go'), 1, /no setback 1/);
    expect(home.stored()).toEqual([]);
  });
});

describe('wrong words: 2, and nothing changes', () => {
  test.each([
    ['to correct and to let go', ['X', '--next', 'Run', '--let-go'], /--next.*--let-go/],
    ['the same of an open one', ['--settle', '1', '--next', 'Run', '--let-go'], /--next.*--let-go/],
    ['number nought', ['--settle', '0', '--let-go'], /--settle.*"0"/],
    ['less than nought', ['--settle', '-1', '--let-go'], /--settle.*"-1"/],
    ['no number', ['--settle', 'sale', '--let-go'], /--settle.*"sale"/],
    ['a half', ['--settle', '1.5', '--let-go'], /--settle.*"1.5"/],
    ['nothing after --settle', ['--settle'], /--settle/],
    ['an open one, and nobody to ask how', ['--settle', '1'], /--next TEXT or --let-go/],
    ['the same with a lesson', ['--settle', '1', '-m', 'Sooner'], /--next TEXT or --let-go/],
    ['an open one and another one', ['X', '--settle', '1', '--let-go'], /--settle takes no TEXT/],
    ['nothing that was lost, to let go', ['--let-go'], /TEXT/],
    ['nothing that was lost, to correct', ['--next', 'Run'], /TEXT/],
    ['nothing that was lost, and a lesson', ['-m', 'Sooner'], /TEXT/],
    ['nothing that was lost, and a day', ['-d', 'yesterday'], /TEXT/],
    ['an empty text', [' '], /the setback is empty/],
    ['a text that is too long', ['x'.repeat(501)], /the limit is 500/],
    ['an empty next step', ['X', '--next', ''], /empty/],
    ['a next step that is too long', ['X', '--next', 'x'.repeat(501)], /the limit is 500/],
    ['an empty lesson', ['X', '--let-go', '-m', ''], /the lesson is empty/],
    ['a control character', ['X', '--let-go', '-m', 'a\u001b[2J'], /control character/],
    ['a day that is none', ['X', '-d', '2026-02-30'], /2026-02-30/],
    ['an unknown kind', ['X', '--kind', 'learn'], /--kind/],
  ])('%s', async (_, words, message) => {
    await lost('Open');
    const before = stored();
    expectError(await four('lost', ...words), 2, message);
    expect(stored()).toEqual(before);
  });

  test('number and day at once: --settle is about no day', async () => {
    await lost('Open');
    expectError(await four('lost', '--settle', '1', '--let-go', '-d', 'yesterday'), 2, /--date|-d/);
  });
});

describe('all of it or nothing', () => {
  // What another program did to the store makes one part of the command fail.
  test.each([
    ['the setback cannot be kept', 'setback', ['The Acme sale', '--next', 'Call the buyer']],
    ['the thing cannot be kept', 'thing', ['The Acme sale', '--next', 'Call the buyer']],
    ['an open one cannot be settled by a thing', 'thing', ['--settle', '1', '--next', 'Call the buyer']],
  ])('%s: neither is', async (_, table, words) => {
    await lost('Open', '-d', 'yesterday');
    const before = stored();
    home.sql(`CREATE TRIGGER refuse BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no'); END`);
    const result = await four('lost', ...words);
    expect(result).toMatchObject({ stdout: '', status: 1 });
    expect(stored()).toEqual(before);
  });

  test('a setback that cannot be settled brings its thing down with it', async () => {
    await lost('Open');
    const before = stored();
    home.sql("CREATE TRIGGER refuse BEFORE UPDATE ON setback BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(await four('lost', '--settle', '1', '--next', 'Call the buyer')).toMatchObject({ stdout: '', status: 1 });
    expect(stored()).toEqual(before);
  });
});

describe('for people', () => {
  test('one that is open says how to settle it', async () => {
    expect(await four('lost', 'The Acme sale', '-m', 'Send the dates sooner')).toEqual({
      stdout: `
  1 Mon 23 Nov 2026                                                         open
    The Acme sale
    Send the dates sooner

  To settle it: four lost --settle 1 --next "What to do next", or --let-go

`,
      stderr: '',
      status: 0,
    });
    expect(await four('lost', '-q', 'A night')).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('the list says of each what became of it', async () => {
    await lost('The Acme sale', '-d', '2026-11-20', '--next', 'Call the buyer', '-m', 'Send the dates sooner');
    await lost('A night', '-d', '2026-11-22', '--let-go');
    await lost('A morning', '--let-go');
    await lost('The keys');
    await lost('A week', '-d', '2026-11-01', '--next', 'Sleep');
    await four('done', '1');
    expect(await four('lost')).toEqual({
      stdout: `
  1 Mon 23 Nov 2026                                                         open
    The keys
    To settle it: four lost --settle 1

  2 Mon 23 Nov 2026                                          let go the same day
    A morning

  3 Sun 22 Nov 2026                                              let go in 1 day
    A night

  4 Fri 20 Nov 2026                                          corrected in 3 days
    The Acme sale
    ✔ Call the buyer  Mon 23 Nov
    Send the dates sooner

  5 Sun 1 Nov 2026                                               to be corrected
    A week
    ○ Sleep  Mon 23 Nov

`,
      stderr: '',
      status: 0,
    });
  });

  test('from ten on the numbers stand below each other', async () => {
    for (let count = 1; count <= 10; count += 1) await lost(`Setback ${count}`);
    const { stdout } = await four('lost');
    expect(stdout).toMatch(/^\n {3}1 Mon/);
    expect(stdout).toMatch(/\n {2}10 Mon [^\n]*\n {5}Setback 1\n/);
  });

  test('in 40 columns, in ASCII and without colour, whatever the texts', async () => {
    home.env.COLUMNS = '40';
    const long = 'Donaudampfschifffahrtsgesellschaft '.repeat(6).trim();
    await lost(long, '--next', `next ${long}`, '-m', `lesson ${long}`);
    const { stdout } = await four('lost', '--ascii');
    expect(stdout).toMatch(/^\p{ASCII}*$/u);
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').filter((line) => line.length > 40)).toEqual([]);
    const words = stdout.replaceAll(/\s/g, '');
    for (const text of [long, `next ${long}`, `lesson ${long}`]) expect(words).toContain(text.replaceAll(' ', ''));
  });

  test('what another program has put into the store is harmless', async () => {
    await lost('The Acme sale', '--next', 'Call the buyer', '-m', 'Send the dates sooner');
    const evil = 'A\u001b[2J\u001b]0;title\u0007\r\nred\u202e';
    home.sql('UPDATE setback SET text = ?, lesson = ?', evil, evil);
    home.sql('UPDATE thing SET text = ?', evil);
    const sanitize = 'A\ufffd[2J\ufffd]0;title\ufffd red\ufffd';
    const { stdout } = await four('lost');
    expect(stdout.split(sanitize)).toHaveLength(4);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect((await four('lost', '--json')).stdout.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect((await lost())[0]?.text).toBe(evil);
  });
});

describe('elsewhere', () => {
  test('a setback is in the week and in the log of its day', async () => {
    const [written] = await lost('The Acme sale', '-d', '2026-11-20', '--let-go');
    expect((await json<WeekJson>('week', '--last')).setbacks).toEqual([written]);
    expect((await json<WeekJson>('week')).setbacks).toEqual([]);
    const log = await json<(DayJson & { setbacks: SetbackJson[] })[]>('log');
    expect(log).toEqual([
      { day: '2026-11-20', things: [], planned: 0, done: 0, counts: false, rest: false, setbacks: [written] },
    ]);
    expect((await four('log')).stdout).toContain('\n  Fri 20 Nov 2026\n  lost  The Acme sale  let go in 3 days\n');
  });

  test('the week tells it to people too', async () => {
    await lost('The Acme sale', '-d', '2026-11-20', '--next', 'Call the buyer', '-m', 'Send the dates sooner');
    expect((await four('week', '--last')).stdout).toContain('The Acme sale');
    expect((await four('week')).stdout).not.toContain('The Acme sale');
  });

  test('it breaks no streak and makes none', async () => {
    await four('did', 'A', '-d', '2026-11-20');
    const before = await json('streak');
    await lost('The Acme sale', '-d', '2026-11-01');
    await lost('A night', '-d', '2026-11-21', '--let-go');
    expect(await json('streak')).toEqual(before);
  });

  test('the open ones are not nagged about: four and four plan TEXT say nothing of them', async () => {
    await lost('The Acme sale', '-d', 'yesterday');
    for (const words of [[], ['plan', 'Run'], ['done', '1'], ['streak'], ['week']])
      expect((await four(...words)).stdout).not.toMatch(/Acme|Still open/);
  });
});
