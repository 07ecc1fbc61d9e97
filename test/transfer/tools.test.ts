import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { openDatabase } from '../../src/store/driver.ts';
import { expectError, parseJson } from '../support/four.ts';
import { type Outcome, useImports } from '../support/imports.ts';
import { bytes } from '../support/stores.ts';

const { home, write, importTwice, history } = useImports();
const { four, json } = home;

describe('harsh', () => {
  const LOG = `# This is a log
2025-01-01 : Daily standup : y : Great meeting : 0
2025-01-01 : Code review : y : Reviewed 3 PRs : 3
2025-01-01 : Gym : y :  : 1.5
2025-01-01 : Too much coffee : y :  : 0
2025-01-01 : Running : n : Too tired : 0

2025-01-02 : Gym : s : Ill : 0
2025-01-02 : Running : n :  : 0
2025-01-02 : Running : y : 5k run : 5
2025-01-03 : Gymmed : y
2025-01-03 : Walk : q
2025-01-03 : Walk
2025-01-03 : A : B : y : c : 0
2025-01-32 : Gym : y
2025-1-3 : Gym : y
2027-01-01 : Gym : y :  : 0
2025-01-03 : Walk : y : a : b
2025-01-03 :  : y
2025-01-04 : ${'x'.repeat(501)} : y
`;
  const HABITS =
    '# Mine\n! Health\nGym: 3/7\nRunning: 1\n\n! Work\nDaily standup: 5/7\nCode review: 1\nToo much coffee: 0\n';

  test('reads the log and the habits in a folder', async () => {
    const folder = path.dirname(write('harsh/log', LOG));
    write('harsh/habits', HABITS);
    expect(await importTwice(folder)).toEqual({
      format: 'harsh',
      imported: 6,
      leftOut: [
        'line 5: harsh only tracks this habit',
        'line 6: not done',
        'line 8: skipped',
        'line 9: a later line overrides it',
        'line 12: the result is not y, n or s',
        'line 13: the result is not y, n or s',
        'line 14: too many fields',
        'line 15: invalid date',
        'line 16: invalid date',
        'line 17: in the future',
        'line 19: the text is empty',
        'line 20: the text has 501 characters; the limit is 500',
      ],
    });
    expect(await history()).toEqual([
      '2025-01-01: 1 Gym (1.5), 2 Daily standup (Great meeting), 3 Code review (Reviewed 3 PRs (3))',
      '2025-01-02: 1 Running (5k run (5))',
      '2025-01-03: 1 Gymmed, 2 Walk (a (b))',
    ]);
  });

  test.each([
    ['0', 0],
    [' 0 ', 0],
    ['0/7', 0],
    ['0: 2025-06-15', 0],
    ['0/1: 2025-06-15', 0],
    ['1: 2025-06-15', 1],
    ['3/7: 2025-06-15', 1],
    ['10', 1],
  ])('with the frequency %j, imports %i of one', async (frequency, imported) => {
    write('habits', `Coffee: ${frequency}\n`);
    expect(await importTwice(write('log', '2025-01-01 : Coffee : y :  : 0\n'))).toMatchObject({ imported });
  });

  test('reads a log alone, with Windows line endings and days in any order', async () => {
    const lines = [
      '2025-01-02 : B : y :  : 0',
      '2025-01-01 : B : y',
      ...'ACDEF'.split('').map((habit) => `2025-01-01 : ${habit} : y :  :`),
    ];
    expect(await importTwice(write('log.txt', lines.join('\r\n')))).toMatchObject({ imported: 7, leftOut: [] });
    expect(await history()).toEqual(['2025-01-01: 1 B, 2 A, 3 C, 4 D, + E, + F', '2025-01-02: 1 B']);
  });
});

