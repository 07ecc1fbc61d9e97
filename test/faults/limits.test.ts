import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/commands/index.ts';
import { openDatabase } from '../../src/store/driver.ts';
import { type DayJson, expectError, launch } from '../support/four.ts';
import { needs, onLinux } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { useSitting } from '../support/sitting.ts';
import { dump, expectCalm } from '../support/stores.ts';

const home = useSitting();
const { four } = home;

function write(name: string, content: string | Buffer): string {
  const file = path.join(home.folder, name);
  fs.writeFileSync(file, content);
  return file;
}

describe('an argument of 150 MB', () => {
  const long = 'x'.repeat(150_000_000);

  test.each(COMMANDS.map(({ name }) => name))('of four %s is refused in one line', async (name) => {
    for (const words of [[long], ['1', '-m', long], ['-d', long], ['--db', long]])
      expectError(await four(name, ...words), 2, 'an argument is too long; the limit is 100,000 characters');
    expectError(await four(long), 2, 'an argument is too long');
  });
});

describe('lines on standard input', () => {
  test.each([
    ['one of 900 kB', 'x'.repeat(900_000), 2, /the text has 900000 characters; the limit is 500/],
    ['900,000 of them', 'x\n'.repeat(450_000), 2, /450000 things, but a day has four slots/],
  ])('are refused: %s', async (_, lines, status, message) => {
    home.stdin = lines;
    expectError(await four('plan', '-'), status, message);
    expect(dump(home.storeFile())).toBeUndefined();
  });

  test('may have many blank ones between a heading and a thing', async () => {
    home.stdin = `# Mon\n${' \n'.repeat(100_000)}- Read\n`;
    expect((await home.json('plan', '-')).things).toMatchObject([{ text: 'Read' }]);
  });

  const endless = needs('sh');

  endless.test.each([
    ['yes', 'plan -', 'four: standard input is too large; the limit is 1 MB'],
    ['cat /dev/zero', 'plan -', 'four: standard input is too large; the limit is 1 MB'],
    ['yes', 'import -', 'four: standard input is too large; the limit is 100 MB'],
    [
      'yes "2026-11-20 Run four:1"',
      'import - --from todotxt',
      'four: standard input is too large; the limit is 100 MB',
    ],
  ])('that never end are given up: %s | four %s', async (source, words, message) => {
    const line = `${source} | "$NODE" "$FOUR" ${words}`;
    const result = await launch(placeOf('sh'), ['-c', line], { ...home.env, ...home.launcher });
    expectError(result, 1, message);
  });
});

