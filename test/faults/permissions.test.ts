import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { expectError, LAUNCHER, launch, type Result, useHome } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { bytes, dump, modeOf } from '../support/stores.ts';

const USER = 54321;

// Gives back the permissions that a test took away, so that the home can be removed.
afterEach(() => {
  for (const name of [folder(), `${store()}.backups`, `${store()}.sync`, path.join(home.folder, 'shut')])
    if (fs.existsSync(name)) fs.chmodSync(name, 0o700);
});

const home = useHome();
const isRoot = process.getuid?.() === 0;
const { describe, test } = needs(isRoot ? 'setpriv' : 'sh');

/**
 * Runs `four` as a user to whom permissions apply. They do not apply to root, but without its capabilities root is a user like
 * any other, who owns its files (https://man7.org/linux/man-pages/man7/capabilities.7.html).
 */
function four(...args: string[]): Promise<Result> {
  const words = [process.execPath, LAUNCHER, ...args];
  const [file = '', ...rest] = isRoot
    ? [placeOf('setpriv'), '--bounding-set=-all', '--inh-caps=-all', ...words]
    : words;
  return launch(file, rest, home.env, '', home.folder);
}

const store = () => home.storeFile();
const folder = () => path.dirname(store());

beforeEach(async () => {
  await home.four('plan', 'Write the post', 'Swim');
  await home.four('done', '1');
  await home.four('backup', path.join(home.folder, 'copy.db'));
});

const WRITING = ['plan More', 'done 2 --json', 'config minimum 3', 'undo', 'lost Sale --let-go', 'restore copy.db'];
const READING = ['today', 'log', 'streak --json', 'week'];

async function expectRefused(lines: readonly string[], message: RegExp): Promise<void> {
  for (const line of lines) {
    const result = await four(...line.split(' '));
    expect({ line, ...result }).toEqual({ line, stdout: '', stderr: expect.stringMatching(message), status: 1 });
    expectError(result, 1, message);
  }
}

async function expectDone(lines: readonly string[]): Promise<void> {
  for (const line of lines)
    expect({ line, ...(await four(...line.split(' '))) }).toMatchObject({ line, stderr: '', status: 0 });
}

test('permissions apply to the user of these tests', async () => {
  fs.chmodSync(store(), 0o000);
  await expectRefused(['today'], /permission denied|cannot be opened/);
});

describe('what can be read but not written:', () => {
  test('a file is shown and not changed', async () => {
    fs.chmodSync(store(), 0o400);
    const before = fs.readFileSync(store());
    await expectDone(READING);
    await expectRefused(WRITING, /fourthings\.db[^\n]*(cannot be written|permission denied)/);
    expect(fs.readFileSync(store()).equals(before)).toBe(true);
    fs.chmodSync(store(), 0o600);
    await expectDone(WRITING);
  });

  test('the file in a folder is shown and not changed', async () => {
    fs.chmodSync(folder(), 0o500);
    const before = bytes(folder());
    await expectDone(READING);
    await expectRefused(WRITING.slice(0, -1), /fourthings\.db[^\n]*(cannot be (written|opened)|permission denied)/);
    expect(bytes(folder())).toEqual(before);
    fs.chmodSync(folder(), 0o700);
    await expectDone(WRITING);
  });

  test.each([0o500, 0o000])('the folder of backups stops no change, and doctor reports it: %o', async (mode) => {
    home.at('2026-11-24T08:00');
    fs.chmodSync(`${store()}.backups`, mode);
    await expectDone(['plan More', 'undo']);
    const { stdout, stderr, status } = await four('doctor');
    expect({ stderr, status }).toEqual({
      stderr: `four: something is wrong: ${store()}.backups: permission denied\nRun: chmod u+rwX ${store()}.backups\n`,
      status: 1,
    });
    expect(stdout).toContain('it is intact');
    await expectRefused(['backup'], /\.backups[^\n]*permission denied/);
  });
});

