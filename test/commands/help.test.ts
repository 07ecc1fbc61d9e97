import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import stringWidth from 'fast-string-width';
import { COMMANDS } from '../../src/commands/index.ts';
import { TOPIC_NAMES } from '../../src/commands/topics.ts';
import type { Day } from '../../src/core/day.ts';
import type { DayTotal } from '../../src/core/day-status.ts';
import { parseDay } from '../../src/core/resolve-day.ts';
import { streakOf } from '../../src/core/streak.ts';
import { TOPICS, type TopicPart } from '../../src/views/topics.ts';
import { shift } from '../support/calendar.ts';
import { expectError, TODAY, useHome } from '../support/four.ts';
import { yearDigitsOf } from '../support/records.ts';

const home = useHome();
const { four, launch, sql } = home;

const today = TODAY as Day;

const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The rows of a topic that begin with `first`, as [term, meaning]. */
function rowsFrom(parts: readonly TopicPart[], first: string): (readonly [string, string])[] {
  const rows = parts.find((part) => typeof part !== 'string' && part[0]?.[0] === first);
  return typeof rows === 'object' ? [...rows] : [];
}

describe('a topic', () => {
  test('has a text for every name, and a name for every text', () => {
    expect(Object.keys(TOPICS)).toEqual([...TOPIC_NAMES]);
  });

  test.each(TOPIC_NAMES)('%s fits a screen, also a narrow one, and needs no store', async (name) => {
    home.env.FOURTHINGS_DB = home.folder; // a folder is none
    const { stdout, stderr, status } = await launch('help', name);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain(TOPICS[name].title);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
    for (const columns of [80, 40, 20]) {
      home.env.COLUMNS = String(columns);
      const { stdout: page } = await four('help', name);
      expect(page.split('\n').filter((line) => stringWidth(line) > columns)).toEqual([]);
      expect(page.replaceAll(/\s/g, '')).toBe(stdout.replaceAll(/\s/g, ''));
    }
  });

  test.each(TOPIC_NAMES)('%s is named where help is', async (name) => {
    for (const words of [['--help'], ['help', '--help']]) expect((await four(...words)).stdout).toContain(name);
  });
});

describe('four --help', () => {
  const help = async (columns: number) => {
    home.env.COLUMNS = String(columns);
    return (await four('--help')).stdout;
  };

  test('fits a screen of 80 columns, each command on one line', async () => {
    const lines = (await help(80)).split('\n');
    expect(lines.length).toBeLessThanOrEqual(41); // the last is empty
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    const listed = COMMANDS.filter(({ group }) => group !== undefined);
    for (const { name, summary } of listed)
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^  ${name}\\b.* {2}${escapeRegExp(summary)}$`)));
  });

  test('leaves out the arguments on a narrow screen', async () => {
    const text = await help(40);
    expect(text.split('\n').filter((line) => stringWidth(line) > 40)).toEqual([]);
    expect(text).toContain(`
Setbacks and rest:
  lost     Write a setback down and
           settle it, or list them
  rest     Take days off; they bridge
           the streak
`);
  });

  test('begins with the day, and names every option in one line', async () => {
    const text = await help(80);
    expect(text).toMatch(/^Usage: four \[command\] \[options\]\nFour things a day: .*\n\nThe day:\n {2}today /);
    expect(text).toContain(`
Setbacks and rest:
  lost [text...]           Write a setback down and settle it, or list them
  rest [day...]            Take days off; they bridge the streak
`);
    expect(text).toMatch(
      /\nEvery command takes --db <file>, --json, --color, --no-color, --ascii, --quiet\.\nMore: .*\n$/,
    );
  });
});

test('the help of a command ends with its examples, after the options of every command', async () => {
  home.env.COLUMNS = '80';
  const { stdout } = await four('done', '--help');
  expect(stdout).toMatch(/\nGlobal Options:\n[\s\S]*-q, --quiet +Print nothing after a change\n/);
  expect(stdout).toMatch(/\nExamples:\n {2}four done 1 3\n {6}Check off the first and the third\n[^\n]*\n[^\n]*\n$/);
});

describe('a word that is no command and no topic', () => {
  test.each([
    [['help', 'dtes'], 'Did you mean four help dates?'],
    [['help', 'plna'], 'Did you mean four plan?'],
    [['streaks'], 'Did you mean four help streaks?'],
    [['data'], 'Did you mean four help data?'],
    [['help', 'nonsense'], 'four --help'],
  ])('four %j: a usage error with the nearest one', async (words, hint) => {
    expectError(await four(...words), 2, hint);
  });
});

test('dates: every form that is named is read', async () => {
  const forms = rowsFrom(TOPICS.dates.parts, '2026-11-23');
  const named = forms.flatMap(([term, meaning]) => [
    term,
    ...[...meaning.matchAll(/`"?([^`"]+)"?`/g)].map(([, form = '']) => form),
  ]);
  expect(named.length).toBeGreaterThan(9);
  const dayOf = (words: string) => parseDay(words, { today, weekStart: 1, anchor: { before: today } }).day;
  for (const form of named) expect(dayOf(form)).toMatch(/^\d{4}-/);
  expect(dayOf('-3')).toBe(shift(today, -3));
  expect(dayOf('+1')).toBe(shift(today, 1));
  expect(dayOf('monday')).toBe(shift(today, -7)); // today is one
  // As a word, too.
  expect((await four('week', '-3')).status).toBe(0);
});

