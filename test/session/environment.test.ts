import { describe, expect, test } from '@jest/globals';
import {
  currentTime,
  type Environment,
  isUnicodeLocale,
  storeFile,
  wantedColor,
} from '../../src/session/environment.ts';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
type Platform = (typeof PLATFORMS)[number];

/** Where the store of this user is, whose home by the system's list of users is /users/list. */
function store(platform: Platform, env: Environment, named?: string): string {
  return storeFile(named, {
    platform,
    env,
    homeOfUser: () => (platform === 'win32' ? 'D:\\users\\list' : '/users/list'),
  });
}

describe('the folder of the store', () => {
  test.each<[Platform, Environment, string]>([
    ['linux', { HOME: '/home/ada' }, '/home/ada/.local/share/fourthings/fourthings.db'],
    ['linux', { HOME: '/home/ada', XDG_DATA_HOME: '/data' }, '/data/fourthings/fourthings.db'],
    ['linux', { HOME: '/home/ada', XDG_DATA_HOME: '' }, '/home/ada/.local/share/fourthings/fourthings.db'],
    ['linux', { HOME: '/home/ada', XDG_DATA_HOME: 'data' }, '/home/ada/.local/share/fourthings/fourthings.db'],
    ['linux', { HOME: '/home/ada', LOCALAPPDATA: '/local' }, '/home/ada/.local/share/fourthings/fourthings.db'],
    ['linux', {}, '/users/list/.local/share/fourthings/fourthings.db'],
    ['linux', { HOME: '' }, '/users/list/.local/share/fourthings/fourthings.db'],
    ['linux', { HOME: 'ada' }, '/users/list/.local/share/fourthings/fourthings.db'],
    ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Application Support/fourthings/fourthings.db'],
    ['darwin', { HOME: '/Users/ada', XDG_DATA_HOME: '/data' }, '/data/fourthings/fourthings.db'],
    ['darwin', {}, '/users/list/Library/Application Support/fourthings/fourthings.db'],
    ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\fourthings\\fourthings.db'],
    ['win32', { LOCALAPPDATA: 'C:\\Local', HOME: '/c/Users/Ada' }, 'C:\\Local\\fourthings\\fourthings.db'],
    ['win32', { LOCALAPPDATA: 'C:\\Local', XDG_DATA_HOME: 'C:\\Data' }, 'C:\\Local\\fourthings\\fourthings.db'],
    ['win32', { HOME: 'C:\\Users\\Ada' }, 'C:\\Users\\Ada\\AppData\\Local\\fourthings\\fourthings.db'],
    ['win32', { LOCALAPPDATA: 'Local' }, 'D:\\users\\list\\AppData\\Local\\fourthings\\fourthings.db'],
    ['win32', {}, 'D:\\users\\list\\AppData\\Local\\fourthings\\fourthings.db'],
  ])('%s, %j: %s', (platform, env, expected) => {
    expect(store(platform, env)).toBe(expected);
  });

  test.each(PLATFORMS)('%s: without any home it has to be named', (platform) => {
    const machine = {
      platform,
      homeOfUser: () => {
        throw new Error('no such user');
      },
    };
    expect(() => storeFile(undefined, { ...machine, env: {} })).toThrow('there is no home folder');
    expect(storeFile(undefined, { ...machine, env: { FOURTHINGS_DB: 'my.db' } })).toBe('my.db');
    expect(storeFile('my.db', { ...machine, env: {} })).toBe('my.db');
    const data = platform === 'win32' ? { LOCALAPPDATA: 'C:\\Data' } : { XDG_DATA_HOME: '/data' };
    expect(storeFile(undefined, { ...machine, env: data })).toContain('fourthings.db');
  });
});

describe.each(PLATFORMS)('the file of the store on %s', (platform) => {
  const env = { HOME: '/home/ada', FOURTHINGS_DB: 'by-environment.db' };

  test('is the one that is named, then FOURTHINGS_DB', () => {
    expect(store(platform, env, 'named.db')).toBe('named.db');
    expect(store(platform, env)).toBe('by-environment.db');
    expect(store(platform, { ...env, FOURTHINGS_DB: '' })).toMatch(/fourthings\.db$/);
  });

  test('has a name', () => {
    expect(() => store(platform, env, '')).toThrow('--db needs the name of a file');
    expect(() => store(platform, env, 'a.db ')).toThrow('white space');
    expect(() => store(platform, { ...env, FOURTHINGS_DB: 'a.db\n' })).toThrow('white space');
  });
});

test.each<[Environment, boolean]>([
  [{}, true],
  [{ LANG: '' }, true],
  [{ LANG: 'en_GB.UTF-8' }, true],
  [{ LANG: 'de_DE.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'de_DE.ISO-8859-1' }, false],
  [{ LANG: 'C', LC_CTYPE: 'UTF-8' }, true],
  [{ LANG: 'en_GB.UTF-8', LC_CTYPE: 'C' }, false],
  [{ LANG: 'en_GB.UTF-8', LC_CTYPE: 'en_GB.UTF-8', LC_ALL: 'POSIX' }, false],
])('a locale of %j writes UTF-8: %s', (env, expected) => {
  expect(isUnicodeLocale(env)).toBe(expected);
});

test.each<[Environment, boolean | undefined]>([
  [{}, undefined],
  [{ NO_COLOR: '' }, undefined],
  [{ NO_COLOR: '1' }, false],
  [{ FORCE_COLOR: '' }, undefined],
  [{ FORCE_COLOR: '', NO_COLOR: '1' }, false],
  [{ FORCE_COLOR: '3' }, true],
  [{ FORCE_COLOR: '0' }, false],
  [{ FORCE_COLOR: 'false' }, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('an environment of %j wants colour: %s', (env, expected) => {
  expect(wantedColor(env)).toBe(expected);
});

test('the time is the clock’s, unless FOURTHINGS_NOW says another', () => {
  const actual = () => new Date('2026-11-23T07:00Z');
  expect(currentTime({}, actual)).toEqual(actual());
  expect(currentTime({ FOURTHINGS_NOW: '' }, actual)).toEqual(actual());
  expect(currentTime({ FOURTHINGS_NOW: '2031-05-05T10:00:00Z' }, actual)).toEqual(new Date('2031-05-05T10:00Z'));
  expect(() => currentTime({ FOURTHINGS_NOW: 'soon' }, actual)).toThrow('FOURTHINGS_NOW is not an ISO date-time');
});
