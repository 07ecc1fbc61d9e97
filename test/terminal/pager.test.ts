import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect } from '@jest/globals';
import { needs } from '../support/needs.ts';
import { PATH } from '../support/programs.mjs';
import type { Screen } from '../support/screen.mjs';
import { useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, sit, shell } = home;

const PAGED = 'paged.txt';
const TO_FILE = `cat > ${PAGED}; echo paged`;

beforeEach(async () => {
  await four('plan', 'Write the post', 'Call the café', '-q');
  await four('lost', 'The Acme sale', '-d', 'yesterday', '-q', '-m', 'Ask the CAFE\u0301 first');
});

/** What a terminal of 80 columns is shown, as it is written to it. */
async function shown(...words: string[]): Promise<string> {
  home.terminal = 80;
  const { stdout } = await four('log', '--color', ...words);
  home.terminal = undefined;
  return stdout;
}

async function end(screen: Screen): Promise<string> {
  expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
  return screen.text();
}

const has = (name: string) => fs.existsSync(path.join(home.folder, name));
const read = (name: string) => fs.readFileSync(path.join(home.folder, name), 'utf8');

describe('on a terminal the log goes through the pager', () => {
  test('all of it, with colours, and only once', async () => {
    const text = await end(sit(['log'], { env: { PAGER: TO_FILE } }));
    expect(text).toBe('paged');
    expect(read(PAGED)).toBe(await shown());
    expect(read(PAGED)).toMatch(/Mon 23 Nov 2026[\s\S]*Write the post[\s\S]*The Acme sale/);
  });

  test('even if little or nothing is found', async () => {
    for (const words of [
      ['--grep', 'acme'],
      ['--grep', 'yoga'],
      ['-n', '1'],
    ]) {
      expect(await end(sit(['log', ...words], { env: { PAGER: TO_FILE } }))).toBe('paged');
      expect(read(PAGED)).toBe(await shown(...words));
    }
  });

  test('with the style options', async () => {
    await end(sit(['log', '--ascii'], { env: { PAGER: TO_FILE, NO_COLOR: '1' }, cols: 40 }));
    home.env.COLUMNS = '40';
    expect(read(PAGED)).toBe((await four('log', '--ascii')).stdout);
  });

  test('with only the matches highlighted', async () => {
    const screen = sit(['log', '--grep', 'cafe'], { env: { PAGER: 'cat' } });
    expect((await end(screen)).normalize()).toContain('Ask the CAFÉ first');
    const runs = screen.cells().flat();
    expect(runs.filter(({ inverse }) => inverse).map(({ text }) => text.normalize())).toEqual(['café', 'CAFÉ']);
  });

  test('with settings that let less show colours, unless the user has others', async () => {
    const PAGER = 'cat > /dev/null; echo "LESS=$LESS LV=$LV"';
    expect(await end(sit(['log'], { env: { PAGER } }))).toBe('LESS=FRX LV=-c');
    expect(await end(sit(['log'], { env: { PAGER, LESS: '-S', LV: '-x' } }))).toBe('LESS=-S LV=-x');
  });

  test('Ctrl-C goes to the pager, and four waits for it to end', async () => {
    const PAGER =
      "trap 'echo interrupted' INT; cat > /dev/null; echo ready; read key < /dev/tty; read key < /dev/tty; echo end";
    const screen = sit(['log'], { env: { PAGER } });
    await screen.until('ready');
    screen.press('ctrl-c');
    await screen.until('interrupted');
    screen.type('q\rq\r');
    expect(await end(screen)).toMatch(/end$/);
  });
});

