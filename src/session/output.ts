import type { Terminal } from '../terminal/terminal.ts';
import { toJson } from '../views/json.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** How the results of a command are printed: as text or as JSON, in a pager, or not at all. */
export class Output {
  readonly #terminal: Terminal;
  readonly #options: OutputOptions;

  constructor(terminal: Terminal, options: OutputOptions) {
    this.#terminal = terminal;
    this.#options = options;
  }

  get isJson(): boolean {
    return this.#options.json ?? false;
  }

  /** Whether a question that nobody asked for is welcome: somebody is there to answer, and to read the result. */
  get mayPrompt(): boolean {
    return this.#terminal.interactive && !this.isJson && !this.#options.quiet;
  }

  /** Prints the result of a command that reads. */
  print(json: () => unknown, text: () => string): void {
    this.#terminal.out(this.isJson ? toJson(json()) : text());
  }

  /** Prints what may be longer than the screen, on a terminal through the user's pager. */
  async printInPager(json: () => unknown, text: () => string): Promise<void> {
    if (this.isJson || !(await this.#terminal.showInPager(text))) this.print(json, text);
  }

  /** Prints the result of a command that changed something. */
  printChange(json: () => unknown, text: () => string): void {
    if (this.isJson || !this.#options.quiet) this.print(json, text);
  }
}
