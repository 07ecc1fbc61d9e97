import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { daysAgo, expectError, type Home, LAUNCHER } from '../support/four.ts';
import { counts, diary, expectEqual, type SyncJson, status, sync, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { startScreen } from '../support/screen.mjs';
import { contents, dump } from '../support/stores.ts';

// A first sync of two long histories asks, or takes --join.

const { describe, test } = needs('git', 'sh');

/** Does four things on each of some days that end so many days ago. */
async function keepDiary(home: Home, name: string, from: number, to: number): Promise<void> {
  const lines = ['day,slot,text,done'];
  for (let ago = from; ago >= to; ago -= 1)
    for (const slot of [1, 2, 3, 4]) lines.push(`${daysAgo(ago)},${slot},${name} ${slot},yes`);
  const file = path.join(home.folder, `${name}.csv`);
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  expect(await home.four('import', file)).toMatchObject({ stderr: '', status: 0 });
}

const homes = useHomes(['laptop', 'desktop', 'tower'], async ({ laptop, desktop, remote }) => {
  await keepDiary(laptop, 'Laptop', 30, 11);
  await sync(laptop, remote.folder);
  await keepDiary(desktop, 'Desktop', 16, 1);
});
const { laptop, desktop, tower, remote } = homes;

const folded = (text: string) => text.replace(/\s+/g, ' ');

describe('a first sync of two histories of more than fourteen days each', () => {
  test('changes nothing without a yes, and says how to say it', async () => {
    const [before, refs] = [contents(desktop.storeFile()), await remote.git('for-each-ref')];
    expectError(
      await desktop.four('sync', remote.folder),
      2,
      `two long histories: 16 days only here, 20 days only there\nNothing was changed. To join them: four sync ${remote.folder} --join`,
    );
    expect(contents(desktop.storeFile())).toEqual(before);
    expect(await remote.git('for-each-ref')).toBe(refs);
    expect(fs.existsSync(`${desktop.storeFile()}.backups`)).toBe(false);
    expect(await status(desktop)).toMatchObject({ remote: null });
  });

  test('shows in a dry run what would change', async () => {
    const { stdout } = await desktop.four('sync', '--dry-run', remote.folder);
    expect(folded(stdout)).toContain(
      'This would join two long histories. 16 days only here, 20 days only there. ' +
        'Days that count: 16 now, 30 afterwards. Current streak: 16 now, 30 afterwards. Longest streak: 16 now, 30 afterwards.',
    );
    expect(await desktop.json('sync', '--dry-run', remote.folder)).toMatchObject({ join: { here: 16, there: 20 } });
  });

  test('joins them with --join, and keeps both as they were', async () => {
    const [before, theirs] = [dump(desktop.storeFile()), (await remote.git('rev-parse', 'main')).trim()];
    const result = await desktop.json<SyncJson & { joined: { here: string; there: string } }>(
      'sync',
      remote.folder,
      '--join',
    );
    expect(result).toMatchObject({ came: counts(80), went: counts(64) });
    expect(dump(result.joined.here)).toEqual(before);
    expect((await remote.git('rev-parse', result.joined.there)).trim()).toBe(theirs);
    // The other machine keeps its store when it receives so much.
    const alone = dump(laptop.storeFile());
    await sync(laptop);
    const [backup = ''] = fs
      .readdirSync(`${laptop.storeFile()}.backups`)
      .filter((name) => name.includes('before-sync'));
    expect(dump(path.join(`${laptop.storeFile()}.backups`, backup))).toEqual(alone);
    await expectEqual([laptop, desktop]);
    expect((await desktop.json<{ current: object }>('streak')).current).toMatchObject({ days: 30 });
    // It is asked once.
    expect(await sync(desktop)).toMatchObject({ came: counts(), went: counts() });
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(144) });
  });

  test('is not joined in the background either, which --status says', async () => {
    await desktop.four('config', 'sync-remote', remote.folder);
    await desktop.four('config', 'sync-auto', 'on');
    await desktop.four('plan', 'Write');
    await desktop.settled();
    expect(await remote.files()).not.toContain('days/2026/2026-11-23.md');
    expect((await desktop.json('streak')) as object).toMatchObject({ current: { days: 16 } });
    const failure = { message: expect.stringContaining('two long histories: 17 days only here') };
    expect(await status(desktop)).toMatchObject({ at: null, failure });
  });

  test('asks on a terminal, and says what will change', async () => {
    const begin = () =>
      startScreen(process.execPath, [LAUNCHER, 'sync', remote.folder], {
        cols: 100,
        rows: 24,
        env: { ...desktop.env, TERM: 'xterm-256color', COLUMNS: undefined },
        cwd: desktop.folder,
      });
    const before = dump(desktop.storeFile());
    const no = begin();
    expect(await no.until('Join them?')).toMatch(
      /16 days only here, 20 days only there\.\s+Days that count: 16 now, 30 afterwards\. Current streak: 16 now, 30 afterwards\./,
    );
    no.press('enter');
    expect(await no.exited).toMatchObject({ exitCode: 1 });
    expect(dump(desktop.storeFile())).toEqual(before);
    const yes = begin();
    await yes.until('Join them?');
    yes.press('down', 'enter');
    await yes.until('To go back to this store');
    expect(await yes.exited).toMatchObject({ exitCode: 0 });
    expect(folded(yes.text())).toContain('Received 80 things, sent 64 things.');
  });
});

test('a join is taken back as a whole', async () => {
  const [ours, theirs] = [await diary(desktop), await diary(laptop)];
  const { joined } = await desktop.json<{ joined: { here: string } }>('sync', remote.folder, '--join');
  await sync(laptop);
  const folder = `${laptop.storeFile()}.backups`;
  const [backup = ''] = fs.readdirSync(folder).filter((name) => name.includes('before-sync'));
  await sync(tower, remote.folder);
  expect(await desktop.four('restore', joined.here)).toMatchObject({ status: 0 });
  expect(await laptop.four('restore', path.join(folder, backup), '--as-truth')).toMatchObject({ status: 0 });
  await sync(laptop);
  await sync(tower);
  expect(await diary(desktop)).toEqual(ours);
  for (const home of [laptop, tower]) expect(await diary(home)).toEqual(theirs);
  expectError(await desktop.four('sync'), 2, /REMOTE is missing/);
});

describe('a first sync is not asked about', () => {
  test('if one side has no more than fourteen days of its own', async () => {
    await keepDiary(tower, 'Tower', 14, 1);
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(80), went: counts(56) });
  });

  test('if both sides have the same days: a copied store, or another repository', async () => {
    const other = await homes.bare('other.git');
    await sync(laptop, other.folder);
    expect(await sync(laptop, remote.folder)).toMatchObject({ came: counts(), went: counts() });
    fs.mkdirSync(path.dirname(tower.storeFile()), { recursive: true });
    fs.copyFileSync(laptop.storeFile(), tower.storeFile());
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(), went: counts() });
  });
});
