import { parse } from 'csv-parse/sync';
import { CommandError, codeOf } from '../core/errors.ts';
import { checkLineCount, formatLimit, MAX_LINE } from '../core/limits.ts';

/** Calls `read` with each row of a CSV text and the number of the row's last line. `name` is its name in errors. */
export function readRows(text: string, name: string, read: (row: string[], line: number) => void): void {
  checkLineCount(text);
  try {
    parse(text, {
      delimiter: delimiterOf(text),
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

/** Spreadsheets write semicolons in countries with a decimal comma. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return [',', ';', '\t'].find((candidate) => first.includes(candidate)) ?? ',';
}
