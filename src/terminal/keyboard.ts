// biome-ignore-all lint/suspicious/noControlCharactersInRegex: keys are control characters
import { Readable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { listItems } from '../core/text.ts';

const INTERRUPT = '\x03';

/**
 * Escape and Ctrl-D as they reach a question: sequences that the line editor ignores. It would take the real Escape for the start of
 * a sequence, and swallow the key after it; at the real Ctrl-D it would close, and leave the question waiting.
 */
export const ESCAPE = '\x1b[27u';
export const END = '\x1b[4u';

/** https://invisible-island.net/xterm/xterm-paste64.html */
const PASTE = { on: '\x1b[?2004h', off: '\x1b[?2004l', begin: '\x1b[200~', end: '\x1b[201~' };

/** A sequence, Alt with a key, or a character. */
const KEY = /\x1b\[[\d;?]*[ -~]|\x1bO[ -~]|\x1b?./gsu;

/** How long the rest of an escape sequence may take, in milliseconds. */
const SEQUENCE_MS = 50;

/** What a question makes of several lines at once. */
export interface PasteRule {
  /** Lines of a paste: each an answer, all of them one line, or nothing to a question without a text. */
  readonly lines: 'answers' | 'one line' | 'ignored';
  /** Whether lines that arrive at once are a paste, though the terminal does not mark it as one. */
  readonly unmarked?: boolean;
}

/** Keys that arrived together. */
interface Burst {
  readonly keys: string;
  readonly isPaste: boolean;
}

/**
 * The keys of a terminal, passed on one line at a time, when a question is ready for it. Each question has its own line editor, and
 * what that has read ahead is lost with it: of four lines pasted at once, only every other one would become an answer.
 */
export class Keyboard extends Readable {
  readonly isTTY = true;
  readonly #terminal: ReadStream;
  readonly #output: WriteStream;
  #bursts: Burst[] = [];
  /** What waited while an invalid answer was being corrected. */
  #aside: Burst[] = [];
  #rule: PasteRule | undefined;
  /** A paste or an escape sequence as far as it has arrived. */
  #incomplete = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(terminal: ReadStream, output: WriteStream) {
    super({ encoding: 'utf8' });
    this.#terminal = terminal;
    this.#output = output;
    terminal.setEncoding('utf8');
    terminal.on('data', this.#receive);
    terminal.on('end', this.#end);
    // The terminal was closed.
    terminal.on('error', this.#end);
    // Questions before these have paused it.
    terminal.resume();
  }

  /** A question waits for its answer. */
  ready(rule: PasteRule): void {
    this.#rule = rule;
    this.#bursts = [...this.#aside, ...this.#bursts];
    this.#aside = [];
    this.#passOn();
  }

  /** A question waits for a better answer: what was typed ahead is for the questions after it. */
  retry(rule: PasteRule): void {
    this.#aside = [...this.#aside, ...this.#bursts];
    this.#bursts = [];
    this.#rule = rule;
  }

  /** The lines that no question was left for. */
  waitingLines(): string[] {
    return listItems([...this.#aside, ...this.#bursts].map(({ keys }) => keys.replaceAll(/\x1b\[?\w*/g, '')).join(''));
  }

  /** The line editor calls this to receive single keys. Between two questions the terminal stays as it is, and echoes nothing. */
  setRawMode(on: boolean): this {
    if (on && !this.isRaw) {
      this.#terminal.setRawMode(true);
      this.#output.write(PASTE.on);
    }
    return this;
  }

  /** Gives the terminal its own line editor back. */
  release(): void {
    if (!this.isRaw) return;
    this.#terminal.setRawMode(false);
    this.#output.write(PASTE.off);
  }

  get isRaw(): boolean {
    return this.#terminal.isRaw;
  }

  /** Like Ctrl-C, whether a question is ready for keys or not. */
  interrupt(): void {
    this.push(INTERRUPT);
  }

  override _read(): void {
    // Keys arrive when they are pressed.
  }

  /** Leaves the terminal, so that the process can end. */
  close(): void {
    clearTimeout(this.#timer);
    this.release();
    this.#terminal.off('data', this.#receive);
    this.#terminal.off('end', this.#end);
    this.#terminal.off('error', this.#end);
    this.#terminal.pause();
    this.destroy();
  }

  readonly #receive = (chunk: string | Buffer): void => {
    clearTimeout(this.#timer);
    const { bursts, rest } = readBursts(this.#incomplete + String(chunk));
    this.#incomplete = rest;
    this.#bursts.push(...bursts);
    if (rest !== '' && !rest.startsWith(PASTE.begin)) this.#timer = setTimeout(this.#completeSequence, SEQUENCE_MS);
    this.#passOn();
  };

  readonly #completeSequence = (): void => {
    this.#bursts.push({ keys: normalize(this.#incomplete), isPaste: false });
    this.#incomplete = '';
    this.#passOn();
  };

  readonly #end = (): void => this.interrupt();

  #passOn(): void {
    while (this.#rule) {
      const burst = this.#bursts.shift();
      if (!burst) return;
      const { keys, later } = nextKeys(burst, this.#rule);
      if (later !== '') this.#bursts.unshift({ keys: later, isPaste: false });
      if (keys === '') continue;
      if (/[\r\n]$/.test(keys)) this.#rule = undefined;
      refreshSize(this.#output);
      // One at a time: of several, Node's editor puts each behind the line and not where the cursor is.
      for (const key of keys.match(KEY) ?? []) this.push(key);
    }
  }
}

/** Node asks for the size when SIGWINCH arrives, which may be after the keys that were pressed next. It has no public way to ask. */
function refreshSize(output: WriteStream & { _refreshSize?(): void }): void {
  output._refreshSize?.();
}

/** Splits what has arrived into typed keys and pastes; `rest` is the beginning of one that has not arrived in full. */
function readBursts(text: string): { readonly bursts: readonly Burst[]; readonly rest: string } {
  const bursts: Burst[] = [];
  let rest = text;
  for (;;) {
    const begin = rest.indexOf(PASTE.begin);
    const end = rest.indexOf(PASTE.end, begin);
    const typed = begin < 0 ? rest : rest.slice(0, begin);
    const [sequence = ''] = begin < 0 ? (/\x1b(?:\[[\d;?]*|O)?$/.exec(typed) ?? []) : [];
    const keys = normalize(typed.slice(0, typed.length - sequence.length));
    if (keys !== '') bursts.push({ keys, isPaste: false });
    if (begin < 0) return { bursts, rest: sequence };
    if (end < 0) return { bursts, rest: rest.slice(begin) };
    bursts.push({ keys: rest.slice(begin + PASTE.begin.length, end), isPaste: true });
    rest = rest.slice(end + PASTE.end.length);
  }
}

/** The keys for one question out of a burst, and those for later ones. */
function nextKeys({ keys, isPaste }: Burst, rule: PasteRule): { readonly keys: string; readonly later: string } {
  if (isPaste) return pasted(keys, rule);
  if (rule.unmarked && /[^\r\n][\r\n]+[^\r\n]/.test(keys) && !keys.includes('\x1b'))
    return { keys: oneLine(keys) + (/[\r\n]$/.test(keys) ? '\r' : ''), later: '' };
  const [, line = '', later = ''] = /^([^\r\n]*(?:\r\n|\r|\n)?)(.*)$/s.exec(keys) ?? [];
  return { keys: line, later };
}

function pasted(text: string, { lines }: PasteRule): { readonly keys: string; readonly later: string } {
  if (lines === 'ignored') return { keys: '', later: '' };
  const items = lines === 'answers' ? listItems(text) : [];
  if (items.length < 2) return { keys: oneLine(text), later: '' };
  const [first, ...others] = items.map((item) => `${oneLine(item)}\r`);
  return { keys: first as string, later: others.join('') };
}

/** Control characters of a paste are no keys. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\0-\x1f\x7f]+/g, ' ').trim();
}

/** Replaces keys that the questions cannot handle. */
function normalize(keys: string): string {
  return (
    keys
      // What stays are sequences, and Alt with a key that moves or deletes by words.
      .replace(/\x1b(?!\[[\d;?]*[ -~]|O[ -~]|[bdfy\x7f](?:\x1b|$))/g, ESCAPE)
      .replaceAll('\x04', END)
      // Ctrl-Z is ignored: a line editor does not recover from being stopped.
      .replaceAll('\x1a', '')
      // A tab among other keys was pasted; alone it completes.
      .replace(/(?<=.)\t|\t(?=.)/gs, ' ')
  );
}
