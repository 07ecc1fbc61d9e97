import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectError } from '../support/four.ts';
import { type Outcome, useImports } from '../support/imports.ts';

const { home, write, importTwice, history } = useImports();
const { four, json } = home;

describe('habitctl', () => {
  const LOG = [
    '2019-04-01\tMeditated\ty',
    '2019-04-01\tCleaned\tn',
    '2019-04-01\tHad a headache\ty',
    '2019-04-01\tCleaned\ty',
    '',
    '2019-04-02\tUsed habitctl\ty',
    '2019-04-02\tMeditated\ts',
    '2019-04-02\tCleaned\ty',
    '2019-04-02\tCleaned\tn',
    '2019-04-03\tMeditated\tmaybe',
    '2019-04-03 Meditated y',
    '2027-04-03\tMeditated\ty',
  ].join('\n');

  test('reads the log and the habits: the first line of a day holds', async () => {
    const folder = path.dirname(write('.habitctl/log', LOG));
    write('.habitctl/habits', '# How often\n\n7 Cleaned\n1 Meditated\n0 Had a headache\n1 Used habitctl\n');
    expect(await importTwice(folder)).toEqual({
      format: 'habitctl',
      imported: 3,
      leftOut: [
        'line 2: not done',
        'line 3: habitctl only tracks this habit',
        'line 4: an earlier line overrides it',
        'line 7: skipped',
        'line 9: an earlier line overrides it',
        'line 10: the result is not y, n or s',
        'line 11: invalid date',
        'line 12: in the future',
      ],
    });
    expect(await history()).toEqual(['2019-04-01: 1 Meditated', '2019-04-02: 1 Cleaned, 2 Used habitctl']);
  });

  test('says without the habits that tracked ones cannot be told apart', async () => {
    home.stdin = LOG;
    expect((await json<Outcome>('import', '-', '--dry-run')).remarks).toEqual([
      'Without the habits file beside the log, habits that habitctl only tracks cannot be told apart.',
    ]);
  });
});

describe('Streaks', () => {
  const HEAD =
    'task_id,title,icon,task_status,entry_type,entry_date,entry_timestamp,entry_timezone,quantity,minutes,notes,page_number';
  const row = (title: string, type: string, date: string, more = ',Europe/Vienna,,,') =>
    `6F1C,${title},ic_run,N,${type},${date},${more},1`;

  test('imports what was completed, on the day of its entry', async () => {
    home.env.TZ = 'America/Los_Angeles';
    const rows = [
      row('Run', 'completed_manually', '20220115', '2022-01-15T20:00:00Z,Europe/Vienna,,,Fine'),
      row('Run', 'completed_auto', '2022-01-16', '2022-01-19T20:00:00Z,Europe/Vienna,1,0,'),
      row('Read', 'completed_timer', '20220116', ',Europe/Vienna,,25,Aloud'),
      row('"Walk, far"', 'completed_health', '20220116', ',Europe/Vienna,8000,0,'),
      row('Read', 'missed_auto', '20220117'),
      row('Read', 'skipped_manually', '20220118'),
      row('Read', 'completed_manually', '20220230'),
      row('Read', 'completed_manually', '20270101'),
      row('', 'completed_manually', '20220119'),
      row('Walk, far', 'completed_manually', '20220119'),
    ];
    const file = write('Streaks.csv', `${[HEAD, ...rows].join('\r\n')}\r\n`);
    const result = await home.launch('import', file);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(await history()).toEqual([
      '2022-01-15: 1 Run (Fine)',
      '2022-01-16: 1 Run, 2 Read (Aloud (25 min)), 3 Walk, far (8000)',
    ]);
    expect(home.sql("SELECT done_at AS at FROM thing WHERE text = 'Run' ORDER BY day")).toEqual([
      { at: '2022-01-15T20:00:00.000Z' },
      // The timestamp is of another day: noon.
      { at: '2022-01-16T20:00:00.000Z' },
    ]);
    expect((await json<Outcome>('import', file)).leftOut.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 6: not done',
      'line 7: skipped',
      'line 8: invalid date',
      'line 9: in the future',
      'line 10: the text is empty',
      'line 11: more cells than columns',
    ]);
  });
});

