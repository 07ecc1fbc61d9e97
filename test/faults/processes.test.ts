import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../src/store/driver.ts';
import { useHome } from '../support/four.ts';
import { scaled, tell } from '../support/scale.ts';
import { dump, expectWhole, modeOf, QUICK, Script, withDatabase } from '../support/stores.ts';

const home = useHome();
const store = () => home.env.FOURTHINGS_DB ?? home.storeFile();
const PROCESSES = 8;
const CHANGES = scaled(100, 1000);

/** Makes changes of every kind, each with the name of its process in the text, and reports each. */
const WRITER = `
  const [name, count] = words;
  for (let number = 0; number < Number(count); number += 1) {
    const text = name + '-' + number;
    const day = ['-d', '2026-01-' + String((number % 28) + 1).padStart(2, '0')];
    report({ text, status: await main(['did', text, ...day, '-q']) });
  }`;

function write(name: string, count: number): Script {
  return new Script(WRITER, home.env, [name, String(count)]);
}

function textsInStore(): unknown[] {
  return withDatabase(store(), (database) => database.prepare('SELECT text FROM thing').pluck().all());
}

describe('eight processes at once', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(scaled(QUICK, os.tmpdir()), 'four-'));
    home.env.FOURTHINGS_DB = path.join(folder, 'fourthings.db');
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test(`that make ${CHANGES} changes each: all are there, and nobody finds the store locked`, async () => {
    await home.four('plan', 'Before');
    const before = dump(store());
    const begin = performance.now();
    const writers = Array.from({ length: PROCESSES }, (_, index) => write(`P${index}`, CHANGES));
    const reports = (await Promise.all(writers.map((writer) => writer.finish()))).flat();
    tell(`${PROCESSES * CHANGES} changes by ${PROCESSES} processes in ${Math.round(performance.now() - begin)} ms`);
    const texts = Array.from(
      { length: PROCESSES * CHANGES },
      (_, index) => `P${index % PROCESSES}-${Math.floor(index / PROCESSES)}`,
    );
    expect(reports).toHaveLength(texts.length);
    expect(reports).toEqual(expect.arrayContaining(texts.map((text) => ({ text, status: 0 }))));
    expect(textsInStore().sort()).toEqual(['Before', ...texts].sort());
    expectWhole(store());
    // Each is its own change, as far back as changes are kept.
    const kept = Math.min(1000, texts.length);
    const { undone } = await home.json<{ undone: unknown[] }>('undo', '-n', String(kept));
    expect(undone).toHaveLength(kept);
    if (kept === texts.length) expect(dump(store())).toEqual(before);
  });

  test('on a store that is not there yet: one store, with what each has done', async () => {
    for (let round = 0; round < scaled(2, 50); round += 1) {
      for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true });
      const writers = Array.from({ length: PROCESSES }, (_, index) => write(`P${index}`, 1));
      const reports = (await Promise.all(writers.map((writer) => writer.finish()))).flat();
      expect(reports).toEqual(writers.map((_, index) => ({ text: `P${index}-0`, status: 0 })));
      expect(textsInStore().sort()).toEqual(writers.map((_, index) => `P${index}-0`));
      expect(modeOf(store())).toBe(0o600);
      expectWhole(store());
    }
  });

  test('that back up all get their own intact backup', async () => {
    await home.four('plan', 'Before');
    for (let round = 0; round < scaled(2, 50); round += 1) {
      fs.rmSync(`${store()}.backups`, { recursive: true, force: true });
      const script = `report(await json('backup')); report(await json('backup'));`;
      const scripts = Array.from({ length: PROCESSES }, () => new Script(script, home.env));
      const reports = (await Promise.all(scripts.map((one) => one.finish()))).flat() as { backup: string }[];
      const made = new Set(reports.map(({ backup }) => backup));
      expect(made.size).toBe(2 * PROCESSES);
      expect(new Set(fs.readdirSync(`${store()}.backups`))).toEqual(
        new Set([...made].map((name) => path.basename(name))),
      );
      for (const backup of made) expect(dump(backup)).toEqual(dump(store()));
    }
  });

  test('that read, back up and undo do not block each other', async () => {
    await home.four('plan', 'Before', '-d', '2026-11-20');
    const rounds = scaled(10, 200);
    const script = `
      const commands = words.map((word) => JSON.parse(word));
      for (let number = 0; number < ${rounds}; number += 1) {
        const command = commands[number % commands.length].map((word) => word.replace('#', process.pid + '-' + number));
        report({ command, status: await main(command) });
      }`;
    const work = [
      [['did', 'A #'], ['undo']],
      [['did', 'B #'], ['undo'], ['undo', '--redo']],
      [['today'], ['week', '--json'], ['streak', '--why']],
      [['backup', 'copy-#.db'], ['backup']],
      [['doctor'], ['log', '--grep', 'a']],
      [['plan', 'C', '-d', '+1'], ['move', '1', '+2', '-d', '+1'], ['drop', '1', '-d', '+2'], ['log']],
      [
        ['rest', '2026-12-24', '--to', '2027-01-06'],
        ['rest', '2026-12-24', '--to', '2027-01-06', '--cancel'],
      ],
      [
        ['config', 'minimum', '3'],
        ['config', 'minimum', '--unset'],
        ['year', '2026', '--svg', 'year-#.svg'],
      ],
    ];
    const scripts = work.map(
      (commands) =>
        new Script(
          script,
          home.env,
          commands.map((command) => JSON.stringify(command)),
        ),
    );
    const reports = (await Promise.all(scripts.map(({ ended }) => ended))).map(({ reports, stderr, code }) => ({
      code,
      // Others undo what the sixth has planned or dropped, so its slots may be empty or full: such an error is fine.
      stderr: stderr.replace(/^four: (there is nothing in slot 1|.*all four slots).*\n.*\n/gm, ''),
      wrong: (reports as { command: string[]; status: number }[]).filter(
        ({ command, status }) => status > (command[0] === 'plan' ? 2 : 1),
      ),
    }));
    expect(reports).toEqual(work.map(() => ({ code: 0, stderr: '', wrong: [] })));
    expectWhole(store());
    const copies = fs.readdirSync(home.folder).filter((name) => name.startsWith('copy-'));
    expect(copies).toHaveLength(rounds / 2);
    for (const copy of copies) expectWhole(path.join(home.folder, copy));
    // No draft is left.
    const left = fs.readdirSync(home.folder, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => path.basename(name).startsWith('.') || name.endsWith('-journal'))).toEqual([]);
  });
});

test('a store held by another program for a moment is changed afterwards', async () => {
  await home.four('plan', 'Before');
  const letGo = hold();
  const launched = home.launch('plan', 'A');
  // It waits as long as another command may take.
  await home.launch('--version').finally(letGo);
  expect(await launched).toMatchObject({ stderr: '', status: 0 });
  expect((await home.json()).planned).toBe(2);
});

/** Locks the store like a program that writes to it, and returns a function that releases it. */
function hold(): () => void {
  const database = openDatabase(store());
  database.exec('BEGIN EXCLUSIVE');
  return () => database.close();
}
