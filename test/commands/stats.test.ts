import fs from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import stringWidth from 'fast-string-width';
import { daysAgo, expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, json } = home;

interface ShareJson {
  readonly planned: number;
  readonly done: number;
  readonly share: number | null;
}

interface StatsJson extends ShareJson {
  readonly from: string | null;
  readonly to: string | null;
  readonly days: number;
  readonly unplanned: number;
  readonly weekdays: readonly (ShareJson & { readonly weekday: string })[];
  readonly hours: readonly { readonly hour: number; readonly done: number; readonly share: number | null }[];
  readonly slots: readonly (ShareJson & { readonly slot: number; readonly label: string | null })[];
  readonly carried: readonly (ShareJson & { readonly times: number })[];
  readonly weeks: {
    readonly counted: number;
    readonly total: number;
    readonly current: number;
    readonly longest: number;
  };
  readonly findings: readonly {
    readonly kind: string;
    readonly weekday?: string;
    readonly chance: number;
    readonly text: string;
  }[];
}

const stats = (...words: string[]) => json<StatsJson>('stats', ...words);

/** Twelve weeks up to yesterday in which Mondays get two of four, and other days all four. */
async function importWeakMondays(): Promise<void> {
  const days = Array.from({ length: 84 }, (_, index) => {
    const day = daysAgo(84 - index);
    const isMonday = new Date(day).getUTCDay() === 1;
    const things = [1, 2, 3, 4].map((slot) => {
      const isDone = !isMonday || (slot + index) % 2 === 0;
      return {
        slot,
        text: `Thing ${slot}`,
        done: isDone,
        doneAt: isDone ? new Date(`${day}T1${slot}:30`).toISOString() : null,
      };
    });
    return { day, things };
  });
  home.stdin = JSON.stringify({ format: 'fourthings', version: 1, days });
  expect(await four('-q', 'import', '-')).toMatchObject({ stderr: '', status: 0 });
}

describe('four stats', () => {
  beforeEach(importWeakMondays);

  test('says what the numbers carry, with a way to use it', async () => {
    const { stdout } = await four('stats');
    expect(stdout).toContain('\n  Mondays: 2 of 4. Other days: 4 of 4. You could plan Mondays smaller.\n\n');
    expect(stdout.match(/You could/g)).toHaveLength(1);
    const { findings } = await stats();
    expect(findings).toMatchObject([{ kind: 'weekday', weekday: 'monday', planned: 48, done: 24, share: 0.5 }]);
    expect(findings[0]?.chance).toBeLessThan(1e-6);
  });

  test('shows the shares as bars', async () => {
    await four('did', 'Fixed the printer', '-d', 'yesterday');
    expect((await four('stats')).stdout).toBe(`
  What gets done                                           31 Aug to 22 Nov 2026

  312 of 336 done (93%) on 84 days, and 1 more without a plan
  Weeks: 12 of 12 with at least four days that counted, the last 12 in a row

  Mondays: 2 of 4. Other days: 4 of 4. You could plan Mondays smaller.

  Mon           ██████████████████░░░░░░░░░░░░░░░░░░   50%  24 of 48
${['Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day) => `  ${day}           ${'█'.repeat(36)}  100%  48 of 48\n`).join('')}
${[1, 2, 3, 4].map((slot) => `  slot ${slot}        ${'█'.repeat(33)}░░░   93%  78 of 84\n`).join('')}
  by the hour                         ████████
                0           6           12          18

`);
  });

  test.each([40, 60, 80, 120])('fits %i columns, in colour, plain and in ASCII', async (columns) => {
    home.terminal = columns;
    for (const look of ['--color', '--no-color', '--ascii']) {
      const { stdout } = await four('stats', look);
      expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('You could plan Mondays smaller.');
      if (look === '--ascii') expect(stdout).toMatch(/^\p{ASCII}*$/u);
    }
  });

  test('is about a span, a year, or this year', async () => {
    expect(await stats('--from', '2026-11-01', '--to', '2026-11-07')).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-07',
      days: 7,
      planned: 28,
      done: 26,
      findings: [],
    });
    expect(await stats('--year')).toEqual(await stats());
    expect(await stats('--year', '2026')).toEqual(await stats());
    expect(await stats('--year', '2025')).toMatchObject({ from: null, to: null, days: 0, planned: 0, share: null });
    expect((await four('stats', '--year', '2025')).stdout).toBe(
      '\n  Nothing to show yet: this counts what you planned on past days.\n\n',
    );
  });

  test('leaves today out, which is not over, and rest days', async () => {
    const before = await stats();
    await four('plan', 'Swim', 'Read');
    expect(await stats()).toEqual(before);
    await four('rest', daysAgo(7));
    expect(await stats()).toMatchObject({ days: 83, planned: 332, done: 310 });
  });

  test('has the labels of the slots, and the weekdays from the first of the week', async () => {
    await four('config', 'labels', 'body mind heart spirit');
    await four('config', 'week-start', 'sunday');
    const { weekdays, slots, hours } = await stats();
    expect(weekdays.map(({ weekday }) => weekday)[0]).toBe('sunday');
    expect(slots.map(({ label }) => label)).toEqual(['body', 'mind', 'heart', 'spirit']);
    expect((await four('stats')).stdout).toMatch(/\n {2}body +█/);
    expect(hours[11]).toEqual({ hour: 11, done: 78, share: 0.232 });
    expect(hours).toHaveLength(24);
  });

  test('tells what was carried from what was fresh', async () => {
    const { carried } = await stats();
    expect(carried.map(({ times }) => times)).toEqual([0, 1, 2, 3]);
    expect(carried.map(({ planned }) => planned)).toEqual([336, 0, 0, 0]);
  });

  test('changes nothing', async () => {
    const before = home.stored();
    await four('stats');
    expect(home.stored()).toEqual(before);
  });
});

