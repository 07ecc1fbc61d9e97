import { Interrupted, kindOf, UsageError } from '../core/errors.ts';
import { parseText } from '../core/text.ts';
import type { Questions } from '../terminal/questions.ts';
import type { Session } from './session.ts';

export interface PromptContext {
  /** What is asked for, and how to give it on the command line instead. */
  readonly needs: string;
  readonly instead: string;
  /** What is stored already when the user stops, and how to go on. */
  stored(): [sentence: string, hint?: string];
}

/** Asks on the terminal; without one it is a usage error that names what to give instead. */
export async function withPrompts<Result>(
  { terminal }: Session,
  { needs, instead, stored }: PromptContext,
  ask: (questions: Questions) => Promise<Result>,
): Promise<Result> {
  if (!terminal.canAsk) throw new UsageError(`${needs} is missing, and there is no terminal to prompt for it`, instead);
  const questions = await terminal.questions();
  try {
    return await ask(questions);
  } catch (error) {
    throw kindOf(error) === 'prompt-closed' ? stopped(...stored()) : error;
  } finally {
    questions.close();
  }
}

function stopped(sentence: string, hint?: string): Interrupted {
  return new Interrupted(`stopped. ${sentence}`, hint);
}

/** What is wrong with a text, for a question that is asked again. */
export function problemWith(text: string): string | undefined {
  try {
    parseText(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The same where the answer may be left out. */
export function problemUnlessEmpty(text: string): string | undefined {
  return text.trim() === '' ? undefined : problemWith(text);
}
