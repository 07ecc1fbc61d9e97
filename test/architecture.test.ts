import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface SourceFile {
  /** From the root, with slashes: `src/core/day.ts`. */
  readonly name: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

const files = fs
  .readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readSource(path.posix.join('src', file.split(path.sep).join('/'))));

function readSource(name: string): SourceFile {
  const text = fs.readFileSync(path.join(ROOT, name), 'utf8');
  const code = text.replace(/^\s*\/\*\*?[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const specifiers = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );
  const resolve = (specifier: string) =>
    specifier.startsWith('.') ? path.posix.join(path.posix.dirname(name), specifier) : specifier;
  return { name, code, imports: specifiers.map(resolve) };
}

/** `core` for `src/core/day.ts`, `cli` for `src/cli.ts`. */
function placeOf(name: string): string {
  return name.replace(/^src\//, '').replace(/(\/.*|\.ts)$/, '');
}

const PLACES = ['formats', 'views', 'store', 'terminal', 'core'];
const TOP = [
  'cli',
  'background',
  'session',
  'status',
  'sync',
  'sync-auto',
  'git',
  'context',
  'errors',
  'paths',
  'files',
  'shell',
  'commands',
  ...PLACES,
];

/** The table of the architecture: what a place may import of the others. */
const MAY_IMPORT: { readonly [place: string]: readonly string[] } = {
  main: TOP,
  man: TOP,
  cli: TOP,
  paths: ['core'],
  files: ['core'],
  errors: ['store', 'core'],
  context: PLACES,
  status: ['session', ...PLACES],
  sync: ['session', 'git', ...PLACES],
  'sync-auto': ['context', 'session'],
  background: [],
  git: ['core'],
  session: ['context', 'errors', ...PLACES],
  commands: ['session', 'status', 'sync', 'sync-auto', 'context', 'errors', 'files', 'shell', ...PLACES],
  formats: ['views', 'core'],
  shell: [],
  views: ['core'],
  store: ['core'],
  terminal: ['core'],
  core: [],
};

test('the files are read: a test over none would say nothing', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.find(({ name }) => name === 'src/commands/done.ts')?.imports).toContain('src/core/references.ts');
  expect(files.find(({ name }) => name === 'src/core/parse-day.ts')?.imports).toContain('src/core/english-day.ts');
});

describe('imports only point down', () => {
  test.each(files.map((file) => [file.name, file] as const))('%s', (_, { name, imports }) => {
    const place = placeOf(name);
    expect(Object.keys(MAY_IMPORT)).toContain(place);
    const upward = imports
      .filter((imported) => imported.startsWith('src/'))
      .filter((imported) => placeOf(imported) !== place && !MAY_IMPORT[place]?.includes(placeOf(imported)));
    expect(upward).toEqual([]);
  });

  test('and never in a circle', () => {
    const left = new Map(files.map(({ name, imports }) => [name, imports.filter((one) => one.startsWith('src/'))]));
    for (;;) {
      const free = [...left].filter(([, imports]) => imports.every((imported) => !left.has(imported)));
      if (free.length === 0) break;
      for (const [name] of free) left.delete(name);
    }
    expect([...left.keys()]).toEqual([]);
  });
});

describe('what has one place has only that', () => {
  const namesOf = (wanted: (file: SourceFile) => boolean) => files.filter(wanted).map(({ name }) => name);
  const outside = (places: readonly string[], wanted: (file: SourceFile) => boolean) =>
    namesOf((file) => !places.includes(placeOf(file.name)) && wanted(file));
  const imports = (pattern: RegExp) => (file: SourceFile) => file.imports.some((imported) => pattern.test(imported));
  const says = (pattern: RegExp) => (file: SourceFile) => pattern.test(file.code);

  const SQL =
    /\b(SELECT\b|INSERT INTO|DELETE FROM|UPDATE \w+ SET|CREATE (TABLE|VIEW|INDEX)|PRAGMA)|\.pragma\(|\.prepare\(/;

  test('SQL, and its driver: the store', () => {
    expect(outside(['store'], says(SQL))).toEqual([]);
    expect(outside(['store'], imports(/better-sqlite3/))).toEqual([]);
    expect(namesOf(says(SQL))).not.toEqual([]);
  });

  test('colour and prompts: the terminal', () => {
    expect(outside(['terminal'], imports(/^(chalk|inquirer|@inquirer\/.*)$/))).toEqual([]);
    expect(namesOf(imports(/^@inquirer\//))).not.toEqual([]);
  });

  test('argv: the program, its commands, and the page about them', () => {
    expect(outside(['cli', 'commands', 'man'], imports(/^commander$/))).toEqual([]);
  });

  test('files and other programs: the store, the terminal, what the user names, git, ourselves, and our own parts of shells', () => {
    expect(
      outside(['store', 'terminal', 'files', 'git', 'background', 'shell'], imports(/^(node:)?(fs|child_process)/)),
    ).toEqual([]);
  });

  test('the clock, the environment, the streams and the end of the process: main and paths', () => {
    const world =
      /\bDate\.now\(|\bnew Date\(\)|\bprocess\.(env|argv|stdin|stdout|stderr|exit|exitCode|cwd)\b|\bconsole\./;
    expect(outside(['main', 'paths'], says(world))).toEqual([]);
    expect(namesOf(says(world))).toEqual(['src/main.ts']);
  });

  test('chance: main', () => {
    expect(outside(['main'], says(/\bMath\.random\(|\brandomUUID\(/))).toEqual([]);
    expect(outside(['main'], imports(/^uuid$/))).toEqual([]);
  });
});
