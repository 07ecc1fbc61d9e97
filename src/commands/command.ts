import type { Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import type { Anchor } from '../core/resolve-day.ts';
import type { GlobalOptions } from '../session/context.ts';
import type { Session } from '../session/session.ts';

/** The parts of `four --help`, in its order. */
export const GROUPS = {
  day: 'The day',
  past: 'Looking back',
  setbacks: 'Setbacks and rest',
  data: 'Your data',
  shell: 'The shell',
} as const;
export type Group = keyof typeof GROUPS;

/** What TAB offers in the place of a value: the words themselves, or a kind of value. */
export type Completion =
  | readonly string[]
  | 'slot'
  | 'plan-text'
  | 'day'
  | 'year'
  | 'file'
  | 'backup'
  | 'setting'
  | 'setting-value'
  | 'topic';

/** What the command line holds in the place of a value: one word, several, a flag, or nothing. */
type Given = string | readonly string[] | boolean | undefined;

/** What the command line holds, by the names of a command's arguments and options. */
export type GivenInputs = Readonly<Record<string, Given>>;

/** Which day a weekday or a date without a year means: the latest before today, or the coming one. */
export type Direction = 'back' | 'ahead';

/** What an argument or an option may know when its words are read. */
export interface Reading {
  readonly session: Session;
  readonly direction: Direction;
  /** What was read before: days come last, because today depends on the store, and wrong words are refused without it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** How many of the last words stood after `--`. */
  readonly literalWords: number;
}

/** How a day is read. */
export interface DayRule {
  /** Where the search begins for the day that words like `monday` mean. */
  anchor(reading: Reading): Anchor;
  /** Whether that depends on another day of the command, which is then read first. */
  readonly dependsOnDay?: boolean;
  /** Whether the words may name a week. */
  readonly takesWeek?: boolean;
}

interface Input<Value> {
  readonly summary: string;
  readonly completion?: Completion | undefined;
  /** Only of a day. */
  readonly day?: DayRule;
  read(given: Given, reading: Reading): Value | Promise<Value>;
}

export interface Argument<Value = unknown> extends Input<Value> {
  readonly name: string;
  readonly isRequired: boolean;
  /** Whether it takes all words that are left. */
  readonly isList: boolean;
  /**
   * Asks for it on a terminal if it is missing, about a day; undefined when the user ends the question. `read` throws what is wrong
   * with an answer.
   */
  ask?(session: Session, day: Day, read: (answer: string) => unknown): Promise<string | undefined>;
}

export interface Option<Value = unknown> extends Input<Value> {
  /** As the help shows them: `-m, --message <text>`. */
  readonly flags: string;
}

export interface Example {
  readonly line: string;
  readonly meaning: string;
}

/** What the words of another tool come to: the words that stand for them, made from those that follow. */
export type OtherNames = { readonly [name: string]: (words: readonly string[]) => readonly string[] };

/** Other names for a command that takes the same words. */
export function sameWords(...names: string[]): OtherNames {
  return Object.fromEntries(names.map((name) => [name, (words: readonly string[]) => words]));
}

interface Description {
  readonly name: string;
  /** Left out where the command is not for people. */
  readonly group?: Group;
  /** Imperative, without a full stop: `Check things off`. */
  readonly summary: string;
  /** Which way its days lie; back where it says nothing. */
  readonly days?: Direction;
  /** What people type for it who know other tools. */
  readonly otherNames?: OtherNames;
  /** What words that it does not take mean: `log 5` is `log -n 5`. Undefined where nothing can be told. */
  otherForms?(words: readonly string[]): readonly string[] | undefined;
  readonly examples?: readonly Example[];
  /** Whether it runs when no command is named. */
  readonly isDefault?: boolean;
  /** Whether somebody looks at today with it, so that what other machines have is fetched. */
  readonly showsToday?: boolean;
  /** More for its help, in lines of at most `width` columns. */
  details?(width: number): string;
  /** Global options that stand in its own words. */
  globals?(given: GivenInputs): Partial<GlobalOptions>;
}

type Arguments = { readonly [name: string]: Argument };
type Options = { readonly [name: string]: Option };
type Values<Inputs> = { readonly [Name in keyof Inputs]: Inputs[Name] extends Input<infer Value> ? Value : never };

interface Definition<Args extends Arguments, Opts extends Options> extends Description {
  readonly arguments?: Args;
  readonly options?: Opts;
  run(session: Session, input: Values<Args> & Values<Opts>): void | Promise<void>;
}

/** A command as the program, the help, the man page and the completion read it. */
export interface Command extends Description {
  readonly arguments: Arguments;
  readonly options: Options;
  /** Reads the words into values, then works. */
  execute(session: Session, given: GivenInputs, literalWords?: number): Promise<void>;
}

// biome-ignore lint/complexity/noBannedTypes: a command without arguments has none to name
export function defineCommand<Args extends Arguments = {}, Opts extends Options = {}>(
  definition: Definition<Args, Opts>,
): Command {
  const { run, ...description } = definition;
  const command = {
    ...description,
    arguments: definition.arguments ?? {},
    options: definition.options ?? {},
  };
  return {
    ...command,
    execute: async (session, words, literalWords = 0) => {
      const complete = await askForMissing(command, { session, given: words, literalWords });
      if (!complete) return;
      const values = await readInputs(command, complete);
      await run(session, values as Values<Args> & Values<Opts>);
    },
  };
}

interface Words {
  readonly session: Session;
  readonly given: GivenInputs;
  readonly literalWords: number;
}

type Inputs = Pick<Command, 'arguments' | 'options' | 'days' | 'examples'>;

async function readInputs(command: Inputs, { session, given, literalWords }: Words): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const reading: Reading = { session, direction: command.days ?? 'back', values, literalWords };
  for (const [name, input] of inReadingOrder(command)) values[name] = await input.read(given[name], reading);
  return values;
}

