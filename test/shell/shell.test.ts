import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SHELLS } from '../../src/shell/shells.ts';
import { launch } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import type { Screen } from '../support/screen.mjs';
import { useShells } from '../support/shells.ts';
import { modeOf } from '../support/stores.ts';

const home = useShells();
const { four, sitAt, startFile, script } = home;

const status = () => `${home.storeFile()}.status`;
const nudged = () => `${home.storeFile()}.nudged`;

const MORNING = 'Nothing is planned yet. To name four things: four';
const EVENING = 'Two of two are open. To check them off: four check';

/** How often a line is on the screen. */
function count(screen: Screen, line: string): number {
  return screen
    .text()
    .split('\n')
    .filter((row) => row.startsWith(line)).length;
}

/** An empty line, and the next prompt. */
async function enter(screen: Screen): Promise<void> {
  const before = screen.text().split('\n').length;
  screen.press('enter');
  await screen.until((text) => text.split('\n').length > before && /> ?$/.test(text));
}

/** fish tells the time itself, so that it is the real one here; the day begins at another time of it than now. */
async function beginDay(shell: string): Promise<void> {
  let hour = 0;
  if (shell === 'fish') {
    home.env.FOURTHINGS_NOW = undefined;
    hour = (new Date().getHours() + 12) % 24;
  }
  // So that the segment shows how many are planned.
  await four('config', 'minimum', '1');
  for (const key of ['day-start', 'nudge-morning', 'nudge-evening']) await four('config', key, String(hour));
}