describe('where PAGER is not set it is less', () => {
  const less = needs('sh', 'less').test;

  const fill = async () => {
    for (let day = 1; day < 12; day += 1) await four('plan', 'A', 'B', 'C', 'D', '-q', '-d', `-${day}`);
  };

  test('except for what fits on the screen, which is printed, in colour', async () => {
    const screen = sit(['log', '--grep', 'post', '-n', '1'], { env: { PATH: home.folder } });
    expect(await end(screen)).toContain('1 ○ Write the post');
    expect(
      screen
        .cells()
        .flat()
        .filter(({ inverse }) => inverse)
        .map(({ text }) => text),
    ).toEqual(['post']);
  });

  less('which waits at the first screen of a long log, and leaves quietly', async () => {
    await fill();
    const screen = sit(['log']);
    await screen.until(/\n:$/);
    expect(screen.text()).toMatch(/^\s+Mon 23 Nov 2026/);
    screen.type('q');
    expect(await end(screen)).not.toContain('four:');
  });

  // Where less would be found, a script shows how it is started.
  test('with its options, and those of the environment', async () => {
    await fill();
    const script = '#!/bin/sh\ncat > /dev/null; echo "less $* LESS=$LESS LV=$LV"\n';
    fs.writeFileSync(path.join(home.folder, 'less'), script, { mode: 0o755 });
    const env = { PATH: `${home.folder}:${PATH}` };
    expect(await end(sit(['log'], { env }))).toBe('less -FRX LESS=FRX LV=-c');
    expect(await end(sit(['log'], { env: { ...env, LESS: '-S' } }))).toBe('less -FRX LESS=-S LV=-c');
  });

  test('and without less the log is printed', async () => {
    await fill();
    expect(await end(sit(['log'], { env: { PATH: home.folder } }))).toMatch(/^\s*Mon 23 Nov 2026 /);
  });
});

describe('leaving the pager early is quiet', () => {
  beforeEach(() => {
    // More than a pipe holds.
    home.sql(
      `WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 400)
       INSERT INTO thing (id, day, slot, text, updated_at)
       SELECT printf('%036d', n), date('2026-11-20', -n || ' days'), 1, printf('%.*c', 400, 'x'), '2026-11-20T08:00:00.000Z'
       FROM count`,
    );
  });

  test.each([
    ['after some lines', 'head -n 3', / {2}Mon 23 Nov 2026 .*\n {2}1 ○ Write the post$/],
    ['without a look', 'exec 0<&-; echo nothing', /^nothing$/],
    ['at once', 'true', /^$/],
  ])('%s', async (_, PAGER, expected) => {
    expect(await end(sit(['log'], { env: { PAGER } }))).toMatch(expected);
  });

  test('closing a pipe early is quiet too', async () => {
    expect(await end(shell('four log | head -n 3', { env: { PAGER: TO_FILE } }))).toMatch(/1 ○ Write the post$/);
    expect(has(PAGED)).toBe(false);
  });
});

describe('without a pager the log is printed', () => {
  test.each([
    ['cat', 'cat'],
    ['an empty one', ''],
    ['a blank one', '  '],
  ])('%s', async (_, PAGER) => {
    expect(await end(sit(['log'], { env: { PAGER } }))).toMatch(
      /^\s*Mon 23 Nov 2026 [\s\S]*\n {2}lost {2}The Acme sale\n/,
    );
  });

  test.each([
    ['not there', 'no-such-pager --quit', /not found\n/],
    ['no program', './note.txt', /denied\n/],
  ])('if the pager is %s, its shell says so and the log follows', async (_, PAGER, complaint) => {
    fs.writeFileSync(path.join(home.folder, 'note.txt'), 'Not a program.\n', { mode: 0o644 });
    const text = await end(sit(['log'], { env: { PAGER } }));
    expect(text).toMatch(complaint);
    expect(text.match(/Mon 23 Nov 2026/g)).toHaveLength(1);
    expect(text).toContain('lost  The Acme sale');
  });

  test('a dumb terminal', async () => {
    expect(await end(sit(['log'], { env: { PAGER: TO_FILE, TERM: 'dumb' } }))).toContain('Mon 23 Nov 2026');
    expect(has(PAGED)).toBe(false);
  });
});

describe('output that nobody reads on a terminal does not go through a pager', () => {
  test.each([
    ['a pipe', 'four log | cat', 'Mon 23 Nov 2026'],
    ['a file', 'four log > log.txt; cat log.txt', 'Mon 23 Nov 2026'],
    ['--json', 'four log --json', '"day":"2026-11-23"'],
    ['an error', 'four log -n 0; true', 'four: -n must be'],
    ['what is no log', 'four week', 'Week 48'],
  ])('%s', async (_, line, expected) => {
    const text = await end(shell(line, { env: { PAGER: TO_FILE } }));
    expect(text).toContain(expected);
    expect(has(PAGED)).toBe(false);
  });
});
