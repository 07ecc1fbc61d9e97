import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { useHome } from './support/four.ts';

const home = useHome();
const { launch } = home;

const hasCompileCache = Number.parseInt(process.versions.node, 10) >= 22;

const MAIN = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));

const state = () => path.join(home.folder, 'state');
const code = () => path.join(state(), 'fourthings/code');

beforeEach(() => {
  home.env.XDG_STATE_HOME = state();
});

/** Every file with compiled code. */
function kept(folder = code()): string[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.map((name) => path.join(folder, name)).filter((file) => fs.statSync(file).isFile());
}

function size(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
}

async function streak(): Promise<string> {
  const { stdout, stderr, status } = await launch('streak');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

(hasCompileCache ? describe : describe.skip)('compiled code', () => {
  test('is kept for the user alone on the second run of a command, and used again', async () => {
    const first = await streak();
    expect(kept()).toEqual([]);
    expect(await streak()).toBe(first);
    // A file for each bundle that the command loaded.
    const files = kept().map((file) => [file, fs.statSync(file).mtimeMs]);
    expect(files.length).toBeGreaterThan(0);
    expect(fs.statSync(code()).mode & 0o777).toBe(0o700);
    expect(await streak()).toBe(first);
    expect(kept().map((file) => [file, fs.statSync(file).mtimeMs])).toEqual(files);
  });

  test('has the functions that the command called', async () => {
    await streak();
    await streak();
    const loaded = path.join(home.folder, 'loaded');
    const load = `require('module').enableCompileCache(${JSON.stringify(loaded)}); require(${JSON.stringify(MAIN)})`;
    execFileSync(process.execPath, ['-e', load]);
    expect(size(kept())).toBeGreaterThan(1.3 * size(kept(loaded)));
  });

  test('is not kept of a command that fails', async () => {
    for (let run = 0; run < 2; run += 1) expect((await launch('nonsense')).status).toBe(2);
    expect(kept()).toEqual([]);
  });

  test('of another build is removed on the first run of this one', async () => {
    const old = path.join(code(), '0123456789abcdef/v1');
    fs.mkdirSync(old, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(old, 'code'), '');
    await streak();
    expect(fs.existsSync(old)).toBe(false);
  });

  test.each<[string, (bytes: Buffer) => Buffer | string]>([
    ['cut short', (bytes) => bytes.subarray(0, 1000)],
    ['empty', () => ''],
    ['of another kind', () => 'not code at all'],
    ['a page of noughts', (bytes) => Buffer.from(bytes).fill(0, 1024, 4096)],
    [
      'wrong in one bit',
      (bytes) => {
        const wrong = Buffer.from(bytes);
        const middle = Math.floor(wrong.length / 2);
        wrong.writeUInt8(wrong.readUInt8(middle) ^ 4, middle);
        return wrong;
      },
    ],
  ])('that is %s is not used', async (_, damage) => {
    const first = await streak();
    await streak();
    expect(kept()).not.toEqual([]);
    for (const file of kept()) fs.writeFileSync(file, damage(fs.readFileSync(file)));
    expect(await streak()).toBe(first);
  });

  // Each leaves a folder on the way in which somebody else could put code of theirs.
  test.each<[string, () => void]>([
    ['another user can write to', () => fs.chmodSync(state(), 0o777)],
    ['a group can write to', () => fs.chmodSync(path.join(state(), 'fourthings'), 0o770)],
    [
      'is a link',
      () => {
        fs.renameSync(state(), `${state()}-elsewhere`);
        fs.symlinkSync(`${state()}-elsewhere`, state());
      },
    ],
  ])('is not kept below a folder that %s', async (_, spoil) => {
    fs.mkdirSync(path.join(state(), 'fourthings'), { recursive: true, mode: 0o700 });
    spoil();
    await streak();
    await streak();
    expect(kept()).toEqual([]);
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot('is not kept in the home of another user, as under sudo', async () => {
    fs.mkdirSync(state());
    fs.chownSync(state(), 1, 1);
    await streak();
    await streak();
    expect(kept()).toEqual([]);
  });

  test.each([['/dev/null/at/all'], ['/proc/1/state'], ['relative'], ['']])(
    'is not kept where the folder for state is %j',
    async (folder) => {
      home.env.XDG_STATE_HOME = folder;
      home.env.HOME = '';
      home.env.FOURTHINGS_DB = path.join(home.folder, 'four.db');
      await streak();
      expect(fs.readdirSync(home.folder).filter((name) => name !== 'four.db')).toEqual([]);
    },
  );
});

(hasCompileCache ? test.skip : test)('Node 20 keeps no compiled code', async () => {
  await streak();
  expect(fs.existsSync(state())).toBe(false);
});

test('a missing build is reported with the way out', () => {
  const bin = path.join(home.folder, 'package/bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.copyFileSync(new URL('../bin/four.js', import.meta.url), path.join(bin, 'four.cjs'));
  expect(() => execFileSync(process.execPath, [path.join(bin, 'four.cjs')], { stdio: 'pipe' })).toThrow(
    /npm run build/,
  );
});
