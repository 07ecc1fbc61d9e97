import { describe, expect, test } from '@jest/globals';
import { findFolded, fold } from '../../src/core/text.ts';
import fc from '../support/property.ts';
import { texts } from '../support/records.ts';

/** A text with what is found in it in brackets. */
function marked(text: string, wanted: string): string {
  let rest = 0;
  let result = '';
  for (const [start, end] of findFolded(text, fold(wanted))) {
    result += `${text.slice(rest, start)}[${text.slice(start, end)}]`;
    rest = end;
  }
  return result + text.slice(rest);
}

const FAMILY = '👩‍👩‍👧';

describe('finds a text at its place', () => {
  test.each([
    ['Write the post', 'THE', 'Write [the] post'],
    ['the theatre, then', 'the', '[the] [the]atre, [the]n'],
    ['aaaaa', 'aa', '[aa][aa]a'],
    ['Run', 'yoga', 'Run'],
    ['Run', '', 'Run'],
    ['Run five', 'n  f', 'Ru[n f]ive'],
    ['a.c', '.', 'a[.]c'],
    ['🏃🏃 run', 'run', '🏃🏃 [run]'],
    ['🏃🏃 run', '🏃', '[🏃][🏃] run'],
    ['日本語の本', '本', '日[本]語の[本]'],
  ])('%j, for %j: %s', (text, wanted, expected) => {
    expect(marked(text, wanted)).toBe(expected);
  });
});

describe('ignores case and accents', () => {
  test.each([
    ['Café crème', 'CAFE CREME', '[Café crème]'],
    ['Cafe\u0301 cre\u0300me', 'cafe', '[Cafe\u0301] cre\u0300me'],
    ['Cafe\u0301s', 'é', 'Caf[e\u0301]s'],
    ['Cafe\u0301s', 's', 'Cafe\u0301[s]'],
    ['a\u0301\u0323b', 'b', 'a\u0301\u0323[b]'],
    ['a\u0301\u0323b', 'ab', '[a\u0301\u0323b]'],
    ['Tiếng Việt', 'viet', 'Tiếng [Việt]'],
    ['Straße', 'ẞ', 'Stra[ß]e'],
    ['STRAẞE', 'ß', 'STRA[ẞ]E'],
    // Lower case of it is two letters long, i and a dot.
    ['İİİ stanbul', 'i', '[İ][İ][İ] stanbul'],
    ['İİİ stanbul', 'stan', 'İİİ [stan]bul'],
    ['İstanbul', 'istanbul', '[İstanbul]'],
    ['ﬁnd ﬁles', 'files', 'ﬁnd [ﬁles]'],
    ['Ｒｕｎ 5㎞', 'run 5km', '[Ｒｕｎ 5㎞]'],
    ['ΟΔΟΣ και οδός', 'οδος', '[ΟΔΟΣ] και [οδός]'],
    ['ΟΔΟΣ και οδός', 'ΟΔΟΣ', '[ΟΔΟΣ] και [οδός]'],
    // The mark of another script is a part of its letter, and not an accent.
    ['がか', 'か', 'が[か]'],
    ['한하', '하', '한[하]'],
  ])('%j, for %j: %s', (text, wanted, expected) => {
    expect(marked(text, wanted)).toBe(expected);
  });
});

// Half of what people see as one character cannot be marked alone.
describe('a match of part of a character covers the whole character', () => {
  test.each([
    ['काम', 'क', '[का]म'],
    ['ที่ดี', 'ท', '[ที่]ดี'],
    ['ﬁnd ﬂat', 'f', '[ﬁ]nd [ﬂ]at'],
    ['5㎞', 'k', '5[㎞]'],
    [`a ${FAMILY} b`, '👩', `a [${FAMILY}] b`],
  ])('%j, for %j: %s', (text, wanted, expected) => {
    expect(marked(text, wanted)).toBe(expected);
  });
});

describe('any text', () => {
  const letters = fc.constantFrom(
    'a',
    'A',
    'á',
    'a\u0301',
    'b',
    'B',
    'İ',
    'ß',
    'ﬁ',
    'f',
    'i',
    'Σ',
    'ς',
    '本',
    '🏃',
    FAMILY,
    ' ',
  );
  const tricky = fc
    .string({ unit: letters, minLength: 1, maxLength: 12 })
    .map((text) => text.replace(/ +/g, ' ').trim());
  /** A text and what is searched for: a piece of it, or another one, written in capitals or not. */
  const search = fc
    .tuple(tricky, tricky, fc.nat(11), fc.nat(11), fc.boolean(), fc.boolean())
    .map(([text, other, from, length, isPiece, inCapitals]) => {
      const piece = [...text].slice(from % [...text].length, from + length).join('');
      const wanted = isPiece ? piece : other;
      return { text, wanted: inCapitals ? wanted.toUpperCase() : wanted };
    });

  test('is marked exactly where it matches, and each mark contains a match', () => {
    fc.assert(
      fc.property(search, ({ text, wanted }) => {
        const folded = fold(wanted);
        const found = findFolded(text, folded);
        expect(found.length > 0).toBe(folded !== '' && fold(text).includes(folded));
        for (const [start, end] of found) expect(fold(text.slice(start, end))).toContain(folded);
      }),
      { numRuns: 2000 },
    );
  });

  test('is marked the same in plain letters as beside others', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '.', ' '), maxLength: 12 });
    fc.assert(
      fc.property(plain, plain, (text, wanted) => {
        expect(findFolded(text, fold(wanted))).toEqual(findFolded(`${text}本`, fold(wanted)));
      }),
    );
  });

  test('is marked from left to right without overlaps', () => {
    fc.assert(
      fc.property(fc.oneof(tricky, texts), fc.oneof(letters, texts), (text, wanted) => {
        let last = 0;
        for (const [start, end] of findFolded(text, fold(wanted))) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });
});
