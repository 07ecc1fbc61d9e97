import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { expectError, LAUNCHER, open } from '../support/four.ts';
import {
  copyOf,
  counts,
  diary,
  expectEqual,
  gitConfig,
  program,
  type Remote,
  type SyncJson,
  slots,
  status,
  sync,
  syncAll,
  useHomes,
} from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { scaled } from '../support/scale.ts';
import { bytes, expectWhole } from '../support/stores.ts';

const { describe, test } = needs('git', 'sh');

const TOMORROW = '2026-11-24';

/** How often three machines sync at the same time. */
const ROUNDS = scaled(1, 10);

describe('usual texts', () => {
  const homes = useHomes(['laptop', 'desktop'], async ({ laptop, desktop }) => {
    await laptop.four('usual', 'Plan the week', '--on', 'mon');
    await laptop.four('usual', 'Stretch');
    desktop.at('2026-11-23T09:00');
    await desktop.four('usual', 'plan the WEEK', '--on', 'sun');
    await sync(laptop, homes.remote.folder);
    await sync(desktop, homes.remote.folder);
    await sync(laptop);
  });
  const { laptop, desktop, remote } = homes;
  const listed = () => laptop.json<{ text: string; days: string[] }[]>('usual');

  test('that two machines have added are one, with the later words and days', async () => {
    await expectEqual(homes.all);
    expect(await listed()).toMatchObject([
      { text: 'plan the WEEK', days: ['sun'] },
      { text: 'Stretch', days: expect.arrayContaining(['mon', 'sun']) },
    ]);
    expect(await remote.read('usual.md')).toBe('# Usual texts\n\n- plan the WEEK (Sundays)\n- Stretch (every day)\n');
  });

  test('are gone on the other machine when they are dropped', async () => {
    await desktop.four('usual', '--drop', '1');
    expect(await sync(desktop)).toMatchObject({ went: { ...counts(), usual: 1 } });
    expect((await laptop.launch('sync')).stdout).toContain('Received 1 usual text, sent nothing.');
    expect((await listed()).map(({ text }) => text)).toEqual(['Stretch']);
    await expectEqual(homes.all);
  });
});

describe('the notes of weeks', () => {
  const homes = useHomes(['laptop', 'desktop'], async ({ laptop, desktop }) => {
    await laptop.four('week', '--note', 'Call before you write');
    await desktop.four('week', '--note', 'Ask first');
    await desktop.four('week', 'last', '--note', 'Rest');
    await sync(laptop, homes.remote.folder);
    await sync(desktop, homes.remote.folder);
    await sync(laptop);
  });
  const { laptop, desktop, remote } = homes;

  test('that two machines have written for one week are both kept', async () => {
    await expectEqual(homes.all);
    const { nextNote = '' } = await laptop.json<{ nextNote?: string }>('week');
    expect(nextNote.split('; ').sort()).toEqual(['Ask first', 'Call before you write']);
    expect(await remote.read('notes.md')).toBe(
      `# Notes for weeks\n\n## Mon 30 Nov 2026\n\n${nextNote}\n\n## Mon 23 Nov 2026\n\nRest\n`,
    );
  });

  test('are gone on the other machine when they are taken back', async () => {
    await desktop.four('week', 'last', '--note', '');
    expect(await sync(desktop)).toMatchObject({ went: { ...counts(), notes: 1 } });
    const { stdout } = await laptop.launch('sync');
    expect(stdout).toContain('Received 1 note, sent nothing.');
    expect(stdout).toContain('note for the week from Mon 23 Nov: Rest');
    expect(await laptop.json('week')).not.toHaveProperty('note');
    await expectEqual(homes.all);
  });
});

