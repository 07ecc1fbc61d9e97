import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/core/errors.ts';
import { MAX_TEXT } from '../../src/core/limits.ts';
import { fold, parseText, rankOf, sanitize } from '../../src/core/text.ts';
import fc from '../support/property.ts';

const RUNNER = '🏃';
const FLAG = '🏴󠁧󠁢󠁳󠁣󠁴󠁿';
const FAMILY = '👩‍👩‍👧';

const TRICKY = ['a', ' ', '\t', '\n', '\u001b', '\u007f', '\u009b', '\u200b', '\u202e', '\u2069', '\ud83c', '\udfc3'];

/** Anything a program may hand over: all planes, control characters, halves of surrogate pairs. */
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
  fc.string({ unit: fc.constantFrom(...TRICKY) }),
);

/** What a terminal would obey, what turns a line's direction around, and halves of surrogate pairs. */
const HARMFUL: [from: number, to: number][] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
];

function harmIn(text: string): number[] {
  const codePoints = [...text].map((character) => character.codePointAt(0) ?? 0);
  return codePoints.filter((code) => HARMFUL.some(([from, to]) => code >= from && code <= to));
}

function usageError(message: string) {
  return expect.objectContaining({ kind: 'usage', message });
}

describe('a text', () => {
  test.each([
    ['Run', 'Run'],
    ['  Write\tthe \n post\u00a0\u2003now\r\n', 'Write the post now'],
    ['\ufeffRun\u2028five\u3000km', 'Run five km'],
    [`${FAMILY} ${FLAG}`, `${FAMILY} ${FLAG}`],
    ['日本語 العربية ไทย', '日本語 العربية ไทย'],
    [`e\u0301`, `e\u0301`],
    ['$(rm -rf ~); "--all"', '$(rm -rf ~); "--all"'],
  ])('%j is %j', (raw, text) => {
    expect(parseText(raw)).toBe(text);
  });

  test.each(['', ' ', '\n\t', '\u00a0', '\u200b', '\u200d\u2060 \ufeff', '\u202e'])('%j is empty', (raw) => {
    expect(() => parseText(raw, 'a lesson')).toThrow(usageError('a lesson is empty'));
  });

  test.each([
    'a\u0000',
    '\u001b[2Ja',
    'a\u0007',
    'a\u0008b',
    'a\u007f',
    'a\u0085',
    '\u009b2Ja',
    'a\u202eb',
    'a\u2066b',
    'a\ud83c',
    '\udfc3a',
  ])('%j contains a control character', (raw) => {
    expect(() => parseText(raw)).toThrow(usageError('the text cannot contain a control character'));
  });

  test.each(['a', 'ß', RUNNER])('has at most 500 characters, where %s is one', (character) => {
    expect(parseText(` ${character.repeat(MAX_TEXT)} `)).toBe(character.repeat(500));
    expect(() => parseText(character.repeat(MAX_TEXT + 1))).toThrow(
      usageError('the text has 501 characters; the limit is 500'),
    );
  });

  test('that is accepted is one safe line, and is accepted again unchanged', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const text = passed(raw);
        if (text === undefined) return;
        expect(harmIn(text)).toEqual([]);
        expect(text).not.toBe('');
        expect(text).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
        expect(parseText(text)).toBe(text);
        expect(sanitize(text)).toBe(text);
      }),
    );
  });

  function passed(raw: string): string | undefined {
    try {
      return parseText(raw);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return undefined;
    }
  }
});

describe('stored text', () => {
  test('is sanitized', () => {
    expect(sanitize('\u001b[31mred\u0000 a\nb \u202e\ud800')).toBe('\ufffd[31mred\ufffd a b \ufffd\ufffd');
    expect(sanitize(`${FAMILY} ${RUNNER}`)).toBe(`${FAMILY} ${RUNNER}`);
  });

  test('is safe whatever it contains', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(harmIn(sanitize(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('folding', () => {
  test.each([
    ['Café', 'CAFE\u0301'],
    ['Ｒｕｎ  5 km', 'run 5 km '],
    ['ﬁle', 'FILE'],
    ['Ärger', 'arger'],
  ])('%j equals %j', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  // In these scripts a mark is a letter of its own and not an accent.
  test.each([
    ['かき', 'がき'],
    ['काम', 'कम'],
    ['มิ', 'มี'],
  ])('%j does not equal %j', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  test.each([
    ['か', 'が'],
    ['하', '한'],
  ])('%j is not part of %j', (piece, letter) => {
    expect(fold(letter)).not.toContain(fold(piece));
  });

  test('folding twice is the same as folding once', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(fold(fold(text))).toBe(fold(text))));
  });
});

test.each([
  ['write the post', 'wri', 0],
  ['re-write the post', 'wri', 1],
  ['rewrite', 'wri', 2],
  ['handwriting; write', 'wri', 1],
  ['call (acme) buyer', 'acme', 1],
  ['call the buyer', 'the buy', 1],
  ['anything', '', 0],
  ['read', 'wri', undefined],
])('%j matches %j with rank %s', (text, wanted, rank) => {
  expect(rankOf(text, wanted)).toBe(rank);
});
