import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type DayJson, expectError, LAUNCHER, launch as run, TODAY, useHome } from '../support/four.ts';
import { needs, onLinux } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';

const home = useHome();
const { four, json, launch } = home;

const ESC = '\u001b';

describe('where the store is', () => {
  const filesIn = (folder: string) => fs.readdirSync(path.join(home.folder, folder)).sort();
  const withOthers = (store: string) => [store, `${store}.nudged`, `${store}.status`];

  test('--db, before and after the command, goes before FOURTHINGS_DB, that before the data folder', async () => {
    await launch('plan', 'In the data folder');
    expect(filesIn('data/fourthings')).toContain('fourthings.db');
    home.env.FOURTHINGS_DB = path.join(home.folder, 'env.db');
    await launch('plan', 'By the environment');
    await launch('--db', path.join(home.folder, 'option.db'), 'plan', 'By the option');
    expect(filesIn('.')).toEqual(['data', ...withOthers('env.db'), ...withOthers('option.db')]);

    const text = (day: DayJson) => day.things.map((thing) => thing.text).join();
    expect(text(await json())).toBe('By the environment');
    expect(text(await json('today', '--db', path.join(home.folder, 'option.db')))).toBe('By the option');
    expect(text(await json(`--db=${path.join(home.folder, 'option.db')}`))).toBe('By the option');
    home.env.FOURTHINGS_DB = '';
    expect(text(await json())).toBe('In the data folder');
  });

  test('a relative name belongs to the folder the command runs in', async () => {
    await launch('--db', 'here.db', 'plan', 'A');
    expect(filesIn('.')).toEqual(withOthers('here.db'));
  });

  onLinux('without XDG_DATA_HOME, or with a relative one, it is in the home folder', async () => {
    for (const folder of [undefined, '', 'relative']) {
      home.env.XDG_DATA_HOME = folder;
      await launch('did', 'A');
    }
    expect(filesIn('.')).toEqual(['.local']);
    expect(filesIn('.local/share/fourthings')).toContain('fourthings.db');
    expect((await json()).done).toBe(3);
  });

  onLinux('it is private', async () => {
    await launch('plan', 'A');
    const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);
    expect(mode(home.storeFile())).toBe('600');
    expect(mode(path.dirname(home.storeFile()))).toBe('700');
  });
});

test.each([[['redo', '--help']], [['--json', 'redo', '-h']]])('help on what is no command: %j', async (words) => {
  expectError(await four(...words), 2, /^four: there is no command "redo"\n/);
});

test.each(['--fo\no', '--gr\u001bep\r\nfour: fake', '--jsn\n(Did you mean --evil?)'])(
  'an option %j stays within its line',
  async (word) => {
    expectError(
      await four(word),
      2,
      /^four: unknown option '--[^\n]*'\n(For a list of commands|Did you mean --json)[^\n]*\n$/,
    );
  },
);

describe('what is no name of a file is refused wherever one is taken', () => {
  test.each(
    ['', 'a\0b', 'a\ud800b'].flatMap((name) => [
      ['backup', name],
      ['restore', name],
      ['import', name],
      ['year', '--svg', name],
      ['year', '--html', name],
      ['--db', name],
      ['doctor', `--db=${name}`],
    ]),
  )('%s %j %j', async (...words) => {
    expectError(await four(...words), 2, /^four: .*name of a file|name of the file/);
  });
});

