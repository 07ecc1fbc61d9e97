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
export type Completion = readonly string[] | 'slot' | 'day' | 'file' | 'setting' | 'setting-value' | 'topic';

/** What the command line holds in the place of a value: one word, several, a flag, or nothing. */
type Given = string | readonly string[] | boolean | undefined;

/** What the command line holds, by the names of a command's arguments and options. */
export type GivenInputs = Readonly<Record<string, Given>>;

interface Input<Value> {
  readonly summary: string;
  readonly completion?: Completion | undefined;
  /** Days are read last: what today is takes the store, and wrong words are refused without it. */
  readonly isDay?: boolean;
  read(given: Given, session: Session): Value | Promise<Value>;
}

export interface Argument<Value = unknown> extends Input<Value> {
  readonly name: string;
  readonly isRequired: boolean;
  /** Whether it takes all words that are left. */
  readonly isList: boolean;
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
  /** Which day a weekday or a date without a year means: the latest before today, or the coming one. */
  readonly days?: 'back' | 'ahead';
  /** What people type for it who know other tools. */
  readonly otherNames?: OtherNames;
  /** What words that it does not take mean: `log 5` is `log -n 5`. Undefined where nothing can be told. */
  otherForms?(words: readonly string[]): readonly string[] | undefined;
  readonly examples?: readonly Example[];
  /** Whether it runs when no command is named. */
  readonly isDefault?: boolean;
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
  execute(session: Session, given: GivenInputs): Promise<void>;
}

// biome-ignore lint/complexity/noBannedTypes: a command without arguments has none to name
export function defineCommand<Args extends Arguments = {}, Opts extends Options = {}>(
  definition: Definition<Args, Opts>,
): Command {
  const { run, ...description } = definition;
  const inputs: Readonly<Record<string, Input<unknown>>> = { ...definition.arguments, ...definition.options };
  return {
    ...description,
    arguments: definition.arguments ?? {},
    options: definition.options ?? {},
    execute: async (session, given) => {
      const entries = Object.entries(inputs).sort(
        ([, one], [, other]) => Number(one.isDay ?? false) - Number(other.isDay ?? false),
      );
      const values: Record<string, unknown> = {};
      for (const [name, input] of entries) values[name] = await input.read(given[name], session);
      await run(session, values as Values<Args> & Values<Opts>);
    },
  };
}