/** Days come last, and of these the ones that depend on another. */
function inReadingOrder({ arguments: args, options }: Inputs): [name: string, input: Input<unknown>][] {
  const turn = ({ day }: Input<unknown>) => Number(day !== undefined) + Number(day?.dependsOnDay ?? false);
  return Object.entries<Input<unknown>>({ ...args, ...options }).sort(([, one], [, other]) => turn(one) - turn(other));
}

/** The words with those asked for that are missing; undefined when the user ends the questions. */
async function askForMissing(command: Inputs, words: Words): Promise<Words | undefined> {
  const { session } = words;
  let { given, literalWords } = words;
  for (const [key, argument] of Object.entries(command.arguments)) {
    const { name, isRequired, isList, ask } = argument;
    if (!ask || !isRequired || isGiven(given[key])) continue;
    if (!session.terminal.canAsk) throw missingArgument(name, command);
    const reading = { session, direction: command.days ?? 'back', values: {}, literalWords: 1 };
    const date = (await command.options.date?.read(given.date, reading)) as Day | undefined;
    const read = (answer: string) => argument.read(isList ? [answer] : answer, { ...reading, values: { date } });
    const answer = await ask(session, date ?? session.today, read);
    if (answer === undefined) return undefined;
    given = { ...given, [key]: isList ? [answer] : answer };
    // Nobody types a day by mistake where a text is asked for.
    literalWords = 1;
  }
  return { session, given, literalWords };
}

function isGiven(words: Given): boolean {
  return words !== undefined && !(Array.isArray(words) && words.length === 0);
}

/** A missing argument is answered with an example of its command. */
export function missingArgument(name: string, { examples: [example] = [] }: Pick<Description, 'examples'>): UsageError {
  return new UsageError(`${name.toUpperCase()} is missing`, example && `Like this: ${example.line}`);
}
