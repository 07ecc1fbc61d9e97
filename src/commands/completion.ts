import type { Day } from '../core/day.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey } from '../core/settings.ts';
import { fold, wordsOf } from '../core/text.ts';
import { doneThings, openThings, plannedThings } from '../core/thing.ts';
import type { Session } from '../session/session.ts';
import type { Suggestion } from '../shell/suggestions.ts';
import type { Command, Completion, DayRule } from './command.ts';
import { daysNamedOn, suggestDays } from './completion-days.ts';
import { expectedArgument, isOption, type Line, optionsOf, readLine } from './line.ts';
import { TOPIC_NAMES } from './topics.ts';

/** What fits in the place of the last word. Where the store cannot be read, its part is left out. */
export async function suggest(
  commands: readonly Command[],
  session: Session,
  typed: readonly string[],
): Promise<Suggestion[]> {
  const visible = commands.filter(({ group }) => group !== undefined);
  const line = readLine(visible, typed);
  const [prefix, start] = splitLast(typed.at(-1) ?? '', line);
  const found = await candidates({ commands: visible, session, line }, prefix, start).catch(() => []);
  return found
    .filter((one) => one === 'files' || one.word.startsWith(start))
    .map((one) => (one === 'files' ? one : { ...one, word: prefix + one.word }));
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
  const options = optionsOf(line.command);
  const option = line.pending ?? options.find(({ long }) => `${long}=` === prefix);
  if (option) return option.takesValue ? suggestValues(place, option, start) : [];
  const own =
    isOption(start) && !line.onlyWords ? options.map(({ long, summary }) => ({ word: long, meaning: summary })) : [];
  if (!line.isNamed) return [...commandNames(commands), ...own];
  const argument = line.command && expectedArgument(line.command, line.words.length);
  return argument ? [...(await suggestValues(place, argument, start)), ...own] : own;
}

function commandNames(commands: readonly Command[]): Suggestion[] {
  return commands.map(({ name, summary }) => ({ word: name, meaning: summary }));
}

interface Value {
  readonly completion?: Completion | undefined;
  readonly day?: DayRule | undefined;
}

async function suggestValues({ commands, session, line }: Place, value: Value, start: string): Promise<Suggestion[]> {
  const { completion, day } = value;
  if (typeof completion === 'object') return wordsAlone(completion);
  switch (completion) {
    case 'slot':
      return suggestSlots(session, line, start);
    case 'day':
      return day ? suggestDays(line, session, { input: value, rule: day, start }) : [];
    case 'file':
      return ['files'];
    case 'setting':
      return SETTING_KEYS.map((word) => ({ word, meaning: SETTINGS[word].help }));
    case 'setting-value':
      return suggestSettingValues(line);
    case 'topic':
      return [...commandNames(commands), ...wordsAlone(TOPIC_NAMES)];
    case undefined:
      return [];
  }
}

/** Words that say themselves what they mean. */
function wordsAlone(words: readonly string[]): Suggestion[] {
  return words.map((word) => ({ word, meaning: '' }));
}

/** The open things with their texts, or the done ones for `undone`; each only once. */
async function suggestSlots(session: Session, line: Line, start: string): Promise<Suggestion[]> {
  const { command, words } = line;
  const { date = session.today } = (await daysNamedOn(line, session)).values as { readonly date?: Day };
  const record = session.store.days.load(date);
  const things = command?.name === 'undone' ? doneThings(record) : openThings(record);
  const pieces = things.flatMap(({ text }) => suggestPieces(session.terminal.style.text(text), start));
  const slots = plannedThings({ ...record, things })
    .map(({ slot, text }) => ({ word: String(slot), meaning: session.terminal.style.text(text) }))
    .filter(({ word }) => !words.includes(word));
  return [...slots, ...pieces];
}

/** The words of a text that begin with what was typed, in the letters that were typed: shells match those. */
function suggestPieces(text: string, start: string): Suggestion[] {
  const wanted = fold(start);
  if (wordsOf(wanted).length === 0 || /^\d/.test(wanted)) return [];
  const found = wordsOf(text).find(({ word }) => fold(word).startsWith(wanted));
  return found ? [{ word: start + found.word.slice([...start].length), meaning: text }] : [];
}

function suggestSettingValues({ words: [key = '', ...more] }: Line): Suggestion[] {
  if (more.length > 0 || !SETTING_KEYS.includes(key as SettingKey)) return [];
  return wordsAlone(SETTINGS[key as SettingKey].likely);
}
