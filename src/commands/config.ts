import type { Command } from 'commander';
import { UsageError } from '../core/errors.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { maskSecrets } from '../core/remote-address.ts';
import { formatSetting, formatValue, parseSetting, SETTING_KEYS, SETTINGS, type SettingKey } from '../core/settings.ts';
import type { Begin, Session } from '../session/session.ts';
import { settingsScreen } from '../views/config.ts';
import { settingsJson } from '../views/json.ts';

interface ConfigOptions {
  readonly unset?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('config')
    .description('the settings: lists them, shows one, or changes it')
    .argument('[key]', SETTING_KEYS.join(', '))
    .argument('[value...]', 'the new value')
    .option('--unset', 'brings the initial value back')
    .addHelpText('after', ({ command }) => settingsHelp(command))
    .action((word: string | undefined, words: string[], options: ConfigOptions) => {
      const key = word === undefined ? undefined : parseKey(word);
      if (options.unset && (key === undefined || words.length > 0))
        throw new UsageError('--unset takes a setting and no value', 'Like this: four config minimum --unset');
      const value = key === undefined || words.length === 0 ? undefined : canonical(key, words.join(' '));
      const session = begin();
      if (key === undefined) showAll(session);
      else if (value !== undefined) change(session, key, value);
      else if (options.unset) change(session, key, null);
      else showOne(session, key);
    });
}

/** What each setting does, which values it takes and which it has at first; as the help shows options. */
function settingsHelp(command: Command): string {
  const helper = command.createHelp();
  helper.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? 80 });
  const width = Math.max(...SETTING_KEYS.map((key) => key.length));
  const items = SETTING_KEYS.map((key) => {
    const { help, values, initial } = SETTINGS[key];
    return helper.formatItem(key, width, `${help}: ${values} (at first ${formatValue(key, initial)})`, helper);
  });
  return ['', 'Settings:', ...items].join('\n');
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

/** The words of a value as they are stored. */
function canonical(key: SettingKey, words: string): string {
  return formatValue(key, parseSetting(key, words));
}

function change(session: Session, key: SettingKey, value: string | null): void {
  session.store.change(() => session.store.settings.save(key, value));
  showOne(session, key, true);
}

function showOne(session: Session, key: SettingKey, changed = false): void {
  const print = changed ? 'printChange' : 'print';
  session.output[print](
    () => settingsJson(session.settings, [key]),
    () => `${maskSecrets(formatSetting(key, session.settings))}\n`,
  );
}

function showAll(session: Session): void {
  session.output.print(
    () => settingsJson(session.settings),
    () => settingsScreen(session.settings, session.terminal.style),
  );
}
