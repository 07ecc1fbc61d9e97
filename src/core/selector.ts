import { UsageError } from './errors.ts';
import { type Selector, SLOTS, type Slot } from './thing.ts';

/**
 * Parses `1` to `4` as a slot, `+` or `+2` as an extra, and anything else as part of a text. Digits never match a text, so that a
 * mistyped slot is an error.
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
  if (piece === '') throw new UsageError('SLOT is empty', 'A slot is 1 to 4, + for an extra, or part of the text.');
  return { piece };
}

/** Parses several selectors, or `all` alone. */
export function parseSelectors(words: readonly string[]): 'all' | Selector[] {
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return 'all';
  return words.map(parseSelector);
}
