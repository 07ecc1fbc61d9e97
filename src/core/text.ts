import { UsageError } from './errors.ts';

/** In code points, as SQLite's length() counts. */
export const MAX_TEXT = 500;

// Control characters, what turns the direction of the text around it, and half a character: none is text, and each can fool a
// reader. As ranges: to look their names up takes longer than all the rest of a text's way.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\0-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** One line of text as the user means it: white space folded, 1 to 500 characters, nothing a terminal would obey. */
export function parseText(raw: string, what = 'the text'): string {
  const text = raw.replace(/\s+/gu, ' ').trim();
  if (/^[\p{Cf}\p{Zs}\p{Default_Ignorable_Code_Point}]*$/u.test(text)) throw new UsageError(`${what} is empty`);
  if (text.search(UNSAFE) >= 0) throw new UsageError(`${what} cannot hold a control character`);
  const length = [...text].length;
  if (length > MAX_TEXT) throw new UsageError(`${what} has at most ${MAX_TEXT} characters, and this one has ${length}`);
  return text;
}

/** Stored text made harmless for a terminal: another program may have put anything into the file. */
export function sanitize(text: string): string {
  return text.replace(/\s+/gu, ' ').replaceAll(UNSAFE, '\u{fffd}');
}

/** Whether words can be the name of a file: Node would refuse some, and for others SQLite would name another file than Node. */
export function canNameFile(words: string): boolean {
  return words !== '' && !/[\0\ud800-\udfff]/u.test(words);
}

/**
 * Text for comparing and searching: without case, differences of white space and the accents of European scripts. The marks of
 * other scripts make another letter of a letter, and stay.
 */
export function fold(text: string): string {
  return foldLetters(text).replace(/\s+/gu, ' ').trim();
}

function foldLetters(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]+/g, '')
      .normalize('NFKC')
      .toLowerCase()
      // The one letter whose small form depends on its place in the word.
      .replaceAll('ς', 'σ')
  );
}

/**
 * Where `wanted` (folded) stands in a text, as pairs of indices into the text, whatever its case and accents. A letter of which
 * only a part is wanted is found whole.
 */
export function findFolded(text: string, wanted: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  if (wanted === '') return found;
  const { folded, origins } = foldWithOrigins(text);
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const [start = 0] = origins[at] ?? [];
    const [, end = 0] = origins[at + wanted.length - 1] ?? [];
    if (start >= (found.at(-1)?.[1] ?? 0)) found.push([start, end]);
  }
  return found;
}

/** A text folded letter by letter, an accent with its letter, and where the letter of each folded unit begins and ends. */
function foldWithOrigins(text: string): { folded: string; origins: [start: number, end: number][] } {
  let folded = '';
  const origins: [number, number][] = [];
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    const plain = foldLetters(segment);
    for (let unit = 0; unit < plain.length; unit += 1) origins.push([index, index + segment.length]);
    folded += plain;
  }
  return { folded, origins };
}