describe('HabitKit', () => {
  const completion = (habitId: string, date: string, more = {}) => ({
    id: `${habitId}-${date}`,
    date,
    habitId,
    timezoneOffsetInMinutes: 60,
    amountOfCompletions: 1,
    note: null,
    ...more,
  });
  const EXPORT = {
    habits: [
      { id: 'run', name: 'Run', icon: 'treadmill', color: 'sky', archived: true, orderIndex: 0, isInverse: false },
      { id: 'smoke', name: 'Smoke', icon: 'fire', color: 'red', archived: false, orderIndex: 1, isInverse: true },
      { id: 'water', name: 'Water', icon: 'drop', color: 'blue', archived: false, orderIndex: 2, isInverse: false },
    ],
    completions: [
      completion('run', '2025-05-14T00:00:00.000Z', { note: 'In the rain' }),
      completion('run', '2025-05-14T23:00:00.000Z', { timezoneOffsetInMinutes: 120 }),
      completion('run', '2025-05-17T02:00:00.000Z', { timezoneOffsetInMinutes: -300 }),
      completion('smoke', '2025-05-14T10:00:00.000Z'),
      completion('water', '2025-05-14T10:00:00.000Z', { amountOfCompletions: 8, note: 'Cold' }),
      completion('water', '2025-05-15T10:00:00.000Z', { amountOfCompletions: 7 }),
      completion('water', '2025-05-16T10:00:00.000Z', { amountOfCompletions: 0 }),
      completion('run', '2025-05-14T12:00:00.000Z'),
      completion('run', '2025-02-30T12:00:00.000Z'),
      completion('run', '2027-05-14T12:00:00.000Z'),
      completion('gone', '2025-05-14T12:00:00.000Z'),
    ],
    intervals: [
      { id: '1', habitId: 'run', type: 'none', requiredNumberOfCompletionsPerDay: 1 },
      { id: '2', habitId: 'water', type: 'day', requiredNumberOfCompletionsPerDay: 8 },
    ],
    reminders: [],
  };

  test.each(['UTC', 'Pacific/Auckland'])('imports each day as it was where the user was (%s)', async (zone) => {
    home.env.TZ = zone;
    const file = write('HabitKit.json', JSON.stringify(EXPORT));
    await home.launch('import', file);
    expect(await history()).toEqual([
      '2025-05-14: 1 Run (In the rain), 2 Water (Cold (8 times))',
      '2025-05-15: 1 Run',
      '2025-05-16: 1 Run',
    ]);
  });

  test('leaves out habits to avoid, days below their target, and what is no day of a habit', async () => {
    const { format, imported, leftOut } = await importTwice(write('export.json', JSON.stringify(EXPORT, null, 2)));
    expect({ format, imported }).toEqual({ format: 'habitkit', imported: 4 });
    expect(leftOut).toEqual([
      'completions[3]: a habit to avoid',
      'completions[5]: target not reached',
      'completions[6]: not done',
      'completions[7]: the day appears twice',
      'completions[8]: invalid date',
      'completions[9]: in the future',
      'completions[10]: the text is empty',
    ]);
  });
});

describe('TickTick', () => {
  const HEAD =
    '"Folder Name","List Name","Title","Kind","Tags","Content","Is Check list","Start Date","Due Date","Reminder","Repeat","Priority","Status","Created Time","Completed Time","Order","Timezone","Is All Day","Is Floating","Column Name","Column Order","View Mode","taskId","parentId"';
  const row = (title: string, status: string, completed: string, content = '') =>
    `"","Home","${title}","TEXT","","${content}","N","","2025-03-01T08:00:00+0000","","","0","${status}","2025-02-28T08:00:00+0000","${completed}","-1","Europe/Vienna","true","false",,,"list","1",""`;
  const ROWS = [
    row('Mow the ""lawn""', '2', '2025-03-01T23:30:00+0000', 'Front\nand back'),
    row('Call', '1', '2025-03-02T10:00:00+0100'),
    row('Open', '0', ''),
    row('Given up', '-1', '2025-03-02T10:00:00+0000'),
    row('When', '2', ''),
    row('', '2', '2025-03-02T10:00:00+0000'),
  ];

  test.each([
    ['of today', '"Date: 2025-03-03+0000"\n"Version: 7.1"\n"Status: \n0 Normal\n1 Completed\n2 Archived"\n', 8],
    [
      'with a blank line',
      '"Date: 2025-03-03+0000"\n"Version: 7.1"\n"Status: 0 Normal, 1 Completed, 2 Archived"\n\n',
      6,
    ],
    ['without its first lines', '', 2],
  ])('reads a backup %s', async (_, start, line) => {
    home.env.TZ = 'UTC';
    const file = write('TickTick.csv', `\ufeff${start}${HEAD}\n${ROWS.join('\n')}\n`);
    expect(await importTwice(file)).toEqual({
      format: 'ticktick',
      imported: 2,
      leftOut: [
        `line ${line + 3}: not done`,
        `line ${line + 4}: won't do`,
        `line ${line + 5}: no completion date`,
        `line ${line + 6}: the text is empty`,
      ],
    });
    expect((await history()).join('; ')).toMatch(/1 Mow the "lawn" \(Front and back\).*Call/);
  });

  test('puts a task on its local day', async () => {
    home.env.TZ = 'Asia/Tokyo';
    await home.launch('import', write('TickTick.csv', `${HEAD}\n${ROWS.join('\n')}\n`));
    expect(await history()).toEqual(['2025-03-02: 1 Mow the "lawn" (Front and back), 2 Call']);
  });
});

