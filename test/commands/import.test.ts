import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { type DayJson, expectError, LAUNCHER, launch, open, useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { bytes, dump, expectWhole } from '../support/stores.ts';

const home = useHome();
const { four, json } = home;

interface Outcome {
  readonly format: string;
  readonly dryRun: boolean;
  readonly read: number;
  readonly imported: number;
  readonly known: number;
  readonly leftOut: { readonly line: number | null; readonly where: string; readonly reason: string }[];
  readonly changedNotes: { readonly line: number | null; readonly where: string; readonly change: string }[];
  readonly days: number;
}

/** Writes a file into the home and returns its path. */
function write(name: string, text: string | Buffer): string {
  const file = path.join(home.folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const days = (...list: object[]) => JSON.stringify({ format: 'fourthings', version: 1, days: list });
const thing = (slot: number | null, text: string, more = {}) => ({ slot, text, ...more });

const LOG = `2026-11-20 : Run : y : In the rain : 5
2026-11-20 : Read : n :  : 
2026-11-31 : Run : y :  : 
2026-11-21 : Run : y
`;

/** The folder of harsh: the log and the habits. Returns the name of the log. */
function harsh(log: string): string {
  write('harsh/habits', 'Run: 1\n');
  return write('harsh/log', log);
}

describe('four import', () => {
  test('reports what became of every line', async () => {
    const file = harsh(LOG);
    expect(await four('import', file)).toEqual({
      stdout: `
  Imported 2 of 4 lines
  line 2 left out: not done
  line 3 left out: invalid date

  To undo it: four undo

`,
      stderr: '',
      status: 0,
    });
    expect(await four('import', file)).toMatchObject({
      stdout: expect.stringContaining('Imported 0 of 4 lines; 2 already there\n'),
      status: 0,
    });
    expect((await json('-d', '2026-11-20')).things).toEqual([
      { slot: 1, text: 'Run', done: true, doneAt: expect.any(String), did: 'In the rain (5)', carried: 0 },
    ]);
  });

  test('reports one reason in one line, in a dry run too', async () => {
    const file = harsh(
      Array.from({ length: 413 }, (_, index) =>
        index === 87 ? '2026-02-30 : Run : y' : `2026-11-20 : Habit ${index} : y`,
      ).join('\n'),
    );
    const line = '412 of 413 lines; line 88 left out: invalid date\n\n';
    const { stdout } = await four('import', '--dry-run', file);
    expect(stdout).toBe(`\n  Would import ${line}  Dry run: nothing was changed.\n\n`);
    expect(fs.existsSync(home.storeFile())).toBe(false);
    expect((await four('import', file)).stdout).toBe(`\n  Imported ${line}  To undo it: four undo\n\n`);
  });

  test('names twenty of many lines and counts the rest', async () => {
    const file = write('log', Array.from({ length: 57 }, (_, index) => `2024-01-01 : Habit ${index} : n`).join('\n'));
    const { stdout } = await four('import', file);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /Imported 0 of 57 lines; lines 1, 2, 3,[\d, ]+ 19, 20 and 37 more left out: not done/,
    );
    expect(stdout).toContain('Nothing was changed.');
    expect(fs.existsSync(home.storeFile())).toBe(false);
  });

  test('counts what a habit or a list left out for one reason', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => `2025-03-0${index + 1},NO,`).join('\n');
    const archive = zipSync({
      'Habits.csv': strToU8('Position,Name,Type\n001,Run,YES_NO\n002,Read,YES_NO\n'),
      '001 Run/Checkmarks.csv': strToU8(`Date,Value,Notes\n${rows}\n`),
      '002 Read/Checkmarks.csv': strToU8(`Date,Value,Notes\n2025-03-01,SKIP,\n${rows}\n`),
    });
    expect((await four('import', write('loop.zip', Buffer.from(archive)))).stdout).toBe(`
  Imported 0 of 11 lines
  5 lines of Run left out: not done
  1 line of Read left out: skipped
  5 lines of Read left out: not done

  Nothing was changed.

`);
    const open = { status: 'pending', description: 'Open' };
    const tasks = write('tasks', JSON.stringify([...Array(30).fill(open), { ...open, status: 'deleted' }]));
    expect((await four('import', tasks)).stdout).toBe(`
  Imported 0 of 31 tasks
  30 tasks left out: not done
  task 31 left out: deleted

  Nothing was changed.

`);
  });

  test('lists every entry that was left out with --json', async () => {
    const outcome = await json<Outcome>('import', harsh(LOG));
    expect(outcome).toEqual({
      format: 'harsh',
      dryRun: false,
      read: 4,
      imported: 2,
      known: 0,
      leftOut: [
        { line: 2, where: 'line 2', reason: 'not done' },
        { line: 3, where: 'line 3', reason: 'invalid date' },
      ],
      changedNotes: [],
      remarks: [],
      gap: null,
      days: 2,
    });
    expect(await json<Outcome>('import', '--dry-run', path.join(home.folder, 'harsh'))).toMatchObject({
      dryRun: true,
      imported: 0,
      known: 2,
    });
  });

  test.each(['--dry-run', undefined])('keeps a thing whose note cannot be stored as it is (%s)', async (flag) => {
    const long = '😀'.repeat(600);
    const file = harsh(`2026-11-20 : Run : y : +44\u00a0\u202a555\u202c 010 : 0
2026-11-20 : Walk : y : ${long} : 0
2026-11-20 : Read : y : ${'x'.repeat(500)} : 0
2026-11-20 : Both : y : \u0007${'word '.repeat(200)} : 0
2026-11-20 : Empty : y : \u200e\u202a : 0
`);
    const words = flag === undefined ? [] : [flag];
    const { leftOut, changedNotes, imported } = await json<Outcome>('import', '--dry-run', file);
    expect({ leftOut, imported }).toEqual({ leftOut: [], imported: 5 });
    expect(changedNotes).toEqual([
      { line: 1, where: 'line 1', change: 'note without its control characters' },
      { line: 2, where: 'line 2', change: 'note cut to 500 characters' },
      { line: 4, where: 'line 4', change: 'note without its control characters and cut to 500 characters' },
    ]);
    const { stdout } = await four('import', ...words, file);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'line 1 imported, the note without its control characters line 2 imported, the note cut to 500 characters line 4 imported',
    );
    if (flag !== undefined) return;
    const { things } = await json('-d', '2026-11-20');
    expect(things.map(({ did }) => did)).toEqual([
      '+44 555 010',
      `${'😀'.repeat(499)}…`,
      'x'.repeat(500),
      `${'word '.repeat(99)}word…`,
      null,
    ]);
    expect(await json<Outcome>('import', file)).toMatchObject({ imported: 0, known: 5, changedNotes: [] });
  });

  test.each([
    ['2026-11-14', '2026-11-15 --to 2026-11-22'],
    ['2026-11-15', undefined],
    ['2026-11-23', undefined],
    ['2025-11-01', '2025-11-02 --to 2026-11-02\n  four rest 2026-11-03 --to 2026-11-22'],
  ])('after an import that ends on %s, offers to take the gap off: %s', async (last, offer) => {
    const { stdout } = await four('import', harsh(`2025-10-01 : Run : y\n${last} : Run : y\n`));
    expect(/four rest (.*)\n\n {2}To undo/s.exec(stdout)?.[1]).toBe(offer);
    for (const line of stdout.match(/four rest .*/g) ?? [])
      expect(await four(...line.split(' ').slice(1))).toMatchObject({ status: 0 });
  });

  test.each([
    [['did', 'Swim'], '2025-10-02 --to'],
    [['did', 'Swim', '-d', '2026-11-20'], '2025-10-02 --to'],
    [['rest', '2025-10-08'], undefined],
    [['did', 'Swim', '-d', '2025-10-08'], undefined],
    [['plan', 'Swim', '-d', '2025-10-08'], '2025-10-02 --to'],
  ])('with %j in the store, the gap after an import of 1 Oct 2025 begins: %s', async (words, offer) => {
    await four(...words);
    const { stdout } = await four('import', harsh('2025-10-01 : Run : y\n'));
    expect(/four rest (.* --to)/.exec(stdout)?.[1]).toBe(offer);
    if (words[0] === 'did') expect(stdout.includes('--to 2026-11-22\n')).toBe(words.length === 2);
  });

  test('says that tracked habits cannot be told apart without the habits of harsh', async () => {
    home.stdin = LOG;
    expect((await four('import', '-')).stdout.replace(/\s+/g, ' ')).toContain(
      'Without the habits file beside the log, habits that harsh only tracks cannot be told apart.',
    );
    expect((await four('import', '--dry-run', harsh(LOG))).stdout).not.toContain('told apart');
  });

  test('prints nothing with -q', async () => {
    expect(await four('-q', 'import', write('log', LOG))).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('is one change: undo restores exactly what was there', async () => {
    await four('plan', 'Write the post', 'Swim');
    await four('rest', '2026-11-21');
    const before = dump(home.storeFile());
    await four(
      'import',
      write(
        'four.json',
        days(
          { day: '2026-11-23', things: [thing(3, 'Run'), thing(1, 'Cook')] },
          { day: '2026-11-21', rest: true },
          { day: '2026-11-25', things: [thing(1, 'Pack')] },
        ),
      ),
    );
    const after = dump(home.storeFile());
    expect(after).not.toEqual(before);
    await four('undo');
    expect(dump(home.storeFile())).toEqual(before);
    await four('undo', '--redo');
    expect(dump(home.storeFile())).toEqual(after);
    expectWhole(home.storeFile());
  });

  test('does not change a byte in a dry run', async () => {
    await four('plan', 'Write the post');
    const file = write('log', LOG);
    const before = bytes(home.folder);
    await four('import', '--dry-run', file);
    expect(bytes(home.folder)).toEqual(before);
  });

  test('makes a backup before a change, and changes nothing when a file is imported again', async () => {
    await four('plan', 'Write the post');
    const file = write('log', LOG);
    const backups = () =>
      fs.readdirSync(`${home.storeFile()}.backups`).filter((name) => name.includes('before-import'));
    const before = dump(home.storeFile());
    await four('import', file);
    expect(backups()).toEqual(['2026-11-23-before-import-1.db']);
    expect(dump(path.join(`${home.storeFile()}.backups`, '2026-11-23-before-import-1.db'))).toEqual(before);
    const state = bytes(home.folder);
    await four('import', file);
    expect(bytes(home.folder)).toEqual(state);
  });

  test('goes on if no backup can be made: it can be undone', async () => {
    await four('plan', 'Write the post');
    const folder = `${home.storeFile()}.backups`;
    fs.rmSync(folder, { recursive: true, force: true });
    fs.writeFileSync(folder, 'no folder');
    const before = await json('log');
    expect((await four('import', write('log', LOG))).status).toBe(0);
    expect(await json('log')).not.toEqual(before);
    await four('undo');
    expect(await json('log')).toEqual(before);
    expect(fs.readFileSync(folder, 'utf8')).toBe('no folder');
  });

  test('reads standard input, byte order marks and Windows line endings', async () => {
    home.stdin = `\ufeff${LOG.replaceAll('\n', '\r\n')}`;
    expect(await json<Outcome>('import', '-')).toMatchObject({ format: 'harsh', read: 4, imported: 2 });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('2026-11-22 : Läufe : y\r\n', 'utf16le')]);
    expect(await json<Outcome>('import', write('log', utf16))).toMatchObject({ imported: 1 });
    expect((await json('-d', '2026-11-22')).things).toMatchObject([{ text: 'Läufe' }]);
  });

  test.each<[what: string, name: string, text: string | Buffer | undefined, message: RegExp]>([
    ['a missing file', 'nothing', undefined, /nothing: no such file/],
    ['a folder without a log', '.', undefined, /is a folder without files that four can import/],
    ['text in Latin-1', 'log', Buffer.from('2026-11-22 : L\xe4ufe : y\n', 'latin1'), /is not UTF-8 text/],
    ['half a JSON document', 'a.json', '{"format":"fourthings","version":1,"days":[{"day":"2026-', /is not JSON/],
    ['one broken day', 'a.json', '{"days":[{"day":"2026-11-20"},{"day" "2026-11-21"}]}', /is not JSON/],
    ['a newer version', 'a.json', '{"format":"fourthings","version":2,"days":[]}', /a newer version of four/],
    ['a broken archive', 'a.zip', 'PK\u0003\u0004 and so on', /cannot be unpacked/],
    ['a broken database', 'a.db', `SQLite format 3\0${'x'.repeat(4000)}`, /cannot be read as a database/],
    ['a quote that never ends', 'a.csv', 'day,text\n2026-11-23,"Run\n', /is not CSV/],
  ])('fails on %s and changes nothing', async (_, name, text, message) => {
    if (text !== undefined) write(name, text);
    const before = bytes(home.folder);
    expectError(await four('import', path.join(home.folder, name)), 1, message);
    expect(bytes(home.folder)).toEqual(before);
  });

  needs('sh').test('names a way to convert Latin-1 that works when it is typed', async () => {
    const latin1 = Buffer.from('2026-11-22 : L\xe4ufe : y\n', 'latin1');
    const file = write("my 'log'", latin1);
    const command = / (iconv .*) \| four import -\n/.exec((await four('import', file)).stderr)?.[1] ?? '';
    home.stdin = execFileSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(await json<Outcome>('import', '-')).toMatchObject({ imported: 1 });
    expect((await json('-d', '2026-11-22')).things).toMatchObject([{ text: 'Läufe' }]);
  });

  test.each([
    ['a.txt', 'hello\n'],
    ['a.json', ''],
  ])('fails as a usage error on %s if it has no known format: %j', async (name, text) => {
    const file = write(name, text);
    const before = bytes(home.folder);
    expectError(await four('import', file), 2, /cannot tell the format/);
    expect(bytes(home.folder)).toEqual(before);
  });

  test('accepts days without the rest of an export', async () => {
    const file = write('days.json', '{"days":[{"day":"2026-11-20","things":[{"slot":1,"text":"Write"}]}]}');
    for (const words of [[], ['--from', 'json']])
      expect(await home.json('import', file, '--dry-run', ...words)).toMatchObject({ format: 'json', imported: 1 });
  });

  test.each([
    ['json', '[]', /not an export of four/],
    ['json', '{"format":"other","days":[]}', /not an export of four/],
    ['json', '{"day":"2026-11-20"}', /not an export of four/],
    ['csv', 'a,b\n1,2\n', /no columns day and text/],
    ['taskwarrior', 'x', /is not JSON/],
    ['loop', 'x', /is not an archive or a database/],
  ])('rejects another format with --from %s: %s', async (format, text, message) => {
    expectError(await four('import', write('file', text), '--from', format), 1, message);
  });

  test('rejects an unknown format as a usage error', async () => {
    expectError(await four('import', 'file', '--from', 'org'), 2, /--from cannot be "org"/);
    expectError(await four('import'), 2, /^four: FILE is missing\nLike this: four import /);
  });
});

