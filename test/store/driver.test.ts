import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.join(import.meta.dirname, '../..');

test('one line says what to do where SQLite cannot be loaded, and help needs no SQLite', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'four-'));
  for (const part of ['bin', 'dist', 'package.json'])
    fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [path.join(folder, 'bin/four.js'), ...words], {
      encoding: 'utf8',
      env: { HOME: folder, FOURTHINGS_DB: path.join(folder, 'four.db') },
    });

  const { status, stdout, stderr } = run('plan', 'Write');
  expect({ status, stdout, stderr: stderr.replace(/\. If .*/, '.') }).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^four: SQLite could not be loaded\nReinstall fourthings with this Node( and allow install scripts)?\.\n$/,
    ),
  });
  expect(run('--help')).toMatchObject({ status: 0, stderr: '' });
  fs.rmSync(folder, { recursive: true });
});