describe('a file to import', () => {
  onLinux('that never ends, or is larger than a string can be, is given up', async () => {
    const large = write('large.json', '{');
    fs.truncateSync(large, 600_000_000);
    for (const file of ['/dev/zero', large])
      for (const format of [[], ['--from', 'csv'], ['--from', 'harsh']])
        expectError(await four('import', file, ...format), 1, `${file} is too large; the limit is 100 MB`);
  });

  needs('sh').test('may be a named pipe', async () => {
    const line = 'mkfifo pipe; echo "2026-11-20 Run four:1" >pipe & exec "$NODE" "$FOUR" import --from todotxt pipe';
    const result = await launch(placeOf('sh'), ['-c', `sleep 0; ${line}`], { ...home.env, ...home.launcher });
    expect(result).toMatchObject({ stderr: '', status: 0 });
    expect(result.stdout).toMatch(/Imported 1 of 1 line/);
  });

  const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  const nested = (depth: number) => `{"days":${nest(depth)}}`;

  test.each([
    ['deep.json', nested(1_000_000), /nested more than 100 deep/],
    ['deep-tasks.json', `[{"status":"completed","description":${nest(1000)}}]`, /nested more than 100 deep/],
    ['deep-objects.json', `{"days":[{"day":"2026-11-20","x":${'{"a":[1,'.repeat(60)}`, /nested more than 100 deep/],
    ['values.json', `{"days":[${'0,'.repeat(8_000_001)}0]}`, /has more than 8,000,000 values/],
    ['days.json', `{"days":[${'0,'.repeat(500_000)}0]}`, /has more than 500,000 entries/],
    ['setbacks.json', `{"days":[],"setbacks":[${'0,'.repeat(500_000)}0]}`, /has more than 500,000 entries/],
    ['things.json', `{"days":[{"day":"2026-11-20","things":[${'0,'.repeat(500_000)}0]}]}`, /more than 500,000 entries/],
    ['cell.csv', `day,text\n2026-11-20,"${'x'.repeat(1_000_000)}"\n`, /has a row of more than 100,000 characters/],
    ['head.csv', `day,text${',x'.repeat(500_000)}\n`, /has a row of more than 100,000 characters/],
    ['rows.csv', `day,text\n${',\n'.repeat(500_000)}`, /has more than 500,000 lines/],
    ['blank.csv', `day,text\n${'\n'.repeat(500_000)}`, /has more than 500,000 lines/],
    ['todo.txt', `x 2026-11-20 a\n${'\r'.repeat(500_000)}`, /has more than 500,000 lines/],
    ['done.txt', `x 2026-11-20 ${'a '.repeat(500_000)}`, /line 1 is too long; the limit is 100,000 characters/],
    ['log', `2026-11-20 : Run : y : \n${'y : '.repeat(50_000)}`, /line 2 is too long/],
  ])('with more than there could be is refused in one line: %s', async (name, content, message) => {
    expectError(await four('import', write(name, content)), 1, message);
    expect(dump(home.storeFile())).toBeUndefined();
  });

  // A regular expression that looks for the end of each beginning again would take minutes for these.
  const LIMIT_MS = 60_000;

  test.each([' ', '\t', '\u00a0', '\n', '\r', ' \n', '[[', '(id::', '[uuid:"a" '])(
    'may repeat %j for long',
    async (part) => {
      const text = part.repeat(1_000_000 / part.length);
      for (const head of ['', 'day,text\n', '* TODO '])
        expectCalm(await four('import', write('a.txt', head + text)), { head });
      expect(dump(home.storeFile())).toBeUndefined();
    },
    LIMIT_MS,
  );

  test.each([
    ['orgmode', `* DONE ${'[['.repeat(49_000)}\n`],
    ['orgmode', `* DONE Run${' '.repeat(99_000)}!\n`],
    ['habitctl', '2026-11-20\tRun\ty\n', `7 ${' '.repeat(99_000)}\n`],
    ['md', `- [x] ${'(id::'.repeat(19_000)} ✅ 2026-11-20\n`],
  ])(
    'may have long lines for %s',
    async (format, line, habits = '') => {
      fs.writeFileSync(path.join(home.folder, 'habits'), habits.repeat(30));
      const { status } = await four('import', '--from', format, write('log', line.repeat(30)), '--dry-run');
      expect(status).toBe(0);
    },
    LIMIT_MS,
  );

  test('is read up to each limit', async () => {
    const text = 'x'.repeat(200_000);
    const day = {
      day: '2026-11-20',
      things: [{ slot: 1, text: 'Run', x: JSON.parse(`${'['.repeat(95)}${']'.repeat(95)}`) }],
    };
    expect(
      await home.json('import', write('a.json', JSON.stringify({ format: 'fourthings', x: text, days: [day] }))),
    ).toMatchObject({
      imported: 1,
      leftOut: [],
    });
  });

  test('gives one day at most 1,000 things', async () => {
    const things = Array.from({ length: 1003 }, (_, index) => ({ slot: null, text: `Thing ${index}` }));
    for (const imported of [1000, 0]) {
      const file = write('a.json', JSON.stringify({ days: [{ day: '2026-11-20', things }] }));
      const result = await home.json<{ leftOut: { reason: string }[] }>('import', file);
      expect(result).toMatchObject({ read: 1003, imported });
      expect(result.leftOut.map(({ reason }) => reason)).toEqual(Array(3).fill('more than 1,000 things on one day'));
    }
  });

  test('may be a database that would go on for ever', async () => {
    const endless = 'WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT';
    const habits = "CREATE TABLE Habits (id, name); INSERT INTO Habits VALUES (1, 'Run')";
    const schemas = [
      `${habits}; CREATE VIEW Repetitions AS ${endless} n AS habit, n AS timestamp, 2 AS value FROM n`,
      `CREATE VIEW Habits AS ${endless} n AS id, 'Run' AS name FROM n; CREATE TABLE Repetitions (habit, timestamp, value)`,
      `${habits}; CREATE TABLE Repetitions (habit, timestamp, value AS (zeroblob(900000000)))`,
    ];
    for (const [index, schema] of schemas.entries()) {
      const file = path.join(home.folder, `${index}.db`);
      const database = openDatabase(file);
      database.exec(schema);
      database.close();
      expectError(await four('import', file), 1, /not a database of Loop Habit Tracker/);
    }
  });

  test('may be a database in which every record belongs to every habit', async () => {
    const file = path.join(home.folder, 'loop.db');
    const database = openDatabase(file);
    const series = 'WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 20000)';
    database.exec(`
      CREATE TABLE Habits (id, name); ${series} INSERT INTO Habits SELECT 1, 'Run' FROM n;
      CREATE TABLE Repetitions (habit, timestamp, value); ${series} INSERT INTO Repetitions SELECT 1, n * 86400000, 2 FROM n`);
    database.close();
    expect(await home.json('import', '--dry-run', file)).toMatchObject({ read: 20_000, imported: 20_000 });
  });
});

