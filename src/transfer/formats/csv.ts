import { parse } from 'csv-parse/sync';
import { noonOf } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import { parseText, sanitize } from '../../core/text.ts';
import { SLOTS, type Slot, type Thing } from '../../core/thing.ts';
import type { Archive } from '../archive.ts';
import { History, optionalText, parseTimestamp, requireDay } from '../imported-history.ts';

const COLUMNS = ['day', 'slot', 'text', 'done', 'done_at', 'did', 'carried', 'rest', 'rest_reason'] as const;
type Column = (typeof COLUMNS)[number];

/** A line for each thing, and one for each day off, as RFC 4180 has it. */
export function* exportCsv({ days }: Archive): Generator<string> {
  yield lineOf(COLUMNS);
  for (const { day, things, rest } of days) {
    if (rest) yield lineOf(cells({ day, rest: 'yes', rest_reason: rest.reason ?? '' }));
    for (const thing of things) yield lineOf(cells({ day, ...thingCells(thing) }));
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

function cells(row: Partial<Record<Column, string>>): string[] {
  return COLUMNS.map((column) => guarded(sanitize(row[column] ?? '')));
}

function lineOf(row: readonly string[]): string {
  return `${row.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",;\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

// What a spreadsheet would take for a formula; full-width forms too, which some of them read as the plain ones.
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

/** An apostrophe makes a spreadsheet show a cell as it is. One is added to those that are there, so that it can be taken away again. */
function guarded(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** The columns may stand in any order; only `day` and `text` have to be there, or `rest` for a day off. */
export function readCsv(text: string, name: string): History {
  const history = new History('line');
  let columns: Map<Column, number> | undefined;
  readRows(text, name, (row, line) => {
    if (columns === undefined) columns = columnsOf(row, name);
    else if (row.some((cell) => cell.trim() !== '')) {
      const places = columns;
      const cell = (column: Column) => unguarded(row[places.get(column) ?? -1] ?? '').trim();
      history.entry(line, () => readRow(cell, places.has('slot'), line, history));
    }
  });
  return history;
}

/** Whether a line could be the first of such a file. */
export function isHead(line: string): boolean {
  return isEnough(placesOf(line.replaceAll('"', '').split(/[,;\t]/)));
}

/** Gives each row of a file to `read`, with the number of its last line. */
export function readRows(text: string, name: string, read: (row: string[], line: number) => void): void {
  const [first = ''] = text.split('\n', 1);
  // Spreadsheets of many countries write semicolons.
  const delimiter = [',', ';', '\t'].find((candidate) => first.includes(candidate)) ?? ',';
  const options = { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  try {
    parse(text, {
      ...options,
      on_record: (row: string[], { lines }) => {
        read(row, lines);
        return null; // keeps nothing of it: the rows of a century would need much room
      },
    });
  } catch (error) {
    if (!/^CSV_/.test(String((error as { code?: string }).code))) throw error;
    throw new CommandError(`${name} is not CSV: ${(error as Error).message}`, 'Nothing was changed.');
  }
}

function columnsOf(head: readonly string[], name: string): Map<Column, number> {
  const places = placesOf(head);
  if (!isEnough(places))
    throw new CommandError(`${name} has no columns day and text`, `The first line names them: ${COLUMNS.join(',')}`);
  return places;
}

function isEnough(places: ReadonlyMap<Column, number>): boolean {
  return places.has('day') && (places.has('text') || places.has('rest'));
}

function placesOf(head: readonly string[]): Map<Column, number> {
  const names = head.map((cell) => cell.trim().toLowerCase().replaceAll(/[ -]/g, '_'));
  return new Map(COLUMNS.filter((column) => names.includes(column)).map((column) => [column, names.indexOf(column)]));
}

function readRow(cell: (column: Column) => string, hasSlots: boolean, line: number, history: History): void {
  const day = requireDay(cell('day'));
  if (isYes(cell('rest'), 'rest')) {
    if (cell('text') !== '') throw new UsageError('a thing and a day off in one line');
    history.addRest(day, optionalText(cell('rest_reason'), 'the reason'));
    return;
  }
  const text = parseText(cell('text'));
  const isDone = cell('done') === '' ? cell('done_at') !== '' : isYes(cell('done'), 'done');
  const did = optionalText(cell('did'), 'what was done');
  if (!isDone && (cell('done_at') !== '' || did !== null))
    throw new UsageError('it is not done, and says when or what');
  const doneAt = cell('done_at') === '' ? noonOf(day) : parseTimestamp(cell('done_at'));
  history.addThing(day, {
    where: line,
    id: undefined,
    slot: hasSlots ? slotOf(cell('slot')) : undefined,
    text,
    doneAt: isDone ? doneAt : null,
    did,
    carriedFrom: null,
    carried: countOf(cell('carried')),
    unplanned: undefined,
  });
}

function isYes(cell: string, column: Column): boolean {
  if (/^(yes|y|true|1|x)$/i.test(cell)) return true;
  if (/^(no|n|false|0|)$/i.test(cell)) return false;
  throw new UsageError(`bad ${column}`);
}

function slotOf(cell: string): Slot | null {
  const slot = SLOTS.find((candidate) => String(candidate) === cell);
  if (slot === undefined && cell !== '') throw new UsageError('bad slot');
  return slot ?? null;
}

function countOf(cell: string): number {
  if (!/^\d{0,9}$/.test(cell)) throw new UsageError('bad carried');
  return Number(cell);
}
