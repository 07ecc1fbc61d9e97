import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../src/commands/index.ts';
import { readPlainLine } from '../src/commands/plain-line.ts';
import { runWithCommander } from '../src/program.ts';
import { run } from '../src/run.ts';
import { type Result, useHome } from './support/four.ts';
import fc from './support/property.ts';
import { runs } from './support/scale.ts';

const home = useHome();

const read = (...argv: string[]) => {
  const line = readPlainLine(argv, COMMANDS);
  return (
    line && { command: line.command.name, given: line.given, options: line.options, literalWords: line.literalWords }
  );
};

describe('a plain line', () => {
  test('without a command is for the default one', () => {
    expect(read()).toEqual({ command: 'today', given: { day: [] }, options: {}, literalWords: 0 });
    expect(read('--json', '-d', 'monday')).toEqual({
      command: 'today',
      given: { day: [], date: 'monday' },
      options: { json: true },
      literalWords: 0,
    });
  });

  test('has words and options in any order', () => {
    expect(read('done', '1', '-m', 'She said March', '--no-color', '3', '-q')).toEqual({
      command: 'done',
      given: { slots: ['1', '3'], message: 'She said March' },
      options: { color: false, quiet: true },
      literalWords: 0,
    });
  });
});

test('a value may follow its flag after =, whatever it is', () => {
  expect(read('done', '1', '--message=--json=', '--date=')).toEqual({
    command: 'done',
    given: { slots: ['1'], message: '--json=', date: '' },
    options: {},
    literalWords: 0,
  });
});

test('everything after -- is a word', () => {
  expect(read('plan', 'Read', '--', '-1', 'tomorrow')).toEqual({
    command: 'plan',
    given: { texts: ['Read', '-1', 'tomorrow'] },
    options: {},
    literalWords: 2,
  });
});

describe('left to Commander', () => {
  test.each([
    ['an unknown command', ['nonsense']],
    ['an unknown flag', ['done', '--nonsense']],
    ['help', ['done', '--help']],
    ['several short flags in one word', ['done', '-qm', 'text']],
    ['a value in the same word as a short flag', ['log', '-n7']],
    ['a value that looks like a flag', ['done', '1', '-m', '-1']],
    ['a missing value', ['done', '1', '-m']],
    ['an option given twice', ['streak', '--color', '--no-color']],
    ['a day that looks like a flag', ['week', '-3']],
    ['standard input', ['plan', '-']],
    ['a missing argument', ['did']],
    ['a word too many', ['streak', 'now']],
    ['a command after its options', ['--json', 'streak']],
  ])('%s', (_, argv) => {
    expect(read(...argv)).toBeUndefined();
  });
});

const flagsOf = ({ flags }: { readonly flags: string }) => flags.split(' <')[0]?.split(', ') ?? [];
const QUICK = ['today', 'plan', 'done', 'did', 'week', 'streak', 'log'];
const flags = COMMANDS.filter(({ name }) => QUICK.includes(name)).flatMap(({ options }) =>
  Object.values(options).flatMap(flagsOf),
);

const word = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('1', '2', '1,3', 'all', '+', 'call', 'yesterday', '2026-11-20', '7', 'Run', ''),
  },
  { weight: 3, arbitrary: fc.constantFrom(...flags) },
  { weight: 2, arbitrary: fc.constantFrom('--json', '-q', '--quiet', '--color', '--no-color', '--ascii') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '-',
      '--',
      '-1',
      '-n7',
      '--date=today',
      '--message=-',
      '--message=',
      '--json=1',
      '-qd',
      '--help',
      ...QUICK,
    ),
  },
);

/** Mostly a command and then its words. */
const line = fc.tuple(
  fc.option(fc.constantFrom(...QUICK), { nil: undefined, freq: 8 }),
  fc.array(word, { maxLength: 4 }),
);

/** What a line comes to in a copy of the store, whose new ids are replaced by their order. */
async function outcome(argv: string[], runner: typeof run): Promise<[Result, string]> {
  const seed = path.join(home.folder, 'seed.db');
  home.env.FOURTHINGS_DB = path.join(home.folder, 'four.db');
  fs.copyFileSync(seed, home.env.FOURTHINGS_DB);
  home.runner = runner;
  const result = await home.four(...argv);
  const ids: string[] = [];
  const stored = JSON.stringify(home.stored()).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `id ${ids.indexOf(id)}`;
  });
  return [result, stored];
}

test('comes to the same as with Commander, whatever the line', async () => {
  home.env.FOURTHINGS_DB = path.join(home.folder, 'seed.db');
  await home.four('plan', 'Write', 'Call', 'Run', '-d', 'yesterday');
  await home.four('plan', 'Read', 'Call the buyer');
  await fc.assert(
    fc.asyncProperty(line, async ([command, words]) => {
      const argv = command === undefined ? words : [command, ...words];
      expect(await outcome(argv, run)).toEqual(await outcome(argv, runWithCommander));
    }),
    runs(60, 20_000),
  );
});