describe('four import of json', () => {
  test('needs no more than the required fields', async () => {
    const file = write(
      'a.json',
      days(
        { day: '2026-11-20', things: [thing(1, ' Run '), thing(null, 'Fixed it'), thing(2, 'Read', { done: true })] },
        { day: '2026-12-24', rest: true },
      ),
    );
    expect(await json<Outcome>('import', file)).toMatchObject({ read: 4, imported: 4, leftOut: [], days: 2 });
    const noon = new Date('2026-11-20T12:00').toISOString();
    expect((await json('-d', '2026-11-20')).things).toEqual([
      open(1, 'Run'),
      { ...open(2, 'Read'), done: true, doneAt: noon },
      { ...open(1, 'Fixed it'), slot: null, done: true, doneAt: noon },
    ]);
    expect((await json('-d', '2026-12-24')).rest).toBe(true);
  });

  test('leaves out what is invalid, with the reason', async () => {
    const id = '01980000-0000-7000-8000-000000000001';
    const file = write(
      'a.json',
      `{"settings":{"minimum":3,"weekStart":"funday","colour":"red"},"setbacks":[{"day":"2026-11-20","text":"Sale"},{"day":"x","text":"Sale"},7],
        "format":"fourthings","version":1,"days":[
        {"day":"2026-11-20","things":[{"slot":5,"text":"a"},{"text":"a"},{"slot":1},{"slot":1,"text":""},{"slot":1,"text":"a\\u001bb"},
          {"slot":1,"text":"a","doneAt":"noon"},{"slot":1,"text":"a","did":"b"},{"slot":1,"text":"a","id":"7"},{"slot":1,"text":"a","carried":-1},
          {"slot":1,"text":"a","done":"yes"},8,{"slot":1,"text":"${'x'.repeat(501)}"},{"slot":1,"text":"good","id":"${id}"}]},
        {"day":"2026-02-30","things":[{"slot":1,"text":"a"}]}, {"day":20261120}, {"day":"2026-11-20","rest":true},
        {"day":"2026-11-21","rest":true,"restReason":5}, null ]}`,
    );
    const { read, imported, leftOut } = await json<Outcome>('import', file);
    expect({ read, imported }).toEqual({ read: 24, imported: 3 });
    expect(leftOut.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'weekStart: week-start is a weekday, like monday',
      'colour: unknown setting',
      'setbacks[1]: invalid date',
      'setbacks[2]: invalid date',
      '2026-11-20 thing 1: invalid slot',
      '2026-11-20 thing 2: invalid slot',
      '2026-11-20 thing 3: invalid text',
      '2026-11-20 thing 4: text is empty',
      '2026-11-20 thing 5: text cannot contain a control character',
      '2026-11-20 thing 6: invalid time',
      '2026-11-20 thing 7: not done, but it has doneAt or did',
      '2026-11-20 thing 8: invalid id',
      '2026-11-20 thing 9: invalid carried',
      '2026-11-20 thing 10: invalid done',
      '2026-11-20 thing 11: invalid slot',
      '2026-11-20 thing 12: text has 501 characters; the limit is 500',
      'days[1]: invalid date',
      'days[2]: invalid date',
      'days[3]: the day appears twice',
      '2026-11-21: invalid restReason',
      'days[5]: invalid date',
    ]);
    expect((await json('-d', '2026-11-20')).things).toEqual([open(1, 'good')]);
    expect(await json('config', 'minimum')).toEqual({ minimum: 3 });
  });

  test('gives a thing its slot if that is empty, else the next empty one, and leaves out open things without room', async () => {
    await four('plan', 'Write the post');
    const file = write(
      'a.json',
      days({
        day: '2026-11-23',
        things: [thing(1, 'a'), thing(3, 'b'), thing(3, 'c'), thing(1, 'd'), thing(2, 'e', { done: true })],
      }),
    );
    const { leftOut, imported } = await json<Outcome>('import', file);
    expect(leftOut.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      '2026-11-23 thing 3: all four slots are taken',
      '2026-11-23 thing 4: all four slots are taken',
    ]);
    expect(imported).toBe(3);
    expect((await json()).things.map(({ slot, text }) => [slot, text])).toEqual([
      [1, 'Write the post'],
      [2, 'e'],
      [3, 'b'],
      [4, 'a'],
    ]);
  });

  test('keeps settings that the user has set', async () => {
    await four('config', 'minimum', '4');
    await four('config', 'week-start', 'sunday');
    const file = write(
      'a.json',
      '{"format":"fourthings","version":1,"settings":{"minimum":2,"weekStart":"friday","dayStart":"04:00"}}',
    );
    expect(await json<Outcome>('import', file)).toMatchObject({ read: 3, imported: 1, known: 2 });
    expect(await json('config')).toMatchObject({ minimum: 4, weekStart: 'sunday', dayStart: '04:00' });
  });

  test('keeps a link to a thing in the store or later in the file, and drops one that leads nowhere', async () => {
    const id = (number: number) => `01980000-0000-7000-8000-00000000000${number}`;
    const carry = (slot: number, number: number, from: number) =>
      thing(slot, `Thing ${number}`, { id: id(number), carried: 1, carriedFrom: id(from) });
    const later = { day: '2026-11-19', things: [thing(1, 'Thing 2', { id: id(2) })] };
    const file = write('a.json', days({ day: '2026-11-20', things: [carry(1, 1, 2), carry(2, 3, 9)] }, later));
    await four('import', file);
    await four('import', write('b.json', days({ day: '2026-11-21', things: [carry(1, 4, 1)] })));
    expect(home.sql('SELECT id, carried_from AS origin, carried FROM thing WHERE carried > 0 ORDER BY id')).toEqual([
      { id: id(1), origin: id(2), carried: 1 },
      { id: id(3), origin: null, carried: 1 },
      { id: id(4), origin: id(1), carried: 1 },
    ]);
    expectWhole(home.storeFile());
  });

  test('drops a link to a thing that was left out', async () => {
    const id = (number: number) => `01980000-0000-7000-8000-00000000000${number}`;
    await four('plan', 'A', 'B', 'C', 'D', '-d', '2026-11-19');
    const full = { day: '2026-11-19', things: [thing(1, 'Left out', { id: id(1) })] };
    const carry = thing(1, 'Carried', { id: id(2), carried: 1, carriedFrom: id(1) });
    const setback = { day: '2026-11-19', text: 'Sale', kind: 'correct', next: { id: id(1) } };
    const content = { format: 'fourthings', days: [full, { day: '2026-11-20', things: [carry] }], setbacks: [setback] };
    expect(await json<Outcome>('import', write('a.json', JSON.stringify(content)))).toMatchObject({
      imported: 2,
      leftOut: [{ where: '2026-11-19 thing 1', reason: 'all four slots are taken' }],
    });
    expect(home.sql("SELECT carried_from AS origin, carried FROM thing WHERE text = 'Carried'")).toEqual([
      { origin: null, carried: 1 },
    ]);
    expect(home.sql('SELECT text, kind, next_id AS next FROM setback')).toEqual([
      { text: 'Sale', kind: 'correct', next: null },
    ]);
    expectWhole(home.storeFile());
  });

  test('lets an open thing wait for a slot only if it waited', async () => {
    const things = [
      { slot: null, text: 'Waited', done: false, waits: true },
      { slot: null, text: 'Did not', done: false },
      { slot: null, text: 'No flag', done: false, waits: 'true' },
    ];
    await four('import', write('a.json', days({ day: '2026-11-20', things })));
    const { things: imported } = await json('today', '-d', '2026-11-20');
    expect(imported.map(({ slot, text }) => [slot, text])).toEqual([
      [1, 'Did not'],
      [2, 'No flag'],
      [null, 'Waited'],
    ]);
  });

  test('takes a day off once', async () => {
    const rows = 'day,text,rest,rest_reason\n2026-11-20,,yes,Ill\n2026-11-21,,yes,\n2026-11-20,,yes,Away\n';
    expect(await json<Outcome>('import', write('a.csv', rows))).toMatchObject({
      imported: 2,
      leftOut: [{ line: 4, reason: 'the rest day appears twice' }],
    });
    expect(home.sql('SELECT day, reason FROM rest_day ORDER BY day')).toEqual([
      { day: '2026-11-20', reason: 'Ill' },
      { day: '2026-11-21', reason: null },
    ]);
  });

  test('accepts days in the distant past and future', async () => {
    const file = write(
      'a.json',
      days(
        { day: '0002-01-01', things: [thing(1, 'a', { done: true })] },
        { day: '9998-12-31', things: [thing(1, 'b')] },
        { day: '0001-12-31', things: [] },
      ),
    );
    expect(await json<Outcome>('import', file)).toMatchObject({ imported: 2, leftOut: [{ where: 'days[2]' }] });
    const all = JSON.parse((await four('export')).stdout) as { days: DayJson[] };
    expect(all.days.map(({ day }) => day)).toEqual(['0002-01-01', '9998-12-31']);
  });
});

