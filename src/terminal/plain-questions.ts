import { createInterface, type Interface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { CancelPromptError, ExitPromptError } from '@inquirer/core';
import type { Style } from '../core/style.ts';
import { listItems, sanitize } from '../core/text.ts';
import { type Choice, numbered } from './choices.ts';
import type { Check, LineQuestion, ListQuestion, Questions, SlotQuestion } from './questions.ts';
import { OFFERS_PER_PAGE, type Offer, suggest } from './suggestions.ts';

/** How long lines that were pasted may take to arrive, in milliseconds. */
const PASTE_MS = 20;

/**
 * Questions as plain lines, for screen readers and terminals that cannot move their cursor. The terminal itself echoes and edits what
 * is typed; nothing is redrawn, and no escape sequence is written.
 */
export function createPlainQuestions(stdin: ReadStream, output: WriteStream, style: Style): Questions {
  const lines = new Lines(stdin);
  const say = (...texts: string[]) => output.write(texts.map((text) => `${text}\n`).join(''));
  /** Asks for a line until `read` can make something of it. */
  const ask = async <Value>(prompt: string, read: (line: string) => Answer<Value>): Promise<Value> => {
    for (;;) {
      output.write(`${prompt} `);
      const answer = read((await lines.next()).trim());
      if ('value' in answer) return answer.value;
      say(answer.problem);
    }
  };
  const begin = (above: SlotQuestion['above'], ...titles: string[]) =>
    say('', ...(above ? [above(style)] : []), ...titles.map(sanitize));
  const { prompt } = style.glyphs;
  return {
    slot: ({ above, slot, initial = '', offers, history, check }) => {
      const offered = suggest(initial, offers, history);
      let shown = Math.min(OFFERS_PER_PAGE, offered.length);
      const help =
        offered.length > 0 ? 'A text, or a number of the list; Enter leaves it empty' : 'Enter leaves it empty';
      begin(above, ...listed(offered, 0, shown), help);
      return ask(`${slot.trim()} ${prompt}`, (line) => {
        if (line === MORE && shown < offered.length) {
          const from = shown;
          shown = Math.min(shown + OFFERS_PER_PAGE, offered.length);
          return { problem: listed(offered, from, shown).join('\n') };
        }
        const text = offered.slice(0, shown)[Number(line) - 1]?.text ?? (line || initial);
        return text === '' ? { value: text } : checked(text, check);
      });
    },
    tick: <Value>({ above, title, choices: unnumbered }: ListQuestion<Value>) => {
      const choices = numbered(unnumbered);
      const { done, open } = style.glyphs;
      begin(
        above,
        title,
        ...choices.map(({ label, key, isTicked, name }) => `${label ?? key} ${isTicked ? done : open} ${name}`),
      );
      say('Numbers, like 1 3; Enter for none');
      const already = choices.filter(({ isTicked }) => isTicked).map(({ value }) => value);
      return ask(`Which are done? ${prompt}`, (line) => {
        const keys = line.split(/[\s,]+/).filter(Boolean);
        const wrong = keys.find((key) => !choices.some((choice) => choice.key === key));
        if (wrong !== undefined) return { problem: `There is no ${wrong} in the list.` };
        const named = choices.filter(({ key }) => keys.includes(key)).map(({ value }) => value);
        return { value: [...new Set([...already, ...named])] };
      });
    },
    choose: <Value>({ above, title, choices: unnumbered }: ListQuestion<Value>) => {
      const choices = numbered(unnumbered);
      begin(above, title, ...choices.map(({ key, name }) => `${key} ${name}`));
      return ask(`Which one? ${prompt}`, (line) => chosen(line, choices));
    },
    line: ({ above, title, initial = '', isOptional = false, check }: LineQuestion) => {
      const help = initial === '' ? [] : [`Now: ${initial}`, 'Enter keeps it'];
      begin(above, title, ...(isOptional ? ['Enter skips'] : help));
      return ask(prompt, (line) => (isOptional && line === '' ? { value: '' } : checked(line || initial, check)));
    },
    waitingLines: async () => {
      await new Promise((resolve) => setTimeout(resolve, PASTE_MS));
      return listItems((await lines.waiting()).join('\n'));
    },
    close: () => lines.close(),
  };
}

/** What is typed to see more of a list. */
const MORE = '+';

/** Part of a list with its numbers, and how to see what follows. */
function listed(offers: readonly Offer[], from: number, to: number): string[] {
  const lines = offers
    .slice(from, to)
    .map(({ text, note }, index) => `${from + index + 1} ${text}${note && `, ${note}`}`);
  return to < offers.length ? [...lines, `${MORE} shows ${offers.length - to} more`] : lines;
}

type Answer<Value> = { readonly value: Value } | { readonly problem: string };

function checked(text: string, check: Check): Answer<string> {
  const problem = check(text);
  return problem === undefined ? { value: text } : { problem };
}

function chosen<Value>(line: string, choices: readonly Choice<Value>[]): Answer<Value> {
  const choice = choices.find(({ key }) => key === line);
  return choice
    ? { value: choice.value }
    : { problem: `Type a number from ${choices[0]?.key} to ${choices.at(-1)?.key}.` };
}

/** The lines of the terminal. */
class Lines {
  readonly #interface: Interface;
  readonly #read: string[] = [];
  #waiting: { resolve(line: string): void; reject(error: Error): void } | undefined;
  #error: Error | undefined;

  constructor(stdin: ReadStream) {
    this.#interface = createInterface({ input: stdin, terminal: false });
    this.#interface.on('line', (line) => {
      if (this.#waiting) this.#waiting.resolve(line);
      else this.#read.push(line);
      this.#waiting = undefined;
    });
    // Ctrl-D on an empty line.
    this.#interface.on('close', () => this.#fail(new CancelPromptError()));
    process.on('SIGINT', this.#interrupt);
  }

  next(): Promise<string> {
    const line = this.#read.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#error) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** What was typed ahead and not asked for. The terminal hands over one line in each turn of the event loop. */
  async waiting(): Promise<readonly string[]> {
    for (let before = -1; before < this.#read.length; ) {
      before = this.#read.length;
      await new Promise(setImmediate);
    }
    return this.#read;
  }

  close(): void {
    process.off('SIGINT', this.#interrupt);
    this.#interface.close();
  }

  readonly #interrupt = (): void => this.#fail(new ExitPromptError());

  #fail(error: Error): void {
    this.#error ??= error;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