describe('Google Tasks', () => {
  const task = (title: string, more = {}) => ({
    kind: 'tasks#task',
    id: 'MDk',
    title,
    task_type: 'STANDARD',
    selfLink: 'https://www.googleapis.com/tasks/v1/lists/1/tasks/2',
    status: 'completed',
    completed: '2025-03-01T23:30:00.000Z',
    links: [{ type: 'email', description: 'A mail', link: 'https://mail.google.com' }],
    ...more,
  });
  const lists = (...items: object[][]) => ({
    kind: 'tasks#taskLists',
    items: items.map((tasks) => ({ kind: 'tasks#tasks', id: 'MTA', title: 'My Tasks', items: tasks })),
  });

  test('imports completed tasks of all lists', async () => {
    home.env.TZ = 'Asia/Tokyo';
    const file = write(
      'Tasks.json',
      JSON.stringify(
        lists(
          [task('Pay', { notes: 'In cash' }), task('Open', { status: 'needsAction', completed: undefined })],
          [],
          [task('Gone', { deleted: true }), task('When', { completed: undefined }), task('Call')],
        ),
      ),
    );
    await home.launch('import', file);
    expect(await history()).toEqual(['2025-03-02: 1 Pay (In cash), 2 Call']);
    expect(await json<Outcome>('import', file)).toMatchObject({
      format: 'googletasks',
      leftOut: [
        { where: 'task 2', reason: 'not done' },
        { where: 'task 3', reason: 'deleted' },
        { where: 'task 4', reason: 'no completion date' },
      ],
    });
  });

  test('reads one list as the API gives it', async () => {
    const file = write('list.json', JSON.stringify({ kind: 'tasks#tasks', etag: 'x', items: [task('Pay')] }));
    expect(await importTwice(file)).toMatchObject({ format: 'googletasks', imported: 1 });
  });
});

describe('dstask', () => {
  const task = (summary: string, more = {}) => ({
    uuid: '00000000-0000-4000-8000-000000000001',
    status: 'resolved',
    id: 0,
    summary,
    notes: '',
    tags: ['home'],
    project: 'house',
    priority: 'P2',
    created: '2025-02-28T09:00:00.123456789+01:00',
    resolved: '2025-03-01T23:30:00.987654321Z',
    due: '0001-01-01T00:00:00Z',
    ...more,
  });

  test('imports resolved tasks', async () => {
    home.env.TZ = 'Asia/Tokyo';
    const open = task('Open', { status: 'pending', id: 3, resolved: '0001-01-01T00:00:00Z' });
    const tasks = [task('Pay', { notes: 'In cash' }), open, task('Never', { resolved: '0001-01-01T00:00:00Z' })];
    const file = write('resolved.json', JSON.stringify(tasks, null, 2));
    await home.launch('import', file);
    expect(await history()).toEqual(['2025-03-02: 1 Pay (In cash)']);
    expect(await importTwice(write('again.json', JSON.stringify([task('Call')])))).toMatchObject({ format: 'dstask' });
    expect((await json<Outcome>('import', file)).leftOut.map(({ reason }) => reason)).toEqual([
      'not done',
      'invalid time',
    ]);
  });
});

