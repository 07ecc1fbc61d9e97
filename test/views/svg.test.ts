import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect } from '@jest/globals';
import { contrast, luminance, type Opened, useBrowser } from '../support/browser.ts';
import { calendar, iso, weekday } from '../support/calendar.ts';
import { useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';

const { describe, test } = needs('chromium');

const home = useHome();
const { four } = home;
const open = useBrowser();

const SCHEMES = ['light', 'dark'] as const;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = calendar(iso(2026, 1, 1), iso(2026, 12, 31));

/** What is drawn, by its file. */
const PICTURES = {
  'year.svg': ['year', '2026'],
  'words.svg': ['year', '2026', '--words'],
  'week.svg': ['week', '2026-11-02'],
  'week-words.svg': ['week', '2026-11-02', '--words'],
  'streak.svg': ['streak'],
} as const;
type Name = keyof typeof PICTURES;
const NAMES = Object.keys(PICTURES) as Name[];

const drawn = new Map<Name, string>();
let file = '';
const here = (name: Name) => path.join(home.folder, name);
const read = (name: Name) => fs.readFileSync(here(name), 'utf8');

/** As the commands draw it; that is done once. */
async function draw(): Promise<void> {
  const day = (date: string) => ['-q', '-d', `2026-11-${date}`];
  await four('did', 'Z', '-q', '-d', '2025-06-01'); // the history begins before the year
  await four('plan', 'A', '<script>alert(1)</script>', '& "C"', 'D', ...day('02'));
  await four('done', 'all', ...day('02'), '-m', '<b>&');
  await four('did', 'E', ...day('02'));
  await four('rest', ...day('03'), '-m', '</svg>');
  await four('did', 'A', ...day('04'));
  for (const text of ['A', 'B']) await four('did', text, ...day('05'));
  await four('rest', ...day('05'));
  await four('lost', '<script>alert(2)</script>', ...day('06'), '--let-go', '-m', '&');
  for (const text of ['A', 'B', 'C', 'D']) await four('did', text, ...day('07'));
  await four('did', `${'x'.repeat(400)} \uffff`, ...day('07'));
  await four('config', '-q', 'labels', 'work', '<i>body</i>', 'mind', 'soul');
  home.at('2027-01-10T08:00'); // all of it has come
  for (const name of NAMES) {
    const result = await four('-q', ...PICTURES[name], '--svg', here(name));
    expect(result).toEqual({ stdout: '', stderr: '', status: 0 });
    drawn.set(name, read(name));
  }
}

beforeEach(async () => {
  file = here('year.svg');
  if (drawn.size === 0) await draw();
  for (const [name, text] of drawn) fs.writeFileSync(here(name), text);
});

interface Cell {
  readonly title: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The days of the picture, as they are drawn. */
function cellsOf(page: Opened['page']): Promise<Cell[]> {
  return page.evaluate<Cell[]>(
    `[...document.querySelectorAll('svg > g > * > title')].map((title) => {
      const shape = title.parentElement;
      const { x, y, width, height } = shape.getBoundingClientRect();
      return { title: title.textContent, kind: shape.getAttribute('class'), x: x + width / 2, y: y + height / 2, width };
    })`,
  );
}

describe('the picture of a year, in a browser', () => {
  test.each(NAMES)('%s is valid XML and makes no request', async (name) => {
    const { page, incidents } = await open(here(name));
    const text = read(name);
    expect(await page.evaluate<string>('document.documentElement.namespaceURI')).toBe('http://www.w3.org/2000/svg');
    const parsed = `new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml')`;
    expect(await page.evaluate(`${parsed}.querySelectorAll('parsererror').length`)).toBe(0);
    expect(await page.locator('script, foreignObject, image, use, a').count()).toBe(0);
    expect(text).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg")|url\(|@import/);
    expect(incidents).toEqual([]);
  });

  test.each(NAMES)('%s can be read at a width of 400 pixels, and nothing leaves its frame', async (name) => {
    const host = path.join(home.folder, 'narrow.html');
    const style = 'body{margin:0}svg{display:block;max-width:100%;height:auto}';
    fs.writeFileSync(host, `<!doctype html><title>Host</title><style>${style}</style>${read(name)}`);
    const { page } = await open(host, { viewport: { width: 400, height: 900 } });
    const frame = await page.locator('svg').boundingBox();
    expect(frame?.width).toBeLessThanOrEqual(400);
    const boxes = await page.evaluate<{ left: number; top: number; right: number; bottom: number; size: number }[]>(
      `[...document.querySelectorAll('svg text, svg .l3')].map((element) => {
        const { left, top, right, bottom, height } = element.getBoundingClientRect();
        return { left, top, right, bottom, size: height };
      })`,
    );
    expect(boxes.length).toBeGreaterThan(1);
    const { width = 0, height = 0 } = frame ?? {};
    expect(boxes.filter((box) => box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)).toEqual([]);
    expect(boxes.filter(({ size }) => size < 10)).toEqual([]);
  });

  test('has a title and a description for screen readers', async () => {
    const { page } = await open(file);
    const root = page.locator('svg');
    expect(await root.getAttribute('role')).toBe('img');
    const named = (await root.getAttribute('aria-labelledby'))?.split(' ') ?? [];
    const texts = await Promise.all(named.map((id) => page.locator(`[id="${id}"]`).textContent()));
    expect(texts).toEqual([
      'The days of 2026',
      '13 done, 11 planned. 2 days counted, 4 with something done, 2 rest days. Best streak: 1 day, 2 Nov 2026.',
    ]);
    expect(await page.locator('svg > title, svg > desc').count()).toBe(2);
  });

  test('each day has a cell in the column of its week and the row of its weekday, with a tooltip', async () => {
    const { page } = await open(file);
    const cells = await cellsOf(page);
    const dateOf = (day: string) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} 2026`;
    const told: { readonly [day: string]: [kind: string, words: string] } = {
      '2026-11-02': ['l3', ': 5 done, 4 planned'],
      '2026-11-03': ['rest', ', rest'],
      '2026-11-04': ['l1', ': 1 done, 1 planned'],
      '2026-11-05': ['rest', ': 2 done, 2 planned, rest'],
      '2026-11-07': ['l3', ': 5 done, 4 planned'],
    };
    expect(cells.map(({ title, kind }) => [title, kind])).toEqual(
      DAYS.map((day) => {
        const [kind, words] = told[day] ?? ['l0', ''];
        return [`${WEEKDAYS[weekday(day)]} ${dateOf(day)}${words}`, kind];
      }),
    );
    const columns = [...new Set(cells.map(({ x }) => x))].sort((a, b) => a - b);
    const rows = [...new Set(cells.map(({ y }) => y))].sort((a, b) => a - b);
    expect([columns.length, rows.length]).toEqual([27, 14]);
    const second = DAYS.indexOf(iso(2026, 7, 1));
    const placeOf = (index: number) => {
      const first = index < second ? 0 : second;
      const before = (weekday(DAYS[first] as (typeof DAYS)[0]) + 6) % 7;
      const row = (weekday(DAYS[index] as (typeof DAYS)[0]) + 6) % 7;
      return [Math.floor((before + index - first) / 7), first === 0 ? row : 7 + row];
    };
    expect(cells.map(({ x, y }) => [columns.indexOf(x), rows.indexOf(y)])).toEqual(
      DAYS.map((_, index) => placeOf(index)),
    );
  });

  test('places labels beside rows and above columns', async () => {
    const { page } = await open(file);
    const labels = await page.evaluate<{ text: string; x: number; y: number }[]>(
      `[...document.querySelectorAll('svg > g > text')].map((element) => {
        const { x, y, height } = element.getBoundingClientRect();
        return { text: element.textContent, x, y: y + height / 2 };
      })`,
    );
    const cells = await cellsOf(page);
    const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    expect(labels.map(({ text }) => text)).toEqual([
      ...MONTHS.slice(0, 6),
      ...weekdays,
      ...MONTHS.slice(6),
      ...weekdays,
    ]);
    for (const [month, name] of MONTHS.entries()) {
      const label = labels.find(({ text }) => text === name);
      const cell = cells[DAYS.indexOf(iso(2026, month + 1, 1))] as Cell;
      expect(Math.abs((label?.x ?? 0) - (cell.x - cell.width / 2))).toBeLessThan(2);
    }
    for (const half of [labels.slice(6, 13), labels.slice(19)])
      for (const label of half) {
        const beside = cells.filter(({ y }) => Math.abs(label.y - y) < 4).map(({ title }) => title.slice(0, 3));
        expect([...new Set(beside)]).toEqual([label.text]);
      }
  });

  test('begins with the month and the day in which the history begins', async () => {
    home.at('2027-01-10T08:00');
    const db = path.join(home.folder, 'new.db');
    await four('did', 'Swim', '-q', '-d', '2026-11-02', '--db', db);
    await four('year', '2026', '-q', '--svg', here('year.svg'), '--db', db);
    const { page } = await open(here('year.svg'));
    const titles = (await cellsOf(page)).map(({ title }) => title);
    expect([titles.length, titles[0]]).toEqual([60, 'Mon 2 Nov 2026: 1 done, 1 planned']);
    expect(await page.locator('svg > g > text').allTextContents()).toEqual(['Nov', 'Dec', ...WEEKDAYS.slice(1), 'Sun']);
  });

  test('says below what the year came to, and nothing that the user wrote', async () => {
    const { page } = await open(file);
    expect(await page.locator('svg > text').allTextContents()).toEqual([
      '2026',
      ...['nothing', 'some', 'half', 'counts', 'rest'],
      '13 done, 11 planned',
      '2 days counted, 4 with something done, 2 rest days',
      'Best streak: 1 day, 2 Nov 2026',
      '1 comeback: back in 2 days on average, 2 at the longest',
    ]);
    expect(read('year.svg')).not.toMatch(/alert|work|body|svg&gt;/);
  });

  test('with --words it says in the tooltips what was done, and what the labels came to', async () => {
    const { page } = await open(here('words.svg'));
    const titles = (await cellsOf(page)).map(({ title }) => title);
    expect(titles[DAYS.indexOf(iso(2026, 11, 2))]).toBe(
      'Mon 2 Nov 2026: 5 done, 4 planned\nA: <b>&\n<script>alert(1)</script>: <b>&\n& "C": <b>&\nD: <b>&\nE',
    );
    expect(titles[DAYS.indexOf(iso(2026, 11, 3))]).toBe('Tue 3 Nov 2026, rest\nrest: </svg>');
    expect(await page.locator('svg > text').last().textContent()).toBe(
      'work 4 of 4, <i>body</i> 3 of 3, mind 2 of 2, soul 2 of 2',
    );
  });

  test.each(SCHEMES)(
    'in %s its levels are told apart by brightness, and its words can be read',
    async (colorScheme) => {
      const { page } = await open(file, { colorScheme });
      const [ground = '', words = '', ring = '', ...levels] = await page.evaluate<string[]>(
        `[['.ground', 'fill'], ['text', 'fill'], ['.rest', 'stroke'], ['.l0', 'fill'], ['.l1', 'fill'], ['.l2', 'fill'], ['.l3', 'fill']]
        .map(([selector, name]) => getComputedStyle(document.querySelector(selector))[name])`,
      );
      expect(contrast(words, ground)).toBeGreaterThan(4.5);
      expect(contrast(ring, ground)).toBeGreaterThan(3);
      const steps = levels.map((level) => Math.abs(luminance(level) - luminance(ground)));
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      for (const [index, level] of levels.entries())
        expect(contrast(level, levels[index - 1] ?? ground)).toBeGreaterThan(1.1);
      expect(contrast(levels[3] ?? '', levels[0] ?? '')).toBeGreaterThan(3);
      expect(luminance(ground) > 0.5).toBe(colorScheme === 'light');
    },
  );

  test('a page can show it as an image', async () => {
    const host = path.join(home.folder, 'host.html');
    fs.writeFileSync(host, '<!doctype html><title>Host</title><img src="year.svg" alt="The year">');
    const { page, incidents } = await open(host);
    const image = await page.locator('img').boundingBox();
    const [complete, width = 0] = await page.evaluate<[boolean, number]>(
      '[document.images[0].complete, document.images[0].naturalWidth]',
    );
    expect(complete).toBe(true);
    expect(width).toBeGreaterThan(0); // a broken picture has none
    expect(image?.height).toBeGreaterThan(100);
    expect(image?.width).toBe(436);
    expect(incidents.filter((incident) => !incident.endsWith('/year.svg'))).toEqual([]);
  });
});

describe('the picture of a week, in a browser', () => {
  test('shows the marks of its days, and what it came to', async () => {
    const { page } = await open(here('week.svg'));
    const kinds = `[...document.querySelectorAll('svg [class]:not(text):not(.ground)')].map((mark) => mark.getAttribute('class'))`;
    expect(await page.evaluate<string[]>(kinds)).toEqual(['l3', 'rest', 'l1', 'rest', 'l0', 'l3', 'l0']);
    expect(await page.locator('svg text').allTextContents()).toEqual([
      'Week 45, 2 to 8 Nov 2026',
      ...['Mon', '5/4', 'Tue', 'rest', 'Wed', '1/1', 'Thu', '2/2', 'Fri', 'Sat', '5/4', 'Sun'],
      '13 done',
      '2 days count, 1-day streak,',
      'back in 2 days on Saturday',
    ]);
    expect(read('week.svg')).not.toMatch(/alert|svg&gt;/);
  });

  test('with --words it also shows what was done, whatever is in the texts', async () => {
    const { page } = await open(here('week-words.svg'));
    const words = await page.locator('svg > text.words').allTextContents();
    expect(words.slice(0, 6)).toEqual([
      'A: <b>&',
      '<script>alert(1)</script>: <b>&',
      '& "C": <b>&',
      'D: <b>&',
      'E',
      'rest: </svg>',
    ]);
    expect(words.join('')).toContain('x'.repeat(400));
  });

  test('days that have not come have no mark', async () => {
    home.at('2026-11-04T08:00');
    const db = path.join(home.folder, 'new.db');
    await four('-q', 'plan', 'A', '-d', '2026-11-05', '--db', db);
    await four('-q', 'week', '--svg', here('week.svg'), '--db', db);
    const { page } = await open(here('week.svg'));
    expect(await page.locator('svg rect:not(.ground), svg circle').count()).toBe(3);
  });
});

describe('the badge of the streak, in a browser', () => {
  test('is as high as other badges, and says the longest streak while there is none', async () => {
    const { page } = await open(here('streak.svg'));
    expect(await page.locator('svg').getAttribute('height')).toBe('20');
    expect(await page.locator('svg > text').allTextContents()).toEqual(['four things', 'longest streak 1 day']);
    expect(await page.locator('svg > title').textContent()).toBe('four things: longest streak 1 day, Sun 10 Jan 2027');
  });

  test('says the streak', async () => {
    home.at('2026-11-08T08:00');
    const db = path.join(home.folder, 'new.db');
    for (const text of ['A', 'B', 'C', 'D']) await four('-q', 'did', text, '--db', db);
    await four('-q', 'streak', '--svg', here('streak.svg'), '--db', db);
    expect(read('streak.svg')).toContain('>1-day streak</text>');
  });

  test.each(SCHEMES)('in %s its words can be read', async (colorScheme) => {
    const { page } = await open(here('streak.svg'), { colorScheme });
    const [words = '', ...grounds] = await page.evaluate<string[]>(
      `['text', '.name', '.none'].map((selector) => getComputedStyle(document.querySelector(selector)).fill)`,
    );
    for (const ground of grounds) expect(contrast(words, ground)).toBeGreaterThan(4.5);
  });
});
