import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, jest } from '@jest/globals';
import { takeLock } from '../../src/store/lock.ts';
import { Git } from '../../src/sync/git.ts';
import { stoppable } from '../../src/sync/stoppable.ts';
import { expectError, type Home, LAUNCHER } from '../support/four.ts';
import { copyOf, counts, expectEqual, nextLine, program, slots, status, sync, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { PATH, placeOf } from '../support/programs.mjs';
import { startScreen } from '../support/screen.mjs';
import { expectWhole } from '../support/stores.ts';

const { test } = needs('git', 'sh');

const PAGE = 'days/2026/2026-11-23.md';

const homes = useHomes(['laptop', 'desktop'], async ({ laptop, desktop, remote }) => {
  await laptop.four('plan', 'Write', 'Swim');
  await sync(laptop, remote.folder);
  await sync(desktop, remote.folder);
  await laptop.four('config', 'sync-auto', 'on');
});
const { laptop, desktop, remote } = homes;

afterEach(() => {
  jest.useRealTimers();
});

/** Time passes only when the test says so, in this process: on a busy machine anything may take longer than a timeout. */
function holdTime(): void {
  jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
}

/** A named pipe, to wait for something or to hold it up. */
function pipe(name: string): string {
  const file = path.join(homes.folder, name);
  execFileSync('mkfifo', [file], { env: { PATH } });
  return file;
}

test('a change is synced in the background, in both directions', async () => {
  await desktop.four('done', '2');
  await sync(desktop);
  expect(await laptop.four('-q', 'done', '1')).toEqual({ stdout: '', stderr: '', status: 0 });
  await laptop.settled();
  expect(await remote.read(PAGE)).toMatch(/- \[x\] Write\n- \[x\] Swim\n/);
  expect(await status(laptop)).toMatchObject({ auto: true, waiting: 0, failure: null });
  expect(await sync(desktop)).toMatchObject({ came: counts(1), went: counts() });
  await expectEqual(homes.all);
});

test('neither the command nor the next ones wait for the sync', async () => {
  const [reached, held, through] = [pipe('reached'), pipe('held'), pipe('through')];
  // The hook holds up the first push until the test lets it go on.
  remote.hook('pre-receive', `rm "$0"; echo reached > '${reached}'; head -n1 '${held}' > /dev/null`);
  remote.hook('post-receive', `rm "$0"; echo through > '${through}'`);
  const arrived = nextLine(reached);
  expect(await laptop.launch('-q', 'done', '1')).toEqual({ stdout: '', stderr: '', status: 0 });
  expect(await arrived).toBe('reached');
  expect(await laptop.four('-q', 'did', 'Fixed')).toEqual({ stdout: '', stderr: '', status: 0 });
  expect((await laptop.four()).stdout).toContain('Write');
  expect(await remote.read(PAGE)).toContain('- [ ] Write');
  const pushed = nextLine(through);
  await fs.promises.writeFile(held, 'go\n');
  expect(await pushed).toBe('through');
  // One of them has waited for the first.
  await laptop.settled();
  expect(await remote.read(PAGE)).toMatch(/- \[x\] Write\n.*Fixed/s);
});

test.each([[], ['check'], ['-d', 'yesterday']])(
  'looking at a day fetches in the background, for the prompt too: four %j',
  async (...words) => {
    await desktop.four('done', '1');
    await sync(desktop);
    laptop.stdin = '';
    const shown = await laptop.four(...words);
    expect(shown.stdout).not.toContain('✔');
    await laptop.settled();
    expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Swim']);
    expect(fs.readFileSync(`${laptop.storeFile()}.status`, 'utf8')).toContain('\t2026-11-23\t1/4\t');
  },
);

test('a program that reads the day fetches nothing', async () => {
  await desktop.four('done', '1');
  await sync(desktop);
  await laptop.json();
  await laptop.four('-q');
  await laptop.settled();
  expect(await slots(laptop)).toEqual(['1 Write', '2 Swim']);
});

test('plan waits for a moment for what other machines have', async () => {
  await desktop.four('plan', 'Call');
  await sync(desktop);
  holdTime();
  const { stdout } = await laptop.four('plan', 'Read');
  expect(stdout).toMatch(/3 ○ Call\n.*4 ○ Read/);
  await laptop.settled();
  await sync(desktop);
  expect(await slots(desktop)).toHaveLength(4);
});

test('four asks for no plan that another machine has made', async () => {
  await desktop.four('plan', '-d', 'tomorrow', 'Call', 'Read');
  await sync(desktop);
  laptop.at('2026-11-24T08:00');
  // A terminal on which it would ask.
  laptop.terminal = 80;
  holdTime();
  expect((await laptop.four()).stdout).toMatch(/1 ○.* Call\n.*2 ○.* Read/);
});

test('plan does not wait for a remote that hangs', async () => {
  const held = pipe('held');
  program(laptop, 'git', `[ -e '${held}' ] && cat '${held}'; exec '${placeOf('git')}' "$@"`);
  expect((await laptop.four('plan', 'Read')).stdout).toContain('Read');
  // It still hangs: somebody reads from the pipe.
  const writer = fs.openSync(held, 'w');
  fs.rmSync(held);
  fs.closeSync(writer);
  await laptop.settled();
  expect(await status(laptop)).toMatchObject({ waiting: 0, failure: null });
});

test('a failure is seen before the first sync that succeeds', async () => {
  await desktop.four('config', 'sync-remote', path.join(homes.folder, 'nowhere.git'));
  desktop.sql('UPDATE sync SET remote = NULL, revision = NULL, at = NULL, tried_at = NULL');
  await desktop.four('config', 'sync-auto', 'on');
  await desktop.settled();
  await desktop.four('done', '1');
  await desktop.settled();
  expect(await status(desktop)).toMatchObject({
    at: null,
    failure: { message: expect.stringContaining('nowhere.git') },
  });
  expect((await desktop.four()).stdout).toContain('The last sync failed, Mon 23 Nov, 08:00');
  await desktop.settled();
});

test('a dead network is not taken for a corrupted working copy, which would be checked for long', async () => {
  const calls = path.join(homes.folder, 'calls');
  program(laptop, 'git', `echo "$*" >> '${calls}'; exec '${placeOf('git')}' "$@"`);
  fs.renameSync(remote.folder, `${remote.folder}.away`);
  expectError(await laptop.four('sync'), 1, /could not be reached/);
  expect(fs.readFileSync(calls, 'utf8')).toMatch(/ fetch /);
  expect(fs.readFileSync(calls, 'utf8')).not.toMatch(/ fsck /);
});

test('many changes in a row all arrive', async () => {
  for (const text of ['One', 'Two', 'Three', 'Four']) await laptop.four('did', text);
  await laptop.settled();
  expect(await status(laptop)).toMatchObject({ waiting: 0, failure: null });
  expect(await sync(desktop)).toMatchObject({ came: counts(4) });
  await expectEqual(homes.all);
});

test('an unreachable remote fails no command; four says calmly that the last sync failed', async () => {
  expect((await laptop.four()).stdout).not.toContain('sync');
  await laptop.settled();
  fs.renameSync(remote.folder, `${remote.folder}.away`);
  laptop.at('2026-11-23T10:00');
  expect(await laptop.four('-q', 'done', '1')).toEqual({ stdout: '', stderr: '', status: 0 });
  await laptop.settled();
  expectWhole(laptop.storeFile());
  expect(await laptop.four()).toEqual({
    stdout: expect.stringMatching(/The last sync failed, Mon 23 Nov, 10:00\. To see why: four sync --status\n/),
    stderr: '',
    status: 0,
  });
  expect((await laptop.four('sync', '--status')).stdout).toMatch(/failed +Mon 23 Nov, 10:00:\s.*could not be reached/s);
  // The JSON for scripts does not change.
  expect(Object.keys(await laptop.json())).toEqual(Object.keys(await desktop.json()));
  fs.renameSync(`${remote.folder}.away`, remote.folder);
  await laptop.four('done', '2');
  await laptop.settled();
  expect((await laptop.four()).stdout).not.toContain('sync');
  expect(await sync(desktop)).toMatchObject({ came: counts(2) });
});

test('neither does a missing git, a remote of a newer version, or a missing working copy', async () => {
  const before = laptop.env.PATH;
  laptop.env.PATH = path.join(homes.folder, 'nowhere');
  expect(await laptop.four('-q', 'done', '1')).toEqual({ stdout: '', stderr: '', status: 0 });
  await laptop.settled();
  expect((await laptop.four('sync', '--status')).stdout).toContain('git is not installed');
  laptop.env.PATH = before;
  await remote.commit({ 'fourthings.json': '{"format":"fourthings-diary","version":3}\n' });
  expect(await laptop.four('-q', 'done', '2')).toEqual({ stdout: '', stderr: '', status: 0 });
  await laptop.settled();
  expect((await laptop.four('sync', '--status')).stdout).toContain('newer version of four');
  await remote.git('update-ref', 'refs/heads/main', 'main^');
  fs.rmSync(copyOf(laptop), { recursive: true });
  await laptop.four('did', 'Fixed');
  await laptop.settled();
  expect(await status(laptop)).toMatchObject({ waiting: 0, failure: null });
  expect(await sync(desktop)).toMatchObject({ came: counts(3) });
});

test('four says calmly when the last sync is old', async () => {
  laptop.at('2026-11-25T08:00');
  expect((await laptop.four()).stdout).not.toContain('sync');
  // That has synced in the background.
  await laptop.settled();
  laptop.at('2026-11-29T08:00');
  expect(await laptop.four()).toEqual({
    stdout: expect.stringContaining('Last synced 4 days ago. To sync: four sync\n'),
    stderr: '',
    status: 0,
  });
  await laptop.settled();
  await sync(laptop);
  expect((await laptop.four()).stdout).not.toContain('sync');
});

test('commands that change nothing send nothing, and neither does a sync', async () => {
  const calls = path.join(homes.folder, 'calls');
  remote.hook('post-receive', `echo >> '${calls}'`);
  for (const words of [[], ['log'], ['week'], ['sync'], ['sync', '--status'], ['sync', '--dry-run'], ['export']])
    await laptop.four(...words);
  await laptop.settled();
  expect(fs.existsSync(calls)).toBe(false);
  await laptop.four('done', '1');
  await laptop.settled();
  expect(fs.readFileSync(calls, 'utf8')).toBe('\n');
});

test('without the setting, or without a remote, nothing is synced', async () => {
  const refs = await remote.refs();
  await laptop.four('config', 'sync-auto', 'off');
  await laptop.four('done', '1');
  await desktop.four('done', '2');
  await laptop.settled();
  await desktop.settled();
  expect(await remote.refs()).toBe(refs);
  await laptop.four('config', 'sync-remote', '--unset');
  await laptop.four('config', 'sync-auto', 'on');
  await laptop.four('did', 'Fixed');
  await laptop.settled();
  expect(await remote.refs()).toBe(refs);
  expect((await laptop.four()).stdout).not.toContain('sync');
});

test('undo is synced too', async () => {
  const before = await slots(laptop);
  await laptop.four('plan', 'Call');
  await laptop.settled();
  expect(await remote.read(PAGE)).toContain('- [ ] Call');
  await laptop.four('undo');
  await laptop.settled();
  expect(await remote.read(PAGE)).not.toContain('- [ ] Call');
  await sync(desktop);
  expect(await slots(desktop)).toEqual(before);
});

test('while one sync runs, one waits, and the others end at once', async () => {
  const [running, waiting] = ['lock', 'queue'].map((name) => takeLock(`${laptop.storeFile()}.sync.${name}`, 0));
  await laptop.four('done', '1');
  const refs = await remote.refs();
  // It would wait for two minutes.
  expect(await laptop.launch('__auto-sync')).toEqual({ stdout: '', stderr: '', status: 0 });
  // So does the one that `done` has started.
  await laptop.settled();
  waiting?.release();
  running?.release();
  expect(await remote.refs()).toBe(refs);
  // The one that waited sends what the others have left.
  expect(await laptop.launch('__auto-sync')).toEqual({ stdout: '', stderr: '', status: 0 });
  expect(await status(laptop)).toMatchObject({ waiting: 0, failure: null });
});

test('two syncs of one store never run at the same time', async () => {
  const log = path.join(homes.folder, 'log');
  program(
    laptop,
    'git',
    `echo $PPID >> '${log}'; '${placeOf('git')}' "$@"; code=$?; echo $PPID >> '${log}'; exit $code`,
  );
  await laptop.four('config', 'sync-auto', 'off');
  await laptop.four('done', '1');
  const results = await Promise.all([laptop.launch('__auto-sync'), laptop.launch('-q', 'sync')]);
  expect(results).toEqual(results.map(() => ({ stdout: '', stderr: '', status: 0 })));
  const pids = fs.readFileSync(log, 'utf8').trim().split('\n');
  const turns = pids.filter((pid, index) => pid !== pids[index - 1]);
  expect(turns).toHaveLength(2);
  expect(new Set(turns).size).toBe(2);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a sync, its git, and a dry run with its folder',
  async (signal) => {
    const [reached, held, temporary] = [pipe('reached'), pipe('held'), path.join(homes.folder, 'tmp')];
    fs.mkdirSync(temporary);
    laptop.env.TMPDIR = temporary;
    program(
      laptop,
      'git',
      `for word; do [ "$word" = fetch ] && { echo $$ > '${reached}'; exec cat '${held}'; }; done; exec '${placeOf('git')}' "$@"`,
    );
    for (const words of [['sync'], ['sync', '--dry-run']]) {
      const pid = nextLine(reached);
      const child = spawn(process.execPath, [LAUNCHER, ...words], {
        env: { ...laptop.env },
        cwd: laptop.folder,
        stdio: 'ignore',
      });
      const exited = new Promise((resolve) => child.once('exit', (code, by) => resolve({ code, by })));
      const git = Number(await pid);
      child.kill(signal);
      expect(await exited).toEqual({ code: null, by: signal });
      expect(() => process.kill(git, 0)).toThrow('ESRCH');
    }
    expect(fs.readdirSync(temporary)).toEqual([]);
    laptop.env.PATH = PATH;
    expect(await status(laptop)).toMatchObject({ failure: null });
    expect(await sync(laptop)).toMatchObject({ went: counts() });
  },
);

const TIMEOUT_MS = 10_000;

function gitOf({ folder, env }: Home): Git {
  const stopped = new AbortController().signal;
  return new Git(folder, { env, canAsk: false, timeoutMs: TIMEOUT_MS, helpers: [], stopped });
}

test('a git that hangs is ended when its time is up', async () => {
  const [reached, held] = [pipe('reached'), pipe('held')];
  program(laptop, 'git', `echo $$ > '${reached}'; exec cat '${held}'`);
  holdTime();
  const answer = gitOf(laptop).reach(['fetch']);
  const pid = Number(await nextLine(reached));
  jest.advanceTimersByTime(TIMEOUT_MS);
  await expect(answer).rejects.toMatchObject({ kind: 'unreachable', message: 'no answer in 10 seconds' });
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a remote that is slow but answers is waited for', async () => {
  const [reached, held] = [pipe('reached'), pipe('held')];
  const step = `echo 'Receiving objects' >&2; echo > '${reached}'; head -n1 '${held}'`;
  program(laptop, 'git', `for number in 1 2 3; do ${step}; done`);
  holdTime();
  const go = fs.openSync(held, 'r+');
  const answer = gitOf(laptop).reach(['fetch']);
  for (const line of ['one', 'two', 'three']) {
    await Promise.race([nextLine(reached), answer]);
    jest.advanceTimersByTime(TIMEOUT_MS - 1);
    fs.writeSync(go, `${line}\n`);
  }
  expect(await answer).toBe('one\ntwo\nthree\n');
  fs.closeSync(go);
});

test('a sync that does not end is stopped', async () => {
  const never = (stopped: AbortSignal) =>
    new Promise((_, reject) => stopped.addEventListener('abort', () => reject(stopped.reason)));
  await expect(stoppable(60, never)).rejects.toMatchObject({
    kind: 'unreachable',
    message: 'not finished after 0.001 minutes',
  });
});

test('a terminal says what is waited for', async () => {
  const [reached, held] = [pipe('reached'), pipe('held')];
  program(
    laptop,
    'git',
    `for word; do [ "$word" = fetch ] && { echo > '${reached}'; cat '${held}'; }; done; exec '${placeOf('git')}' "$@"`,
  );
  const screen = startScreen(process.execPath, [LAUNCHER, 'sync'], {
    cwd: laptop.folder,
    env: { ...laptop.env, TERM: 'xterm-256color', COLUMNS: undefined },
  });
  await nextLine(reached);
  expect(await screen.until('Ctrl-C stops it')).toMatch(/^\s*Syncing with .*remote\.git…/);
  await fs.promises.writeFile(held, 'go\n');
  await screen.until('Already in sync.');
  expect(await screen.exited).toMatchObject({ exitCode: 0 });
});
