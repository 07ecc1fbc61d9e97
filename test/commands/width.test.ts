import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import stringWidth from 'fast-string-width';
import { useHome } from '../support/four.ts';
import fc from '../support/property.ts';

const home = useHome();
const { four } = home;

const letters = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('the', 'lost', 'sale', 'a', 'Donaudampfschifffahrtsgesellschaft') },
  { weight: 2, arbitrary: fc.constantFrom('日本語', '漢', 'カタカナ', '한국어', '（全角）') },
  { weight: 2, arbitrary: fc.constantFrom('🌱', '👩‍👩‍👧‍👦', '🇪🇪', '👍🏽', '❤️', '☺') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('é', 'e\u0301', 'नमस्ते', 'שלום', 'https://example.org/a/long/path/that/goes/on'),
  },
);
const text = fc
  .array(fc.tuple(letters, fc.constantFrom(' ', ' ', '', '-')), { minLength: 1, maxLength: 40 })
  .map((parts) => [...parts.flat().join('')].slice(0, 500).join('').trim())
  .filter((candidate) => candidate !== '');
const label = fc.oneof(
  letters.map((word) => [...word].slice(0, 12).join('')),
  fc.constant('一二三四五六'),
);

const life = fc.record({
  planned: fc.array(text, { minLength: 1, maxLength: 4 }),
  did: text,
  extra: text,
  reason: text,
  labels: fc.option(fc.uniqueArray(label, { minLength: 4, maxLength: 4 }), { nil: undefined }),
  columns: fc.constantFrom(40, 40, 41, 60, 80),
  look: fc.constantFrom([], ['--ascii'], ['--color']),
});

describe('no line is wider than the terminal, and no word is lost', () => {
  test('whatever the texts', async () => {
    let file = 0;
    await fc.assert(
      fc.asyncProperty(life, async ({ planned, did, extra, reason, labels, columns, look }) => {
        file += 1;
        home.env.FOURTHINGS_DB = path.join(home.folder, `${file}.db`);
        home.env.COLUMNS = String(columns);
        await four('plan', '-q', '-d', '-1', '--', ...planned);
        await four('plan', '-q', '--', ...planned);
        await four('done', '-q', '1', `--message=${did}`);
        await four('did', '-q', '--', extra);
        await four('rest', '-q', `--message=${reason}`);
        if (labels) await four('config', '-q', 'labels', labels.join(' '));
        for (const words of [[], ['week'], ['streak'], ['log'], ['config'], ['-d', '-1']]) {
          const { stdout, stderr, status } = await four(...words, ...look);
          expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
          const tooWide = stdout.split('\n').filter((line) => stringWidth(line) > columns);
          expect(tooWide).toEqual([]);
        }
        const { stdout } = await four('--no-color');
        const written = (words: string) => words.normalize().replaceAll(/\s/g, '');
        for (const word of [...planned, did, extra, reason]) expect(written(stdout)).toContain(written(word));
      }),
      { numRuns: 40 },
    );
  });

  test('a character of several parts is not cut in two', async () => {
    home.env.COLUMNS = '40';
    const family = '👩‍👩‍👧‍👦';
    await four('plan', family.repeat(40), '❤️'.repeat(40));
    const { stdout } = await four();
    expect(stdout).toMatch(/^ {2}1 ○ \S+$/m);
    expect(stdout.replaceAll(family, '').replaceAll('❤️', '')).toMatch(/^[\s\w○·;.]+$/);
    expect(stdout.split('\n').filter((line) => stringWidth(line) > 40)).toEqual([]);
  });

  test('a terminal says how wide it is, whatever COLUMNS does', async () => {
    home.env.COLUMNS = '80';
    home.terminal = 40;
    await four('plan', 'Write a long post about the sale that was lost in October', '日本語'.repeat(20));
    const { stdout } = await four('--no-color');
    expect(stdout.split('\n').filter((line) => stringWidth(line) > 40)).toEqual([]);
    expect(stdout).toContain('  1 ○ Write a long post about the sale\n      that was lost in October\n');
  });

  test('in a pipe without COLUMNS a text stays on one line, for grep', async () => {
    home.env.COLUMNS = undefined;
    const long = 'a long text '.repeat(30).trim();
    await four('plan', long);
    await four('done', '1', '-m', long);
    expect((await four()).stdout).toContain(`  1 ✔ ${long}\n      ${long}\n`);
  });
});
