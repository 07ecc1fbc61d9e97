import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { useHome } from './support/four.ts';

const home = useHome();
const { launch } = home;

beforeEach(() => {
  home.env.XDG_STATE_HOME = path.join(home.folder, 'state');
});

const folder = () => path.join(home.folder, 'state/fourthings/code');

/** Every file with compiled code: its name within the folder, when it was written, and what is in it. */
function kept(): { name: string; file: string; mtimeMs: number; bytes: Buffer }[] {
  if (!fs.existsSync(folder())) return [];
  return fs
    .readdirSync(folder(), { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, file: path.join(folder(), name) }))
    .filter(({ file }) => fs.statSync(file).isFile())
    .map(({ name, file }) => ({ name, file, mtimeMs: fs.statSync(file).mtimeMs, bytes: fs.readFileSync(file) }));
}

function modeOf(file: string): number {
  return fs.statSync(file).mode & 0o777;
}

async function streak(): Promise<string> {
  const { stdout, stderr, status } = await launch('streak');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

describe('compiled code', () => {
  test('is kept for each command, for the user alone, and is not written again the same day', async () => {
    const first = await streak();
    const [code, ...more] = kept();
    expect(more).toEqual([]);
    expect(code?.name).toMatch(/^[0-9a-f]{16}-v\d+\.\d+\.\d+-\w+\/streak$/);
    expect([modeOf(code?.file as string), modeOf(folder())]).toEqual([0o600, 0o700]);
    expect(await streak()).toBe(first);
    expect(kept()).toEqual([code]);
    await launch('week');
    expect(kept()).toHaveLength(2);
  });

  test('is written again after a day, with what has been used since', async () => {
    await streak();
    const [code] = kept();
    const yesterday = new Date(Date.now() - 90_000_000);
    fs.utimesSync(code?.file as string, yesterday, yesterday);
    await streak();
    expect(kept()[0]?.mtimeMs).toBeGreaterThan(yesterday.getTime());
  });

  test.each<[string, (bytes: Buffer) => Buffer | string]>([
    ['cut short', (bytes) => bytes.subarray(0, 1000)],
    ['empty', () => ''],
    ['of another kind', () => 'not code at all'],
    ['full of noughts', (bytes) => Buffer.alloc(bytes.length)],
    ['a page of noughts', (bytes) => Buffer.from(bytes).fill(0, 4096, 8192)],
    // Every one of these ended the process when V8 was given it as it was.
    ...[100, 2000, 20_000, 60_000].map((at): [string, (bytes: Buffer) => Buffer] => [
      `wrong in one bit at ${at}`,
      (bytes) => {
        const wrong = Buffer.from(bytes);
        wrong.writeUInt8(wrong.readUInt8(at) ^ 4, at);
        return wrong;
      },
    ]),
  ])('that is %s is not used, and made anew', async (_, damage) => {
    const first = await streak();
    const [code] = kept();
    const { file, bytes } = code as { file: string; bytes: Buffer };
    fs.writeFileSync(file, damage(bytes));
    expect(await streak()).toBe(first);
    expect(kept()[0]?.bytes.length).toBeGreaterThan(50_000);
    expect(await streak()).toBe(first);
  });

  test('of a command that failed is not kept', async () => {
    expect((await launch('drop', '1')).status).toBe(1);
    expect((await launch('nonsense')).status).toBe(2);
    expect(kept()).toEqual([]);
  });

  test.each([
    ['no folder can be made', (state: string) => fs.writeFileSync(state, '')],
    [
      'a folder stands in its place',
      (state: string) => fs.mkdirSync(path.join(state, 'fourthings/code'), { recursive: true }),
    ],
  ])('is no matter where %s', async (_, prepare) => {
    const first = await streak();
    fs.rmSync(path.join(home.folder, 'state'), { recursive: true });
    prepare(path.join(home.folder, 'state'));
    expect(await streak()).toBe(first);
  });

  test.each([['/dev/null/at/all'], ['relative'], ['']])(
    'is no matter where the folder for state is %j',
    async (state) => {
      home.env.XDG_STATE_HOME = state;
      home.env.HOME = '';
      home.env.FOURTHINGS_DB = path.join(home.folder, 'four.db');
      const { stderr, status } = await launch('streak');
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(fs.readdirSync(home.folder).filter((name) => name !== 'four.db')).toEqual([]);
    },
  );

  test('of a name with a path in it goes nowhere else', async () => {
    await launch('../../../../escaped');
    await launch('--db=../x.db', 'streak');
    expect(kept().map(({ name }) => path.basename(name))).toEqual([]);
  });
});

test('a bundle that is not there is told of, with the way out', async () => {
  const bin = path.join(home.folder, 'package/bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.copyFileSync(new URL('../bin/four.js', import.meta.url), path.join(bin, 'four.cjs'));
  const { execFileSync } = await import('node:child_process');
  expect(() => execFileSync(process.execPath, [path.join(bin, 'four.cjs')], { stdio: 'pipe' })).toThrow(
    /npm run build/,
  );
});
