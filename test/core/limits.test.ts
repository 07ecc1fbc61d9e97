import { describe, expect, test } from '@jest/globals';
import { checkLineCount, checkWords, formatLimit, MAX_ENTRIES, MAX_LINE, readWithin } from '../../src/core/limits.ts';
import fc from '../support/property.ts';

test.each([
  [0, '0'],
  [100, '100'],
  [1000, '1,000'],
  [1_234_567, '1,234,567'],
])('%i is written %s', (limit, text) => {
  expect(formatLimit(limit)).toBe(text);
});

test('a word may be as long as a line, and no longer', () => {
  expect(() => checkWords(['plan', 'x'.repeat(MAX_LINE)])).not.toThrow();
  expect(() => checkWords(['plan', 'x'.repeat(MAX_LINE + 1)])).toThrow('an argument is too long');
});

describe('lines', () => {
  test.each(['\n', '\r', '\r\n'])('that end in %j are counted', (end) => {
    expect(() => checkLineCount(end.repeat(MAX_ENTRIES - 1))).not.toThrow();
    expect(() => checkLineCount(end.repeat(MAX_ENTRIES))).toThrow('the file has more than 500,000 lines');
  });

  test('that are short, but one', () => {
    expect(() => checkLineCount(`${'x'.repeat(MAX_ENTRIES)}\n`)).not.toThrow();
  });
});

/** Reads from bytes, as many at once as the next of the sizes allows. */
function sourceOf(bytes: Buffer, sizes: readonly number[]) {
  let at = 0;
  let reads = 0;
  return (free: Buffer) => {
    const size = sizes[reads % sizes.length] ?? 1;
    reads += 1;
    const count = bytes.copy(free, 0, at, Math.min(bytes.length, at + size));
    at += count;
    return count;
  };
}

describe('a source', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 });

  test('is read to its end, however its bytes come', () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    fc.assert(
      fc.property(fc.nat(bytes.length), sizes, (length, by) => {
        const source = bytes.subarray(0, length);
        const read = readWithin(
          length,
          'a file',
          sourceOf(
            source,
            by.map((size) => size + 500),
          ),
        );
        expect(read.equals(source)).toBe(true);
      }),
    );
  });

  test('of one byte more than the limit is refused', () => {
    const bytes = Buffer.alloc(1001);
    expect(readWithin(1001, 'a file', sourceOf(bytes, [100]))).toHaveLength(1001);
    expect(() => readWithin(1000, 'a file', sourceOf(bytes, [100]))).toThrow('a file is too large');
  });

  test('without an end is left soon after the limit', () => {
    let given = 0;
    const endless = (free: Buffer) => {
      given += free.length;
      return free.length;
    };
    expect(() => readWithin(1_000_000, 'a pipe', endless)).toThrow('a pipe is too large; the limit is 1 MB');
    expect(given).toBeLessThan(2_200_000);
  });
});