describe('doctor finds what is closed to its own user, and says how to open it:', () => {
  test.each<[string, () => string, number]>([
    ['the status file', () => `${store()}.status`, 0o000],
    ['the file of reminders', () => `${store()}.nudged`, 0o000],
    ['a backup', () => path.join(`${store()}.backups`, fs.readdirSync(`${store()}.backups`)[0] ?? ''), 0o000],
    ['the clone', () => `${store()}.sync`, 0o000],
    ['the store, to write', () => store(), 0o400],
    ['its folder, to write', () => folder(), 0o500],
  ])('%s', async (_, name, mode) => {
    fs.mkdirSync(`${store()}.sync`);
    const shut = name();
    fs.chmodSync(shut, mode);
    const { stdout, stderr, status } = await four('doctor');
    expect({ stderr, status }).toEqual({
      stderr: expect.stringMatching(
        /^four: something is wrong: [^\n]*: permission denied\nRun: chmod (-R )?u\+rwX [^\n]+\n$/,
      ),
      status: 1,
    });
    expect(stderr).toContain(shut);
    expect(stdout).toContain('it is intact');
    expect(stdout).not.toContain('Move it away');
    const [, command = ''] = /^Run: (.*)$/m.exec(stderr) ?? [];
    await launch(placeOf('sh'), ['-c', command], home.env);
    expect(await four('doctor')).toMatchObject({ stderr: '', status: 0 });
  });

  test('a folder of backups that is a link to nowhere', async () => {
    fs.rmSync(`${store()}.backups`, { recursive: true });
    fs.symlinkSync('/nowhere', `${store()}.backups`);
    await expectDone(['plan More']);
    expect(await four('doctor')).toMatchObject({
      stderr: expect.stringContaining('no backups can be made'),
      status: 1,
    });
  });
});

describe('what cannot be accessed:', () => {
  test.each([
    ['the file', () => store(), 0o000],
    ['its folder', () => folder(), 0o000],
    ['its folder, to look into', () => folder(), 0o600],
    ['a folder above', () => path.dirname(folder()), 0o000],
  ])('%s', async (_, name, mode) => {
    const before = bytes(home.folder);
    fs.chmodSync(name(), mode);
    await expectRefused(['today', 'plan More', 'undo', 'doctor'], /(permission denied|cannot be opened)/);
    fs.chmodSync(name(), name() === store() ? 0o600 : 0o700);
    expect(bytes(home.folder)).toEqual(before);
  });

  test('a folder in which nothing may be created', async () => {
    fs.mkdirSync(path.join(home.folder, 'shut'), { mode: 0o500 });
    home.env.FOURTHINGS_DB = path.join(home.folder, 'shut/new/store.db');
    await expectDone(READING);
    await expectRefused(['plan More', 'config minimum 3'], /shut\/new[^\n]*permission denied/);
    await expectRefused(['backup'], /there is no store yet/);
    expect(fs.readdirSync(path.join(home.folder, 'shut'))).toEqual([]);
  });

  test('the backups of a damaged store: the hint names another way', async () => {
    fs.truncateSync(store(), 10_000);
    const before = fs.readFileSync(store());
    for (const mode of [0o000, 0o300, 0o600]) {
      fs.chmodSync(`${store()}.backups`, mode);
      await expectRefused(['today', 'plan More'], /damaged[^\n]*\n[^\n]*--db FILE/);
    }
    fs.chmodSync(`${store()}.backups`, 0o700);
    for (const name of fs.readdirSync(`${store()}.backups`)) fs.chmodSync(path.join(`${store()}.backups`, name), 0o000);
    await expectRefused(['today', 'plan More'], /damaged[^\n]*\n[^\n]*--db FILE/);
    expect(fs.readFileSync(store()).equals(before)).toBe(true);
  });

  test('a backup to restore', async () => {
    fs.chmodSync(path.join(home.folder, 'copy.db'), 0o000);
    const before = bytes(folder());
    await expectRefused(['restore copy.db'], /copy\.db[^\n]*(permission denied|cannot be restored)/);
    expect(bytes(folder())).toEqual(before);
  });

  test('a place for a backup', async () => {
    fs.mkdirSync(path.join(home.folder, 'shut'), { mode: 0o500 });
    const before = bytes(folder());
    await expectRefused(['backup shut/copy.db', '--json backup shut/copy.db'], /shut\/copy\.db: permission denied/);
    expect(bytes(folder())).toEqual(before);
  });
});

