import { Interrupted, kindOf, UsageError } from '../core/errors.ts';
import { parseText } from '../core/text.ts';
import type { Questions } from '../terminal/questions.ts';
import type { Session } from './session.ts';

export interface PromptContext {
  /** What is asked for, and how to give it on the command line instead. */
  readonly needs: string;
  readonly instead: string;
  /** The screen to end with when the user stops. */
  screen?(): string;
  /** What is stored already then, and how to go on. */
  stored(): [sentence: string, hint?: string];
}

/**
 * Asks on the terminal; without one it is a usage error that names what to give instead. Returns undefined when the user ends the
 * questions with Ctrl-D, which keeps what was answered and is no error; Ctrl-C is.
 */
export async function withPrompts<Result>(
  { terminal }: Session,
  { needs, instead, screen, stored }: PromptContext,
  ask: (questions: Questions) => Promise<Result>,
): Promise<Result | undefined> {
  if (!terminal.canAsk) throw new UsageError(`${needs} is missing, and there is no terminal to prompt for it`, instead);
  const questions = await terminal.questions();
  let error: unknown;
  try {
    return await ask(questions);
  } catch (thrown) {
    error = thrown;
  } finally {
    questions.close();
  }
  const kind = kindOf(error);
  if (kind === 'prompt-ended') return undefined;
  if (kind !== 'prompt-closed') throw error;
  if (screen) terminal.err(screen());
  const [sentence, hint] = stored();
  throw new Interrupted(`stopped. ${sentence}`, hint);
}

/** Asks something and stores the answer. */
export type AskStep = (canGoBack: boolean) => Promise<void>;

/** Asks one question after the other, until there is none. Esc at one that can go back asks the one before it again. */
export async function askInTurn(stepAt: (index: number) => AskStep | undefined): Promise<void> {
  let index = 0;
  for (let step = stepAt(0); step; step = stepAt(index)) {
    try {
      await step(index > 0);
      index += 1;
    } catch (error) {
      if (kindOf(error) !== 'prompt-left') throw error;
      index -= 1;
    }
  }
}

/** What is wrong with a text, for a question that is asked again. */
export function problemWith(text: string): string | undefined {
  return problemOf(() => parseText(text));
}

/** What is wrong with an answer that cannot be read. */
export function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
