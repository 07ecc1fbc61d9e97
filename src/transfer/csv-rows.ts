import { parse } from 'csv-parse/sync';
import { CommandError, codeOf } from '../core/errors.ts';

/** Calls `read` with each row of a CSV text and the number of the row's last line. `name` is its name in errors. */
export function readRows(text: string, name: string, read: (row: string[], line: number) => void): void {
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (row: string[], { lines }) => {
        read(row, lines);
        return null; // Otherwise all rows stay in memory.
      },
    });
  } catch (error) {
    if (!codeOf(error).startsWith('CSV_')) throw error;
    throw new CommandError(`${name} is not CSV: ${(error as Error).message}`, 'Nothing was changed.');
  }
}

/** Spreadsheets write semicolons in countries with a decimal comma. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return [',', ';', '\t'].find((candidate) => first.includes(candidate)) ?? ',';
}
