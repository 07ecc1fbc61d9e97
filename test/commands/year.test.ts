import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test } from '@jest/globals';
import stringWidth from 'fast-string-width';
import type { Day, Weekday } from '../../src/core/day.ts';
import type { DayTotal } from '../../src/core/day-status.ts';
import { readSettings } from '../../src/core/settings.ts';
import { ASCII, type Style, UNICODE } from '../../src/core/style.ts';
import { yearSummary } from '../../src/core/year.ts';
import { yearScreen } from '../../src/views/year.ts';
import { calendar, iso, lengthOfMonth, place, shift, weekday } from '../support/calendar.ts';
import { expectError, useHome } from '../support/four.ts';
import { needs, onLinux } from '../support/needs.ts';
import fc from '../support/property.ts';
import { diaryOf, rules } from '../support/records.ts';

const home = useHome();
const { four, json } = home;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface YearJson {
  readonly year: number;
  readonly days: readonly { day: string; planned: number; done: number; counts: boolean; rest: boolean }[];
}

interface HeatMap {
  /** The mark of every day of the year, a blank where there is none. */
  readonly marks: Map<Day, string>;
  /** How many months each band shows. */
  readonly bands: readonly number[];
}

/** The columns of a week. */
const CELL = 2;

/**
 * Reads the heat map back as a person would: each month stands above the week its first day is in, each weekday in its row.
 * Fails where a day is not in its cell, or a mark where no day is.
 */
function readHeatMap(text: string, year: number, weekStart: number): HeatMap {
  const lines = text.split('\n');
  const heads = [...lines.keys()].filter((index) => /^ {7}[A-Z][a-z]{2}(?: +[A-Z][a-z]{2})*$/.test(lines[index] ?? ''));
  const rowsOf = (head: number) => lines.slice(head + 1, head + 8).map((line) => line.slice(7));
  const marks = new Map(calendar(iso(year, 1, 1), iso(year, 12, 31)).map((day) => [day, ' ']));
  const bands = heads.map((head) => {
    const months = (lines[head]?.match(/[A-Z][a-z]{2}/g) ?? []).map((name) => MONTHS.indexOf(name) + 1);
    const [first = 0] = months;
    const last = months.at(-1) ?? 0;
    expect(months).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
    expect(lines.slice(head + 1, head + 8).map((line) => line.slice(0, 7))).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((row) => `  ${WEEKDAYS[(weekStart + row) % 7]}  `),
    );
    const days = calendar(iso(year, first, 1), iso(year, last, lengthOfMonth(year, last)));
    const before = (weekday(days[0] as Day) - weekStart + 7) % 7;
    const columnOf = (day: Day) => CELL * Math.floor((before + place(day) - place(days[0] as Day)) / 7);
    for (const month of months)
      expect(lines[head]?.indexOf(MONTHS[month - 1] as string)).toBe(7 + columnOf(iso(year, month, 1)));
    const rows = rowsOf(head).map((row) => [...row]);
    for (const day of days) {
      const row = rows[(weekday(day) - weekStart + 7) % 7] as string[];
      marks.set(day, row[columnOf(day)] ?? ' ');
      row[columnOf(day)] = ' ';
    }
    expect(rows.flat().join('').trim()).toBe(''); // no mark is left over
    return months.length;
  });
  return { marks, bands };
}

const style = (width: number | undefined, glyphs = UNICODE): Style => {
  const plain = (text: string) => text;
  return { glyphs, width, text: plain, done: plain, dim: plain, strong: plain, error: plain, hit: plain };
};

