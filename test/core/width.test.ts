import { expect, test } from '@jest/globals';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { UNICODE } from '../../src/core/style.ts';
import { truncate, widthOf, wrapLines } from '../../src/core/width.ts';
import fc from '../support/property.ts';

const ESC = '\u001b';
const marks = Object.values(UNICODE).flat();

test('the shortcut for plain text agrees with the tables, for each character of the first plane', () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  expect(all.filter((character) => widthOf(`a${character}b`) !== stringWidth(`a${character}b`))).toEqual([]);
});

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'sale',
    '',
    '日本語',
    '🌱',
    'e\u0301',
    '❤️',
    `${ESC}[2mdim${ESC}[22m`,
    `${ESC}[1;32mgreen${ESC}[0m`,
  ),
  fc.constantFrom(...marks),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const texts = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));

test('the width of any text agrees with the tables', () => {
  fc.assert(fc.property(texts, (text) => expect(widthOf(text)).toBe(stringWidth(text))));
});

test('a text that fits is returned unchanged, as the library does except for the form of accents', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const width = Math.max(1, stringWidth(text));
      expect(wrapLines(text, width).map((line) => line.normalize())).toEqual(wrapAnsi(text, width).split('\n'));
    }),
  );
});

test('a text that fits is not shortened, and another one fits with its mark', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 3, max: 40 }), fc.constantFrom('…', '...'), (text, width, mark) => {
      const short = truncate(text, width, mark);
      if (stringWidth(text) <= width) return expect(short).toBe(text);
      expect(stringWidth(short)).toBeLessThanOrEqual(Math.max(width, stringWidth(mark) + 2));
      expect(short.endsWith(mark)).toBe(true);
      expect(text.startsWith(short.slice(0, -mark.length))).toBe(true);
    }),
  );
});
