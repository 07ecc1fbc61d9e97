import type { ReadStream, WriteStream } from 'node:tty';
import {
  AbortPromptError,
  CancelPromptError,
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isTabKey,
  isUpKey,
  type KeypressEvent,
  useEffect,
  useKeypress,
  useState,
} from '@inquirer/core';
import type { Style } from '../core/style.ts';
import { sanitize } from '../core/text.ts';
import { truncate, widthOf, wrapLines } from '../core/width.ts';
import { type Choice, numbered } from './choices.ts';
import { END, ESCAPE, Keyboard, type PasteRule } from './keyboard.ts';
import {
  breakTyped,
  cursorOf,
  type Editor,
  type PromptScreen,
  type TypedLine,
  usePromptScreen,
} from './prompt-screen.ts';
import { restoreOnSignals } from './signals.ts';
import { OFFERS_PER_PAGE, type Offer, suggest } from './suggestions.ts';

/** What is wrong with an answer; undefined if nothing is. */
export type Check = (text: string) => string | undefined;

interface Question {
  /** What stands above the question, in the width of the style. */
  above?(style: Style): string;
  /** Whether Esc goes back to a question before it. */
  readonly canGoBack?: boolean;
}

export interface SlotQuestion extends Question {
  /** The slot's number and label, as the day shows them. */
  readonly slot: string;
  /** The text to begin with. */
  readonly initial?: string;
  /** Offered before anything is typed. */
  readonly offers: readonly Offer[];
  /** Past texts, for completion. */
  readonly history: readonly string[];
  readonly check: Check;
}

export interface ListQuestion<Value> extends Question {
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
}

export interface LineQuestion extends Question {
  readonly title: string;
  readonly initial?: string;
  /** Whether an empty answer skips it. */
  readonly isOptional?: boolean;
  readonly check: Check;
}

/**
 * Prompts, all on standard error. Ctrl-C rejects with an `ExitPromptError`, Ctrl-D where nothing is typed with a
 * `CancelPromptError`, and Esc, where there is a question to go back to, with an `AbortPromptError`.
 */
export interface Questions {
  /** Asks for the text of a slot; an empty answer leaves it empty. */
  slot(question: SlotQuestion): Promise<string>;
  tick<Value>(question: ListQuestion<Value>): Promise<Value[]>;
  choose<Value>(question: ListQuestion<Value>): Promise<Value>;
  /** Asks for a line. */
  line(question: LineQuestion): Promise<string>;
  /** The lines of a paste that no question was left for. */
  waitingLines(): Promise<string[]>;
  close(): void;
}

/** How a prompt ends. */
type Outcome<Value> = { readonly answer: Value } | 'back' | 'end';

interface Screen {
  readonly output: WriteStream;
  readonly style: Style;
}

/** Prompts on a terminal. Each is erased when it is answered; the caller shows the result. */
export function createQuestions(stdin: ReadStream, output: WriteStream, style: Style): Questions {
  const keyboard = new Keyboard(stdin, output);
  const context = { input: keyboard as unknown as NodeJS.ReadableStream, output, clearPromptOnDone: true };
  const screen = { output, style };
  const stopRestoring = restoreOnSignals(keyboard, output);
  let hasAsked = false;
  const ask = async <Value>(prompt: Promise<Outcome<Value>>, rule: PasteRule): Promise<Value> => {
    if (!hasAsked) output.write('\n');
    hasAsked = true;
    // A turn later: by then the new question listens, and the one before has stopped listening.
    setImmediate(() => keyboard.ready(rule));
    const outcome = await prompt;
    if (outcome === 'end') throw new CancelPromptError();
    if (outcome === 'back') throw new AbortPromptError();
    return outcome.answer;
  };
  const checking = (check: Check, rule: PasteRule): Check => {
    return (text) => {
      const problem = check(text);
      if (problem !== undefined) setImmediate(() => keyboard.retry(rule));
      return problem;
    };
  };
  return {
    slot: (question) => {
      const rule = { lines: 'answers' } as const;
      return ask(askSlot({ ...screen, ...question, check: checking(question.check, rule) }, context), rule);
    },
    tick: (question) => {
      const prompt = askList({ ...screen, ...question, takesSeveral: true }, context);
      return ask(prompt as Promise<Outcome<never[]>>, { lines: 'ignored' });
    },
    choose: (question) => {
      const prompt = askList({ ...screen, ...question, takesSeveral: false }, context);
      return ask(prompt as Promise<Outcome<never>>, { lines: 'ignored' });
    },
    line: (question) => {
      const rule = { lines: 'one line', unmarked: question.isOptional ?? false } as const;
      return ask(askLine({ ...screen, ...question, check: checking(question.check, rule) }, context), rule);
    },
    waitingLines: async () => keyboard.waitingLines(),
    close: () => {
      stopRestoring();
      keyboard.close();
      // The screen that follows has its own empty row.
      if (hasAsked) output.write('\x1b[A');
    },
  };
}

