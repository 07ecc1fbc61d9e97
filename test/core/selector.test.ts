import { expect, test } from '@jest/globals';
import { UsageError } from '../../src/core/errors.ts';
import { parseSelector, parseSelectors } from '../../src/core/selector.ts';

test('a number is a slot, a number with a plus is an extra, and anything else is part of a text', () => {
  expect(parseSelectors(['all', '1', '4', ' the post ', '5 km', '1.', '+', '+2', '+ two'])).toEqual([
    { piece: 'all' },
    { slot: 1 },
    { slot: 4 },
    { piece: 'the post' },
    { piece: '5 km' },
    { piece: '1.' },
    { extra: 1 },
    { extra: 2 },
    { piece: '+ two' },
  ]);
});

test.each(['all', 'ALL'])('%s alone selects everything', (word) => {
  expect(parseSelectors([word])).toBe('all');
});

test.each([
  [['1,3'], [1, 3]],
  [
    ['1,', '3'],
    [1, 3],
  ],
  [['1-3'], [1, 2, 3]],
  [
    ['1-2,4', '3'],
    [1, 2, 4, 3],
  ],
  [['2-2'], [2]],
])('%j are several slots', (words, slots) => {
  expect(parseSelectors(words)).toEqual(slots.map((slot) => ({ slot })));
});

test('an extra may stand in a list, and a text with a comma is a text', () => {
  expect(parseSelectors(['1,+', '+2,3', 'milk, bread', '2,5 km'])).toEqual([
    { slot: 1 },
    { extra: 1 },
    { extra: 2 },
    { slot: 3 },
    { piece: 'milk, bread' },
    { piece: '2,5 km' },
  ]);
});

test.each(['1,5', '0-2', '3-1', '1-9', '1--2', '-1,2', '1-'])('%j names no slots', (word) => {
  expect(() => parseSelectors([word])).toThrow(UsageError);
});

test.each(['1,3', '1-3', '1-2,4'])('%j is more than one slot', (word) => {
  expect(() => parseSelector(word)).toThrow(/is not a slot/);
});

test.each(['0', '5', '01', '44', '-1', '+0', '', ' '])('%j is invalid', (word) => {
  expect(() => parseSelector(word)).toThrow(UsageError);
});