describe('four import of csv', () => {
  test('reads columns in any order, and semicolons as separators', async () => {
    const file = write(
      'a.csv',
      '\ufeffText;Done;DAY\r\n"Run; far";yes;2026-11-20\r\n;;\r\nRead;no;2026-11-20\r\n"\'=1+1";x;2026-11-20\r\nSwim;maybe;2026-11-20\r\n',
    );
    expect(await json<Outcome>('import', file)).toMatchObject({
      read: 4,
      imported: 3,
      leftOut: [{ line: 6, reason: 'invalid done' }],
    });
    expect((await json('-d', '2026-11-20')).things).toMatchObject([
      { slot: 1, text: 'Run; far', done: true },
      { slot: 2, text: 'Read', done: false },
      { slot: 3, text: '=1+1', done: true },
    ]);
  });

  test('makes done things beyond four extras, and leaves out open ones', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((text) => `2026-11-20,${text},yes`);
    const file = write('a.csv', ['day,text,done', ...rows, '2026-11-20,f,no'].join('\n'));
    expect(await json<Outcome>('import', file)).toMatchObject({
      imported: 5,
      leftOut: [{ line: 7, reason: 'all four slots are taken' }],
    });
    expect((await json('-d', '2026-11-20')).things.map(({ slot }) => slot)).toEqual([1, 2, 3, 4, null]);
  });

  test('leaves out a row with more cells than columns, unless they are empty', async () => {
    const rows = ['2026-11-20,Run, far', '2026-11-20,Read,,', '2026-11-20,"Walk, slowly"', '2026-11-20,Swim,,,,far'];
    expect(await json<Outcome>('import', write('a.csv', ['day,text', ...rows].join('\n')))).toMatchObject({
      read: 4,
      imported: 2,
      leftOut: [2, 5].map((line) => ({ line, reason: 'more cells than columns' })),
    });
    expect((await json('-d', '2026-11-20')).things.map(({ text }) => text)).toEqual(['Read', 'Walk, slowly']);
  });

  test('knows a thing by its text, whatever its case, and counts equal things separately', async () => {
    await four('plan', 'Ärger  vermeiden', '-d', '2026-11-20');
    const file = write('a.csv', 'day,text\n2026-11-20,arger vermeiden\n2026-11-20,Run\n2026-11-20,run\n');
    expect(await json<Outcome>('import', file)).toMatchObject({ imported: 2, known: 1 });
    expect(await json<Outcome>('import', file)).toMatchObject({ imported: 0, known: 3 });
  });

  test.each([
    ['2026-11-20,9,a,,,,,,', 'invalid slot'],
    ['20.11.2026,1,a,,,,,,', 'invalid date'],
    ['2026-11-20,1,a,yes,at noon,,,,', 'invalid time'],
    ['2026-11-20,1,a,no,,It went well,,,', 'not done, but it has done_at or did'],
    ['2026-11-20,1,a,,,,often,,', 'invalid carried'],
    ['2026-11-20,1,a,,,,,yes,', 'a thing and a rest day in one line'],
    ['2026-11-20,1,,,,,,,', 'the text is empty'],
    ['2026-11-20,,,,,,,perhaps,', 'invalid rest'],
  ])('leaves out %s: %s', async (row, reason) => {
    const file = write('a.csv', `day,slot,text,done,done_at,did,carried,rest,rest_reason\n${row}\n`);
    expect(await json<Outcome>('import', file)).toMatchObject({ read: 1, imported: 0, leftOut: [{ line: 2, reason }] });
  });
});