describe('a store that cannot be used: 1, one line, and the file is left as it is', () => {
  test('some text', async () => {
    const file = path.join(home.folder, 'notes.txt');
    const text = 'Things to do: '.repeat(100);
    fs.writeFileSync(file, text);
    expectError(await launch('--db', file), 1, `four: ${file} is not a `);
    expectError(await launch('plan', 'A', '--db', file), 1, file);
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
  });

  test("another program's database", async () => {
    home.env.FOURTHINGS_DB = path.join(home.folder, 'other.db');
    home.sql('CREATE TABLE thing (id TEXT)');
    const before = fs.readFileSync(home.storeFile());
    expectError(await launch('plan', 'A'), 1, `four: ${home.storeFile()} is a database of another program\n`);
    expect(fs.readFileSync(home.storeFile())).toEqual(before);
  });

  test('of a newer version', async () => {
    await four('plan', 'A');
    home.sql('PRAGMA user_version = 9999');
    const before = fs.readFileSync(home.storeFile());
    expectError(await launch(), 1, `four: ${home.storeFile()} was written by a newer four\n`);
    expectError(await launch('plan', 'B'), 1, 'newer');
    expect(fs.readFileSync(home.storeFile())).toEqual(before);
  });

  test('a folder', async () => {
    expectError(await launch('plan', 'A', '--db', home.folder), 1, home.folder);
  });

  test('in a folder that is a file', async () => {
    fs.writeFileSync(path.join(home.folder, 'file'), '');
    expectError(await launch('plan', 'A', '--db', path.join(home.folder, 'file', 'four.db')), 1, 'file');
  });
});

describe('the clock', () => {
  test('FOURTHINGS_NOW may name its offset', async () => {
    home.at('2026-11-23T20:00:00-05:00');
    home.env.TZ = 'UTC';
    expect(JSON.parse((await launch('did', 'A', '--json')).stdout)).toMatchObject({
      day: '2026-11-24',
      things: [{ doneAt: '2026-11-24T01:00:00.000Z' }],
    });
  });

  test('the day is the local one: on the day the clocks change, at 21:00 and at 23:30', async () => {
    home.env.TZ = 'America/New_York';
    for (const now of ['2026-03-08T21:00', '2026-03-08T23:30', '2026-03-08T00:30']) {
      home.at(now);
      expect(JSON.parse((await launch('--json')).stdout).day).toBe('2026-03-08');
    }
  });

  test.each(['soon', '08:00', '2026-02-30T08:00', '2026-11-23T25:00', '1795420800'])(
    '%s is a usage error',
    async (now) => {
      home.at(now);
      expectError(await four('plan', 'A'), 2, 'FOURTHINGS_NOW');
      home.at('2026-11-23T08:00');
      expect(home.stored()).toEqual([]);
    },
  );

  test('without it, it is now', async () => {
    const before = new Date().toISOString();
    home.env.FOURTHINGS_NOW = undefined;
    const { stdout } = await launch('did', 'A', '--json');
    const doneAt = JSON.parse(stdout).things[0].doneAt;
    expect(doneAt >= before && doneAt <= new Date().toISOString()).toBe(true);
  });
});

