import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect } from '@jest/globals';
import { expectError, type Home, LAUNCHER } from '../support/four.ts';
import { copyOf, counts, gitConfig, program, status, sync, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { PATH, placeOf } from '../support/programs.mjs';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';
import { startScreen } from '../support/screen.mjs';
import { bytes, expectCalm } from '../support/stores.ts';

// What is not ours is left alone, and what came with somebody else's store or working copy is not obeyed.

const { describe, test } = needs('git', 'sh');

// What the user has confirmed here lies in a folder for each test.
const keepState = ({ env }: Home, folder: string) => {
  env.XDG_STATE_HOME = path.join(folder, 'state');
};

const homes = useHomes(['laptop', 'desktop'], async ({ all, folder, laptop, remote }) => {
  for (const home of all) keepState(home, folder);
  await laptop.four('plan', 'Write', 'Swim');
  await sync(laptop, remote.folder);
});
const { laptop, desktop, remote } = homes;

beforeEach(() => {
  for (const home of homes.all) keepState(home, homes.folder);
});

const fileOf = (home: Home, name: string) => path.join(home.folder, name);

/** A file that exists once anything has been obeyed, and the shell command that makes it. */
const proof = () => path.join(homes.folder, 'obeyed');
const obey = () => `touch '${proof()}'`;
const wasObeyed = () => fs.existsSync(proof());

/** Runs a git that counts its calls, and returns how often it was called. */
async function callsDuring(home: Home, work: () => Promise<unknown>): Promise<number> {
  const calls = fileOf(home, 'calls');
  program(home, 'git', `echo >> '${calls}'; exec '${placeOf('git')}' "$@"`);
  await work();
  home.env.PATH = PATH;
  return fs.existsSync(calls) ? fs.readFileSync(calls, 'utf8').length : 0;
}

describe('what has the name of a working copy or of a lock but is not ours', () => {
  const beside = (suffix: string) => `${laptop.storeFile()}.sync${suffix}`;
  const thesis = (folder: string) => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'thesis.md'), 'Years of work\n');
  };
  const MARKER = 'This folder was made by four, which may empty it. Keep nothing of your own here.\n';

  test.each<[string, string, () => unknown]>([
    ['a folder with a thesis', '', () => thesis(beside(''))],
    [
      'a git repository with uncommitted work',
      '',
      async () => {
        thesis(beside(''));
        await homes.git(beside(''), 'init', '--quiet');
        await homes.git(beside(''), 'add', '.');
      },
    ],
    [
      'a folder with another marker',
      '',
      () => {
        thesis(beside(''));
        fs.mkdirSync(path.join(beside(''), '.git/four'), { recursive: true });
        fs.writeFileSync(path.join(beside(''), '.git/four/ours'), 'This folder was made by five.\n');
      },
    ],
    [
      'a folder whose marker is a link',
      '',
      () => {
        thesis(beside(''));
        fs.mkdirSync(path.join(beside(''), '.git/four'), { recursive: true });
        fs.writeFileSync(path.join(homes.folder, 'marker'), MARKER);
        fs.symlinkSync(path.join(homes.folder, 'marker'), path.join(beside(''), '.git/four/ours'));
      },
    ],
    [
      'a folder whose .git is a link to one of ours',
      '',
      () => {
        const ours = path.join(homes.folder, 'ours');
        fs.renameSync(beside(''), ours);
        thesis(beside(''));
        fs.symlinkSync(path.join(ours, '.git'), path.join(beside(''), '.git'));
      },
    ],
    [
      'a link to a folder of ours',
      '',
      () => {
        fs.renameSync(beside(''), path.join(homes.folder, 'ours'));
        fs.symlinkSync(path.join(homes.folder, 'ours'), beside(''));
      },
    ],
    [
      'a file',
      '',
      () => {
        fs.rmSync(beside(''), { recursive: true });
        fs.writeFileSync(beside(''), 'mine\n');
      },
    ],
    ['a file for the lock', '.lock', () => fs.writeFileSync(beside('.lock'), 'mine\n')],
    [
      'a link for the lock',
      '.lock',
      () => {
        fs.rmSync(beside('.lock'));
        fs.symlinkSync(path.join(homes.folder, 'elsewhere'), beside('.lock'));
      },
    ],
  ])('%s is named and left, before the remote is asked', async (_, suffix, put) => {
    await put();
    await laptop.four('done', '1');
    const before = bytes(homes.folder);
    const calls = await callsDuring(laptop, async () =>
      expectError(await laptop.four('sync'), 1, `${beside(suffix)} was not made by four`),
    );
    expect(calls).toBe(0);
    const after = Object.entries(bytes(homes.folder)).filter(
      ([name]) => !/\.db|\/bin/.test(name) || name.includes('.sync'),
    );
    expect(Object.fromEntries(after)).toEqual(
      Object.fromEntries(Object.entries(before).filter(([name]) => after.some(([other]) => other === name))),
    );
    expect(fs.existsSync(path.join(homes.folder, 'elsewhere'))).toBe(false);
  });

  test('an empty folder is taken, and so is a copy of the version before', async () => {
    fs.rmSync(beside(''), { recursive: true });
    fs.mkdirSync(beside(''));
    expect(await sync(laptop)).toMatchObject({ went: counts() });
    fs.rmSync(path.join(beside(''), '.git/four'), { recursive: true });
    fs.appendFileSync(path.join(beside(''), '.git/config'), `[four]\n\tremote = ${remote.folder}\n\tbranch = main\n`);
    expect(await sync(laptop)).toMatchObject({ went: counts() });
  });
});

