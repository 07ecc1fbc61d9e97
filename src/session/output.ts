import { inBlocks } from '../core/blocks.ts';
import { CommandError, codeOf, kindOf, OutputError } from '../core/errors.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { toJson, toJsonList } from '../views/json.ts';
import { systemWords } from './error-report.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What a command has changed, for when its result cannot be printed: `the change is stored`, and the command that shows it. */
export interface Outcome {
  readonly words: string;
  readonly shownBy?: string;
}

/** How the results of a command are printed: as text or as JSON, in a pager, or not at all. */
export class Output {
  readonly #terminal: Terminal;
  readonly #options: OutputOptions;
  readonly #hasChanged: () => boolean;

  /** `hasChanged` says whether the command has changed the store. */
  constructor(terminal: Terminal, options: OutputOptions, hasChanged: () => boolean) {
    this.#terminal = terminal;
    this.#options = options;
    this.#hasChanged = hasChanged;
  }

  get isJson(): boolean {
    return this.#options.json ?? false;
  }

  /** Whether the result of a change is printed for people. */
  get printsText(): boolean {
    return !this.isJson && !this.#options.quiet;
  }

  /** Whether a question that nobody asked for is welcome: somebody is there to answer, and to read the result. */
  get mayPrompt(): boolean {
    return this.#terminal.interactive && this.printsText;
  }

  /** Prints the result of a command that reads. */
  print(json: () => unknown, text: () => string): void {
    if (this.isJson) this.printDocument([toJson(json())]);
    else this.#terminal.out(text());
  }

  /** Prints what only a file or a program wants, block by block; it is an error if standard output is closed. */
  printDocument(blocks: Iterable<string | Buffer>): void {
    if (this.#terminal.outputClosed) throw new OutputError('EBADF');
    try {
      for (const block of blocks) this.#terminal.out(block);
    } catch (error) {
      throw kindOf(error) === 'output' ? new OutputError(codeOf(error), 'What was written is incomplete.') : error;
    }
  }

  /** Prints a list piece by piece. As text it may be longer than the screen: on a terminal it goes through the user's pager. */
  async printList(json: () => Iterable<unknown>, text: () => Iterable<string>): Promise<void> {
    if (this.isJson) this.printDocument(inBlocks(toJsonList(json())));
    else if (!(await this.#terminal.showInPager(() => [...text()].join(''))))
      for (const block of inBlocks(text())) this.#terminal.out(block);
  }

  /** Prints the result of a command that changed something. If it cannot be printed, the error says that the change is stored. */
  printChange(json: () => unknown, text: () => string, outcome = this.#changeOfStore()): void {
    if (!this.isJson && this.#options.quiet) return;
    try {
      this.print(json, text);
    } catch (error) {
      throw outcome && kindOf(error) === 'output' ? notShown(outcome, codeOf(error)) : error;
    }
  }

  #changeOfStore(): Outcome | undefined {
    return this.#hasChanged() ? { words: 'the change is stored' } : undefined;
  }
}

function notShown({ words, shownBy }: Outcome, code: string): CommandError {
  const message = `${words}, but standard output cannot be written: ${systemWords(code)}`;
  return new CommandError(message, shownBy && `To see it: ${shownBy}`);
}
