import path from 'node:path';
import { expect, jest, test } from '@jest/globals';

// The ten seconds are not waited for: here they are fifty milliseconds.
const driver = await import('../../src/store/driver.ts');
jest.unstable_mockModule('../../src/store/driver.ts', () => ({ ...driver, BUSY_TIMEOUT_MS: 50 }));
const { expectError, useHome } = await import('../support/four.ts');
const { bytes } = await import('../support/stores.ts');

const home = useHome();
const { four } = home;

test('the wait is as long as its error says', () => {
  expect(driver.BUSY_TIMEOUT_MS).toBe(10_000);
});

test('a store held by another program is reported after the wait, in one line', async () => {
  await four('plan', 'Before');
  const copy = path.join(home.folder, 'copy.db');
  await four('backup', copy);
  const before = bytes(path.dirname(home.storeFile()));
  const other = driver.openDatabase(home.storeFile());
  other.exec('BEGIN EXCLUSIVE');
  try {
    for (const line of [
      'plan A',
      '--json done 1',
      'undo',
      'today',
      `backup ${path.join(home.folder, 'other.db')}`,
      `restore ${copy}`,
      'doctor',
      'doctor --fix',
    ])
      expectError(
        await four(...line.split(' ')),
        1,
        /^four: [^\n]*fourthings\.db is busy\n[^\n]*held it for ten seconds[^\n]*\n$/,
      );
  } finally {
    other.close();
  }
  expect(bytes(path.dirname(home.storeFile()))).toEqual(before);
  expect(await four('plan', 'A')).toMatchObject({ stderr: '', status: 0 });
});
