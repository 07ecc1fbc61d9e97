import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeStatus } from '../../src/shell/status-file.ts';
import { Store } from '../../src/store/store.ts';
import { modeOf, withDatabase } from '../support/stores.ts';

let folder: string;
const file = () => path.join(folder, 'four.db');
const status = () => fs.readFileSync(`${file()}.status`, 'utf8');

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
  writeStatus(store, () => 'one\n');
  fs.writeFileSync(`${file()}.nudged`, 'said\n');
  writeStatus(store, () => 'two\n');
  expect(status()).toBe('two\n');
  expect(fs.readFileSync(`${file()}.nudged`, 'utf8')).toBe('said\n');
  expect([modeOf(`${file()}.status`), modeOf(`${file()}.nudged`)]).toEqual([0o600, 0o600]);
  expect(fs.readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('no file is written without a store', () => {
  writeStatus(store, () => 'one\n');
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('the status is written again if another program changes the store meanwhile', () => {
  change('3');
  const minimum = () => `${store.settings.load().minimum}\n`;
  let rounds = 0;
  writeStatus(store, () => {
    const text = minimum();
    rounds += 1;
    if (rounds === 1) withDatabase(file(), (database) => database.exec("UPDATE setting SET value = '2'"));
    return text;
  });
  expect([rounds, status()]).toEqual([2, '2\n']);
  writeStatus(store, minimum);
  expect(status()).toBe('2\n');
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
