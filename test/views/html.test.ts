import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { contrast, type Opened, useBrowser, violations } from '../support/browser.ts';
import { useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';

const { describe, test } = needs('chromium');

const home = useHome();
const { four } = home;
const open = useBrowser();

const SCHEMES = ['light', 'dark'] as const;
const PHONE = { width: 360, height: 740 };

const SCRIPT = '<script>alert(1)</script>';
const IMAGE = '<img src="https://example.org/x.png" onerror="alert(2)">';
const ENTITIES = 'R&D, "quotes", it\'s &amp; </li></main> <!-- ]]>';
const LONG = 'x'.repeat(500);

const written = new Map<string, string>();

/** Opens the page of a year as the command writes it; that is done once. */
async function openYear(look?: Parameters<typeof open>[1], year = '2026'): Promise<Opened> {
  const file = path.join(home.folder, 'year.html');
  if (!written.has(year)) {
    await live();
    home.at('2027-01-10T08:00'); // all of it has come
    expect(await four('year', year, '-q', '--html', file)).toEqual({ stdout: '', stderr: '', status: 0 });
    written.set(year, fs.readFileSync(file, 'utf8'));
  }
  fs.writeFileSync(file, written.get(year) as string);
  return open(file, look);
}

async function live(): Promise<void> {
  const day = (date: string) => ['-q', '-d', `2026-11-${date}`];
  await four('config', '-q', 'minimum', '2');
  await four('config', '-q', 'labels', 'body', 'mind', '<b>heart</b>', 'spirit');
  await four('plan', SCRIPT, IMAGE, ENTITIES, LONG, ...day('02'));
  await four('done', '1', '2', '3', ...day('02'), '-m', `${SCRIPT} did`);
  await four('done', '4', ...day('02'), '-m', LONG);
  await four('rest', ...day('03'), '-m', SCRIPT);
  await four('did', 'Run', ...day('04'));
  await four('did', 'Run', ...day('05'));
  await four('did', 'Swim', ...day('05'));
  await four('plan', 'Never done', ...day('09'));
  await four('lost', `${SCRIPT} lost`, ...day('04'), '--next', `${SCRIPT} next`, '-m', `${SCRIPT} lesson`);
  await four('lost', IMAGE, ...day('05'));
  await four('lost', LONG, ...day('06'), '--let-go', '-m', LONG);
}

describe('the page of a year, in a browser', () => {
  test('shows the figures and texts of the year', async () => {
    const { page } = await openYear();
    expect(await page.title()).toBe('2026 in four things');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('h1').allInnerTexts()).toEqual(['2026']);
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      'Labels',
      'What gets done',
      'Streaks',
      'Comebacks',
      'Setbacks',
      'Week by week',
    ]);
    const words = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
    expect(words).toContain('7 done, 9 planned 2 days counted, 3 with something done, 1 rest day');
    expect(words).toContain('Best streak: 1 day, 2 Nov 2026');
    expect(words).toContain('Labels body 3 of 5 mind 2 of 2 <b>heart</b> 1 of 1 spirit 1 of 1');
    expect(words).toContain('Back in 1 day on average, 1 at the longest Thu 5 Nov 2026 back in 1 day');
    expect(words).toContain('Week 45, 2 to 5 Nov 2026');
    expect(words).toContain('Run');
    expect(words).not.toContain('Never done');
    expect(
      await page
        .locator('svg.heat [class]')
        .filter({ has: page.locator('title') })
        .count(),
    ).toBe(60); // from the day the history begins
    expect(await page.locator('svg.heat text:not(.weekday)').allTextContents()).toEqual([
      'Nov',
      'Dec',
      'nothing',
      'some',
      'half',
      'counts',
      'rest',
    ]);
  });

  test('names each day once, with what was done on it, and shows rest days', async () => {
    const { page } = await openYear();
    const days = await page.locator('.week li').allInnerTexts();
    expect(days.map((text) => text.replaceAll('\n', ' ').slice(0, 40))).toEqual([
      `Mon ${SCRIPT}: ${SCRIPT} did`.slice(0, 40),
      `Tue rest: ${SCRIPT}`.slice(0, 40),
      'Wed Run',
      'Thu Run Swim',
    ]);
  });

  test('shows markup in texts as text', async () => {
    const { page, incidents } = await openYear();
    const words = await page.locator('main').innerText();
    for (const text of [SCRIPT, IMAGE, ENTITIES, LONG]) expect(words).toContain(text);
    for (const text of ['did', 'lost', 'next', 'lesson']) expect(words).toContain(`${SCRIPT} ${text}`);
    expect(await page.locator('script, img, iframe, object, [onerror], [onload], [onclick]').count()).toBe(0);
    expect(await page.locator('body > main > *').count()).toBe(9); // nothing has closed what we opened
    expect(incidents).toEqual([]);
  });

  test('is self-contained: no script, no request, no error', async () => {
    const { page, incidents } = await openYear({ javaScriptEnabled: false, offline: true });
    expect(await page.locator('h1').innerText()).toBe('2026');
    await page.reload();
    expect(incidents).toEqual([]);
  });

  test.each(SCHEMES)('in %s, axe finds no violation and all text has enough contrast', async (colorScheme) => {
    const { page, incidents } = await openYear({ colorScheme });
    expect(await violations(page)).toEqual([]);
    expect(incidents).toEqual([]);
    const colors = await page.evaluate<{ words: string; color: string; fill: string }[]>(
      `[...document.querySelectorAll('h1, h2, h3, li, .note, .did, .day, svg text')].map((element) => {
        const { color, fill } = getComputedStyle(element);
        return { words: element.textContent.slice(0, 20), color, fill: element.closest('svg') ? fill : color };
      })`,
    );
    const ground = await groundOf(page);
    expect(colors.length).toBeGreaterThan(40);
    expect(colors.filter(({ fill }) => contrast(fill, ground) < 4.5)).toEqual([]);
  });

  test('the picture of a few weeks has room for its legend', async () => {
    const { page } = await openYear({ viewport: { width: 400, height: 740 } });
    const outside = await page.evaluate<string[]>(
      `[...document.querySelectorAll('svg text')]
        .filter((text) => text.getBoundingClientRect().right > text.closest('svg').getBoundingClientRect().right)
        .map((text) => text.textContent)`,
    );
    expect(outside).toEqual([]);
  });

  test('light and dark differ', async () => {
    const grounds = [];
    for (const colorScheme of SCHEMES) grounds.push(await groundOf((await openYear({ colorScheme })).page));
    const [light = '', dark = ''] = grounds;
    expect(light).toBe('rgb(255, 255, 255)');
    expect(contrast(light, dark)).toBeGreaterThan(10);
  });

  test('on a phone nothing overflows', async () => {
    const { page, incidents } = await openYear({ viewport: PHONE, deviceScaleFactor: 3, isMobile: true });
    expect(await overflow(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(incidents).toEqual([]);
  });

  test('on a wide screen nothing overflows either', async () => {
    expect(await overflow((await openYear({ viewport: { width: 1920, height: 1080 } })).page)).toEqual([]);
  });

  test.each(SCHEMES)('prints dark on white, even in %s', async (colorScheme) => {
    const { page } = await openYear({ colorScheme });
    await page.emulateMedia({ media: 'print', colorScheme });
    expect(await groundOf(page)).toBe('rgb(255, 255, 255)');
    const [text, words, level] = await page.evaluate<string[]>(
      `[[document.body, 'color'], [document.querySelector('svg text'), 'fill'], [document.querySelector('svg .l0'), 'fill']]
        .map(([element, name]) => getComputedStyle(element)[name])`,
    );
    for (const color of [text, words]) expect(contrast(color ?? '', 'rgb(255, 255, 255)')).toBeGreaterThan(4.5);
    expect(contrast(level ?? '', 'rgb(255, 255, 255)')).toBeLessThan(2); // nothing done: hardly any ink
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(10_000);
  });
});

