import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { expectError, type Home, launch } from '../support/four.ts';
import {
  copyOf,
  counts,
  diary,
  expectEqual,
  type SyncJson,
  slots,
  status,
  sync,
  syncAll,
  useHomes,
} from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';
import { withDatabase } from '../support/stores.ts';

// `four sync --rewrite` makes one commit of the history, without what was dropped or reworded, and the other machines follow.

const { describe, test } = needs('git', 'sh');

const homes = useHomes(['laptop', 'desktop', 'tower'], async ({ all, laptop, remote }) => {
  await laptop.four('plan', 'Write', 'Call Xaver', 'Swim', 'Xylophone');
  await laptop.four('done', '1', '-m', 'Published');
  await laptop.four('rest', '2026-12-24', '-m', 'Away');
  for (const home of all) await sync(home, remote.folder);
  // What is to be forgotten.
  await laptop.four('edit', '2', 'Call');
  await laptop.four('drop', '4');
});
const { laptop, desktop, tower, remote } = homes;

const rewrite = (home: Home) => home.json<SyncJson & { rewritten: boolean }>('sync', '--rewrite');

/** Everything in a repository, also what no branch has any more. */
async function allObjects(folder: string): Promise<string> {
  const { stdout } = await launch(
    placeOf('git'),
    ['cat-file', '--batch-all-objects', '--batch', '--buffer'],
    { ...laptop.env },
    '',
    folder,
  );
  return stdout;
}

function logs(home: Home): string {
  return withDatabase(home.storeFile(), (db) => JSON.stringify(db.prepare('SELECT * FROM replica').all()));
}

test('the history is one commit, without what was dropped or reworded, and nothing else is lost', async () => {
  expect(await rewrite(laptop)).toMatchObject({ came: counts(), went: counts(2), rewritten: true });
  expect(await remote.git('rev-list', '--count', '--all')).toBe('1\n');
  await remote.git('reflog', 'expire', '--expire=now', '--all');
  await remote.git('gc', '--quiet', '--prune=now');
  expect(await allObjects(remote.folder)).not.toMatch(/Xaver|Xylophone/);
  expect(await allObjects(path.join(copyOf(laptop), '.git'))).not.toMatch(/Xaver|Xylophone/);
  expect(logs(laptop)).not.toMatch(/Xaver|Xylophone/);
  expect(await slots(laptop)).toEqual(['1 Write ✓ Published', '2 Call', '3 Swim']);
  expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
  expect(await homes.git(copyOf(laptop), 'status', '--porcelain')).toBe('');
});

test('the other machines follow, with what they have changed meanwhile, and bring nothing back', async () => {
  await rewrite(laptop);
  await desktop.four('done', '3', '-m', 'Ten lanes');
  await desktop.four('did', 'Fixed');
  // Seen by nobody else yet: the thing stays.
  await tower.four('edit', '4', 'Glockenspiel');
  expect(await sync(desktop)).toMatchObject({ came: counts(2), went: counts(2) });
  expect(await remote.git('log', '--format=%s', 'main')).not.toMatch(/Xaver|Xylophone/);
  expect(await sync(tower)).toMatchObject({ went: counts(1) });
  await syncAll(homes.all);
  expect(await slots(tower)).toEqual([
    '1 Write ✓ Published',
    '2 Call',
    '3 Swim ✓ Ten lanes',
    '4 Glockenspiel',
    '- Fixed ✓',
  ]);
  await remote.git('reflog', 'expire', '--expire=now', '--all');
  await remote.git('gc', '--quiet', '--prune=now');
  expect(await allObjects(remote.folder)).not.toMatch(/Xaver/);
  for (const home of homes.all) {
    expect(logs(home)).not.toMatch(/Xaver/);
    expect(await allObjects(path.join(copyOf(home), '.git'))).not.toMatch(/Xaver/);
  }
  // A backup was kept before.
  expect(fs.readdirSync(`${desktop.storeFile()}.backups`)).toContainEqual(expect.stringContaining('before-sync'));
});

test('a dry run says what following would bring, and a restored backup follows too', async () => {
  const backup = path.join(desktop.folder, 'backup.db');
  await desktop.four('backup', backup);
  await rewrite(laptop);
  expect(await desktop.json('sync', '--dry-run')).toMatchObject({ came: counts(2), went: counts() });
  await sync(desktop);
  await desktop.four('restore', backup);
  expect(await sync(desktop, remote.folder)).toMatchObject({ came: counts(2), went: counts() });
  expect(logs(desktop)).not.toMatch(/Xaver|Xylophone/);
  await syncAll(homes.all);
});

