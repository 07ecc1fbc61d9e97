import { UsageError } from '../core/errors.ts';
import { checkWidth, isTooWide, readTable, TOO_WIDE } from './csv-rows.ts';
import { type Moment, parseMoment } from './dates.ts';
import { doneThingAt, withAmount } from './fields.ts';
import type { ImportContext } from './import-source.ts';
import { type EntryLocation, ImportedHistory } from './imported-history.ts';

/** The names that people and other tools give to columns; of several in one table, the first one here counts. */
const NAMES: { readonly [Kind in 'day' | 'text' | 'did' | 'done' | 'value' | 'unit']: readonly string[] } = {
  day: ['date', 'day'],
  text: ['text', 'habit', 'habit name', 'title', 'task', 'task name', 'name', 'activity'],
  did: ['did', 'note', 'notes', 'memo', 'comment', 'comments'],
  done: ['done', 'completed', 'checked', 'status'],
  value: ['value', 'amount', 'quantity'],
  unit: ['unit', 'units'],
};
type Column = keyof typeof NAMES;
const COLUMNS = Object.keys(NAMES) as Column[];

/** A table that is no export of four: a row for each habit on each day, or a column for each habit. */
export interface HabitTable {
  readonly columns: ReadonlyMap<Column, number>;
  /** The habits by their columns; none if each row names its own. */
  readonly habits: readonly (readonly [column: number, habit: string])[];
}

/** What the names of columns say; undefined for a table without days or habits. */
export function habitTable(head: readonly string[]): HabitTable | undefined {
  const names = head.map(fold);
  const columns = new Map<Column, number>();
  for (const column of COLUMNS) {
    const name = NAMES[column].find((one) => names.includes(one));
    if (name !== undefined) columns.set(column, names.indexOf(name));
  }
  if (!columns.has('day')) return undefined;
  if (columns.has('text')) return { columns, habits: [] };
  const known = new Set(columns.values());
  const habits = [...head.entries()].filter(([index, cell]) => !known.has(index) && cell.trim() !== '');
  return habits.length === 0 ? undefined : { columns, habits };
}

function fold(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[_-]/g, ' ');
}

const DONE = /^(1|2|x|\[x\]|y|yes|true|done|completed?|[✓✔✅☑]\ufe0f?)$/i;
const NOT_DONE = /^(0|-|n|no|false|\[ ?\]|not done|missed|open|pending|to ?do|[✗✘❌✖☐]\ufe0f?)?$/i;
const SKIPPED = /^(skip|skipped|n\/a)$/i;

/** Whether `habitTable` reads a column by its name. */
export function isHabitColumn(name: string): boolean {
  return COLUMNS.some((column) => NAMES[column].includes(fold(name)));
}

/** Whether a cell says that a habit was done or was not. */
export function isMark(word: string): boolean {
  const cell = word.trim();
  return cell !== '' && (DONE.test(cell) || NOT_DONE.test(cell) || SKIPPED.test(cell));
}

/** Reads a table from its CSV text. `name` is its name in errors. */
export function readHabitTable(table: HabitTable, text: string, name: string, context: ImportContext): ImportedHistory {
  const history = new ImportedHistory(table.habits.length === 0 ? 'line' : 'entry');
  readTable(text, name, (head) => (cells, line) => {
    const row = { line, head, cells, moment: momentOf(cells, line, table, context) };
    if (table.habits.length > 0) readDay(row, table, context, history);
    else history.readEntry(line, () => readHabit(row, table, context, history));
  });
  return history;
}

interface Row {
  readonly line: number;
  readonly head: readonly string[];
  readonly cells: readonly string[];
  readonly moment: Moment | undefined;
}

/** When the row's things were done; undefined for an invalid date. An ambiguous one is no matter of one row, and refused. */
function momentOf(cells: readonly string[], line: number, { columns }: HabitTable, context: ImportContext) {
  try {
    return parseMoment((cells[columns.get('day') ?? -1] ?? '').trim(), context);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`line ${line}: ${error.message}`, error.hint);
    throw error;
  }
}

/** Reads the row of a day. An empty cell is no record of its habit. */
function readDay(row: Row, { columns, habits }: HabitTable, context: ImportContext, history: ImportedHistory): void {
  const where = `line ${row.line}`;
  if (isTooWide(row.cells, row.head)) {
    history.leaveOut(where, TOO_WIDE);
    return;
  }
  const cellAt = (column: number | undefined) => (row.cells[column ?? -1] ?? '').trim();
  for (const [column, habit] of habits) {
    const location: EntryLocation = { habit, where };
    const cell = cellAt(column);
    if (cell === '') continue;
    history.readEntry(location, () => {
      const { day, at } = requireMoment(row, context);
      requireDone(cell);
      history.addThing(day, doneThingAt(location, at, habit));
    });
  }
  if (cellAt(columns.get('did')) !== '') history.leaveOut(where, 'a note on the day, not on a habit');
}

/** Reads the row of one habit on one day. Without a column that says whether it was done, it was. */
function readHabit(row: Row, { columns }: HabitTable, context: ImportContext, history: ImportedHistory): void {
  checkWidth(row.cells, row.head);
  const cell = (column: Column) => (row.cells[columns.get(column) ?? -1] ?? '').trim();
  const { day, at } = requireMoment(row, context);
  if (columns.has('done')) requireDone(cell('done'));
  else if (columns.has('value') && !isAmount(cell('value'))) requireDone(cell('value'));
  const did = withAmount(cell('did'), amountOf(cell('value'), cell('unit')));
  history.addThing(day, doneThingAt(row.line, at, cell('text'), did));
}

function requireMoment({ moment }: Row, { today }: ImportContext): Moment {
  if (moment === undefined) throw new UsageError('invalid date');
  if (moment.day > today) throw new UsageError('in the future');
  return moment;
}

function requireDone(cell: string): void {
  if (NOT_DONE.test(cell)) throw new UsageError('not done');
  if (SKIPPED.test(cell)) throw new UsageError('skipped');
  if (!DONE.test(cell)) throw new UsageError(`unknown value ${JSON.stringify(cell)}`);
}

function isAmount(value: string): boolean {
  return /^\d+([.,]\d+)?$/.test(value) && /[1-9]/.test(value);
}

/** `5 km`; none for a mark, and for a 1 without a unit. */
function amountOf(value: string, unit: string): string {
  if (!isAmount(value) || (value === '1' && unit === '')) return '';
  return `${value} ${unit}`.trim();
}
