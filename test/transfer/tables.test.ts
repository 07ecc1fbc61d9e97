import { describe, expect, test } from '@jest/globals';
import { expectError } from '../support/four.ts';
import { type Outcome, useImports } from '../support/imports.ts';

const { home, write, importTwice, history } = useImports();
const { four, json } = home;

describe('a csv table with a column for each habit', () => {
  test('has a done thing for each mark', async () => {
    const file = write(
      'habits.csv',
      'date,ab_workout,cold_shower\n2018-12-01,1,1\n2018-12-02,0,1\n2018-12-03,,\n2018-12-04,,1\n',
    );
    expect(await importTwice(file)).toEqual({ format: 'csv', imported: 4, leftOut: ['line 3: not done'] });
    expect(await history()).toEqual([
      '2018-12-01: 1 ab_workout, 2 cold_shower',
      '2018-12-02: 1 cold_shower',
      '2018-12-04: 1 cold_shower',
    ]);
  });

  test.each(['1', '2', 'true', 'TRUE', 'yes', 'Y', 'x', 'X', '✓', '✔', '✅', 'done', 'Done', '[x]', ' x '])(
    'takes %j for done',
    async (mark) => {
      expect(await importTwice(write('habits.csv', `Day,Run\n2018-12-01,${mark}\n`))).toMatchObject({ imported: 1 });
    },
  );

  test.each([
    ['0', 'not done'],
    ['false', 'not done'],
    ['No', 'not done'],
    ['-', 'not done'],
    ['❌', 'not done'],
    ['skip', 'skipped'],
    ['7.5', 'unknown value "7.5"'],
    ['maybe', 'unknown value "maybe"'],
  ])('leaves %j out: %s', async (mark, reason) => {
    const file = write('habits.csv', `Day,Run,Read\n2018-12-01,${mark},1\n`);
    expect(await importTwice(file)).toMatchObject({ imported: 1, leftOut: [`line 2: ${reason}`] });
  });

  test('counts what each habit left out, and names what no habit has', async () => {
    const rows = ['2018-12-01,1,0,Cold', '2018-12-02,0,0,', '2018-12-03,1,0,,5', '2018-13-04,1,1,', '2027-01-01,1,,'];
    const file = write('habits.csv', ['date,Run,Read,Notes', ...rows].join('\n'));
    const { leftOut } = await json<Outcome>('import', '--dry-run', file);
    expect(leftOut.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 2: not done',
      'line 2: a note on the day, not on a habit',
      'line 3: not done',
      'line 3: not done',
      'line 4: more cells than columns',
      'line 5: invalid date',
      'line 5: invalid date',
      'line 6: in the future',
    ]);
    expect((await four('import', '--dry-run', file)).stdout).toContain('  2 entries of Read left out: not done\n');
  });

  test('is not seen in a table of something else', async () => {
    for (const text of ['Date,Payee,Amount\n2018-12-01,Shop,12.50\n', 'Date,Weight\n2018-12-01,71.4\n', 'a,b\n1,1\n'])
      expectError(await four('import', write('other.csv', text)), 2, /cannot tell the format/);
  });
});

