import { expect, test } from '@jest/globals';
import { nearestWord } from '../../src/core/nearest-word.ts';

const WORDS = ['plan', 'done', 'undone', 'undo', 'log', 'week', 'labels'];

test.each([
  ['plan', 'plan'],
  ['plna', 'plan'],
  ['undoen', 'undone'],
  ['undoe', 'undone'],
  ['lg', 'log'],
  ['wek', 'week'],
])('%s is probably %s', (typed, meant) => {
  expect(nearestWord(typed, WORDS)).toBe(meant);
});

test.each(['zzz', 'll', 'labelling', '', 'planning', 'quit', 'loan'])('%j resembles none of the words', (typed) => {
  expect(nearestWord(typed, WORDS)).toBeUndefined();
});