describe('the map of a whole year', () => {
  const halvesAt = async (width: number) => {
    const file = path.join(home.folder, 'year.html');
    await four('did', 'Run', '-q', '-d', '2025-12-01');
    for (const date of ['01', '03', '05', '07']) await four('did', 'Swim', '-q', '-d', `2026-01-${date}`);
    await four('config', '-q', 'minimum', '1');
    home.at('2027-01-10T08:00');
    await four('year', '2026', '-q', '--html', file);
    const { page } = await open(file, { viewport: { width, height: 900 } });
    expect(await overflow(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    const halves = await page.evaluate<{ x: number; y: number; scale: number; weekdays: number; months: number }[]>(
      `[...document.querySelectorAll('svg.heat')].map((svg) => {
        const { x, y, width } = svg.getBoundingClientRect();
        const shown = [...svg.querySelectorAll('.weekday')].filter((text) => getComputedStyle(text).display !== 'none');
        const months = [...svg.querySelectorAll('text')].filter((text) => /^[A-Z]/.test(text.textContent)).length - 7;
        return { x, y, scale: width / svg.viewBox.baseVal.width, weekdays: shown.length, months };
      })`,
    );
    return { page, halves };
  };

  test('is folded in halves on a page of 500 pixels, in its full size', async () => {
    const { halves } = await halvesAt(500);
    expect(halves).toMatchObject([
      { scale: 1, weekdays: 7, months: 6 },
      { scale: 1, weekdays: 7, months: 6 },
    ]);
    expect(halves[1]?.x).toBe(halves[0]?.x);
    expect(halves[1]?.y).toBeGreaterThan((halves[0]?.y ?? 0) + 100);
  });

  test('is one strip on a wide page, with the weekdays named once', async () => {
    const { halves } = await halvesAt(1000);
    expect(halves).toMatchObject([
      { scale: 1, weekdays: 7 },
      { scale: 1, weekdays: 0 },
    ]);
    expect(halves[1]?.y).toBe(halves[0]?.y);
  });

  test('comes with equal comebacks summed up', async () => {
    const { page } = await halvesAt(500);
    const words = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
    expect(words).toContain('3 to 7 Jan 2026 back in 1 day, 3 times');
    expect(words).toContain('1 Jan 2026 back in 30 days');
  });
});

test('without words the page keeps the figures, and nothing that the user wrote', async () => {
  await live();
  home.at('2027-01-10T08:00');
  const file = path.join(home.folder, 'year.html');
  const picture = path.join(home.folder, 'year.svg');
  await four('year', '2026', '-q', '--no-words', '--html', file, '--svg', picture);
  const written = fs.readFileSync(file, 'utf8') + fs.readFileSync(picture, 'utf8');
  for (const { texts } of home.sql(
    `SELECT text AS texts FROM thing UNION SELECT did FROM thing WHERE did IS NOT NULL UNION SELECT reason FROM rest_day WHERE reason IS NOT NULL
     UNION SELECT text FROM setback UNION SELECT lesson FROM setback WHERE lesson IS NOT NULL`,
  ) as { texts: string }[]) {
    const escaped = texts.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(written).not.toContain(escaped);
  }
  expect(written).not.toContain('heart');
  const { page } = await open(file);
  expect(await page.locator('h2').allInnerTexts()).toEqual([
    'What gets done',
    'Streaks',
    'Comebacks',
    'Setbacks',
    'Week by week',
  ]);
  const days = await page.locator('.week li').allInnerTexts();
  expect(days.map((text) => text.replaceAll('\n', ' '))).toEqual([
    'Mon 4 done',
    'Tue rest',
    'Wed 1 done',
    'Thu 2 done',
  ]);
  expect(await violations(page)).toEqual([]);
  expect((await four('year', '2026', '--no-words')).stdout).not.toContain('heart');
});

describe('the report of a week, in a browser', () => {
  const openWeek = async (colorScheme: 'light' | 'dark') => {
    await live();
    const { stdout } = await four('week', '2026-11-02', '--format', 'html');
    const file = path.join(home.folder, 'week.html');
    fs.writeFileSync(file, stdout);
    return open(file, { colorScheme, viewport: { width: 400, height: 740 } });
  };

  test.each(SCHEMES)('in %s it can be read at a width of 400 pixels', async (colorScheme) => {
    const { page, incidents } = await openWeek(colorScheme);
    expect(await overflow(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    const ground = await groundOf(page);
    const colors = await page.evaluate<string[]>(
      `[...document.querySelectorAll('h1, h2, li, .note, .did, svg text')].map((element) => {
        const { color, fill } = getComputedStyle(element);
        return element.closest('svg') ? fill : color;
      })`,
    );
    expect(colors.filter((color) => contrast(color, ground) < 4.5)).toEqual([]);
    expect(incidents).toEqual([]);
  });

  test('shows the marks of its days, and markup in texts as text', async () => {
    const { page } = await openWeek('light');
    expect(await page.locator('svg rect, svg circle').count()).toBe(7);
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      ...['body, 3 of 3', 'mind, 2 of 2', '<b>heart</b>, 1 of 1', 'spirit, 1 of 1'],
      ...['Rest days', 'Setbacks'],
    ]);
    const words = await page.locator('main').innerText();
    for (const text of [SCRIPT, IMAGE, ENTITIES, LONG]) expect(words).toContain(text);
    expect(await page.locator('script, img, iframe, b').count()).toBe(0);
  });
});

test('the page of an empty year is complete too', async () => {
  const { page, incidents } = await openYear({ viewport: PHONE }, '1999');
  expect(await page.locator('li').allInnerTexts()).toEqual(['Nothing is recorded for this year.']);
  expect(await page.locator('h2').count()).toBe(0);
  expect(await overflow(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
  expect(incidents).toEqual([]);
});

function groundOf(page: Opened['page']): Promise<string> {
  return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
}

/** What stands out of the window to its left or right. */
function overflow(page: Opened['page']): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('*')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < 0 || right > innerWidth + 0.5 || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      })
      .map((element) => element.outerHTML.slice(0, 100))`,
  );
}