/** The text as the line editor has it, beginning with `initial`. */
function useTyped(initial = ''): [TypedLine, (editor: Editor, text?: string) => void] {
  const [text, setText] = useState(initial);
  const [cursor, setCursor] = useState(initial.length);
  const take = (editor: Editor, replacement?: string) => {
    if (replacement !== undefined) {
      editor.clearLine(0);
      editor.write(replacement);
    }
    setText(editor.line);
    setCursor(cursorOf(editor));
  };
  useEffect((editor) => {
    if (initial !== '') take(editor, initial);
  }, []);
  return [{ text, cursor }, take];
}

type SlotPrompt = Screen & SlotQuestion;

/** A line to type into where the thing will stand, with suggestions below it. */
const askSlot = createPrompt<Outcome<string>, SlotPrompt>((config, done) => {
  const { slot, style, output } = config;
  const { prompt } = style.glyphs;
  const [typed, take] = useTyped(config.initial);
  const [chosen, setChosen] = useState(-1);
  const [page, setPage] = useState(0);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const all = suggest(typed.text, config.offers, config.history);
  const suggestions = all.slice(page * OFFERS_PER_PAGE, (page + 1) * OFFERS_PER_PAGE);
  const pages = typed.text === '' ? Math.max(1, Math.ceil(all.length / OFFERS_PER_PAGE)) : 1;

  const submit = (editor: Editor) => {
    const text = suggestions[chosen]?.text ?? typed.text.trim();
    const wrong = text === '' ? undefined : config.check(text);
    if (wrong === undefined) return done({ answer: text });
    setProblem(wrong);
    // Enter has cleared the editor; put the text back to be corrected.
    take(editor, typed.text);
  };
  useKeypress((key, editor) => {
    if (isEnterKey(key)) return submit(editor);
    const left = howItIsLeft(key, config, typed.text === '');
    if (left) return done(left);
    if (isIgnored(key)) return;
    setProblem(undefined);
    if (isDownKey(key) || isUpKey(key)) return setChosen(moved(key, chosen, [-1, suggestions.length - 1]));
    setPage(turnedTo(key, page, pages));
    // The editor has inserted the tab, also where there is nothing to complete.
    take(editor, isTabKey(key) ? ((suggestions[chosen] ?? suggestions[0])?.text ?? typed.text) : undefined);
    setChosen(-1);
  });

  return usePromptScreen(output, (columns) => {
    const enter = typed.text.trim() === '' ? 'Enter leaves it empty' : 'Enter keeps it';
    const keys = chosen >= 0 ? ['Enter takes it'] : [suggestions.length > 0 ? 'Down chooses' : '', enter];
    return editorScreen(config, columns, {
      before: `  ${slot} ${prompt} `,
      typed,
      list: [
        ...suggestions.map((offer, index) => suggestionLine(offer, index === chosen, style, columns)),
        ...pagesLine({ page, pages, count: all.length }, style, columns),
      ],
      problem,
      keys,
    });
  });
});

/** The page that a key leads to; the first one again once something is typed. */
function turnedTo({ name }: KeypressEvent, page: number, pages: number): number {
  if (name === 'right') return Math.min(page + 1, pages - 1);
  return name === 'left' ? Math.max(page - 1, 0) : 0;
}

interface Pages {
  readonly page: number;
  readonly pages: number;
  /** Of all offers. */
  readonly count: number;
}

/** How to see the offers that are not on this page. */
function pagesLine({ page, pages, count }: Pages, style: Style, columns: number): string[] {
  const words = [
    page > 0 ? 'Left goes back' : '',
    page < pages - 1 ? `Right shows ${count - (page + 1) * OFFERS_PER_PAGE} more` : '',
  ];
  const line = truncate(words.filter(Boolean).join(', '), columns - 5, style.glyphs.ellipsis);
  return line === '' ? [] : [style.dim(`    ${line}`)];
}

type LinePrompt = Screen & LineQuestion;

/** A line to type into below a question, where the day shows what was done. */
const askLine = createPrompt<Outcome<string>, LinePrompt>((config, done) => {
  const { title, style, output, isOptional = false } = config;
  const { prompt } = style.glyphs;
  const [typed, take] = useTyped(config.initial);
  const [problem, setProblem] = useState<string | undefined>(undefined);

  const submit = (editor: Editor) => {
    const wrong = isOptional && typed.text.trim() === '' ? undefined : config.check(typed.text);
    if (wrong === undefined) return done({ answer: typed.text.trim() });
    setProblem(wrong);
    take(editor, typed.text);
  };
  useKeypress((key, editor) => {
    if (isEnterKey(key)) return submit(editor);
    const left = howItIsLeft(key, config, typed.text === '');
    if (left) return done(left);
    if (isIgnored(key)) return;
    setProblem(undefined);
    take(editor, isTabKey(key) ? typed.text : undefined);
  });

  return usePromptScreen(output, (columns) =>
    editorScreen(config, columns, {
      title,
      before: `    ${prompt} `,
      typed,
      problem,
      keys: [isOptional && typed.text.trim() === '' ? 'Enter skips' : 'Enter keeps it'],
    }),
  );
});

type ListPrompt = Screen & ListQuestion<unknown> & { readonly takesSeveral: boolean };