describe('the first sync', () => {
  const homes = useHomes(['laptop', 'desktop'], async ({ laptop }) => {
    await laptop.four('plan', 'Write', 'Swim');
    await laptop.four('rest', '2026-12-24', '-m', 'Away');
    await laptop.four('lost', 'Sale', '--next', 'Call', '-m', 'Sooner');
    await laptop.four('config', 'minimum', '3');
  });
  const { laptop, desktop, remote } = homes;

  test('keeps the address, and transfers everything: things, rest days, setbacks, settings', async () => {
    expect(await sync(laptop, remote.folder)).toEqual({
      remote: remote.folder,
      dryRun: false,
      came: counts(),
      went: counts(3, 1, 1, 1),
    });
    expect((await laptop.four('config', 'sync-remote')).stdout).toContain(remote.folder);
    expect(await sync(desktop, `file://${remote.folder}`)).toEqual({
      remote: `file://${remote.folder}`,
      dryRun: false,
      came: counts(3, 1, 1, 1),
      went: counts(),
    });
    await expectEqual(homes.all);
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
  });

  test('writes a diary that people can read: a page for each day, the setbacks, the settings', async () => {
    await sync(laptop, remote.folder);
    expect(await remote.files()).toEqual([
      'README.md',
      'days/2026/2026-11-23.md',
      'days/2026/2026-12-24.md',
      'fourthings.json',
      'records/2026/2026-11-23.jsonl',
      'records/2026/2026-12-24.jsonl',
      'records/setbacks.jsonl',
      'records/settings.jsonl',
      'setbacks.md',
      'settings.md',
    ]);
    expect(await remote.read('days/2026/2026-11-23.md')).toBe(
      '# Mon 23 Nov 2026\n\n- [ ] Write\n- [ ] Swim\n- [ ] Call\n',
    );
    expect(await remote.read('records/2026/2026-11-23.jsonl')).toMatch(/^(\{"thing":.*"at":.*\}\n){3}$/);
    expect(await remote.read('days/2026/2026-12-24.md')).toContain('Away');
    expect(await remote.read('setbacks.md')).toMatch(/## Mon 23 Nov 2026\n.*Sale.*Sooner/s);
    expect(await remote.read('settings.md')).toContain('- minimum: 3\n');
    expect(JSON.parse(await remote.read('fourthings.json'))).toEqual({ format: 'fourthings-diary', version: 2 });
    expect(await remote.read('README.md')).toContain('four sync');
    // The work tree is clean, so that `git status` only shows what was changed by hand.
    expect(await homes.git(copyOf(laptop), 'status', '--porcelain')).toBe('');
    expect(await homes.git(copyOf(laptop), 'fsck', '--strict')).toBe('');
  });

  test('merges the histories of two machines', async () => {
    desktop.at('2026-11-23T09:00');
    await desktop.four('plan', 'Fix');
    await sync(laptop, remote.folder);
    expect(await sync(desktop, remote.folder)).toMatchObject({ came: counts(3, 1, 1, 1), went: counts(1) });
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Fix']);
    await syncAll(homes.all);
    // A backup was made before the first merge.
    const backups = fs.readdirSync(`${desktop.storeFile()}.backups`);
    expect(backups).toContainEqual(expect.stringContaining('sync'));
  });

  test.each(['main', 'master', 'trunk'])('creates the default branch of an empty repository, %s', async (branch) => {
    const other = await homes.bare('other.git', branch);
    await sync(laptop, other.folder);
    expect(await other.git('for-each-ref', '--format=%(refname)')).toBe(`refs/heads/${branch}\n`);
    expect(await sync(desktop, other.folder)).toMatchObject({ came: counts(3, 1, 1, 1) });
  });

  test('works with an empty store and an empty repository', async () => {
    expect(await sync(desktop, remote.folder)).toMatchObject({ came: counts(), went: counts() });
    await sync(laptop, remote.folder);
    expect(await sync(desktop)).toMatchObject({ came: counts(3, 1, 1, 1) });
    await expectEqual(homes.all);
  });

  test('of many days stores them in one pack of git, not in a file for each', async () => {
    await laptop.four('rest', '2027-01-01', '--to', '2027-03-31');
    await sync(laptop, remote.folder);
    const [, loose, packed] = /^count: (\d+)$.*^in-pack: (\d+)$/ms.exec(
      await homes.git(copyOf(laptop), 'count-objects', '-v'),
    ) as RegExpExecArray;
    expect(Number(packed)).toBeGreaterThan(150);
    expect(Number(loose)).toBeLessThan(30);
    expect(await remote.read('days/2027/2027-03-31.md')).toContain('Rest day');
  });

  test('of many days encrypts them all if the repository has a filter', async () => {
    const rot = 'tr a-zA-Z n-za-mN-ZA-M';
    gitConfig(laptop, `[filter "rot"]\n\tclean = ${rot}\n\tsmudge = ${rot}\n\trequired = true\n`);
    await remote.commit({
      '.gitattributes': '*.md filter=rot\n*.jsonl filter=rot\n',
      'fourthings.json': '{"format":"fourthings-diary","version":2}\n',
    });
    await laptop.four('rest', '2027-01-01', '--to', '2027-03-31', '-m', 'Published');
    expect(await sync(laptop, remote.folder)).toMatchObject({ went: counts(3, 91, 1, 1) });
    const log = await remote.git('log', '-p', '--all');
    expect(log.match(/Choyvfurq/g)).toHaveLength(2 * 90);
    expect(log).not.toContain('Published');
  });
});

describe('four sync', () => {
  const homes = useHomes(['laptop', 'desktop', 'tower'], async ({ laptop, desktop, remote }) => {
    await laptop.four('plan', 'Write', 'Swim');
    await sync(laptop, remote.folder);
    await sync(desktop, `file://${remote.folder}`);
  });
  const { laptop, desktop, tower, remote } = homes;

  test('says in one line what it received and sent', async () => {
    await desktop.four('done', '1');
    await laptop.four('rest', '2026-12-24', '--to', '2026-12-25');
    await laptop.four('lost', 'Sale', '--let-go');
    expect(await laptop.four('sync')).toEqual({
      stdout: '\n  Received nothing, sent 2 rest days and 1 setback.\n\n',
      stderr: '',
      status: 0,
    });
    expect((await desktop.four('sync')).stdout).toBe(
      '\n  Received 2 rest days and 1 setback, sent 1 thing.\n\n  + rest day Thu 24 Dec   + rest day Fri 25 Dec   + lost: Sale\n\n',
    );
    expect((await laptop.four('sync')).stdout).toMatch(/^\n {2}Received 1 thing, sent nothing\.\n\n {2}\S.*\n\n$/);
    expect((await laptop.four('sync')).stdout).toBe('\n  Already in sync.\n\n');
  });

  test('with -q syncs without output', async () => {
    await laptop.four('done', '1');
    expect(await laptop.four('-q', 'sync')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(await sync(desktop)).toMatchObject({ came: counts(1) });
  });

  test('with nothing new on either side leaves the remote unchanged', async () => {
    const refs = await remote.refs();
    expect(await sync(desktop)).toMatchObject({ came: counts(), went: counts() });
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
    expect(await remote.refs()).toBe(refs);
  });

  test('takes in what is changed here while it runs', async () => {
    await laptop.four('rest', '2026-12-24');
    await desktop.four('plan', 'Call');
    await sync(desktop);
    const once = path.join(laptop.folder, 'once');
    const done = `mkdir '${once}' 2>/dev/null && '${process.execPath}' '${LAUNCHER}' done 1 -q`;
    // After it has committed what was changed before, and before it merges.
    program(laptop, 'git', `case "$*" in *commit-tree*) ${done};; esac; exec '${placeOf('git')}' "$@"`);
    await sync(laptop);
    expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Swim', '3 Call']);
    await sync(laptop);
    await sync(desktop);
    await expectEqual([laptop, desktop]);
    expect(await slots(desktop)).toEqual(['1 Write ✓', '2 Swim', '3 Call']);
  });

  test('leaves a page of the working copy alone that is as it should be', async () => {
    const page = path.join(copyOf(laptop), 'days/2026/2026-11-23.md');
    await laptop.four('sync');
    const { ctimeMs } = fs.statSync(page);
    await laptop.four('rest', '2026-12-24');
    await laptop.four('sync');
    expect(fs.statSync(page).ctimeMs).toBe(ctimeMs);
  });

  test('--dry-run says what would be received and sent, and changes nothing', async () => {
    await desktop.four('plan', '-d', TOMORROW, 'Call');
    await sync(desktop);
    await laptop.four('done', '1');
    await laptop.four('rest', '2026-12-24');
    const state = async () => [bytes(laptop.folder), bytes(remote.folder), await remote.refs(), laptop.stored()];
    const before = await state();
    const temporary = path.join(homes.folder, 'tmp');
    fs.mkdirSync(temporary);
    laptop.env.TMPDIR = temporary;
    const { stdout, stderr, status: code } = await laptop.launch('--json', 'sync', '--dry-run');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(JSON.parse(stdout)).toEqual({ remote: remote.folder, dryRun: true, came: counts(1), went: counts(1, 1) });
    expect((await laptop.four('sync', '--dry-run')).stdout).toBe(
      '\n  Would receive 1 thing, would send 1 thing and 1 rest day.\n\n  + Call (Tue 24 Nov)\n\n  Dry run: nothing was changed.\n\n',
    );
    expect(await state()).toEqual(before);
    expect(fs.readdirSync(temporary)).toEqual([]);
    // The sync then does what the dry run said.
    expect(await sync(laptop)).toMatchObject({ came: counts(1), went: counts(1, 1) });
  });

  test('--dry-run of a first sync does not keep the address', async () => {
    await tower.four('plan', 'Call');
    const before = bytes(tower.folder);
    expect(await tower.json<SyncJson>('sync', remote.folder, '--dry-run')).toMatchObject({
      came: counts(2),
      went: counts(1),
    });
    expect(bytes(tower.folder)).toEqual(before);
    expect(await status(tower)).toMatchObject({ remote: null });
  });

  test('--status shows the state without the network', async () => {
    await laptop.four('done', '1');
    fs.rmSync(remote.folder, { recursive: true });
    expect(await status(laptop)).toEqual({
      remote: remote.folder,
      confirmed: true,
      auto: false,
      at: new Date('2026-11-23T08:00').toISOString(),
      failure: null,
      waiting: 1,
      folder: copyOf(laptop),
    });
    const { stdout } = await laptop.four('sync', '--status');
    expect(stdout).toMatch(/last sync +Mon 23 Nov, 08:00\n +to send +1 page\n/);
    expect((await tower.four('sync', '--status')).stdout).toContain('To begin: four sync REMOTE');
  });

  test('without a remote is a usage error, and so are options that exclude each other', async () => {
    expectError(await tower.four('sync'), 2, /REMOTE is missing/);
    expectError(await tower.four('sync', '--dry-run'), 2, /REMOTE is missing/);
    expectError(await laptop.four('sync', '--status', '--dry-run'), 2, /--status stands alone/);
    expectError(await laptop.four('sync', '--status', remote.folder), 2, /--status stands alone/);
    expectError(await laptop.four('sync', remote.folder, 'more'), 2, /too many arguments/i);
    expect(tower.stored()).toEqual([]);
  });

  test.each([
    ['nothing', '', 2],
    ['an option of git', '--upload-pack=touch /tmp/never', 2],
    ['two lines', 'one\ntwo', 2],
    ['a missing folder', 'nowhere', 1],
    ['a folder that is not a repository', '.', 1],
    ['a port nobody listens on', 'https://127.0.0.1:1/four.git', 1],
    ['a protocol that git does not know', 'never://127.0.0.1/four.git', 1],
    ['a command to run', 'ext::sh -c "touch ran"', 2],
  ])('with %s as the address fails calmly, and keeps the remote', async (_, words, code) => {
    const before = laptop.stored();
    const result = await laptop.launch('sync', '--', words);
    expectError(result, code, /^four: /);
    expect(laptop.stored()).toEqual(before);
    expect(fs.existsSync(path.join(laptop.folder, 'ran'))).toBe(false);
    expect(await status(laptop)).toMatchObject({ remote: remote.folder, failure: null });
  });

  test('moves to another remote with the whole history', async () => {
    const other = await homes.bare('other.git');
    expect(await sync(laptop, other.folder)).toMatchObject({ remote: other.folder, came: counts(), went: counts(2) });
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ remote: other.folder, went: counts(1) });
    expect(await sync(desktop)).toMatchObject({ came: counts() });
    expect(await sync(desktop, other.folder)).toMatchObject({ came: counts(1), went: counts() });
    await expectEqual([laptop, desktop]);
  });

  test('finds a remote with a relative path from every folder', async () => {
    const { stdout } = await tower.launch('--json', 'sync', '../remote.git');
    expect(JSON.parse(stdout)).toMatchObject({ remote: remote.folder, came: counts(2) });
    expect(await sync(tower)).toMatchObject({ remote: remote.folder });
    await tower.launch('config', 'sync-remote', '../remote.git');
    expect(await tower.json('config', 'sync-remote')).toEqual({ syncRemote: remote.folder });
  });

  test.each(['none', 'ext::sh', '-x'])('is never configured with %s as the address', async (words) => {
    expectError(await laptop.four('config', 'sync-remote', '--', words), 2, /sync-remote/);
    expect(await status(laptop)).toMatchObject({ remote: remote.folder });
  });

  test('neither pushes nor exports the address', async () => {
    await laptop.four('config', 'sync-auto', 'on');
    await laptop.four('config', 'minimum', '3');
    await laptop.settled();
    await sync(laptop);
    await sync(desktop);
    const pushed = await remote.git('log', '-p', '--all');
    expect(pushed).toContain('minimum');
    for (const text of [pushed, JSON.stringify(await diary(laptop))]) {
      expect(text).not.toContain(remote.folder);
      expect(text).not.toMatch(/sync.?(remote|auto)/i);
    }
    expect(await status(desktop)).toMatchObject({ remote: `file://${remote.folder}`, auto: false });
  });

  const SECRET = ['https://me:geheim@127.0.0.1:1/four.git', 'https://geheim@127.0.0.1:1/four.git'];

  test.each(SECRET)('never prints the password or token of an address: %s', async (address) => {
    await laptop.four('config', 'sync-remote', address);
    const commands = [
      ['sync', address],
      ['sync', '--dry-run', address],
      ['sync'],
      ['sync', '--status'],
      ['--json', 'sync', '--status'],
      [],
      ['doctor'],
      ['export'],
    ];
    expect(await telling(commands)).toEqual([]);
    expect(fs.readFileSync(`${laptop.storeFile()}.status`, 'latin1')).not.toContain('geheim');
  });

  test.each(SECRET)('and neither do the settings and undo: %s', async (address) => {
    const commands = [
      ['config', 'sync-remote', address],
      ['config'],
      ['--json', 'config'],
      ['config', 'sync-remote'],
      ['undo'],
      ['undo', '--redo'],
    ];
    expect(await telling(commands)).toEqual([]);
  });

  /** The commands that print the password. */
  async function telling(commands: readonly (readonly string[])[]): Promise<(readonly string[])[]> {
    const found: (readonly string[])[] = [];
    for (const words of commands) {
      const { stdout, stderr } = await laptop.four(...words);
      if ((stdout + stderr).includes('geheim')) found.push(words);
    }
    return found;
  }

  test('makes the working copy private', async () => {
    const open = Object.entries(bytes(path.dirname(laptop.storeFile()))).filter(([name, mode]) =>
      // Nothing below a private folder can be reached.
      name.includes('/') ? false : Number.parseInt(mode.split(' ')[0] ?? '', 8) & 0o077,
    );
    expect(open).toEqual([]);
  });

  test('on three machines at once, again and again: all end equal, and nothing is lost', async () => {
    await tower.four('plan', '-d', TOMORROW, 'Call');
    await sync(tower, remote.folder);
    for (let round = 0; round < ROUNDS; round += 1) {
      await laptop.four('plan', '-d', `+${round + 2}`, `Laptop ${round}`);
      await desktop.four('did', '-d', '2026-11-22', `Desktop ${round}`);
      await tower.four('rest', `+${round + 30}`);
      const results = await Promise.all(homes.all.map((home) => home.four('--json', 'sync')));
      expect(results.map(({ stderr, status }) => ({ stderr, status }))).toEqual(
        homes.all.map(() => ({ stderr: '', status: 0 })),
      );
    }
    await syncAll(homes.all);
    const { days } = (await diary(laptop)) as { days: { day: string; rest: boolean; things: { text: string }[] }[] };
    const rounds = Array.from({ length: ROUNDS }, (_, round) => [`Laptop ${round}`, `Desktop ${round}`]);
    expect(days.flatMap(({ things }) => things.map(({ text }) => text)).sort()).toEqual(
      ['Call', 'Swim', 'Write', ...rounds.flat()].sort(),
    );
    expect(days.filter(({ rest }) => rest)).toHaveLength(ROUNDS);
  });

  test('restores a history that somebody overwrote with a forced push', async () => {
    const old = await remote.git('rev-parse', 'main');
    await laptop.four('done', '1');
    await laptop.four('plan', '-d', TOMORROW, 'Call');
    await sync(laptop);
    await sync(desktop);
    await remote.git('update-ref', 'refs/heads/main', old.trim());
    await desktop.four('done', '2');
    await sync(desktop);
    await syncAll([laptop, desktop]);
    await sync(tower, remote.folder);
    await expectEqual(homes.all);
    expect(await slots(tower)).toEqual(['1 Write ✓', '2 Swim ✓']);
  });

  test('sends everything to a remote that lost the common history, or is empty again', async () => {
    // Somebody has discarded the old commits.
    const tree = (await remote.git('rev-parse', 'main^{tree}')).trim();
    const root = (await remote.git('commit-tree', tree, '-m', 'Anew')).trim();
    await remote.git('update-ref', 'refs/heads/main', root);
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
    expect(await sync(desktop)).toMatchObject({ came: counts(1) });
    fs.rmSync(remote.folder, { recursive: true });
    await homes.bare('remote.git', 'trunk');
    await desktop.four('done', '2');
    expect(await sync(desktop)).toMatchObject({ came: counts(), went: counts(2) });
    expect(await sync(laptop)).toMatchObject({ came: counts(1), went: counts() });
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
    await expectEqual(homes.all);
  });

  test('leaves other files in the repository alone', async () => {
    await remote.commit({ 'notes.txt': 'mine\n', '.gitattributes': '*.md text eol=lf\n' });
    await laptop.four('done', '1');
    await sync(laptop);
    await sync(desktop);
    await expectEqual([laptop, desktop]);
    expect(await remote.files()).toEqual(expect.arrayContaining(['notes.txt', '.gitattributes']));
  });

  test('moves a diary over whose pages hold their records', async () => {
    await laptop.four('done', '1', '-m', 'Five pages');
    await sync(laptop);
    const before = await remote.files();
    await toFirstVersion(remote);
    expect(await remote.files()).not.toContain('records/2026/2026-11-23.jsonl');
    await desktop.four('edit', '2', 'Swim a mile');
    await sync(desktop);
    expect(await remote.files()).toEqual(before);
    expect(await remote.read('days/2026/2026-11-23.md')).not.toContain('<!--');
    await syncAll([laptop, desktop]);
    expect(await slots(laptop)).toEqual(['1 Write ✓ Five pages', '2 Swim a mile']);
  });

  test('cannot be undone: a machine only takes back its own changes', async () => {
    await laptop.four('done', '1');
    await sync(laptop);
    await sync(desktop);
    expect(await desktop.json('undo')).toEqual({ undone: [] });
    expect(await slots(desktop)).toEqual(['1 Write ✓', '2 Swim']);
  });

  test('syncs the undo of a change that was already synced', async () => {
    await laptop.four('done', '1');
    await laptop.four('plan', 'Call');
    await sync(laptop);
    await sync(desktop);
    await laptop.four('undo', '-n', '2');
    await sync(laptop);
    await sync(desktop);
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim']);
    await laptop.four('undo', '--redo', '-n', '2');
    await syncAll([laptop, desktop]);
    expect(await slots(desktop)).toEqual(['1 Write ✓', '2 Swim', '3 Call']);
  });

  test('lets undo keep what another machine has changed since', async () => {
    await laptop.four('edit', '1', 'Write more');
    await desktop.four('done', '1');
    await sync(desktop);
    await sync(laptop);
    expect(await slots(laptop)).toEqual(['1 Write more ✓', '2 Swim']);
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Swim']);
    await syncAll([laptop, desktop]);
    expectWhole(laptop.storeFile());
  });
});

