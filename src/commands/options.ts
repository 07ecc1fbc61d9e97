import { firstOfMonth, isSupportedDay } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { mayNameDay } from '../core/plain-day.ts';
import { canNameFile } from '../core/text.ts';
import type { Argument, Completion, Option, Reading } from './command.ts';

type Parse<Value> = (word: string) => Value;

interface Words<Value> {
  readonly name: string;
  readonly summary: string;
  readonly completion?: Completion;
  readonly parse: Parse<Value>;
  readonly ask?: NonNullable<Argument['ask']>;
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
  readonly parse: (words: readonly string[], reading: Reading) => Value | Promise<Value>;
}

/** `[name...]`, or `<name...>` */
export function listArgument<Value>({ parse, isRequired = false, ...words }: ListOfWords<Value>): Argument<Value> {
  const read: Argument<Value>['read'] = (given, reading) => parse(Array.isArray(given) ? given : [], reading);
  return { ...words, isRequired, isList: true, read };
}

/** Reads texts that may be the name of a day by mistake. Where they cannot be, and after `--`, nothing is loaded to find out. */
export function readUnlessDay<Value>(
  words: readonly string[],
  { literalWords }: Reading,
  { refuse, read }: { refuse(texts: typeof import('./texts.ts'), typed: readonly string[]): void; read(): Value },
): Value | Promise<Value> {
  const typed = words.slice(0, words.length - literalWords);
  if (!mayNameDay(typed.join(' '))) return read();
  return import('./texts.ts').then((texts) => {
    refuse(texts, typed);
    return read();
  });
}

/** Asks for a line if an argument is missing. */
export function asking(title: string): NonNullable<Argument['ask']> {
  return async (session, day, read) => {
    const { askForLine } = await import('../flows/missing-argument.ts');
    return askForLine(session, day, { title, read });
  };
}

export interface Flag {
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

export function parseYear(word: string): number {
  if (!/^\d{4}$/.test(word) || !isSupportedDay(firstOfMonth(Number(word), 0)))
    throw new UsageError(`there is no year ${JSON.stringify(word)}`, 'A year has four digits, like 2026.');
  return Number(word);
}
