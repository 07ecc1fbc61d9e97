import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { parseRemoteAddress } from '../core/remote-address.ts';
import {
  formatValue,
  NONE,
  parseSetting,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  showSetting,
} from '../core/settings.ts';
import { wrapLines } from '../core/width.ts';
import type { Session } from '../session/session.ts';
import { isFolder } from '../store/files.ts';
import { confirmAddress } from '../sync/confirmation.ts';
import { settingMeaning, settingsScreen } from '../views/config.ts';
import { settingsJson } from '../views/json.ts';
import { MARGIN } from '../views/layout.ts';
import { defineCommand } from './command.ts';
import { flag, listArgument, optionalArgument } from './options.ts';

export const config = defineCommand({
  name: 'config',
  group: 'data',
  summary: 'List the settings, show one, or change it',
  arguments: {
    key: optionalArgument({ name: 'key', summary: 'The setting', completion: 'setting', parse: parseKey }),
    value: listArgument({
      name: 'value',
      summary: 'Its new value',
      completion: 'setting-value',
      parse: (words) => (words.length === 0 ? undefined : words.join(' ')),
    }),
  },
  options: { unset: flag({ flags: '--unset', summary: 'Restore the default' }) },
  examples: [
    { line: 'four config day-start 04:00', meaning: 'Two in the morning still belongs to the day before' },
    { line: 'four config minimum --unset', meaning: 'Restore the default' },
  ],
  details: settingsHelp,
  run(session, { key, value, unset }) {
    if (unset && (key === undefined || value !== undefined))
      throw new UsageError('--unset takes a setting and no value', 'Like this: four config minimum --unset');
    if (key === undefined) printAll(session);
    else if (value !== undefined) change(session, key, parseValue(key, value));
    else if (unset) change(session, key, null);
    else printOne(session, key);
  },
});

/** What each setting does, which values it takes, and its default. */
function settingsHelp(width: number): string {
  const column = Math.max(...SETTING_KEYS.map((key) => key.length)) + MARGIN.length + 2;
  const items = SETTING_KEYS.map((key) => {
    const { help, values, defaultValue } = SETTINGS[key];
    const text = wrapLines(
      `${help}: ${values} (default ${formatValue(key, defaultValue)})`,
      Math.max(8, width - column),
    );
    return text
      .map((line, index) => (index === 0 ? (MARGIN + key).padEnd(column) : ' '.repeat(column)) + line)
      .join('\n');
  });
  return ['Settings:', ...items].join('\n');
}

function parseKey(word: string): SettingKey {
  const key = SETTING_KEYS.find((candidate) => candidate === word);
  if (key !== undefined) return key;
  const nearest = nearestWord(word, SETTING_KEYS);
  const guess = nearest ? `Did you mean ${nearest}? ` : '';
  throw new UsageError(
    `there is no setting ${JSON.stringify(word)}`,
    `${guess}The settings: ${SETTING_KEYS.join(', ')}`,
  );
}

/** The text to store for a value as the user typed it; null for none. */
function parseValue(key: SettingKey, words: string): string | null {
  const value = formatValue(key, parseSetting(key, words));
  if (value === NONE) return null;
  return key === 'sync-remote' ? parseRemoteAddress(value, { isFolder, resolve: path.resolve }) : value;
}

function change(session: Session, key: SettingKey, value: string | null): void {
  session.store.change(() => session.store.settings.save(key, value));
  if (key === 'sync-remote' && value !== null) confirmAddress(session, value);
  const { settings, output, terminal } = session;
  output.printChange(
    () => settingsJson(settings, [key]),
    () => settingMeaning(key, settings, terminal.style),
  );
}

function printOne({ settings, output }: Session, key: SettingKey): void {
  output.print(
    () => settingsJson(settings, [key]),
    () => `${showSetting(key, settings)}\n`,
  );
}

function printAll({ settings, output, terminal }: Session): void {
  output.print(
    () => settingsJson(settings),
    () => settingsScreen(settings, terminal.style),
  );
}
