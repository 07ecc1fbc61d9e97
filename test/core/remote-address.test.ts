import { describe, expect, test } from '@jest/globals';
import { isRemoteAddress, maskSecrets, parseRemoteAddress } from '../../src/core/remote-address.ts';

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

  test.each(['', ' ', '--upload-pack=x', 'ext::sh -c x', 'fd::7', 'one\ntwo', 'two  spaces', '\u202ebidi'])(
    'refuses %j',
    (words) => {
      expect(() => parseRemoteAddress(words, folders)).toThrow('is not the address of a repository');
      expect(isRemoteAddress(words)).toBe(false);
    },
  );

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
])('maskSecrets(%j) is %j', (address, masked) => {
  expect(maskSecrets(address)).toBe(masked);
});
