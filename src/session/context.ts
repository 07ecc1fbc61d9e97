import type { LookOptions, Terminal } from '../terminal/terminal.ts';

/** The world as a command sees it; `main` makes the real one, a test makes its own. */
export interface Context {
  readonly version: string;
  /** Read once a command. */
  clock(): Date;
  /** For the programs that are started. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Starts another command, which goes on when this one has ended. Resolves when it has ended. */
  startInBackground(words: readonly string[]): Promise<void>;
  /** The store's file, from the one named on the command line. */
  storeFile(named: string | undefined): string;
  terminal(look: LookOptions): Terminal;
}

/** The options every command takes. */
export interface GlobalOptions extends LookOptions {
  readonly db?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
