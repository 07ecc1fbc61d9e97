import { formatShortDay, parseIsoDay } from '../core/day.ts';
import { NONE, SETTING_KEYS, SETTINGS, type SettingKey, type Settings, showSetting } from '../core/settings.ts';
import { fold } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import type { Suggestion, Word } from '../shell/suggestions.ts';
import { listBackups } from '../store/backups.ts';
import type { Command, Completion, DayRule } from './command.ts';
import { suggestDays } from './completion-days.ts';
import { suggestSlots, suggestTexts } from './completion-things.ts';
import { expectedArgument, isForDefault, isOption, type Line, optionsOf, readLine } from './line.ts';
import { TOPIC_NAMES } from './topics.ts';

/** What fits in the place of the last word. Where the store cannot be read, its part is left out. */
export async function suggest(
  commands: readonly Command[],
  session: Session,
  typed: readonly string[],
): Promise<Suggestion[]> {
  const visible = commands.filter(({ group }) => group !== undefined);
  const line = readLine(visible, typed);
  if (line.isWrong) return [];
  const [prefix, start] = splitLast(typed.at(-1) ?? '', line);
  const found = await candidates({ commands: visible, session, line }, prefix, start);
  const words = found
    .filter((one) => one !== 'files')
    .filter(({ word }) => fold(word).startsWith(fold(start)))
    .map((one) => ({ ...one, word: prefix + one.word }));
  // Shells complete files where nothing else fits.
  return words.length === 0 && found.includes('files') ? ['files'] : words;
}

/** `--from=` and what follows it. */
function splitLast(word: string, { pending, onlyWords }: Line): [prefix: string, start: string] {
  const [prefix] = (!pending && !onlyWords && /^--[a-z-]+=/.exec(word)) || [''];
  return [prefix, word.slice(prefix.length)];
}

interface Place {
  readonly commands: readonly Command[];
  readonly session: Session;
  readonly line: Line;
}

async function candidates(place: Place, prefix: string, start: string): Promise<Suggestion[]> {
  const { commands, line } = place;
  const options = optionsOf(line);
  const option = line.pending ?? options.find(({ long }) => `${long}=` === prefix);
  if (option && !(option.isOptional && isOption(start)))
    return option.takesValue ? suggestValues(place, option, start) : [];
  // There is no such option.
  if (prefix !== '') return [];
  const own =
    isOption(start) && !line.onlyWords ? options.map(({ long, summary }) => ({ word: long, meaning: summary })) : [];
  const named = line.isNamed || isForDefault(line) ? [] : commandNames(commands);
  const argument = line.command && expectedArgument(line.command, line.words.length);
  // The words of a day would hide the commands.
  const isHidden = !line.isNamed && start === '';
  const values = argument && !isHidden ? await suggestValues(place, argument, start) : [];
  return [...named, ...values, ...own];
}

function commandNames(commands: readonly Command[]): Suggestion[] {
  return commands.map(({ name, summary }) => ({ word: name, meaning: summary }));
}

interface Value {
  readonly completion?: Completion | undefined;
  readonly day?: DayRule | undefined;
  readonly isList?: boolean;
}

/** What is suggested for a value; without a store that can be read, nothing. */
async function suggestValues(place: Place, value: Value, start: string): Promise<Suggestion[]> {
  try {
    return await readValues(place, value, start);
  } catch {
    return [];
  }
}

function readValues(
  { commands, session, line }: Place,
  value: Value,
  start: string,
): Suggestion[] | Promise<Suggestion[]> {
  const { completion, day, isList = false } = value;
  if (typeof completion === 'object') return wordsAlone(completion);
  switch (completion) {
    case 'slot':
      return suggestSlots(session, line, { start, isList });
    case 'plan-text':
      return suggestTexts(session, line);
    case 'day':
      return day ? suggestDays(line, session, { input: value, rule: day, start }) : [];
    case 'year':
      return wordsAlone(session.store.totals.years().map(({ year }) => String(year))).toReversed();
    case 'file':
      return ['files'];
    case 'backup':
      return [...suggestBackups(session), 'files'];
    case 'setting':
      return suggestSettings(session);
    case 'setting-value':
      return suggestSettingValues(session, line);
    case 'topic':
      return [...commandNames(commands), ...wordsAlone(TOPIC_NAMES)];
    case undefined:
      return [];
  }
}

/** Words that say themselves what they mean. */
function wordsAlone(words: readonly string[]): Word[] {
  return words.map((word) => ({ word, meaning: '' }));
}

/** The newest first, with the day and the reason for each. */
function suggestBackups({ store }: Session): Word[] {
  return listBackups(store.file).map((word) => {
    const [, name = '', reason = ''] = /(\d{4}-\d\d-\d\d)(?:-(.*)-\d+)?\.db$/.exec(word) ?? [];
    const day = parseIsoDay(name);
    const words = [day && formatShortDay(day), reason.replaceAll('-', ' ')];
    return { word, meaning: words.filter(Boolean).join(', ') };
  });
}

/** The settings, with what they are now. */
function suggestSettings(session: Session): Word[] {
  const now = readSettings(session);
  const shownValue = (key: SettingKey) => (now ? `now ${showSetting(key, now)}: ` : '');
  return SETTING_KEYS.map((word) => ({ word, meaning: shownValue(word) + SETTINGS[word].help }));
}

function suggestSettingValues(session: Session, { words: [key = '', ...more] }: Line): Word[] {
  if (more.length > 0 || !isSettingKey(key)) return [];
  const now = readSettings(session);
  const current = now ? showSetting(key, now) : NONE;
  const { likely } = SETTINGS[key];
  const own = current === NONE || likely.includes(current) ? [] : [current];
  return [...own, ...likely].map((word) => ({ word, meaning: word === current ? 'as it is now' : '' }));
}

/** Undefined where the store cannot be read: which settings there are is known all the same. */
function readSettings(session: Session): Settings | undefined {
  try {
    return session.settings;
  } catch {
    return undefined;
  }
}

function isSettingKey(key: string): key is SettingKey {
  return SETTING_KEYS.some((known) => known === key);
}
