import { UsageError } from './errors.ts';
import { type Selector, SLOTS, type Slot } from './thing.ts';

/**
 * `1` to `4`, `+` or `+2` for an extra, or a piece of the text. Digits are always a slot, so that a mistyped one is told from a
 * text.
 */
export function parseSelector(word: string): Selector {
  const extra = /^\+([1-9]\d*)?$/.exec(word);
  if (extra) return { extra: Number(extra[1] ?? 1) };
  if (/^[+-]?\d+$/.test(word)) {
    const slot = SLOTS.find((candidate) => String(candidate) === word);
    if (slot === undefined) throw new UsageError(`there is no slot ${word}`, 'The slots are 1 to 4.');
    return { slot: slot satisfies Slot };
  }
  const piece = word.trim();
  if (piece === '') throw new UsageError('a slot needs its number, 1 to 4, or a piece of its text');
  return { piece };
}

/** The references of a command that takes several; `all` stands alone. */
export function parseSelectors(words: readonly string[]): 'all' | Selector[] {
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return 'all';
  return words.map(parseSelector);
}
