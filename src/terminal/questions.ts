import type { ReadStream, WriteStream } from 'node:tty';
import { createPrompt, isDownKey, isEnterKey, isTabKey, isUpKey, useKeypress, useState } from '@inquirer/core';
import { checkbox, input, select } from '@inquirer/prompts';
import type { Style } from '../core/style.ts';
import { fold, rankOf, sanitize } from '../core/text.ts';
import { truncate } from '../core/width.ts';
import { Keyboard } from './keyboard.ts';
import { restoreOnSignals } from './signals.ts';

/** An item of a list; the name is sanitized already. */
export interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
  readonly checked?: boolean;
}

/** A text offered for an empty slot, and where it comes from; sanitized already. */
export interface Offer {
  readonly text: string;
  readonly note: string;
}

/** What is wrong with an answer; undefined if nothing is. */
export type Check = (text: string) => string | undefined;

export interface SlotQuestion {
  /** The slot's number and label, as the list shows them. */
  readonly slot: string;
  /** Offered before anything is typed. */
  readonly offers: readonly Offer[];
  /** Past texts, for completion. */
  readonly history: readonly string[];
  readonly check: Check;
}

/** Prompts, all on standard error. Ctrl-C rejects with an `ExitPromptError`. */
export interface Questions {
  /** Asks for the text of a slot; an empty answer leaves it empty. */
  slot(question: SlotQuestion): Promise<string>;
  tick<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value[]>;
  choose<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** Asks for a line, which may be empty; `about` is shown above it. */
  line(about: string, message: string, initial: string, check: Check): Promise<string>;
  close(): void;
}

const MOST_SUGGESTIONS = 5;
const NO_MATCH = 3;

/** Prompts on a terminal. Each is erased when it is answered; the caller shows the result. */
export function createQuestions(stdin: ReadStream, output: WriteStream, style: Style): Questions {
  const keyboard = new Keyboard(stdin);
  const context = { input: keyboard as unknown as NodeJS.ReadableStream, output, clearPromptOnDone: true };
  const theme = themeOf(style);
  const { ellipsis } = style.glyphs;
  // A turn later: by then the new question listens, and the one before has stopped listening.
  const passKeys = () => setImmediate(() => keyboard.ready());
  const ask = <Value>(answer: Promise<Value>) => {
    passKeys();
    return answer;
  };
  const askingAgain = (check: Check) => (text: string) => {
    const problem = check(text);
    if (problem !== undefined) passKeys();
    return problem;
  };
  const shortened = <Value>(choices: readonly Choice<Value>[]) =>
    choices.map((choice) => ({ ...choice, name: truncate(choice.name, output.columns - 4, ellipsis) }));
  const stopRestoring = restoreOnSignals(keyboard, output);
  return {
    slot: (question) =>
      ask(askSlot({ ...question, check: askingAgain(question.check), style, width: output.columns }, context)),
    tick: (message, choices) => {
      const config = { message, choices: shortened(choices), loop: false, pageSize: choices.length, theme };
      // No shortcuts that the screen does not mention: a stray `i` would invert all ticks.
      return ask(checkbox({ ...config, shortcuts: { all: null, invert: null } }, context));
    },
    choose: (message, choices) =>
      ask(select({ message: sanitize(message), choices: shortened(choices), loop: false, theme }, context)),
    line: (about, message, initial, check) => {
      const heading = truncate(sanitize(about), output.columns - 3, ellipsis);
      const config = {
        message: `${heading}\n    ${message}`,
        default: sanitize(initial),
        prefill: 'editable' as const,
        validate: (text: string) => askingAgain(check)(text) ?? true,
        theme,
      };
      return ask(input(config, context));
    },
    close: () => {
      stopRestoring();
      keyboard.close();
    },
  };
}

type SlotPrompt = SlotQuestion & { readonly style: Style; readonly width: number };

/** A line to type into, with suggestions below it. */
const askSlot = createPrompt<string, SlotPrompt>((config, done) => {
  const { slot, style } = config;
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(-1);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [tabs, setTabs] = useState(0);
  const suggestions = suggest(typed, config);

  const submit = (editor: Editor) => {
    const text = suggestions[chosen]?.text ?? typed.trim();
    const wrong = text === '' ? undefined : config.check(text);
    if (wrong === undefined) return done(text);
    setProblem(wrong);
    // Enter has cleared the editor; put the text back to be corrected.
    editor.write(typed);
  };
  const complete = (editor: Editor) => {
    const text = (suggestions[chosen] ?? suggestions[0])?.text ?? typed;
    editor.clearLine(0);
    editor.write(text);
    setTyped(text);
    // Redraws the line even if nothing was completed, because the editor has inserted the tab.
    setTabs(tabs + 1);
    setChosen(-1);
  };
  useKeypress((key, editor) => {
    if (isEnterKey(key)) return submit(editor);
    setProblem(undefined);
    if (isTabKey(key)) return complete(editor);
    if (isDownKey(key)) return setChosen(Math.min(chosen + 1, suggestions.length - 1));
    if (isUpKey(key)) return setChosen(Math.max(chosen - 1, -1));
    setTyped(editor.line);
    setChosen(-1);
  });

  const list = suggestions.map((offer, index) => suggestionLine(offer, index === chosen, config));
  const footer = problem
    ? style.error(`    ${problem}`)
    : style.dim(`    ${keyHelp(typed, chosen, suggestions.length)}`);
  return [`  ${slot} ${style.glyphs.prompt} ${typed}`, [...list, footer].join('\n')];
});

/** The line editor that Inquirer passes to key handlers. */
type Editor = Parameters<Parameters<typeof useKeypress>[0]>[1];

function suggestionLine({ text, note }: Offer, isChosen: boolean, { style, width }: SlotPrompt): string {
  const { pointer, ellipsis } = style.glyphs;
  const words = truncate(`${sanitize(text)}${note && `  ${note}`}`, width - 7, ellipsis);
  return isChosen ? `    ${pointer} ${words}` : style.dim(`      ${words}`);
}

function keyHelp(typed: string, chosen: number, suggestions: number): string {
  if (chosen >= 0) return 'Enter takes it';
  const enter = typed.trim() === '' ? 'Enter leaves it empty' : 'Enter keeps it';
  return suggestions === 0 ? enter : `Down chooses, ${enter}`;
}

/** What matches the text so far, the best match first; offers come before past texts that match as well. */
function suggest(typed: string, { offers, history }: SlotPrompt): Offer[] {
  const wanted = fold(typed);
  const offered = new Set(offers.map(({ text }) => fold(text)));
  const own = wanted === '' ? [] : history.filter((text) => !offered.has(fold(text)));
  return [...offers, ...own.map((text) => ({ text, note: '' }))]
    .map((offer) => ({ offer, rank: rankOf(fold(offer.text), wanted) ?? NO_MATCH }))
    .filter(({ offer, rank }) => rank < NO_MATCH && offer.text !== typed)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ offer }) => offer);
}

function themeOf({ glyphs, dim, done, strong, error }: Style) {
  return {
    prefix: { idle: ' ', done: ' ' },
    icon: { checked: done(glyphs.done), unchecked: glyphs.open, cursor: glyphs.pointer },
    style: {
      message: strong,
      answer: done,
      error: (text: string) => error(`  ${text}`),
      highlight: strong,
      help: dim,
      keysHelpTip: (keys: [key: string, action: string][]) =>
        dim(keys.some(([key]) => key === 'space') ? '  Space ticks, Enter goes on' : '  Enter takes one'),
    },
  };
}
