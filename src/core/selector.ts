import { UsageError } from './errors.ts';
import { type Selector, SLOTS, type Slot } from './thing.ts';

/**
 * Parses `1` to `4` as a slot, `+` or `+2` as an extra, and anything else as part of a text. Digits never match a text, so that a
 * mistyped slot is an error.
 */
export function parseSelector(word: string): Selector {
  const extra = /^\+([1-9]\d*)?$/.exec(word);
  if (extra) return { extra: Number(extra[1] ?? 1) };
  if (/^[+-]?\d+$/.test(word)) return { slot: parseSlot(word) };
  if (/^[\d,+-]+$/.test(word) && /\d/.test(word))
    throw new UsageError(`${word} is not a slot`, 'A slot is 1 to 4. done, undone and check also take 1,3 and 1-3.');
  const piece = word.trim();
  if (piece === '') throw new UsageError('SLOT is empty', 'A slot is 1 to 4, + for an extra, or part of the text.');
  return { piece };
}

function parseSlot(word: string): Slot {
  const slot = SLOTS.find((candidate) => String(candidate) === word);
  if (slot === undefined) throw new UsageError(`there is no slot ${word}`, 'The slots are 1 to 4.');
  return slot;
}

/** Parses several selectors, also as `1,3` and `1-3`; or `all` alone. */
export function parseSelectors(words: readonly string[]): 'all' | Selector[] {
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return 'all';
  return words.flatMap(splitList).flatMap(parseRange);
}

/** `1,3` and `1, 3` as a shell splits it. A text may contain commas too. */
function splitList(word: string): string[] {
  return /^[\d+-]+(,[\d+-]+)*,?$/.test(word) ? word.split(',').filter(Boolean) : [word];
}

function parseRange(word: string): Selector[] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(word) ?? [];
  if (first === undefined || last === undefined) return [parseSelector(word)];
  const [from, to] = [parseSlot(first), parseSlot(last)];
  if (from > to) throw new UsageError(`${word} runs backwards`, `Like this: ${to}-${from}`);
  return SLOTS.filter((slot) => slot >= from && slot <= to).map((slot) => ({ slot }));
}
