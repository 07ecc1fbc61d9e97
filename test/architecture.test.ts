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

/** `core` for `src/core/day.ts`, `program` for `src/program.ts`. */
function roomOf(name: string): string {
  return name.replace(/^src\//, '').replace(/(\/.*|\.ts)$/, '');
}

/** What a room may import of the others: docs/architecture.md shows the same table. */
const MAY_IMPORT: { readonly [room: string]: readonly string[] } = {
  main: ['run', 'session', 'terminal'],
  run: ['program', 'execute', 'commands', 'shell', 'session', 'core'],
  program: ['execute', 'commands', 'session', 'views', 'core'],
  execute: ['commands', 'sync', 'shell', 'session'],
  man: ['commands', 'session', 'views', 'core'],
  commands: ['flows', 'sync', 'shell', 'transfer', 'session', 'store', 'views', 'core'],
  flows: ['session', 'views', 'terminal', 'core'],
  sync: ['transfer', 'session', 'store', 'views', 'core'],
  shell: ['session', 'store', 'views', 'core'],
  transfer: ['store', 'views', 'core'],
  session: ['store', 'views', 'terminal', 'core'],
  store: ['core'],
  views: ['core'],
  terminal: ['core'],
  core: [],
};

/** The rooms that a file imports from, without its own. */
function roomsUsedBy({ name, imports }: SourceFile): string[] {
  const rooms = imports.filter((imported) => imported.startsWith('src/')).map(roomOf);
  return [...new Set(rooms)].filter((room) => room !== roomOf(name));
}

test('the files are read: a test over none would say nothing', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(files.find(({ name }) => name === 'src/commands/done.ts')?.imports).toContain('src/core/thing.ts');
  expect(files.find(({ name }) => name === 'src/core/resolve-day.ts')?.imports).toContain('src/core/day-words.ts');
});

describe('imports only point down', () => {
  test.each(files.map((file) => [file.name, file] as const))('%s', (_, file) => {
    const room = roomOf(file.name);
    expect(Object.keys(MAY_IMPORT)).toContain(room);
    expect(roomsUsedBy(file).filter((used) => !MAY_IMPORT[room]?.includes(used))).toEqual([]);
  });

  test.each(Object.entries(MAY_IMPORT))('%s uses every right it has', (room, rights) => {
    const used = files.filter(({ name }) => roomOf(name) === room).flatMap(roomsUsedBy);
    expect([...new Set(used)].sort()).toEqual([...rights].sort());
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

describe('what has one home is found nowhere else', () => {
  const namesOf = (wanted: (file: SourceFile) => boolean) => files.filter(wanted).map(({ name }) => name);
  /** `homes` are rooms or single files. */
  const outside = (homes: readonly string[], wanted: (file: SourceFile) => boolean) =>
    namesOf((file) => !homes.includes(roomOf(file.name)) && !homes.includes(file.name) && wanted(file));
  const imports = (pattern: RegExp) => (file: SourceFile) => file.imports.some((imported) => pattern.test(imported));
  const says = (pattern: RegExp) => (file: SourceFile) => pattern.test(file.code);

  const SQL =
    /\b(SELECT\b|INSERT INTO|DELETE FROM|UPDATE \w+ SET|CREATE (TABLE|VIEW|INDEX)|PRAGMA)|\.pragma\(|\.prepare\(/;
  const SQL_OF_SYNC = ['capture', 'materialize', 'outbox', 'replica'].map((name) => `src/sync/${name}.ts`);

  test('SQL: the store, what turns rows into changes and back, and the reader of a foreign database', () => {
    expect(outside(['store', ...SQL_OF_SYNC, 'src/transfer/loop-database.ts'], says(SQL))).toEqual([]);
    expect(outside(['store'], imports(/better-sqlite3/))).toEqual([]);
    expect(namesOf(says(SQL))).toEqual(expect.arrayContaining(SQL_OF_SYNC));
  });

  test('colour and prompts: the terminal', () => {
    expect(outside(['terminal'], imports(/^(inquirer|@inquirer\/.*)$/))).toEqual([]);
    expect(namesOf(imports(/^@inquirer\//))).not.toEqual([]);
  });

  test('Commander: the program', () => {
    expect(namesOf(imports(/^commander$/))).toEqual(['src/program.ts']);
  });

  test('no command is used by another', () => {
    const helpers = [
      'command',
      'options',
      'report-option',
      'picture-options',
      'days',
      'texts',
      'slots',
      'globals',
      'line',
      'completion',
      'completion-days',
      'completion-things',
      'unknown',
      'topics',
      'general-help',
      'plain-line',
      'index',
    ];
    const commands = files.filter(
      ({ name }) => roomOf(name) === 'commands' && !helpers.some((helper) => name === `src/commands/${helper}.ts`),
    );
    const names = commands.map(({ name }) => name);
    const lists = ['src/commands/index.ts', 'src/run.ts'];
    for (const { name, imports: imported } of files.filter(({ name }) => !lists.includes(name)))
      expect({ name, commands: imported.filter((one) => names.includes(one)) }).toEqual({ name, commands: [] });
    expect(names.length).toBeGreaterThan(20);
  });

  test('files and other programs: store, terminal, sync, shell and transfer', () => {
    const files = ['shell/script', 'session/background', 'transfer/loop-database'];
    const homes = ['store', 'terminal', 'sync', ...files.map((name) => `src/${name}.ts`)];
    expect(outside(homes, imports(/^(node:)?(fs|child_process)/))).toEqual([]);
  });

  test('the clock, the environment, the streams and the end of the process: main', () => {
    const world =
      /\bDate\.now\(|\bnew Date\(\)|\bprocess\.(env|argv|stdin|stdout|stderr|exit|exitCode|cwd)\b|\bconsole\./;
    expect(namesOf(says(world))).toEqual(['src/main.ts']);
  });

  test('chance: nowhere; ids that follow from content: one module', () => {
    expect(namesOf(says(/\bMath\.random\(|\brandomUUID\(/))).toEqual([]);
    expect(namesOf(imports(/^uuid$/))).toEqual(['src/core/record-id.ts']);
  });
});
