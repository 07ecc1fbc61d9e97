import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { UNICODE } from './style.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours begin with one
const COLOUR = /\u001b\[[\d;]*m/g;

/** Latin text and our own marks: each is a column wide, and to load the tables of all other scripts takes longer than the rest. */
const PLAIN = new RegExp(`^[ -~\u00a0-\u00ff${Object.values(UNICODE).flat().join('')}]*$`);

/** How many columns of a terminal a text takes; escape sequences take none. */
export function widthOf(text: string): number {
  const uncoloured = text.replaceAll(COLOUR, '');
  return PLAIN.test(uncoloured) ? uncoloured.length : stringWidth(text);
}

/** A text in lines of at most `width` columns, broken between words, and where one is too long between its letters. */
export function wrapLines(text: string, width: number): string[] {
  if (widthOf(text) <= width && !/^ | $|\n/.test(text)) return [text];
  const broken = text
    .split(' ')
    .map((word) => (widthOf(word) <= width ? word : breakWord(word, width).join('\n')))
    .join(' ');
  return wrapAnsi(broken, width).split('\n');
}

/** As much of a text as fits into `width` columns, with `mark` at the end when there is more. */
export function truncate(text: string, width: number, mark: string): string {
  if (widthOf(text) <= width) return text;
  const [start = ''] = breakWord(text, Math.max(1, width - widthOf(mark)));
  return start.trimEnd() + mark;
}

/** Pieces of at most `width` columns. What belongs to one letter stays together, and so does an escape sequence. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let columns = 0;
  for (const letter of letters(word)) {
    const more = widthOf(letter);
    if (columns + more > width && columns > 0) {
      pieces.push(piece);
      piece = '';
      columns = 0;
    }
    piece += letter;
    columns += more;
  }
  return [...pieces, piece];
}

function letters(text: string): string[] {
  const segmenter = new Intl.Segmenter();
  const parts = text.match(new RegExp(`${COLOUR.source}|[^\u001b]+|\u001b`, 'g')) ?? [];
  return parts.flatMap((part) =>
    part.startsWith('\u001b') ? [part] : Array.from(segmenter.segment(part), ({ segment }) => segment),
  );
}