describe('a csv table with a row for each habit on each day', () => {
  test.each([
    ['date,habit', '2018-12-01,Run', '1 Run'],
    ['day;title;memo', '2018-12-01;Run;Fine, fast', '1 Run (Fine, fast)'],
    ['Name\tDate\tComment', 'Run\t2018-12-01\tFine', '1 Run (Fine)'],
    ['task,date,notes', 'Run,2018/12/1,', '1 Run'],
    ['date,habit,value,unit', '2018-12-01,Run,5.5,km', '1 Run (5.5 km)'],
    ['date,habit,value,unit,note', '2018-12-01,Run,1,km,Slow', '1 Run (Slow (1 km))'],
    ['date,habit,value', '2018-12-01,Run,1', '1 Run'],
    ['date,habit,value', '2018-12-01,Run,12', '1 Run (12)'],
    ['date,habit,value', '2018-12-01,Run,true', '1 Run'],
    ['date,habit,completed,value,unit', '2018-12-01,Run,yes,0,', '1 Run'],
    ['date,habit,status', '2018-12-01,Run,completed', '1 Run'],
    ['day,text,note', '2018-12-01,Run,Fine', '1 Run (Fine)'],
    ['date,habit,mood', '20181201,Run,7', '1 Run'],
    ['\r\n\r\nDate;Habit', '2018-12-01;Run', '1 Run'],
    ['Day,Date,Habit', 'Saturday,2018-12-01,Run', '1 Run'],
    ['Date,Habit_Name,Status', '2018-12-01,Run,Done', '1 Run'],
  ])('%s: %s is %s', async (head, row, wanted) => {
    expect(await importTwice(write('log.csv', `${head}\n${row}\n`))).toEqual({
      format: 'csv',
      imported: 1,
      leftOut: [],
    });
    expect(await history()).toEqual([`2018-12-01: ${wanted}`]);
  });

  test.each([['\n'], ['\r\n'], ['\r']])('is found whatever ends its lines: %j', async (end) => {
    const file = write('log.csv', ['Date;Habit;Note', '2018-12-01;Run;Fine, fast', ''].join(end));
    expect(await importTwice(file)).toEqual({ format: 'csv', imported: 1, leftOut: [] });
    expect(await history()).toEqual(['2018-12-01: 1 Run (Fine, fast)']);
  });

  test.each([
    ['date,habit,done', '2018-12-01,Run,no', 'not done'],
    ['date,habit,done', '2018-12-01,Run,', 'not done'],
    ['date,habit,value', '2018-12-01,Run,0', 'not done'],
    ['date,habit,value', '2018-12-01,Run,0.0', 'unknown value "0.0"'],
    ['date,habit,status', '2018-12-01,Run,skipped', 'skipped'],
    ['date,habit,status', '2018-12-01,Run,later', 'unknown value "later"'],
    ['date,habit', '2027-01-01,Run', 'in the future'],
    ['date,habit', '2018-02-30,Run', 'invalid date'],
    ['date,habit', '2018111,Run', 'invalid date'],
    ['date,habit', '1/2/18,Run', 'invalid date'],
    ['date,habit', '2018-12-01,', 'the text is empty'],
    ['date,habit', '2018-12-01,Run, far', 'more cells than columns'],
  ])('%s: %s is left out: %s', async (head, row, reason) => {
    expect(await importTwice(write('log.csv', `${head}\n${row}\n`))).toMatchObject({ leftOut: [`line 2: ${reason}`] });
  });

  test('keeps the time of an instant, and its local day', async () => {
    home.env.TZ = 'America/New_York';
    await home.launch('import', write('log.csv', 'date,habit\n2018-12-02T03:30:00Z,Run\n2018-12-02 03:30,Read\n'));
    expect(await history()).toEqual(['2018-12-01: 1 Run', '2018-12-02: 1 Read']);
    expect(home.sql('SELECT text, done_at AS at FROM thing ORDER BY day')).toEqual([
      { text: 'Run', at: '2018-12-02T03:30:00.000Z' },
      { text: 'Read', at: '2018-12-02T08:30:00.000Z' },
    ]);
  });

  test('and a form of our own export with open things are told apart', async () => {
    const file = write('plan.csv', 'day,text,done\n2026-11-20,Run,no\n2026-12-20,Read,\n');
    expect(await json('import', file)).toMatchObject({ imported: 2, leftOut: [] });
  });
});

describe('a date that ends with its year', () => {
  test.each([
    ['31/12/2018', '2018-12-31'],
    ['12/31/2018', '2018-12-31'],
    ['31.12.2018', '2018-12-31'],
    ['4-4-2018', '2018-04-04'],
  ])('%s can only be %s', async (date, day) => {
    expect(await importTwice(write('log.csv', `date,habit\n${date},Run\n`))).toMatchObject({ imported: 1 });
    expect(await history()).toEqual([`${day}: 1 Run`]);
  });

  test.each([
    ['date,habit\n2018-12-01,Read\n3/4/2018,Run\n', 3],
    ['date,Run\n03.04.2018,1\n31.12.2018,1\n', 2],
  ])('that could be two days is refused, with the way out: %j', async (text, line) => {
    const file = write('log.csv', text);
    const message = new RegExp(
      `line ${line}: 0?3.0?4.2018 could be 3 Apr 2018 or 4 Mar 2018\\n.*--dates dmy or --dates mdy`,
    );
    expectError(await four('import', file), 2, message);
    expect((await json('log', '-n', '9')) as unknown).toEqual([]);
    expect(await importTwice(file, '--dates', 'dmy')).toMatchObject({ leftOut: [] });
    expect((await history()).join()).toContain('2018-04-03: 1 Run');
  });

  test('goes by --dates, and by nothing else then', async () => {
    const file = write('log.csv', 'date,habit\n3/4/2018,Run\n31/12/2018,Read\n2018-01-02,Swim\n');
    expect(await importTwice(file, '--dates', 'mdy')).toMatchObject({ imported: 2, leftOut: ['line 3: invalid date'] });
    expect(await history()).toEqual(['2018-01-02: 1 Swim', '2018-03-04: 1 Run']);
    expectError(await four('import', file, '--dates', 'ymd'), 2, /--dates cannot be "ymd"\nIt is one of dmy, mdy\./);
  });
});
