/** What can go wrong for reasons the user can mend. `src/errors.ts` turns each kind into words and an exit status. */
abstract class Problem extends Error {
  /** The way out, as a second line; left out where the first line says it all. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** The words were wrong: an unknown setting, a bad date, five things. */
export class UsageError extends Problem {
  override readonly name = 'UsageError';
}

/** The words were right, but it could not be done: an empty slot, a full day, a store that cannot be read. */
export class CommandError extends Problem {
  override readonly name = 'CommandError';
}

/** The user pressed Ctrl-C at a question. The message says what is stored already. */
export class Interrupted extends Problem {
  override readonly name = 'Interrupted';
}

/** The store's file is not whole. The message says what was found. */
export class DamagedStore extends Problem {
  override readonly name = 'DamagedStore';
}

/** The store's file is something else. */
export class NotAStore extends Problem {
  override readonly name = 'NotAStore';
}