describe.each(SHELLS)('%s', (shell) => {
  const { test } = needs(shell);
  beforeEach(() => beginDay(shell));

  test('the prompt begins with the segment, which follows changes made elsewhere', async () => {
    await four('plan', 'A', 'B', '-q');
    const screen = await sitAt(shell, { flags: ['--no-nudge'] });
    await screen.until(/^0\/2 \[0\]>$/m);
    await four('done', '1');
    await enter(screen);
    expect(screen.text()).toMatch(/\n1\/2 1d \[0\]>$/);
    await four('config', 'minimum', '3');
    await enter(screen);
    expect(screen.text()).toMatch(/\n1\/3 \[0\]>$/);
    await four('undo', '-n', '3');
    await enter(screen);
    expect(screen.text()).toMatch(/\n0\/1 \[0\]>$/);
    await four('rest', '--to', 'tomorrow');
    await enter(screen);
    expect(screen.text()).toMatch(/\nrest \[0\]>$/);
    expect(count(screen, 'Nothing')).toBe(0);
  });

  test('the segment finds a store that FOURTHINGS_DB names in the home folder', async () => {
    const dayStart = (await four('config', 'day-start')).stdout.trim();
    home.env.FOURTHINGS_DB = '~/mine.db';
    await four('config', 'day-start', dayStart);
    await four('plan', 'A', '-q');
    expect(fs.existsSync(path.join(home.folder, 'mine.db'))).toBe(true);
    const screen = await sitAt(shell);
    await screen.until(/^0\/4 \[0\]>$/m);
  });

  test('the segment stands after the newlines that the prompt begins with', async () => {
    const prompt = {
      bash: "PS1='\\n\\n> '",
      zsh: "PROMPT=$'\\n\\n> '",
      fish: "function fish_prompt; printf '\\n\\n> '; end",
    };
    const screen = await sitAt(shell, { before: prompt[shell], flags: ['--no-nudge'] });
    await screen.until(/^0\/1 >$/m);
    expect(screen.text()).toBe('\n\n0/1 >');
  });

  test('FOURTHINGS_DB is read at each prompt, and each store has its own reminders', async () => {
    const screen = await sitAt(shell);
    await screen.until(/^0\/1 \[0\]>$/m);
    const other = path.join(home.folder, 'other.db');
    const settings = ['nudge-morning', 'day-start'] as const;
    for (const key of settings) await four('--db', other, 'config', key, (await four('config', key)).stdout.trim());
    const assign = { bash: 'export FOURTHINGS_DB=', zsh: 'export FOURTHINGS_DB=', fish: 'set -x FOURTHINGS_DB ' }[
      shell
    ];
    screen.type(`${assign}${other}\r`);
    await screen.until(/^0\/4 \[0\]>$/m);
    expect(count(screen, MORNING)).toBe(2);
    screen.type(`${assign}other.db\r`);
    await screen.until(/\n\[0\]>$/);
  });

  test('the prompt is unchanged without a store', async () => {
    fs.rmSync(path.dirname(home.storeFile()), { recursive: true });
    const screen = await sitAt(shell);
    await screen.until(/^\[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe('[0]>\n[0]>');
    expect(fs.existsSync(path.dirname(home.storeFile()))).toBe(false);
  });

  test('each nudge is printed once across all shells', async () => {
    const first = await sitAt(shell);
    await first.until(/^0\/1 \[0\]>$/m);
    expect(first.text()).toBe(`${MORNING}\n0/1 [0]>`);
    await enter(first);
    const second = await sitAt(shell);
    await second.until(/^0\/1 \[0\]>$/m);
    expect(second.text()).toBe('0/1 [0]>');
    await four('plan', 'A', 'B');
    await enter(second);
    expect(second.text()).toBe(`0/1 [0]>\n${EVENING}\n0/2 [0]>`);
    await enter(second);
    await enter(first);
    expect([count(first, MORNING), count(first, EVENING), count(second, EVENING)]).toEqual([1, 0, 1]);
    expect(modeOf(nudged())).toBe(0o600);
    expect(modeOf(status())).toBe(0o600);
  });

  test('nothing is printed in a script or a pipe', async () => {
    const file = await startFile(shell);
    expect(await script(shell, file, 'echo here')).toEqual({ stdout: 'here\n', stderr: '', status: 0 });
    const line = `printf 'echo a\\necho b\\n' | ${placeOf(shell)} ${{ bash: '--norc', zsh: '-f', fish: '--no-config' }[shell]} -i`;
    const { stdout, stderr } = await script(shell, file, `${line}${shell === 'fish' ? ` -C '. ${file}'` : ''}`);
    expect(stdout + stderr).not.toContain('planned');
    expect(fs.readFileSync(nudged(), 'utf8')).toBe('');
  });

  test('a nudge is not repeated if its marker cannot be written', async () => {
    fs.rmSync(nudged());
    fs.mkdirSync(nudged());
    const screen = await sitAt(shell);
    await screen.until(/^0\/1 \[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe(`${MORNING}\n0/1 [0]>\n0/1 [0]>`);
  });

  test.each([
    ['text of the user', (file: string) => fs.writeFileSync(file, 'Chapter one\n')],
    ['a nudge and more', (file: string) => fs.writeFileSync(file, '2026-11-20 morning\nDear diary\n')],
    ['a link', (file: string) => [fs.writeFileSync(`${file}.txt`, ''), fs.symlinkSync(`${file}.txt`, file)]],
  ])('a marker that is %s stays as it is', async (_, make) => {
    fs.rmSync(nudged());
    make(nudged());
    const before = fs.readFileSync(nudged(), 'utf8');
    const screen = await sitAt(shell);
    await screen.until(/^0\/1 \[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe(`${MORNING}\n0/1 [0]>\n0/1 [0]>`);
    expect(fs.readFileSync(nudged(), 'utf8')).toBe(before);
  });

  test('sourcing the script twice shows one segment', async () => {
    const screen = await sitAt(shell, { after: `. ${home.folder}/init.${shell}` });
    await screen.until(/^0\/1 \[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe(`${MORNING}\n0/1 [0]>\n0/1 [0]>`);
  });

  describe('with --cached', () => {
    const at = (name: string) => path.join(home.folder, name);
    const storedScript = () => {
      const [name = ''] = fs.readdirSync(at('state/fourthings/init'));
      return at(`state/fourthings/init/${name}`);
    };

    /** `four` waits until `go` is written to, and what it was asked for can be read from `ended`. */
    const slowFour = async () => {
      await launch(placeOf('sh'), ['-c', 'mkfifo go ended'], home.env, '', home.folder);
      const run = fs.readFileSync(at('bin/four'), 'utf8').replace(/^#.*\nexec /, '');
      fs.writeFileSync(at('bin/four'), `#!/bin/sh\nread _ <'${at('go')}'\n${run}echo "$*" >'${at('ended')}'\n`);
      fs.utimesSync(at('bin/four'), 0, 0);
    };
    const letFourGo = async () => {
      await fs.promises.writeFile(at('go'), '\n');
      return fs.promises.readFile(at('ended'), 'utf8');
    };

    beforeEach(() => {
      home.env.XDG_STATE_HOME = at('state');
    });

    test('the shell starts from the stored script, and a process in the background refreshes it and the status', async () => {
      await slowFour();
      const screen = await sitAt(shell, { flags: ['--no-nudge', '--cached'] });
      await screen.until(/^0\/1 \[0\]>$/m);
      expect(screen.text()).toBe('0/1 [0]>');
      fs.appendFileSync(storedScript(), '# old');
      fs.rmSync(status());
      const calls = await letFourGo();
      expect(calls).toBe(`init ${shell} --no-nudge --cached\n`);
      expect(fs.readFileSync(storedScript(), 'utf8')).toBe((await four('init', shell, '--no-nudge')).stdout);
      expect(fs.readFileSync(status(), 'utf8')).toContain('\t0/1\t');
      expect(modeOf(storedScript())).toBe(0o600);
    });

    test('a script that is older than the command is made again first', async () => {
      const file = await startFile(shell, { flags: ['--no-nudge', '--cached'] });
      fs.writeFileSync(storedScript(), 'echo stale');
      fs.utimesSync(storedScript(), 0, 0);
      const screen = await sitAt(shell, { file });
      await screen.until(/^0\/1 \[0\]>$/m);
      expect(screen.text()).toBe('0/1 [0]>');
    });

    test('says nothing where there is no four any longer', async () => {
      const file = await startFile(shell, { flags: ['--no-nudge', '--cached'] });
      fs.rmSync(at('bin/four'));
      const screen = await sitAt(shell, { file });
      await screen.until(/^\[0\]>$/m);
      expect(screen.text()).toBe('[0]>');
    });
  });

  test('the exit status of the last command is preserved', async () => {
    await four('plan', 'A');
    const screen = await sitAt(shell, { flags: ['--no-nudge'] });
    await screen.until(/^0\/1 \[0\]>$/m);
    screen.type('false\r');
    await screen.until(/^0\/1 \[1\]>$/m);
    screen.type('sh -c "exit 42"\r');
    await screen.until(/^0\/1 \[42\]>$/m);
    screen.type('true\r');
    await screen.until(/^0\/1 \[0\]>$/m);
  });

  test('--no-prompt and --no-nudge leave their parts out', async () => {
    const noPrompt = await sitAt(shell, { flags: ['--no-prompt'] });
    await noPrompt.until(/^\[0\]>$/m);
    expect(noPrompt.text()).toBe(`${MORNING}\n[0]>`);
    fs.writeFileSync(nudged(), '');
    const noNudge = await sitAt(shell, { flags: ['--no-nudge'] });
    await noNudge.until(/\[0\]>$/m);
    expect(noNudge.text()).toBe('0/1 [0]>');
    const neither = await sitAt(shell, { flags: ['--no-nudge', '--no-prompt'] });
    await neither.until(/^\[0\]>$/m);
    await enter(neither);
    expect(neither.text()).toBe('[0]>\n[0]>');
  });

  // Told by /proc.
  if (process.platform === 'linux')
    test('no process is started for a prompt', async () => {
      await four('plan', 'A', 'B', 'C', 'D');
      const screen = await sitAt(shell);
      await screen.until(/^0\/4 \[0\]>$/m);
      screen.type(`echo pid: ${shell === 'fish' ? '$fish_pid' : '$$'}:\r`);
      const [, pid = ''] = /^pid: (\d+):$/m.exec(await screen.until(/^pid: \d+:\n0\/4 \[0\]>$/m)) ?? [];
      const before = faultsOfChildren(pid);
      for (const slot of ['1', '2', '3']) {
        await four('done', slot);
        await enter(screen);
      }
      expect(screen.text()).toMatch(/\n3\/4 1d \[0\]>$/);
      expect(faultsOfChildren(pid)).toBe(before);
      screen.type('/bin/true\r');
      await screen.until((text) => text.endsWith('/bin/true\n3/4 1d [0]>'));
      expect(faultsOfChildren(pid)).toBeGreaterThan(before);
    });

  test('the content of the status file is only printed or ignored, never run', async () => {
    const evil = '$(touch pwned)`touch pwned`\u001b]0;title\u0007%F{red}\\w';
    const [line = ''] = fs.readFileSync(status(), 'utf8').split('\n');
    const [wall = '', seconds = '', day = ''] = line.split('\t');
    const statusLine = (...fields: string[]) => `${[wall, seconds, day, ...fields].join('\t')}\n`;
    const screen = await sitAt(shell, { flags: ['--no-nudge'] });
    await screen.until(/^0\/1 \[0\]>$/m);
    let prompt = '0/1 [0]>';
    for (const [text, shown] of [
      [statusLine('1/2 3d', 'morning', 'Text'), '1/2 3d [0]>'],
      [statusLine(evil, '-'), '[0]>'],
      [statusLine('08/09 007d', '-'), '08/09 007d [0]>'],
      [statusLine('1/2 a[$(touch pwned)]', '-'), '[0]>'],
      [statusLine('rest', '-'), 'rest [0]>'],
      [`${evil}\n`.repeat(1000), '[0]>'],
      [statusLine('0/3 3d', '-'), '0/3 3d [0]>'],
      ['', '[0]>'],
      [statusLine('0/4 3d', '-'), '0/4 3d [0]>'],
      [Buffer.from([0, 255, 10, 0, 13]), '[0]>'],
      [statusLine('0/5', '-'), '0/5 [0]>'],
      ['x'.repeat(30_000_000), '[0]>'],
    ] as const) {
      fs.writeFileSync(status(), text);
      screen.press('enter');
      const end = `${prompt}\n${shown}`;
      await screen.until((all) => all.endsWith(end));
      prompt = shown;
    }
    // What is not ours is never replaced.
    fs.rmSync(status());
    const second = await sitAt(shell);
    await second.until(/^0\/1 \[0\]>$/m);
    fs.writeFileSync(status(), statusLine('0/6', 'evening', evil));
    await enter(second);
    // Without the two control characters; fish takes no such line at all.
    const shown = '$(touch pwned)`touch pwned`]0;title%F{red}\\w\n0/6 [0]>';
    expect(second.text().endsWith(shown)).toBe(shell !== 'fish');
    expect(fs.existsSync(path.join(home.folder, 'pwned'))).toBe(false);
  });
});

describe.each(['bash', 'zsh'] as const)('%s reads the clock', (shell) => {
  const { test } = needs(shell);
  beforeEach(() => four('config', 'minimum', '1'));

  test('and shows the new day after midnight, things planned for it and the end of the streak', async () => {
    await four('did', 'A', '-d', 'yesterday');
    await four('plan', 'A', 'B');
    await four('plan', 'C', '-d', 'tomorrow');
    const screen = await sitAt(shell, { flags: ['--no-nudge'] });
    await screen.until(/^0\/2 1d \[0\]>$/m);
    for (const [now, shown] of [
      ['2026-11-23T23:59', '0/2 1d [0]>'],
      ['2026-11-24T00:00', '0/1 [0]>'],
      ['2026-11-25T12:00:00.000Z', '0/1 [0]>'],
      ['2026-12-07T12:00', '0/1 [0]>'],
      ['2026-12-08T00:00', '[0]>'],
      ['2031-01-01T00:00', '[0]>'],
    ]) {
      screen.type(`export FOURTHINGS_NOW=${now}\r`);
      await screen.until((text) => text.endsWith(`NOW=${now}\n${shown}`));
    }
  });

  test('in the local time zone', async () => {
    home.env.TZ = 'Etc/GMT+12';
    home.env.FOURTHINGS_NOW = undefined;
    const hour = (new Date().getUTCHours() + 12) % 24;
    // There the day begins in more than an hour; three hours to the east it has begun.
    await home.launch('config', 'day-start', String((hour + 2) % 24));
    const screen = await sitAt(shell, { flags: ['--no-nudge'], before: 'export TZ=Etc/GMT+12' });
    await screen.until(/\[0\]>$/m);
    await home.launch('plan', 'A', 'B');
    await home.launch('plan', 'C', '-d', 'tomorrow');
    await enter(screen);
    expect(screen.text()).toMatch(/\n0\/2 \[0\]>$/);
    screen.type('export TZ=Etc/GMT+9\r');
    await screen.until(/GMT\+9\n0\/1 \[0\]>$/);
  });

  test('and prints each nudge from its time on', async () => {
    await four('plan', 'A', 'B');
    const screen = await sitAt(shell);
    await screen.until(/^0\/2 \[0\]>$/m);
    for (const now of [
      '2026-11-23T17:59',
      '2026-11-23T18:00',
      '2026-11-24T07:59',
      '2026-11-24T08:00',
      '2026-11-24T23:00',
    ]) {
      screen.type(`export FOURTHINGS_NOW=${now}\r`);
      await screen.until(new RegExp(`NOW=${now}\n(.*\n)?0/[12] \\[0\\]>$`));
    }
    expect(
      screen
        .text()
        .split('\n')
        .filter((line) => !line.includes('>')),
    ).toEqual([EVENING, MORNING]);
    expect(screen.text()).toContain(`NOW=2026-11-23T18:00\n${EVENING}`);
    expect(screen.text()).toContain(`NOW=2026-11-24T08:00\n${MORNING}`);
  });
});

/** Whatever its start file has set before: the nudge, the prompt, its change and completion. */
async function expectToWork(shell: 'bash' | 'zsh', before: string): Promise<void> {
  await four('config', 'nudge-evening', 'off');
  const screen = await sitAt(shell, { before });
  await screen.until(/^0\/1 \[0\]>$/m);
  await four('plan', 'A');
  screen.type('! true\r');
  await screen.until(/^0\/1 \[1\]>$/m);
  screen.type('four nu\t');
  await screen.until('four nudge');
  expect(screen.text()).toBe(`${MORNING}\n0/1 [0]> ! true\n0/1 [1]> four nudge`);
}

needs('bash').describe('bash', () => {
  beforeEach(() => beginDay('bash'));

  test.each([
    ['a text', "PROMPT_COMMAND='echo one; echo two;  '", 'one\ntwo\n'],
    ['a text that ends in a comment', "PROMPT_COMMAND='echo one # why'", 'one\n'],
    ['a list', "PROMPT_COMMAND=('echo one' 'echo two')", 'one\ntwo\n'],
    ['nothing at all', 'unset PROMPT_COMMAND', ''],
  ])('preserves PROMPT_COMMAND: %s', async (_, before, printed) => {
    await four('plan', 'A');
    await four('config', 'nudge-evening', 'off');
    const screen = await sitAt('bash', { before, after: `. ${home.folder}/init.bash` });
    await screen.until(/^0\/1 \[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe(`${printed}0/1 [0]>\n${printed}0/1 [0]>`);
  });

  test.each([
    'set -u',
    'set -e',
    'set -euo pipefail',
    'set -C',
    'shopt -s failglob nullglob',
    'IFS=/',
    'LC_ALL=C',
    'readonly line status file now day word index streak last LC_ALL=C.UTF-8 IFS',
    'read() { echo read; }; printf() { echo printf; }; test() { echo test; }; complete() { echo complete; }',
    "alias four='four --ascii' read='echo alias' printf='echo alias'",
  ])('works under %s', (before) => expectToWork('bash', before));

  // Bash 4.2 runs what some completions contain; it has no clock before that.
  test.each([
    { version: 401, shown: 'none [0]>' },
    { version: 402, shown: '0/1 none [0]>' },
    { version: 403, shown: '0/1 none [0]>' },
    { version: 404, shown: '0/1 complete [0]>' },
  ])('in bash $version the prompt is "$shown"', async ({ version, shown }) => {
    const before = "PS1='$(complete -p four &>/dev/null && echo complete || echo none) [0]> '";
    const file = await startFile('bash', { before, flags: ['--no-nudge'] });
    const init = path.join(home.folder, 'init.bash');
    const script = fs.readFileSync(init, 'utf8');
    fs.writeFileSync(init, script.replace(/_four_version=\$\(\(.*?\)\)$/m, `_four_version=${version}`));
    expect(fs.readFileSync(init, 'utf8')).not.toBe(script);
    const screen = await sitAt('bash', { file });
    await screen.until(/\[0\]>$/m);
    expect(screen.text()).toBe(shown);
  });

  test('a readonly prompt stays as it is, in silence', async () => {
    const screen = await sitAt('bash', { before: 'readonly PS1', flags: ['--no-nudge'] });
    await screen.until(/^\[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe('[0]>\n[0]>');
  });

  test('an ERR trap fires once for a command that fails', async () => {
    await four('config', 'nudge-morning', 'off');
    const screen = await sitAt('bash', { before: "set -E; trap 'echo TRAPPED' ERR" });
    await screen.until(/^0\/1 \[0\]>$/m);
    screen.type('false\r');
    await screen.until(/^0\/1 \[1\]>$/m);
    await enter(screen);
    expect(count(screen, 'TRAPPED')).toBe(1);
  });

  test('without promptvars the segment is replaced where it stands', async () => {
    const screen = await sitAt('bash', { before: 'shopt -u promptvars', flags: ['--no-nudge'] });
    await screen.until(/^0\/1 \[/m);
    screen.type("PS1='(venv) '$PS1\r");
    await screen.until(/^\(venv\) 0\/1 \[/m);
    await four('plan', 'A', 'B');
    screen.press('enter');
    await screen.until(/^\(venv\) 0\/2 \[.*> ?$/m);
    expect(screen.text()).not.toContain('0/1 0/2');
  });

  test('extending or replacing the prompt does not repeat the segment', async () => {
    const screen = await sitAt('bash');
    await screen.until(/^0\/1 \[0\]>$/m);
    screen.type("PS1='(venv) '$PS1\r");
    await screen.until(/^\(venv\) 0\/1 \[0\]>$/m);
    await four('plan', 'A');
    await enter(screen);
    expect(screen.text()).toMatch(/\n\(venv\) 0\/1 \[0\]>$/);
    screen.type("PS1='new> '\r");
    await screen.until(/^0\/1 new>$/m);
  });

  test('a line longer than the terminal wraps correctly', async () => {
    const screen = await sitAt('bash', { flags: ['--no-nudge'] });
    await screen.until(/^0\/1 \[0\]>$/m);
    screen.type(`echo ${'x'.repeat(100)}\r`);
    await screen.until(/^x{80}\nx{20}\n0\/1 \[0\]>$/m);
  });
});

needs('zsh').describe('zsh', () => {
  beforeEach(() => beginDay('zsh'));

  test.each([
    'setopt nounset',
    'setopt errexit',
    'setopt noclobber',
    'setopt ksharrays',
    'setopt shwordsplit globsubst',
    'IFS=/',
    'emulate sh',
    'emulate ksh',
    "alias four='four --ascii' print='echo alias'; alias -g local=oops",
  ])('works under %s', (before) => expectToWork('zsh', before));

  test('a readonly prompt stays as it is, in silence', async () => {
    const screen = await sitAt('zsh', { before: 'readonly PROMPT', flags: ['--no-nudge'] });
    await screen.until(/^\[0\]>$/m);
    await enter(screen);
    expect(screen.text()).toBe('[0]>\n[0]>');
  });

  test('with nopromptpercent the segment is text that is replaced where it stands', async () => {
    const screen = await sitAt('zsh', { before: "PROMPT='here> '; setopt nopromptpercent", flags: ['--no-nudge'] });
    await screen.until(/^0\/1 here>$/m);
    screen.type("PROMPT='(venv) '$PROMPT\r");
    await screen.until(/^\(venv\) 0\/1 here>$/m);
    await four('plan', 'A', 'B');
    await enter(screen);
    expect(screen.text()).toMatch(/\n\(venv\) 0\/2 here>$/);
  });

  test('preserves precmd and other hooks', async () => {
    const before =
      'precmd() { print one $? }; two() { print two $? }; autoload -Uz add-zsh-hook; add-zsh-hook precmd two';
    const screen = await sitAt('zsh', { before, after: 'three() { print three $? }; add-zsh-hook precmd three' });
    await screen.until(/^0\/1 \[0\]>$/m);
    screen.type('false\r');
    await screen.until(/one 1\ntwo 1\nthree 1\n0\/1 \[1\]>$/);
  });

  test('completes at the first prompt when completion is set up again after it, as plugin managers do', async () => {
    const later = 'later() { zle -F $1; autoload -Uz compinit; compinit -i; zle -M "set up" }';
    const screen = await sitAt('zsh', { after: `${later}; exec {fd}< <(sleep 0.1; echo); zle -F $fd later` });
    await screen.until('set up');
    screen.type('four nu');
    await screen.until(/> four nu$/m);
    screen.type('\t');
    await screen.until('four nudge');
  });

  test('completes whether completion was set up earlier or later', async () => {
    for (const start of [
      { before: 'autoload -Uz compinit; compinit -i' },
      { after: 'autoload -Uz compinit; compinit -i' },
    ]) {
      const screen = await sitAt('zsh', start);
      await screen.until(/\[0\]>$/m);
      screen.type('four nu\t');
      await screen.until('four nudge');
    }
  });
});

needs('fish').describe('fish', () => {
  beforeEach(() => four('config', 'minimum', '1'));

  test('shows the new day after midnight', async () => {
    const start = (new Date().getHours() + 12) % 24;
    home.at(new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString());
    await four('config', 'day-start', String(start));
    await four('plan', 'A', 'B');
    await four('plan', 'C', '-d', 'tomorrow');
    const file = await startFile('fish', { flags: ['--no-nudge'] });
    // By the clock, and not by the time that was set.
    const screen = home.start(placeOf('fish'), ['--no-config', '-i', '-C', `. ${file}`], {
      env: { FOURTHINGS_NOW: '' },
    });
    await screen.until(/^0\/1 \[0\]>$/m);
  });

  test('uses FOURTHINGS_NOW if it is set', async () => {
    home.at('2031-05-05T10:00');
    await four('plan', 'A', 'B', 'C');
    await four('plan', 'D', '-d', 'tomorrow');
    const screen = await sitAt('fish', { flags: ['--no-nudge'] });
    await screen.until(/^0\/3 \[0\]>$/m);
    screen.type('set -x FOURTHINGS_NOW 2031-05-06T00:10\r');
    await screen.until(/^0\/1 \[0\]>$/m);
  });

  test('a prompt that is defined again, as when the start file is read again, has the segment again', async () => {
    const screen = await sitAt('fish', { flags: ['--no-nudge'] });
    await screen.until(/^0\/1 \[0\]>$/m);
    screen.type(`function fish_prompt; echo 'new> '; end; source ${home.folder}/init.fish\r`);
    await screen.until(/^0\/1 new>$/m);
  });

  test('the prompt gets its arguments', async () => {
    const before = "function fish_prompt; printf '<%s>' $argv; printf '> '; end";
    const screen = await sitAt('fish', { before, flags: ['--no-nudge'] });
    await screen.until(/^0\/1 <>>$/m);
    screen.type('fish_prompt --final-rendering\r');
    await screen.until(/^0\/1 <--final-rendering>>/m);
  });

  test('follows the time zone', async () => {
    // The day begins within two hours in one zone, and has begun in the other.
    home.env.FOURTHINGS_NOW = undefined;
    home.env.TZ = 'Etc/GMT+12';
    const screen = await sitAt('fish', { flags: ['--no-nudge'] });
    await screen.until(/\[0\]>$/);
    // As processes of their own, which live in that zone.
    await home.launch('config', 'day-start', String((new Date().getUTCHours() + 14) % 24));
    await home.launch('plan', 'A', 'B');
    await home.launch('plan', 'C', '-d', 'tomorrow');
    await enter(screen);
    expect(screen.text()).toMatch(/\n0\/2 \[0\]>$/);
    screen.type('set -x TZ Etc/GMT+9\r');
    await screen.until(/GMT\+9\n0\/1 \[0\]>$/);
  });

  test('the statuses of a pipe are preserved', async () => {
    const screen = await sitAt('fish', {
      flags: ['--no-nudge'],
      before: 'function fish_prompt; printf \'[%s]> \' "$pipestatus"; end',
    });
    await screen.until(/\[0\]>$/m);
    screen.type('false | true | sh -c "exit 3"\r');
    await screen.until(/\[1 0 3\]>$/m);
  });
});

/** Page faults of the children a process has waited for: any child has some. */
function faultsOfChildren(pid: string): number {
  const fields = fs
    .readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[8]);
}