describe('todo.txt', () => {
  test('imports completed tasks by their completion date', async () => {
    const file = write(
      'done.txt',
      [
        'x 2025-03-03 2025-03-01 Review the pull request +Code @work due:2025-03-05',
        'x 2025-03-02 Call Mum',
        'x (A) 2025-03-02 2025-03-01 Write',
        'x 2025-03-02 (B) Swim',
        'x 2025-03-04 (A) 2025-03-01 Mow lawn',
        'x  2025-03-04 2025-03-01  (C) Mow lawn',
        'x (A) 2025-03-04 (A) 2025-03-01 (A) Mow lawn',
        'x 2025-03-04 2025-03-01 2025-02-01 is when I was born',
        'x No date',
        'X 2025-03-02 Not done either',
        'xylophone lesson',
        '(A) 2025-03-02 Open',
        'x 2025-02-30 Bad',
        'x 2027-01-01 Ahead',
        '',
        'x 2025-03-03 2025-03-01 Review the pull request +Code @work due:2025-03-05',
      ].join('\n'),
    );
    expect(await importTwice(file)).toEqual({
      format: 'todotxt',
      imported: 9,
      leftOut: [
        'line 9: no completion date',
        'line 10: not done',
        'line 11: not done',
        'line 12: not done',
        'line 13: invalid date',
        'line 14: in the future',
      ],
    });
    expect(await history()).toEqual([
      '2025-03-02: 1 Call Mum, 2 Write, 3 Swim',
      '2025-03-03: 1 Review the pull request +Code @work due:2025-03-05, 2 Review the pull request +Code @work due:2025-03-05',
      '2025-03-04: 1 Mow lawn, 2 Mow lawn, 3 Mow lawn, 4 2025-02-01 is when I was born',
    ]);
  });
});