test('the format is recognized by the file', async () => {
  const formats: [name: string, text: string, format: string][] = [
    ['a', '{ "days": [], "version": 1, "format" : "fourthings" }', 'json'],
    ['a', 'day,text\n', 'csv'],
    ['a', '"rest";"day"\n', 'csv'],
    ['a', '# mine\n2026-11-20 : Run : y : :\n', 'harsh'],
    ['a', 'x 2026-11-20 2026-11-19 Run\n', 'todotxt'],
    ['a', 'x (B) 2026-11-20 Run\n', 'todotxt'],
    ['a', '2026-11-20 Run four:1\n', 'todotxt'],
    ['done.txt', 'x Run\n', 'todotxt'],
    ['a', '[{"description":"Run","status":"pending"}]', 'taskwarrior'],
    ['a', '{"status":"pending","description":"Run"}\n{"status":"pending","description":"Run"}\n', 'taskwarrior'],
    [
      'a',
      '{"kind":"tasks#taskLists","items":[{"items":[{"status":"completed","links":[{"description":"x"}]}]}]}',
      'googletasks',
    ],
    ['a', '[{"uuid":"1","status":"pending","summary":"Run","resolved":"0001-01-01T00:00:00Z"}]', 'dstask'],
    ['a', '{"habits":[{"id":"1","name":"Run","isInverse":false}],"completions":[]}', 'habitkit'],
    ['a', '{"habits":[{"name":"Run","records":[]}]}', 'beaverhabits'],
    ['a', '[{"name":"Run","stats":{"2026-11-20":true},"goal":true}]', 'dijo'],
    ['a', '2026-11-20\tRun\tn\n', 'habitctl'],
    ['a', 'Date,Run,\n2026-11-20,0,\n', 'loop'],
    ['001 Run/Checkmarks.csv', 'Date,Value,Notes\n2026-11-20,NO,\n', 'loop'],
    ['a', 'task_id,title,entry_type,entry_date\n1,Run,missed_auto,20261120\n', 'streaks'],
    ['a', '"Date: 2026-11-20+0000"\n\n"List Name","Title","Status","Completed Time"\n"a","b","0",""\n', 'ticktick'],
    ['a', '* TODO Run\n  - State "DONE"       from "TODO"       [2026-11-20 Fri 09:24]\n', 'orgmode'],
    ['a', '#+TITLE: Mine\n\n* TODO Run\n', 'orgmode'],
    ['a', '- [x] Run ✅ 2026-11-20\n', 'md'],
    ['a', '# Four things\n', 'md'],
    ['a', 'date,habit\n2026-11-20,Run\n', 'csv'],
    ['a', 'date;Run;Read\n2026-11-20;0;1\n', 'csv'],
  ];
  for (const [name, text, format] of formats)
    expect([text, (await json<Outcome>('import', '--dry-run', write(name, text))).format]).toEqual([text, format]);
});

