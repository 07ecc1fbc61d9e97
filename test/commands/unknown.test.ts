import { describe, expect, test } from '@jest/globals';
import { expectError, useHome } from '../support/four.ts';

const { four, json } = useHome();

/** What people type who know other tools, or who guess, and the command it is answered with. */
const MEANT: readonly (readonly [typed: string[], meant: string])[] = [
  [['list'], 'four'],
  [['ls', '-d', 'yesterday'], 'four -d yesterday'],
  [['status'], 'four'],
  [['show'], 'four'],
  [['goals'], 'four'],
  [['add', 'Call the buyer'], "four plan 'Call the buyer'"],
  [['rm', '2'], 'four drop 2'],
  [['remove', '2', '-d', 'yesterday'], 'four drop 2 -d yesterday'],
  [['delete', '+'], 'four drop +'],
  [['rename', '1', 'B'], 'four edit 1 B'],
  [['uncheck', '1'], 'four undone 1'],
  [['redo'], 'four undo --redo'],
  [['note', '2', 'hello', 'there'], "four done 2 -m 'hello there'"],
  [['history'], 'four log'],
  [['standup'], 'four log --format text --from yesterday'],
  [['review'], 'four week'],
  [['report', 'last'], 'four week last'],
  [['search', 'acme', 'corp'], "four log --grep 'acme corp'"],
  [['skip', 'tomorrow'], 'four rest tomorrow'],
  [['month'], 'four log --from -30'],
  [['2'], 'four done 2'],
  [['2', '-m', 'Done'], 'four done 2 -m Done'],
  [['+'], 'four done +'],
  [['log', '-3'], 'four log -n 3'],
  [['log', '5'], 'four log -n 5'],
  [['plan', '-5kg'], 'four plan -- -5kg'],
  [['did', '-5kg', "$(touch it's)"], "four did -- -5kg '$(touch it'\\''s)'"],
];

test.each(MEANT)('%j means %s', async (typed, meant) => {
  const result = await four(...typed);
  expectError(result, 2, /./);
  expect(result.stderr.split('\n')[1]).toBe(`Did you mean: ${meant}`);
});

test.each([
  [['did', 'Run', '-m', 'Five km'], 'four done acme -m "She said March"'],
  [['week', '--why'], 'four streak --why'],
])('%j has an option of another command', async (typed, example) => {
  expectError(await four(...typed), 2, `It goes with another command: ${example}\n`);
});

describe('nothing is guessed', () => {
  test.each([['quit'], ['frob'], ['7'], ['go']])('from %s', async (word) => {
    expectError(await four(word), 2, 'For a list of commands: four --help\n');
  });

  test('from a setting that is none', async () => {
    expectError(await four('config', 'foo'), 2, /\nThe settings: day-start, /);
  });
});

test('an argument is missing: the form is shown', async () => {
  expectError(await four('move', '1'), 2, 'four: DAY is missing\nLike this: four move ');
  expectError(await four('restore'), 2, 'four: FILE is missing\nLike this: four restore ');
  expectError(await four('year', '2025', '2026'), 2, 'four: too many arguments for year\n');
});

test('TAB offers the arguments of the command that is meant', async () => {
  await four('plan', 'A', 'B');
  const found = await json<{ word: string }[]>('__complete', 'bash', '--', 'rm', '');
  expect(found.map(({ word }) => word)).toEqual(['1', '2']);
});
