import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { done, expectError, open, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

beforeEach(async () => {
  await four('plan', 'A', 'B', '-d', 'yesterday');
  await four('plan', 'A', 'B');
});

describe('four edit', () => {
  test('rewords a thing and nothing else of it', async () => {
    home.at('2026-11-23T18:00');
    await four('done', '2', '-m', 'Easily');
    home.at('2026-11-23T19:00');
    const { stdout } = await launch('edit', '2', ' Call the ', 'buyer', '--json');
    const reworded = { ...done(2, 'Call the buyer', '2026-11-23T18:00', 'Easily'), carried: 1 };
    expect(JSON.parse(stdout).things).toEqual([open(1, 'A', 1), reworded]);
    expect(await json()).toEqual(JSON.parse(stdout));
    expect((await json('-d', 'yesterday')).things[1]).toEqual(open(2, 'B'));
  });

  test('finds it by a piece of its text, on another day too', async () => {
    expect((await json('edit', 'a', 'C', '-d', 'yesterday')).things).toEqual([open(1, 'C'), open(2, 'B')]);
  });

  test('shows the day', async () => {
    expect((await four('edit', '1', 'Swim')).stdout).toMatch(/ {2}1 ○ Swim +carried once\n/);
    expect(await four('edit', '1', 'Run', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

describe('four edit without a slot', () => {
  /** Sets an editor that runs a shell script, which gets the page as $1. */
  function editor(script: string): void {
    const file = path.join(home.folder, 'my editor');
    fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    home.env.EDITOR = `'${file}'`;
  }

  test('opens the day as a page, and takes in what was changed as one command', async () => {
    editor(`cp "$1" "$HOME/page"; printf -- '- [x] A\\n  - Easily\\n- [ ] Bake\\n- [ ] C\\n' > "$1"`);
    const { things } = await json('edit');
    expect(fs.readFileSync(path.join(home.folder, 'page'), 'utf8')).toBe('# Mon 23 Nov 2026\n\n- [ ] A\n- [ ] B\n');
    expect(things).toMatchObject([
      { slot: 1, text: 'A', done: true, did: 'Easily', carried: 1 },
      { slot: 2, text: 'Bake', done: false, carried: 1 },
      { slot: 3, text: 'C', done: false, carried: 0 },
    ]);
    await four('undo');
    expect((await json()).things).toEqual([open(1, 'A', 1), open(2, 'B', 1)]);
  });

  test('opens another day, in VISUAL before EDITOR', async () => {
    editor('exit 1');
    home.env.VISUAL = 'sed -i s/B/Bake/';
    expect((await json('edit', '-d', 'yesterday')).things).toEqual([open(1, 'A'), open(2, 'Bake')]);
  });

  test('changes nothing if nothing was changed, or everything was removed', async () => {
    for (const script of ['exit 0', ': > "$1"']) {
      editor(script);
      expect((await json('edit')).things).toEqual([open(1, 'A', 1), open(2, 'B', 1)]);
    }
    expect((await four('undo')).stdout).toContain('plan A B');
  });

  test('keeps what is done, and says so', async () => {
    await four('done', '1');
    editor(`printf -- '- [ ] B\\n' > "$1"`);
    expect((await four('edit')).stdout).toContain('What is done stays: A');
  });

  test.each([
    ['a text that is too long', `printf -- '- [ ] %0501d\\n' 1 >> "$1"`, [], 2, '501 characters'],
    [
      'five open things',
      `printf -- '- [ ] C\\n- [ ] D\\n- [ ] E\\n' >> "$1"`,
      [],
      2,
      '5 things, but a day has four slots',
    ],
    ['something done on a day ahead', `printf -- '- [x] C\\n' >> "$1"`, ['-d', 'tomorrow'], 2, 'has not come yet'],
    ['a page that is too deep to read', `printf -- '- %.0s' $(seq 300) >> "$1"`, [], 2, 'too deep'],
    ['an editor that fails', `printf -- '- [ ] C\\n' >> "$1"; exit 1`, [], 1, 'the editor failed'],
  ])('changes nothing for %s, and leaves the text in a file', async (_, script, words, status, message) => {
    const before = home.stored();
    editor(script);
    const result = await four('edit', ...words);
    expectError(result, status, message);
    const [, file = ''] = /Your text is in (.*)\n/.exec(result.stderr) ?? [];
    expect(fs.readFileSync(file, 'utf8')).toContain('# ');
    fs.rmSync(path.dirname(file), { recursive: true });
    expect(home.stored()).toEqual(before);
  });

  test('says so if there is no such editor, and leaves no file', async () => {
    home.env.EDITOR = 'no-such-editor';
    expectError(await four('edit'), 1, /the editor failed: no-such-editor\n/);
  });
});

test.each([
  ['an empty text', ['1', ''], 2, 'empty'],
  ['501 characters', ['1', 'x'.repeat(501)], 2, '501'],
  ['a control character', ['1', 'a\u0007'], 2, 'control character'],
  ['an empty slot', ['3', 'C'], 1, 'slot 3'],
  ['slot 0', ['0', 'C'], 2, 'slot 0'],
  ['slot 7', ['7', 'C'], 2, 'slot 7'],
  ['a text nothing has', ['yoga', 'C'], 1, 'yoga'],
  ['no slot', [], 2, 'SLOT is missing'],
  ['no text, and nobody to ask', ['1'], 2, /TEXT.*\n.*four edit 2 "/],
  ['no text for an empty slot', ['3'], 1, 'slot 3'],
  ['a day that is none', ['1', 'C', '-d', '2026-02-30'], 2, '2026-02-30'],
])('%s changes nothing', async (_, words, status, message) => {
  const before = home.stored();
  expectError(await four('edit', ...words), status, message);
  expect(home.stored()).toEqual(before);
});
