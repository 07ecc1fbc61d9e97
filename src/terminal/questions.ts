import type { ReadStream, WriteStream } from 'node:tty';
import { createPrompt, isDownKey, isEnterKey, isTabKey, isUpKey, useKeypress, useState } from '@inquirer/core';
import { checkbox, input, select } from '@inquirer/prompts';
import type { Style } from '../core/style.ts';
import { fold, sanitize } from '../core/text.ts';
import { truncate } from '../core/width.ts';
import { Keyboard } from './keyboard.ts';

/** One line a user may choose; the name is harmless already. */
export interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
  readonly checked?: boolean;
}

/** A text offered for an empty slot, and where it comes from; harmless already. */
export interface Offer {
  readonly text: string;
  readonly note: string;
}

export interface SlotQuestion {
  /** The slot as the list shows it: its number, with its label. */
  readonly slot: string;
  /** What the last planned day had: offered before anything is typed. */
  readonly offers: readonly Offer[];
  /** The user's own texts, for completion while typing. */
  readonly history: readonly string[];
  /** The text as it will be stored, or what is wrong with it. */
  check(text: string): string | undefined;
}

/** The questions a terminal can ask, all on standard error. A Ctrl-C rejects with an `ExitPromptError`. */
export interface Questions {
  /** The text for a slot; empty when the slot shall stay empty. */
  slot(question: SlotQuestion): Promise<string>;
  tick<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value[]>;
  choose<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** One line, which may be empty; `about` stands above it. */
  line(about: string, message: string, initial: string, check: (text: string) => string | undefined): Promise<string>;
  close(): void;
}

const MOST_SUGGESTIONS = 5;

/** Each question is wiped when it is answered; what became of it is the caller's to show. */
export function createQuestions(stdin: ReadStream, output: WriteStream, style: Style): Questions {
  const keyboard = new Keyboard(stdin);
  const context = { input: keyboard as unknown as NodeJS.ReadableStream, output, clearPromptOnDone: true };
  const theme = themeOf(style);
  const fitted = <Value>(choices: readonly Choice<Value>[]) =>
    choices.map((choice) => ({ ...choice, name: truncate(choice.name, output.columns - 4, style.glyphs.ellipsis) }));
  /** The keys typed so far are for the question that now stands there. */
  const answered = <Value>(answer: Promise<Value>) => {
    // A turn later: a question listens from then on, and lets go by what comes before.
    setImmediate(() => keyboard.ready());
    return answer;
  };
  const checked = (check: (text: string) => string | undefined) => (text: string) => {
    const problem = check(text);
    if (problem !== undefined) setImmediate(() => keyboard.ready());
    return problem;
  };
  const restoreOn = (signal: NodeJS.Signals) => {
    output.write(SHOW_CURSOR);
    process.kill(process.pid, signal);
  };
  for (const signal of DEADLY) process.once(signal, restoreOn);
  return {
    slot: (question) =>
      answered(askSlot({ ...question, check: checked(question.check), style, width: output.columns }, context)),
    tick: (message, choices) => {
      const config = { message, choices: fitted(choices), loop: false, pageSize: choices.length, theme };
      // Only what the screen tells of: a stray `i` would turn all ticks around.
      return answered(checkbox({ ...config, shortcuts: { all: null, invert: null } }, context));
    },
    choose: (message, choices) =>
      answered(select({ message: sanitize(message), choices: fitted(choices), loop: false, theme }, context)),
    line: (about, message, initial, check) => {
      const heading = truncate(sanitize(about), output.columns - 3, style.glyphs.ellipsis);
      const validate = (text: string) => checked(check)(text) ?? true;
      const config = {
        message: `${heading}\n    ${message}`,
        default: sanitize(initial),
        prefill: 'editable' as const,
      };
      return answered(input({ ...config, validate, theme }, context));
    },
    close: () => {
      for (const signal of DEADLY) process.off(signal, restoreOn);
      keyboard.close();
    },
  };
}

