import type { Argument, Command, Completion, DayRule, GivenInputs, Option } from './command.ts';
import { GLOBAL_OPTIONS, HELP_OPTION, VERSION_OPTION } from './globals.ts';

/** An option as it is typed. */
export interface TypedOption {
  readonly short: string | undefined;
  readonly long: string;
  readonly summary: string;
  readonly takesValue: boolean;
  /** Whether its value may be left out. */
  readonly isOptional: boolean;
  readonly completion: Completion | undefined;
  readonly day: DayRule | undefined;
}

/** A command line as far as it is typed. */
export interface Line {
  /** The one that is named, else the default; undefined where there is no such command. */
  readonly command: Command | undefined;
  readonly isNamed: boolean;
  /** The arguments: words that are neither options nor their values. */
  readonly words: readonly string[];
  /** The values of options, by their long flags. */
  readonly values: ReadonlyMap<string, string>;
  /** The option whose value comes next. */
  readonly pending: TypedOption | undefined;
  /** After `--` nothing is an option. */
  readonly onlyWords: boolean;
  /** Whether an option was typed that there is not. */
  readonly isWrong: boolean;
}

/** Reads a command line whose last word is still being typed, and is left out. */
export function readLine(commands: readonly Command[], typed: readonly string[]): Line {
  let line: Line = {
    command: commands.find(({ isDefault }) => isDefault),
    isNamed: false,
    words: [],
    values: new Map(),
    pending: undefined,
    onlyWords: false,
    isWrong: false,
  };
  for (const word of typed.slice(0, -1)) line = { ...line, pending: undefined, ...readWord(line, word, commands) };
  return line;
}

/** What one more word says of the line. */
function readWord(line: Line, word: string, commands: readonly Command[]): Partial<Line> {
  const { pending } = line;
  if (pending?.isOptional && isOption(word)) return readWord({ ...line, pending: undefined }, word, commands);
  if (pending) return { values: new Map(line.values).set(pending.long, word), pending: undefined };
  if (word === '--' && !line.onlyWords) return { onlyWords: true };
  if (!line.onlyWords && isOption(word)) return readOption(line, word);
  if (line.isNamed) return { words: [...line.words, word] };
  const command = commands.find(({ name }) => name === word);
  // What another tool calls it takes the same arguments; the answer to the line is the right command.
  return { command: command ?? commands.find(({ otherNames = {} }) => Object.hasOwn(otherNames, word)), isNamed: true };
}

function readOption(line: Line, word: string): Partial<Line> {
  const { values } = line;
  const [flag = '', value] = word.split(/=(.*)/s);
  const option = optionsOf(line).find(({ short, long }) => flag === short || flag === long);
  // Short ones may stand together, or before their value.
  if (!option) return { isWrong: line.isWrong || flag.startsWith('--') };
  if (!option.takesValue) return {};
  return value === undefined ? { pending: option } : { values: new Map(values).set(option.long, value) };
}

/** A word like `-1` is a day, not an option. */
export function isOption(word: string): boolean {
  return /^-(?!\d)/.test(word);
}

/** The options that fit: those of the command, then the global ones. */
export function optionsOf({ command, isNamed }: Line): TypedOption[] {
  const own = Object.values(command?.options ?? {});
  const general = isNamed ? [...GLOBAL_OPTIONS, HELP_OPTION] : [...GLOBAL_OPTIONS, VERSION_OPTION, HELP_OPTION];
  return [...own, ...general].map(typedOption);
}

/** Whether the line has an option that only the default command takes, so that no other can follow. */
export function isForDefault({ command, isNamed, values }: Line): boolean {
  const own = Object.values(command?.options ?? {}).map((option) => typedOption(option).long);
  return !isNamed && own.some((long) => values.has(long));
}

function typedOption({
  flags,
  summary,
  completion,
  day,
}: Pick<Option, 'flags' | 'summary' | 'completion' | 'day'>): TypedOption {
  const [, short, long = '', value] = /^(?:(-\w), )?(--[\w-]+)( [<[].*)?$/.exec(flags) ?? [];
  const isOptional = value?.startsWith(' [') ?? false;
  return { short, long, summary, takesValue: value !== undefined, isOptional, completion, day };
}

/** What the line holds so far, by the names of the command's arguments and options. */
export function givenOn({ command, words, values }: Line): GivenInputs {
  const args = Object.entries(command?.arguments ?? {}).map(
    ([name, { isList }], index) => [name, isList ? words.slice(index) : words[index]] as const,
  );
  const options = Object.entries(command?.options ?? {}).map(
    ([name, option]) => [name, values.get(typedOption(option).long)] as const,
  );
  return Object.fromEntries([...args, ...options]);
}

/** The argument whose place the next word has. */
export function expectedArgument({ arguments: args }: Command, index: number): Argument | undefined {
  const all = Object.values(args);
  const last = all.at(-1);
  return all[index] ?? (last?.isList ? last : undefined);
}
