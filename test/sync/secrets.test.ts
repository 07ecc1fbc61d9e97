import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { counts, expectEqual, gitConfig, program, sync, useHomes } from '../support/homes.ts';
import { needs, onLinux } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

// No user, password or token of an address is printed, kept in the journal, or on a command line.

const { describe, test } = needs('git', 'sh');

const homes = useHomes(['laptop', 'desktop'], async ({ laptop, remote }) => {
  await laptop.four('plan', 'Write', 'Swim');
  await sync(laptop, remote.folder);
});
const { laptop, desktop, remote } = homes;

const calls = () => path.join(laptop.folder, 'calls');

/** From here on, every git of the laptop notes its arguments. */
function noteArguments(): void {
  program(laptop, 'git', `printf '%s\\n' "$*" >> '${calls()}'; exec '${placeOf('git')}' "$@"`);
}

function notedArguments(): string {
  return fs.existsSync(calls()) ? fs.readFileSync(calls(), 'utf8') : '';
}

/** All that commands print, and all arguments of their git. */
async function everythingSaid(commands: readonly (readonly string[])[]): Promise<string> {
  noteArguments();
  let said = '';
  for (const words of commands) {
    const { stdout, stderr, status } = await laptop.four(...words);
    expect({ words: words[0], isCalm: [0, 1, 2].includes(status) }).toEqual({ words: words[0], isCalm: true });
    said += stdout + stderr;
  }
  return said + notedArguments();
}

/** What no address holds by chance. */
const secret = fc.string({
  unit: fc.constantFrom(...'qwxyz79', ...':/?#@%&=+!$ é✓\'"\\'),
  minLength: 1,
  maxLength: 5,
});
const word = (mark: string) => secret.map((odd) => `${mark}${odd.replace(/\s+/g, ' ')}${mark}`);

const addresses = fc
  .record({
    helper: fc.constantFrom('', '', 'gcrypt::', 'a::b::'),
    scheme: fc.constantFrom('https', 'HTTPS', 'http', 'ftp', 'never', 'git', 'ssh', 'Ssh', 'git+ssh'),
    user: fc.option(word('Kxqz'), { nil: '' }),
    password: fc.option(word('Vwjq'), { nil: undefined }),
    query: fc.option(word('Zqwx'), { nil: undefined }),
  })
  .map(({ helper, scheme, user, password, query }) => {
    const isSsh = /ssh/i.test(scheme);
    // The user of ssh is no secret.
    const name = isSsh ? 'git' : user;
    const login = password === undefined ? name : `${name}:${password}`;
    const end = query === undefined ? '' : `?token=${query}`;
    return `${helper}${scheme}://${login === '' ? '' : `${login}@`}127.0.0.1:1/four.git${end}`;
  });

const MARKS = /Kxqz|Vwjq|Zqwx/;

test('of any form are in nothing that is printed or started', async () => {
  const before = fs.readFileSync(laptop.storeFile());
  laptop.env.XDG_STATE_HOME = path.join(homes.folder, 'state');
  await fc.assert(
    fc.asyncProperty(addresses, async (address) => {
      fs.writeFileSync(laptop.storeFile(), before);
      fs.rmSync(calls(), { force: true });
      const said = await everythingSaid([
        ['config', 'sync-remote', address],
        ['config', 'sync-remote', ...address.split(' ')],
        ['config'],
        ['--json', 'config', 'sync-remote'],
        ['sync', address],
        ['--json', 'sync', '--dry-run', address],
        ['sync'],
        ['sync', '--status'],
        ['--json', 'sync', '--status'],
        ['doctor'],
        [],
        ['undo', '-n', '2'],
        ['undo', '--redo', '-n', '2'],
        ['export'],
      ]);
      expect(said).not.toMatch(MARKS);
      const texts = laptop.sql('SELECT command FROM change UNION ALL SELECT failure FROM sync') as object[];
      expect(JSON.stringify(texts)).not.toMatch(MARKS);
    }),
    runs(12, 2000),
  );
});

describe('in the address of a sync that succeeds', () => {
  test.each([
    'https://me:geheim@example.org/four.git',
    'https://geheim@example.org/four.git',
    'https://example.org/four.git?access_token=geheim',
    'https://me:ge%68eim@example.org/four.git#geheim',
    'ssh://me:geheim@example.org/four.git',
  ])('are not printed: %s', async (address) => {
    // The user's own settings say where it is.
    gitConfig(laptop, `[url "${remote.folder}"]\n  insteadOf = "${address}"\n`);
    await laptop.four('done', '1');
    const said = await everythingSaid([
      ['--json', 'sync', address],
      ['--json', 'sync'],
      ['sync', '--dry-run'],
      ['sync'],
      ['sync', '--status'],
      ['config'],
    ]);
    expect(said).toContain('"things":1');
    expect(said).toContain('Already in sync');
    expect(said).not.toMatch(/geheim|ge%68eim/);
  });
});