describe('Beaver Habit Tracker', () => {
  test('imports the days that were done', async () => {
    const habits = [
      {
        name: 'Run',
        records: [
          { day: '2025-03-02', done: true, text: 'Fine' },
          { day: '2025-03-01', done: false, text: 'Ill' },
          { day: '2025-03-03', done: true },
          { day: '2027-03-03', done: true },
          { day: '2025-02-30', done: true },
        ],
        id: 'a1b2',
        star: true,
        period: { period_type: 'W', period_count: 1, target_count: 3 },
      },
      { name: 'Read', records: [{ day: '2025-03-02', done: true }], id: 'c3d4', status: 'archive' },
      { name: 'New', records: [], id: 'e5f6' },
    ];
    expect(await importTwice(write('habits.json', JSON.stringify({ habits, order: ['c3d4', 'a1b2'] })))).toEqual({
      format: 'beaverhabits',
      imported: 3,
      leftOut: ['Run on 2025-03-01: not done', 'Run on 2027-03-03: in the future', 'Run on 2025-02-30: invalid date'],
    });
    expect(await history()).toEqual(['2025-03-02: 1 Run (Fine), 2 Read', '2025-03-03: 1 Run']);
  });
});

describe('dijo', () => {
  test('imports the days that reached the goal', async () => {
    const habits = [
      { type: 'Bit', name: 'run', stats: { '2025-03-02': true, '2025-03-01': true, '2025-03-03': false }, goal: true },
      { type: 'Count', name: 'pages', stats: { '2025-03-01': 12, '2025-03-02': 9, '2025-03-03': 0 }, goal: 10 },
      {
        type: 'Float',
        name: 'km',
        stats: { '2025-03-01': { value: 55, precision: 1 }, '2025-03-02': { value: 1, precision: 1 } },
        goal: { value: 50, precision: 1 },
      },
      { type: 'Count', name: 'odd', stats: { '2025-03-01': 'x', '2025-03-2': 1, '2027-01-01': 1 }, goal: 1 },
    ];
    expect(await importTwice(write('habit_record.json', JSON.stringify(habits)))).toEqual({
      format: 'dijo',
      imported: 4,
      leftOut: [
        'run on 2025-03-03: not done',
        'pages on 2025-03-02: goal not reached',
        'pages on 2025-03-03: not done',
        'km on 2025-03-02: goal not reached',
        'odd on 2025-03-01: unknown value',
        'odd on 2025-03-2: invalid date',
        'odd on 2027-01-01: in the future',
      ],
    });
    expect(await history()).toEqual(['2025-03-01: 1 run, 2 pages (12), 3 km (5.5)', '2025-03-02: 1 run']);
  });
});

describe('a task that was completed before the day starts is of the day before', () => {
  const end = new Date('2025-03-02T02:30').toISOString();
  test.each([
    [
      'Google Tasks',
      JSON.stringify({ kind: 'tasks#tasks', items: [{ title: 'Pay', status: 'completed', completed: end }] }),
    ],
    ['dstask', JSON.stringify([{ uuid: '1', status: 'resolved', summary: 'Pay', resolved: end }])],
    [
      'TickTick',
      `"List Name","Title","Status","Completed Time"\n"Home","Pay","2","${end.replace('.000Z', '+0000')}"\n`,
    ],
  ])('%s', async (_, text) => {
    await four('config', 'day-start', '04:00');
    await four('import', write('tasks', text));
    expect(await history()).toEqual(['2025-03-01: 1 Pay']);
  });
});

describe('JSON of the right kind that is not what it should be', () => {
  test.each([
    ['habitkit', '{"habits":[{"isInverse":1}],"completions":7}'],
    ['habitkit', '{"habits":[null,{"id":{}}],"completions":[null,7,{"habitId":{},"date":{}}],"intervals":[null]}'],
    ['googletasks', '{"kind":"tasks#taskLists","items":[null,{"items":[7,{"status":"completed","completed":7}]}]}'],
    ['dstask', '[null,{"status":"resolved","uuid":1,"summary":{},"resolved":"2025-03-01T23:30:00Z"},7]'],
    ['dstask', '{"a":1}'],
    ['beaverhabits', '{"habits":[null,{"records":[null,{"day":{},"done":true}]},{"records":7}]}'],
    ['dijo', '[null,{"name":{},"stats":{"2025-03-01":{}},"goal":{}},{"stats":7}]'],
  ])('%s: %s imports nothing, and is no bug', async (format, text) => {
    const result = await four('import', '--from', format, write('a.json', text));
    expect(result.status === 0 ? result.stdout : result.stderr).toMatch(/Nothing was changed/);
    expect(fs.existsSync(home.storeFile())).toBe(false);
  });

  test.each(['habitkit', 'googletasks', 'dstask', 'beaverhabits', 'dijo'])(
    '%s: half a file is refused',
    async (format) => {
      expectError(await four('import', '--from', format, write('a.json', '{"habits":[{')), 1, /is not JSON/);
    },
  );
});
