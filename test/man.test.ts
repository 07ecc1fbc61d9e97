import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { GLOBAL_OPTIONS } from '../src/commands/globals.ts';
import { COMMANDS } from '../src/commands/index.ts';
import { SETTING_KEYS, SETTINGS } from '../src/core/settings.ts';
import { manPage } from '../src/man.ts';
import { EXIT_CODE } from '../src/session/error-report.ts';
import { TOPICS } from '../src/views/topics.ts';
import { launch, useHome } from './support/four.ts';
import { needs } from './support/needs.ts';
import { placeOf } from './support/programs.mjs';

const home = useHome();

const ROOT = fileURLToPath(new URL('../', import.meta.url));
// A list: of a lone name, npm makes no link.
const {
  version,
  man: [man],
} = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const page = manPage(version);

const commands = COMMANDS.filter(({ group }) => group !== undefined);

const CHARACTERS: { readonly [name: string]: string } = {
  e: '\\',
  '-': '-',
  '&': '',
  '(aq': "'",
  '(ga': '`',
  '(ha': '^',
  '(ti': '~',
  '(dq': '"',
};

/** The words of some roff, as `man` would show them, on one line. */
function read(roff: string): string {
  return roff
    .split('\n')
    .map((line) => line.replace(/^\.(SH|BR) /, ''))
    .filter((line) => !line.startsWith('.'))
    .join(' ')
    .replaceAll(/\\(f[BIR]|\(..|.)/g, (_, name: string) =>
      name.startsWith('f') ? '' : (CHARACTERS[name] ?? `<${name}?>`),
    )
    .replaceAll(/\s+/g, ' ');
}

const sections = new Map(
  page
    .split(/^\.SH /m)
    .slice(1)
    .map((part): [string, string] => [part.slice(0, part.indexOf('\n')), read(part.slice(part.indexOf('\n')))]),
);
const words = (text: string) => text.replaceAll(/`/g, '').replaceAll(/\s+/g, ' ');
const flagsOf = (flags: string) => flags.replaceAll(/[<>[\]]/g, '');

test('is made when the package is built, from nothing but the definitions', () => {
  expect(fs.readFileSync(path.join(ROOT, man), 'utf8')).toBe(page);
  expect(manPage(version)).toBe(page);
  expect(fs.readdirSync(path.join(ROOT, 'dist'))).not.toContain('man.cjs');
});

test('has the sections of a man page', () => {
  expect([...sections.keys()]).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'COMMANDS',
    'OPTIONS',
    'SETTINGS',
    ...Object.keys(TOPICS).map((name) => name.toUpperCase()),
    'EXIT STATUS',
    'ENVIRONMENT',
    'FILES',
    'EXAMPLES',
    'SEE ALSO',
  ]);
  // What `apropos` reads.
  expect(page).toMatch(/^\.SH NAME\nfour \\- four things a day: [^\n]+[^.]\n\.SH/m);
});

describe('says what the help says of', () => {
  const [, listed = ''] = page.split(/^\.SH (?:COMMANDS|OPTIONS)$/m);
  const entries = listed
    .split(/^\.TP\n(?=\\fBfour )/m)
    .slice(1)
    .map(read);

  test.each(commands.map((command) => [command.name, command] as const))('four %s', (name, command) => {
    const [own = '', ...more] = entries.filter((entry) => entry.startsWith(`four ${name} `));
    expect(more).toEqual([]);
    const shown = [
      words(command.summary),
      ...Object.values(command.arguments).flatMap((one) => [one.name, words(one.summary)]),
      ...Object.values(command.options).flatMap((option) => [flagsOf(option.flags), words(option.summary)]),
    ];
    let place = 0;
    for (const piece of shown) {
      expect(own.slice(place)).toContain(piece);
      place = own.indexOf(piece, place);
    }
  });

  test('the global options', () => {
    const text = sections.get('OPTIONS');
    for (const { flags, summary } of GLOBAL_OPTIONS) expect(text).toContain(` ${flagsOf(flags)} ${words(summary)}`);
    expect(text).toContain(' -h, --help ');
  });

  test('the settings', () => {
    for (const key of SETTING_KEYS) {
      const { help, values } = SETTINGS[key];
      expect(sections.get('SETTINGS')).toContain(` ${key} ${help}: ${values} (default `);
    }
  });

  test.each(Object.entries(TOPICS))('%s', (name, { parts }) => {
    const text = sections.get(name.toUpperCase());
    for (const part of parts.flat()) {
      for (const piece of [part].flat()) expect(text).toContain(words(piece));
    }
  });

  test('every exit status', () => {
    for (const status of Object.values(EXIT_CODE)) expect(sections.get('EXIT STATUS')).toContain(` ${status} `);
  });

  test('every variable of the environment', () => {
    const source = ['session/environment', 'main']
      .map((name) => fs.readFileSync(path.join(ROOT, `src/${name}.ts`), 'utf8'))
      .join('');
    const names = new Set([...source.matchAll(/\benv\.([A-Z_]+)/g)].map(([, name = '']) => name));
    expect(names.size).toBeGreaterThan(8);
    for (const name of names) expect(sections.get('ENVIRONMENT')).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

describe('is well made', () => {
  const file = path.join(ROOT, man);

  test('of ASCII, the requests of man(7) and no others', () => {
    expect(page).toMatch(/^[\n -~]*$/);
    const requests = page.split('\n').filter((line) => /^['.]/.test(line));
    expect(requests.filter((line) => !/^\.(TH|SH|PP|TP|RS|RE|BR)( |$)/.test(line))).toEqual([]);
    expect(page).not.toMatch(/\n\n/);
    // Every backslash is one of those that are read above.
    expect([...sections.values()].join('')).not.toMatch(/<.*\?>/);
  });

  // Its date would be that of the build, and the page another each time.
  needs('mandoc').test('says mandoc', async () => {
    const { stdout, stderr } = await launch(placeOf('mandoc'), ['-Tlint', '-Wwarning', file], home.env);
    const said = (stdout + stderr).split('\n').filter((line) => line !== '' && !/missing date/.test(line));
    expect(said).toEqual([]);
  });

  needs('groff').test('says groff', async () => {
    const { stdout, stderr } = await launch(placeOf('groff'), ['-man', '-ww', '-Tascii', file], home.env);
    expect(stderr).toBe('');
    expect(stdout).toContain('User Commands');
  });
});

test('goes with the package, where npm puts it into reach of man', async () => {
  // Without scripts: they would build what other tests are running.
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
  const env = { ...process.env, npm_config_cache: path.join(home.folder, 'npm'), npm_config_update_notifier: 'false' };
  const { stdout } = await launch('npm', words, env, '', ROOT);
  // npm 11 prints a list, npm 12 an object by name.
  const packages: { files: { path: string }[] }[] = Object.values(JSON.parse(stdout));
  const packed = packages.flatMap(({ files }) => files.map((file) => file.path));
  expect(packed).toContain(path.posix.normalize(man));
  expect(man).toMatch(/four\.1$/); // the section is told by the name
  expect(packed).not.toContain('dist/man.cjs');
});
