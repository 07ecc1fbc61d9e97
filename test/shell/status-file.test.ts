import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { foreignFiles, writeStatus } from '../../src/shell/status-file.ts';
import { Store } from '../../src/store/store.ts';
import { bytes, modeOf, withDatabase } from '../support/stores.ts';

let folder: string;
const file = () => path.join(folder, 'four.db');
const status = () => fs.readFileSync(`${file()}.status`, 'utf8');

/** A line as it is written. */
const line = (done: number) => `2026-11-23T08:00\t1795420800\t2026-11-23\t${done}/4 12d\t-\n`;

let store: Store;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'four-'));
  store = new Store(file(), '2026-11-23T08:00:00.000Z', 'four test');
});

afterEach(() => {
  store.close();
  fs.rmSync(folder, { recursive: true });
});

function change(value: string): void {
  store.change(() => store.settings.save('minimum', value));
}

test('the status file and the marker are private, and the marker keeps what shells wrote', () => {
  change('3');
  writeStatus(store, () => line(1));
  fs.writeFileSync(`${file()}.nudged`, '2026-11-23 morning\n');
  writeStatus(store, () => line(2));
  expect(status()).toBe(line(2));
  expect(fs.readFileSync(`${file()}.nudged`, 'utf8')).toBe('2026-11-23 morning\n');
  expect([modeOf(`${file()}.status`), modeOf(`${file()}.nudged`)]).toEqual([0o600, 0o600]);
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(foreignFiles(store)).toEqual([]);
});

test.each<[string, (name: string) => void]>([
  ['text', (name) => fs.writeFileSync(name, 'Chapter one\n')],
  ['text that begins like ours', (name) => fs.writeFileSync(name, `${line(1)}and more\n`)],
  ['a nudge and more', (name) => fs.writeFileSync(name, '2026-11-23 morning\nDear diary\n')],
  ['a link', (name) => [fs.writeFileSync(`${name}.txt`, line(1)), fs.symlinkSync(`${name}.txt`, name)]],
  ['a link that leads nowhere', (name) => fs.symlinkSync('nowhere', name)],
  ['a folder', (name) => fs.mkdirSync(name)],
])('%s under one of these names is left as it is, and named', (_, make) => {
  change('3');
  const names = [`${file()}.status`, `${file()}.nudged`];
  for (const name of names) make(name);
  const before = bytes(folder);
  writeStatus(store, () => line(1));
  expect(bytes(folder)).toEqual(before);
  expect(foreignFiles(store)).toEqual(names);
});

test('the files lie beside the name of the store, and the backups beside its file', () => {
  fs.mkdirSync(path.join(folder, 'real'));
  fs.symlinkSync('real/one.db', file());
  change('3');
  writeStatus(store, () => line(1));
  expect(fs.readdirSync(folder).sort()).toEqual(['four.db', 'four.db.nudged', 'four.db.status', 'real']);
  store.backups.make(undefined);
  expect(fs.readdirSync(path.join(folder, 'real')).sort()).toEqual(['one.db', 'one.db.backups']);
  expect(fs.lstatSync(file()).isSymbolicLink()).toBe(true);
});

test('no file is written without a store', () => {
  writeStatus(store, () => line(1));
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('the status is written again if another program changes the store meanwhile', () => {
  change('3');
  const minimum = () => line(store.settings.load().minimum);
  let rounds = 0;
  writeStatus(store, () => {
    const text = minimum();
    rounds += 1;
    if (rounds === 1) withDatabase(file(), (database) => database.exec("UPDATE setting SET value = '2'"));
    return text;
  });
  expect([rounds, status()]).toEqual([2, line(2)]);
  writeStatus(store, minimum);
  expect(status()).toBe(line(2));
});

test('hasChanged is true only after a change', () => {
  store.settings.load();
  expect(store.hasChanged).toBe(false);
  change('3');
  expect(store.hasChanged).toBe(true);
  const next = new Store(file(), '2026-11-23T08:00:00.000Z', 'four test');
  next.change(() => next.settings.save('minimum', '3'));
  expect(next.hasChanged).toBe(false);
  expect(next.redo(1)).toEqual([]);
  expect(next.hasChanged).toBe(false);
  next.undo(1);
  expect(next.hasChanged).toBe(true);
  next.close();
});
