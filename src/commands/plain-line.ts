import type { GlobalOptions } from '../session/context.ts';
import type { Command, GivenInputs } from './command.ts';
import { GLOBAL_OPTIONS } from './globals.ts';

/** A command with its words, which are not yet read into values. */
export interface CommandLine {
  readonly command: Command;
  readonly given: GivenInputs;
  readonly options: GlobalOptions;
  /** How many of the last words stood after `--`. */
  readonly literalWords?: number;
}

type Values = Record<string, string | boolean>;

/**
 * Reads a command line of plain words and exact flags, such as `done 1 3 -m "She said March" --json`, for some of the commands.
 * Returns undefined for any other line and for every mistake: Commander reads those, but loading it takes longer than most commands.
 */
export function readPlainLine(argv: readonly string[], commands: readonly Command[]): CommandLine | undefined {
  const [first = '-', ...others] = argv;
  const isNamed = !first.startsWith('-');
  const command = commands.find(({ name, isDefault }) => (isNamed ? name === first : isDefault));
  if (!command) return undefined;
  const read = readWords(isNamed ? others : argv, flagsOf(command));
  // Before the name of a command, its own options would belong to the default command.
  if (!read || (!isNamed && read.words.length > 0)) return undefined;
  const { words, own, options, literalWords } = read;
  const given = readArguments(command, words);
  return given && { command, given: { ...given, ...own }, options, literalWords };
}

/** The arguments, the command's own options and the global ones. */
function readWords(typed: readonly string[], flags: ReadonlyMap<string, Flag>) {
  const [options, own]: [Values, Values] = [{}, {}];
  const [words, literals]: [string[], string[]] = [[], []];
  const rest = typed.values();
  for (const word of rest) {
    if (word === '--') literals.push(...rest);
    else if (!word.startsWith('-')) words.push(word);
    else {
      const [, name = word, given] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
      const flag = flags.get(name);
      const value = flag && readValue(flag, given, rest);
      const values = flag?.isGlobal ? options : own;
      if (!flag || value === undefined || flag.key in values) return undefined;
      values[flag.key] = value;
    }
  }
  return { words: [...words, ...literals], own, options, literalWords: literals.length };
}

interface Flag {
  readonly key: string;
  readonly takesValue: boolean;
  readonly isNegative: boolean;
  readonly isGlobal: boolean;
}

/** What a command takes, by its short and its long flags. */
function flagsOf({ options }: Command): ReadonlyMap<string, Flag> {
  const flags = new Map<string, Flag>();
  const add = (words: string, key: string | undefined) => {
    const [names = '', value] = words.split(' <');
    const [, no, long = ''] = /--(no-)?(.*)/.exec(names) ?? [];
    const flag = {
      key: key ?? long,
      takesValue: value !== undefined,
      isNegative: no !== undefined,
      isGlobal: key === undefined,
    };
    for (const name of names.split(', ')) flags.set(name, flag);
  };
  for (const { flags: words } of GLOBAL_OPTIONS) add(words, undefined);
  for (const [key, { flags: words }] of Object.entries(options)) add(words, key);
  return flags;
}

/** The value of an option, as `given` after `=` or in the next word; undefined where Commander has to decide. */
function readValue({ takesValue, isNegative }: Flag, given: string | undefined, rest: Iterator<string>) {
  if (!takesValue) return given === undefined ? !isNegative : undefined;
  if (given !== undefined) return given;
  const next: string | undefined = rest.next().value;
  return next?.startsWith('-') ? undefined : next;
}

/** The words by the names of the arguments; undefined when one is missing or there are too many. */
function readArguments(command: Command, words: readonly string[]): GivenInputs | undefined {
  const given: Record<string, string | readonly string[]> = {};
  let left = words;
  for (const [key, { isList, isRequired }] of Object.entries(command.arguments)) {
    if (isRequired && left.length === 0) return undefined;
    if (isList) given[key] = left;
    else if (left[0] !== undefined) given[key] = left[0];
    left = isList ? [] : left.slice(1);
  }
  return left.length === 0 ? given : undefined;
}
