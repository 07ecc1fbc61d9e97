import { noonOf } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import { parseText, sanitize } from '../../core/text.ts';
import { SLOTS, type Slot, type Thing, type Timestamp } from '../../core/thing.ts';
import { checkWidth, firstRow, readTable } from '../csv-rows.ts';
import type { ExportedHistory, Exporter } from '../exported-history.ts';
import { optionalText, readNote, requireDay, requireTimestamp } from '../fields.ts';
import { habitTable, isHabitColumn, isMark, readHabitTable } from '../habit-table.ts';
import { type FileStart, type ImportContext, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';

const COLUMNS = ['day', 'slot', 'text', 'done', 'done_at', 'did', 'carried', 'rest', 'rest_reason'] as const;
type Column = (typeof COLUMNS)[number];

/** A row for each thing and each rest day, as in RFC 4180. */
export const exporter: Exporter = { write };

/**
 * Our own export, with columns in any order: only `day` and `text` are required, or `day` and `rest` for a rest day. Besides, tables
 * of habits as people and other tools write them.
 */
export const importer: Importer = { detect, read };

function* write({ days }: ExportedHistory): Generator<string> {
  yield lineOf(COLUMNS);
  for (const { day, things, rest } of days) {
    if (rest) yield lineOf(cellsOf({ day, rest: 'yes', rest_reason: rest.reason ?? '' }));
    for (const thing of things) yield lineOf(cellsOf({ day, ...thingCells(thing) }));
  }
}

function thingCells({ slot, text, doneAt, did, carried }: Thing): Partial<Record<Column, string>> {
  return {
    slot: slot === null ? '' : String(slot),
    text,
    done: doneAt === null ? 'no' : 'yes',
    done_at: doneAt ?? '',
    did: did ?? '',
    carried: String(carried),
  };
}

function cellsOf(row: Partial<Record<Column, string>>): string[] {
  return COLUMNS.map((column) => guard(sanitize(row[column] ?? '')));
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(quote).join(',')}\r\n`;
}

function quote(cell: string): string {
  return /[",;\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

// What spreadsheets evaluate: https://owasp.org/www-community/attacks/CSV_Injection. Some read full-width characters as plain ones.
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** Adds an apostrophe, with which a spreadsheet shows a cell as text; also to `'=1`, so that an import can remove one from each. */
function guard(cell: string): string {
  // Not csv-stringify's `escape_formulas`: it writes `=1` and `'=1` alike, so that an import could not tell them apart.
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function unguard(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

function detect({ text, lines }: FileStart): boolean {
  const head = firstRow(text);
  if (isOurs(head)) return true;
  const table = habitTable(head);
  if (table === undefined) return false;
  // A column for each habit is any table with dates: the cells must say so too.
  return table.habits.length === 0 || lines.slice(1, 20).some((line) => firstRow(line).slice(1).some(isMark));
}

/** Whether a table is one that four exported, or one in that form. */
function isOurs(head: readonly string[]): boolean {
  return isComplete(positionsIn(head)) && !head.some((name) => isForeign(columnName(name)));
}

function isForeign(name: string): boolean {
  return isHabitColumn(name) && !COLUMNS.some((column) => column === name);
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const { name } = source;
  const text = textOf(source);
  const head = firstRow(text);
  const table = isOurs(head) ? undefined : habitTable(head);
  return table === undefined ? readOurs(text, name) : readHabitTable(table, text, name, context);
}

function readOurs(text: string, name: string): ImportedHistory {
  const history = new ImportedHistory('line');
  readTable(text, name, (head) => {
    const positions = requirePositions(head, name);
    return (cells, line) =>
      history.readEntry(line, () => {
        checkWidth(cells, head);
        readRow(toRow(cells, positions), line, history);
      });
  });
  return history;
}

/** The index of each column in a file. */
type Positions = ReadonlyMap<Column, number>;

function requirePositions(head: readonly string[], name: string): Positions {
  const positions = positionsIn(head);
  if (!isComplete(positions))
    throw new CommandError(
      `${name} has no columns day and text`,
      `Name the columns in the first line: ${COLUMNS.join(',')}`,
    );
  return positions;
}

function positionsIn(head: readonly string[]): Positions {
  const names = head.map(columnName);
  return new Map(COLUMNS.filter((column) => names.includes(column)).map((column) => [column, names.indexOf(column)]));
}

function columnName(cell: string): string {
  return cell.trim().toLowerCase().replaceAll(/[ -]/g, '_');
}

function isComplete(positions: Positions): boolean {
  return positions.has('day') && (positions.has('text') || positions.has('rest'));
}

interface Row {
  readonly hasSlot: boolean;
  /** Empty if the row or the file does not have it. */
  cell(column: Column): string;
}

function toRow(cells: readonly string[], positions: Positions): Row {
  return {
    hasSlot: positions.has('slot'),
    cell: (column) => unguard(cells[positions.get(column) ?? -1] ?? '').trim(),
  };
}

function readRow(row: Row, line: number, history: ImportedHistory): void {
  const day = requireDay(row.cell('day'));
  if (isYes(row, 'rest')) {
    if (row.cell('text') !== '') throw new UsageError('a thing and a rest day in one line');
    history.addRest(day, optionalText(row.cell('rest_reason'), 'the reason'));
    return;
  }
  const note = readNote(row.cell('did'));
  const doneAt = isDone(row) ? (doneAtOf(row) ?? noonOf(day)) : null;
  if (doneAt === null && (row.cell('done_at') !== '' || note.did !== null))
    throw new UsageError('not done, but it has done_at or did');
  history.addThing(day, {
    location: line,
    id: undefined,
    slot: row.hasSlot ? slotOf(row.cell('slot')) : undefined,
    text: parseText(row.cell('text')),
    doneAt,
    ...note,
    carriedFrom: null,
    carried: countOf(row.cell('carried')),
    unplanned: undefined,
  });
}

function isDone(row: Row): boolean {
  return row.cell('done') === '' ? row.cell('done_at') !== '' : isYes(row, 'done');
}

function doneAtOf(row: Row): Timestamp | null {
  const time = row.cell('done_at');
  return time === '' ? null : requireTimestamp(time);
}

function isYes(row: Row, column: Column): boolean {
  const cell = row.cell(column);
  if (/^(yes|y|true|1|x)$/i.test(cell)) return true;
  if (/^(no|n|false|0|)$/i.test(cell)) return false;
  throw new UsageError(`invalid ${column}`);
}

/** Null for an extra. */
function slotOf(cell: string): Slot | null {
  const slot = SLOTS.find((candidate) => String(candidate) === cell);
  if (slot === undefined && cell !== '') throw new UsageError('invalid slot');
  return slot ?? null;
}

function countOf(cell: string): number {
  if (!/^\d{0,9}$/.test(cell)) throw new UsageError('invalid carried');
  return Number(cell);
}