describe('conflicts', () => {
  const NIGHT = '2026-11-30';
  const homes = useHomes(['laptop', 'desktop', 'tower'], async ({ laptop, desktop, tower, remote }) => {
    await laptop.four('plan', 'Write', 'Swim', 'Call', 'Read');
    await laptop.four('lost', 'Sale');
    await sync(laptop, remote.folder);
    await sync(desktop, remote.folder);

    laptop.at('2026-11-23T09:00');
    await laptop.four('done', '1', '-m', 'Published');
    await laptop.four('drop', '2');
    await laptop.four('edit', '3', 'Call Ann');
    await laptop.four('done', '4', '-m', 'Two pages');
    await laptop.four('plan', '-d', TOMORROW, 'Run', 'Paint');
    await laptop.four('plan', '-d', NIGHT, 'A', 'B', 'C', 'D');
    await laptop.four('rest', '2026-12-24', '-m', 'Away');
    await laptop.four('config', 'minimum', '2');
    await laptop.four('config', 'week-start', 'sunday');
    await laptop.four('lost', '--settle', '1', '-m', 'Sooner', '--let-go');

    desktop.at('2026-11-23T10:00');
    await desktop.four('edit', '1', 'Write the post');
    await desktop.four('edit', '2', 'Swim far');
    await desktop.four('edit', '3', 'Call Bob');
    await desktop.four('done', '4', '-m', 'A chapter');
    await desktop.four('plan', '-d', TOMORROW, 'Sow', 'Reap');
    await desktop.four('plan', '-d', NIGHT, 'E', 'F', 'G');
    await desktop.four('rest', '2026-12-25');
    await desktop.four('config', 'minimum', '3');
    await desktop.four('config', 'day-start', '04:00');
    await desktop.four('lost', 'Keys', '--let-go');

    await sync(laptop);
    await sync(desktop);
    await sync(laptop);
    await sync(tower, remote.folder);
  });
  const { laptop, tower } = homes;

  test('leave all machines equal, with nothing left to send', async () => {
    await expectEqual(homes.all);
    for (const home of homes.all) expect(await sync(home)).toMatchObject({ came: counts(), went: counts() });
  });

  test('a thing done on one machine and reworded on another is both', async () => {
    expect((await slots(tower))[0]).toBe('1 Write the post ✓ Published');
  });

  test('a thing dropped on one machine and reworded on another stays', async () => {
    expect((await slots(tower))[1]).toBe('2 Swim far');
  });

  test('the later of two wordings wins, and the other is shown beside it', async () => {
    expect((await slots(laptop))[2]).toBe('3 Call Bob');
    expect((await laptop.four()).stdout).toContain('Call Ann');
    expect((await laptop.four('log', '--grep', 'Ann')).stdout).toContain('Call Bob');
  });

  test('a thing done on both is done since the earlier time, with both notes', async () => {
    const { things } = await tower.json();
    expect(things[3]).toMatchObject({ doneAt: new Date('2026-11-23T09:00').toISOString() });
    expect(things[3]?.did).toMatch(/Two pages.*A chapter/);
  });

  test('the earlier of two things in one slot stays, and the other takes the next empty slot', async () => {
    for (const home of homes.all)
      expect(await slots(home, '-d', TOMORROW)).toEqual(['1 Run', '2 Paint', '3 Sow', '4 Reap']);
  });

  test('a thing without an empty slot waits', async () => {
    expect(await slots(tower, '-d', NIGHT)).toEqual(['1 A', '2 B', '3 C', '4 D', '- E', '- F', '- G']);
  });

  test('rest days, settings and setbacks of both are kept; a setting has the later value', async () => {
    expect(await diary(tower)).toMatchObject({
      settings: { minimum: 3, weekStart: 'sunday', dayStart: '04:00' },
      setbacks: [
        { text: 'Sale', lesson: 'Sooner', kind: 'let-go' },
        { text: 'Keys', kind: 'let-go' },
      ],
    });
    const { days } = (await diary(tower)) as { days: { day: string; rest: boolean; restReason: string | null }[] };
    expect(days.filter(({ rest }) => rest)).toMatchObject([
      { day: '2026-12-24', restReason: 'Away' },
      { day: '2026-12-25', restReason: null },
    ]);
  });
});

