import type { Argument, Command, Option } from 'commander';
import { addDays, type Day, formatShortDay, WEEKDAYS, type Weekday } from '../core/day.ts';
import { latestWeekday } from '../core/parse-day.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey } from '../core/settings.ts';
import { doneThings, openThings, plannedThings } from '../core/thing.ts';
import type { Session } from '../session/session.ts';
import type { Suggestion } from '../shell/script.ts';
import { EXPORT_FORMATS, IMPORT_FORMATS } from '../transfer/formats.ts';
import { TOPIC_NAMES } from './help.ts';

/** A command line as far as it is typed, read by what the program says of its commands. */
interface Line {
  /** Undefined until it is named. */
  readonly command: Command | undefined;
  /** The words that are no options, nor their values. */
  readonly words: readonly string[];
  /** The options that have got a value. */
  readonly values: ReadonlyMap<Option, string>;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  /** After `--` nothing is an option. */
  readonly onlyWords: boolean;
}

/** What fits in the place of the last word. What cannot be told, as the store is not whole, is left out without a word. */
export async function suggest(program: Command, session: Session, typed: readonly string[]): Promise<Suggestion[]> {
  const line = readLine(program, typed.slice(0, -1));
  const [prefix, start] = split(typed.at(-1) ?? '', line);
  const found = await candidates(program, session, line, prefix, start).catch(() => []);
  return found
    .filter((one) => one === 'files' || one.word.startsWith(start))
    .map((one) => (one === 'files' ? one : { ...one, word: prefix + one.word }));
}

/** The store named on the line. */
export function databaseIn(program: Command, typed: readonly string[]): string | undefined {
  const { values } = readLine(program, typed.slice(0, -1));
  return [...values].find(([option]) => option.long === '--db')?.[1] || undefined;
}

function readLine(program: Command, typed: readonly string[]): Line {
  let command: Command | undefined;
  let pending: Option | undefined;
  let onlyWords = false;
  const words: string[] = [];
  const values = new Map<Option, string>();
  for (const word of typed) {
    if (pending) {
      values.set(pending, word);
      pending = undefined;
    } else if (word === '--') onlyWords = true;
    else if (!onlyWords && isOption(word)) {
      const [flag = '', value] = word.split(/=(.*)/s);
      const option = optionsOf(program, command).find(({ short, long }) => flag === short || flag === long);
      if (option?.required && value === undefined) pending = option;
      else if (option?.required && value !== undefined) values.set(option, value);
    } else if (command) words.push(word);
    else command = program.commands.find((candidate) => candidate.name() === word) ?? program.createCommand();
  }
  return { command, words, values, pending, onlyWords };
}

/** `--date=yes`: what stands before the value stays. */
function split(word: string, { pending, onlyWords }: Line): [prefix: string, start: string] {
  const [prefix] = (!pending && !onlyWords && /^--[a-z-]+=/.exec(word)) || [''];
  return [prefix, word.slice(prefix.length)];
}

async function candidates(
  program: Command,
  session: Session,
  line: Line,
  prefix: string,
  start: string,
): Promise<Suggestion[]> {
  const options = optionsOf(program, line.command);
  const option = line.pending ?? options.find(({ long }) => `${long}=` === prefix);
  if (option) return option.required ? valuesOf(program, session, line, start, option, valueName(option)) : [];
  const own = isOption(start) && !line.onlyWords ? options.map(optionSuggestion) : [];
  if (!line.command) return [...commandSuggestions(program), ...own];
  const argument = expectedArgument(line.command, line.words.length);
  return argument ? [...(await valuesOf(program, session, line, start, argument, argument.name())), ...own] : own;
}

/** A word like `-1` is a day, not an option. */
function isOption(word: string): boolean {
  return /^-(?!\d)/.test(word);
}

function optionsOf(program: Command, command: Command | undefined): Option[] {
  const help = program.createHelp();
  const commands = command ? [command, program] : [program];
  const all = commands.flatMap((one) => help.visibleOptions(one));
  return all.filter(({ long }, index) => all.findIndex((other) => other.long === long) === index);
}

function optionSuggestion({ short, long, description }: Option): Suggestion {
  return { word: long ?? short ?? '', meaning: description };
}

function commandSuggestions(program: Command): Suggestion[] {
  const commands = program.createHelp().visibleCommands(program);
  return commands.map((command) => ({ word: command.name(), meaning: command.description() }));
}

function expectedArgument({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

/** `day` of `-d, --date <day>` */
function valueName({ flags }: Option): string {
  return /<([a-z]+)>/.exec(flags)?.[1] ?? '';
}

/** By what an argument, or an option's value, is called. */
async function valuesOf(
  program: Command,
  session: Session,
  line: Line,
  start: string,
  { argChoices }: Argument | Option,
  name: string,
): Promise<Suggestion[]> {
  if (argChoices) return choices(argChoices);
  switch (name) {
    case 'slot':
      return slots(session, line);
    case 'day':
      return days(session.today, start);
    case 'file':
      return ['files'];
    case 'key':
      return SETTING_KEYS.map((word) => ({ word, meaning: SETTINGS[word].help }));
    case 'value':
      return settingValues(line);
    case 'format':
      return choices(line.command?.name() === 'export' ? EXPORT_FORMATS : IMPORT_FORMATS);
    case 'topic':
      return [...commandSuggestions(program), ...choices(TOPIC_NAMES)];
    default:
      return [];
  }
}

/** Words that say what they mean themselves. */
function choices(words: readonly string[]): Suggestion[] {
  return words.map((word) => ({ word, meaning: '' }));
}

/** The open things with their texts, or those that are done where a check-off is taken back; each only once. */
async function slots(session: Session, { command, words, values }: Line): Promise<Suggestion[]> {
  const date = [...values].find(([option]) => option.long === '--date')?.[1];
  const record = session.store.days.load(await session.parseDay(date));
  const things = command?.name() === 'undone' ? doneThings(record) : openThings(record);
  return plannedThings({ ...record, things })
    .map(({ slot, text }) => ({ word: String(slot), meaning: session.terminal.style.text(text) }))
    .filter(({ word }) => !words.includes(word));
}

const DISTANCES = ['-1', '-2', '-3', '-4', '-5', '-6', '-7', '+1', '+2', '+3', '+4', '+5', '+6', '+7'];

function days(today: Day, start: string): Suggestion[] {
  const named: [string, Day][] = [
    ['today', today],
    ['yesterday', addDays(today, -1)],
    ['tomorrow', addDays(today, 1)],
    ...WEEKDAYS.map((name, weekday): [string, Day] => [name, latestWeekday(weekday as Weekday, today)]),
  ];
  const distant = DISTANCES.map((word): [string, Day] => [word, addDays(today, Number(word))]);
  return (start === '' ? named : [...named, ...distant]).map(([word, day]) => ({ word, meaning: formatShortDay(day) }));
}

function settingValues({ words: [key = '', ...more] }: Line): Suggestion[] {
  if (more.length > 0 || !SETTING_KEYS.includes(key as SettingKey)) return [];
  return choices(SETTINGS[key as SettingKey].likely);
}