describe('a name that every object has', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  test.each(NAMES)('%s is a word like any other', async (name) => {
    await four('plan', 'Write the post');
    for (const words of [
      [name],
      [name, name],
      ['help', name],
      ['config', name],
      ['config', name, name],
      ['config', '--unset', name],
      ['config', 'labels', `${name} a b c`],
      ['import', name, '--from', name],
      ['export', '--format', name],
      ['init', name],
      ['week', '--format', name],
      ['done', name],
      ['today', '-d', name],
      ['plan', name],
      ['did', name],
      ['log', '--grep', name],
      [`--${name}`],
    ])
      expectCalm(await four(...words), words);
  });

  test.each(NAMES)('%s comes in as a text from every format, and is no field of a file', async (name) => {
    const day = `{"day":"2026-11-20","things":[{"slot":1,"text":"${name}","${name}":1}],"${name}":{"rest":true}}`;
    const json = `{"format":"fourthings","${name}":{"format":"x"},"days":[${day}],"settings":{"${name}":{"minimum":1}},"setbacks":[{"${name}":{}}]}`;
    expect(await home.json('import', write('a.json', json))).toMatchObject({
      imported: 1,
      leftOut: [
        { where: name, reason: 'unknown setting' },
        { where: 'setbacks[0]', reason: 'invalid date' },
      ],
    });
    const task = `{"status":"completed","description":"${name} 2","end":"20261120T080000Z","${name}":{}}`;
    expect(await home.json('import', write('b.json', `[${task}]`))).toMatchObject({ imported: 1, leftOut: [] });
    const rows = `day,text,${name}\n2026-11-20,${name} 3,x\n`;
    expect(await home.json('import', write('c.csv', rows))).toMatchObject({ imported: 1, leftOut: [] });
    const log = `2026-11-20 : ${name} 4 : y\n2026-11-19 : ${name} : ${name}\n`;
    expect(await home.json('import', write('log', log))).toMatchObject({
      imported: 1,
      leftOut: [{ reason: 'the result is not y, n or s' }],
    });
    const { things } = await home.json('today', '-d', '2026-11-20');
    expect(things.map(({ text }) => text)).toEqual([name, `${name} 2`, `${name} 3`, `${name} 4`]);
    expect(await home.json('config')).toMatchObject({ minimum: 4 });
  });

  test.each(NAMES)('%s is the name of a habit of Loop, and no value of a day', async (name) => {
    const file = path.join(home.folder, 'loop.db');
    const database = openDatabase(file);
    database.exec(`
      CREATE TABLE Habits (id, name); INSERT INTO Habits VALUES (1, '${name}');
      CREATE TABLE Repetitions (habit, timestamp, value);
      INSERT INTO Repetitions VALUES (1, 1456963200000, 2), (1, 1457049600000, '${name}'), ('${name}', 1457049600000, 2)`);
    database.close();
    expect(await home.json('import', file)).toMatchObject({
      imported: 1,
      leftOut: [{ reason: 'the text is empty' }, { reason: 'unknown value' }],
    });
  });
});

const FORMATS: Readonly<Record<string, string>> = {
  'b.csv': 'csv',
  'c.json': 'taskwarrior',
  log: 'harsh',
  'todo.txt': 'todotxt',
};

