import { distance } from 'fastest-levenshtein';

/**
 * The word that was probably meant: with the same letters in another order, one letter off, or two where at least six were typed.
 * Undefined where there is none.
 */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const limit = typed.length < 6 ? 1 : 2;
  const [nearest] = words
    .map((word) => ({ word, edits: editsBetween(typed, word) }))
    .filter(({ edits }) => edits <= limit)
    .sort((one, other) => one.edits - other.edits);
  return nearest?.word;
}

function editsBetween(one: string, other: string): number {
  const edits = distance(one, other);
  return edits > 1 && lettersOf(one) === lettersOf(other) ? 1 : edits;
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}
