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

test.each(['0', '5', '01', '44', '-1', '+0', '', ' '])('%j is invalid', (word) => {
  expect(() => parseSelector(word)).toThrow(UsageError);
});