// Only root can become another user. With the right to read everything, because others may not be able to read this checkout.
if (isRoot)
  describe('root with the HOME of a user', () => {
    const asUser = (...args: string[]) => {
      const user = [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', '--bounding-set=-all,+dac_read_search'];
      const caps = ['--inh-caps=-all,+dac_read_search', '--ambient-caps=+dac_read_search'];
      return launch(placeOf('setpriv'), [...user, ...caps, process.execPath, LAUNCHER, ...args], home.env, '', '/');
    };
    const owners = () => new Set(['.', ...everything()].map((name) => fs.lstatSync(path.join(home.folder, name)).uid));
    const everything = () => fs.readdirSync(home.folder, { recursive: true, encoding: 'utf8' });
    const give = (name: string, uid: number) => {
      fs.lchownSync(name, uid, uid);
      if (fs.lstatSync(name).isDirectory()) for (const child of fs.readdirSync(name)) give(path.join(name, child), uid);
    };

    beforeEach(() => {
      home.at('2026-11-24T08:00');
      give(home.folder, USER);
    });

    test('leaves every file to the user: a store, its backups and what the prompt reads', async () => {
      for (const name of ['.backups', '.status', '.nudged']) fs.rmSync(store() + name, { recursive: true });
      for (const line of ['plan More', 'backup', 'done 1', 'init bash', `restore ${home.folder}/copy.db`])
        expect(await home.launch(...line.split(' '))).toMatchObject({ stderr: '', status: 0 });
      expect(fs.readdirSync(`${store()}.backups`).length).toBeGreaterThan(2);
      expect(owners()).toEqual(new Set([USER]));
      for (const line of ['plan More', 'backup', 'undo', 'doctor'])
        expect(await asUser(...line.split(' '))).toMatchObject({ stderr: '', status: 0 });
      expect(await home.launch('doctor')).toMatchObject({ stderr: '', status: 0 });
    });

    needs('git').test('leaves the clone to the user, with what git has put into it', async () => {
      const remote = fs.mkdtempSync(path.join(os.tmpdir(), 'remote-'));
      try {
        await launch(placeOf('git'), ['init', '-q', '--bare', remote], home.env);
        expect(await home.launch('sync', remote)).toMatchObject({ stderr: '', status: 0 });
        expect(fs.existsSync(`${store()}.sync/.git/HEAD`)).toBe(true);
        expect(owners()).toEqual(new Set([USER]));
      } finally {
        fs.rmSync(remote, { recursive: true });
      }
    });

    test('leaves a new store to the user, with the folders above it', async () => {
      fs.rmSync(path.join(home.folder, 'data'), { recursive: true });
      expect(await home.launch('plan', 'A')).toMatchObject({ stderr: '', status: 0 });
      expect(owners()).toEqual(new Set([USER]));
      expect(await asUser('done', '1')).toMatchObject({ stderr: '', status: 0 });
    });

    test('leaves the files to the owner of the store where the folder is its own', async () => {
      give(home.folder, 0);
      fs.chownSync(store(), USER, USER);
      for (const name of ['.backups', '.status', '.nudged']) fs.rmSync(store() + name, { recursive: true });
      for (const line of ['plan More', 'done 1']) await home.launch(...line.split(' '));
      for (const name of ['.backups', '.status', '.nudged']) expect(fs.statSync(store() + name).uid).toBe(USER);
      expect(fs.readFileSync(`${store()}.status`, 'utf8')).toContain('\t1/4\t');
    });

    test.each(['.backups', '.status', '.nudged', '.sync'])(
      'what an older four has left to root at %s stops no change, and doctor says how to take it back',
      async (name) => {
        fs.mkdirSync(`${store()}.sync/.git`, { recursive: true });
        give(home.folder, USER);
        give(store() + name, 0);
        expect(await asUser('plan', 'More')).toMatchObject({ stderr: '', status: 0 });
        const { stdout, stderr, status } = await asUser('doctor');
        expect({ stderr, status }).toEqual({
          stderr: `four: something is wrong: root owns ${store()}${name}\nRun: sudo chown -R ${USER} ${store()}${name}\n`,
          status: 1,
        });
        expect(stdout).toContain('it is intact');
        expect(stdout).not.toContain('Move it away');
        const [, command = ''] = /^Run: sudo (.*)$/m.exec(stderr) ?? [];
        await launch(placeOf('sh'), ['-c', command], home.env);
        expect(await asUser('doctor')).toMatchObject({ stderr: '', status: 0 });
      },
    );

    test('one file of root among the backups is named', async () => {
      give(`${store()}.backups`, USER);
      const [name = ''] = fs.readdirSync(`${store()}.backups`);
      give(path.join(`${store()}.backups`, name), 0);
      const { stderr } = await asUser('doctor');
      expect(stderr).toMatch(
        new RegExp(`root owns .*\\.backups/${name}\nRun: sudo chown -R ${USER} \\S*\\.backups\n$`),
      );
    });

    test('of a store that root has taken, doctor says how to take it back', async () => {
      give(path.join(home.folder, 'data'), 0);
      const { stderr, status } = await asUser('doctor');
      expect(status).toBe(1);
      expect(stderr).toMatch(/root owns \/.*\nRun: sudo chown -R 54321 \//);
    });

    test('gives nothing away through a link', async () => {
      const secret = path.join(home.folder, 'secret');
      fs.writeFileSync(secret, '', { mode: 0o600 });
      for (const name of ['.status', '.nudged', '.backups']) {
        fs.rmSync(store() + name, { recursive: true });
        fs.symlinkSync(secret, store() + name);
        fs.lchownSync(store() + name, USER, USER);
      }
      await home.launch('plan', 'More');
      expect(fs.statSync(secret).uid).toBe(0);
      expect(fs.readFileSync(secret, 'utf8')).toBe('');
    });
  });

describe('a missing home folder', () => {
  beforeEach(() => {
    home.env.XDG_DATA_HOME = undefined;
  });

  test.each<[string, () => string]>([
    ['a folder that does not exist', () => path.join(home.folder, 'not/there')],
    ['a file', () => path.join(home.folder, 'copy.db')],
  ])('%s: every command works or ends in one line', async (_, name) => {
    home.env.HOME = name();
    const before = bytes(home.folder);
    for (const line of ['today', 'doctor', 'streak --json']) {
      const { stderr, status } = await four(...line.split(' '));
      expect({ line, stderr, status }).toEqual(
        status === 0
          ? { line, stderr: '', status }
          : { line, stderr: expect.stringMatching(/^four: [^\n]+: [^\n]+\n([^\n]+\n)?$/), status: 1 },
      );
    }
    expect(bytes(home.folder)).toEqual(before);
  });

  test('a change creates it, private to the user', async () => {
    home.env.HOME = path.join(home.folder, 'not/there');
    await expectDone(['plan More']);
    const file = path.join(home.folder, 'not/there/.local/share/fourthings/fourthings.db');
    expect(Object.values(dump(file) ?? {}).flat()).toHaveLength(1);
    expect([modeOf(file), modeOf(path.dirname(file)), modeOf(path.join(home.folder, 'not'))]).toEqual([
      0o600, 0o700, 0o700,
    ]);
  });

  // Only root can become a user whom the system does not know.
  if (isRoot)
    test('an unknown user gets one line with the way out', async () => {
      // With the right to read everything, because others may not be able to read this checkout.
      const caps = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
      const stranger = [
        '--reuid=54321',
        '--regid=54321',
        '--clear-groups',
        ...caps,
        process.execPath,
        LAUNCHER,
        'today',
      ];
      const { HOME: _, ...env } = home.env;
      const result = await launch(placeOf('setpriv'), stranger, env, '', '/');
      expectError(result, 1, /home/i);
      expect(result.stderr).toMatch(/--db FILE|FOURTHINGS_DB|HOME/);
    });
});
