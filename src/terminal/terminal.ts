import type { ReadStream, WriteStream } from 'node:tty';
import { ASCII, type Style, UNICODE } from '../core/style.ts';
import { sanitize } from '../core/text.ts';
import type { Editor } from './editor.ts';
import { readInput, wasClosed, writeHint, writeResult } from './output.ts';
import type { Pager } from './pager.ts';
import type { Progress } from './progress.ts';
import type { Questions } from './questions.ts';

/** The terminal as commands use it. */
export interface Terminal {
  /** The styles of standard output and of standard error. */
  readonly style: Style;
  readonly errorStyle: Style;
  /** Whether somebody can answer; if not, nothing is asked. */
  readonly canAsk: boolean;
  /** Whether they also see the results, which do not go to a file or another program. */
  readonly interactive: boolean;
  /** Whether the shell closed standard output for us, so that a result would go nowhere. */
  readonly outputClosed: boolean;
  /** Prints a result: text, or bytes if there are many, which need less memory. */
  out(text: string | Buffer): void;
  /** Prints a result through the user's pager; false if there is none and nothing was printed. */
  showInPager(text: () => string): Promise<boolean>;
  /** Opens a file in an editor, and waits until it is closed. False if the editor failed. */
  openInEditor(editor: Editor, file: string): Promise<boolean>;
  /** Prints hints and errors. */
  err(text: string): void;
  /** Reads all of standard input; throws a `CommandError` for more than `limit` bytes. */
  readInput(limit: number): Buffer;
  /** A progress bar on standard error; undefined if that is not a terminal. */
  progress(): Promise<Progress | undefined>;
  /** The prompts, loaded when they are first needed. */
  questions(): Promise<Questions>;
}

/** The terminal and the settings of the process's environment. */
export interface TerminalEnvironment {
  /** Whether standard input, output and error (0, 1, 2) are terminals. */
  isTerminal(fd: number): boolean;
  /** The size of one that is; undefined if it does not know. */
  sizeOf(fd: 1 | 2): { readonly columns: number; readonly rows: number } | undefined;
  /** Created on demand: Node's streams are slow to create, and change how the underlying file is read. */
  stream(fd: 0): ReadStream;
  stream(fd: 1 | 2): WriteStream;
  /** COLUMNS, for output that does not go to a terminal. */
  readonly defaultColumns: number | undefined;
  readonly pager: Pager | undefined;
  /** Whether the terminal cannot move its cursor. */
  readonly dumb: boolean;
  /** Set by ACCESSIBLE: nothing is redrawn, and nothing is coloured by itself. */
  readonly accessible: boolean;
  readonly unicode: boolean;
  /** Set by NO_COLOR and FORCE_COLOR; undefined if neither is set. */
  readonly color: boolean | undefined;
}

/** The options of the command line that change the style. */
export interface LookOptions {
  readonly color?: boolean;
  readonly ascii?: boolean;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

export function createTerminal(environment: TerminalEnvironment, look: LookOptions): Terminal {
  const { isTerminal, stream, dumb, pager } = environment;
  const styleOf = (fd: 1 | 2) => chooseStyle(environment, fd, look);
  let style: Style | undefined;
  let errorStyle: Style | undefined;
  // Computed on demand: asking a stream about itself is slow.
  return {
    get style() {
      style ??= styleOf(STDOUT);
      return style;
    },
    get errorStyle() {
      errorStyle ??= styleOf(STDERR);
      return errorStyle;
    },
    get canAsk() {
      return isTerminal(STDERR) && isTerminal(STDIN);
    },
    get interactive() {
      return isTerminal(STDOUT) && this.canAsk;
    },
    get outputClosed() {
      return wasClosed(STDOUT);
    },
    out: (text) => writeResult(STDOUT, text),
    async showInPager(text) {
      if (!isTerminal(STDOUT) || dumb || !pager) return false;
      const printed = text();
      if (pager.command === undefined && fits(printed, environment)) {
        this.out(printed);
        return true;
      }
      const { showInPager } = await import('./pager.ts');
      return showInPager(pager, printed);
    },
    async openInEditor(editor, file) {
      const { openInEditor } = await import('./editor.ts');
      return openInEditor(editor, file);
    },
    err: (text) => writeHint(STDERR, text),
    readInput: (limit) => readInput(STDIN, limit),
    progress: async () => {
      if (!isTerminal(STDERR) || dumb || environment.accessible) return undefined;
      const { createProgress } = await import('./progress.ts');
      return createProgress(stream(STDERR));
    },
    questions: async () => {
      if (dumb || environment.accessible) {
        const { createPlainQuestions } = await import('./plain-questions.ts');
        return createPlainQuestions(stream(STDIN), stream(STDERR), styleOf(STDERR));
      }
      const { createQuestions } = await import('./questions.ts');
      return createQuestions(stream(STDIN), stream(STDERR), styleOf(STDERR));
    },
  };
}

/** Whether `less` would show a text and end at once. Starting it takes longer than the command. */
function fits(text: string, { sizeOf }: TerminalEnvironment): boolean {
  return text.split('\n').length <= (sizeOf(STDOUT)?.rows ?? 0);
}

/** The command line comes first, then the environment, then what the stream supports. */
function chooseStyle(environment: TerminalEnvironment, fd: 1 | 2, { color, ascii }: LookOptions): Style {
  const { dumb, accessible, unicode, defaultColumns, isTerminal, sizeOf } = environment;
  const colored = color ?? environment.color ?? (isTerminal(fd) && !dumb && !accessible);
  return {
    glyphs: ascii || !unicode || dumb ? ASCII : UNICODE,
    width: (isTerminal(fd) ? sizeOf(fd)?.columns : undefined) ?? defaultColumns,
    text: sanitize,
    ...(colored ? COLORED : PLAIN),
  };
}

type Colors = Pick<Style, 'done' | 'dim' | 'strong' | 'error' | 'hit'>;

const plain = (text: string) => text;
const PLAIN: Colors = { done: plain, dim: plain, strong: plain, error: plain, hit: plain };

// Only the eight basic colours: the user's terminal theme decides how they look.
const COLORED: Colors = {
  done: sgr(32, 39),
  dim: sgr(2, 22),
  strong: sgr(1, 22),
  error: sgr(31, 39),
  hit: sgr(7, 27),
};

/** Turns a rendition on before a text and off after it, on every line, and on again where a part of the text has turned it off. */
function sgr(on: number, off: number): (text: string) => string {
  const [begin, end] = [`\x1b[${on}m`, `\x1b[${off}m`];
  return (text) =>
    text === '' ? '' : begin + text.replaceAll(end, end + begin).replaceAll('\n', `${end}\n${begin}`) + end;
}