describe('what was planted in a working copy', () => {
  const git = () => path.join(copyOf(laptop), '.git');
  const write = (name: string, text: string, mode = 0o600) => {
    fs.mkdirSync(path.dirname(path.join(git(), name)), { recursive: true });
    fs.writeFileSync(path.join(git(), name), text, { mode });
  };
  const config = (text: string) => fs.appendFileSync(path.join(git(), 'config'), text);
  const HOOKS =
    'pre-push post-checkout post-index-change reference-transaction pre-auto-gc post-merge fsmonitor-watchman';

  test.each<[string, () => void]>([
    ['a program for ssh', () => config(`[core]\n\tsshCommand = "${obey()}; false"\n`)],
    ['a proxy', () => config(`[core]\n\tgitProxy = "${obey()}"\n`)],
    ['a monitor of files', () => config(`[core]\n\tfsmonitor = "${obey()}"\n`)],
    ['a pager and an editor', () => config(`[core]\n\tpager = "${obey()}"\n\teditor = "${obey()}"\n`)],
    ['a folder of hooks', () => config(`[core]\n\thooksPath = ${path.join(git(), 'hooks')}\n`)],
    ['other settings', () => config(`[include]\n\tpath = ${path.join(git(), 'planted')}\n`)],
    ['settings of a work tree', () => config('[extensions]\n\tworktreeConfig = true\n')],
    ['a helper for passwords', () => config(`[credential]\n\thelper = "!${obey()}"\n`)],
    [
      'programs at the other end',
      () => config(`[remote "origin"]\n\tuploadpack = "${obey()};"\n\treceivepack = "${obey()};"\n`),
    ],
    ['a remote helper', () => config('[remote "origin"]\n\tvcs = planted\n')],
    [
      'another address',
      () => config(`[url "ext::sh -c ${obey().replace(/'/g, '')}% "]\n\tinsteadOf = ${remote.folder}\n`),
    ],
    [
      'another address to push to',
      () => config(`[remote "origin"]\n\tpushurl = ${path.join(homes.folder, 'planted.git')}\n`),
    ],
    ['a filter', () => config(`[filter "x"]\n\tclean = "${obey()}; cat"\n\tsmudge = "${obey()}; cat"\n`)],
    ['an alias', () => config(`[alias]\n\tfetch = "!${obey()}"\n\tls-tree = "!${obey()}"\n`)],
    [
      'objects of another repository',
      () => write('objects/info/alternates', `${path.join(homes.folder, 'elsewhere')}\n`),
    ],
  ])('is not obeyed: %s', async (_, plant) => {
    plant();
    config(`[filter "planted"]\n\tclean = "${obey()}; cat"\n\tsmudge = "${obey()}; cat"\n`);
    for (const hook of HOOKS.split(' ')) write(`hooks/${hook}`, `#!/bin/sh\n${obey()}\n`, 0o755);
    write('info/attributes', '* filter=planted diff=planted\n');
    write('planted', `[core]\n\tsshCommand = "${obey()}"\n\tfsmonitor = "${obey()}"\n`);
    write('config.worktree', `[core]\n\tfsmonitor = "${obey()}"\n`);
    write('remotes/origin', `URL: ext::sh -c "${obey()}"\n`);
    await laptop.four('done', '1');
    expect(await laptop.launch('--json', 'sync')).toMatchObject({ stderr: '', status: 0 });
    expect(wasObeyed()).toBe(false);
    expect(await remote.read('days/2026/2026-11-23.md')).toContain('- [x] Write');
    expect(fs.readdirSync(git())).not.toEqual(expect.arrayContaining(['hooks']));
  });

  test.each([
    'index',
    'HEAD',
    'packed-refs',
    'FETCH_HEAD',
    'logs/HEAD',
    'refs/four/head',
    'refs/heads/main',
    'config',
    'shallow',
  ])('is not written through: %s, a link', async (name) => {
    const outside = path.join(homes.folder, 'outside');
    const link = path.join(git(), name);
    if (fs.existsSync(link)) fs.copyFileSync(link, outside);
    else fs.writeFileSync(outside, '');
    fs.rmSync(link, { force: true });
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(outside, link);
    const before = fs.readFileSync(outside, 'utf8');
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
    expect(fs.readFileSync(outside, 'utf8')).toBe(before);
  });

  test.each(['refs', 'objects', 'objects/pack', 'refs/heads', 'refs/remotes'])(
    'is not written through: %s, a link to a folder',
    async (name) => {
      const outside = path.join(homes.folder, 'outside');
      const link = path.join(git(), name);
      if (fs.existsSync(link)) fs.renameSync(link, outside);
      else fs.mkdirSync(outside);
      fs.symlinkSync(outside, link);
      const before = bytes(outside);
      await laptop.four('done', '1');
      expect(await sync(laptop)).toMatchObject({ went: counts(1) });
      expect(bytes(outside)).toEqual(before);
    },
  );

  test('of any kind and anywhere is overwritten, refused or left, and nothing outside is touched', async () => {
    const outside = path.join(homes.folder, 'outside');
    await fc.assert(
      fc.asyncProperty(plants, async (all) => {
        fs.rmSync(outside, { recursive: true, force: true });
        fs.mkdirSync(path.join(outside, 'deeper'), { recursive: true });
        fs.writeFileSync(path.join(outside, 'mine'), 'mine\n');
        for (const plant of all) plantAnywhere(plant, outside);
        const [before, copyBefore] = [bytes(outside), copyBytes()];
        number += 1;
        await laptop.four('did', `Number ${number}`);
        const result = await laptop.four('sync');
        expectCalm(result, all);
        expect(bytes(outside)).toEqual(before);
        expect(wasObeyed()).toBe(false);
        if (result.status !== 0) {
          // What does not say that it is ours is left as it is.
          expect(result.stderr).toContain('was not made by four');
          expect(copyBytes()).toEqual(copyBefore);
          fs.rmSync(copyOf(laptop), { recursive: true });
          await sync(laptop);
        }
        expect(await remote.read('days/2026/2026-11-23.md')).toContain(`Number ${number}`);
        await homes.git(copyOf(laptop), 'fsck', '--strict');
      }),
      runs(12, 5000),
    );
  });

  let number = 0;

  /** What is done to a file or folder of the working copy; `place` says which one. */
  const plants = fc.array(
    fc.record({
      place: fc.double({ min: 0, max: 0.999, noNaN: true }),
      way: fc.constantFrom('nothing', 'file', 'folder', 'link', 'link to nothing'),
      data: fc.uint8Array(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  type Plant = typeof plants extends fc.Arbitrary<(infer One)[]> ? One : never;

  function plantAnywhere({ place, way, data }: Plant, outside: string): void {
    if (!fs.lstatSync(copyOf(laptop), { throwIfNoEntry: false })?.isDirectory()) return;
    const names = ['.', ...fs.readdirSync(copyOf(laptop), { recursive: true, encoding: 'utf8' }).sort()];
    const target = path.join(copyOf(laptop), names[Math.floor(place * names.length)] as string);
    fs.rmSync(target, { recursive: true });
    if (way === 'file') fs.writeFileSync(target, data, { mode: 0o755 });
    if (way === 'folder') fs.mkdirSync(target);
    if (way === 'link') fs.symlinkSync(outside, target);
    if (way === 'link to nothing') fs.symlinkSync(proof(), target);
  }

  function copyBytes(): Record<string, string> {
    const all = Object.entries(bytes(path.dirname(copyOf(laptop))));
    return Object.fromEntries(all.filter(([name]) => /\.sync(\/|$)/.test(name)));
  }

  test("is not mixed up with the user's own settings, which hold", async () => {
    program(desktop, 'connect', `${obey()}; shift; eval "$*"`);
    gitConfig(desktop, '[core]\n\tsshCommand = connect\n');
    expect(await sync(desktop, `nowhere.invalid:${remote.folder}`)).toMatchObject({ came: counts(2) });
    expect(wasObeyed()).toBe(true);
  });
});

describe('a stored address', () => {
  const plantSettings = (home: Home, address: string) => {
    const put = "INSERT OR REPLACE INTO setting VALUES (?, ?, '2026-11-23T08:00:00.000Z')";
    home.sql(put, 'sync-remote', address);
    home.sql(put, 'sync-auto', 'on');
  };

  test.each([
    'ext::sh -c "touch obeyed"',
    'EXT::sh -c "touch obeyed"',
    'fd::7',
    'gcrypt::ext::sh -c "touch obeyed"',
    'planted::anything',
    'planted://anything',
    '--upload-pack=touch obeyed',
    'evil.git',
    '../evil.git',
    './host:evil.git',
    'file://evil.git',
    '/nowhere/evil.git',
    'nowhere.invalid:evil.git',
    ' /nowhere/evil.git',
    '-oProxyCommand=touch:x',
    'one\ntwo',
  ])('is parsed like a typed one, and starts nothing: %j', async (address) => {
    plantSettings(await planned(desktop), address);
    for (const name of ['git-remote-planted', 'git-remote-gcrypt', 'git-remote-EXT', 'ssh'])
      program(desktop, name, `${obey()}; touch "$HOME/obeyed"`);
    const calls = await callsDuring(desktop, async () => {
      for (const words of [
        ['sync'],
        ['sync', '--dry-run'],
        ['done', '1'],
        ['sync', '--status'],
        ['doctor'],
        ['__auto-sync'],
      ]) {
        const { stdout, stderr, status: code } = await desktop.four(...words);
        expect([0, 1, 2]).toContain(code);
        expect(stdout + stderr).not.toContain('\u001b');
        if (words[0] === 'sync' && words[1] !== '--status') expect(code).toBe(2);
      }
      await desktop.settled();
    });
    expect(calls).toBe(0);
    expect(wasObeyed() || fs.existsSync(fileOf(desktop, 'obeyed'))).toBe(false);
  });

  test('is not turned into a command by settings or the environment, even if it was typed', async () => {
    const command = path.join(homes.folder, 'command');
    fs.writeFileSync(command, `#!/bin/sh\n${obey()}\n`, { mode: 0o755 });
    gitConfig(desktop, `[url "ext::${command} "]\n  insteadOf = ours:\n[protocol "ext"]\n  allow = always\n`);
    desktop.env.GIT_ALLOW_PROTOCOL = 'ext:file';
    expectError(await desktop.four('sync', 'ours:four'), 1, /'ext' not allowed/);
    gitConfig(desktop, '[url "planted::x"]\n  insteadOf = theirs:\n');
    program(desktop, 'git-remote-planted', obey());
    expectError(await desktop.four('sync', 'theirs:four'), 1, /'planted' not allowed/);
    expect(wasObeyed()).toBe(false);
  });

  test('that starts a helper has to be typed on each machine, and then starts only that one', async () => {
    program(desktop, 'git-remote-planted', `${obey()}; exit 1`);
    expectError(await desktop.four('sync', 'planted::anything'), 1, /could not be reached/);
    expect(wasObeyed()).toBe(true);
    desktop.terminal = 80;
    desktop.env.NO_COLOR = '1';
    await desktop.four('plan', 'Write');
    plantSettings(desktop, 'planted::anything');
    expectError(await desktop.four('sync'), 2, /is not confirmed on this machine/);
  });

  test('in a store that was copied here waits until the user has named it', async () => {
    await laptop.four('config', 'sync-auto', 'on');
    await laptop.settled();
    fs.mkdirSync(path.dirname(desktop.storeFile()), { recursive: true });
    fs.copyFileSync(laptop.storeFile(), desktop.storeFile());
    const refs = await remote.refs();
    await expectUnconfirmed(desktop, remote.folder);
    await desktop.four('done', '1');
    await desktop.settled();
    expect(await remote.refs()).toBe(refs);
    // A dry run asks the remote, but confirms nothing.
    await desktop.json('sync', '--dry-run', remote.folder);
    await expectUnconfirmed(desktop, remote.folder);
    // Naming it confirms it, for automatic syncs too.
    await sync(desktop, remote.folder);
    expect(await status(desktop)).toMatchObject({ confirmed: true, waiting: 0 });
    await desktop.four('done', '2');
    await desktop.settled();
    expect(await remote.read('days/2026/2026-11-23.md')).toMatch(/- \[x\] Write\n- \[x\] Swim/);
  });

  test('opened by another path, or by another user of the machine, waits too', async () => {
    const other = fileOf(laptop, 'other.db');
    fs.copyFileSync(laptop.storeFile(), other);
    expectError(await laptop.four('--db', other, 'sync'), 2, /is not confirmed on this machine/);
    laptop.env.XDG_STATE_HOME = fileOf(laptop, 'another');
    expectError(await laptop.four('sync'), 2, /is not confirmed on this machine/);
    // By a link it is the same store.
    await sync(laptop, remote.folder);
    fs.symlinkSync(laptop.storeFile(), fileOf(laptop, 'link.db'));
    expect(await laptop.four('--db', fileOf(laptop, 'link.db'), '-q', 'sync')).toMatchObject({ stderr: '', status: 0 });
  });

  test('in a store that was restored waits, and restore says so', async () => {
    const backup = fileOf(laptop, 'backup.db');
    await laptop.four('backup', backup);
    const { stdout } = await laptop.four('restore', backup);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`confirm the remote: four sync ${remote.folder}`);
    await expectUnconfirmed(laptop, remote.folder);
  });

  test('that was changed by another program waits', async () => {
    const other = await homes.bare('other.git');
    laptop.sql("UPDATE setting SET value = ? WHERE key = 'sync-remote'", other.folder);
    await expectUnconfirmed(laptop, other.folder);
  });

  test('of a store that another has taken the place of waits', async () => {
    await desktop.four('plan', 'Call');
    await desktop.four('config', 'sync-remote', remote.folder);
    fs.copyFileSync(desktop.storeFile(), laptop.storeFile());
    await expectUnconfirmed(laptop, remote.folder);
  });

  test('that was set with four config is confirmed, and so is one that undo brings back', async () => {
    const other = await homes.bare('other.git');
    await laptop.four('config', 'sync-remote', other.folder);
    expect(await sync(laptop)).toMatchObject({ remote: other.folder, went: counts(2) });
    await laptop.four('config', 'sync-remote', remote.folder);
    await laptop.four('undo');
    expect(await sync(laptop)).toMatchObject({ remote: other.folder });
  });

  test('is typed each time if nothing can be kept on this machine', async () => {
    laptop.env.XDG_STATE_HOME = '/proc/1';
    expectError(await laptop.four('sync'), 2, /is not confirmed on this machine/);
    expect(await sync(laptop, remote.folder)).toMatchObject({ remote: remote.folder });
  });

  test.each([
    ['yes', /Already in sync/, true],
    ['no', /nothing was synced/, false],
  ])('is asked about on a terminal, and %s is an answer', async (answer, expected, confirmed) => {
    fs.mkdirSync(path.dirname(desktop.storeFile()), { recursive: true });
    fs.copyFileSync(laptop.storeFile(), desktop.storeFile());
    const screen = startScreen(process.execPath, [LAUNCHER, 'sync'], {
      cols: 100,
      rows: 30,
      cwd: desktop.folder,
      env: { ...desktop.env, TERM: 'xterm-256color', COLUMNS: undefined },
    });
    await screen.until(/Sync with it\?/);
    // No comes first.
    screen.press(...(answer === 'yes' ? (['down', 'enter'] as const) : (['enter'] as const)));
    await screen.until(expected);
    await screen.kill();
    expect(await status(desktop)).toMatchObject({ confirmed });
  });

  async function planned(home: Home): Promise<Home> {
    await home.four('plan', 'Write');
    return home;
  }

  async function expectUnconfirmed(home: Home, address: string): Promise<void> {
    expectError(await home.four('sync'), 2, /is not confirmed on this machine\nTo confirm: four sync \//);
    expect(await status(home)).toMatchObject({ remote: address, confirmed: false });
    for (const words of [['sync', '--status'], ['doctor']])
      expect((await home.four(...words)).stdout.replace(/\s+/g, ' ')).toContain(`To confirm: four sync ${address}`);
  }
});