test('there is nothing to show in an empty store, and none is made', async () => {
  expect(await stats()).toMatchObject({
    from: null,
    planned: 0,
    share: null,
    findings: [],
    weeks: { counted: 0, total: 0 },
  });
  expect(home.stored()).toEqual([]);
});

test.each<[string[], RegExp]>([
  [['--year', '2026', '--from', 'monday'], /--year excludes --from and --to/],
  [['--year', 'soon'], /there is no year "soon"/],
  [['--from', 'today', '--to', '2026-11-01'], /is after --to/],
])('%j is refused', async (words, message) => {
  expectError(await four('stats', ...words), 2, message);
});

test('the page of the year has the same bars, and no label without words', async () => {
  await importWeakMondays();
  await four('config', 'labels', 'body mind heart spirit');
  const page = async (...words: string[]) => {
    await four('year', '--html', `${home.folder}/year.html`, ...words);
    return fs.readFileSync(`${home.folder}/year.html`, 'utf8');
  };
  const whole = await page();
  expect(whole).toContain('<h2>What gets done</h2>');
  expect(whole).toContain('Mondays: 2 of 4. Other days: 4 of 4. You could plan Mondays smaller.');
  expect(whole).toMatch(/<text[^>]*>body<\/text><rect class="l0"[^>]*><title>78 of 84<\/title>/);
  const plain = await page('--no-words');
  expect(plain).not.toContain('body<');
  expect(plain).toMatch(/<text[^>]*>slot 1<\/text><rect class="l0"/);
});

test('the year tells the weekday that the numbers carry, and none where they carry none', async () => {
  await importWeakMondays();
  expect((await four('year')).stdout).toContain('\n  Mondays: 2 of 4. Other days: 4 of 4\n');
  await four('undo');
  await four('did', 'Swim', '-d', 'yesterday');
  expect((await four('year')).stdout).not.toMatch(/Most done|Other days/);
});

test('the streak tells the good weeks beside the days', async () => {
  await importWeakMondays();
  expect((await four('streak')).stdout).toMatch(
    /\n {2}weeks +12 of 12 with at least four days that counted, the last 12 in a row\n/,
  );
});