describe('a text that shows nothing', () => {
  const BLANK = ['', ' ', '\u200b', '\u00a0\u2003', '\u3164', '\ufe0f', '\u200e\u200d ', '\u2060\ufeff'];

  test.each(BLANK)('%j comes in nowhere', async (blank) => {
    await four('plan', 'Write the post');
    await four('lost', 'Sale');
    const before = dump(home.storeFile());
    for (const words of [
      ['plan', blank],
      ['did', blank],
      ['edit', '1', blank],
      ['done', '1', '-m', blank],
      ['lost', blank],
      ['lost', 'Sale', '-m', blank],
      ['lost', '--settle', '1', '--next', blank],
      ['rest', '-m', blank],
      ['config', 'labels', blank],
      ['config', 'labels', `body mind heart ${blank}`],
      ['config', 'day-start', blank],
    ])
      expect({ words, status: (await four(...words)).status }).toEqual({ words, status: 2 });
    home.stdin = `${blank}\n`;
    expect((await four('plan', '-')).status).toBe(2);
    const thing = { slot: 1, text: blank };
    const files = {
      'a.json': JSON.stringify({
        days: [
          { day: '2026-11-20', things: [thing] },
          { day: '2026-11-19', rest: true, restReason: blank },
        ],
        setbacks: [{ day: '2026-11-20', text: blank }],
        settings: { labels: ['body', 'mind', 'heart', blank] },
      }),
      'b.csv': `day,text\n2026-11-20,${blank}\n`,
      log: `2026-11-20 : ${blank} : y : x\n`,
      'c.json': JSON.stringify([{ status: 'completed', description: blank, end: '20261120T080000Z' }]),
      'todo.txt': `x 2026-11-20 ${blank}\n2026-11-20 ${blank} four:1\n`,
    };
    for (const [name, content] of Object.entries(files)) {
      const { stdout, status } = await four(
        '--json',
        'import',
        write(name, content),
        '--from',
        FORMATS[name] ?? 'json',
      );
      expect({ name, status, imported: JSON.parse(stdout).imported }).toEqual({ name, status: 0, imported: 0 });
    }
    expect(dump(home.storeFile())).toEqual(before);
    // What was done is kept without a note that says nothing.
    const done = { slot: 2, text: 'A', did: blank, doneAt: '2026-11-20T08:00Z' };
    await four('import', write('d.json', JSON.stringify({ days: [{ day: '2026-11-20', things: [done] }] })));
    const [day] = await home.json<DayJson[]>('log', '--from', '2026-11-20', '--to', '2026-11-20');
    expect(day?.things).toMatchObject([{ slot: 2, text: 'A', did: null, done: true }]);
  });
});

describe('a time that cannot be', () => {
  const TIMES = [
    '2026-02-30T08:00:00Z',
    '2026-11-31',
    '2026-11-20T24:30:00Z',
    '2026-11-20T08:00:00+15:00',
    '2026-11-20T08:00:00-14:30',
    '9999-01-01T00:00:00Z',
    '9998-12-31T23:00:00-05:00',
    '0001-06-01T00:00:00Z',
    '+012026-11-20T08:00:00Z',
    '-000001-11-20T08:00:00Z',
    '1795000000',
    'constructor',
  ];

  test.each(TIMES)('%s comes in nowhere', async (time) => {
    const files = {
      'a.json': JSON.stringify({
        days: [{ day: '2026-11-20', things: [{ slot: 1, text: 'Run', doneAt: time }] }],
        setbacks: [{ day: '2026-11-20', text: 'Sale', kind: 'let-go', settledAt: time }],
      }),
      'b.csv': `day,text,done_at\n2026-11-20,Run,${time}\n`,
      'c.json': JSON.stringify([{ status: 'completed', description: 'Run', end: time.replace(/[-:]/g, '') }]),
    };
    for (const [name, content] of Object.entries(files)) {
      const { imported, leftOut } = await home.json<{ imported: number; leftOut: { reason: string }[] }>(
        'import',
        write(name, content),
      );
      const reasons = leftOut.map(({ reason }) => reason);
      expect({ name, imported, reasons }).toEqual({
        name,
        imported: 0,
        reasons: reasons.map(() => expect.stringMatching(/^invalid (time|date)$/)),
      });
      expect(reasons.length).toBeGreaterThan(0);
    }
    home.env.FOURTHINGS_NOW = time;
    expectError(await four('plan', 'A'), 2, 'FOURTHINGS_NOW is not an ISO date-time');
  });

  test.each(['2026-02-30', '0001-12-31', '9999-01-01', '2026-13-01', '02026-1-1', '2026-11-20T08:00'])(
    'nor does the day %s',
    async (day) => {
      const files = {
        'a.json': JSON.stringify({
          days: [{ day, things: [{ slot: 1, text: 'Run' }] }],
          setbacks: [{ day, text: 'Sale' }],
        }),
        'b.csv': `day,text\n${day},Run\n`,
        log: `2026-11-20 : Run : n\n${day} : Run : y\n`,
        'todo.txt': `x ${day} Run\n`,
      };
      for (const [name, content] of Object.entries(files))
        expect(await home.json('import', write(name, content))).toMatchObject({ imported: 0 });
      if (day.includes('T')) return;
      for (const words of [
        ['plan', 'A', '-d', day],
        ['did', 'A', '-d', day],
        ['rest', day],
        ['move', '1', day],
      ])
        expectCalm(await four(...words), words);
      expect(dump(home.storeFile())).toBeUndefined();
    },
  );
});
