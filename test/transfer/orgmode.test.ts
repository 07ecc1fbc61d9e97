import { expect, test } from '@jest/globals';
import { type Outcome, useImports } from '../support/imports.ts';

const { home, write, importTwice, history } = useImports();
const { json } = home;

const FILE = `#+TITLE: Mine
#+TODO: TODO(t) NEXT(n) | DONE(d!) READ(r) CANCELLED(c@)

* Habits
** TODO [#B] Run :sport:outside:
   SCHEDULED: <2023-07-28 Fri .+1d>
   :PROPERTIES:
   :STYLE:    habit
   :LAST_REPEAT: [2023-07-27 Thu 20:10]
   :END:
   :LOGBOOK:
   - State "DONE"       from "TODO"       [2023-07-27 Thu 20:10] \\\\
     In the rain,
     and slowly
   - State "DONE"       from "TODO"       [2023-07-25 Tue 09:24]
   - State "CANCELLED"  from "TODO"       [2023-07-24 Mon 09:24]
   - State "NEXT"       from "TODO"       [2023-07-23 Sun 09:24]
   - Note taken on [2023-07-22 Sat 10:00] \\\\
     Not done
   :END:
* Work
** DONE Write the [[https://example.org][post]] [2/2]
   CLOSED: [2023-06-10 Sat 15:23] SCHEDULED: <2023-06-09 Fri>
   :LOGBOOK:
   - State "DONE"       from "TODO"       [2023-06-10 Sat 15:23]
   :END:
** DONE Call
CLOSED: [2023-06-11 Sun]
** READ The book
   CLOSED: [2023-06-12 Mon 08:00]
** CANCELLED Meet
   CLOSED: [2023-06-12 Mon 08:00]
** CANCELLED Eat
** DONE Whenever
** TODO Open
** NEXT Open too
** Notes
   CLOSED is a word.
** DONE Ahead
   CLOSED: [2027-06-12 Sat 08:00]
** DONE Never
   CLOSED: [2023-02-30 Thu 08:00]
`;

test('imports what was closed, and each time a habit was', async () => {
  expect(await importTwice(write('mine.org', FILE))).toEqual({
    format: 'orgmode',
    imported: 5,
    leftOut: [
      'line 16: cancelled',
      'line 32: cancelled',
      'line 33: cancelled',
      'line 34: no completion date',
      'line 35: not done',
      'line 36: not done',
      'line 40: in the future',
      'line 42: invalid date',
    ],
  });
  expect(await history()).toEqual([
    '2023-06-10: 1 Write the post',
    '2023-06-11: 1 Call',
    '2023-06-12: 1 The book',
    '2023-07-25: 1 Run',
    '2023-07-27: 1 Run (In the rain, and slowly)',
  ]);
});

test('takes the time for local time, and goes by when the day starts', async () => {
  home.env.TZ = 'America/New_York';
  await home.launch('config', 'day-start', '04:00');
  const text = '* DONE Run\nCLOSED: [2023-06-10 Sat 02:30]\n* DONE Read\nCLOSED: [2023-06-10 Sat]\n';
  await home.launch('import', write('mine.org', text));
  expect(await history()).toEqual(['2023-06-09: 1 Run', '2023-06-10: 1 Read']);
  expect(home.sql("SELECT done_at AS at FROM thing WHERE text = 'Run'")).toEqual([{ at: '2023-06-10T06:30:00.000Z' }]);
});

test.each(['Tue', 'Di', 'mar.', '火', 'вт', 'Thứ 3', 'Τρι', ''])(
  'reads a timestamp with the weekday %j',
  async (weekday) => {
    const time = `[2023-07-25 ${weekday} 9:24]`;
    const text = `* TODO Run\n- State "DONE" from "TODO" ${time}\n* DONE Read\n  CLOSED: ${time}\n`;
    expect(await importTwice(write('mine.org', text))).toEqual({ format: 'orgmode', imported: 2, leftOut: [] });
    expect(await history()).toEqual(['2023-07-25: 1 Run, 2 Read']);
  },
);

test.each([
  ['CANCELED', 'cancelled'],
  ['KILLED', 'cancelled'],
  ['WAITING', 'not done'],
])('knows %s without a line about it', async (keyword, reason) => {
  const file = write('mine.org', `* ${keyword} Run\n* DONE Read\nCLOSED: [2023-07-25 Tue 09:24]\n`);
  expect((await json<Outcome>('import', file)).leftOut).toMatchObject([{ where: 'line 1', reason }]);
});

test('a task that was done twice on a day is there twice', async () => {
  const log = ['09:24', '21:24'].map((time) => `- State "DONE" from "TODO" [2023-07-25 Tue ${time}]\n`);
  expect(await importTwice(write('mine.org', `* TODO Run\n${log.join('')}`))).toMatchObject({ imported: 2 });
});
