import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { needs } from '../support/needs.ts';
import { newId } from '../support/records.ts';
import { slot, useSitting } from '../support/sitting.ts';
import { dump, expectCalm, expectWhole, ownColours, withDatabase } from '../support/stores.ts';

const home = useSitting();
const { four } = home;

const ESC = '\u001b';
const NOW = '2026-11-22T20:00:00.000Z';

/** What another program may have stored as text. It is SQL, because some of it is not valid text. */
const HOSTILE: readonly (readonly [name: string, sql: string])[] = [
  ['a cleared screen', `'${ESC}[2J${ESC}[H' || 'HACKED'`],
  ['a title, and a bell', `'${ESC}]0;HACKED' || char(7)`],
  ['a link', `'${ESC}]8;;https://example.org${ESC}\\HACKED${ESC}]8;;${ESC}\\'`],
  ['C1 controls', `char(155) || '2J' || char(144) || 'x' || char(156)`],
  ['carriage return and backspace', `'Done' || char(13) || 'HACKED' || char(8, 8)`],
  ['lines', `'One' || char(10) || '  1 ✔ Two' || char(8232) || 'Three' || char(133) || 'Four'`],
  ['nothing but a line end', 'char(10)'],
  ['turned around', `char(8238) || 'tsop eht' || char(8236, 8294) || 'x' || char(8297)`],
  ['half a surrogate', `'x' || CAST(x'eda080' AS TEXT) || 'y'`],
  ['bytes that are no text', `CAST(x'ff41fe42c3' AS TEXT)`],
  ['a NUL', `'x' || CAST(x'00' AS TEXT) || 'y'`],
  ['SQL', `'''; DROP TABLE thing; --'`],
  ['a script', `'</script><script>alert(1)</script>'`],
  ['markup', `'"><img src=x onerror=alert(1)>' || char(39) || '&lt;&amp; <!-- ]]> -->'`],
  ['a formula', `'=HYPERLINK("https://example.org";"x")'`],
  ['a template', `'\${1 + 1} %s %n {{x}} $(touch hacked)'`],
];

const COMMANDS = [
  '',
  'today -d yesterday',
  'week',
  'week --last',
  'streak --why',
  'log',
  'log --grep a',
  'year',
  'lost',
  'config',
  'config labels',
  'doctor',
  'done 1 -d yesterday',
  'undone 1 -d yesterday',
  'edit 1 Other -d yesterday',
  'move 1 tomorrow -d yesterday',
  'lost --settle 1 --let-go',
  'rest yesterday --cancel',
  'done 9',
  'done alert',
  'drop all -d yesterday',
  'undo -n 20',
  'undo --redo -n 20',
  'drop 1 -d yesterday',
];

/** Puts the text into every text column, yesterday and today, in a store with a journal. */
async function plant(sql: string): Promise<void> {
  await four('plan', 'Write the post');
  await four('done', '1', '-m', 'It');
  withDatabase(home.storeFile(), (database) => {
    for (const day of ['2026-11-22', '2026-11-23'])
      database.exec(`
        INSERT INTO thing (id, day, slot, text, updated_at) VALUES ('${newId()}', '${day}', 2, ${sql}, '${NOW}');
        INSERT INTO thing (id, day, slot, text, done_at, did, updated_at) VALUES ('${newId()}', '${day}', 3, ${sql}, '${NOW}', ${sql}, '${NOW}');
        INSERT INTO thing (id, day, slot, text, done_at, did, updated_at) VALUES ('${newId()}', '${day}', NULL, ${sql}, '${NOW}', ${sql}, '${NOW}')`);
    database.exec(`
      INSERT INTO thing (id, day, slot, text, updated_at) VALUES ('${newId()}', '2026-11-22', 1, ${sql}, '${NOW}');
      INSERT INTO rest_day VALUES ('2026-11-22', ${sql}, '${NOW}');
      INSERT INTO setback (id, day, text, lesson, updated_at) VALUES ('${newId()}', '2026-11-22', ${sql}, ${sql}, '${NOW}');
      INSERT INTO setback (id, day, text, lesson, kind, settled_at, settled_on, updated_at)
        VALUES ('${newId()}', '2026-11-23', ${sql}, ${sql}, 'let-go', '${NOW}', '2026-11-23', '${NOW}');
      INSERT INTO setting VALUES ('labels', ${sql}, '${NOW}'), ('other', ${sql}, '${NOW}');
      UPDATE change SET command = ${sql}`);
  });
}

/** Characters that a terminal obeys or shows as something else. Line ends come from `four` itself. */
const OBEYED = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