test('a clone that is gone, or another rewrite meanwhile, changes nothing in that', async () => {
  await rewrite(laptop);
  await sync(desktop);
  await desktop.four('drop', '3');
  await rewrite(desktop);
  fs.rmSync(copyOf(tower), { recursive: true });
  await tower.four('plan', '-d', 'tomorrow', 'Pack');
  await rewrite(tower);
  await syncAll(homes.all);
  expect(JSON.parse(await remote.read('fourthings.json'))).toMatchObject({ generation: 3 });
  expect(logs(laptop)).not.toMatch(/Xaver|Xylophone|Swim/);
});

test('a page that was emptied goes and stays away, and your own words on a page stay', async () => {
  await laptop.four('plan', '-d', 'tomorrow', 'Xenon');
  await syncAll(homes.all);
  await laptop.four('drop', '1', '-d', 'tomorrow');
  await sync(laptop);
  const page = await remote.read('days/2026/2026-11-23.md');
  await remote.commit({ 'days/2026/2026-11-23.md': `${page}\nA good day, in my own words.\n` });
  await rewrite(laptop);
  for (const home of [desktop, tower, laptop, desktop]) await sync(home);
  expect(await remote.files()).not.toContain('days/2026/2026-11-24.md');
  expect(await remote.read('days/2026/2026-11-23.md')).toContain('\nA good day, in my own words.\n');
  expect(await remote.git('log', '-p', 'main')).not.toMatch(/Xenon|Xylophone/);
  await expectEqual(homes.all);
});

test('tags from before a join go too', async () => {
  await remote.git('tag', 'before-join-2026-11-01-abcdefg', 'main');
  await remote.git('tag', 'mine', 'main');
  await rewrite(laptop);
  expect(await remote.git('tag')).toBe('mine\n');
});

test('another machine that pushes meanwhile is waited for', async () => {
  await desktop.four('done', '3');
  // The first forced push finds that somebody was quicker.
  remote.hook(
    'pre-receive',
    `read -r old new name; [ "$(git rev-list --count "$new")" = 1 ] || exit 0; rm "$0"; git update-ref refs/heads/main main^ && exit 1`,
  );
  expect((await laptop.four('sync', '--rewrite')).status).toBe(1);
  await rewrite(laptop);
  await syncAll(homes.all);
  expect((await diary(laptop)) as object).toEqual(await diary(tower));
});

test('a remote that keeps its history says so', async () => {
  await remote.git('config', 'receive.denyNonFastForwards', 'true');
  expectError(await laptop.four('sync', '--rewrite'), 1, /rejected what was sent: its history cannot be replaced/);
  expect(await sync(laptop)).toMatchObject({ went: counts() });
  await syncAll(homes.all);
  expect(await status(laptop)).toMatchObject({ waiting: 0 });
});

describe('the command', () => {
  test('tells what was done, and what still has it', async () => {
    const { stdout } = await laptop.four('sync', '--rewrite');
    expect(stdout).toContain('The history of the remote is one commit now. The other machines follow');
    expect(stdout).toContain('Backups, and the host of the repository for a while, still have');
  });

  test('stands alone', async () => {
    expectError(await laptop.four('sync', '--rewrite', '--dry-run'), 2, /--rewrite has no dry run/);
    expectError(await laptop.four('sync', '--rewrite', '--status'), 2, /--status stands alone/);
  });
});

const CHANGES = [
  'edit 1 Xa',
  'edit 1 Xb',
  'undone 1',
  'done 2',
  'drop 2',
  'drop 3',
  'did Fixed',
  'move 3 tomorrow',
  'rest today',
];

test('whoever rewrites at whatever time, all machines are equal in the end', async () => {
  const steps = fc.array(
    fc.record({ machine: fc.nat(2), what: fc.constantFrom(...CHANGES, 'sync', 'sync', 'sync --rewrite') }),
    { minLength: 4, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const { machine, what } of all) await homes.all[machine]?.four(...what.split(' '));
      await syncAll(homes.all);
      await expectEqual(homes.all);
    }),
    runs(2, 300),
  );
});