describe('Taskwarrior', () => {
  const done = (description: string, end: string, more = {}) => ({
    id: 0,
    description,
    end,
    entry: '20250301T080000Z',
    modified: end,
    status: 'completed',
    uuid: '00000000-0000-4000-8000-000000000001',
    urgency: 2,
    ...more,
  });
  const TASKS = [
    done('Late', '20250301T233000Z'),
    done('Early', '20250301T033000Z', {
      project: 'Home',
      tags: ['a'],
      annotations: [
        { entry: '20250301T080000Z', description: 'First' },
        { entry: '20250301T090000Z', description: 'Second' },
      ],
    }),
    { description: 'Open', entry: '20250301T080000Z', status: 'pending', uuid: '1' },
    { ...done('Gone', '20250301T080000Z'), status: 'deleted' },
    { ...done('Later', ''), status: 'waiting' },
    { ...done('Again', ''), status: 'recurring', recur: 'daily' },
    done('Bad', '20250230T080000Z'),
    { ...done('No end', ''), end: undefined },
    { ...done('', '20250301T080000Z'), description: 7 },
    done('Ahead', '20270101T080000Z'),
  ];
  const REASONS = [
    'not done',
    'deleted',
    'not done',
    'not done',
    'invalid date',
    'invalid date',
    'no description',
    'in the future',
  ];

  test.each([
    ['a list', JSON.stringify(TASKS), 'task'],
    ['a list with a task on each line', `[\n${TASKS.map((task) => JSON.stringify(task)).join(',\n')}\n]\n`, 'task'],
    ['a task on each line', TASKS.map((task) => JSON.stringify(task)).join('\r\n'), 'line'],
    ['a task on each line, with commas', TASKS.map((task) => JSON.stringify(task)).join(',\n'), 'line'],
  ])('%s', async (_, text, noun) => {
    home.env.TZ = 'UTC';
    const { format, imported, leftOut } = await importTwice(write('tasks', text));
    expect({ format, imported }).toEqual({ format: 'taskwarrior', imported: 2 });
    expect(leftOut).toEqual(REASONS.map((reason, index) => `${noun} ${index + 3}: ${reason}`));
  });

  test.each([
    ['in a task', (text: string) => text.slice(0, -60)],
    ['after a task', (text: string) => text.slice(0, text.indexOf('\n', 600))],
    ['after a comma', (text: string) => `${text.slice(0, text.lastIndexOf(','))},\n`],
    ['before the end', (text: string) => text.trimEnd().slice(0, -1)],
  ])('refuses a list that was cut off %s', async (_, cut) => {
    const list = `[\n${TASKS.map((task) => JSON.stringify(task)).join(',\n')}\n]\n`;
    for (const text of [list, JSON.stringify(TASKS)])
      expectError(
        await four('import', write('tasks', cut(text))),
        1,
        /is cut off.*\n.*: task export \| four import -\n$/,
      );
    expect((await four('import', write('tasks', list))).status).toBe(0);
  });

  test.each([
    ['completed.data', '[description:"Run" end:"1740826800" entry:"1740823200" status:"completed" uuid:"0"]\n'],
    ['taskchampion.sqlite3', undefined],
  ])('says how the data of Taskwarrior itself, %s, is imported', async (name, text) => {
    const file = path.join(home.folder, name);
    if (text === undefined) {
      const database = openDatabase(file);
      database.exec(`CREATE TABLE operations (id INTEGER PRIMARY KEY, data STRING); CREATE TABLE sync_meta (key STRING PRIMARY KEY);
        CREATE TABLE tasks (uuid STRING PRIMARY KEY, data STRING); CREATE TABLE working_set (id INTEGER PRIMARY KEY, uuid STRING)`);
      database.close();
    } else write(name, text);
    for (const words of [[], ['--from', 'taskwarrior']])
      expectError(
        await four('import', file, ...words),
        1,
        /is Taskwarrior's own data\n.*task export \| four import -\n/,
      );
  });

  test('reads a single task, and leaves out broken lines among others', async () => {
    expect(await importTwice(write('task', JSON.stringify(TASKS[1], null, 2)))).toMatchObject({
      imported: 1,
      leftOut: [],
    });
    const lines = [TASKS[0], TASKS[1]].map((task) => JSON.stringify(task));
    const text = `${lines[0]}\n{"status":"completed","descr\n"text"\n${lines[1]}\n`;
    expect((await json<Outcome>('import', write('tasks', text))).leftOut).toMatchObject([
      { line: 2, reason: 'not JSON' },
      { line: 3, reason: 'not JSON' },
    ]);
  });

  test('leaves out the broken lines of a list, and not its brackets', async () => {
    const [late, early] = TASKS.map((task) => JSON.stringify(task));
    expect(await importTwice(write('tasks', `[\n${late},\n{"status":"completed","descr\n${early}\n]\n`))).toMatchObject(
      {
        imported: 2,
        leftOut: ['line 3: not JSON'],
      },
    );
  });

  // The time zone of the commands decides, not that of the tests.
  test.each([
    ['UTC', ['2025-03-01: 1 Late, 2 Early (First; Second)'], undefined],
    ['Asia/Tokyo', ['2025-03-01: 1 Early (First; Second)', '2025-03-02: 1 Late'], undefined],
    ['America/New_York', ['2025-02-28: 1 Early (First; Second)', '2025-03-01: 1 Late'], undefined],
    ['UTC', ['2025-02-28: 1 Early (First; Second)', '2025-03-01: 1 Late'], '04:00'],
  ])('puts an instant on its local day in %s: %j', async (zone, wanted, dayStart) => {
    home.env.TZ = zone;
    if (dayStart) await home.launch('config', 'day-start', dayStart);
    await home.launch('import', write('tasks', JSON.stringify(TASKS)));
    expect(await history()).toEqual(wanted);
    const [{ at } = { at: '' }] = home.sql("SELECT done_at AS at FROM thing WHERE text = 'Late'") as { at: string }[];
    expect(at).toBe('2025-03-01T23:30:00.000Z');
  });
});

