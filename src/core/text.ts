import { UsageError } from './errors.ts';
import { MAX_LINE, MAX_TEXT } from './limits.ts';

// Control characters, direction overrides and lone surrogates can mislead a reader. They are given as ranges, because V8 loads the
// tables behind property escapes slowly.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are the ones to find
const UNSAFE = /[\0-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** One line of text, white space folded: 1 to 500 characters, none of them a control character. Throws a `UsageError` otherwise. */
export function parseText(raw: string, what = 'the text'): string {
  // V8 cannot count the code points of a very long text.
  if (raw.length > MAX_LINE) throw tooLong(raw.length, what);
  const text = foldSpace(raw);
  if (isBlank(text)) throw new UsageError(`${what} is empty`);
  if (text.search(UNSAFE) >= 0) throw new UsageError(`${what} cannot contain a control character`);
  const length = [...text].length;
  if (length > MAX_TEXT) throw tooLong(length, what);
  return text;
}

/** A text of one line without the characters that `parseText` refuses. */
export function withoutControls(text: string): string {
  return foldSpace(foldSpace(text).replaceAll(UNSAFE, ''));
}

/** A text cut with an ellipsis to 500 characters. */
export function cutText(text: string): string {
  // A character has at most two code units.
  const start = [...text.slice(0, 2 * (MAX_TEXT + 1))];
  return start.length <= MAX_TEXT
    ? text
    : `${start
        .slice(0, MAX_TEXT - 1)
        .join('')
        .trimEnd()}…`;
}

/** One line, with single spaces. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function tooLong(length: number, what: string): UsageError {
  return new UsageError(`${what} has ${length} characters; the limit is ${MAX_TEXT}`);
}

/** Whether a text shows nothing. */
export function isBlank(text: string): boolean {
  return /^[\p{Cf}\s\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}

/** The texts of a list, one a line, without the marks of lists: `- `, `* `, `1. `, `- [ ] `. */
export function listItems(text: string): string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?(?:\[[ xX]?\]\s+)?/, '').trim())
    .filter((line) => line !== '');
}

/** Makes stored text safe to print on a terminal: another program may have stored anything. */
export function sanitize(text: string): string {
  return text.replace(/\s+/gu, ' ').replaceAll(UNSAFE, '\u{fffd}');
}

/** Whether a text can name a file: Node rejects some texts, and with others SQLite and Node would open different files. */
export function canNameFile(words: string): boolean {
  return words !== '' && !/[\0\ud800-\udfff]/u.test(words);
}

/**
 * Text for comparing and searching: case, white space and the accents of European scripts do not matter. The marks of other
 * scripts stay, because there they change the letter.
 */
export function fold(text: string): string {
  return foldSpace(foldLetters(text));
}

function foldLetters(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]+/g, '')
      .normalize('NFKC')
      .toLowerCase()
      // The only letter whose lower case depends on its place in the word.
      .replaceAll('ς', 'σ')
  );
}

/**
 * How well a folded text matches the folded `wanted`: 0 if it begins with it, 1 if one of its words does, 2 if it only contains it;
 * undefined if it does not.
 */
export function rankOf(folded: string, wanted: string): 0 | 1 | 2 | undefined {
  if (folded.startsWith(wanted)) return 0;
  if (!folded.includes(wanted)) return undefined;
  return wordsOf(folded).some((word) => folded.startsWith(wanted, word.index)) ? 1 : 2;
}

/** The words of a text, with their places. */
export function wordsOf(text: string): { readonly word: string; readonly index: number }[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ({ 0: word, index }) => ({ word, index }));
}

/**
 * Finds `wanted`, which is folded, in a text whatever its case and accents. Returns pairs of indices into the text. A match of part
 * of a letter, like an accent, covers the whole letter.
 */
export function findFolded(text: string, wanted: string): [start: number, end: number][] {
  const found: [number, number][] = [];
  if (wanted === '') return found;
  const { folded, originOf } = foldWithOrigins(text);
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const [start] = originOf(at);
    const [, end] = originOf(at + wanted.length - 1);
    if (start >= (found.at(-1)?.[1] ?? 0)) found.push([start, end]);
  }
  return found;
}

interface FoldedText {
  readonly folded: string;
  /** Where the letter of a folded code unit begins and ends in the text. */
  originOf(unit: number): [start: number, end: number];
}

/** A text folded letter by letter. */
function foldWithOrigins(text: string): FoldedText {
  // Each letter is one unit and stays one. To look for letters would take ten times as long.
  if (/^[ -~]*$/.test(text)) return { folded: text.toLowerCase(), originOf: (unit) => [unit, unit + 1] };
  let folded = '';
  const origins: [number, number][] = [];
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    const plain = foldLetters(segment);
    for (let unit = 0; unit < plain.length; unit += 1) origins.push([index, index + segment.length]);
    folded += plain;
  }
  return { folded, originOf: (unit) => origins[unit] ?? [0, 0] };
}
