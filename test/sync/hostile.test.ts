import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { expectError, type Home, LAUNCHER, launch } from '../support/four.ts';
import {
  copyOf,
  counts,
  expectEqual,
  gitConfig,
  program,
  slots,
  status,
  sync,
  syncAll,
  useHomes,
} from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { PATH, placeOf } from '../support/programs.mjs';
import { scaled, tell } from '../support/scale.ts';
import { bytes, dump, expectCalm, expectWhole } from '../support/stores.ts';

const { describe, test } = needs('git', 'sh');

const PAGE = 'days/2026/2026-11-23.md';
const RECORDS = 'records/2026/2026-11-23.jsonl';

const homes = useHomes(['laptop', 'desktop', 'tower'], async ({ laptop, desktop, remote }) => {
  await laptop.four('plan', 'Write', 'Swim');
  await sync(laptop, remote.folder);
  await sync(desktop, remote.folder);
});
const { laptop, desktop, tower, remote } = homes;

/** Installs hooks that all fail. */
function failingHooks(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const names =
    'pre-commit commit-msg post-checkout post-index-change pre-push reference-transaction pre-auto-gc'.split(' ');
  for (const name of names) fs.writeFileSync(path.join(folder, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
}

const HOSTILE = `
[core]
  hooksPath = ~/hooks
  autocrlf = true
  eol = crlf
  safecrlf = true
  attributesFile = ~/attributes
  excludesFile = ~/excludes
  fsmonitor = true
  splitIndex = true
  untrackedCache = true
  editor = false
  pager = false
  sshCommand = false
  quotePath = false
  logAllRefUpdates = false
  sparseCheckout = true
  preloadIndex = false
  ignoreCase = true
  bare = true
[commit]
  gpgSign = true
  template = ~/missing
  verbose = true
  cleanup = verbatim
[tag]
  gpgSign = true
[gpg]
  program = /nowhere/gpg
[push]
  gpgSign = true
  followTags = true
  default = nothing
  recurseSubmodules = only
[fetch]
  prune = true
  pruneTags = true
  fsckObjects = true
  recurseSubmodules = true
  output = compact
[transfer]
  fsckObjects = true
[init]
  templateDir = ~/template
  defaultBranch = odd
  defaultObjectFormat = sha256
[clone]
  defaultRemoteName = upstream
[color]
  ui = always
[user]
  useConfigOnly = true
[submodule]
  recurse = true
[filter "missing"]
  clean = /nowhere/clean
  smudge = /nowhere/smudge
  required = true
[diff]
  external = /nowhere/diff
  noprefix = true
  renames = copies
[i18n]
  commitEncoding = ISO-8859-1
  logOutputEncoding = ISO-8859-1
[safe]
  bareRepository = explicit
[index]
  version = 4
[status]
  short = true
[advice]
  detachedHead = true
[gc]
  auto = 1
[merge]
  ff = only
[pull]
  rebase = true
[remote]
  pushDefault = elsewhere
[log]
  showSignature = true
[credential]
  helper = /nowhere/helper
[alias]
  push = "!false"
`;

function makeHostile(home: Home): void {
  gitConfig(home, HOSTILE);
  failingHooks(path.join(home.folder, 'hooks'));
  failingHooks(path.join(home.folder, 'template', 'hooks'));
  fs.writeFileSync(path.join(home.folder, 'attributes'), '* filter=missing text eol=crlf\n');
  fs.writeFileSync(path.join(home.folder, 'excludes'), '*\n');
}

describe('the git settings of the user', () => {
  test('may be anything: hooks, signing, filters, line endings', async () => {
    // The remote is on this machine, so the user's settings would apply to it too.
    await remote.git('config', 'core.hooksPath', 'hooks');
    for (const home of homes.all) makeHostile(home);
    await laptop.four('done', '1', '-m', 'Überall ✓');
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
    expect(await sync(desktop)).toMatchObject({ came: counts(1) });
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
    await expectEqual(homes.all);
    expect(await remote.read(PAGE)).not.toContain('\r');
    expect(fs.existsSync(path.join(copyOf(tower), '.git', 'hooks'))).toBe(false);
  });

  test('may be anything for an empty repository too', async () => {
    makeHostile(tower);
    await tower.four('plan', 'Call');
    const other = await homes.bare('other.git');
    await other.git('config', 'core.hooksPath', 'hooks');
    expect(await sync(tower, other.folder)).toMatchObject({ went: counts(1) });
    expect(await other.files()).toContain(PAGE);
  });

  test('with a core.worktree do not lead elsewhere', async () => {
    const elsewhere = path.join(homes.folder, 'elsewhere');
    fs.mkdirSync(elsewhere);
    gitConfig(laptop, `[core]\n  worktree = ${elsewhere}\n`);
    await laptop.four('done', '1');
    await sync(laptop);
    expect(fs.readdirSync(elsewhere)).toEqual([]);
    expect(await remote.read(PAGE)).toContain('- [x] Write');
  });

  test('give the commits their author', async () => {
    gitConfig(laptop, '[user]\n  name = Ann\n  email = ann@example.org\n');
    await laptop.four('done', '1');
    await sync(laptop);
    expect(await remote.git('log', '-1', '--format=%an <%ae>')).toBe('Ann <ann@example.org>\n');
  });

  test('may abbreviate the address', async () => {
    gitConfig(tower, `[url "${remote.folder}"]\n  insteadOf = ours:four\n`);
    expect(await sync(tower, 'ours:four')).toMatchObject({ came: counts(2) });
    expect(await sync(tower)).toMatchObject({ came: counts() });
  });

  test('inside a hook of another repository leave that repository alone', async () => {
    const other = path.join(homes.folder, 'other');
    await homes.git(homes.folder, 'init', '--quiet', other);
    fs.writeFileSync(path.join(other, 'file'), 'mine\n');
    await homes.git(other, 'add', 'file');
    await homes.git(other, 'commit', '--quiet', '-m', 'Mine');
    const before = bytes(other);
    const git = path.join(other, '.git');
    Object.assign(laptop.env, {
      GIT_DIR: git,
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: path.join(git, 'index'),
      GIT_OBJECT_DIRECTORY: path.join(git, 'objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: path.join(git, 'objects'),
      GIT_COMMON_DIR: git,
      GIT_PREFIX: 'src/',
      GIT_NAMESPACE: 'other',
      GIT_QUARANTINE_PATH: path.join(git, 'objects'),
      GIT_CONFIG: path.join(git, 'config'),
      GIT_AUTHOR_DATE: 'never',
      GIT_COMMITTER_DATE: 'never',
      GIT_LITERAL_PATHSPECS: '1',
      GIT_REFLOG_ACTION: 'rebase',
      GIT_DEFAULT_HASH: 'sha256',
      GIT_TRACE: '1',
      GIT_CURL_VERBOSE: '1',
      GIT_PAGER: 'false',
      GIT_EDITOR: 'false',
      LC_ALL: 'de_DE.UTF-8',
      LANGUAGE: 'de',
    });
    await laptop.four('done', '1');
    expect(await laptop.launch('sync')).toMatchObject({ stderr: '', status: 0 });
    expect(bytes(other)).toEqual(before);
    expect(await sync(desktop)).toMatchObject({ came: counts(1) });
  });

  test('a missing git, or one that is too old, gives a clear error', async () => {
    const before = laptop.stored();
    const empty = path.join(homes.folder, 'empty');
    fs.mkdirSync(empty);
    laptop.env.PATH = empty;
    expectError(await laptop.launch('sync'), 1, /^four: git is not installed, and sync needs it\n/);
    program(laptop, 'git', 'echo "git version 2.19.0"');
    expectError(await laptop.four('sync'), 1, /^four: git 2\.19 is too old for sync\n.*2\.20/);
    expectError(await laptop.four('sync', '--dry-run'), 1, /too old/);
    laptop.env.PATH = PATH;
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
    expect(laptop.stored().length).toBe(before.length);
  });
});

describe('a remote that is not a diary', () => {
  test.each([
    ['has other files', { 'README.md': 'Mine\n', 'src/main.ts': '' }, 'main'],
    ['has pages but no marker', { 'settings.md': '# Settings\n', [PAGE]: '# Mon\n' }, 'main'],
    ['has another marker', { 'fourthings.json': '{"format":"other","version":1}\n' }, 'main'],
    ['has an invalid marker', { 'fourthings.json': '[1,\n' }, 'main'],
    ['has only another branch', { 'README.md': 'Mine\n' }, 'work'],
  ] as const)('because it %s is refused, and never pushed to', async (_, files, branch) => {
    const place = await homes.bare('other.git');
    await place.commit(files, { branch });
    const [before, refs] = [dump(laptop.storeFile()), await place.refs()];
    expectError(await laptop.four('sync', place.folder), 1, /is not a diary of four\n.*Nothing was changed there/);
    expectError(await tower.four('sync', place.folder), 1, /is not a diary of four/);
    expectError(await laptop.four('sync', '--dry-run', place.folder), 1, /is not a diary of four/);
    expect(await place.refs()).toBe(refs);
    expect(dump(laptop.storeFile())).toEqual(before);
    // The remote is still the one before.
    expect(await sync(laptop)).toMatchObject({ remote: remote.folder });
  });

  test.each([
    { 'README.md': 'Mine\n' },
    { README: 'Mine\n', LICENSE: 'MIT\n', '.gitignore': '*.log\n' },
    { 'LICENSE.txt': 'MIT\n' },
  ])('but was only begun by a forge is taken, and keeps its files: %j', async (files) => {
    const place = await homes.bare('other.git');
    await place.commit(files);
    expect(await sync(laptop, place.folder)).toMatchObject({ came: counts(), went: counts(2) });
    for (const [name, text] of Object.entries(files)) expect(await place.read(name)).toContain(text);
    expect(await place.files()).toEqual(
      expect.arrayContaining([PAGE, 'fourthings.json', expect.stringMatching(/^README/)]),
    );
    expect(await sync(tower, place.folder)).toMatchObject({ came: counts(2), went: counts() });
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
  });

  test('because it has only a tag is refused, and never pushed to', async () => {
    const place = await homes.bare('other.git');
    await place.commit({ 'README.md': 'Mine\n' });
    await place.git('tag', 'v1', 'main');
    await place.git('update-ref', '-d', 'refs/heads/main');
    const refs = await place.refs();
    expectError(await laptop.four('sync', place.folder), 1, /is not a diary of four/);
    expect(await place.refs()).toBe(refs);
  });

  test.each([
    ['removed', null],
    ['cut off', '{"form'],
    ['emptied', ''],
  ])('because its marker was %s is one again where it is known, and refused where it is not', async (_, text) => {
    await remote.commit({ 'fourthings.json': text });
    const refs = await remote.refs();
    expectError(await tower.four('sync', remote.folder), 1, /is not a diary of four/);
    expect(await remote.refs()).toBe(refs);
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
    expect(JSON.parse(await remote.read('fourthings.json'))).toMatchObject({ format: 'fourthings-diary' });
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
  });

  test('because its marker has a byte order mark is one all the same', async () => {
    await remote.commit({ 'fourthings.json': `\uFEFF${await remote.read('fourthings.json')}` });
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
  });

  test('of this version is refused before anything changes', async () => {
    await remote.commit({ 'fourthings.json': '{"format":"fourthings-diary","version":3}\n', [PAGE]: '{"new":1}\n' });
    const refs = await remote.refs();
    await laptop.four('done', '1');
    const before = dump(laptop.storeFile());
    for (const words of [[], ['--dry-run']])
      expectError(await laptop.four('sync', ...words), 1, /was written by a newer version of four\n.*npm install/);
    expectError(await tower.four('sync', remote.folder), 1, /newer version of four/);
    expect(await remote.refs()).toBe(refs);
    expect(dump(laptop.storeFile())).toEqual(before);
    expect((await tower.json()).things).toEqual([]);
    // The sync continues when the other machine goes back to this version.
    await remote.git('update-ref', 'refs/heads/main', 'main^');
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
  });
});

describe('a remote that fails', () => {
  test('by rejecting a push gives a clear error, and the next sync continues', async () => {
    remote.hook('pre-receive', 'echo "not today" >&2; exit 1');
    await laptop.four('done', '1');
    const [before, refs] = [dump(laptop.storeFile()), await remote.refs()];
    expectError(
      await laptop.four('sync'),
      1,
      / rejected what was sent: .*hook declined.*: not today\nYour changes are kept/,
    );
    expect(dump(laptop.storeFile())).toEqual(before);
    expect(await remote.refs()).toBe(refs);
    expect(await status(laptop)).toMatchObject({ waiting: 1, failure: { message: expect.any(String) } });
    fs.rmSync(path.join(remote.folder, 'hooks', 'pre-receive'));
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
    expect(await status(laptop)).toMatchObject({ waiting: 0, failure: null });
  });

  test('because our branch is checked out there is left unchanged', async () => {
    const clone = path.join(homes.folder, 'clone');
    await homes.git(homes.folder, 'clone', '--quiet', remote.folder, clone);
    await laptop.four('done', '1');
    const before = bytes(path.join(clone, 'days'));
    expectError(await laptop.four('sync', clone), 1, / rejected what was sent: .*checked out/);
    expect(bytes(path.join(clone, 'days'))).toEqual(before);
    await homes.git(clone, 'checkout', '--quiet', '--detach');
    expect(await sync(laptop, clone)).toMatchObject({ went: counts(1) });
  });

  test('because there is no repository tells how to make one, which works', async () => {
    const place = path.join(homes.folder, "a stick's", 'four.git');
    const { stderr } = await laptop.four('sync', place);
    expect(stderr).toContain('could not be reached');
    const [, make = '', again = ''] = /To create one: git (.*); then: four (.*)\n$/.exec(stderr) ?? [];
    expect(make).toBe(`init --bare '${place.replaceAll("'", "'\\''")}'`);
    expect(again).toBe(make.replace('init --bare', 'sync'));
    await homes.git(homes.folder, 'init', '--quiet', '--bare', place);
    expect(await sync(laptop, place)).toMatchObject({ went: counts(2) });
  });

  test('because it is gone is synced with when it comes back', async () => {
    fs.renameSync(remote.folder, `${remote.folder}.away`);
    await laptop.four('done', '1');
    expectError(await laptop.four('sync'), 1, /could not be reached: .*\nYour changes are kept.*: four sync/);
    expectWhole(laptop.storeFile());
    fs.renameSync(`${remote.folder}.away`, remote.folder);
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
  });
});

describe('a file of records', () => {
  /** The page with its first record changed. */
  const corrupted = async (change: (record: string) => string) => {
    const lines = (await remote.read(RECORDS)).split('\n');
    const place = lines.findIndex((line) => line.startsWith('{'));
    lines[place] = change(lines[place] ?? '');
    return lines.join('\n');
  };

  test.each([
    ['a truncated record', (record: string) => record.slice(0, 60)],
    ['an invalid day', (record: string) => record.replaceAll('2026-11-23"', '2026-13-41"')],
    ['an invalid slot', (record: string) => record.replace(/"slot":\d/, '"slot":5')],
    ['a record of an unknown kind', (record: string) => record.replace('"thing"', '"thought"')],
    ['an invalid text', (record: string) => record.replace(/"text":"\w+"/, '"text":{}')],
    ['no time', (record: string) => record.replace('"at"', '"when"')],
  ])('with %s is put back from what is known here', async (_, change) => {
    const good = await remote.read(RECORDS);
    await remote.commit({ [RECORDS]: await corrupted(change) });
    await tower.four('plan', 'Fix', '-d', '2026-11-24');
    await sync(tower, remote.folder);
    await laptop.four('done', '2', '-d', '2026-11-24');
    const { stdout } = await laptop.four('sync');
    expect(stdout).toContain('Put back what was missing or damaged: the page of 23 Nov');
    expect(await remote.read(RECORDS)).toBe(good);
    await syncAll(homes.all);
    expect(await slots(tower)).toEqual(['1 Write', '2 Swim']);
  });

  test('with a byte order mark is read', async () => {
    await remote.commit({ [RECORDS]: `\uFEFF${await remote.read(RECORDS)}` });
    expect((await laptop.four('sync')).stdout).not.toContain('Put back');
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
  });

  test('that is not text is an error that names the page', async () => {
    await remote.commit({ [RECORDS]: '\0GITCRYPT\0' });
    expectError(await desktop.four('sync'), 1, new RegExp(`^four: cannot read ${RECORDS}: it is not text`));
    await remote.git('update-ref', 'refs/heads/main', 'main^');
    expect(await sync(desktop)).toMatchObject({ came: counts() });
  });

  test('with conflict markers is read as what both sides mean', async () => {
    const base = (await remote.git('rev-parse', 'main')).trim();
    await laptop.four('done', '1');
    await sync(laptop);
    const ours = await remote.read(RECORDS);
    await remote.git('update-ref', 'refs/heads/main', base);
    await desktop.four('edit', '1', 'Write the post');
    await desktop.four('done', '2');
    await sync(desktop);
    const theirs = await remote.read(RECORDS);
    await remote.commit({ [RECORDS]: `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> theirs\n` });
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
    expect(await slots(tower)).toEqual(['1 Write the post ✓', '2 Swim ✓']);
    await syncAll(homes.all);
    await tower.four('plan', 'Call');
    await sync(tower);
    expect(await remote.read(RECORDS)).not.toMatch(/^(<<<<<<<|=======|>>>>>>>)/m);
  });

  test('that is a symbolic link is neither read nor written through the link', async () => {
    const outside = path.join(homes.folder, 'outside.md');
    fs.writeFileSync(outside, 'mine\n');
    await remote.commit({ [RECORDS]: outside }, { link: true });
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ came: counts() });
    expect(fs.readFileSync(outside, 'utf8')).toBe('mine\n');
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2) });
    await syncAll(homes.all);
    expect(await remote.git('ls-tree', 'main', RECORDS)).toMatch(/^100644 blob/);
  });

  test('in a folder that is a symbolic link is not written through the link', async () => {
    const outside = path.join(homes.folder, 'outside');
    fs.mkdirSync(outside);
    await remote.commit({ days: null });
    await remote.commit({ days: outside }, { link: true });
    await laptop.four('done', '1');
    expectCalm(await laptop.four('sync'), 'sync');
    expectCalm(await tower.four('sync', remote.folder), 'sync');
    expect(fs.readdirSync(outside)).toEqual([]);
    expectWhole(laptop.storeFile());
    expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Swim']);
  });

  test('may be encrypted by a filter', async () => {
    for (const home of homes.all) {
      program(home, 'lock', 'echo LOCKED; tr a-zA-Z n-za-mN-ZA-M');
      program(
        home,
        'unlock',
        'IFS= read -r first; [ "$first" = LOCKED ] && exec tr a-zA-Z n-za-mN-ZA-M; printf "%s\\n" "$first"; exec cat',
      );
    }
    const rot = '[filter "rot"]\n  clean = lock\n  smudge = unlock\n  required = true\n';
    for (const home of [laptop, desktop]) gitConfig(home, rot);
    await remote.commit({ '.gitattributes': '*.md filter=rot\n*.jsonl filter=rot\nREADME.md !filter\n' });
    await laptop.four('done', '1', '-m', 'Published');
    await laptop.four('rest', '2026-12-24');
    expect(await sync(laptop)).toMatchObject({ went: counts(1, 1) });
    expect(await remote.read(RECORDS)).toMatch(/^LOCKED\n.*Choyvfurq/s);
    expect(await remote.read(RECORDS)).not.toContain('Published');
    expect(await sync(desktop)).toMatchObject({ came: counts(1, 1) });
    await expectEqual([laptop, desktop]);
    // A machine without the filter says so, and sends nothing in plain text.
    await tower.four('plan', 'Call');
    const refs = await remote.refs();
    expectError(await tower.four('sync', remote.folder), 1, /uses the filter rot, which is not set up here\n/);
    expect(await remote.refs()).toBe(refs);
    expect((await tower.json()).things).toHaveLength(1);
    gitConfig(tower, rot);
    expect(await sync(tower, remote.folder)).toMatchObject({ came: counts(2, 1), went: counts(1) });
    await syncAll(homes.all);
  });

  test('is in no commit in plain text once there is a filter', async () => {
    program(laptop, 'lock', 'echo LOCKED; tr a-zA-Z n-za-mN-ZA-M');
    program(laptop, 'unlock', 'exec cat');
    gitConfig(laptop, '[filter "rot"]\n  clean = lock\n  smudge = unlock\n');
    await laptop.four('done', '1', '-m', 'Published');
    await remote.commit({ '.gitattributes': 'days/** filter=rot\n' });
    expectError(await laptop.four('sync'), 1, /has a filter for days.*\n.*give \*\.jsonl the same filter as \*\.md/);
    await remote.commit({ '.gitattributes': '*.md filter=rot\n*.jsonl filter=rot\n' });
    await sync(laptop);
    expect(await remote.read(RECORDS)).not.toContain('Published');
    expect(await remote.git('log', '-p', '-m', '--all')).not.toContain('Published');
  });
});