beforeEach(() => {
  home.env.TZ = 'UTC';
});

describe('a JSON value of the wrong type', () => {
  test.each([
    ['"days":[{"day":"2026-11-20","things":[{"slot":1,"text":"a","doneAt":{"toString":1}}]}]', 'invalid time'],
    ['"days":[{"day":"2026-11-20","things":"x"}]', 'not a list'],
    ['"days":[{"day":"2026-11-20","rest":"yes"}]', 'invalid rest'],
    ['"days":[{"day":"2026-11-20","things":[{"slot":1,"text":"a","carried":9007199254740991}]}]', 'invalid carried'],
    ['"setbacks":[{"day":{"toString":"x"},"text":"a"}]', 'invalid date'],
    ['"setbacks":{"0":1}', 'not a list'],
    ['"settings":{"minimum":{"toString":null}}', 'minimum is 1, 2, 3 or 4'],
    ['"settings":["x"]', 'not an object'],
  ])('%s is left out: %s', async (members, reason) => {
    const file = write('a.json', `{"format":"fourthings","version":1,${members}}`);
    expect(await json<Outcome>('import', file)).toMatchObject({ read: 1, imported: 0, leftOut: [{ reason }] });
  });
});

needs('sh').test('standard input is read as bytes', async () => {
  const feed = (bytes: Buffer, ...words: string[]) => {
    const file = write('input', bytes);
    return launch(placeOf('sh'), ['-c', '"$@" < "$0"', file, process.execPath, LAUNCHER, ...words], home.env);
  };
  expectError(await feed(Buffer.from('x 2026-11-20 caf\xe9\n', 'latin1'), 'import', '-'), 1, 'UTF-8');
  const utf16 = Buffer.from('\ufeffx 2026-11-20 café\n', 'utf16le');
  expect(await feed(utf16, 'import', '-')).toMatchObject({
    stdout: expect.stringContaining('Imported 1 of 1 line'),
    status: 0,
  });
  expect((await json('-d', '2026-11-20')).things).toMatchObject([{ text: 'café' }]);
});

needs('sh').test('a deleted working folder is reported as such', async () => {
  const result = await launch(
    placeOf('sh'),
    ['-c', 'mkdir gone; cd gone; rmdir ../gone; exec "$0" "$@"', process.execPath, LAUNCHER, '--db', 'a.db', 'streak'],
    home.env,
  );
  expect(result.stderr).toBe('four: the current folder: no such file or folder\n');
});
