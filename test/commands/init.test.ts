import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SHELLS } from '../../src/shell/shells.ts';
import { expectError, launch as run, useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';

const home = useHome();
const { four, json, launch } = home;

describe.each(SHELLS)('four init %s', (shell) => {
  const { test: testWithShell } = needs(shell);

  testWithShell('prints a script the shell finds nothing wrong with, from the package too', async () => {
    const printed = await launch('init', shell);
    expect(printed).toMatchObject({ stderr: '', status: 0 });
    expect(printed.stdout).toBe((await four('init', shell)).stdout);
    const file = path.join(home.folder, 'script');
    fs.writeFileSync(file, printed.stdout);
    expect(await run(placeOf(shell), ['-n', file], home.env)).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  test('with --json', async () => {
    expect(await json('init', shell)).toEqual({ shell, script: (await four('init', shell)).stdout });
  });

  test('writes nothing where there is no store, and the status file where there is one', async () => {
    await four('init', shell);
    expect(fs.readdirSync(home.folder)).toEqual([]);
    await four('plan', 'A');
    fs.rmSync(`${home.storeFile()}.status`);
    await four('init', shell);
    expect(fs.existsSync(`${home.storeFile()}.status`)).toBe(true);
  });

  test('goes on where the store is not whole: a shell is starting', async () => {
    const { stdout } = await four('init', shell);
    fs.mkdirSync(path.dirname(home.storeFile()), { recursive: true });
    fs.writeFileSync(home.storeFile(), 'no store');
    expect(await four('init', shell)).toEqual({ stdout, stderr: '', status: 0 });
  });

  testWithShell('leaves a store that FOURTHINGS_DB names to the variable', async () => {
    const { stdout } = await four('init', shell);
    home.env.FOURTHINGS_DB = path.join(home.folder, 'project.db');
    expect((await four('init', shell)).stdout).toBe(stdout);
  });

  testWithShell.each([
    "it's",
    'a b',
    '$(touch ran)',
    '`x`',
    'back\\slash\\',
    "'; touch ran; '",
    'new\nline',
    '日本',
    '!!',
  ])('finds a store in %j', async (name) => {
    const db = ['--db', path.join(home.folder, name, 'my.db')];
    await four('plan', 'A', ...db);
    const script = path.join(home.folder, 'script');
    fs.writeFileSync(script, (await four('init', shell, ...db)).stdout);
    // Made for a person's shell; here only the path is of interest.
    const text = fs.readFileSync(script, 'utf8').replace(/^if .*/, shell === 'fish' ? 'if true' : 'if true; then');
    fs.writeFileSync(script, text);
    const { stdout } = await run(placeOf(shell), ['-c', `. ${script} 2>/dev/null; cat "$_four_store"`], home.env);
    expect(stdout.slice(0, 15)).toBe('SQLite format 3');
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(false);
  });
});

test('other shells are named wrong', async () => {
  expectError(await four('init'), 2, /SHELL is missing/);
  expectError(await four('init', 'csh'), 2, /bash, zsh, fish/);
});

describe.each(['nu', 'powershell'])('four init %s', (shell) => {
  test('prints a script with the store, and is the same from the package', async () => {
    const { stdout } = await four('init', shell);
    expect(stdout).toContain(home.storeFile());
    expect((await launch('init', shell)).stdout).toBe(stdout);
    expect(await json('init', shell)).toEqual({ shell, script: stdout });
  });

  test('leaves out the prompt and the reminders', async () => {
    const { stdout } = await four('init', shell, '--no-prompt', '--no-nudge');
    expect(stdout).toMatch(/_four_with_prompt = \$?false\n.*_four_with_nudge = \$?false\n/);
  });

  test('has no --cached', async () => {
    expectError(await four('init', shell, '--cached'), 2, `--cached is for bash, zsh, fish`);
  });
});

test.each([
  ["it's", "it''s"],
  ['it\u2019s', 'it\u2019\u2019s'],
  ['$HOME `x`', '$HOME `x`'],
])('PowerShell takes %j as it is', async (name, quoted) => {
  const file = path.join(home.folder, name);
  const { stdout } = await four('--db', file, 'init', 'powershell');
  expect(stdout).toContain(`$global:_four_store = '${path.join(home.folder, quoted)}'\n`);
});
