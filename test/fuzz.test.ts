import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../src/commands/index.ts';
import { SETTING_KEYS } from '../src/core/settings.ts';
import { AUTO_SYNC } from '../src/sync/auto.ts';
import { LAUNCHER, launch, type Result, useHome } from './support/four.ts';
import fc from './support/property.ts';
import { runs, scaled } from './support/scale.ts';
import { bytes, dump, expectCalm, QUICK } from './support/stores.ts';

const home = useHome();
let quick: string;
let seed: Buffer;
let cwd: string;

const store = () => path.join(quick, 'store', 'fourthings.db');
/** Where the commands run, and may write what they are told to. */
const place = () => path.join(quick, 'cwd');

beforeEach(async () => {
  quick = fs.mkdtempSync(path.join(QUICK, 'four-'));
  fs.mkdirSync(place());
  home.env.FOURTHINGS_DB = store();
  for (const line of [
    'plan Left Over -d yesterday',
    'plan Write Swim Call',
    'done 1 -m It',
    'did Fixed',
    'rest 2026-11-10 --to 2026-11-12',
    'lost Sale',
    'lost Train --let-go',
  ])
    await home.four(...line.split(' '));
  seed = fs.readFileSync(store());
  cwd = process.cwd();
  process.chdir(place());
});

afterEach(() => {
  process.chdir(cwd);
  fs.rmSync(quick, { recursive: true });
});

/** Every flag there is, and some there are not. */
const flags = [
  ...new Set(
    COMMANDS.flatMap(({ options }) =>
      Object.values(options).flatMap(({ flags: names }) => names.match(/--?[a-z-]+/g) ?? []),
    ),
  ),
];
const globals = [
  '--db',
  '--json',
  '--color',
  '--no-color',
  '--ascii',
  '-q',
  '--quiet',
  '-V',
  '--version',
  '-h',
  '--help',
];

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...COMMANDS.map(({ name }) => name), ...flags, ...globals, ...SETTING_KEYS),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '1',
      '2',
      '4',
      '+',
      '+1',
      'all',
      'Write',
      'i',
      'today',
      'yesterday',
      '-3',
      '+1',
      'monday',
      'last friday',
      '2026-11-23',
      '2026-02-30',
      '0001-01-01',
      '9999-12-31',
      '2026',
      'bash',
      '04:00',
      'sunday',
    ),
  },
  fc.constantFrom(
    '',
    ' ',
    '-',
    '--',
    '---',
    '-x',
    '--xyz',
    '--date=',
    '--db=',
    '-mText',
    '-n',
    '-n0',
    '--n=1',
    '=',
    '..',
    '.',
    '~',
    '*',
    '\\',
    '"',
    "'",
    '\n',
    '\t',
    '\0',
    '\u202e',
    '\ud800',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
  ),
  fc.constantFrom(
    '0',
    '-0',
    '-1',
    '5',
    '1.5',
    '1e3',
    '0x1',
    'NaN',
    'Infinity',
    '-Infinity',
    '2147483648',
    '9007199254740993',
    '99999999999999999999',
    '１',
    '٣',
    '1 3',
    '1,3',
  ),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc
    .constantFrom('x', '🏃', ' ', '-', '1', 'e\u0301')
    .chain((unit) => fc.constantFrom(499, 500, 501, 5000).map((length) => unit.repeat(length))),
);

// No path leads out of the place.
const safeWord = word.map((text) => text.replaceAll('/', '|'));
const argv = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...COMMANDS.map(({ name }) => name)), fc.array(safeWord, { maxLength: 6 }))
      .map(([name, more]) => [name, ...more]),
  },
  fc.array(safeWord, { maxLength: 8 }),
);

/** What is expected of any words. */
function expectSound(words: readonly string[], result: Result, before: unknown): void {
  const what = words.map((text) => (text.length > 100 ? `${text.slice(0, 100)}… (${text.length})` : text)).slice(0, 20);
  // Doctor shows what it has found, also when something is wrong.
  expectCalm(result, what);
  if (result.status === 0) return;
  if (!words.includes('doctor')) expect({ what, stdout: result.stdout }).toEqual({ what, stdout: '' });
  expect({ what, stderr: result.stderr, stored: stored() }).toEqual({ what, stderr: result.stderr, stored: before });
}

function stored(): unknown {
  return { store: dump(store()), files: bytes(place()) };
}

function reset(): void {
  fs.writeFileSync(store(), seed);
  for (const name of fs.readdirSync(place())) fs.rmSync(path.join(place(), name), { recursive: true });
}

describe('any words at all end in a result or in one line, and change nothing in vain', () => {
  test('run here', async () => {
    const before = stored();
    let done = 0;
    await fc.assert(
      fc.asyncProperty(argv, fc.constantFrom('', '1\n2\n', 'Text\n', '\0'), async (words, stdin) => {
        home.stdin = stdin;
        const result = await home.four(...words);
        expectSound(words, result, before);
        if (result.status === 0) done += 1;
        reset();
      }),
      { ...runs(700, 60_000), endOnFailure: scaled(false, true) },
    );
    // Not all of them are nonsense.
    expect(done).toBeGreaterThan(scaled(50, 5000));
  });

  test('with --json, one document and nothing else', async () => {
    const before = stored();
    const texts = /^(-[a-zA-Z]*[hV]|--h|--v|help$)/;
    let done = 0;
    await fc.assert(
      fc.asyncProperty(argv, async (words) => {
        // What runs in the background prints nothing.
        fc.pre(!words.some((text) => texts.test(text) || text === AUTO_SYNC));
        const result = await home.four('--json', ...words);
        expectSound(words, result, before);
        if (result.status === 0) {
          done += 1;
          // An export is one document too, in lines that can be compared.
          if (!words.includes('export'))
            expect({ words, lines: result.stdout.split('\n').length }).toEqual({ words, lines: 2 });
          expect(JSON.parse(result.stdout)).toBeInstanceOf(Object);
        }
        reset();
      }),
      runs(300, 30_000),
    );
    expect(done).toBeGreaterThan(scaled(15, 1500));
  });

  test.each(COMMANDS.map(({ name }) => name))('four %s with 10,000 words, and with long ones', async (name) => {
    const before = stored();
    for (const words of [
      Array(10_000).fill('word'),
      Array(10_000).fill('1'),
      Array(10_000).fill('-d'),
      Array(10_000).fill(''),
      ['x'.repeat(1_000_000)],
      ['-m', 'x'.repeat(100_000)],
      ['--date', '1'.repeat(100_000)],
    ]) {
      expectSound([name, ...words], await home.four(name, ...words), before);
      reset();
    }
  });

  test('launched', async () => {
    const before = stored();
    // What the system does not let through as an argument.
    const possible = argv.filter((words) => words.every((text) => !text.includes('\0') && !/\p{Cs}/u.test(text)));
    await fc.assert(
      fc.asyncProperty(possible, async (words) => {
        expectSound(words, await launchThere(words), before);
        reset();
      }),
      runs(8, 500),
    );
    for (const words of [
      Array(10_000).fill('word'),
      ['plan', ...Array(10_000).fill('A')],
      ['log', '--grep', 'x'.repeat(100_000)],
    ]) {
      expectSound(words, await launchThere(words), before);
      reset();
    }
  });

  function launchThere(words: readonly string[]): Promise<Result> {
    return launch(process.execPath, [LAUNCHER, ...words], home.env, '', place());
  }
});
