import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimFolder, isOurFolder, makeFolder, readOwnText } from '../../src/store/files.ts';
import { takeLock } from '../../src/store/lock.ts';
import { bytes, modeOf } from '../support/stores.ts';

let folder: string;
const inFolder = (name: string) => path.join(folder, name);

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'four-'));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

/** What can have a name that we would like to use. */
const STRANGERS: [string, (file: string) => void][] = [
  ['a folder with a thesis', (file) => [fs.mkdirSync(file), fs.writeFileSync(path.join(file, 'thesis.tex'), 'Words')]],
  ['a plain file', (file) => fs.writeFileSync(file, 'Words')],
  ['a link to a folder', (file) => [fs.mkdirSync(inFolder('target')), fs.symlinkSync('target', file)]],
  ['a link to a file', (file) => [fs.writeFileSync(inFolder('target'), ''), fs.symlinkSync('target', file)]],
  ['a link that leads nowhere', (file) => fs.symlinkSync('nowhere', file)],
];

describe('a folder of ours', () => {
  test('is made private with a marker inside, and known again', () => {
    claimFolder(inFolder('new'));
    claimFolder(inFolder('new'));
    expect([isOurFolder(inFolder('new')), modeOf(inFolder('new'))]).toEqual([true, 0o700]);
    expect(fs.readdirSync(inFolder('new'))).toEqual(['.four']);
  });

  test('may have its marker further inside', () => {
    claimFolder(inFolder('new'), '.git/four');
    expect([isOurFolder(inFolder('new'), '.git/four'), isOurFolder(inFolder('new'))]).toEqual([true, false]);
  });

  test('may have been empty before', () => {
    fs.mkdirSync(inFolder('empty'));
    claimFolder(inFolder('empty'));
    expect(isOurFolder(inFolder('empty'))).toBe(true);
  });

  test.each(STRANGERS)('is not %s: that is left as it is', (_, make) => {
    make(inFolder('taken'));
    const before = bytes(folder);
    expect(() => claimFolder(inFolder('taken'))).toThrow(`${inFolder('taken')} was not made by four`);
    expect(isOurFolder(inFolder('taken'))).toBe(false);
    expect(bytes(folder)).toEqual(before);
  });

  test.each<[string, (marker: string) => void]>([
    ['is a link', (marker) => [fs.renameSync(marker, inFolder('marker')), fs.symlinkSync(inFolder('marker'), marker)]],
    ['says something else', (marker) => fs.writeFileSync(marker, 'mine')],
    ['is endless', (marker) => fs.writeFileSync(marker, fs.readFileSync(marker, 'utf8') + ' '.repeat(100_000))],
    ['is a folder', (marker) => [fs.rmSync(marker), fs.mkdirSync(marker)]],
  ])('is not one whose marker %s', (_, spoil) => {
    claimFolder(inFolder('new'));
    spoil(inFolder('new/.four'));
    expect(isOurFolder(inFolder('new'))).toBe(false);
    expect(() => claimFolder(inFolder('new'))).toThrow('was not made by four');
  });

  if (process.getuid?.() === 0)
    test('is not one of another user', () => {
      claimFolder(inFolder('new'));
      fs.chownSync(inFolder('new/.four'), 54_321, 54_321);
      expect(isOurFolder(inFolder('new'))).toBe(false);
      fs.chownSync(inFolder('new/.four'), 0, 0);
      fs.chownSync(inFolder('new'), 54_321, 54_321);
      expect(isOurFolder(inFolder('new'))).toBe(false);
    });
});

if (process.platform === 'linux')
  test('a folder that cannot be made is an error at once', () => {
    // There, making folders one below the other never returns on some Nodes.
    expect(() => makeFolder('/proc/1/state/fourthings')).toThrow(expect.objectContaining({ code: expect.any(String) }));
  });

test('a text is only read from a small file of the user', () => {
  fs.writeFileSync(inFolder('text'), 'Words');
  fs.symlinkSync('text', inFolder('link'));
  fs.writeFileSync(inFolder('large'), 'x'.repeat(65_537));
  expect(['text', 'link', 'large', 'none', '.'].map((name) => readOwnText(inFolder(name)))).toEqual([
    'Words',
    ...Array(4).fill(undefined),
  ]);
});

describe('a lock', () => {
  test('is held by one at a time', () => {
    const lock = takeLock(inFolder('lock'), 0);
    expect(takeLock(inFolder('lock'), 0)).toBeUndefined();
    lock?.release();
    takeLock(inFolder('lock'), 0)?.release();
    expect(bytes(folder)).toEqual({ lock: expect.stringMatching(/^100600 /) });
  });

  test.each(STRANGERS)('is not taken on %s: that is left as it is', (_, make) => {
    make(inFolder('lock'));
    const before = bytes(folder);
    expect(() => takeLock(inFolder('lock'), 0)).toThrow(`${inFolder('lock')} was not made by four`);
    expect(bytes(folder)).toEqual(before);
  });
});