describe('the heat map', () => {
  const kind = fc.oneof(
    fc.record({ planned: fc.nat(4), done: fc.nat(6), rest: fc.boolean() }),
    fc.constant({ planned: 4, done: 4, rest: false }),
    fc.constant(null),
  );
  const look = fc.record({
    year: fc.integer({ min: 1971, max: 2104 }),
    kinds: fc.array(kind, { minLength: 1, maxLength: 9, size: 'max' }),
    today: fc.oneof(fc.integer({ min: -20, max: 400 }), fc.constant(366)),
    weekStart: fc.nat(6),
    minimum: fc.integer({ min: 1, max: 4 }),
    width: fc.oneof(fc.constantFrom(40, 60, 80, 120, undefined), fc.integer({ min: 20, max: 140 })),
    ascii: fc.boolean(),
  });

  test('of any year shows every day in one cell, within any width', () => {
    fc.assert(
      fc.property(look, ({ year, kinds, today: todayPlace, weekStart, minimum, width, ascii }) => {
        const settings = { ...readSettings(new Map()), weekStart: weekStart as Weekday, minimum };
        const today = shift(iso(year, 1, 1), todayPlace);
        // The few kinds come again and again: all year long, and a little before and after it.
        const totals = calendar(shift(iso(year, 1, 1), -9), shift(iso(year, 12, 31), 9)).flatMap((day, index) => {
          const total = kinds[index % kinds.length];
          return total ? [{ day, ...total }] : [];
        });
        const page = yearScreen(
          yearSummary(year, rules(minimum), today, diaryOf(totals)),
          settings,
          today,
          style(width, ascii ? ASCII : UNICODE),
        );
        const { marks } = readHeatMap(page, year, weekStart);
        const wrong = [...marks].filter(([day, mark]) => mark !== markOf(totals, day, minimum, today, ascii));
        expect(wrong).toEqual([]);
        const widest = Math.max(...page.split('\n').map((line) => stringWidth(line)));
        expect(widest).toBeLessThanOrEqual(width ?? 80);
        if (ascii) expect(page).toMatch(/^\p{ASCII}*$/u);
      }),
      { numRuns: 100 },
    );
  });

  /** As the legend says it. */
  function markOf(totals: readonly DayTotal[], day: Day, minimum: number, today: Day, ascii: boolean): string {
    const { done, rest } = totals.find((total) => total.day === day) ?? { done: 0, rest: false };
    const [nothing, some, half, counts] = ascii ? ['.', '-', '+', '#'] : ['·', '░', '▒', '█'];
    if (done >= minimum && day <= today) return counts as string;
    if (rest) return '~';
    if (done >= minimum / 2) return half as string;
    if (done > 0) return some as string;
    return day > today ? ' ' : (nothing as string);
  }

  // The year 2028 begins on a Saturday and is a leap year: from Sunday on it has 54 weeks.
  test.each([
    [2026, 1, 120, [12]],
    [2026, 1, 112, [12]],
    [2026, 1, 111, [6, 6]],
    [2026, 1, 80, [6, 6]],
    [2026, 1, undefined, [6, 6]],
    [2026, 1, 60, [6, 6]],
    [2026, 1, 59, [4, 4, 4]],
    [2026, 1, 40, [3, 3, 3, 3]],
    [2026, 1, 33, [2, 2, 2, 2, 2, 2]],
    [2026, 1, 20, Array.from({ length: 12 }, () => 1)],
    [2028, 0, 114, [12]],
    [2028, 0, 113, [6, 6]],
  ])('%i, with weeks from %i, in %j columns', (year, weekStart, width, expected) => {
    const today = iso(2040, 1, 1);
    const settings = { ...readSettings(new Map()), weekStart: weekStart as Weekday };
    const page = yearScreen(yearSummary(year, rules(4), today, diaryOf([])), settings, today, style(width));
    expect(readHeatMap(page, year, weekStart).bands).toEqual(expected);
  });
});

/** A few days of 2026 with everything in them, and some of the years around it. */
async function live(): Promise<void> {
  const did = async (day: string, ...texts: string[]) => {
    for (const text of texts) await four('did', text, '-d', day, '-q');
  };
  await did('2025-12-31', 'A', 'B', 'C', 'D');
  await did('2026-01-01', 'A', 'B', 'C', 'D', 'E');
  await four('rest', '2026-01-02', '-q');
  await did('2026-01-03', 'A', 'B', 'C', 'D');
  await four('plan', 'A', 'B', 'C', '-d', '2026-01-05', '-q');
  await four('done', '1', '-d', '2026-01-05', '-q');
  await four('plan', 'A', 'B', '-d', '2026-11-23', '-q');
  await four('done', 'all', '-q');
  await four('plan', 'A', '-d', '2026-12-24', '-q');
  await four('rest', '2026-12-25', '-q');
  await did('2027-01-01', 'A');
}

