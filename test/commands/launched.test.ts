import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, launch } = home;

describe('the launched command and the one run here are the same', () => {
  test.each([
    ['four'],
    ['four --json'],
    ['four today -d yesterday'],
    ['four plan E'],
    ['four plan E F G H I'],
    ['four plan'],
    ['four done 1 -m Easily'],
    ['four done 3 --json'],
    ['four done 4'],
    ['four undone 2'],
    ['four did Something else'],
    ['four did'],
    ['four edit 1 Another --json'],
    ['four edit'],
    ['four drop 1'],
    ['four drop 9'],
    ['four move 1 tomorrow'],
    ['four rest friday --to today'],
    ['four rest --to'],
    ['four streak'],
    ['four streak --json'],
    ['four week'],
    ['four week --color'],
    ['four log --ascii'],
    ['four log --grep'],
    ['four config'],
    ['four config minimum 9'],
    ['four --date'],
    ['four --db'],
    ['four --jsn'],
    ['four plan --asci A'],
    ['four streak now'],
    ['four help log'],
    ['four help nonsense'],
    ['four --help'],
  ])('%s', async (line) => {
    for (const file of ['here.db', 'launched.db']) {
      home.env.FOURTHINGS_DB = path.join(home.folder, file);
      await four('plan', 'A', 'B', 'C', '-q');
      await four('done', 'B', '-q');
    }
    const words = line.split(' ').slice(1);
    const launched = await launch(...words);
    home.env.FOURTHINGS_DB = path.join(home.folder, 'here.db');
    expect(launched).toEqual(await four(...words));
    expect([0, 1, 2]).toContain(launched.status);
  });
});

describe('wrong words', () => {
  test.each([
    [['--jsn'], 'Did you mean --json?'],
    [['plan', 'A', '--quiett'], 'Did you mean --quiet?'],
    [['done', '1', '-x'], '-x'],
    [['log', '--form', 'today'], 'Did you mean --from?'],
    [['streak', 'now'], 'streak'],
    [['--db', ''], '--db'],
    [['--db'], '--db'],
    [['did'], 'TEXT is missing'],
    [['today', 'now'], 'now'],
    [['help', 'plna'], 'plna'],
  ])('%j: one line, perhaps a hint, exit 2, nothing stored', async (words, message) => {
    const result = await launch(...words);
    expectError(result, 2, /^four: /);
    expect(result.stderr).toContain(message);
    expect(home.stored()).toEqual([]);
  });

  test("a command's option before it is not blamed on the command", async () => {
    const result = await four('-d', 'yesterday', 'plan', 'A');
    expectError(result, 2, /^four: /);
    expect(result.stderr).not.toContain('no command "plan"');
  });
});

describe('help and version', () => {
  test('on standard output, without a store', async () => {
    const help = await launch('--help');
    expect(help).toEqual({ stdout: expect.stringMatching(/^Usage: four/), stderr: '', status: 0 });
    expect(await four('-h')).toEqual(help);
    expect(await four('help')).toEqual(help);
    expect(await launch('plan', '-h')).toMatchObject({ stdout: expect.stringMatching(/^Usage: four plan/), status: 0 });
    expect(await launch('help', 'plan')).toEqual(await launch('plan', '--help'));
    const { version } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    for (const words of ['-V', '--version'])
      expect(await launch(words)).toEqual({ stdout: `${version}\n`, stderr: '', status: 0 });
    expect(fs.existsSync(home.storeFile())).toBe(false);
  });

  test('also where the store cannot be opened', async () => {
    fs.writeFileSync(
      path.join(home.folder, 'note.txt'),
      'Not a store, and long enough to be read as a header of one.\n',
    );
    home.env.FOURTHINGS_DB = path.join(home.folder, 'note.txt');
    expect((await launch('--help')).status).toBe(0);
  });
});
