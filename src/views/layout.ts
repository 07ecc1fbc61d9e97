import type { Style } from '../core/style.ts';
import { widthOf, wrapLines } from '../core/width.ts';

/** The margin every screen keeps on its left. */
export const MARGIN = '  ';

/** A line longer than this is hard to read, however wide the terminal. */
const WIDEST = 88;
const NARROWEST = 20;

/** The columns a view fills: the terminal's, within what is readable. */
export function screenWidth(style: Style): number {
  return Math.max(NARROWEST, Math.min(style.width ?? 80, WIDEST));
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

export function center(text: string, width: number): string {
  const left = Math.floor(Math.max(0, width - widthOf(text)) / 2);
  return padEnd(' '.repeat(left) + text, width);
}

/** `text` with `first` before its first line, the other lines under it. Wrapped to the page, but never in a pipe. */
export function hangingIndent(first: string, text: string, style: Style): string {
  if (style.width === undefined) return first + text;
  const indent = widthOf(first);
  const lines = wrapLines(text, Math.max(8, screenWidth(style) - indent));
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line).join('\n');
}

/** `left`, and `right` at the end of the line; below it where both do not fit. */
export function justify(left: string, right: string, style: Style): string {
  if (right === '') return left;
  const room = screenWidth(style) - widthOf(left) - widthOf(right);
  return room >= 2 ? left + ' '.repeat(room) + right : `${left}\n${padStart(right, screenWidth(style))}`;
}

/** A page: its blocks with an empty line around each. */
export function renderScreen(...blocks: string[]): string {
  const filled = blocks.filter((block) => block !== '');
  return `\n${filled.join('\n\n')}\n\n`;
}
