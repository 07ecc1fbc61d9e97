import type { WriteStream } from 'node:tty';
import { useEffect, useRef, useState } from '@inquirer/core';
import { sanitize } from '../core/text.ts';
import { widthOf } from '../core/width.ts';

/** What a question shows. No line is wider than the terminal. */
export interface PromptScreen {
  /** The last of them has the cursor. */
  readonly lines: readonly string[];
  readonly below?: readonly string[];
  /** The cursor's column, where text is typed. */
  readonly column?: number;
}

/** The line editor that Inquirer passes to key handlers. */
export type Editor = Parameters<Parameters<typeof useEffect>[0]>[0];

/** Where the cursor stands in the line, which Inquirer's type leaves out. */
export function cursorOf(editor: Editor): number {
  return 'cursor' in editor ? Number(editor.cursor) : editor.line.length;
}

const NARROWEST = 20;
const HIDE_CURSOR = '\x1b[?25l';
const ERASE_BELOW = '\x1b[J';
const up = (rows: number) => (rows > 0 ? `\x1b[${rows}A` : '');

/**
 * Draws a question at the terminal's width, again whenever that changes. Inquirer counts on lines that are never broken, and takes
 * code units for columns; so a text is broken here, and the cursor's place is ours.
 */
export function usePromptScreen(output: WriteStream, draw: (columns: number) => PromptScreen): [string, string] {
  const columns = columnsOf(output);
  const [, setColumns] = useState(columns);
  const drawn = useRef<PromptScreen & { readonly columns: number }>({ lines: [], columns });
  if (drawn.current.columns !== columns) output.write(eraseRewrapped(drawn.current, columns));
  drawn.current = { ...draw(columns), columns };
  useEffect((editor) => {
    editor.getCursorPos = () => ({ rows: 0, cols: drawn.current.column ?? 0 });
    const redraw = () => setColumns(columnsOf(output));
    output.on('resize', redraw);
    return () => output.off('resize', redraw);
  }, []);
  const { lines, below = [], column } = drawn.current;
  return [lines.join('\n') + (column === undefined ? HIDE_CURSOR : ''), below.join('\n')];
}

function columnsOf({ columns }: WriteStream): number {
  return Math.max(columns || 80, NARROWEST);
}

/**
 * Erases a screen whose lines the terminal has broken to another width, and leaves the cursor where Inquirer expects it. Terminals
 * differ in whether they break the line with the cursor too. If this one does not, the empty row above the question goes as well.
 */
function eraseRewrapped({ lines, below = [], column = 0 }: PromptScreen, columns: number): string {
  const rowsOf = (line: string) => Math.max(1, Math.ceil(widthOf(line) / columns));
  const above = lines.slice(0, -1).reduce((rows, line) => rows + rowsOf(line), Math.floor(column / columns));
  const height = lines.length + below.length;
  return `${up(above)}\r${ERASE_BELOW}${'\n'.repeat(height - 1)}${up(below.length)}`;
}

export interface TypedLine {
  readonly text: string;
  /** Where the cursor stands, in code units. */
  readonly cursor: number;
}

/** A typed text broken into rows of so many columns, and where the cursor is. */
export function breakTyped(
  { text, cursor }: TypedLine,
  room: number,
): { readonly rows: readonly string[]; readonly row: number; readonly column: number } {
  const rows = [''];
  let [row, column, left, read] = [0, 0, room, 0];
  // The space at the end is for the cursor behind the text.
  for (const { segment } of new Intl.Segmenter().segment(`${text} `)) {
    const letter = sanitize(segment);
    // Inquirer breaks a line by its code units: a letter needs room for these too.
    const size = Math.max(letter.length, widthOf(letter));
    if (size > left) {
      rows.push('');
      left = room;
    }
    if (read <= cursor) [row, column] = [rows.length - 1, widthOf(rows.at(-1) ?? '')];
    rows.push(`${rows.pop()}${letter}`);
    left -= size;
    read += segment.length;
  }
  return { rows: rows.map((one) => one.trimEnd()), row, column };
}
