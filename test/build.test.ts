import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from '@jest/globals';
import { useHome } from './support/four.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const home = useHome();
let parent: string;

beforeEach(() => {
  parent = path.join(home.folder, 'package');
  fs.mkdirSync(path.join(parent, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(parent, 'dist/main.cjs'), '// the previous build\n');
});

// Not into dist, which other tests are running.
function build(env: NodeJS.ProcessEnv = {}): void {
  execFileSync(process.execPath, ['scripts/build.mjs', path.join(parent, 'dist')], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
}

test('a build replaces the previous one', () => {
  build();
  expect(fs.readdirSync(path.join(parent, 'dist'))).toEqual(fs.readdirSync(path.join(ROOT, 'dist')));
  expect(fs.readdirSync(parent)).toEqual(['dist']);
});

test('a build that fails leaves the previous one as it was', () => {
  // esbuild starts this as its own program, in vain.
  expect(() => build({ ESBUILD_BINARY_PATH: path.join(ROOT, 'package.json') })).toThrow('The service was stopped');
  expect(fs.readdirSync(path.join(parent, 'dist'))).toEqual(['main.cjs']);
  expect(fs.readdirSync(parent)).toEqual(['dist']);
});
