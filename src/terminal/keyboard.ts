import { Readable } from 'node:stream';
import type { ReadStream } from 'node:tty';

const INTERRUPT = '\x03';

/**
 * The keys of a terminal, passed on one line at a time, when a question is ready for it. Each question has its own line editor, and
 * what that has read ahead is lost with it: of four lines pasted at once, only every other one would become an answer.
 */
export class Keyboard extends Readable {
  readonly isTTY = true;
  readonly #terminal: ReadStream;
  readonly #lines: string[] = [];
  #isReady = false;

  constructor(terminal: ReadStream) {
    super({ encoding: 'utf8' });
    this.#terminal = terminal;
    terminal.setEncoding('utf8');
    terminal.on('data', this.#receive);
    terminal.on('end', this.#end);
    // The terminal was closed.
    terminal.on('error', this.#end);
  }

  /** A question waits for its answer, or for another after an invalid one. */
  ready(): void {
    this.#isReady = true;
    this.#passOn();
  }

  /** The line editor calls this to receive single keys. */
  setRawMode(on: boolean): this {
    this.#terminal.setRawMode(on);
    return this;
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

  /** Releases the terminal, so that the process can end. */
  close(): void {
    this.#terminal.off('data', this.#receive);
    this.#terminal.off('end', this.#end);
    this.#terminal.off('error', this.#end);
    this.#terminal.pause();
    this.destroy();
  }

  readonly #receive = (chunk: string | Buffer): void => {
    this.#lines.push(...normalize(String(chunk)).split(/(?<=[\r\n])/));
    this.#passOn();
  };

  readonly #end = (): void => this.interrupt();

  #passOn(): void {
    while (this.#isReady && this.#lines.length > 0) {
      const keys = this.#lines.shift() as string;
      this.#isReady = !/[\r\n]$/.test(keys);
      this.push(keys);
    }
  }
}

/** Replaces keys that the questions cannot handle. */
function normalize(keys: string): string {
  return (
    keys
      // Ctrl-D stops like Ctrl-C. It would only close the line editor and leave the question waiting.
      .replaceAll('\x04', INTERRUPT)
      // Ctrl-Z is ignored: a line editor does not recover from being stopped.
      .replaceAll('\x1a', '')
      // A tab among other keys was pasted; alone it completes.
      .replace(/(?<=.)\t|\t(?=.)/gs, ' ')
  );
}
