import { distance } from 'fastest-levenshtein';

/** The word that was probably meant: at most two letters off, or one where less than four were typed; undefined where none is. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const limit = typed.length < 4 ? 1 : 2;
  const [nearest] = words
    .map((word) => ({ word, letters: distance(typed, word) }))
    .filter(({ letters }) => letters <= limit)
    .sort((one, other) => one.letters - other.letters);
  return nearest?.word;
}
