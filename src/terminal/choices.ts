/** An item of a list; the name is sanitized already. */
export interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
  /** The digit that chooses it; its place in the list if there is none. */
  readonly key?: string;
  /** What stands before the name. */
  readonly label?: string;
  readonly isTicked?: boolean;
}

type NumberedChoice<Value> = Choice<Value> & { readonly key: string };

/** The choices with what is typed for each. */
export function numbered<Value>(choices: readonly Choice<Value>[]): NumberedChoice<Value>[] {
  return choices.map((choice, index) => ({ ...choice, key: choice.key ?? String(index + 1) }));
}
