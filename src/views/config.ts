import { formatTime, WEEKDAYS } from '../core/day.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings, showSetting } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN, padEnd, renderScreen } from './layout.ts';
import { capitalize, enumerate, inWords } from './words.ts';

const KEY_WIDTH = Math.max(...SETTING_KEYS.map((key) => key.length)) + 2;

/** Each setting with its value and what it does. */
export function settingsScreen(settings: Settings, style: Style): string {
  const rows = SETTING_KEYS.map((key) => {
    const value = hangingIndent(MARGIN + padEnd(key, KEY_WIDTH), showSetting(key, settings), style);
    const help = hangingIndent(
      MARGIN + ' '.repeat(KEY_WIDTH),
      style.dim(`${SETTINGS[key].help}: ${SETTINGS[key].values}`),
      style,
    );
    return `${value}\n${help}`;
  });
  return renderScreen(rows.join('\n'));
}

/** What a setting means for the days to come, by its key. */
const MEANINGS: { readonly [Key in SettingKey]: (settings: Settings) => string } = {
  'day-start': ({ dayStart }) => `The day now ends at ${timeInWords(dayStart)}.`,
  'week-start': ({ weekStart }) => `The week now starts on ${capitalize(WEEKDAYS[weekStart])}.`,
  minimum: ({ minimum }) => `A day now counts with ${inWords(minimum)} ${minimum === 1 ? 'thing' : 'things'} done.`,
  labels: ({ labels }) => (labels ? `The slots are now called ${enumerate(labels)}.` : 'The slots have no labels now.'),
  'nudge-morning': ({ nudgeMorning: time }) =>
    time === null
      ? 'The shell does not remind you in the morning any longer.'
      : `If nothing is planned, the shell now reminds you at ${formatTime(time)}.`,
  'nudge-evening': ({ nudgeEvening: time }) =>
    time === null
      ? 'The shell does not remind you in the evening any longer.'
      : `If something is open, the shell now reminds you at ${formatTime(time)}.`,
  'sync-remote': (settings) =>
    settings.syncRemote === null
      ? 'There is no repository to sync with now.'
      : `four now syncs with ${showSetting('sync-remote', settings)}`,
  'sync-auto': ({ syncAuto }) =>
    syncAuto ? 'four now syncs in the background after each change.' : 'four now syncs only when you run: four sync',
};

/** What a setting that was changed now means. */
export function settingMeaning(key: SettingKey, settings: Settings, style: Style): string {
  return renderScreen(hangingIndent(MARGIN, style.text(MEANINGS[key](settings)), style));
}

/** `midnight`, `4:00 in the morning`, `20:00` */
function timeInWords(minutes: number): string {
  if (minutes === 0) return 'midnight';
  const time = formatTime(minutes).replace(/^0/, '');
  return minutes < 12 * 60 ? `${time} in the morning` : time;
}
