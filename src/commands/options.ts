import { type Day, formatDay } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { canNameFile } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import type { Argument, Completion, Option } from './command.ts';

type Parse<Value> = (word: string) => Value;

interface Words<Value> {
  readonly name: string;
  readonly summary: string;
  readonly completion?: Completion;
  readonly parse: Parse<Value>;
}

/** `<name>` */
export function requiredArgument<Value>({ parse, ...words }: Words<Value>): Argument<Value> {
  return { ...words, isRequired: true, isList: false, read: (given) => parse(String(given)) };
}

/** `[name]` */
export function optionalArgument<Value>({ parse, ...words }: Words<Value>): Argument<Value | undefined> {
  const read: Argument<Value | undefined>['read'] = (given) => (given === undefined ? undefined : parse(String(given)));
  return { ...words, isRequired: false, isList: false, read };
}

interface ListOfWords<Value> extends Omit<Words<Value>, 'parse'> {
  readonly isRequired?: boolean;
  readonly parse: (words: readonly string[]) => Value;
}

/** `[name...]`, or `<name...>` */
export function listArgument<Value>({ parse, isRequired = false, ...words }: ListOfWords<Value>): Argument<Value> {
  return { ...words, isRequired, isList: true, read: (given) => parse(Array.isArray(given) ? given : []) };
}

/** `[day]`, or `<day>` */
export function dayArgument(summary: string): Argument<Day | undefined> {
  return { name: 'day', summary, isRequired: false, isList: false, ...DAY };
}

export function requiredDayArgument(summary: string): Argument<Day> {
  const read = (given: unknown, session: Session) => session.parseDay(String(given));
  return { name: 'day', summary, isRequired: true, isList: false, completion: 'day', isDay: true, read };
}

const DAY = {
  completion: 'day',
  isDay: true,
  read: (given: unknown, session: Session) => (given === undefined ? undefined : session.parseDay(String(given))),
} as const;

interface Flag {
  readonly flags: string;
  readonly summary: string;
}

/** An option without a value. Of `--no-x`, too, the value is whether it was given. */
export function flag({ flags, summary }: Flag): Option<boolean> {
  const isNegative = flags.includes('--no-');
  return { flags, summary, read: (given) => (isNegative ? given === false : given === true) };
}

interface ValueOption<Value> extends Flag {
  readonly completion?: Completion;
  readonly parse: Parse<Value>;
}

/** An option with a value; undefined where it is not given. */
export function option<Value>({ parse, ...words }: ValueOption<Value>): Option<Value | undefined> {
  return { ...words, read: (given) => (given === undefined ? undefined : parse(String(given))) };
}

/** An option that names a day; undefined where it is not given. */
export function dayOption(words: Flag): Option<Day | undefined> {
  return { ...words, ...DAY };
}

/** `-d`, of every command about one day. */
export const dateOption = dayOption({ flags: '-d, --date <day>', summary: 'Use this day instead of today' });

/** The day of a command that takes it as an argument too; undefined where it is not named. */
export function oneDay(argument: Day | undefined, date: Day | undefined): Day | undefined {
  if (argument !== undefined && date !== undefined) throw new UsageError('the day is named twice', 'Leave out --date.');
  return argument ?? date;
}

/** The two options of a span of days. */
export const spanOptions = {
  from: dayOption({ flags: '--from <day>', summary: 'Start with this day' }),
  to: dayOption({ flags: '--to <day>', summary: 'End with this day' }),
};

/** A span of days must not end before it begins. */
export function checkSpan(from: Day | undefined, to: Day | undefined): void {
  if (from !== undefined && to !== undefined && to < from)
    throw new UsageError(`--from (${formatDay(from)}) is after --to (${formatDay(to)})`);
}

/** One of a few words. */
export function choiceOf<Choice extends string>(choices: readonly Choice[], name: string): Parse<Choice> {
  return (word) => {
    const choice = choices.find((candidate) => candidate === word);
    if (choice === undefined)
      throw new UsageError(`${name} cannot be ${JSON.stringify(word)}`, `It is one of ${choices.join(', ')}.`);
    return choice;
  };
}

/** The name of a file: whatever the system takes for one. */
export function parseFile(word: string): string {
  if (word === '') throw new UsageError('the name of the file is empty');
  if (!canNameFile(word)) throw new UsageError(`${JSON.stringify(word)} cannot be the name of a file`);
  return word;
}

/** A whole number from 1. */
export function countFor(name: string): Parse<number> {
  return (word) => {
    if (!/^\d{1,9}$/.test(word) || Number(word) === 0)
      throw new UsageError(`${name} must be a number of at least 1, not ${JSON.stringify(word)}`);
    return Number(word);
  };
}