describe('four things on each of two machines', () => {
  const homes = useHomes(['laptop', 'desktop'], async ({ laptop, desktop, remote }) => {
    desktop.at('2026-11-23T09:00');
    await laptop.four('plan', 'A', 'B', 'C', 'D');
    await desktop.four('plan', 'E', 'F', 'G', 'H');
    await sync(laptop, remote.folder);
    await sync(desktop, remote.folder);
    await sync(laptop);
  });
  const { laptop, desktop } = homes;

  test('the earlier four keep their slots, the others wait and are shown', async () => {
    for (const home of homes.all) {
      expect(await slots(home)).toEqual(['1 A', '2 B', '3 C', '4 D', '- E', '- F', '- G', '- H']);
      expect((await home.four()).stdout).toMatch(/ D\n.* E .*waiting.*\n.* F .*\n.* G .*\n.* H .*waiting/);
    }
  });

  test('a thing that waits is offered the next morning, and is carried over when planned', async () => {
    await laptop.four('done', 'all');
    laptop.at('2026-11-24T08:00');
    const { things } = await laptop.json('plan', 'E', 'Z');
    expect(things).toEqual([open(1, 'E', 1), open(2, 'Z')]);
    await sync(laptop);
    await sync(desktop);
    desktop.at('2026-11-24T09:00');
    expect((await desktop.json('plan', 'F')).things).toEqual([open(1, 'E', 1), open(2, 'Z'), open(3, 'F', 1)]);
    await syncAll(homes.all);
  });

  test('plan --again takes what still waits', async () => {
    await laptop.four('done', '1', '2');
    laptop.at('2026-11-24T08:00');
    const { things } = await laptop.json('plan', '--again');
    expect(things.filter(({ carried }) => carried === 1).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['C', 'D']),
    );
  });

  test('a slot that becomes empty goes to one of them', async () => {
    await laptop.four('drop', '1');
    expect(await slots(laptop)).toEqual(['2 B', '3 C', '4 D', '- E', '- F', '- G', '- H']);
    await syncAll(homes.all);
    const { stderr, status: code } = await desktop.four('done', 'E');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    await syncAll(homes.all);
  });
});

/** Gives a diary the layout of the first version: each page ends with its records, one per line. */
async function toFirstVersion(place: Remote): Promise<void> {
  const pages = (await place.files()).filter((file) => /^(days|set).*\.md$/.test(file));
  const files: Record<string, string | null> = { 'fourthings.json': '{"format":"fourthings-diary","version":1}\n' };
  for (const page of pages) {
    const file = page.replace(/^(?:days\/)?(.*)\.md$/, 'records/$1.jsonl');
    const entries = (await place.read(file)).split('\n').filter(Boolean);
    const logs = new Map<string, unknown[]>();
    for (const line of entries) {
      const { at, set, over, ...record } = JSON.parse(line);
      const key = JSON.stringify(record);
      logs.set(key, [...(logs.get(key) ?? []), { at, set, over }]);
    }
    const records = [...logs].map(([record, log]) => JSON.stringify({ ...JSON.parse(record), log }));
    files[page] = `${await place.read(page)}\n<!-- The records of this page.\n${records.join('\n')}\n-->\n`;
    files[file] = null;
  }
  await place.commit(files);
}
