import fs from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { SHELLS } from '../../src/shell/shells.ts';

// Other commands wait for ten seconds, which a busy machine may need for some of them without any wait.
const BUSY_TIMEOUT_MS = 60_000;
const driver = await import('../../src/store/driver.ts');
jest.unstable_mockModule('../../src/store/driver.ts', () => ({ ...driver, BUSY_TIMEOUT_MS }));
const { useHome } = await import('../support/four.ts');

const home = useHome();
const { four } = home;

async function whileLocked(lock: 'EXCLUSIVE' | 'IMMEDIATE', work: () => Promise<void>): Promise<void> {
  await four('plan', 'A', 'B');
  const other = driver.openDatabase(home.storeFile());
  other.exec(`BEGIN ${lock}`);
  const start = performance.now();
  try {
    await work();
  } finally {
    other.close();
  }
  expect(performance.now() - start).toBeLessThan(BUSY_TIMEOUT_MS);
}

test.each(SHELLS)('four init %s prints its script', async (shell) => {
  const { stdout } = await four('init', shell);
  await whileLocked('EXCLUSIVE', async () => {
    expect(await four('init', shell)).toEqual({ stdout, stderr: '', status: 0 });
  });
});

test('the status file stays as it was', async () => {
  await whileLocked('EXCLUSIVE', async () => {
    const before = fs.readFileSync(`${home.storeFile()}.status`, 'utf8');
    await four('init', 'bash');
    expect(fs.readFileSync(`${home.storeFile()}.status`, 'utf8')).toBe(before);
  });
});

test('four nudge says nothing, as if nothing were due', async () => {
  home.at('2026-11-23T19:00');
  await whileLocked('EXCLUSIVE', async () => {
    expect(await four('nudge')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

test('TAB offers what it knows without the store', async () => {
  await whileLocked('EXCLUSIVE', async () => {
    expect(await four('__complete', 'fish', '--', 'done', '')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
  await whileLocked('EXCLUSIVE', async () => {
    expect((await four('__complete', 'fish', '--', 'don', '')).status).toBe(0);
    expect((await four('__complete', 'fish', '--', 'done', '--d')).stdout).toMatch(/^--date\t.*\n--db\t.*\n$/);
    expect((await four('__complete', 'fish', '--', 'str')).stdout).toMatch(/^streak\t/);
    expect((await four('__complete', 'fish', '--', 'config', 'min')).stdout).toMatch(/^minimum\t/);
  });
});

test('while another program only prepares a change, everything is read', async () => {
  home.at('2026-11-23T19:00');
  await whileLocked('IMMEDIATE', async () => {
    expect((await four('nudge')).stdout).toMatch(/^Two of two are open/);
    expect((await four('__complete', 'fish', '--', 'done', '')).stdout).toMatch(/^1\tA\n2\tB\nall\t/);
  });
});