const SHOW_CURSOR = '\x1b[?25h';
const DEADLY = ['SIGTERM', 'SIGHUP'] as const;

type SlotPrompt = SlotQuestion & { readonly style: Style; readonly width: number };

/** A line to type into, with what the last planned day had and what the user wrote before below it. */
const askSlot = createPrompt<string, SlotPrompt>((config, done) => {
  const { slot, style, width } = config;
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(-1);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [tabs, setTabs] = useState(0);
  const suggestions = suggest(typed, config);

  useKeypress((key, editor) => {
    if (isEnterKey(key)) {
      const text = suggestions[chosen]?.text ?? typed.trim();
      const wrong = text === '' ? undefined : config.check(text);
      if (wrong === undefined) return done(text);
      setProblem(wrong);
      // Enter has cleared the editor's line; what was typed goes back into it to be mended.
      return editor.write(typed);
    }
    setProblem(undefined);
    if (isTabKey(key)) {
      const text = (suggestions[chosen] ?? suggestions[0])?.text ?? typed;
      editor.clearLine(0);
      editor.write(text);
      setTyped(text);
      // Draws the line anew also when nothing was completed: the editor has put the tab into it.
      setTabs(tabs + 1);
      return setChosen(-1);
    }
    if (isDownKey(key)) return setChosen(Math.min(chosen + 1, suggestions.length - 1));
    if (isUpKey(key)) return setChosen(Math.max(chosen - 1, -1));
    setTyped(editor.line);
    setChosen(-1);
  });

  const below = suggestions.map(({ text, note }, index) => {
    const isChosen = index === chosen;
    const marker = isChosen ? style.glyphs.pointer : ' ';
    const line = `    ${marker} ${truncate(`${sanitize(text)}${note && `  ${note}`}`, width - 7, style.glyphs.ellipsis)}`;
    return isChosen ? line : style.dim(line);
  });
  const footer = problem
    ? style.error(`    ${problem}`)
    : style.dim(`    ${keyHelp(typed, chosen, suggestions.length)}`);
  return [`  ${slot} ${style.glyphs.prompt} ${typed}`, [...below, footer].join('\n')];
});

function keyHelp(typed: string, chosen: number, suggestions: number): string {
  if (chosen >= 0) return 'Enter takes it up';
  const enter = typed.trim() === '' ? 'Enter leaves it empty' : 'Enter keeps it';
  return suggestions === 0 ? enter : `Down chooses, ${enter}`;
}

/** What fits the letters typed so far: what the last planned day had, then the user's own texts, those that begin with them first. */
function suggest(typed: string, { offers, history }: SlotPrompt): Offer[] {
  const wanted = fold(typed);
  const offered = new Set(offers.map(({ text }) => fold(text)));
  const own = wanted === '' ? [] : history.map((text) => ({ text, note: '', place: fold(text).indexOf(wanted) }));
  const texts = own.filter(({ text, place }) => place >= 0 && !offered.has(fold(text)));
  texts.sort((one, other) => Math.sign(one.place) - Math.sign(other.place));
  const all = [...offers.filter(({ text }) => fold(text).includes(wanted)), ...texts];
  return all.filter(({ text }) => text !== typed).slice(0, MOST_SUGGESTIONS);
}

function themeOf({ glyphs, dim, done, strong, error }: Style) {
  return {
    prefix: { idle: ' ', done: ' ' },
    icon: { checked: done(glyphs.done), unchecked: glyphs.open, cursor: glyphs.pointer },
    // Each with one argument: a colour would print the further ones too.
    style: {
      message: (text: string) => strong(text),
      answer: (text: string) => done(text),
      error: (text: string) => error(`  ${text}`),
      highlight: (text: string) => strong(text),
      help: (text: string) => dim(text),
      keysHelpTip: (keys: [key: string, action: string][]) =>
        dim(keys.some(([key]) => key === 'space') ? '  Space ticks, Enter goes on' : '  Enter takes one'),
    },
  };
}
