import type { ReadStream, WriteStream } from 'node:tty';
import { Chalk } from 'chalk';
import { ASCII, type Style, UNICODE } from '../core/style.ts';
import { sanitize } from '../core/text.ts';
import { readAll, writeAll } from './output.ts';
import type { Pager } from './pager.ts';
import type { Progress } from './progress.ts';
import type { Questions } from './questions.ts';

/** The streams as the commands use them. */
export interface Terminal {
  /** The look of results, and of what goes to standard error. */
  readonly style: Style;
  readonly errorStyle: Style;
  /** Whether somebody is there to answer; without that nothing is ever asked. */
  readonly canAsk: boolean;
  /** Whether that somebody also sees the results, and not a file or another program. */
  readonly interactive: boolean;
  /** Results; bytes where there are many, as they need less room than text. */
  out(text: string | Buffer): void;
  /** Results through the user's pager; false where there is none, and nothing was shown. */
  showInPager(text: () => string): Promise<boolean>;
  /** Prompts, hints and errors. */
  err(text: string): void;
  /** All of standard input. */
  readInput(): Buffer;
  /** A bar on standard error when that is a terminal, for what may take a while. */
  progress(): Promise<Progress | undefined>;
  /** The questions, loaded when the first is asked. */
  questions(): Promise<Questions>;
}

/** What the process runs in. */
export interface TerminalEnvironment {
  /** Whether standard input, output and error (0, 1, 2) are terminals. */
  isTerminal(fd: number): boolean;
  /** Made when it is asked for: Node's own streams cost time to make, and change how the file behind them is read. */
  stream(fd: 0): ReadStream;
  stream(fd: 1 | 2): WriteStream;
  /** COLUMNS, for output that goes to no terminal. */
  readonly columns: number | undefined;
  readonly pager: Pager | undefined;
  /** A terminal that cannot move its cursor. */
  readonly dumb: boolean;
  readonly unicode: boolean;
  /** What NO_COLOR and FORCE_COLOR say; undefined where they say nothing. */
  readonly color: boolean | undefined;
}

/** What the command line says about the look. */
export interface LookOptions {
  readonly color?: boolean;
  readonly ascii?: boolean;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

export function createTerminal(surroundings: TerminalEnvironment, look: LookOptions): Terminal {
  const { isTerminal, stream, dumb, pager } = surroundings;
  const styleOf = (fd: 1 | 2) => chooseStyle(surroundings, fd, look);
  let style: Style | undefined;
  let errorStyle: Style | undefined;
  // Each is found out when somebody wants to know: to ask a stream about itself costs time.
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
      return !dumb && isTerminal(STDERR) && isTerminal(STDIN);
    },
    get interactive() {
      return isTerminal(STDOUT) && this.canAsk;
    },
    out: (text) => writeAll(STDOUT, text),
    showInPager: async (text) => {
      if (!isTerminal(STDOUT) || dumb || !pager) return false;
      const { showInPager } = await import('./pager.ts');
      return showInPager(pager, text());
    },
    err: (text) => writeAll(STDERR, text),
    readInput: () => readAll(STDIN),
    progress: async () => {
      if (!isTerminal(STDERR) || dumb) return undefined;
      const { createProgress } = await import('./progress.ts');
      return createProgress(stream(STDERR));
    },
    questions: async () => {
      const { createQuestions } = await import('./questions.ts');
      return createQuestions(stream(STDIN), stream(STDERR), styleOf(STDERR));
    },
  };
}

/** The command line decides first, then the environment, then what the stream can show. */
function chooseStyle(surroundings: TerminalEnvironment, fd: 1 | 2, { color, ascii }: LookOptions): Style {
  const { dumb, unicode, columns, isTerminal, stream } = surroundings;
  const colored = color ?? surroundings.color ?? (isTerminal(fd) && !dumb);
  return {
    glyphs: ascii || !unicode || dumb ? ASCII : UNICODE,
    width: isTerminal(fd) ? stream(fd).columns || columns : columns,
    text: sanitize,
    ...(colored ? colors() : PLAIN),
  };
}

type Colors = Pick<Style, 'done' | 'dim' | 'strong' | 'error' | 'hit'>;

const plain = (text: string) => text;
const PLAIN: Colors = { done: plain, dim: plain, strong: plain, error: plain, hit: plain };

function colors(): Colors {
  // The eight basic colours are enough, and the user's terminal knows how they look best.
  const { green, dim, bold, red, inverse } = new Chalk({ level: 1 });
  return { done: green, dim, strong: bold, error: red, hit: inverse };
}
