import { localDay, noonOf, parseInstant } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { checkWidth, firstRow, readTable } from '../csv-rows.ts';
import { parseMoment } from '../dates.ts';
import { doneThingAt, requirePastDay, withAmount } from '../fields.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';

/** The CSV export of Streaks for iOS: a row for whatever became of a task on a day. https://streaksapp.com */
export const importer: Importer = { detect, read };

function detect({ text }: FileStart): boolean {
  const head = firstRow(text);
  return ['title', 'entry_type', 'entry_date'].every((column) => head.includes(column));
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory('line');
  readTable(textOf(source), source.name, (head) => (cells, line) => {
    const cell: Cell = (column) => (cells[head.indexOf(column)] ?? '').trim();
    const location: EntryLocation = { habit: cell('title'), where: `line ${line}` };
    history.readEntry(location, () => {
      checkWidth(cells, head);
      readEntry(cell, location, context, history);
    });
  });
  return history;
}

/** The cell of a column; empty for none. */
type Cell = (column: string) => string;

function readEntry(cell: Cell, location: EntryLocation, context: ImportContext, history: ImportedHistory): void {
  // The day that the user meant: at another time, or in another zone, the timestamp has another one.
  const day = requirePastDay(parseMoment(cell('entry_date'), context)?.day ?? '', context.today);
  const type = cell('entry_type');
  if (/^skipped/.test(type)) throw new UsageError('skipped');
  if (!/^completed/.test(type)) throw new UsageError('not done');
  const instant = parseInstant(cell('entry_timestamp'));
  const isThatDay = instant !== undefined && localDay(instant, context.dayStart) === day;
  const did = withAmount(cell('notes'), amountOf(cell));
  history.addThing(day, doneThingAt(location, isThatDay ? instant.toISOString() : noonOf(day), cell('title'), did));
}

function amountOf(cell: Cell): string {
  if (Number(cell('minutes')) > 0) return `${Number(cell('minutes'))} min`;
  return Number(cell('quantity')) > 1 ? String(Number(cell('quantity'))) : '';
}
