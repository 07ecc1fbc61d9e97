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

// Without it, npm ci wants a compiler on every Node. Some ways to install a package leave it out.
test('the lockfile has what scripts/lockfile.mjs adds to it', () => {
  const [script, lockfile] = ['scripts/lockfile.mjs', 'package-lock.json'];
  fs.mkdirSync(path.join(parent, 'scripts'));
  for (const file of [script, lockfile]) fs.copyFileSync(path.join(ROOT, file), path.join(parent, file));
  execFileSync(process.execPath, [path.join(parent, script)]);
  expect(fs.readFileSync(path.join(ROOT, lockfile), 'utf8')).toBe(fs.readFileSync(path.join(parent, lockfile), 'utf8'));
});