describe('text that another program put into the file is harmless:', () => {
  test.each(HOSTILE)('%s', async (_, sql) => {
    await plant(sql);
    for (const look of [[], ['--ascii'], ['--color'], ['--json']])
      for (const line of COMMANDS) {
        const { stdout, stderr, status } = await four(...look, ...line.split(' ').filter(Boolean));
        const plain = { stdout: ownColours(stdout), stderr: ownColours(stderr), status };
        expectCalm(plain, { look, line });
        expect({ look, line, stdout, obeyed: OBEYED.exec(plain.stdout + plain.stderr) }).toEqual({
          look,
          line,
          stdout,
          obeyed: null,
        });
        if (look[0] !== '--color') expect({ stdout, stderr, status }).toEqual(plain);
        if (look[0] === '--json' && stdout !== '') expect(JSON.parse(stdout)).toBeDefined();
      }
    expectWhole(home.storeFile());
    expect(fs.existsSync(path.join(home.folder, 'hacked'))).toBe(false);
  });

  test('--json prints valid text character by character', async () => {
    for (const [name, sql] of HOSTILE) {
      fs.rmSync(path.dirname(home.storeFile()), { recursive: true, force: true });
      await plant(sql);
      const wanted = withDatabase(home.storeFile(), (database) => database.prepare(`SELECT ${sql}`).pluck().get());
      const { things } = await home.json('today', '-d', 'yesterday');
      expect([name, things.map(({ text }) => text)]).toEqual([name, Array(4).fill(wanted)]);
    }
  });

  test('pictures and pages contain it as text', async () => {
    for (const [name, sql] of HOSTILE) {
      fs.rmSync(path.dirname(home.storeFile()), { recursive: true, force: true });
      await plant(sql);
      const [svg, html] = ['a picture & "more".svg', "a page & 'more'.html"].map((file) =>
        path.join(home.folder, file),
      );
      await four('year', '--svg', svg as string, '--html', html as string);
      for (const file of [svg, html]) {
        const text = fs.readFileSync(file as string, 'utf8');
        expect([name, OBEYED.exec(text)]).toEqual([name, null]);
        // Without tags, the style sheet and entities, no markup is left.
        const rest = text
          .replace(/<style>[^<]*<\/style>/g, '')
          .replace(/<!doctype html>|<\/?(?!script)[a-z]+[0-9]?(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g, '')
          .replace(/&(amp|lt|gt|quot|#39);/g, '');
        expect([name, /[<>&]/.exec(rest)]).toEqual([name, null]);
        expect([name, / on[a-z]+="/.exec(text)]).toEqual([name, null]);
      }
    }
  });
});

needs('sh').describe('a terminal prompt shows it as harmless text:', () => {
  const TRAP = `'Trap${ESC}[2J${ESC}[H' || char(8238) || 'sprung'`;
  // The escape sequence would have cleared everything above it.
  const HARMLESS = /Trap.\[2J.\[H.sprung/;

  test('four plan offers it', async () => {
    await four('plan', 'Else', '-d', 'yesterday');
    withDatabase(home.storeFile(), (database) => database.exec(`UPDATE thing SET text = ${TRAP}`));
    const screen = home.sit(['plan']);
    const text = await screen.until(HARMLESS);
    expect(text).toContain('Mon 23 Nov 2026');
    screen.press('down', 'enter');
    await screen.until(slot(2));
    expect(screen.text()).toContain('Mon 23 Nov 2026');
    screen.press('ctrl-c');
    await screen.exited;
  });

  test('four check lists it and asks what was done', async () => {
    await four('plan', 'Else');
    withDatabase(home.storeFile(), (database) => database.exec(`UPDATE thing SET text = ${TRAP}`));
    const screen = home.shell('echo before; four check');
    expect(await screen.until(HARMLESS)).toContain('before');
    screen.press('space', 'enter');
    expect(await screen.until('Enter skips')).toContain('before');
    expect(screen.text()).toMatch(HARMLESS);
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect(screen.text()).toContain('before');
  });

  test('four edit and four lost --settle ask about it', async () => {
    await four('plan', 'Else');
    await four('lost', 'Sale');
    withDatabase(home.storeFile(), (database) =>
      database.exec(`UPDATE thing SET text = ${TRAP}; UPDATE setback SET text = ${TRAP}`),
    );
    for (const words of ['edit 1', 'lost --settle 1']) {
      const screen = home.shell(`echo before; four ${words}`);
      expect(await screen.until(HARMLESS)).toContain('before');
      screen.press('ctrl-c');
      await screen.exited;
      expect(screen.text()).toContain('before');
    }
  });
});

describe('as an argument it is refused, or stored as it is:', () => {
  const WORDS = [
    `'; DROP TABLE thing; --`,
    '</script><script>alert(1)</script>',
    '=1+1',
    '$(touch hacked) `touch hacked`',
    '%s%n',
    '-- ',
    '\\',
    '"',
    '@x @day :day ?1',
  ];

  test.each(WORDS)('%j', async (words) => {
    // A word that begins with a dash is an option.
    for (const line of [
      ['plan', words],
      ['done', '1', '-m', words],
      ['did', words],
      ['lost', words, '-m', words],
      ['lost', words, '--next', words],
      ['edit', '1', `${words}!`],
      ['rest', '-m', words],
      ['log', '--grep', words],
    ])
      expectCalm(await four(...line.map((word) => (word.startsWith('-- ') ? `x${word}` : word))), line);
    for (const line of [
      ['config', 'labels', words],
      ['today', '-d', words],
      ['done', words],
      ['config', words],
      ['year', words],
      ['log', '-n', words],
    ])
      expectCalm(await four(...line), line);
    expectWhole(home.storeFile());
    expect(JSON.stringify(dump(home.storeFile()))).toContain(
      JSON.stringify(words === '-- ' ? 'x--' : words).slice(1, -1),
    );
  });

  test.each(['a\u0000b', `${ESC}[2J`, 'a\u0007', '\u202eabc', '\u2066x\u2069', '\ud800', 'x\udfff', '\u009b2J', ''])(
    '%j is refused',
    async (words) => {
      await four('plan', 'Something');
      const before = dump(home.storeFile());
      for (const line of [
        ['plan', words],
        ['done', '1', '-m', words],
        ['did', words],
        ['lost', words],
        ['edit', '1', words],
        ['rest', '-m', words],
      ]) {
        const result = await four(...line);
        expect({ line, status: result.status }).toEqual({ line, status: 2 });
        expectCalm(result, line);
        expect(OBEYED.exec(result.stderr)).toBeNull();
      }
      expect(dump(home.storeFile())).toEqual(before);
    },
  );
});

describe('file names', () => {
  test.each([
    'with space.db',
    "it's.db",
    '"quoted".db',
    '$(touch hacked).db',
    '`touch hacked`;&|.db',
    '-dash.db',
    '=1+1.db',
    '日本語 🌱.db',
    'new\nline.db',
    `${ESC}[2Jclear.db`,
    'per%20cent%s.db',
    '~.db',
    '#?&=.db',
    'back\\slash.db',
    '\u202eturned.db',
  ])('%j is used as it is and printed harmlessly', async (name) => {
    const file = path.join(home.folder, name);
    home.env.FOURTHINGS_DB = file;
    for (const words of [
      ['plan', 'A'],
      ['done', '1'],
      ['doctor'],
      ['backup'],
      ['backup', `${file} copy`],
      ['restore', `${file} copy`],
      ['year', '--html', `${file}.html`],
      ['--json', 'doctor'],
      ['backup', `${file} copy`],
      ['restore', `${file} none`],
    ]) {
      const { stdout, stderr, status } = await four(...words);
      expect({ words, status: [0, 1].includes(status), obeyed: OBEYED.exec(stdout + stderr) }).toEqual({
        words,
        status: true,
        obeyed: null,
      });
    }
    expect(fs.readdirSync(home.folder).sort()).toEqual(
      [name, `${name} copy`, ...['backups', 'html', 'nudged', 'status'].map((ending) => `${name}.${ending}`)].sort(),
    );
    fs.truncateSync(file, 5000);
    const { stderr } = await four();
    expect(stripVTControlCharacters(stderr)).toBe(stderr);
    // The command in the hint works as printed, if the name can be typed at all.
    if (OBEYED.test(name) || name.includes('\n')) return;
    const [, words = ''] = /newest good backup: (four restore .*)\n/.exec(stderr) ?? [];
    const screen = home.shell(words, { env: { FOURTHINGS_DB: file } });
    expect((await screen.exited).exitCode).toBe(0);
    expect(await home.json()).toMatchObject({ planned: 1, done: 1 });
  });
});

test('only the store, its backups and the named files are written', async () => {
  fs.mkdirSync(path.join(home.folder, 'tmp'));
  fs.mkdirSync(path.join(home.folder, 'cwd'));
  Object.assign(home.env, {
    TMPDIR: path.join(home.folder, 'tmp'),
    XDG_CONFIG_HOME: path.join(home.folder, 'config'),
    XDG_STATE_HOME: path.join(home.folder, 'state'),
    XDG_CACHE_HOME: path.join(home.folder, 'cache'),
  });
  const lines = [
    'plan A B C',
    'done 1 -m It',
    'did X',
    'edit 2 Y',
    'move 3 tomorrow',
    'drop 2',
    'lost Sale --next Again',
    'rest --to +20',
    'config minimum 2',
    'undo',
    'backup',
    'backup cwd/copy.db',
    'restore cwd/copy.db',
    'doctor',
    'week',
    'year --svg cwd/year.svg --html cwd/year.html',
    'log',
    'streak --why',
  ];
  for (const line of lines)
    expect({ line, ...(await home.launch(...line.split(' '))) }).toMatchObject({ line, stderr: '', status: 0 });
  const written = fs.readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).sort();
  // Except the compiled code that is kept between commands.
  expect(written.filter((name) => !/^state(\/|$)/.test(name))).toEqual([
    'cwd',
    'cwd/copy.db',
    'cwd/year.html',
    'cwd/year.svg',
    'data',
    'data/fourthings',
    'data/fourthings/fourthings.db',
    'data/fourthings/fourthings.db.backups',
    'data/fourthings/fourthings.db.backups/2026-11-23-asked-for-1.db',
    'data/fourthings/fourthings.db.backups/2026-11-23-before-restore-1.db',
    'data/fourthings/fourthings.db.backups/2026-11-23.db',
    'data/fourthings/fourthings.db.nudged',
    'data/fourthings/fourthings.db.status',
    'tmp',
  ]);
});
