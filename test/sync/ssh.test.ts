import path from 'node:path';
import { expect } from '@jest/globals';
import { expectError, type Home, launch } from '../support/four.ts';
import { counts, expectEqual, gitConfig, slots, status, sync, syncAll, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { useSshd } from '../support/sshd.ts';
import { dump, expectWhole } from '../support/stores.ts';

const { test } = needs('git', 'sh', 'ssh', 'sshd');

const homes = useHomes(['laptop', 'desktop'], ({ laptop }) => laptop.four('plan', 'Write', 'Swim'));
const { laptop, desktop, remote } = homes;
const startSshd = useSshd();

const start = (port?: number) => startSshd(path.join(homes.folder, 'sshd'), port);

/** The two ways in which users set up ssh: the environment, and `~/.gitconfig`. */
function throughEnvironment(home: Home, command: string): void {
  home.env.GIT_SSH_COMMAND = command;
}

function throughConfig(home: Home, command: string): void {
  gitConfig(home, `[core]\n  sshCommand = ${command}\n`);
}

test('two machines sync over ssh, each with the settings of its user', async () => {
  const server = await start();
  const address = server.address(remote.folder);
  throughEnvironment(laptop, server.client);
  throughConfig(desktop, server.client);
  expect(await sync(laptop, address)).toMatchObject({ remote: address, went: counts(2) });
  desktop.at('2026-11-23T10:30');
  await desktop.four('plan', 'Call');
  expect(await desktop.launch('sync', address)).toEqual({
    stdout: '\n  Received 2 things, sent 1 thing.\n\n  + Write   + Swim\n\n',
    stderr: '',
    status: 0,
  });
  expect(await laptop.json('sync', '--dry-run')).toMatchObject({ came: counts(1), went: counts() });
  await sync(laptop);
  expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Call']);
  await expectEqual(homes.all);
});

test('two machines that sync at the same time both succeed', async () => {
  const server = await start();
  for (const home of homes.all) throughEnvironment(home, server.client);
  await desktop.four('did', 'Fixed');
  const results = await Promise.all(homes.all.map((home) => home.launch('sync', server.address(remote.folder))));
  expect(results).toMatchObject([
    { stderr: '', status: 0 },
    { stderr: '', status: 0 },
  ]);
  await syncAll(homes.all);
});

test('an unreachable server gives a clear error, and the next sync continues', async () => {
  const server = await start();
  const address = server.address(remote.folder);
  for (const home of homes.all) throughEnvironment(home, server.client);
  await sync(laptop, address);
  await server.stop();
  await laptop.four('done', '1');
  const before = dump(laptop.storeFile());
  expectError(await laptop.launch('sync'), 1, /^four: ssh:.* could not be reached: .*refused.*\nYour changes are kept/);
  expectWhole(laptop.storeFile());
  expect(dump(laptop.storeFile())).toEqual(before);
  expect(await status(laptop)).toMatchObject({ waiting: 1, failure: { message: expect.stringContaining('refused') } });
  await start(server.port);
  expect(await sync(laptop)).toMatchObject({ went: counts(1) });
  expect(await sync(desktop, address)).toMatchObject({ came: counts(2) });
  await expectEqual(homes.all);
});

test.each([
  ['an unknown server', 'unknown', /Host key verification failed/],
  ['a key that the server does not know', 'stranger', /Permission denied/],
] as const)('%s is an error without a prompt, as nobody could answer', async (_, who, reason) => {
  const server = await start();
  throughEnvironment(laptop, server[who]);
  // Standard input must not be taken for an answer.
  laptop.stdin = 'yes\nyes\n';
  expectError(await laptop.launch('sync', server.address(remote.folder)), 1, reason);
  expect(await remote.git('for-each-ref')).toBe('');
  expectWhole(laptop.storeFile());
  throughEnvironment(laptop, server.client);
  expect(await sync(laptop, server.address(remote.folder))).toMatchObject({ went: counts(2) });
});

test('a key with a passphrase that nobody can type gives a clear error', async () => {
  const server = await start();
  const key = path.join(homes.folder, 'sshd', 'key');
  const words = ['-q', '-p', '-P', '', '-N', 'a long secret', '-f', key];
  expect(await launch('ssh-keygen', words, laptop.env)).toMatchObject({ status: 0 });
  throughEnvironment(laptop, server.client);
  laptop.stdin = 'a long secret\n';
  expectError(await laptop.launch('sync', server.address(remote.folder)), 1, /Permission denied/);
});

test('a missing folder gives a clear error', async () => {
  const server = await start();
  throughEnvironment(laptop, server.client);
  expectError(await laptop.launch('sync', server.address('/nowhere/four.git')), 1, /'\/nowhere\/four.git'|not appear/);
});
