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

let picture: string | undefined;
let file = '';

/** As the command draws it; that is done once. */
async function draw(): Promise<string> {
  const day = (date: string) => ['-q', '-d', `2026-11-${date}`];
  await four('plan', 'A', '<script>alert(1)</script>', '& "C"', 'D', ...day('02'));
  await four('done', 'all', ...day('02'), '-m', '<b>&');
  await four('did', 'E', ...day('02'));
  await four('rest', ...day('03'), '-m', '</svg>');
  await four('did', 'A', ...day('04'));
  for (const text of ['A', 'B']) await four('did', text, ...day('05'));
  await four('rest', ...day('05'));
  await four('lost', '<script>alert(2)</script>', ...day('06'), '--let-go', '-m', '&');
  home.at('2027-01-10T08:00'); // all of it has come
  expect(await four('year', '2026', '-q', '--svg', file)).toEqual({ stdout: '', stderr: '', status: 0 });
  return fs.readFileSync(file, 'utf8');
}

beforeEach(async () => {
  file = path.join(home.folder, 'year.svg');
  picture ??= await draw();
  fs.writeFileSync(file, picture);
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
    `[...document.querySelectorAll('svg > * > title')].map((title) => {
      const shape = title.parentElement;
      const { x, y, width, height } = shape.getBBox();
      return { title: title.textContent, kind: shape.getAttribute('class'), x: x + width / 2, y: y + height / 2, width };
    })`,
  );
}

describe('the picture of a year, in a browser', () => {
  test('is valid XML and makes no request', async () => {
    const { page, incidents } = await open(file);
    const text = fs.readFileSync(file, 'utf8');
    expect(await page.evaluate<string>('document.documentElement.namespaceURI')).toBe('http://www.w3.org/2000/svg');
    const parsed = `new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml')`;
    expect(await page.evaluate(`${parsed}.querySelectorAll('parsererror').length`)).toBe(0);
    expect(await page.locator('script, foreignObject, image, use, a').count()).toBe(0);
    expect(text).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg")|url\(|@import/);
    expect(incidents).toEqual([]);
  });

  test('has a title and a description for screen readers', async () => {
    const { page } = await open(file);
    const root = page.locator('svg');
    expect(await root.getAttribute('role')).toBe('img');
    const named = (await root.getAttribute('aria-labelledby'))?.split(' ') ?? [];
    const texts = await Promise.all(named.map((id) => page.locator(`[id="${id}"]`).textContent()));
    expect(texts).toEqual([
      'The days of 2026',
      '8 done, 7 planned. 1 day counted, 3 with something done, 2 rest days. Best streak: 1 day, 2 Nov 2026. Most done on Mondays, and in November.',
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
    };
    expect(cells.map(({ title, kind }) => [title, kind])).toEqual(
      DAYS.map((day) => {
        const [kind, words] = told[day] ?? ['l0', ''];
        return [`${WEEKDAYS[weekday(day)]} ${dateOf(day)}${words}`, kind];
      }),
    );
    const columns = [...new Set(cells.map(({ x }) => x))].sort((a, b) => a - b);
    const rows = [...new Set(cells.map(({ y }) => y))].sort((a, b) => a - b);
    expect([columns.length, rows.length]).toEqual([53, 7]);
    const before = (weekday(DAYS[0] as (typeof DAYS)[0]) + 6) % 7;
    expect(cells.map(({ x, y }) => [columns.indexOf(x), rows.indexOf(y)])).toEqual(
      DAYS.map((day, index) => [Math.floor((before + index) / 7), (weekday(day) + 6) % 7]),
    );
  });

  test('places labels beside rows and above columns, and everything inside the frame', async () => {
    const { page } = await open(file);
    const labels = await page.evaluate<{ text: string; x: number; y: number; inside: boolean }[]>(
      `[...document.querySelectorAll('svg > text')].map((element) => {
        const { x, y, width, height } = element.getBBox();
        const frame = document.documentElement.viewBox.baseVal;
        const inside = x >= 0 && y >= 0 && x + width <= frame.width && y + height <= frame.height;
        return { text: element.textContent, x, y: y + height / 2, inside };
      })`,
    );
    const cells = await cellsOf(page);
    expect(labels.filter(({ inside }) => !inside)).toEqual([]);
    expect(labels.slice(0, 19).map(({ text }) => text)).toEqual([
      ...MONTHS,
      'Mon',
      'Tue',
      'Wed',
      'Thu',
      'Fri',
      'Sat',
      'Sun',
    ]);
    for (const [month, label] of labels.slice(0, 12).entries()) {
      const cell = cells[DAYS.indexOf(iso(2026, month + 1, 1))] as Cell;
      expect(Math.abs(label.x - (cell.x - cell.width / 2))).toBeLessThan(2);
    }
    for (const [row, label] of labels.slice(12, 19).entries()) {
      const cell = cells.find(({ title }) => title.startsWith(label.text)) as Cell;
      expect({ row, isBeside: Math.abs(label.y - cell.y) < 3 }).toEqual({ row, isBeside: true });
    }
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
    expect(image?.width).toBeGreaterThan(4 * (image?.height ?? 0));
    expect(incidents.filter((incident) => !incident.endsWith('/year.svg'))).toEqual([]);
  });
});