describe('Loop Habit Tracker', () => {
  const HABITS = `Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,Target Value,Archived?
001,"Run, far",YES_NO,Did you run?,,1,1,#FF8F00,,,,false
002,Water,NUMERICAL,How much?,,1,1,#00897B,glasses,AT_LEAST,8.0,false
003,Läsen,YES_NO,,,3,7,#8E24AA,,,,true
`;
  const RUN =
    'Date,Value,Notes\n2025-03-03,YES_MANUAL,"Fine, ""fast"""\n2025-03-02,YES_AUTO,\n2025-03-01,NO,\n2025-02-28,SKIP,Ill\n2025-02-27,UNKNOWN,\n2025-02-30,YES_MANUAL,\n2025-02-26,9,\n';
  const WATER = 'Date,Value,Notes\n2025-03-03,8000,\n2025-03-02,2,\n';
  const READ = 'Date,Value,Notes\n2025-03-03,YES_MANUAL,\n2025-03-01,YES_MANUAL,"Two\nlines"\n';
  const archive = (files: Record<string, string>, root = '') =>
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [root + name, strToU8(text)])) as Zippable);
  const FILES = {
    'Habits.csv': HABITS,
    '001 Run far/Checkmarks.csv': RUN,
    '001 Run far/Scores.csv': 'Date,Score\n2025-03-03,0.5\n',
    '002 Water/Checkmarks.csv': WATER,
    '003 Lsen/Checkmarks.csv': READ,
    'Scores.csv': 'Date,Run, far,Water,Läsen,\n',
    'Checkmarks.csv': 'Date,Run, far,Water,Läsen,\n2025-03-03,NO,8000,NO,\n',
  };
  const HISTORY = [
    '2025-03-01: 1 Läsen (Two lines)',
    '2025-03-03: 1 Run, far (Fine, "fast"), 2 Water (8 glasses), 3 Läsen',
  ];

  test.each(['', 'Loop Habits CSV 2025-03-03/'])('reads the archive of a CSV export (folder %j)', async (root) => {
    const run = `${root}001 Run far/Checkmarks.csv`;
    const water = `${root}002 Water/Checkmarks.csv`;
    expect(await importTwice(write('Loop Habits CSV 2025-03-03.zip', archive(FILES, root)))).toEqual({
      format: 'loop',
      imported: 4,
      leftOut: [
        `${run} line 3: computed by Loop`,
        `${run} line 4: not done`,
        `${run} line 5: skipped`,
        `${run} line 7: invalid date`,
        `${run} line 8: unknown value`,
        `${water} line 3: target not reached`,
      ],
    });
    expect(await history()).toEqual(HISTORY);
  });

  test('reads the archive of an old version: numbers, no header, no types', async () => {
    const files = {
      'Habits.csv': 'Position,Name,Description,NumRepetitions,Interval,Color\n001,Run,Did you?,1,1,#FF8F00\n',
      '001 Run/Checkmarks.csv': '2016-03-03,2\n\n2016-03-02,1\n2016-03-01,0\n',
    };
    expect(await importTwice(write('old.zip', archive(files)))).toMatchObject({
      imported: 1,
      leftOut: [/computed/, /not done/].map((reason) => expect.stringMatching(reason)),
    });
    expect(await history()).toEqual(['2016-03-03: 1 Run']);
  });

  test.each(['', 'Loop Habits CSV 2025-03-03/'])('reads an export that was unpacked (folder %j)', async (root) => {
    for (const [name, text] of Object.entries(FILES)) write(`unpacked/${root}${name}`, text);
    const { format, imported, leftOut } = await importTwice(path.join(home.folder, 'unpacked'));
    expect({ format, imported }).toEqual({ format: 'loop', imported: 4 });
    expect(leftOut[0]).toMatch(/001 Run far\/Checkmarks.csv line 3: computed by Loop$/);
    expect(await history()).toEqual(HISTORY);
  });

  test.each<[what: string, target: string, values: Record<string, string>, done: string[], reasons: string[]]>([
    [
      'at least 8',
      'AT_LEAST,8.0',
      {
        '01': '7999',
        '02': '8000',
        '03': '8500',
        '04': 'NO',
        '05': 'SKIP',
        '06': 'UNKNOWN',
        '07': 'lots',
        '08': '9.5',
      },
      ['02: 8 cups', '03: 8.5 cups', '08: 9.5 cups'],
      ['target not reached', 'target not reached', 'skipped', 'unknown value'],
    ],
    [
      'at most 2',
      'AT_MOST,2.0',
      { '01': '2000', '02': '2001', '03': 'NO', '04': '0', '05': '1500' },
      ['01: 2 cups', '03: 0 cups', '04: 0 cups', '05: 1.5 cups'],
      ['target not reached'],
    ],
    ['no target', 'AT_LEAST,0.0', { '01': '0', '02': '3000' }, ['02: 3 cups'], ['target not reached']],
    ['a target that Loop left out', ',', { '01': '3000' }, ['01: 3 cups'], []],
  ])('takes a measured habit that reached its target: %s', async (_, target, values, done, reasons) => {
    const rows = Object.entries(values).map(([day, value]) => `2025-03-${day},${value},`);
    const files = {
      'Habits.csv': `Position,Name,Type,Unit,Target Type,Target Value\n001,Cups,NUMERICAL,cups,${target}\n`,
      '001 Cups/Checkmarks.csv': `Date,Value,Notes\n${rows.join('\n')}\n`,
    };
    const { leftOut } = await importTwice(write('loop.zip', archive(files)));
    expect(leftOut.map((words) => words.replace(/^.*: /, ''))).toEqual(reasons);
    expect(await history()).toEqual(done.map((words) => `2025-03-${words.replace(/: (.*)$/, ': 1 Cups ($1)')}`));
  });

  test('tells measured habits apart in an export without types', async () => {
    const files = {
      'Habits.csv': 'Position,Name,Unit,Target Type,Target Value\n001,Run,,,\n002,Cups,cups,AT_LEAST,8.0\n',
      '001 Run/Checkmarks.csv':
        'Date,Value,Notes\n2025-03-01,2,\n2025-03-02,8000,\n2025-03-03,-1,Only this\n2025-03-04,2,a,b\n',
      '002 Cups/Checkmarks.csv': 'Date,Value,Notes\n2025-03-01,8000,\n2025-03-02,2,\n2025-03-03,-1,\n',
    };
    expect(await importTwice(write('loop.zip', archive(files)))).toMatchObject({
      imported: 2,
      leftOut: [
        '001 Run/Checkmarks.csv line 3: unknown value',
        '001 Run/Checkmarks.csv line 4: only a note',
        '001 Run/Checkmarks.csv line 5: more cells than columns',
        '002 Cups/Checkmarks.csv line 3: target not reached',
      ],
    });
    expect(await history()).toEqual(['2025-03-01: 1 Run, 2 Cups (8 cups)']);
  });

  test.each([
    ['words', 'Date,Run,Read,\n2025-03-02,YES_MANUAL,NO,\n2025-03-01,YES_AUTO,YES_MANUAL,\n2025-02-28,UNKNOWN,SKIP,\n'],
    ['numbers', 'Date,Run,Read,\n2025-03-02,2,0,\n2025-03-01,1,2,\n2025-02-28,-1,3,\n'],
    ['no commas at the end', 'Date,Run,Read\r\n2025-03-02,YES_MANUAL,NO\r\n2025-03-01,1,2\r\n2025-02-28,,SKIP\r\n'],
  ])('reads the table of all habits alone: %s', async (_, text) => {
    const wanted = { format: 'loop', imported: 2, leftOut: ['not done', 'computed by Loop', 'skipped'] };
    for (const file of [write('Checkmarks.csv', text), path.dirname(write('alone/Checkmarks.csv', text))]) {
      home.env.FOURTHINGS_DB = path.join(home.folder, `${path.basename(file)}.db`);
      const { leftOut, ...outcome } = await importTwice(file);
      expect({ ...outcome, leftOut: leftOut.map((words) => words.replace(/^.*: /, '')) }).toEqual(wanted);
      expect(await history()).toEqual(['2025-03-01: 1 Read', '2025-03-02: 1 Run']);
      expect((await four('import', file)).stdout).toContain('  1 entry of Read left out: not done\n');
    }
  });

  test('takes nothing from a table of all habits whose names have commas without quotes', async () => {
    const file = write('Checkmarks.csv', 'Date,Run, far,Read,\n2025-03-02,YES_MANUAL,NO,\n');
    expect(await importTwice(file)).toMatchObject({
      imported: 0,
      leftOut: [`${file} line 2: not as many cells as columns`],
    });
  });

  test('reads the table of one habit, by the name of its folder or the habits above it', async () => {
    const file = write('001 Run/Checkmarks.csv', 'Date,Value,Notes\n2025-03-01,YES_MANUAL,Fine\n');
    expect(await importTwice(file)).toMatchObject({ format: 'loop', imported: 1 });
    write('Habits.csv', 'Position,Name,Type,Unit,Target Type,Target Value\n001,Run: far,NUMERICAL,km,AT_LEAST,5.0\n');
    write('001 Run/Checkmarks.csv', 'Date,Value,Notes\n2025-03-02,5000,\n');
    await four('import', file);
    expect(await history()).toEqual(['2025-03-01: 1 Run (Fine)', '2025-03-02: 1 Run: far (5 km)']);
    for (const text of [
      '"Date","Value","Notes"\n"2025-03-03","YES_MANUAL",""\n',
      '"2025-03-03","2"\n',
      '2025-03-03,2\n',
    ])
      expect(await json('import', write('002 Read/Checkmarks.csv', text), '--dry-run')).toMatchObject({
        format: 'loop',
        imported: 1,
      });
    const nameless = write('export/Checkmarks.csv', 'Date,Value,Notes\n2025-03-01,YES_MANUAL,Fine\n');
    expectError(await four('import', nameless), 1, /does not say which habit it is about/);
  });

  test('rejects an archive of something else, and one that is too large', async () => {
    expectError(
      await four('import', write('a.zip', archive({ 'a.txt': 'x', 'Checkmarks.csv': 'Date\n' }))),
      1,
      /not a CSV export of Loop/,
    );
    const bomb = zipSync({ '001 A/Checkmarks.csv': new Uint8Array(120_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(1_000_000);
    expectError(await four('import', write('b.zip', bomb)), 1, /too large when unpacked/);
  });

  const SCHEMA = `
    CREATE TABLE Habits (id INTEGER PRIMARY KEY AUTOINCREMENT, archived INTEGER, color INTEGER, description TEXT, freq_den INTEGER,
      freq_num INTEGER, highlight INTEGER, name TEXT, position INTEGER, reminder_hour INTEGER, reminder_min INTEGER,
      reminder_days INTEGER NOT NULL DEFAULT 127, type INTEGER NOT NULL DEFAULT 0, target_type INTEGER NOT NULL DEFAULT 0,
      target_value REAL NOT NULL DEFAULT 0, unit TEXT NOT NULL DEFAULT '', question TEXT, uuid TEXT);
    CREATE TABLE Repetitions (id INTEGER PRIMARY KEY AUTOINCREMENT, habit INTEGER NOT NULL REFERENCES Habits (id),
      timestamp INTEGER NOT NULL, value INTEGER NOT NULL, notes TEXT);
    PRAGMA user_version = 25;`;
  const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);

  function fill(file: string, schema = SCHEMA) {
    const database = openDatabase(file);
    database.exec(schema);
    const habit = database.prepare(
      'INSERT INTO Habits (name, position, type, target_value, unit, archived) VALUES (?, ?, ?, ?, ?, 0)',
    );
    habit.run('Läsen', 2, 0, 0, '');
    habit.run('Run, far', 0, 0, 0, '');
    habit.run('Water', 1, 1, 8, 'glasses');
    const repetition = database.prepare('INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (?, ?, ?, ?)');
    for (const [id, day, value, notes] of [
      [2, '2025-03-03', 2, 'Fine, "fast"'],
      [2, '2025-03-02', 1, null],
      [2, '2025-03-01', 0, null],
      [2, '2025-02-28', 3, 'Ill'],
      [2, '2025-02-27', -1, 'A note'],
      [3, '2025-03-03', 8000, null],
      [1, '2025-03-03', 2, ''],
      [1, '2025-03-01', 2, 'Two\nlines'],
      [1, '2027-03-01', 2, null],
    ] as const)
      repetition.run(id, midnight(day), value, notes);
    return database;
  }

  test('reads a database backup without changing it', async () => {
    const file = path.join(home.folder, 'loop', 'Loop Habits Backup.db');
    fs.mkdirSync(path.dirname(file));
    fill(file).close();
    const before = bytes(path.dirname(file));
    const temporary = fs.readdirSync(path.join(file, '../..'));
    expect(await importTwice(file)).toEqual({
      format: 'loop',
      imported: 4,
      leftOut: [
        'Run, far on 2025-02-27: only a note',
        'Run, far on 2025-02-28: skipped',
        'Run, far on 2025-03-01: not done',
        'Run, far on 2025-03-02: computed by Loop',
        'Läsen on 2027-03-01: in the future',
      ],
    });
    expect(await history()).toEqual(HISTORY);
    expect(bytes(path.dirname(file))).toEqual(before);
    expect(fs.readdirSync(path.join(file, '../..'))).toEqual(expect.arrayContaining(temporary));
  });

  test('reads the same days in every time zone', async () => {
    const file = path.join(home.folder, 'loop.db');
    fill(file).close();
    for (const zone of ['Pacific/Auckland', 'America/Los_Angeles']) {
      home.env.TZ = zone;
      home.env.FOURTHINGS_DB = path.join(home.folder, `${zone.replace('/', '-')}.db`);
      await home.launch('import', file);
      expect(await history()).toEqual(HISTORY);
    }
  });

  test('reads what is still in the log beside a database', async () => {
    const file = path.join(home.folder, 'loop.db');
    const database = openDatabase(file);
    database.pragma('journal_mode = WAL');
    database.close();
    const open = fill(file);
    try {
      expect(fs.existsSync(`${file}-wal`)).toBe(true);
      expect(await importTwice(file)).toMatchObject({ imported: 4 });
    } finally {
      open.close();
    }
  });

  test('reads an old database without types and notes, and leaves out invalid rows', async () => {
    const file = path.join(home.folder, 'old.db');
    const database = openDatabase(file);
    database.exec(`
      CREATE TABLE Habits (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE Repetitions (id INTEGER PRIMARY KEY, habit INTEGER, timestamp INTEGER, value INTEGER);
      INSERT INTO Habits VALUES (1, 'Run'), (2, NULL), (3, 'Esc' || char(27));
      INSERT INTO Repetitions (habit, timestamp, value) VALUES (1, ${midnight('2016-03-03')}, 2), (1, 'x', 2), (1, NULL, 2), (1, 9e18, 2),
        (1, ${midnight('2016-03-04')}, NULL), (2, ${midnight('2016-03-03')}, 2), (3, ${midnight('2016-03-03')}, 2)`);
    database.close();
    const { imported, leftOut } = await importTwice(file);
    expect(imported).toBe(1);
    expect(leftOut.map((words) => words.replace(/^.*: /, '')).sort()).toEqual([
      'invalid date',
      'invalid date',
      'invalid date',
      'the text cannot contain a control character',
      'the text is empty',
      'unknown value',
    ]);
    expect(await history()).toEqual(['2016-03-03: 1 Run']);
  });

  test('reads a database of before version 16, in which a record is a done day', async () => {
    const file = path.join(home.folder, 'older.db');
    const database = openDatabase(file);
    database.exec(`
      CREATE TABLE Habits (id INTEGER PRIMARY KEY, name TEXT, position INTEGER);
      CREATE TABLE Repetitions (id INTEGER PRIMARY KEY, habit INTEGER, timestamp INTEGER);
      INSERT INTO Habits VALUES (1, 'Run', 2), (2, 'Read', 1);
      INSERT INTO Repetitions (habit, timestamp) VALUES (1, ${midnight('2014-03-03')}), (2, ${midnight('2014-03-03')}),
        (1, ${midnight('2014-03-04')})`);
    database.close();
    expect(await importTwice(file)).toMatchObject({ imported: 3, leftOut: [] });
    expect(await history()).toEqual(['2014-03-03: 1 Read, 2 Run', '2014-03-04: 1 Run']);
  });

  test('reads measured habits in a database', async () => {
    const file = path.join(home.folder, 'loop.db');
    const database = openDatabase(file);
    database.exec(`${SCHEMA}
      INSERT INTO Habits (name, position, type, target_type, target_value, unit) VALUES ('Water', 0, 1, 0, 2.5, 'l'), ('Coffee', 1, 1, 1, 2, '');
      INSERT INTO Repetitions (habit, timestamp, value, notes) VALUES (1, ${midnight('2025-03-01')}, 2500, 'Hot'),
        (1, ${midnight('2025-03-02')}, 2400, ''), (2, ${midnight('2025-03-01')}, 2000, ''), (2, ${midnight('2025-03-02')}, 3000, '')`);
    database.close();
    expect(await importTwice(file)).toMatchObject({
      imported: 2,
      leftOut: ['Water on 2025-03-02: target not reached', 'Coffee on 2025-03-02: target not reached'],
    });
    expect(await history()).toEqual(['2025-03-01: 1 Water (Hot (2.5 l)), 2 Coffee (2)']);
  });

  test("rejects another program's database, and a store of four", async () => {
    const file = path.join(home.folder, 'other.db');
    const database = openDatabase(file);
    database.exec('CREATE TABLE a (b)');
    database.close();
    expectError(await four('import', file), 1, /not a database of Loop/);
    await four('plan', 'Run');
    expectError(await four('import', home.storeFile()), 1, /a store of four/);
  });

  test('cannot read a database from standard input', async () => {
    home.stdin = 'SQLite format 3\0';
    expectError(await four('import', '-'), 2, /a database cannot come from standard input/);
  });
});

