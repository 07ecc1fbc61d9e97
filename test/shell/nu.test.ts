import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect } from '@jest/globals';
import { launch } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { useShells } from '../support/shells.ts';

const { describe, test } = needs('nu');

const home = useShells();
const { four } = home;

const CONFIG = `$env.config.show_banner = false
$env.PROMPT_COMMAND = {|| "[nu]" }
$env.PROMPT_COMMAND_RIGHT = ""
`;

interface Start {
  readonly flags?: readonly string[];
  readonly config?: string;
}

/** Starts Nushell, with what `four init nu` prints where it loads it by itself. */
async function sit({ flags = [], config = CONFIG }: Start = {}) {
  const folder = path.join(home.folder, 'config/nushell');
  fs.mkdirSync(path.join(folder, 'autoload'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'config.nu'), config);
  fs.writeFileSync(path.join(folder, 'autoload/four.nu'), (await four('init', 'nu', ...flags)).stdout);
  const screen = home.start(placeOf('nu'), []);
  await screen.until('[nu]>');
  return screen;
}

beforeEach(async () => {
  await four('plan', 'Write the post', 'Swim', 'Call Ann');
  await four('done', '2');
});

describe('Nushell', () => {
  test('shows the segment before its prompt, and follows what is done', async () => {
    const screen = await sit();
    expect(screen.text()).toMatch(/^1\/4 \[nu\]>/m);
    screen.type('four done 1 -q\r');
    await screen.until(/^2\/4 \[nu\]>/m);
  });

  test('puts it after the newlines that a prompt begins with, and before one that is a text', async () => {
    const newline = await sit({ config: CONFIG.replace('"[nu]"', '"\\n[nu]"') });
    expect(newline.text()).toMatch(/^1\/4 \[nu\]>/m);
    const text = await sit({ config: CONFIG.replace('{|| "[nu]" }', '"[nu]"') });
    expect(text.text()).toMatch(/^1\/4 \[nu\]>/m);
  });

  test('completes what is open, options with their meanings, and files', async () => {
    const screen = await sit();
    screen.type('four done w\t');
    await screen.until(/four done write/);
    screen.press('ctrl-c');
    screen.type('four streak --\t');
    await screen.until(/--why +List the days/);
    screen.press('ctrl-c');
    fs.mkdirSync(path.join(home.folder, 'history'));
    screen.type('four import hist\t');
    await screen.until(/four import history/);
  });

  test('leaves the completion of other commands to what completed it before', async () => {
    const config = `${CONFIG}$env.config.completions.external.completer = {|words| [$"other-($words | length)"] }\n`;
    const screen = await sit({ config });
    screen.type('git x\t');
    await screen.until(/other-2/);
  });

  test('prints each reminder once', async () => {
    home.at('2026-11-23T19:00');
    await four();
    const line = 'Two of three are open.';
    const screen = await sit();
    expect(screen.text().split(line)).toHaveLength(2);
    expect(fs.readFileSync(`${home.storeFile()}.nudged`, 'utf8')).toBe('2026-11-23 evening\n');
    expect((await sit()).text()).not.toContain(line);
  });

  test('a reminder does not touch a file that is not ours', async () => {
    home.at('2026-11-23T19:00');
    fs.writeFileSync(`${home.storeFile()}.nudged`, 'mine\n');
    expect((await sit()).text()).toContain('Two of three are open.');
    expect(fs.readFileSync(`${home.storeFile()}.nudged`, 'utf8')).toBe('mine\n');
  });

  test('--no-prompt and --no-nudge leave them out', async () => {
    home.at('2026-11-23T19:00');
    const screen = await sit({ flags: ['--no-prompt', '--no-nudge'] });
    expect(screen.text().trim()).toBe('[nu]>');
  });

  test('a script starts nothing of it', async () => {
    const file = path.join(home.folder, 'four.nu');
    fs.writeFileSync(file, `${(await four('init', 'nu')).stdout}\nprint ($env.PROMPT_COMMAND? | describe)\n`);
    home.at('2026-11-23T19:00');
    expect(await launch(placeOf('nu'), ['-n', file], home.env)).toMatchObject({ stdout: 'nothing\n', stderr: '' });
  });

  test('a status file that is damaged, hostile or gone shows nothing', async () => {
    const { stdout: script } = await four('init', 'nu');
    for (const text of [
      '\u001b[31m\n',
      '2026-11-23T00:00\t1\t2026-11-23\t1/4\u001b[31m\t-\n',
      '\u0000'.repeat(50_000),
    ]) {
      fs.writeFileSync(`${home.storeFile()}.status`, text);
      expect((await segmentOf(script)).stdout).toBe('[]\n');
    }
    fs.rmSync(`${home.storeFile()}.status`);
    expect(await segmentOf(script)).toEqual({ stdout: '[]\n', stderr: '', status: 0 });
  });

  test.each(["it's", 'a"b', 'a$b', '日本', 'back\\slash', 'new\nline'])('finds a store in %j', async (name) => {
    const db = path.join(home.folder, name, 'four.db');
    await four('--db', db, 'did', 'Swim');
    expect((await segment('--db', db)).stdout).toBe('[1/4 ]\n');
  });

  test('follows FOURTHINGS_DB', async () => {
    const { stdout: script } = await four('init', 'nu');
    await four('--db', path.join(home.folder, 'other.db'), 'did', 'Swim');
    home.env.FOURTHINGS_DB = '~/other.db';
    expect((await segmentOf(script)).stdout).toBe('[1/4 ]\n');
  });

  const segment = async (...flags: string[]) => segmentOf((await four(...flags, 'init', 'nu')).stdout);

  /** Prints the segment of a script in brackets. */
  function segmentOf(script: string) {
    const file = path.join(home.folder, 'four.nu');
    fs.writeFileSync(file, `${script}\nprint $"[(_four_segment)]"\n`);
    return launch(placeOf('nu'), ['-n', file], home.env);
  }
});
