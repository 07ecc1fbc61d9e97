import type { Style } from '../core/style.ts';
import { widthOf, wrapLines } from '../core/width.ts';

/** The left margin of each screen. */
export const MARGIN = '  ';

/** Longer lines are hard to read, even on a wide terminal. In columns. */
const WIDEST = 88;
const NARROWEST = 20;

/** The columns a view fills: as many as the terminal has, within limits. */
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

/** `first`, then `text` wrapped to the screen with its lines aligned. In a pipe nothing is wrapped. */
export function hangingIndent(first: string, text: string, style: Style): string {
  if (style.width === undefined) return first + text;
  const indent = widthOf(first);
  const lines = wrapLines(text, Math.max(8, screenWidth(style) - indent));
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line).join('\n');
}

/** `left`, and `right` at the end of the line, or on the next line if there is no room. */
export function justify(left: string, right: string, style: Style): string {
  if (right === '') return left;
  const room = screenWidth(style) - widthOf(left) - widthOf(right);
  return room >= 2 ? left + ' '.repeat(room) + right : `${left}\n${padStart(right, screenWidth(style))}`;
}

/** `left`, and at the end of the line the first of the `rights` that has room there, else the last as `justify` has it. */
export function justifyFirst(left: string, rights: readonly string[], style: Style): string {
  const room = screenWidth(style) - widthOf(left) - 2;
  return justify(left, rights.find((right) => widthOf(right) <= room) ?? rights.at(-1) ?? '', style);
}

/** A screen: its blocks with an empty line around each; empty blocks are left out. */
export function renderScreen(...blocks: string[]): string {
  const filled = blocks.filter((block) => block !== '');
  return `\n${filled.join('\n\n')}\n\n`;
}
