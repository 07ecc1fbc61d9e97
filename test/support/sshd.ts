import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { launch } from './four.ts';
import { PATH, placeOf } from './programs.mjs';

/** Where sshd as root locks itself into. The service makes it when it starts, and no other place can be named. */
const EMPTY = '/run/sshd';

export interface Server {
  readonly port: number;
  /** The address of a folder on it. */
  address(folder: string): string;
  /** The words of `core.sshCommand` for who has the key, and knows the server. */
  readonly client: string;
  /** The same with a key it does not know, and without knowing it. */
  readonly stranger: string;
  readonly unknown: string;
  stop(): Promise<void>;
}

/** A real sshd on this machine for whoever has the key, with files of its own in a folder; ended after each test. */
export function useSshd(): (folder: string, port?: number) => Promise<Server> {
  const running: ChildProcess[] = [];
  let isOurs = false;
  beforeAll(() => {
    isOurs = process.getuid?.() === 0 && !fs.existsSync(EMPTY);
    if (isOurs) fs.mkdirSync(EMPTY, { mode: 0o755 });
  });
  afterAll(() => {
    if (isOurs) fs.rmdirSync(EMPTY);
  });
  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill();
    await closed;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map(end));
  });
  return async (folder, wanted) => {
    fs.mkdirSync(folder, { recursive: true });
    const file = (name: string) => path.join(folder, name);
    for (const name of ['host', 'key', 'other']) if (!fs.existsSync(file(name))) await makeKey(file(name));
    fs.copyFileSync(file('key.pub'), file('authorized'));
    const port = wanted ?? (await freePort());
    fs.writeFileSync(file('known'), `[127.0.0.1]:${port} ${fs.readFileSync(file('host.pub'), 'utf8')}`);
    const settings = [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      `PidFile ${file('pid')}`,
      // The folder of the tests may be writable for others.
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'LogLevel INFO',
      // Nothing of the user's own on that side either.
      `SetEnv HOME=${folder} GIT_CONFIG_NOSYSTEM=1`,
    ];
    fs.writeFileSync(file('config'), `${settings.join('\n')}\n`);
    const child = spawn(placeOf('sshd'), ['-D', '-e', '-f', file('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    running.push(child);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
        if (said.includes('Server listening')) resolve();
      });
      child.once('error', reject);
      child.once('close', () => reject(new Error(`sshd ended: ${said}`)));
    });
    const words = (key: string, known: string) =>
      `ssh -F /dev/null -i ${file(key)} -o IdentitiesOnly=yes -o UserKnownHostsFile=${file(known)} -o GlobalKnownHostsFile=/dev/null`;
    return {
      port,
      address: (place) => `ssh://${os.userInfo().username}@127.0.0.1:${port}${place}`,
      client: words('key', 'known'),
      stranger: words('other', 'known'),
      unknown: words('key', 'nobody'),
      stop: () => end(child),
    };
  };
}

async function makeKey(file: string): Promise<void> {
  const words = ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file];
  expect(await launch('ssh-keygen', words, { PATH, HOME: path.dirname(file) })).toMatchObject({
    status: 0,
  });
}

/** A port that is free, and that no system gives away by itself, so that it also stays free while the server is stopped. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const port = randomInt(20_000, 30_000);
    const server = net.createServer();
    server.once('error', () => resolve(freePort()));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
