import { formatTime, parseWeekday, WEEKDAYS, type Weekday } from './day.ts';
import { UsageError } from './errors.ts';
import { isRemoteAddress, maskSecrets } from './remote-address.ts';
import { isBlank, parseText, sanitize } from './text.ts';
import { widthOf } from './width.ts';

export interface Settings {
  /** When a day ends, in minutes after midnight on the wall clock. */
  readonly dayStart: number;
  readonly weekStart: Weekday;
  /** How many things make a day count, 1 to 4. */
  readonly minimum: number;
  /** A word for each of the four slots; `week` and `year` show totals for each. */
  readonly labels: readonly string[] | null;
  /** When a nudge is due if nothing is planned, and if something is open, in minutes after midnight; null turns it off. */
  readonly nudgeMorning: number | null;
  readonly nudgeEvening: number | null;
  /** The address of the git repository to sync with. */
  readonly syncRemote: string | null;
  /** Whether to sync in the background, after each change and when somebody looks at today. */
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

/** What is worth saying once. That it was said is kept among the settings, where no command lists it. */
export type Hint = 'day-start-hint';

/** The settings of this machine alone: never synced or exported. An address may hold a password, and a hint was read here. */
export const LOCAL_KEYS: readonly string[] = ['sync-remote', 'sync-auto', 'day-start-hint' satisfies Hint];

/** A setting is stored as the text that `format` returns. `parse` reads that text and what users type; undefined if it is invalid. */
interface Setting<Name extends keyof Settings> {
  readonly name: Name;
  readonly defaultValue: Settings[Name];
  /** What it does, and the values it takes, for help and errors. */
  readonly help: string;
  readonly values: string;
  /** Common values, for completion. */
  readonly likely: readonly string[];
  parse(words: string): Settings[Name] | undefined;
  format(value: Settings[Name]): string;
}

/** In terminal columns: a Chinese character takes two. */
const MAX_LABEL = 12;

const TIME_OR_OFF = 'a time of day, like 08:30 or 8pm, or off';

/** What stands for a setting without a value. */
export const NONE = 'none';

export const SETTINGS: { readonly [Key in SettingKey]: Setting<keyof Settings> } = {
  'day-start': setting({
    name: 'dayStart',
    defaultValue: 0,
    help: 'when the day ends, if you work past midnight',
    values: 'a time of day, like 04:00 or 4am',
    likely: ['00:00', '02:00', '03:00', '04:00', '05:00'],
    parse: parseTime,
    format: formatTime,
  }),
  'week-start': setting({
    name: 'weekStart',
    defaultValue: 1,
    help: 'the first day of the week',
    values: 'a weekday, like monday',
    likely: WEEKDAYS,
    parse: parseWeekday,
    format: (weekday) => WEEKDAYS[weekday],
  }),
  minimum: setting({
    name: 'minimum',
    defaultValue: 4,
    help: 'how many things make a day count',
    values: '1, 2, 3 or 4',
    likely: ['1', '2', '3', '4'],
    parse: (words) => (/^[1-4]$/.test(words) ? Number(words) : undefined),
    format: String,
  }),
  labels: setting({
    name: 'labels',
    defaultValue: null,
    help: 'a word for each of the four slots; week and year show totals for each',
    values: `four different words of at most ${MAX_LABEL} letters, like "body mind heart spirit", or none`,
    likely: [],
    parse: parseLabels,
    format: (labels) => (labels ?? []).join(' '),
  }),
  'nudge-morning': setting({
    name: 'nudgeMorning',
    defaultValue: 8 * 60,
    help: 'when the shell reminds you, once, that nothing is planned',
    values: TIME_OR_OFF,
    likely: ['07:00', '08:00', '09:00', 'off'],
    parse: parseTimeOrOff,
    format: formatTimeOrOff,
  }),
  'nudge-evening': setting({
    name: 'nudgeEvening',
    defaultValue: 18 * 60,
    help: 'when the shell reminds you, once, of what is open',
    values: TIME_OR_OFF,
    likely: ['18:00', '20:00', '22:00', 'off'],
    parse: parseTimeOrOff,
    format: formatTimeOrOff,
  }),
  'sync-remote': setting({
    name: 'syncRemote',
    defaultValue: null,
    help: 'the git repository to sync with, on this machine only',
    values: 'an address git knows, like git@example.org:you/four.git',
    likely: [],
    parse: (words) => (words !== NONE && isRemoteAddress(words) ? words : undefined),
    format: (address) => address ?? '',
  }),
  'sync-auto': setting({
    name: 'syncAuto',
    defaultValue: false,
    help: 'sync in the background, after each change and when you look at today, on this machine only',
    values: 'on or off',
    likely: ['on', 'off'],
    parse: (words) => (/^(on|off)$/i.test(words) ? words.toLowerCase() === 'on' : undefined),
    format: (on) => (on ? 'on' : 'off'),
  }),
};

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** The settings that are the same on every machine. */
export const SHARED_KEYS = SETTING_KEYS.filter((key) => !LOCAL_KEYS.includes(key));

/**
 * All settings from their stored texts. A setting that is not stored has its default, and so has one with an invalid text from
 * another program.
 */
export function readSettings(stored: ReadonlyMap<string, string>): Settings {
  const entries = SETTING_KEYS.map((key) => {
    const text = stored.get(key);
    const value = text === undefined ? undefined : SETTINGS[key].parse(text);
    return [SETTINGS[key].name, value === undefined ? SETTINGS[key].defaultValue : value];
  });
  return Object.fromEntries(entries) as Settings;
}

/** A setting as people write it, like `04:00` or `monday`; `none` if it has no value. */
export function formatSetting(key: SettingKey, settings: Settings): string {
  return formatValue(key, settings[SETTINGS[key].name]);
}

/** A setting as it may be printed: like `formatSetting`, without passwords. */
export function showSetting(key: SettingKey, settings: Settings): string {
  return withoutSecrets(key, formatSetting(key, settings));
}

function withoutSecrets(key: SettingKey, text: string): string {
  return key === 'sync-remote' ? maskSecrets(text) : text;
}

/** A value of a setting as people write it. */
export function formatValue(key: SettingKey, value: Settings[keyof Settings]): string {
  return SETTINGS[key].format(value) || NONE;
}

/** Parses a value for a setting; throws a `UsageError` if it is invalid. */
export function parseSetting(key: SettingKey, words: string): Settings[keyof Settings] {
  const value = SETTINGS[key].parse(parseText(words, key));
  if (value === undefined)
    throw new UsageError(
      `${key} cannot be ${JSON.stringify(withoutSecrets(key, words))}`,
      `${key} is ${SETTINGS[key].values}.`,
    );
  return value;
}

// The table is used with keys that are known only at run time, so the type of each value is erased.
function setting<Name extends keyof Settings>(definition: Setting<Name>): Setting<keyof Settings> {
  return definition as unknown as Setting<keyof Settings>;
}

/** `8:30`, `20`, `8pm` or `8:30 pm`, in minutes after midnight. */
function parseTime(words: string): number | undefined {
  const [, digits, minutes = '00', half] = /^(\d{1,2})(?::(\d{2}))?(?: ?([ap])m)?$/i.exec(words) ?? [];
  if (digits === undefined || Number(minutes) > 59) return undefined;
  const hours = half === undefined ? Number(digits) : hoursOf(Number(digits), half.toLowerCase());
  return hours < 24 ? hours * 60 + Number(minutes) : undefined;
}

/** The hour on a 24-hour clock; 24 for hours that a 12-hour clock does not have. */
function hoursOf(hours: number, half: string): number {
  if (hours < 1 || hours > 12) return 24;
  return (hours % 12) + (half === 'p' ? 12 : 0);
}

function parseTimeOrOff(words: string): number | null | undefined {
  return words.toLowerCase() === 'off' ? null : parseTime(words);
}

function formatTimeOrOff(minutes: number | null): string {
  return minutes === null ? 'off' : formatTime(minutes);
}

function parseLabels(words: string): string[] | null | undefined {
  if (words.toLowerCase() === NONE) return null;
  const plain = words.replace(/\s+/gu, ' ').trim();
  if (sanitize(plain) !== plain) return undefined;
  const labels = plain.split(/[ ,]+/);
  const fits = labels.every((label) => !isBlank(label) && widthOf(label) <= MAX_LABEL);
  return labels.length === 4 && fits && new Set(labels).size === 4 ? labels : undefined;
}
