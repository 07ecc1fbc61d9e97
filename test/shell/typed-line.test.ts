import { describe, expect, test } from '@jest/globals';
import { readTypedLine, replacement } from '../../src/shell/typed-line.ts';
import { launch } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import fc from '../support/property.ts';

const words = (line: string) => readTypedLine(line).words;

describe('a line is read up to the cursor', () => {
  test.each([
    ['four ', ['']],
    ['four do', ['do']],
    ['four done ', ['done', '']],
    ['/usr/bin/four done 1', ['done', '1']],
    ['LC_ALL=C TZ="Europe/Oslo" four done ', ['done', '']],
    ['four log > file --gr', ['log', '--gr']],
    ['four log >file 2>&1 --gr', ['log', '--gr']],
    ['four done 2 >file 1', ['done', '2', '1']],
    ['four done "Write th', ['done', 'Write th']],
    ["four done 'Write th", ['done', 'Write th']],
    ['four done Write\\ th', ['done', 'Write th']],
    ['four done "a"\'b\'c', ['done', 'abc']],
    ['four done ""', ['done', '']],
    ['four done "" ', ['done', '', '']],
    ['four did $(touch x) `y`', ['did', '$(touch', 'x)', '`y`']],
  ])('%s', (line, wanted) => {
    expect(words(line)).toEqual(wanted);
  });
});

/** Text that a person types, with what shells have a meaning for. */
const text = fc.string({ unit: fc.constantFrom(...'abé日 "\'\\$`&|;<>()*?[]{}~#!=:,-'), minLength: 1, maxLength: 8 });

const styles = [
  (word: string) => word.replace(/[^\wé日]/g, '\\$&'),
  (word: string) => `'${word.replaceAll("'", "'\\''")}'`,
  (word: string) => `"${word.replace(/[$`"\\]/g, '\\$&')}"`,
];

test('what a completion puts in becomes the word, wherever its quotes begin', () => {
  fc.assert(
    fc.property(text, text, fc.nat(8), fc.constantFrom(...styles), (typed, more, place, quote) => {
      const word = typed + more;
      const closed = quote(typed);
      // The quote is still open.
      const raw = /^["']/.test(closed) ? closed.slice(0, -1) : closed;
      for (const whole of [raw, closed]) {
        // bash replaces what comes after the quote, or after a character like `=`.
        const replaced = /^["']/.test(whole) ? whole.slice(1) : whole.slice(Math.min(place, whole.length));
        if (/(?:^|[^\\])(?:\\\\)*\\$/.test(whole.slice(0, whole.length - replaced.length))) continue;
        if (/^["']/.test(whole) && whole === closed) continue;
        const line = `four done ${whole.slice(0, whole.length - replaced.length)}${replacement(word, { raw: whole, replaced })}`;
        expect({ line, words: words(line) }).toEqual({ line, words: ['done', word] });
      }
    }),
  );
});

needs('bash').test('the words are those that bash has', async () => {
  const line = fc.array(fc.tuple(text, fc.constantFrom(...styles)), { minLength: 1, maxLength: 5 });
  const lines = fc
    .sample(line, 200)
    .map((parts) => `four ${parts.map(([word, quote], index) => quote(word) + (index % 2 === 0 ? ' ' : '')).join('')}`);
  const script = lines.map((one) => `${one}; printf '\\1'`).join('\n');
  const { stdout } = await launch(placeOf('bash'), ['-c', `four() { printf '%s\\2' "$@"; }\n${script}`], {});
  const found = stdout
    .split('\u0001')
    .slice(0, -1)
    .map((one) => one.split('\u0002').slice(0, -1));
  expect(found).toHaveLength(lines.length);
  for (const [index, one] of lines.entries())
    expect({ one, words: words(`${one} `).slice(0, -1) }).toEqual({ one, words: found[index] });
});