describe('streaks: each history comes to what is said of it', () => {
  test.each(rowsFrom(TOPICS.streaks.parts, '4 4 4 .'))('%s: %s', (history, said) => {
    const words = history.split(' ');
    const totals = words.flatMap((word, index): DayTotal[] => {
      const total = { day: shift(today, index + 1 - words.length), planned: 4, rest: word === 'R' };
      return word === '.' ? [] : [{ ...total, done: Number(/\d/.exec(word)?.[0] ?? 0) }];
    });
    const figure = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? 0);
    const current = figure(/^streak (\d+)/);
    expect(said).toMatch(current > 0 ? /^streak/ : /^no streak/);
    const streak = streakOf(yearDigitsOf(totals), 4, today);
    expect({
      current: streak.current?.days ?? 0,
      longest: streak.longest?.days ?? 0,
      gap: streak.gap,
      comebacks: streak.gaps,
    }).toEqual({
      current,
      longest: figure(/longest (\d+)/) || current,
      gap: figure(/gap of (\d+)/),
      comebacks: /back in/.test(said) ? [figure(/back in (\d+)/)] : [],
    });
  });

  test('they are the worked cases', () => {
    expect(rowsFrom(TOPICS.streaks.parts, '4 4 4 .')).toHaveLength(9);
  });
});

describe('data', () => {
  test('names the columns of the public views', async () => {
    await four('did', 'Swim');
    for (const [view, columns] of rowsFrom(TOPICS.data.parts, 'things')) {
      const there = (sql(`SELECT name FROM pragma_table_info('${view}')`) as { name: string }[]).map(
        ({ name }) => name,
      );
      expect(columns.split(', ')).toEqual(there);
    }
  });

  test('gives a query that works', async () => {
    await four('did', 'Swim');
    const text = TOPICS.data.parts.find((part) => typeof part === 'string' && part.includes('sqlite3')) as string;
    const [, query = ''] = /"(select [^"]+)"/.exec(text) ?? [];
    expect(sql(query)).toEqual([{ day: TODAY, text: 'Swim', did: null }]);
  });

  test('names a page that is there', () => {
    const [, page = ''] = /`(docs\/[^`]+)`/.exec(JSON.stringify(TOPICS.data)) ?? [];
    expect(fs.existsSync(new URL(`../../${page}`, import.meta.url))).toBe(true);
  });
});
