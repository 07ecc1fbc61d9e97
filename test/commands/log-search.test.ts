import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { fold } from '../../src/core/text.ts';
import { type DayJson, useHome } from '../support/four.ts';
import fc from '../support/property.ts';

const home = useHome();
const { four, json } = home;

const E_ACUTE = 'e\u0301';
/** Inverse, as a terminal is told of it. */
const [ON, OFF] = ['\u001b[7m', '\u001b[27m'] as const;

const FAMILY = '👩‍👩‍👧';

beforeEach(async () => {
  await four('plan', 'Write the POST', 'Swim', '-d', '2026-11-01', '-q');
  await four('done', '1', '-d', '2026-11-01', '-q', '-m', 'Published in the café, before the postman');
  await four('rest', '2026-11-02', '-q', '-m', 'On a train to Zürich');
  await four('lost', 'The Acme sale', '-d', '2026-11-03', '-q', '--let-go', '-m', 'Post the dates sooner');
  await four('did', `Cr${E_ACUTE}pes at Caf${E_ACUTE} Landtmann`, '-d', '2026-11-04', '-q');
  await four('plan', 'Straße kehren', 'İstanbul buchen', '-d', '2026-11-05', '-q');
  await four('lost', 'The keys', '-d', '2026-11-05', '-q');
  await four('lost', 'An umbrella', '-d', '2026-11-05', '-q');
  await four('plan', 'Pack', '-d', 'tomorrow', '-q');
});

const found = async (...words: string[]) =>
  (await json<DayJson[]>('log', ...words)).map(({ day }) => Number(day.slice(-2)));

describe('four log --grep looks into all words of a day', () => {
  test.each([
    ['a text', 'swim', [1]],
    ['what was done', 'published', [1]],
    ['why a day was of rest', 'train', [2]],
    ['what was lost', 'acme', [3]],
    ['of a day the one and the other', 'UMBRELLA', [5]],
    ['the same', 'keys', [5]],
    ['a lesson', 'sooner', [3]],
    ['a thing that is open', 'kehren', [5]],
    ['an extra', 'landtmann', [4]],
    ['several at once', 'post', [3, 1]],
    ['a piece of a word', 'ubli', [1]],
    ['across words', 'the  DATES ', [3]],
    ['no pattern', 'p.st', []],
    ['not from one text into the next', 'post swim', []],
    ['not what the program says', 'rest day', []],
    ['not the day itself', '2026', []],
    ['not the future', 'pack', []],
  ])('%s: %j', async (_, wanted, expected) => {
    expect(await found('--grep', wanted)).toEqual(expected);
  });

  test.each([
    ['cafe', [4, 1]],
    ['CAFÉ', [4, 1]],
    [`caf${E_ACUTE}`, [4, 1]],
    ['crepes', [4]],
    ['crêpes', [4]],
    ['zurich', [2]],
    ['ZÜRICH', [2]],
    ['Zu\u0308rich', [2]],
    ['straße', [5]],
    ['STRAẞE', [5]],
    ['istanbul', [5]],
    ['İSTANBUL', [5]],
    ['ISTANBUL', [5]],
  ])('whatever its case and accents: %j', async (wanted, expected) => {
    expect(await found('--grep', wanted)).toEqual(expected);
  });

  test('-n, --from and --to go with it: so many of the days that have it', async () => {
    expect(await found('--grep', 'post', '-n', '1')).toEqual([3]);
    expect(await found('--grep', 'post', '-n', '9')).toEqual([3, 1]);
    expect(await found('--grep', 'post', '-n', '1', '--to', '2026-11-02')).toEqual([1]);
    expect(await found('--grep', 'post', '--from', '2026-11-02')).toEqual([3]);
    expect(await found('--grep', 'pack', '--to', 'tomorrow')).toEqual([24]);
  });

  test('what another program has put into the store is searched too, and shown harmless', async () => {
    home.sql('UPDATE setback SET text = ? WHERE day = ?', 'A \u001b[31mred\r\nsale', '2026-11-03');
    const { stdout } = await four('log', '--grep', 'red', '--no-color');
    expect(stdout).toContain('lost  A \ufffd[31mred sale');
  });
});

