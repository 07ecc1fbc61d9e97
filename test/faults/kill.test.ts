import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { openOrCreate } from '../../src/store/database.ts';
import { LAUNCHER, useHome } from '../support/four.ts';
import { chance, scaled, tell } from '../support/scale.ts';
import { BUILT, contents, expectWhole, modeOf, Script } from '../support/stores.ts';

const home = useHome();

/** One change of every kind, in order. With `--json`, each prints its result in one line. */
const SCENARIO = `
  plan Write Swim Call
  done 1 -m Published
  did Fixed
  edit 2 Dive
  move 3 tomorrow
  drop 2
  rest 2025-01-01 --to 2025-12-31 -m Away
  undo
  undo --redo
  lost Sale --next Again -m Sooner
  lost Train --let-go
  config minimum 3
  plan -d tomorrow More
  undone 1
  done all
  backup copy.db
  config day-start 04:00
  move 1 -3
  restore copy.db
  did Printed
  import ../history.csv
  undo -n 3
  undo --redo -n 2
  rest 2025-06-01 --to 2025-12-31 --cancel
  lost Keys
  lost --settle 1 --let-go
  did Swept
  drop Swept
  config labels body mind heart spirit
  config labels --unset
  edit 1 Another`
  .trim()
  .split('\n')
  .map((line) => ['--json', ...line.trim().split(' ')]);

/** A file of another tool that needs more than one page of the store. */
const HISTORY = `day,text,done\n${Array.from({ length: 300 }, (_, index) => `2024-0${1 + (index % 9)}-01,Thing ${index},yes`).join('\n')}\n`;

const STORE = 'fourthings.db';
const BACKUP = 'copy.db';

const LOOP = `
  const [built, commands] = process.argv.slice(1);
  (async () => { for (const words of JSON.parse(commands)) if (await require(built).main(words)) process.exit(1); })();`;

/** The files before a command of the scenario, and their contents. */
interface State {
  readonly folder: string;
  readonly contents: readonly unknown[][];
}

const KILLS = scaled(24, 500);
const random = chance();

test('a power cut loses nothing: a change is on the disk before its result is printed', () => {
  // With FULL, a deleted rollback journal may come back and undo the change: https://www.sqlite.org/pragma.html#pragma_synchronous
  const database = openOrCreate(path.join(home.folder, STORE), '2026-11-23' as Day);
  try {
    expect(database.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(database.pragma('synchronous', { simple: true })).toBe(3);
  } finally {
    database.close();
  }
});

test(`kill -9 at any moment, ${KILLS} times: what was printed is stored, and nothing is stored by half`, async () => {
  fs.writeFileSync(path.join(home.folder, 'history.csv'), HISTORY);
  const states = await prepare();
  const millisPerLaunch = await timeALaunch();
  let cutShort = 0;
  let unprinted = 0;
  // A kill may come too late, where the machine has less to do than before: half of them must hit a command.
  let kills = 0;
  while (kills < KILLS || cutShort <= KILLS / 2) {
    for (const { wasKilled, isLast } of await Promise.all([trial(kills), trial(kills + 1)])) {
      if (wasKilled) cutShort += 1;
      if (wasKilled && isLast) unprinted += 1;
    }
    kills += 2;
  }
  tell(`${kills} kills, ${cutShort} of them in time, ${unprinted} between storing and printing`);

  async function trial(number: number): Promise<{ wasKilled: boolean; isLast: boolean }> {
    const folder = path.join(home.folder, `trial-${number}`);
    // The launcher with one command, as users run it, and one long process, which spends more of its time writing.
    const isLaunch = number % 3 === 0;
    const first = Math.floor(random() * SCENARIO.length);
    const commands = SCENARIO.slice(first, first + (isLaunch ? 1 : 8));
    fs.cpSync(states[first]?.folder as string, folder, { recursive: true });
    const env = { ...home.env, HOME: folder, FOURTHINGS_DB: path.join(folder, STORE) };
    const { printed, signal } = await (isLaunch
      ? cut([LAUNCHER, ...(commands[0] ?? [])], env, 0, random() * 1.1 * millisPerLaunch)
      : cut(['-e', LOOP, BUILT, JSON.stringify(commands)], env, Math.floor(random() * commands.length), random() * 12));
    const what = { number, folder, command: commands[printed], before: commands[printed - 1], printed, signal };

    const open = fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => modeOf(path.join(folder, name)) & 0o077);
    expect({ ...what, open }).toEqual({ ...what, open: [] });
    const doctor = await new Script(`process.exitCode = await main(['doctor'])`, env).ended;
    expect({ ...what, doctor }).toMatchObject({ doctor: { stderr: '', code: 0 } });
    const found = contents(env.FOURTHINGS_DB);
    const possible = [states[first + printed], states[first + printed + 1]].map((state) => state?.contents);
    const place = possible.findIndex((state) => JSON.stringify(state) === JSON.stringify(found));
    if (place < 0) expect({ ...what, found }).toEqual({ ...what, found: possible[0] });
    if (fs.existsSync(env.FOURTHINGS_DB)) expectWhole(env.FOURTHINGS_DB);
    const next = await new Script(`process.exitCode = await main(['did', 'Went on'])`, env).ended;
    expect({ ...what, next }).toMatchObject({ next: { stderr: '', code: 0 } });
    fs.rmSync(folder, { recursive: true });
    return { wasKilled: signal === 'SIGKILL', isLast: place === 1 && printed < commands.length };
  }
});

/** Runs the scenario and keeps the files before each command. */
async function prepare(): Promise<State[]> {
  const folders = Array.from({ length: SCENARIO.length + 1 }, (_, index) => path.join(home.folder, `state-${index}`));
  const work = path.join(home.folder, 'work');
  fs.mkdirSync(work);
  const env = { ...home.env, HOME: work, FOURTHINGS_DB: path.join(work, STORE) };
  const script = `
    const [folders, commands] = words.map((word) => JSON.parse(word));
    for (const [index, folder] of folders.entries()) {
      fs.mkdirSync(folder);
      for (const file of ['${STORE}', '${BACKUP}'])
        if (fs.existsSync(file)) fs.copyFileSync(file, path.join(folder, file));
      if (commands[index]) report({ command: commands[index], status: await main(commands[index]) });
    }`;
  const reports = await new Script(script, env, [JSON.stringify(folders), JSON.stringify(SCENARIO)]).finish();
  expect(reports).toEqual(SCENARIO.map((command) => ({ command, status: 0 })));
  return folders.map((folder) => ({ folder, contents: contents(path.join(folder, STORE)) }));
}

async function timeALaunch(): Promise<number> {
  const begin = performance.now();
  await home.launch('--json', 'did', 'Timed');
  return performance.now() - begin;
}

/** Kills a process some time after a line it prints. Returns how many lines it printed, and how it ended. */
async function cut(
  args: readonly string[],
  env: Record<string, string | undefined>,
  lines: number,
  millis: number,
): Promise<{ printed: number; signal: string | null }> {
  const child = spawn(process.execPath, args, { env: { ...env }, cwd: env.HOME, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<string | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
  let output = '';
  const count = () => output.split('\n').length - 1;
  const reached = new Promise<void>((resolve) => {
    if (lines === 0) resolve();
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (count() >= lines) resolve();
    });
  });
  await Promise.race([reached, closed]);
  await Promise.race([delay(millis, undefined, { ref: false }), closed]);
  child.kill('SIGKILL');
  const signal = await closed;
  return { printed: count(), signal };
}
