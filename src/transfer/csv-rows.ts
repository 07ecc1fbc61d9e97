import { parse } from 'csv-parse/sync';
import { CommandError, codeOf, UsageError } from '../core/errors.ts';
import { checkLineCount, formatLimit, MAX_LINE } from '../core/limits.ts';
import { LINE_END } from './import-source.ts';

/** Calls `read` with each row of a CSV text and the number of the row's last line. `name` is its name in errors. */
export function readRows(text: string, name: string, read: (row: string[], line: number) => void): void {
  checkLineCount(text);
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_LINE,
      on_record: (row: string[], { lines }) => {
        read(row, lines);
        return null; // Otherwise all rows stay in memory.
      },
    });
  } catch (error) {
    if (codeOf(error) === 'CSV_MAX_RECORD_SIZE')
      throw new CommandError(
        `${name} has a row of more than ${formatLimit(MAX_LINE)} characters`,
        'Nothing was changed.',
      );
    if (!codeOf(error).startsWith('CSV_')) throw error;
    throw new CommandError(`${name} is not CSV: ${(error as Error).message}`, 'Nothing was changed.');
  }
}

/** Reads one row below the head of a table, with the number of its last line. */
export type ReadRow = (cells: readonly string[], line: number) => void;

/** Calls what `begin` makes of the head, the first row, with each row below it that is not blank. `name` is its name in errors. */
export function readTable(text: string, name: string, begin: (head: readonly string[]) => ReadRow): void {
  let readRow: ReadRow | undefined;
  readRows(text, name, (cells, line) => {
    if (readRow === undefined) readRow = begin(cells);
    else if (!isBlankRow(cells)) readRow(cells, line);
  });
}

/** Throws a usage error for a row that is longer than the head of its table: nobody knows what its last cells mean. */
export function checkWidth(cells: readonly string[], head: readonly string[]): void {
  if (isTooWide(cells, head)) throw new UsageError(TOO_WIDE);
}

export const TOO_WIDE = 'more cells than columns';

export function isTooWide(cells: readonly string[], head: readonly string[]): boolean {
  return !isBlankRow(cells.slice(head.length));
}

function isBlankRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** The cells of the first row of a CSV text; none if that is not CSV. */
export function firstRow(text: string): string[] {
  const line = firstLine(text);
  try {
    const [row = []] = parse(line, { delimiter: delimiterOf(line), relax_quotes: true }) as string[][];
    return row;
  } catch {
    return [];
  }
}

/** Spreadsheets write semicolons in countries with a decimal comma. */
function delimiterOf(text: string): string {
  const first = firstLine(text);
  return [',', ';', '\t'].find((candidate) => first.includes(candidate)) ?? ',';
}

/** The first line that is not empty. */
function firstLine(text: string): string {
  const [line = ''] = text.replace(/^[\r\n]+/, '').split(LINE_END, 1);
  return line;
}
