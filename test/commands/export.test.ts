import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { expectError, LAUNCHER, launch, useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { bytes, withDatabase } from '../support/stores.ts';

const home = useHome();
const { four } = home;

/** Gives the rows fixed ids, so that the whole export can be compared. */
function number(table: string): void {
  withDatabase(home.storeFile(), (database) => {
    database.pragma('foreign_keys = OFF');
    const ids = database.prepare(`SELECT id FROM ${table} ORDER BY day, slot IS NULL, slot`).pluck().all();
    for (const [index, id] of ids.entries())
      database
        .prepare('UPDATE thing SET id = ?, carried_from = NULL WHERE id = ?')
        .run(`01980000-0000-7000-8000-00000000000${index}`, id);
  });
}

const WEEK = async () => {
  await four('plan', 'Write *the* post', '=1+1', '-d', '2026-11-20');
  await four('rest', '2026-11-21', '-m', 'On a train');
  await four('did', 'Fixed the printer');
  await four('lost', 'The [Acme] sale', '--let-go', '-m', 'Send the dates <sooner>');
  home.at('2026-11-20T18:00');
  await four('done', '1', '-d', '2026-11-20', '-m', 'Published it; "two" people wrote back');
  home.at('2026-11-23T20:00');
  number('thing');
};

beforeEach(WEEK);

/** Converts the times in an expected text from local time to UTC. */
const zoned = (expected: string) =>
  expected.replaceAll(/(\d{4}-\d\d-\d\dT\d\d:\d\d):00\.000Z/g, (_, time: string) => new Date(time).toISOString());

const out = async (...words: string[]) => {
  const { stdout, stderr, status } = await four('export', ...words);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
};

describe('four export', () => {
  test('writes one JSON document with a line for each day and each setback', async () => {
    const id = (home.sql('SELECT id FROM setback') as { id: string }[])[0]?.id;
    const thing = (number: number, rest: string) => `{"id":"01980000-0000-7000-8000-00000000000${number}",${rest}`;
    const plain = '"carried":0,"carriedFrom":null,"unplanned":false}';
    expect(await out()).toBe(
      zoned(
        [
          '{"format":"fourthings","version":1,"settings":{"dayStart":"00:00","weekStart":"monday","minimum":4,"labels":null,"nudgeMorning":"08:00","nudgeEvening":"18:00"},',
          '"days":[',
          `{"day":"2026-11-20","things":[${thing(0, '"slot":1,"text":"Write *the* post","done":true,"doneAt":"2026-11-20T18:00:00.000Z","did":"Published it; \\"two\\" people wrote back",')}${plain},` +
            `${thing(1, '"slot":2,"text":"=1+1","done":false,"doneAt":null,"did":null,')}${plain}],"planned":2,"done":1,"counts":false,"rest":false,"restReason":null},`,
          '{"day":"2026-11-21","things":[],"planned":0,"done":0,"counts":false,"rest":true,"restReason":"On a train"},',
          `{"day":"2026-11-23","things":[${thing(2, '"slot":1,"text":"Fixed the printer","done":true,"doneAt":"2026-11-23T08:00:00.000Z","did":null,"carried":0,"carriedFrom":null,"unplanned":true}')}],"planned":1,"done":1,"counts":false,"rest":false,"restReason":null}`,
          '],',
          '"setbacks":[',
          `{"id":"${id}","day":"2026-11-23","text":"The [Acme] sale","lesson":"Send the dates <sooner>","kind":"let-go","settledAt":"2026-11-23T08:00:00.000Z","daysToSettle":0,"settledOn":"2026-11-23","next":null}`,
          ']}',
          '',
        ].join('\n'),
      ),
    );
    expect(await out('--format', 'json')).toBe(await out());
    expect((await four('--json', 'export')).stdout).toBe(await out());
  });

  test('writes CSV', async () => {
    expect(await out('--format', 'csv')).toBe(
      zoned(
        [
          'day,slot,text,done,done_at,did,carried,rest,rest_reason',
          '2026-11-20,1,Write *the* post,yes,2026-11-20T18:00:00.000Z,"Published it; ""two"" people wrote back",0,,',
          "2026-11-20,2,'=1+1,no,,,0,,",
          '2026-11-21,,,,,,,yes,On a train',
          '2026-11-23,1,Fixed the printer,yes,2026-11-23T08:00:00.000Z,,0,,',
          '',
        ].join('\r\n'),
      ),
    );
  });

  test('writes Markdown', async () => {
    expect(await out('--format', 'md')).toBe(`# Four things

## 2026-11-20 Friday

- [x] Write \\*the\\* post
  - Published it; "two" people wrote back
- [ ] =1+1

## 2026-11-21 Saturday

Rest day: On a train

## 2026-11-23 Monday

- [x] Fixed the printer

Lost: The \\[Acme\\] sale
- Send the dates \\<sooner\\>
- Let go the same day
`);
  });

  test('writes todo.txt', async () => {
    expect(await out('--format', 'todotxt')).toBe(`x 2026-11-20 2026-11-20 Write *the* post four:1
2026-11-20 =1+1 four:2
x 2026-11-23 2026-11-23 Fixed the printer four:1
`);
  });

  test('writes iCalendar: a to-do for each thing, a journal entry for each rest day and setback', async () => {
    const id = (home.sql('SELECT id FROM setback') as { id: string }[])[0]?.id;
    const thing = '01980000-0000-7000-8000-00000000000';
    const time = (timestamp: string) => timestamp.replace(/[-:]|\.000/g, '');
    const at = (local: string) => time(new Date(local).toISOString());
    const calendar = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//fourthings//four//EN
BEGIN:VTODO
UID:${thing}0
DTSTAMP:${at('2026-11-20T18:00')}
SUMMARY:Write *the* post
DESCRIPTION:Published it\\; "two" people wrote back
DUE;VALUE=DATE:20261120
STATUS:COMPLETED
COMPLETED:${at('2026-11-20T18:00')}
PERCENT-COMPLETE:100
END:VTODO
BEGIN:VTODO
UID:${thing}1
DTSTAMP:${at('2026-11-20T12:00')}
SUMMARY:=1+1
DUE;VALUE=DATE:20261120
STATUS:NEEDS-ACTION
END:VTODO
BEGIN:VJOURNAL
UID:rest-2026-11-21@fourthings
DTSTAMP:${at('2026-11-21T12:00')}
SUMMARY:Rest day
DESCRIPTION:On a train
DTSTART;VALUE=DATE:20261121
END:VJOURNAL
BEGIN:VTODO
UID:${thing}2
DTSTAMP:${at('2026-11-23T08:00')}
SUMMARY:Fixed the printer
DUE;VALUE=DATE:20261123
STATUS:COMPLETED
COMPLETED:${at('2026-11-23T08:00')}
PERCENT-COMPLETE:100
END:VTODO
BEGIN:VJOURNAL
UID:${id}
DTSTAMP:${at('2026-11-23T08:00')}
SUMMARY:Lost: The [Acme] sale
DESCRIPTION:Send the dates <sooner>\\nLet go the same day
DTSTART;VALUE=DATE:20261123
END:VJOURNAL
END:VCALENDAR
`;
    expect(await out('--format', 'ics')).toBe(calendar.replaceAll('\n', '\r\n'));
    expect(await out('--format', 'ics')).toBe(await out('--format', 'ics'));
    expectError(await four('import', '--from', 'ics', 'file'), 2, /--from cannot be "ics"/);
  });

  test('folds long lines of iCalendar by bytes, and escapes what has a meaning', async () => {
    const text = `a;b,c\\d:"e" ${'😀ä'.repeat(120)}`;
    await four('plan', '-d', '0002-01-01', '--', text);
    await four('plan', '-d', '9998-12-31', '--', 'BEGIN:VTODO');
    const calendar = await out('--format', 'ics');
    const lines = calendar.split('\r\n');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n'))).toBe(true);
    expect(calendar).not.toContain('\ufffd');
    const todos = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vtodo');
    expect(todos).toHaveLength(5);
    expect(todos[0]?.getFirstPropertyValue('summary')).toBe(text);
    expect(calendar.match(/DUE;VALUE=DATE:.*/g)).toEqual(
      expect.arrayContaining(['DUE;VALUE=DATE:00020101', 'DUE;VALUE=DATE:99981231']),
    );
  });

  test('writes only the days between --from and --to', async () => {
    const days = async (...words: string[]) =>
      JSON.parse(await out(...words)) as { days: { day: string }[]; setbacks: unknown[] };
    const spanned = await days('--from', '2026-11-21', '--to', '-2');
    expect(spanned.days.map(({ day }) => day)).toEqual(['2026-11-21']);
    expect(spanned.setbacks).toEqual([]);
    const since = await days('--from', 'saturday');
    expect(since.days.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-23']);
    expect(since.setbacks).toHaveLength(1);
  });

  test('is empty without a store, and creates none', async () => {
    fs.rmSync(path.dirname(home.storeFile()), { recursive: true });
    expect(JSON.parse(await out())).toMatchObject({ days: [], setbacks: [] });
    expect(await out('--format', 'md')).toBe('# Four things\n');
    expect(await out('--format', 'todotxt')).toBe('');
    expect(fs.existsSync(path.dirname(home.storeFile()))).toBe(false);
  });

  test('changes nothing', async () => {
    const before = bytes(home.folder);
    for (const format of ['json', 'csv', 'md', 'todotxt', 'ics']) await out('--format', format);
    expect(bytes(home.folder)).toEqual(before);
  });

  test.each([
    [['--format', 'xml'], /--format cannot be "xml"/],
    [['--format', 'csv', '--json'], /--json and --format csv/],
    [['--from', 'today', '--to', 'yesterday'], /--from \(today\) is after --to \(yesterday\)/],
    [['--from', 'never'], /no day "never"/],
    [['FILE'], /too many arguments/],
  ])('rejects %j as a usage error', async (words, message) => {
    expectError(await four('export', ...words), 2, message);
  });

  needs('sh').test('ends quietly when its reader stops reading', async () => {
    home.stdin = Array.from({ length: 4 }, (_, index) => `Thing ${index}`).join('\n');
    for (let day = 1; day < 200; day += 1) await four('plan', '-', '-d', `+${day}`);
    const line = `"${process.execPath}" "${LAUNCHER}" export | head -1`;
    const { stdout, stderr } = await launch(placeOf('sh'), ['-c', line], home.env);
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\{"format":"fourthings".*,\n$/), stderr: '' });
  });
});

describe('hostile text in the store is exported safely', () => {
  const ESC = '\u001b';
  const UNSAFE = /[^\P{Cc}\r\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;
  const TEXTS = [
    `'${ESC}[2J${ESC}[H' || 'x'`,
    `'One' || char(10) || '# Two' || char(13) || '- [x] Three' || char(8232) || 'x 2026-01-01 Four'`,
    `char(10)`,
    `char(8238) || 'tsop' || char(155) || '2J'`,
    `'</script><script>alert(1)</script>'`,
    `char(9) || '=1+1'`,
    `CAST(x'ff41fe' AS TEXT)`,
    `'x' || CAST(x'eda080' AS TEXT)`,
  ];

  test.each(TEXTS)('%s', async (sql) => {
    withDatabase(home.storeFile(), (database) =>
      database.exec(`UPDATE thing SET text = ${sql}; UPDATE thing SET did = ${sql} WHERE done_at IS NOT NULL;
        UPDATE rest_day SET reason = ${sql}; UPDATE setback SET text = ${sql}, lesson = ${sql}`),
    );
    for (const format of ['json', 'csv', 'md', 'todotxt']) {
      const text = await out('--format', format);
      expect([format, UNSAFE.exec(text)]).toEqual([format, null]);
      expect(stripVTControlCharacters(text)).toBe(text);
    }
    const { days } = JSON.parse(await out()) as { days: { things: { text: string }[] }[] };
    const [wanted] = home.sql(`SELECT ${sql} AS text`) as { text: string }[];
    expect(days[0]?.things[0]?.text).toBe(wanted?.text);
    // There are as many lines as things: no text adds a line, a heading or a task.
    expect((await out('--format', 'todotxt')).split('\n')).toHaveLength(4);
    expect((await out('--format', 'csv')).split('\r\n')).toHaveLength(6);
    const markdown = await out('--format', 'md');
    expect(markdown.match(/^#/gm)).toHaveLength(4);
    expect(markdown.match(/^- \[/gm)).toHaveLength(3);
    expect(markdown).not.toMatch(/(?<!\\)<script/);
  });
});

test.each(['json', 'csv', 'md', 'todotxt'])(
  'a history of many blocks is written once, in order: %s',
  async (format) => {
    await four('plan', 'Write the post');
    home.sql(
      `WITH RECURSIVE day (day) AS (SELECT date('2020-01-01') UNION ALL SELECT date(day, '+1 day') FROM day LIMIT 2000)
     INSERT INTO thing (id, day, slot, text, carried, updated_at)
     SELECT substr(hex(day) || hex(zeroblob(16)), 1, 36), day, 1, 'A thing of ' || day, 0, '2026-11-23T08:00:00.000Z' FROM day`,
    );
    const { stdout } = await four('export', '--format', format);
    const days = [...stdout.matchAll(/A thing of (\S{10})/g)].map(([, day]) => day);
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(days).toHaveLength(2000);
    expect(days).toEqual([...new Set(days)].sort());
  },
);

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠SUM(A1)', "'=1+1", "''＝1"])(
  'a spreadsheet shows %s as a text, and an import takes it as it was',
  async (text) => {
    home.env.FOURTHINGS_DB = path.join(home.folder, 'one.db');
    await four('plan', '--', text);
    const { stdout } = await four('export', '--format', 'csv');
    expect(stdout.split('\r\n')[1]).toBe(`2026-11-23,1,'${text},no,,,0,,`);
    const file = path.join(home.folder, 'a.csv');
    fs.writeFileSync(file, stdout);
    home.env.FOURTHINGS_DB = path.join(home.folder, 'other.db');
    await four('import', file);
    expect((await home.json()).things[0]?.text).toBe(text);
  },
);