describe('what was done today is taken in, and what would be tomorrow is not:', () => {
  test.each([
    ['Pacific/Kiritimati', 14],
    ['UTC', 0],
    ['Pacific/Pago_Pago', -11],
  ])('%s', async (zone, hours) => {
    home.env.TZ = zone;
    home.at('2026-11-23T23:30');
    const instant = (day: string) =>
      new Date(Date.parse(`${day}T22:00Z`) - hours * 3_600_000).toISOString().replace(/[-:]|\.000/g, '');
    const task = (end: string) => ({ status: 'completed', description: 'Task', end });
    const files = {
      log: '2026-11-23 : Habit : y\n2026-11-24 : Habit : y\n',
      'todo.txt': 'x 2026-11-23 Todo\nx 2026-11-24 Todo\n',
      tasks: JSON.stringify([task(instant('2026-11-23')), task(instant('2026-11-24'))]),
      'loop.db': loop(['2026-11-23', '2026-11-24']),
    };
    for (const [name, content] of Object.entries(files)) {
      const result = await home.launch('--json', 'import', write(name, content));
      expect({ name, ...(parseJson(result) as object) }).toMatchObject({
        name,
        imported: 1,
        leftOut: [{ reason: 'in the future' }],
      });
    }
    expect(await history()).toEqual(['2026-11-23: 1 Habit, 2 Todo, 3 Task, 4 Loop']);
  });

  function loop(days: readonly string[]): Buffer {
    const file = path.join(home.folder, 'made.db');
    const database = openDatabase(file);
    database.exec(
      "CREATE TABLE Habits (id, name); INSERT INTO Habits VALUES (1, 'Loop'); CREATE TABLE Repetitions (habit, timestamp, value)",
    );
    for (const day of days)
      database.prepare('INSERT INTO Repetitions VALUES (1, ?, 2)').run(Date.parse(`${day}T00:00Z`));
    database.close();
    return fs.readFileSync(file);
  }
});