describe('colour', () => {
  const isColored = async (env: Record<string, string>, ...words: string[]) => {
    const saved = { ...home.env };
    Object.assign(home.env, env);
    const { stdout } = await four('week', ...words);
    for (const name of Object.keys(env)) home.env[name] = saved[name];
    return stdout.includes(ESC);
  };

  test('is left out in a pipe, unless it is asked for', async () => {
    expect(await isColored({})).toBe(false);
    expect(await isColored({}, '--color')).toBe(true);
    expect(await isColored({ FORCE_COLOR: '1' })).toBe(true);
    expect(await isColored({ FORCE_COLOR: '0' })).toBe(false);
    expect(await isColored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
    expect(await isColored({ NO_COLOR: '1' }, '--color')).toBe(true);
  });

  test('is there on a terminal, unless it is not wanted', async () => {
    home.terminal = 80;
    expect(await isColored({})).toBe(true);
    expect(await isColored({ NO_COLOR: '' })).toBe(true);
    expect(await isColored({ NO_COLOR: '1' })).toBe(false);
    expect(await isColored({ TERM: 'dumb' })).toBe(false);
    expect(await isColored({ FORCE_COLOR: '0' })).toBe(false);
    expect(await isColored({}, '--no-color')).toBe(false);
  });

  test('changes no word', async () => {
    await four('plan', 'A', 'B', '-d', 'yesterday');
    await four('plan', 'A', 'C');
    await four('done', '1', '-m', 'Easily');
    for (const words of [[], ['week'], ['streak'], ['log'], ['config']]) {
      const colored = (await four(...words, '--color')).stdout;
      expect(stripVTControlCharacters(colored)).toBe((await four(...words)).stdout);
    }
  });

  test('an error has it only on its name', async () => {
    expect((await four('done', '7', '--color')).stderr).toBe(
      `${ESC}[31mfour:${ESC}[39m there is no slot 7\nThe slots are 1 to 4.\n`,
    );
  });

  test('the installed command agrees', async () => {
    expect((await launch('week')).stdout).not.toContain(ESC);
    home.env.FORCE_COLOR = '1';
    expect((await launch('week')).stdout).toContain(ESC);
    expect((await launch('week', '--no-color')).stdout).not.toContain(ESC);
  });
});

describe('plain ASCII', () => {
  const look = async (env: Record<string, string | undefined>, ...words: string[]) => {
    Object.assign(home.env, env);
    return (await four(...words)).stdout;
  };
  const PLAIN = '  1 [x] A\n        Easily\n  2 [ ] B\n  3 -\n  4 -\n';

  test.each([
    ['--ascii', {}, ['--ascii']],
    ['LANG=C', { LANG: 'C' }, []],
    ['LC_ALL=POSIX', { LC_ALL: 'POSIX' }, []],
    ['another encoding', { LANG: 'de_DE.ISO-8859-1' }, []],
    ['TERM=dumb', { TERM: 'dumb' }, []],
  ])('%s', async (_, env, words) => {
    await four('plan', 'A', 'B');
    await four('done', '1', '-m', 'Easily');
    expect(await look(env, ...words)).toContain(PLAIN);
    for (const command of ['week', 'streak', 'log', 'config'])
      expect(await look(env, command, ...words)).toMatch(/^\p{ASCII}*$/u);
  });

  test('not where the locale writes UTF-8, or none is set', async () => {
    await four('plan', 'A');
    for (const LANG of ['en_US.UTF-8', 'de_DE.utf8', undefined]) expect(await look({ LANG })).toContain('1 ○ A');
    expect(await look({ LANG: 'C', LC_ALL: 'C.UTF-8' })).toContain('1 ○ A');
  });

  test("the user's own words stay as they are", async () => {
    await four('plan', '日本語 🌱');
    expect(await look({}, '--ascii')).toContain('1 [ ] 日本語 🌱\n');
  });
});

describe('-q', () => {
  test('a reading command prints all the same', async () => {
    await four('plan', 'A', '--quiet');
    for (const words of [['today'], ['week'], ['streak'], ['log'], ['config']])
      expect((await four('-q', ...words)).stdout).toBe((await four(...words)).stdout);
  });

  test('an error is still said', async () => {
    expectError(await four('-q', 'done', '1'), 1, 'slot 1');
  });
});

describe('--json', () => {
  test('stands before and after the command', async () => {
    await four('plan', 'A');
    const { stdout } = await four('--json');
    expect((await four('today', '--json')).stdout).toBe(stdout);
    expect((await four('--json', 'today')).stdout).toBe(stdout);
  });

  test('an error leaves standard output empty', async () => {
    expectError(await four('done', '1', '--json'), 1, 'slot 1');
    expectError(await four('plan', '', '--json'), 2, 'empty');
  });

  test('is never coloured', async () => {
    home.env.FORCE_COLOR = '1';
    expect((await four('week', '--json', '--color')).stdout).not.toContain(ESC);
  });
});

describe('what another program has put into the store comes out harmless', () => {
  const EVIL = `${ESC}[2J${ESC}]0;title\u0007\u009b31m\r\n\u202eoops\u2066 \u0085 fine`;

  const hasNoControl = (text: string) =>
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);

  test('things, what was done, why there was rest', async () => {
    await four('plan', 'A', 'B');
    await four('did', 'C');
    await four('rest', '-m', 'D');
    home.sql('UPDATE thing SET text = text || ?', EVIL);
    home.sql('UPDATE thing SET did = ? WHERE done_at IS NOT NULL', EVIL);
    home.sql('UPDATE thing SET carried = 1 WHERE slot = 1');
    home.sql('UPDATE rest_day SET reason = ?', EVIL);
    for (const words of [[], ['week'], ['log'], ['streak'], ['done', '1'], ['edit', '2']]) {
      const { stdout, stderr } = await four(...words, '--no-color');
      hasNoControl(stdout + stderr);
    }
    expect((await four()).stdout).toMatch(/1 . A.*oops.* fine/);
    const { stdout } = await four('--json');
    hasNoControl(stdout);
    expect(JSON.parse(stdout).things[0].text).toBe(`A${EVIL}`);
    for (const command of ['week', 'log']) hasNoControl((await four(command, '--json')).stdout);
  });

  test('settings', async () => {
    for (const [key, value] of [
      ['minimum', `${EVIL}4`],
      ['labels', `a b c ${EVIL}`],
      ['week-start', EVIL],
    ]) {
      await four('config', 'minimum', '3');
      home.sql('UPDATE setting SET key = ?, value = ?', key, value);
      const { stdout, stderr, status } = await four();
      hasNoControl(stdout + stderr);
      expect(status).not.toBe(70);
      // And there is a way out.
      expect((await four('config', String(key), '--unset')).status).toBe(0);
      expect((await four()).status).toBe(0);
    }
  });

  test("the user's own mistake, said back", async () => {
    hasNoControl((await four(EVIL)).stderr);
    hasNoControl((await four('-d', EVIL)).stderr);
    hasNoControl((await four('done', EVIL)).stderr);
    hasNoControl((await four('config', 'minimum', EVIL)).stderr);
    hasNoControl((await four('--db', `${home.folder}/${ESC}[31m/\u009b`, 'plan', '')).stderr);
  });
});

