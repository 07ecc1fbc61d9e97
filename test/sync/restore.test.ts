import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import { expectError, type Home } from '../support/four.ts';
import { diary, expectEqual, sync, syncAll, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';
import { dump } from '../support/stores.ts';

// A restore says what the next sync will do; with --as-truth, all machines become what the backup is.

const { test } = needs('git', 'sh');

const homes = useHomes(['laptop', 'desktop'], async ({ all, laptop, remote }) => {
  await laptop.four('plan', 'Write', 'Swim', 'Read');
  await laptop.four('done', '1', '-m', 'Published');
  await laptop.four('rest', '2026-12-24', '-m', 'Away');
  await laptop.four('lost', 'Sale', '--next', 'Call');
  for (const home of all) await sync(home, remote.folder);
});
const { laptop, desktop, remote } = homes;

const backupOf = async (home: Home) => {
  const file = path.join(home.folder, 'backup.db');
  await home.four('backup', file);
  return file;
};

/** Makes the words of a line, whose last ones may be quoted. */
const run = async (home: Home, line: string) => home.four(...line.split(' '));

const CHANGES = [
  'edit 1 Written',
  'undone 1',
  'done 2 3',
  'drop 2',
  'drop 4',
  'swap 1 3',
  'swap 2 4',
  'move 2 tomorrow',
  'move 1 2026-11-30',
  'did Fixed',
  'plan Four',
  'plan -d tomorrow Later',
  'rest --cancel 2026-12-24',
  'rest 2026-12-25',
  'lost Another --let-go',
  'config minimum 2',
];

test('--as-truth makes the store what the backup is, and undo takes it back', async () => {
  const begin = path.join(laptop.folder, 'begin.db');
  await laptop.four('backup', begin);
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(CHANGES, { maxLength: 4 }),
      fc.shuffledSubarray(CHANGES, { maxLength: 6 }),
      async (first, then) => {
        fs.copyFileSync(begin, laptop.storeFile());
        for (const line of first) await run(laptop, line);
        const backup = await backupOf(laptop);
        const wanted = await diary(laptop);
        for (const line of then) await run(laptop, line);
        const before = await diary(laptop);
        expect(await laptop.four('restore', backup, '--as-truth')).toMatchObject({ stderr: '', status: 0 });
        expect(await diary(laptop)).toEqual(wanted);
        await laptop.four('undo');
        expect(await diary(laptop)).toEqual(isDeepStrictEqual(before, wanted) ? expect.anything() : before);
        fs.rmSync(backup);
      },
    ),
    runs(12, 1000),
  );
});

test('--as-truth puts things back that have exchanged their slots', async () => {
  const backup = await backupOf(laptop);
  const wanted = await diary(laptop);
  await laptop.four('swap', '1', '3');
  await laptop.four('restore', backup, '--as-truth');
  expect(await diary(laptop)).toEqual(wanted);
});

test('with the next sync all machines are what the backup is, and after an undo what they were', async () => {
  const backup = await backupOf(laptop);
  const wanted = await diary(laptop);
  for (const line of CHANGES) await run(laptop, line);
  await syncAll(homes.all);
  for (const line of CHANGES) await run(desktop, line);
  await syncAll(homes.all);
  const before = await diary(laptop);
  await laptop.four('restore', backup, '--as-truth');
  await syncAll(homes.all);
  expect(await diary(desktop)).toEqual(wanted);
  await laptop.four('undo');
  expect(await diary(laptop)).toEqual(before);
  await syncAll(homes.all);
});

test('--as-truth keeps the remote, says what comes of it, and keeps the store as it was', async () => {
  const backup = await backupOf(laptop);
  await laptop.four('edit', '2', 'Walk');
  const before = dump(laptop.storeFile());
  const { kept } = await laptop.json<{ kept: string }>('restore', backup, '--as-truth');
  expect(dump(kept)).toEqual(before);
  const { stdout } = await laptop.four('restore', backup, '--as-truth');
  expect(stdout).toContain('The next sync restores it on all machines.\n  To take it back: four undo\n');
  expect(await sync(laptop)).toMatchObject({ remote: remote.folder });
  await laptop.four('config', 'sync-remote', '--unset');
  expect((await laptop.four('restore', backup, '--as-truth')).stdout).not.toContain('next sync');
  expectError(await laptop.four('restore', `${backup}.none`, '--as-truth'), 1, /no such file/);
});

test('without it, says that the next sync brings everything up to date, and how to keep it, which works', async () => {
  const backup = await backupOf(laptop);
  const wanted = await diary(laptop);
  await laptop.four('drop', '2');
  await desktop.four('done', '3');
  await syncAll(homes.all);
  const { stdout } = await laptop.four('restore', backup);
  const said = stdout.replace(/\s+/g, ' ');
  expect(said).toContain('That brings back what has been changed since, here too.');
  const [, first = '', second = ''] =
    /remote: four (.*?) That .* run this after the sync: four (.*) $/.exec(said) ?? [];
  await run(laptop, first);
  await expectEqual(homes.all);
  expect(await diary(laptop)).not.toEqual(wanted);
  await run(laptop, second);
  await syncAll(homes.all);
  expect(await diary(desktop)).toEqual(wanted);
});

test('--as-truth does not take what another machine has changed and this one has not seen', async () => {
  const backup = await backupOf(laptop);
  await laptop.four('drop', '2');
  await sync(laptop);
  await desktop.four('plan', '-d', 'tomorrow', 'Unseen');
  await laptop.four('restore', backup, '--as-truth');
  await sync(laptop);
  await syncAll(homes.all);
  expect(JSON.stringify(await diary(laptop))).toContain('Unseen');
  expect(JSON.stringify(await diary(desktop))).toContain('Swim');
});

test('--as-truth starts a store where there is none', async () => {
  const backup = await backupOf(laptop);
  fs.rmSync(desktop.storeFile());
  expect(await desktop.json('restore', backup, '--as-truth')).toEqual({ restored: backup, kept: null });
  expect(await diary(desktop)).toEqual(await diary(laptop));
});
