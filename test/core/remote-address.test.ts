import { describe, expect, test } from '@jest/globals';
import {
  httpCredentials,
  isRemoteAddress,
  maskSecrets,
  maskSecretsOf,
  parseRemoteAddress,
  remoteHelpers,
} from '../../src/core/remote-address.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const folders = {
  isFolder: (name: string) => name === 'a:b',
  resolve: (name: string) => (name.startsWith('/') ? name : `/home/you/${name}`),
};

describe('parseRemoteAddress', () => {
  test.each([
    ['git@example.org:you/four.git', 'git@example.org:you/four.git'],
    ['  https://example.org/four.git ', 'https://example.org/four.git'],
    ['/media/stick/four.git', '/media/stick/four.git'],
    ['../four.git', '/home/you/../four.git'],
    ['a:b', '/home/you/a:b'],
    ['none', '/home/you/none'],
  ])('reads %j as %j', (words, address) => {
    expect(parseRemoteAddress(words, folders)).toBe(address);
    expect(isRemoteAddress(address)).toBe(true);
  });

  test.each([
    '',
    ' ',
    '--upload-pack=x',
    'ext::sh -c x',
    'EXT::sh -c x',
    'fd::7',
    'ext://x',
    'gcrypt::ext::sh -c x',
    'gcrypt::fd://7',
    '-oProxyCommand=x:y',
    'one\ntwo',
    'two  spaces',
    '\u202ebidi',
  ])('refuses %j', (words) => {
    expect(() => parseRemoteAddress(words, folders)).toThrow('is not the address of a repository');
    expect(isRemoteAddress(words)).toBe(false);
  });

  test('refuses a folder whose path a setting could not hold', () => {
    expect(() => parseRemoteAddress('.', { isFolder: () => true, resolve: () => '/two  spaces' })).toThrow();
  });
});

test.each([
  ['https://me:secret@example.org/four.git', 'https://***@example.org/four.git'],
  ['https://secret@example.org/four.git', 'https://***@example.org/four.git'],
  ['https://example.org/four.git?token=secret#secret', 'https://example.org/four.git?***'],
  ['ssh://me:secret@example.org/four.git', 'ssh://me:***@example.org/four.git'],
  ['git@example.org:you/four.git', 'git@example.org:you/four.git'],
  ['ssh://git@example.org:22/four.git', 'ssh://git@example.org:22/four.git'],
  ['gcrypt::git@example.org:you/four.git', 'gcrypt::git@example.org:you/four.git'],
  ['gcrypt::https://me:secret@example.org/four.git', 'gcrypt::https://***@example.org/four.git'],
  ['HTTPS://secret@example.org/four.git', 'HTTPS://***@example.org/four.git'],
  ['ftp://me:sec@ret@example.org/four.git', 'ftp://***@example.org/four.git'],
  ['https://me:sec/ret@example.org/four.git', 'https://***@example.org/four.git'],
  ['https://example.org/four.git?token=sec@ret', 'https://***'],
  ['me:secret@example.org/four.git', 'me:***@example.org/four.git'],
  ['/media/a:b@c/four?.git', '/media/a:b@c/four?.git'],
  ['file:///media/a@b/four.git', 'file:///media/a@b/four.git'],
])('maskSecrets(%j) is %j', (address, masked) => {
  expect(maskSecrets(address)).toBe(masked);
});

test.each([
  ['evil.git', false],
  ['../evil.git', false],
  ['./host:evil.git', false],
  ['gcrypt::', false],
  ['/media/stick/four.git', true],
  ['C:\\stick\\four.git', true],
  ['host:four.git', true],
])('a stored address is parsed like a typed one: %j is one: %j', (address, isAddress) => {
  expect(isRemoteAddress(address)).toBe(isAddress);
});

test.each([
  ['https://example.org/four.git', []],
  ['ssh+git://example.org/four.git', []],
  ['git@example.org:you/four.git', []],
  ['/media/four.git', []],
  ['gcrypt::https://example.org/four.git', ['gcrypt']],
  ['one::two::host:four.git', ['one', 'two']],
  ['never://example.org', ['never']],
  ['HTTPS://example.org', ['HTTPS']],
])('%s starts the helpers %j', (address, helpers) => {
  expect(remoteHelpers(address)).toEqual(helpers);
});

test('any user and password of http are found as they were meant, and neither is left in the address', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 4 });
  fc.assert(
    fc.property(word, fc.option(word, { nil: undefined }), (user, password) => {
      const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
      const address = `https://${login}@example.org:8443/four.git`;
      expect(httpCredentials(address)).toEqual({
        site: 'https://example.org:8443',
        address: 'https://example.org:8443/four.git',
        user,
        password,
      });
      expect(maskSecrets(address)).toBe('https://***@example.org:8443/four.git');
      const told = maskSecretsOf(address, `fatal: ${address}: <${password ?? user}> <${login}> refused`);
      expect(told).toBe('fatal: https://***@example.org:8443/four.git: <***> <***> refused');
    }),
    runs(200, 20_000),
  );
});
