import { formatTime, WEEKDAYS, type Weekday } from './day.ts';
import { UsageError } from './errors.ts';
import { parseWeekday } from './parse-day.ts';
import { isRemoteAddress } from './remote-address.ts';
import { parseText, sanitize } from './text.ts';
import { widthOf } from './width.ts';

export interface Settings {
  /** When a day ends, in minutes after midnight on the wall clock. */
  readonly dayStart: number;
  readonly weekStart: Weekday;
  /** How many things make a day count, 1 to 4. */
  readonly minimum: number;
  /** A word beside each of the four slots; `week` and `year` also sum by it. */
  readonly labels: readonly string[] | null;
  /** From when on a day with nothing planned is worth a line, and one with something open, in minutes after midnight. */
  readonly nudgeMorning: number | null;
  readonly nudgeEvening: number | null;
  /** The address of the repository that other machines sync with too. */
  readonly syncRemote: string | null;
  /** Whether every change is synced at once, in the background. */
  readonly syncAuto: boolean;
}

export type SettingKey =
  | 'day-start'
  | 'week-start'
  | 'minimum'
  | 'labels'
  | 'nudge-morning'
  | 'nudge-evening'
  | 'sync-remote'
  | 'sync-auto';

/** What is set for one machine alone: it neither goes to others nor into an export. An address may hold a password. */
export const LOCAL_KEYS: readonly SettingKey[] = ['sync-remote', 'sync-auto'];

/** The stored form of a setting is the text `format` gives, and `parse` reads both that and the user's words. */
interface Setting<Name extends keyof Settings> {
  readonly name: Name;
  readonly initial: Settings[Name];
  /** What it does and which values it takes, for help and errors. */
  readonly help: string;
  readonly values: string;
  /** Some of the values, for completion. */
  readonly likely: readonly string[];
  parse(words: string): Settings[Name] | undefined;
  format(value: Settings[Name]): string;
}

/** In columns of a terminal, two for a letter of Chinese. */
const MAX_LABEL = 12;

const TIME_OR_OFF = 'a time of day, like 08:30, or off';

export const SETTINGS: { readonly [Key in SettingKey]: Setting<keyof Settings> } = {
  'day-start': setting({
    name: 'dayStart',
    initial: 0,
    help: 'when the day ends, for those who work past midnight',
    values: 'a time of day, like 04:00',
    likely: ['00:00', '02:00', '03:00', '04:00', '05:00'],
    parse: parseTime,
    format: formatTime,
  }),
  'week-start': setting({
    name: 'weekStart',
    initial: 1,
    help: 'the first day of the week',
    values: 'a weekday, like monday',
    likely: WEEKDAYS,
    parse: parseWeekday,
    format: (weekday) => WEEKDAYS[weekday],
  }),
  minimum: setting({
    name: 'minimum',
    initial: 4,
    help: 'how many things make a day count',
    values: '1, 2, 3 or 4',
    likely: ['1', '2', '3', '4'],
    parse: (words) => (/^[1-4]$/.test(words) ? Number(words) : undefined),
    format: String,
  }),
  labels: setting({
    name: 'labels',
    initial: null,
    help: 'a word beside each of the four slots; week and year also sum by it',
    values: `four different words of at most ${MAX_LABEL} letters, like "body mind heart spirit"`,
    likely: [],
    parse: parseLabels,
    format: (labels) => (labels ?? []).join(' '),
  }),
  'nudge-morning': setting({
    name: 'nudgeMorning',
    initial: 8 * 60,
    help: 'from when on the shell says, once, that nothing is planned',
    values: TIME_OR_OFF,
    likely: ['07:00', '08:00', '09:00', 'off'],
    parse: parseTimeOrOff,
    format: formatTimeOrOff,
  }),
  'nudge-evening': setting({
    name: 'nudgeEvening',
    initial: 18 * 60,
    help: 'from when on the shell says, once, what is open',
    values: TIME_OR_OFF,
    likely: ['18:00', '20:00', '22:00', 'off'],
    parse: parseTimeOrOff,
    format: formatTimeOrOff,
  }),
  'sync-remote': setting({
    name: 'syncRemote',
    initial: null,
    help: 'the repository this machine syncs with; it stays on this machine',
    values: 'an address git knows, like git@example.org:you/four.git',
    likely: [],
    parse: (words) => (words !== 'none' && isRemoteAddress(words) ? words : undefined),
    format: (address) => address ?? '',
  }),
  'sync-auto': setting({
    name: 'syncAuto',
    initial: false,
    help: 'syncs in the background after each change; it stays on this machine',
    values: 'on or off',
    likely: ['on', 'off'],
    parse: (words) => (/^(on|off)$/i.test(words) ? words.toLowerCase() === 'on' : undefined),
    format: (on) => (on ? 'on' : 'off'),
  }),
};

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** Those that are the user's on every machine. */
export const SHARED_KEYS = SETTING_KEYS.filter((key) => !LOCAL_KEYS.includes(key));

/**
 * All settings from their stored texts; what is not stored has its initial value, and so has what another program has stored
 * that no value can be made of.
 */
export function readSettings(stored: ReadonlyMap<string, string>): Settings {
  const entries = SETTING_KEYS.map((key) => {
    const text = stored.get(key);
    const value = text === undefined ? undefined : SETTINGS[key].parse(text);
    return [SETTINGS[key].name, value === undefined ? SETTINGS[key].initial : value];
  });
  return Object.fromEntries(entries) as Settings;
}

/** A setting in words, for people: `04:00`, `monday`; `none` where there is none. */
export function formatSetting(key: SettingKey, settings: Settings): string {
  return formatValue(key, settings[SETTINGS[key].name]);
}

/** A value of a setting in the same words. */
export function formatValue(key: SettingKey, value: Settings[keyof Settings]): string {
  return SETTINGS[key].format(value) || 'none';
}

/** A setting's words as a value. */
export function parseSetting(key: SettingKey, words: string): Settings[keyof Settings] {
  const value = SETTINGS[key].parse(parseText(words, key));
  if (value === undefined)
    throw new UsageError(`${key} cannot be ${JSON.stringify(words)}`, `${key} is ${SETTINGS[key].values}.`);
  return value;
}

// Erases which setting it is: the table is only ever used with keys that are known when the program runs.
function setting<Name extends keyof Settings>(definition: Setting<Name>): Setting<keyof Settings> {
  return definition as unknown as Setting<keyof Settings>;
}

function parseTime(words: string): number | undefined {
  const [, hours, minutes = '00'] = /^(\d{1,2})(?::(\d{2}))?$/.exec(words) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return Number(hours) * 60 + Number(minutes);
}

function parseTimeOrOff(words: string): number | null | undefined {
  return words.toLowerCase() === 'off' ? null : parseTime(words);
}

function formatTimeOrOff(minutes: number | null): string {
  return minutes === null ? 'off' : formatTime(minutes);
}

function parseLabels(words: string): string[] | undefined {
  const plain = words.replace(/\s+/gu, ' ').trim();
  if (sanitize(plain) !== plain) return undefined;
  const labels = plain.split(/[ ,]+/);
  const fits = labels.every((label) => label !== '' && widthOf(label) <= MAX_LABEL);
  return labels.length === 4 && fits && new Set(labels).size === 4 ? labels : undefined;
}