describe('four year', () => {
  beforeEach(live);

  test('--json is the whole document, in the order of the contract', async () => {
    const day = (day: string, planned: number, done: number, counts: boolean, rest = false) => ({
      day,
      planned,
      done,
      counts,
      rest,
    });
    const expected = {
      year: 2026,
      days: [
        day('2026-01-01', 4, 5, true),
        day('2026-01-02', 0, 0, false, true),
        day('2026-01-03', 4, 4, true),
        day('2026-01-05', 3, 1, false),
        day('2026-11-23', 2, 2, false),
        day('2026-12-24', 1, 0, false),
        day('2026-12-25', 0, 0, false, true),
      ],
      done: 12,
      planned: 14,
      counted: 2,
      active: 4,
      rest: 2,
      bestStreak: { days: 2, from: '2026-01-01', to: '2026-01-03' },
      labels: null,
    };
    expect((await four('year', '--json')).stdout).toBe(`${JSON.stringify(expected)}\n`);
    expect(await json('year', '2026')).toEqual(expected);
  });

  test('of another year, and of one without a day', async () => {
    expect(await json('year', '2025')).toMatchObject({
      year: 2025,
      days: [{ day: '2025-12-31', counts: true }],
      bestStreak: { days: 1, from: '2025-12-31', to: '2025-12-31' },
    });
    expect(await json('year', '1999')).toEqual({
      year: 1999,
      days: [],
      done: 0,
      planned: 0,
      counted: 0,
      active: 0,
      rest: 0,
      bestStreak: null,
      labels: null,
    });
    expect((await four('year', '1999')).stdout).toMatch(/\n {2}Nothing is recorded for this year\.\n\n$/);
  });

  test('for people, in 80 columns', async () => {
    const dots = (count: number) => ' ·'.repeat(count);
    expect(await four('year')).toEqual({
      stdout: `
  2026

       Jan     Feb     Mar       Apr     May       Jun
  Mon    ░${dots(25)}
  Tue   ${dots(26)}
  Wed   ${dots(25)}
  Thu  █${dots(25)}
  Fri  ~${dots(25)}
  Sat  █${dots(25)}
  Sun  ·${dots(25)}

       Jul     Aug       Sep     Oct     Nov       Dec
  Mon   ${dots(20)} ▒
  Tue   ${dots(20)}
  Wed  ·${dots(20)}
  Thu  ·${dots(20)}
  Fri  ·${dots(20)}         ~
  Sat  ·${dots(20)}
  Sun  ·${dots(20)}

  · nothing  ░ some  ▒ half  █ counts  ~ rest

  12 done, 14 planned
  2 days counted, 4 with something done, 2 rest days
  Best streak: 2 days, 1 to 3 Jan 2026
  Cut at New Year; in full 3 days, 31 Dec 2025 to 3 Jan 2026

`,
      stderr: '',
      status: 0,
    });
  });

  test.each([40, 60, 80, 120])('in %i columns, of a past year with every day marked', async (columns) => {
    home.at('2027-03-01T08:00');
    home.env.COLUMNS = String(columns);
    const { stdout } = await four('year', '2026');
    expect([...readHeatMap(stdout, 2026, 1).marks.values()].join('')).toMatch(/^█~█·░[^ ]{360}$/);
    expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
    // A mark of the legend and its word are not torn apart.
    expect(stdout.replaceAll(/\n {2}/g, '\n')).toMatch(/· nothing\s+░ some\s+▒ half\s+█ counts\s+~ rest\n/);
  });

  test('as wide as the terminal, whatever COLUMNS says', async () => {
    home.env.COLUMNS = '80';
    home.terminal = 40;
    expect(readHeatMap((await four('year', '2026', '--no-color')).stdout, 2026, 1).bands).toEqual([3, 3, 3, 3]);
  });

  test('with weeks from Sunday', async () => {
    await four('config', 'week-start', 'sunday');
    expect(readHeatMap((await four('year')).stdout, 2026, 0).marks.get('2026-01-05' as Day)).toBe('░');
  });

  test('the same without colour and in ASCII', async () => {
    const { stdout } = await four('year', '--no-color');
    expect(stdout).not.toContain('\u001b');
    const colored = (await four('year', '--color')).stdout;
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(stdout);
    const ascii = (await four('year', '--ascii')).stdout;
    expect(ascii).toMatch(/^\p{ASCII}*$/u);
    const inAscii: { readonly [mark: string]: string } = { '·': '.', '░': '-', '▒': '+', '█': '#' };
    expect(ascii).toBe(stdout.replaceAll(/[·░▒█]/g, (mark) => inAscii[mark] as string));
  });

  test('the legend has the colours of the map', async () => {
    const lines = (await four('year', '--color')).stdout.split('\n');
    const legend = lines.find((line) => line.includes('nothing')) as string;
    const marks = legend.split('\u001b').flatMap((part) => part.match(/^\[\d+m[·░▒█]/) ?? []);
    expect(marks).toHaveLength(4);
    const map = lines.slice(0, lines.indexOf(legend)).join('\n');
    for (const mark of marks.filter((one) => map.includes(one.slice(-1)))) expect(map).toContain(mark);
  });

  test('today is the day the user lives', async () => {
    await four('config', 'day-start', '04:00');
    home.at('2027-01-01T03:59');
    expect((await json<YearJson>('year')).year).toBe(2026);
    home.at('2027-01-01T04:00');
    expect((await json<YearJson>('year')).year).toBe(2027);
  });

  test('with labels also what each of them came to', async () => {
    await four('config', 'labels', 'body', 'mind', 'heart', 'spirit');
    const { stdout } = await four('year');
    expect(stdout).toMatch(
      /3 Jan 2026\n\n {2}body {4}4 of 5\n {2}mind {4}3 of 4\n {2}heart {3}2 of 3\n {2}spirit {2}2 of 2\n\n$/,
    );
    expect(await json('year')).toMatchObject({
      labels: [
        { label: 'body', done: 4, planned: 5 },
        { label: 'mind', done: 3, planned: 4 },
        { label: 'heart', done: 2, planned: 3 },
        { label: 'spirit', done: 2, planned: 2 },
      ],
    });
    expect((await four('year', '1999')).stdout).not.toContain('body');
  });

  test('with another minimum other days count', async () => {
    await four('config', 'minimum', '2');
    expect(await json('year')).toMatchObject({ counted: 3, bestStreak: { days: 2 } });
  });
});

test.each([
  '20x6',
  '',
  ' ',
  '26',
  '02026',
  '0000',
  '10000',
  '-2026',
  '2026.0',
  '2.26e3',
  '２０２６',
  'last',
  '2026-01-01',
])('the year %j is none: 2', async (word) => {
  expectError(await four('year', '--', word), 2, JSON.stringify(word));
  expectError(await four('year', '--svg', `${home.folder}/year.svg`, '--', word), 2, JSON.stringify(word));
  expect(fs.readdirSync(home.folder)).toEqual([]);
});

test('two years are too many', async () => {
  expectError(await four('year', '2025', '2026'), 2, 'year');
});

describe('--svg and --html', () => {
  const here = (...names: string[]) => path.join(home.folder, ...names);
  const files = () => fs.readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).sort();
  const read = (name: string) => fs.readFileSync(here(name), 'utf8');

  beforeEach(async () => {
    await four('did', 'Run', '-q');
  });

  test('write a picture and a page, say so, and leave nothing else behind', async () => {
    const before = files();
    const result = await four('year', '--svg', here('year.svg'), '--html', here('year.html'));
    expect(result).toEqual({
      stdout: expect.stringMatching(/^\n {2}Written: \S*year\.svg\n {2}Written: \S*year\.html\n\n$/),
      stderr: '',
      status: 0,
    });
    expect(files()).toEqual([...before, 'year.html', 'year.svg'].sort());
    expect(read('year.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(read('year.html')).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/);
  });

  test('-q says nothing, --json tells the year', async () => {
    expect(await four('year', '-q', '--svg', here('a.svg'))).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(await json('year', '--svg', here('b.svg'))).toEqual(await json('year'));
    expect(read('a.svg')).toBe(read('b.svg'));
  });

  test('a file that is there is replaced', async () => {
    fs.writeFileSync(here('year.svg'), 'old '.repeat(50_000));
    await four('year', '--svg', here('year.svg'));
    expect(read('year.svg')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  test('a link is followed, and stays one', async () => {
    fs.mkdirSync(here('there'));
    fs.writeFileSync(here('there', 'year.svg'), 'old');
    fs.symlinkSync(here('there', 'year.svg'), here('link.svg'));
    await four('year', '--svg', here('link.svg'));
    expect(fs.lstatSync(here('link.svg')).isSymbolicLink()).toBe(true);
    expect(read('there/year.svg')).toMatch(/^<svg /);
  });

  needs('sh').test('a device is written to, and is still one afterwards', async () => {
    expect((await four('year', '--svg', '/dev/null')).status).toBe(0);
    expect(fs.statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  describe('a file that cannot be written: 1, one line with its name, and nothing has changed', () => {
    beforeEach(() => {
      fs.mkdirSync(here('folder'));
      fs.writeFileSync(here('file'), 'old');
    });

    test.each([
      ['in a folder that is not there', 'nowhere/year.svg'],
      ['in a file', 'file/year.svg'],
      ['a folder', 'folder'],
      ['a name that is too long', 'x'.repeat(300)],
    ])('%s', async (_, name) => {
      const before = files();
      for (const words of [
        ['--svg', here(name)],
        ['--html', here(name)],
        ['--svg', here('file'), '--html', here(name)],
        ['--svg', here(name), '--html', here('file')],
        ['--svg', here('new'), '--html', here(name)],
      ]) {
        const result = await four('year', ...words);
        expect(result).toEqual({ stdout: '', stderr: expect.stringMatching(/^four: [^\n]+\n$/), status: 1 });
        expect(result.stderr).toContain(here(name).slice(0, 200));
        expect(files()).toEqual(before);
        expect(read('file')).toBe('old');
      }
    });

    onLinux('a device that is full', async () => {
      const before = files();
      const result = await four('year', '--html', here('file'), '--svg', '/dev/full');
      expectError(result, 1, '/dev/full');
      expect(files()).toEqual(before);
      expect(read('file')).toBe('old');
    });
  });

  test.each([['--svg'], ['--html']])('%s without the name of a file: 2', async (option) => {
    expectError(await four('year', option), 2, option);
    expectError(await four('year', option, ''), 2, /name of (a|the) file/);
  });

  test('one file cannot be both: 2', async () => {
    expectError(await four('year', '--svg', here('year'), '--html', here('year')), 2, /picture and the page/);
    expect(fs.existsSync(here('year'))).toBe(false);
  });
});

test('the map of a new history begins with its first month, also on a narrow screen', async () => {
  home.at('2027-11-23T08:00');
  home.env.FOURTHINGS_DB = `${home.folder}/new.db`;
  await four('did', 'A', '-d', '2027-11-20');
  for (const columns of [80, 40]) {
    home.env.COLUMNS = String(columns);
    expect((await four('year')).stdout).toContain(
      `
  2027

       Nov     Dec
  Mon        ·
  Tue        ·
  Wed
  Thu
  Fri
  Sat      ░
  Sun      ·

  · nothing`.replaceAll(/^( {2}(?:Wed|Thu|Fri))$/gm, '$1  '),
    );
  }
});

test('a new history has no dots before its first day', async () => {
  home.at('2027-11-23T08:00');
  home.env.FOURTHINGS_DB = `${home.folder}/new.db`;
  await four('did', 'A', '-d', '2027-11-20');
  await four('plan', 'B');
  const { marks } = readHeatMap((await four('year')).stdout, 2027, 1);
  expect([...marks.values()].join('').trim()).toBe('░···');
  expect((await four('week')).stdout).toContain('\n  0 done\n');
});
