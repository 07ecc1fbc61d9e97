import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { GROUPS } from '../src/commands/command.ts';
import { COMMANDS } from '../src/commands/index.ts';
import { commandReference } from '../src/man.ts';
import { IMPORT_FORMATS } from '../src/transfer/formats.ts';
import { useHome } from './support/four.ts';

const { launch } = useHome();

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const commands = COMMANDS.filter(({ group }) => group !== undefined);

/** The flags a help page or a document names. */
function flagsIn(text: string): string[] {
  return [...new Set(text.match(/(?<![\w-])--?[a-zA-Z][a-z-]*/g))].sort();
}

describe('the commands', () => {
  test('are those of docs/commands.md, word for word', () => {
    const reference = fs.readFileSync(path.join(ROOT, 'docs/commands.md'), 'utf8');
    // To write it again: npm run docs
    expect(reference.slice(reference.indexOf('## '))).toBe(commandReference());
  });

  test('are those of four --help, in its order', async () => {
    const { stdout } = await launch('--help');
    const [, list = ''] = stdout.split(`${Object.values(GROUPS)[0]}:\n`);
    const listed = [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
    expect(listed).toEqual(commands.map(({ name }) => name));
  });

  test('are all that there is a file for', () => {
    const folder = path.join(ROOT, 'src/commands');
    const defined = fs
      .readdirSync(folder)
      .filter(
        (file) => file !== 'command.ts' && fs.readFileSync(path.join(folder, file), 'utf8').includes('defineCommand('),
      );
    expect(defined).toHaveLength(COMMANDS.length);
  });

  test('each says what it does, and shows it', () => {
    for (const { summary, examples = [] } of commands) {
      expect(summary).toMatch(/^[A-Z].{5,}[^.]$/);
      expect([2, 3]).toContain(examples.length);
    }
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    'four %s --help says all of it',
    async (name, command) => {
      const { stdout: help } = await launch(name, '--help');
      expect(help).toMatch(new RegExp(`^Usage: four ${name}\\b`));
      for (const { flags } of Object.values(command.options))
        expect(flagsIn(help)).toEqual(expect.arrayContaining(flagsIn(flags)));
      for (const { name: word } of Object.values(command.arguments)) expect(help).toContain(word);
      for (const { line } of command.examples ?? []) expect(help).toContain(line);
    },
  );

  test('no word of another tool is also a command, or stands for two', () => {
    const others = commands.flatMap(({ otherNames = {} }) => Object.keys(otherNames));
    expect(new Set(others).size).toBe(others.length);
    expect(others.filter((word) => commands.some(({ name }) => name === word))).toEqual([]);
  });
});

test('-d goes with every command but those about many days, or none', () => {
  const without = commands.filter(({ options }) => !('date' in options));
  expect(without.map(({ name }) => name).sort()).toEqual(
    'backup config doctor export help import init log nudge restore stats streak sync undo usual year'.split(' '),
  );
});

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
  fs
    .readdirSync(path.join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

describe.each(pages)('%s', (page) => {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');

  test('links to pictures, pages and headings that exist', () => {
    const withoutCode = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
    const targets = [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    for (const target of targets.filter((target) => !/^https?:/.test(target))) {
      const [file = '', heading] = target.split('#');
      const linked = file === '' ? path.join(ROOT, page) : path.join(ROOT, path.dirname(page), file);
      expect({ target, exists: fs.existsSync(linked) }).toEqual({ target, exists: true });
      if (heading !== undefined) expect(anchorsOf(fs.readFileSync(linked, 'utf8'))).toContain(heading);
    }
  });

  test('names only files of the project that exist', () => {
    const names = [...text.matchAll(/`((?:src|test|scripts|docs|bin)\/[\w./-]*)`/g)].map(([, name = '']) => name);
    const real = names.filter((name) => !/NAME|NNN/.test(name));
    expect(real.filter((name) => !fs.existsSync(path.join(ROOT, name)))).toEqual([]);
  });
});

test('the pictures are narrow enough for their letters to be readable on a phone', () => {
  const folder = path.join(ROOT, 'docs/pictures');
  for (const name of fs.readdirSync(folder)) {
    const [, width] = /^<svg [^>]*width="(\d+)"/.exec(fs.readFileSync(path.join(folder, name), 'utf8')) ?? [];
    expect({ name, fits: Number(width) <= 460 }).toEqual({ name, fits: true });
  }
});

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  );
}

test('the changelog has a section for the version in package.json', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const changelog = fs.readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8');
  expect(changelog).toContain(`\n## [${version}] - 20`);
  expect(changelog).toContain(`\n[${version}]: `);
});

test('every import format is described', () => {
  const page = fs.readFileSync(path.join(ROOT, 'docs/import.md'), 'utf8');
  for (const format of IMPORT_FORMATS) expect(page).toContain(`\`${format}\``);
});
