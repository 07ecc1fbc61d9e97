import { Readable } from 'node:stream';
import type { ReadStream } from 'node:tty';

const INTERRUPT = '\x03';

/**
 * The keys of a terminal, handed on one line at a time: a line for each question that says it is ready. Each question has a
 * line editor of its own, and what one has read ahead is lost with it: four lines pasted at once would answer every other one.
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
  }

  /** A question waits for its answer, or for another one after an answer that would not do. */
  ready(): void {
    this.#isReady = true;
    this.#handOn();
  }

  /** For the line editor, which switches the terminal to single keys while it edits. */
  setRawMode(on: boolean): this {
    this.#terminal.setRawMode(on);
    return this;
  }

  override _read(): void {
    // Keys come when they are pressed.
  }

  /** Lets go of the terminal, so that the process can end. */
  close(): void {
    this.#terminal.off('data', this.#receive);
    this.#terminal.off('end', this.#end);
    this.#terminal.pause();
    this.destroy();
  }

  readonly #receive = (chunk: string | Buffer): void => {
    this.#lines.push(...usable(String(chunk)).split(/(?<=[\r\n])/));
    this.#handOn();
  };

  readonly #end = (): void => {
    this.push(INTERRUPT);
  };

  #handOn(): void {
    while (this.#isReady && this.#lines.length > 0) {
      const keys = this.#lines.shift() as string;
      this.#isReady = !/[\r\n]$/.test(keys);
      this.push(keys);
    }
  }
}

/** Keys as the questions take them. */
function usable(keys: string): string {
  return (
    keys
      // The end of the input (Ctrl-D) stops like Ctrl-C. The line editor alone would close, and leave the question hanging.
      .replaceAll('\x04', INTERRUPT)
      // Ctrl-Z: a line editor that was stopped does not come back to life.
      .replaceAll('\x1a', '')
      // A tab among other keys was pasted; alone it is the key that completes.
      .replace(/(?<=.)\t|\t(?=.)/gs, ' ')
  );
}
