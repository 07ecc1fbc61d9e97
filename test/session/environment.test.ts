import { describe, expect, test } from '@jest/globals';
import {
  currentTime,
  type Environment,
  isUnicodeLocale,
  storeFile,
  wantedColor,
} from '../../src/session/environment.ts';
import { inZones } from '../support/zones.ts';

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
    const named = platform === 'win32' ? 'C:\\my.db' : '/my.db';
    expect(storeFile(undefined, { ...machine, env: { FOURTHINGS_DB: named } })).toBe(named);
    expect(storeFile('my.db', { ...machine, env: {} })).toBe('my.db');
    const data = platform === 'win32' ? { LOCALAPPDATA: 'C:\\Data' } : { XDG_DATA_HOME: '/data' };
    expect(storeFile(undefined, { ...machine, env: data })).toContain('fourthings.db');
  });
});

describe.each(PLATFORMS)('the file of the store on %s', (platform) => {
  const file = platform === 'win32' ? 'D:\\by-environment.db' : '/by-environment.db';
  const env = { HOME: platform === 'win32' ? 'C:\\Users\\Ada' : '/home/ada', FOURTHINGS_DB: file };

  test('is the one that is named, then FOURTHINGS_DB', () => {
    expect(store(platform, env, 'named.db')).toBe('named.db');
    expect(store(platform, env)).toBe(file);
    expect(store(platform, { ...env, FOURTHINGS_DB: '' })).toMatch(/fourthings\.db$/);
  });

  test('has a name', () => {
    expect(() => store(platform, env, '')).toThrow('--db needs the name of a file');
    expect(() => store(platform, env, 'a.db ')).toThrow('white space');
    expect(() => store(platform, { ...env, FOURTHINGS_DB: `${file}\n` })).toThrow('white space');
  });
});

describe('FOURTHINGS_DB', () => {
  test.each(['my.db', './my.db', '../my.db', '=my.db', '~', '~ada/my.db', '$HOME/my.db', 'C:my.db', 'file:/my.db'])(
    '%j would be another store in every folder',
    (name) => {
      for (const platform of PLATFORMS)
        expect(() => store(platform, { HOME: '/home/ada', FOURTHINGS_DB: name })).toThrow(
          `FOURTHINGS_DB needs an absolute path, not ${JSON.stringify(name)}`,
        );
    },
  );

  test('~/ is the home folder, which nothing but a shell expands', () => {
    expect(store('linux', { HOME: '/home/ada', FOURTHINGS_DB: '~/my.db' })).toBe('/home/ada/my.db');
    expect(store('linux', { FOURTHINGS_DB: '~/days/my.db' })).toBe('/users/list/days/my.db');
    expect(store('win32', { FOURTHINGS_DB: '~\\my.db' })).toBe('D:\\users\\list\\my.db');
    expect(store('win32', { FOURTHINGS_DB: 'C:\\my.db' })).toBe('C:\\my.db');
  });

  test('--db may be relative: it says where it is typed', () => {
    expect(store('linux', { FOURTHINGS_DB: 'my.db' }, 'other.db')).toBe('other.db');
  });
});

describe('TZ', () => {
  /** Reads the clock in a process of its own: inside jest, setting TZ changes nothing. */
  const readClocks = (zones: readonly string[]) =>
    inZones(
      `import { currentTime } from '../session/environment.ts'`,
      `({ zone }) => {
        try {
          return currentTime({ TZ: zone }, () => new Date(Date.UTC(2026, 10, 23, 12))).getHours();
        } catch (error) {
          return error.message;
        }
      }`,
      zones.map((zone) => ({ zone })),
    );

  test('any zone that Node knows is taken', async () => {
    const zones = {
      'Europe/Berlin': 13,
      ':Europe/Berlin': 13,
      'Europe/London': 12,
      'Etc/GMT+5': 7,
      EST5EDT: 7,
      UTC: 12,
      UTC0: 12,
      GMT0: 12,
      Zulu: 12,
      '': 12,
    };
    expect(await readClocks(Object.keys(zones))).toEqual(Object.values(zones));
  });

  test('what Node would take for UTC is refused: date says another day', async () => {
    const zones = ['CET-1CEST', 'EST5EDT,M3.2.0,M11.1.0', 'Nonsense', 'Europe/Nowhere', '<+03>-3', 'europe/berlin'];
    expect(await readClocks(zones)).toEqual(
      zones.map((zone) => `TZ is no time zone that Node knows: ${JSON.stringify(zone)}`),
    );
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
