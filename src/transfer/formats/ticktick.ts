import { UsageError } from '../../core/errors.ts';
import { checkWidth, readRows } from '../csv-rows.ts';
import { addTask } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';

/** The CSV backup of TickTick: some lines on the backup itself, then a table of tasks. https://ticktick.com */
export const importer: Importer = { detect, read };

function detect({ lines }: FileStart): boolean {
  return lines.some((line) => COLUMNS.every((column) => line.includes(column)));
}

const COLUMNS = ['List Name', 'Title', 'Status', 'Completed Time'];

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('task');
  let head: readonly string[] | undefined;
  readRows(textOf(source), source.name, (cells, line) => {
    if (head === undefined) {
      if (COLUMNS.every((column) => cells.includes(column))) head = cells;
      return;
    }
    const columns = head;
    const cell = (column: string) => (cells[columns.indexOf(column)] ?? '').trim();
    history.readEntry(`line ${line}`, () => {
      checkWidth(cells, columns);
      checkStatus(cell('Status'));
      const task = {
        location: `line ${line}`,
        end: cell('Completed Time'),
        text: cell('Title'),
        note: cell('Content'),
      };
      addTask(task, context, history);
    });
  });
  return history;
}

// 1 is completed, 2 is completed and archived.
function checkStatus(status: string): void {
  if (status === '-1') throw new UsageError("won't do");
  if (!/^[12]$/.test(status)) throw new UsageError('not done');
}