describe('the hit is marked', () => {
  /** The lines with something marked, in brackets what is; without the other looks, and with letters and accents in one. */
  async function marked(wanted: string, columns?: string): Promise<string[]> {
    home.env.FORCE_COLOR = '1';
    home.env.COLUMNS = columns;
    const { stdout } = await four('log', '--grep', wanted);
    return stdout
      .normalize()
      .replaceAll(ON, '[')
      .replaceAll(OFF, ']')
      .split('\n')
      .filter((line) => /\[|\]/.test(stripVTControlCharacters(line)))
      .map((line) => stripVTControlCharacters(line).trim());
  }

  test.each([
    ['post', ['[Post] the dates sooner', '1 ✔ Write the [POST]', 'Published in the café, before the [post]man']],
    [
      'the',
      [
        'lost  [The] keys',
        'lost  [The] Acme sale  let go in 20 days',
        'Post [the] dates sooner',
        '1 ✔ Write [the] POST',
        'Published in [the] café, before [the] postman',
      ],
    ],
    ['zurich', ['Mon 2 Nov 2026  rest day: On a train to [Zürich]']],
    ['acme', ['lost  The [Acme] sale  let go in 20 days']],
    ['crep', ['1 ✔ [Crép]es at Café Landtmann']],
    ['pes at cafe l', ['1 ✔ Cré[pes at Café L]andtmann']],
    ['istan', ['2 ○ [İstan]bul buchen']],
    ['bul', ['2 ○ İstan[bul] buchen']],
    ['ẞ', ['1 ○ Stra[ß]e kehren']],
  ])('%j', async (wanted, expected) => {
    expect(await marked(wanted)).toEqual(expected);
  });

  test('at its place among accents that are letters of their own', async () => {
    const many = 'e\u0301\u0323'.repeat(9);
    await four('did', `${many}x${many}`, '-d', '2026-11-06', '-q');
    const [line] = await marked('x');
    expect(line).toBe(`1 ✔ ${many}[x]${many}`.normalize());
    expect(await marked('xee')).toEqual([`1 ✔ ${many}[x${many.slice(0, 6)}]${many.slice(6)}`.normalize()]);
  });

  test('on each line it is wrapped to', async () => {
    await four('did', 'a '.repeat(30).trim(), '-d', '2026-11-06', '-q');
    const lines = await marked('a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a', '40');
    expect(lines).toEqual(['1 ✔ [a a a a a a a a a a a a a a a a a]', '[a a a a a a a a a a a a a]']);
  });

  test('nowhere else: without colour the words are the same', async () => {
    const { stdout } = await four('log', '--grep', 'the', '--no-color');
    expect(stdout).not.toContain('\u001b');
    expect(stripVTControlCharacters((await four('log', '--grep', 'the', '--color')).stdout)).toBe(stdout);
    expect((await four('log', '--color')).stdout).not.toContain(ON);
    expect((await four('log', '--grep', 'the', '--json', '--color')).stdout).not.toContain('\u001b');
  });
});

test('any piece of any text is found, and marked where the day has it', async () => {
  const letters = fc.constantFrom('a', 'B', 'é', 'e\u0301', 'Ü', 'ß', 'İ', 'Σ', 'ς', '本', '🏃', FAMILY, ' ', '-');
  const text = fc
    .array(letters, { minLength: 3, maxLength: 12 })
    .map((all) => all.join('').replaceAll(/ +/g, ' ').trim())
    .filter((all) => all.length > 2);
  home.env.COLUMNS = undefined;
  let stores = 0;
  const at = fc.tuple(
    text,
    fc.nat(8),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom('text', 'did', 'reason', 'lost', 'lesson'),
  );
  await fc.assert(
    fc.asyncProperty(at, async ([words, from, length, kind]) => {
      const all = [...new Intl.Segmenter().segment(words)].map(({ segment }) => segment);
      const piece = all
        .slice(from % all.length)
        .slice(0, length)
        .join('');
      fc.pre(piece.trim() !== '');
      home.env.FOURTHINGS_DB = `${home.folder}/${++stores}.db`;
      if (kind === 'text') await four('plan', '-q', '--', words);
      else if (kind === 'did')
        await four('plan', '-q', 'A thing').then(() => four('done', '-q', '1', `--message=${words}`));
      else if (kind === 'reason') await four('rest', '-q', `--message=${words}`);
      else if (kind === 'lost') await four('lost', '-q', '--let-go', '--', words);
      else await four('lost', '-q', '--let-go', `--message=${words}`, '--', '本');
      const { stdout } = await four('log', '--color', `--grep=${piece}`);
      const marks = stdout
        .split(ON)
        .slice(1)
        .map((after) => fold(after.split(OFF)[0] ?? ''));
      expect(marks).toContain(fold(piece));
    }),
    { numRuns: 25 },
  );
});

test('without a hit it says so in other words than without a history', async () => {
  expect((await four('log', '--grep', 'Nowhere')).stdout).toBe('\n  Nothing there mentions "nowhere".\n\n');
  expect((await four('log', '--to', '1999-12-31')).stdout).toBe('\n  Nothing is recorded for that time.\n\n');
});