test('are masked in whatever git says', async () => {
  program(
    laptop,
    'git',
    `case "$*" in *ls-remote*--symref*) echo 'fatal: no geheim, ge%68eim' >&2; exit 128 ;; esac; exec '${placeOf('git')}' "$@"`,
  );
  const { stderr, status } = await laptop.four('sync', 'https://me:ge%68eim@127.0.0.1:1/four.git');
  expect({ stderr, status }).toEqual({ stderr: expect.stringContaining('no ***, ***\n'), status: 1 });
});

describe('of a repository over http', () => {
  const servers: http.Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  /** Serves the remote to whoever has the password, and calls back at each request. */
  async function serve(login: string, onRequest: () => void = () => {}): Promise<number> {
    const server = http.createServer((request, response) => {
      onRequest();
      const expected = `Basic ${Buffer.from(login).toString('base64')}`;
      if (request.headers.authorization === expected) return runBackend(request, response);
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="four"' }).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** https://git-scm.com/docs/git-http-backend, as a web server runs it. */
  function runBackend(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [pathname, query = ''] = (request.url ?? '').split('?');
    const env = {
      GIT_PROJECT_ROOT: path.dirname(remote.folder),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'me',
      HOME: homes.folder,
    };
    const backend = spawn(placeOf('git'), ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    // It may end before it has read all of the request.
    backend.stdin.on('error', () => {});
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk) => chunks.push(chunk));
    backend.once('close', () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const headers = all.subarray(0, end).toString().split('\r\n');
      const pairs = headers.map((line) => line.split(': ') as [string, string]);
      const status = Number(pairs.find(([name]) => name === 'Status')?.[1]?.slice(0, 3) ?? 200);
      response
        .writeHead(status, Object.fromEntries(pairs.filter(([name]) => name !== 'Status')))
        .end(all.subarray(end + 4));
    });
  }

  /** The command lines of all processes, as the other users of the machine see them, except those of `four` itself. */
  function commandLines(): string[] {
    return fs
      .readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => {
        try {
          return fs.readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ');
        } catch {
          return ''; // It has just ended.
        }
      })
      .filter((line) => !line.includes('four.js'));
  }

  test.each([
    ['me:geheim', 'me:geheim'],
    ['odd: g\'h"e$(i)m', 'odd:%20g%27h%22e%24%28i%29m'],
    ['token:', 'token:'],
  ])('are used: %j', async (login, written) => {
    const address = `http://${written}@127.0.0.1:${await serve(login)}/remote.git`;
    expect(await sync(desktop, address)).toMatchObject({ came: counts(2) });
    await desktop.four('done', '1');
    expect(await sync(desktop)).toMatchObject({ went: counts(1) });
    expect(await sync(laptop)).toMatchObject({ came: counts(1) });
    await expectEqual(homes.all);
  });

  test('find an empty repository, too', async () => {
    await remote.git('update-ref', '-d', 'refs/heads/main');
    await remote.git('symbolic-ref', 'HEAD', 'refs/heads/trunk');
    await desktop.four('plan', 'Call');
    await sync(desktop, `http://me:geheim@127.0.0.1:${await serve('me:geheim')}/remote.git`);
    expect(await remote.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/trunk\n');
  });

  onLinux('are on no command line while git and its helpers run', async () => {
    const lines = new Set<string>();
    const port = await serve('me:geheim', () => {
      for (const line of commandLines()) lines.add(line);
    });
    await desktop.four('config', 'sync-remote', `http://me:geheim@127.0.0.1:${port}/remote.git`);
    expect(await desktop.launch('--json', 'sync')).toMatchObject({ stderr: '', status: 0 });
    expect([...lines].filter((line) => line.includes(`127.0.0.1:${port}`))).not.toEqual([]);
    expect([...lines].filter((line) => line.includes('geheim'))).toEqual([]);
  });

  test('are masked if the server refuses them', async () => {
    const port = await serve('me:other');
    const { stderr, status } = await desktop.four('sync', `http://me:geheim@127.0.0.1:${port}/remote.git`);
    expect({ stderr, status }).toEqual({
      stderr: expect.stringContaining(`http://***@127.0.0.1:${port}/remote.git could not be reached`),
      status: 1,
    });
    expect(stderr).not.toContain('geheim');
  });
});

test('are read from standard input, so that they are on no command line', async () => {
  gitConfig(laptop, `[url "${remote.folder}"]\n  insteadOf = "https://me:geheim@example.org/four.git"\n`);
  laptop.stdin = 'https://me:geheim@example.org/four.git\n';
  expect(await sync(laptop, '-')).toMatchObject({ remote: 'https://***@example.org/four.git' });
  laptop.stdin = '';
  expect(await laptop.four('sync', '-')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('input is empty'),
  });
  // A store from somewhere else asks for it in the same way.
  laptop.env.XDG_STATE_HOME = path.join(homes.folder, 'elsewhere');
  const { stderr } = await laptop.four('sync');
  expect(stderr).toContain('To confirm: four sync -\n');
});