describe('a working copy', () => {
  const git = (home: Home) => path.join(copyOf(home), '.git');
  const write = (name: string, text: string) => fs.writeFileSync(path.join(git(laptop), name), text);

  test.each<[string, () => void]>([
    ['that was removed', () => fs.rmSync(copyOf(laptop), { recursive: true })],
    ['without objects', () => fs.rmSync(path.join(git(laptop), 'objects'), { recursive: true })],
    ['with empty objects', () => emptyFiles(path.join(git(laptop), 'objects'))],
    ['without refs', () => fs.rmSync(path.join(git(laptop), 'refs'), { recursive: true })],
    ['with empty refs', () => emptyFiles(path.join(git(laptop), 'refs'))],
    ['with an odd HEAD', () => write('HEAD', 'odd')],
    ['with an odd config', () => write('config', '[odd')],
    ['with an empty config', () => write('config', '')],
    ['with an odd index', () => write('index', 'odd')],
    [
      'whose creation was interrupted',
      () => {
        for (const name of fs.readdirSync(copyOf(laptop)))
          if (name !== '.git') fs.rmSync(path.join(copyOf(laptop), name), { recursive: true });
        for (const name of fs.readdirSync(git(laptop)))
          if (name !== 'four') fs.rmSync(path.join(git(laptop), name), { recursive: true });
        fs.mkdirSync(path.join(git(laptop), 'refs'), { recursive: true });
        write('HEAD', 'ref: refs/heads/main\n');
      },
    ],
    [
      'with locks of a killed git',
      () => {
        const names = ['index', 'HEAD', 'config', 'packed-refs', 'shallow', 'refs/heads/main', 'refs/four/head'];
        for (const name of names) write(`${name}.lock`, '');
        fs.mkdirSync(path.join(git(laptop), 'refs/remotes/origin'), { recursive: true });
        write('refs/remotes/origin/main.lock', '');
      },
    ],
    [
      'with an unresolved conflict',
      () => {
        write('MERGE_HEAD', `${fs.readFileSync(path.join(git(laptop), 'refs/heads/main'), 'utf8')}`);
        write('MERGE_MSG', 'Merge');
        fs.writeFileSync(path.join(copyOf(laptop), PAGE), '<<<<<<< HEAD\n=======\n>>>>>>> theirs\n');
      },
    ],
    [
      'with pages changed, removed and added by hand',
      () => {
        fs.rmSync(path.join(copyOf(laptop), 'days'), { recursive: true });
        fs.mkdirSync(path.join(copyOf(laptop), 'settings.md'));
        fs.writeFileSync(path.join(copyOf(laptop), 'fourthings.json'), '{}');
      },
    ],
  ])('%s is repaired', async (_, damage) => {
    damage();
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts(1) });
    expect(await remote.read(PAGE)).toContain('- [x] Write');
    expect(JSON.parse(await remote.read('fourthings.json'))).toMatchObject({ format: 'fourthings-diary' });
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
    expect(await homes.git(copyOf(laptop), 'status', '--porcelain')).toBe('');
  });

  test('with another branch checked out, and commits on it, continues with our branch', async () => {
    await homes.git(copyOf(laptop), 'checkout', '--quiet', '-b', 'mine');
    await homes.git(copyOf(laptop), 'rm', '--quiet', '-r', 'days');
    await homes.git(copyOf(laptop), 'commit', '--quiet', '-m', 'Mine');
    await laptop.four('done', '1');
    expect(await sync(laptop)).toMatchObject({ went: counts(1) });
    expect(await sync(desktop)).toMatchObject({ came: counts(1) });
    await expectEqual([laptop, desktop]);
  });

  test('with a symbolic link is not written through the link', async () => {
    const outside = path.join(homes.folder, 'outside');
    fs.renameSync(path.join(copyOf(laptop), 'days'), outside);
    fs.symlinkSync(outside, path.join(copyOf(laptop), 'days'));
    const before = bytes(outside);
    await laptop.four('done', '1');
    await laptop.four('rest', '2026-12-24');
    expect(await sync(laptop)).toMatchObject({ went: counts(1, 1) });
    expect(bytes(outside)).toEqual(before);
    expect(await sync(desktop)).toMatchObject({ came: counts(1, 1) });
  });
});

