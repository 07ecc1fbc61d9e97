import { describe, expect, test } from '@jest/globals';
import { formatSetting, readSettings, SETTING_KEYS, SETTINGS } from '../../src/core/settings.ts';
import { done, expectError, open, type StreakJson, useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

const INITIAL = {
  dayStart: '00:00',
  weekStart: 'monday',
  minimum: 4,
  labels: null,
  nudgeMorning: '08:00',
  nudgeEvening: '18:00',
  syncRemote: null,
  syncAuto: false,
};

const settings = () => json<Record<string, unknown>>('config');

describe('four config', () => {
  test('lists the settings', async () => {
    const { stdout, stderr, status } = await launch('config');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/day-start +00:00\n[\s\S]*week-start +monday\n[\s\S]*minimum +4\n[\s\S]*labels +none\n/);
    expect(await settings()).toEqual(INITIAL);
  });

  test('shows one', async () => {
    expect(await four('config', 'week-start')).toEqual({ stdout: 'monday\n', stderr: '', status: 0 });
    expect(await json('config', 'week-start')).toEqual({ weekStart: 'monday' });
  });

  test.each([
    ['day-start', '04:00', { dayStart: '04:00' }, '04:00'],
    ['day-start', '4', { dayStart: '04:00' }, '04:00'],
    ['day-start', '23:59', { dayStart: '23:59' }, '23:59'],
    ['week-start', 'Sunday', { weekStart: 'sunday' }, 'sunday'],
    ['week-start', 'sat', { weekStart: 'saturday' }, 'saturday'],
    ['minimum', '1', { minimum: 1 }, '1'],
    ['nudge-morning', '7', { nudgeMorning: '07:00' }, '07:00'],
    ['nudge-evening', '8pm', { nudgeEvening: '20:00' }, '20:00'],
    ['day-start', '3am', { dayStart: '03:00' }, '03:00'],
    ['day-start', '12:30 AM', { dayStart: '00:30' }, '00:30'],
    ['nudge-morning', '12pm', { nudgeMorning: '12:00' }, '12:00'],
    ['nudge-evening', 'off', { nudgeEvening: 'off' }, 'off'],
    ['labels', 'body mind heart spirit', { labels: ['body', 'mind', 'heart', 'spirit'] }, 'body mind heart spirit'],
    ['labels', 'body, mind,heart  spirit', { labels: ['body', 'mind', 'heart', 'spirit'] }, 'body mind heart spirit'],
  ])('%s %s is stored', async (key, value, stored, words) => {
    expect(await four('config', key, value)).toMatchObject({ stderr: '', status: 0 });
    expect(await four('config', key)).toEqual({ stdout: `${words}\n`, stderr: '', status: 0 });
    expect(await settings()).toEqual({ ...INITIAL, ...stored });
    expect(await json('config', key, value)).toEqual(stored);
  });

  test('four labels may be four words', async () => {
    expect(await json('config', 'labels', 'body', 'mind', 'heart', 'spirit')).toEqual({
      labels: ['body', 'mind', 'heart', 'spirit'],
    });
  });

  test('says in its help what each setting does, takes, and its default', async () => {
    const { stdout } = await launch('config', '--help');
    const words = stdout.replaceAll(/\s+/g, ' ');
    for (const key of SETTING_KEYS) {
      const { help, values } = SETTINGS[key];
      expect(words).toContain(`${key} ${help}: ${values} (default ${formatSetting(key, readSettings(new Map()))})`);
    }
    home.env.COLUMNS = '40';
    const { stdout: narrow } = await four('help', 'config');
    const [, settings = ''] = narrow.split('Settings:\n');
    expect(settings.split('\n').filter((line) => line.length > 40)).toEqual([]);
    expect(await launch('help', 'config')).toMatchObject({ stdout: narrow });
  });

  test('--unset brings the initial value back', async () => {
    await four('config', 'minimum', '2');
    expect(await four('config', 'minimum', '--unset')).toEqual({
      stdout: '\n  A day now counts with four things done.\n\n',
      stderr: '',
      status: 0,
    });
    expect(await settings()).toEqual(INITIAL);
    expect(home.sql('SELECT * FROM setting')).toEqual([]);
  });

  test.each([
    ['day-start 4am', 'The day now ends at 4:00 in the morning.'],
    ['day-start 0', 'The day now ends at midnight.'],
    ['week-start sunday', 'The week now starts on Sunday.'],
    ['minimum 1', 'A day now counts with one thing done.'],
    ['minimum 3', 'A day now counts with three things done.'],
    ['labels body mind heart work', 'The slots are now called body, mind, heart and work.'],
    ['labels none', 'The slots have no labels now.'],
    ['nudge-morning 7:30', 'If nothing is planned, the shell now reminds you at 07:30.'],
    ['nudge-evening off', 'The shell does not remind you in the evening any longer.'],
    ['sync-remote --unset', 'There is no repository to sync with now.'],
    ['sync-auto on', 'four now syncs in the background after each change.'],
  ])('%s: %s', async (words, meaning) => {
    expect(await four('config', ...words.split(' '))).toMatchObject({ stdout: `\n  ${meaning}\n\n`, status: 0 });
  });

  test('labels none takes them away', async () => {
    await four('config', 'labels', 'body mind heart work');
    expect(await json('config', 'labels', 'none')).toEqual({ labels: null });
    expect(home.sql("SELECT * FROM setting WHERE key = 'labels'")).toEqual([]);
  });

  test('-q prints nothing after a change', async () => {
    expect(await four('config', 'minimum', '2', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(await four('config', 'minimum', '-q')).toMatchObject({ stdout: '2\n' });
  });

  test.each([
    [['day-start', '24:00'], '24:00'],
    [['day-start', '4:60'], '4:60'],
    [['day-start', 'noon'], 'noon'],
    [['day-start', '13pm'], '13pm'],
    [['day-start', '0am'], '0am'],
    [['day-start', ''], 'day-start'],
    [['week-start', 'moonday'], 'moonday'],
    [['minimum', '0'], 'minimum'],
    [['minimum', '5'], 'minimum'],
    [['minimum', '2.5'], 'minimum'],
    [['labels', 'body mind heart'], 'labels'],
    [['labels', 'body mind heart heart'], 'labels'],
    [['labels', 'a b c supercalifragilistic'], 'labels'],
    [['labels', 'a b c \u001b[31m'], 'control character'],
    [['labels', ''], 'labels'],
    [['minimun', '3'], 'Did you mean minimum?'],
    [['zzz'], 'no setting "zzz"\nThe settings: day-start, '],
    [['--unset'], '--unset'],
    [['minimum', '3', '--unset'], '--unset'],
  ])('%j: a usage error, and nothing is stored', async (words, message) => {
    const result = await four('config', ...words);
    expectError(result, 2, /./);
    expect(result.stderr).toContain(message);
    expect(home.stored()).toEqual([]);
  });
});

describe('day-start', () => {
  test('what is done at two in the night belongs to the day before; the timestamp stays real', async () => {
    await four('plan', 'A');
    await four('config', 'day-start', '04:00');
    home.at('2026-11-24T02:00');
    expect(await json('done', '1')).toMatchObject({ day: '2026-11-23', things: [done(1, 'A', '2026-11-24T02:00')] });
    expect((await json('-d', 'tomorrow')).day).toBe('2026-11-24');
    home.at('2026-11-24T03:59:59');
    expect((await json()).day).toBe('2026-11-23');
    home.at('2026-11-24T04:00');
    expect((await json()).day).toBe('2026-11-24');
  });

  test('in any time zone', async () => {
    await four('config', 'day-start', '04:00');
    home.at('2026-11-24T02:00:00Z');
    const dayIn = async (TZ: string) => {
      home.env.TZ = TZ;
      return JSON.parse((await launch('--json')).stdout).day;
    };
    expect(await dayIn('UTC')).toBe('2026-11-23');
    expect(await dayIn('Europe/Istanbul')).toBe('2026-11-24'); // 05:00
    expect(await dayIn('America/New_York')).toBe('2026-11-23'); // 21:00
    expect(await dayIn('Pacific/Kiritimati')).toBe('2026-11-24'); // 16:00
  });

  test('on the night the clocks change it is the time on the wall that decides', async () => {
    await four('config', 'day-start', '04:00');
    home.env.TZ = 'America/New_York'; // 8 March 2026, 02:00 becomes 03:00
    const day = async (now: string) => {
      home.at(now);
      return JSON.parse((await launch('--json')).stdout).day;
    };
    expect(await day('2026-03-08T07:59:00Z')).toBe('2026-03-07'); // 03:59
    expect(await day('2026-03-08T08:00:00Z')).toBe('2026-03-08'); // 04:00
  });
});

test('minimum says which days count', async () => {
  await four('did', 'A');
  await four('did', 'B');
  expect((await json()).counts).toBe(false);
  await four('config', 'minimum', '2');
  expect((await json()).counts).toBe(true);
  expect(await json<StreakJson>('streak')).toMatchObject({ minimum: 2, current: { days: 1 } });
});

describe('labels', () => {
  test('stand beside the slots, in one column, and never in --json', async () => {
    await four('config', 'labels', 'body', 'mind', 'heart', 'spirit');
    await four('plan', 'Run', 'Read', 'Call', 'Sit');
    await four('did', 'Fixed the printer');
    expect((await four()).stdout).toContain(
      '  1 body   ○ Run\n  2 mind   ○ Read\n  3 heart  ○ Call\n  4 spirit ○ Sit\n  +        ✔ Fixed the printer\n',
    );
    expect((await json()).things[0]).toEqual(open(1, 'Run'));
  });

  test('of any width', async () => {
    await four('config', 'labels', '身体', 'mind', '心', 'spirit');
    await four('plan', 'Run', 'Read', 'Call', 'Sit');
    expect((await four()).stdout).toContain(
      '  1 身体   ○ Run\n  2 mind   ○ Read\n  3 心     ○ Call\n  4 spirit ○ Sit\n',
    );
    await four('config', 'labels', '身体', '頭', '心', '精神力');
    expect((await four()).stdout).toContain(
      '  1 身体   ○ Run\n  2 頭     ○ Read\n  3 心     ○ Call\n  4 精神力 ○ Sit\n',
    );
  });
});