/** A list to tick or to choose from. */
const askList = createPrompt<Outcome<unknown>, ListPrompt>((config, done) => {
  const { title, takesSeveral, style, output } = config;
  const choices = numbered(config.choices);
  const [active, setActive] = useState(0);
  const [ticked, setTicked] = useState<readonly unknown[]>(
    choices.filter(({ isTicked }) => isTicked).map(({ value }) => value),
  );
  const toggle = (index: number) => {
    const value = choices[index]?.value;
    setActive(index);
    setTicked(ticked.includes(value) ? ticked.filter((one) => one !== value) : [...ticked, value]);
  };
  useKeypress((key) => {
    if (isEnterKey(key)) return done({ answer: takesSeveral ? ticked : choices[active]?.value });
    const left = howItIsLeft(key, config, true);
    if (left) return done(left);
    setActive(moved(key, active, [0, choices.length - 1]));
    if (!takesSeveral) return;
    const toggled = isSpaceKey(key) ? active : choices.findIndex((choice) => choice.key === key.name);
    if (toggled >= 0) toggle(toggled);
  });

  return usePromptScreen(output, (columns) => {
    const items = choices.map((choice, index) => {
      const pointer = index === active ? style.glyphs.pointer : ' ';
      const mark = ticked.includes(choice.value) ? style.done(style.glyphs.done) : style.glyphs.open;
      const before = [pointer, choice.label, takesSeveral && mark, '']
        .filter((part) => part !== undefined && part !== false)
        .join(' ');
      const name = truncate(choice.name, columns - 1 - widthOf(before), style.glyphs.ellipsis);
      return before + (index === active ? style.strong(name) : name);
    });
    const help = takesSeveral ? `Space ticks, or ${keyRange(choices)}; Enter goes on` : 'Enter takes one';
    const head = [...linesAbove(config, columns), ...titleLines(title, style, columns)];
    return { lines: [...head, ...items, footer([help], config, columns)] };
  });
});

function keyRange(choices: readonly { readonly key: string }[]): string {
  const keys = choices.map(({ key }) => key);
  return keys.length > 1 ? `${keys[0]}-${keys.at(-1)}` : keys.join('');
}

/** Where the arrow keys lead in a list. */
function moved(key: KeypressEvent, from: number, [first, last]: readonly [number, number]): number {
  if (isDownKey(key)) return Math.min(from + 1, last);
  return isUpKey(key) ? Math.max(from - 1, first) : from;
}

/** Whether a key leaves a question without an answer. */
function howItIsLeft(key: object, { canGoBack = false }: Question, isEmpty: boolean): 'back' | 'end' | undefined {
  if (isKey(key, ESCAPE)) return canGoBack ? 'back' : undefined;
  return isKey(key, END) && isEmpty ? 'end' : undefined;
}

function isIgnored(key: object): boolean {
  return isKey(key, ESCAPE) || isKey(key, END);
}

function isKey(key: object, sequence: string): boolean {
  return 'sequence' in key && key.sequence === sequence;
}

interface EditorContent {
  readonly title?: string;
  /** What stands in the line before the text. */
  readonly before: string;
  readonly typed: TypedLine;
  readonly list?: readonly string[];
  readonly problem: string | undefined;
  readonly keys: readonly string[];
}

function editorScreen(
  config: Screen & Question,
  columns: number,
  { title = '', before, typed, list = [], problem, keys }: EditorContent,
): PromptScreen {
  const { style } = config;
  const indent = widthOf(before);
  const { rows, row, column } = breakTyped(typed, columns - 1 - indent);
  const lines = rows.map((text, index) => (index === 0 ? before : ' '.repeat(indent)) + text);
  const problems = problem === undefined ? [] : wrapLines(problem, columns - 5);
  const help =
    problem === undefined ? [footer(keys, config, columns)] : problems.map((line) => style.error(`    ${line}`));
  return {
    lines: [...linesAbove(config, columns), ...titleLines(title, style, columns), ...lines.slice(0, row + 1)],
    below: [...lines.slice(row + 1), ...list, ...help],
    column: indent + column,
  };
}

function linesAbove({ above, style }: Screen & Question, columns: number): string[] {
  return above ? above({ ...style, width: columns }).split('\n') : [];
}

function titleLines(title: string, style: Style, columns: number): string[] {
  return title === '' ? [] : wrapLines(sanitize(title), columns - 3).map((line) => `  ${style.strong(line)}`);
}

function suggestionLine({ text, note }: Offer, isChosen: boolean, style: Style, columns: number): string {
  const { pointer, ellipsis } = style.glyphs;
  const words = truncate(`${sanitize(text)}${note && `  ${note}`}`, columns - 7, ellipsis);
  return isChosen ? `    ${pointer} ${words}` : style.dim(`      ${words}`);
}

/** The keys that do something, as many as there is room for. */
function footer(keys: readonly string[], { canGoBack = false, style }: Screen & Question, columns: number): string {
  const all = [...keys, canGoBack ? 'Esc goes back' : ''].filter(Boolean);
  while (all.length > 1 && all.join(', ').length > columns - 5) all.pop();
  return style.dim(`    ${truncate(all.join(', '), columns - 5, style.glyphs.ellipsis)}`);
}