function emptyFiles(folder: string): void {
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (!fs.statSync(file).isFile()) continue;
    fs.chmodSync(file, 0o600);
    fs.truncateSync(file);
  }
}

/** How a sync is interrupted, and in which of its git commands: it runs fewer than twenty. The short form takes them in turns. */
const WAYS = ['killed', 'through', 'full', 'stopped'] as const;
const INTERRUPTIONS = [...Array(20).keys()].flatMap((step) => WAYS.map((how) => ({ step: step + 1, how })));
const SOME_INTERRUPTIONS = INTERRUPTIONS.filter((_, index) => index % 9 === 0);

const KILLS = scaled(10, 400);

describe('an interrupted sync', () => {
  /** A git that misbehaves in one call. */
  const GIT = `
    echo >> "$HOME/calls"
    [ "$(wc -l < "$HOME/calls")" = "$STEP" ] && case "$HOW" in
      killed) kill -9 $PPID; exit 1 ;;
      through) '${placeOf('git')}' "$@"; kill -9 $PPID; exit 0 ;;
      full) echo 'fatal: write error: No space left on device' >&2; exit 128 ;;
      stopped) kill -9 $$ ;;
    esac
    exec '${placeOf('git')}' "$@"`;

  test(`at any step, before it, after it, or by a failing git, is continued by the next sync`, async () => {
    let interrupted = 0;
    const cases = scaled(SOME_INTERRUPTIONS, INTERRUPTIONS);
    for (const { step, how } of cases) {
      await laptop.four('did', `${how} ${step}`);
      await desktop.four('did', `Meanwhile, ${how} ${step}`);
      await sync(desktop);
      program(laptop, 'git', GIT);
      Object.assign(laptop.env, { STEP: String(step), HOW: how });
      fs.rmSync(path.join(laptop.folder, 'calls'), { force: true });
      const before = texts(laptop);
      const { code, stderr } = await ended(laptop);
      if (code !== 0) interrupted += 1;
      if (code !== null) expectCalm({ stdout: '', stderr, status: code }, { how, step });
      expectWhole(laptop.storeFile());
      for (const text of before) expect(texts(laptop)).toContain(text);
      laptop.env.PATH = PATH;
      await sync(laptop);
      await sync(desktop);
      await expectEqual([laptop, desktop]);
      expect(texts(desktop)).toEqual(expect.arrayContaining([`${how} ${step}`, `Meanwhile, ${how} ${step}`]));
    }
    // Most of them have to be in a sync, and not after its end.
    expect(interrupted).toBeGreaterThan(cases.length / 2);
  });

  test(`by kill -9 at any moment, ${KILLS} times: the store is intact, and nothing is lost`, async () => {
    const begin = performance.now();
    await laptop.launch('sync');
    const usual = performance.now() - begin;
    let killed = 0;
    const wanted = texts(laptop);
    // A kill may come too late, where the machine has less to do than before: a third of them must hit a sync.
    for (let kill = 0; kill < KILLS || killed <= KILLS / 3; kill += 1) {
      await laptop.four('did', `Laptop ${kill}`);
      await desktop.four('did', `Desktop ${kill}`);
      wanted.push(`Laptop ${kill}`, `Desktop ${kill}`);
      // In every third round the other machine syncs at the same time.
      const other = kill % 3 === 0 ? sync(desktop) : undefined;
      // Spread evenly, and the same in each run: https://en.wikipedia.org/wiki/Low-discrepancy_sequence
      const { signal } = await ended(laptop, ((kill * 0.618034) % 1) * 1.5 * usual);
      if (signal !== null) killed += 1;
      await other;
      expectWhole(laptop.storeFile());
    }
    tell(`${killed} syncs killed before their end`);
    await sync(laptop);
    await sync(desktop);
    await sync(tower, remote.folder);
    await syncAll(homes.all);
    expect(texts(tower)).toEqual(wanted.sort());
    expect((await launch(placeOf('git'), ['fsck', '--full'], laptop.env, '', remote.folder)).status).toBe(0);
  });

  function texts(home: Home): string[] {
    return (home.sql('SELECT text FROM thing') as { text: string }[]).map(({ text }) => text).sort();
  }

  /** Runs a sync, kills it after some milliseconds, and returns how it ended. */
  async function ended(
    home: Home,
    millis?: number,
  ): Promise<{ code: number | null; signal: string | null; stderr: string }> {
    const child = spawn(process.execPath, [LAUNCHER, 'sync'], {
      env: { ...home.env },
      cwd: home.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    // `close` would wait for a git that outlives its parent.
    const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    if (millis !== undefined) {
      await Promise.race([delay(millis, undefined, { ref: false }), exit]);
      child.kill('SIGKILL');
    }
    const how = await exit;
    // That git holds the other end, and would keep the worker of jest alive.
    child.stderr.destroy();
    return { ...how, stderr };
  }
});
