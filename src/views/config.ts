import { SETTING_KEYS, SETTINGS, type Settings, showSetting } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN, padEnd, renderScreen } from './layout.ts';

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
