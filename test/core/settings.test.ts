import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/core/errors.ts';
import {
  formatSetting,
  parseSetting,
  readSettings,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../../src/core/settings.ts';
import fc from '../support/property.ts';

const INITIAL: Settings = {
  dayStart: 0,
  weekStart: 1,
  minimum: 4,
  labels: null,
  nudgeMorning: 480,
  nudgeEvening: 1080,
  syncRemote: null,
  syncAuto: false,
};

test('have their defaults if nothing is stored', () => {
  expect(readSettings(new Map())).toEqual(INITIAL);
  expect(SETTING_KEYS.map((key) => formatSetting(key, INITIAL))).toEqual([
    '00:00',
    'monday',
    '4',
    'none',
    '08:00',
    '18:00',
    'none',
    'off',
  ]);
});

describe('parsing a value', () => {
  test.each<[SettingKey, string, unknown]>([
    ['day-start', '04:00', 240],
    ['day-start', '4:30', 270],
    ['day-start', '4', 240],
    ['day-start', '23:59', 1439],
    ['week-start', 'Sunday', 0],
    ['week-start', 'sat', 6],
    ['minimum', ' 3 ', 3],
    ['labels', 'body mind heart spirit', ['body', 'mind', 'heart', 'spirit']],
    ['labels', 'Leib, Seele, Herz, Übermut', ['Leib', 'Seele', 'Herz', 'Übermut']],
    ['nudge-morning', '7:30', 450],
    ['nudge-evening', '8pm', 1200],
    ['nudge-evening', '8:15 PM', 1215],
    ['day-start', '3am', 180],
    ['day-start', '12am', 0],
    ['nudge-evening', 'Off', null],
    ['sync-auto', 'on', true],
    ['sync-auto', 'ON', true],
    ['sync-auto', 'Off', false],
  ])('%s %j', (key, words, value) => {
    expect(parseSetting(key, words)).toEqual(value);
  });

  test.each<[SettingKey, string[]]>([
    ['day-start', ['', '24:00', '04:60', '4:5', '-1', '4.5', '0am', '13pm', '4xm', '04:00:00', '1e1']],
    ['week-start', ['', 'mo', 'someday', '1', 'mondays']],
    ['minimum', ['', '0', '5', '2.5', '-1', '+3', '44', 'four', '４']],
    ['nudge-morning', ['', 'on', 'none', 'never', '24:00', '-1']],
    ['labels', ['', 'one two three', 'a b c d e', 'a b c a', 'a b c thirteenchars', ', a b c', 'a b c d\u001b']],
  ])('%s rejects other values', (key, words) => {
    for (const word of words) expect(() => parseSetting(key, word)).toThrow(UsageError);
  });
});

test('a stored value reads back as the same value', () => {
  const label = fc.stringMatching(/^[a-zäß日🏃]{1,6}$/u);
  const settings = fc.record({
    dayStart: fc.nat(1439),
    weekStart: fc.nat(6),
    minimum: fc.integer({ min: 1, max: 4 }),
    labels: fc.option(fc.uniqueArray(label, { minLength: 4, maxLength: 4 })),
    nudgeMorning: fc.option(fc.nat(1439)),
    nudgeEvening: fc.option(fc.nat(1439)),
    syncRemote: fc.option(fc.constantFrom('git@example.org:you/four.git', '/media/stick/four.git')),
    syncAuto: fc.boolean(),
  }) as fc.Arbitrary<Settings>;
  fc.assert(
    fc.property(settings, (value) => {
      const keys = SETTING_KEYS.filter((key) => value[SETTINGS[key].name] !== null || key.startsWith('nudge'));
      const stored = new Map(keys.map((key): [string, string] => [key, formatSetting(key, value)]));
      expect(readSettings(stored)).toEqual(value);
    }),
  );
});

test('an unknown stored setting is ignored', () => {
  expect(readSettings(new Map([['colour', 'green']]))).toEqual(INITIAL);
});