needs('sh').describe('output that nobody reads to its end', () => {
  const pipe = (line: string) => run(placeOf('sh'), ['-c', line, process.execPath, LAUNCHER], home.env);

  test('ends quietly', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    // More than a pipe holds.
    home.sql(
      `WITH RECURSIVE day (day) AS (SELECT date('2020-01-01') UNION ALL SELECT date(day, '+1 day') FROM day LIMIT 1500)
       INSERT INTO thing (id, day, slot, text, carried, updated_at)
       SELECT substr(hex(day) || hex(zeroblob(16)), 1, 36), day, 1, 'A thing of ' || day, 0, '2026-11-23T08:00:00.000Z' FROM day`,
    );
    const first = await pipe(`{ "$0" "$1" log --json; echo "exit $?" >&2; } | head -c 9`);
    expect(first).toEqual({ stdout: '[{"day":"', stderr: 'exit 0\n', status: 0 });
    expect(await pipe(`{ "$0" "$1" log; echo "exit $?" >&2; } | head -n 2`)).toEqual({
      stdout: '\n  Mon 23 Nov 2026                                                         0 of 4\n',
      stderr: 'exit 0\n',
      status: 0,
    });
    expect(await pipe(`{ "$0" "$1" week; echo "exit $?" >&2; } | :`)).toMatchObject({
      stderr: 'exit 0\n',
    });
  });

  test('all of it arrives where somebody does', async () => {
    await four('plan', 'A');
    home.sql(
      `WITH RECURSIVE day (day) AS (SELECT date('2020-01-01') UNION ALL SELECT date(day, '+1 day') FROM day LIMIT 1500)
       INSERT INTO thing (id, day, slot, text, carried, updated_at)
       SELECT substr(hex(day) || hex(zeroblob(16)), 1, 36), day, 1, 'A thing of ' || day, 0, '2026-11-23T08:00:00.000Z' FROM day`,
    );
    const { stdout } = await pipe(`"$0" "$1" log --json | cat`);
    expect(JSON.parse(stdout)).toHaveLength(1501);
  });
});

test('nothing is ever asked without a terminal, whatever standard input says', async () => {
  home.stdin = 'A\nB\nC\nD\n';
  for (const [status, ...words] of [
    [2, 'plan'],
    [2, 'check'],
    [2, 'done'],
    [1, 'edit', '1'],
  ] as const)
    expect({ words, ...(await launch(...words)) }).toMatchObject({ words, stdout: '', status });
  expect((await launch()).stdout).toContain('Nothing is planned');
  expect((await json()).day).toBe(TODAY);
  expect(home.stored()).toEqual([]);
});
