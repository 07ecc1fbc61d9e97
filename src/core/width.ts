import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { UNICODE } from './style.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour escape sequences begin with one
const COLOUR = /\u001b\[[\d;]*m/g;

/** Latin text and our marks, one column each: loading the width tables of other scripts would take longer than the command. */
const PLAIN = new RegExp(`^[ -~\u00a0-\u00ff${Object.values(UNICODE).flat().join('')}]*$`);

/** The terminal columns of a text; escape sequences take none. */
export function widthOf(text: string): number {
  const uncoloured = text.replaceAll(COLOUR, '');
  return PLAIN.test(uncoloured) ? uncoloured.length : stringWidth(text);
}

/** Breaks a text into lines of at most `width` columns, between words, and inside words that are too long. */
export function wrapLines(text: string, width: number): string[] {
  if (widthOf(text) <= width && !/^ | $|\n/.test(text)) return [text];
  const broken = text
    .split(' ')
    .map((word) => (widthOf(word) <= width ? word : breakWord(word, width).join('\n')))
    .join(' ');
  return wrapAnsi(broken, width).split('\n');
}

/** Shortens a text to `width` columns, with `mark` at the end if something is cut off. */
export function truncate(text: string, width: number, mark: string): string {
  if (widthOf(text) <= width) return text;
  const [start = ''] = breakWord(text, Math.max(1, width - widthOf(mark)));
  return start.trimEnd() + mark;
}

/** Breaks a word into pieces of at most `width` columns, never inside a grapheme or an escape sequence. */
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
