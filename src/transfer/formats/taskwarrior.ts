import { localDay, parseInstant } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import { doneThingAt, requirePastDay } from '../fields.ts';
import {
  type FileStart,
  type ImportContext,
  type Importer,
  type ImportSource,
  numberedLines,
  textOf,
} from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';
import { type Fields, fieldsOf, parseJson, plainWord } from '../json-fields.ts';

/** The output of `task export`, which versions and settings write as a list, as one task, or as a task per line. */
export const importer: Importer = { detect, read };

function detect({ text, bytes }: FileStart): boolean {
  return isOwnData(bytes) || (/^\s*[[{]/.test(text) && STATUS.test(text) && text.includes('"description"'));
}

const STATUS = /"status"\s*:\s*"(pending|completed|deleted|waiting|recurring)"/;

/** Whether a file is what Taskwarrior itself keeps: a database since version 3, before that lines in `completed.data`. */
function isOwnData(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 100_000);
  if (start.startsWith('SQLite format 3')) return start.includes('working_set');
  return /^\[(?=[^\r\n]*\buuid:")\w+:"[^\r\n]*\]$/m.test(start);
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  if (isOwnData(source.bytes))
    throw new CommandError(`${source.name} is Taskwarrior's own data`, `Import what it exports: ${EXPORT}`);
  const tasks = tasksIn(textOf(source), source.name);
  const history = new ImportedHistory(typeof tasks[0]?.[0] === 'number' ? 'line' : 'task');
  for (const [location, task] of tasks)
    history.readEntry(location, () => {
      if (task === undefined) throw new UsageError('not JSON');
      readTask(task, location, context, history);
    });
  return history;
}

const EXPORT = 'task export | four import -';

type LocatedTask = [location: EntryLocation, task: Fields | undefined];

function tasksIn(text: string, name: string): LocatedTask[] {
  const file = parseOrUndefined(text);
  if (Array.isArray(file)) return file.map((task, index) => [`task ${index + 1}`, taskOf(task)]);
  if (file !== undefined) return [['task 1', taskOf(file)]];
  if (/^\s*\[/.test(text) && !/\]\s*$/.test(text))
    throw new CommandError(
      `${name} is cut off: the end of its list is missing`,
      `Nothing was changed. Export it again: ${EXPORT}`,
    );
  // One line that is no JSON: say why.
  if (!/[\r\n]/.test(text.trimEnd())) parseJson(text, name);
  const lines = [...numberedLines(text)]
    .map(([number, line]) => ({ number, line: line.trim().replace(/,$/, '') }))
    .filter(({ line }) => line !== '[' && line !== ']');
  const tasks = lines.map(({ number, line }): LocatedTask => [number, taskOf(parseOrUndefined(line))]);
  // Throws, as the whole text is no JSON either.
  if (tasks.every(([, task]) => task === undefined)) parseJson(text, name);
  return tasks;
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseJson(text, '');
  } catch {
    return undefined;
  }
}

function taskOf(value: unknown): Fields | undefined {
  return value !== null && typeof value === 'object' ? fieldsOf(value) : undefined;
}

function readTask(
  task: Fields,
  location: EntryLocation,
  { today, dayStart }: ImportContext,
  history: ImportedHistory,
): void {
  const { status, description, end, annotations } = task;
  if (status === 'deleted') throw new UsageError('deleted');
  if (status !== 'completed') throw new UsageError('not done');
  if (typeof description !== 'string') throw new UsageError('no description');
  const instant = requireInstant(end);
  const day = requirePastDay(localDay(instant, dayStart), today);
  history.addThing(day, doneThingAt(location, instant.toISOString(), description, notesIn(annotations)));
}

/** Reads `20261123T180211Z`. */
function requireInstant(end: unknown): Date {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)Z$/.exec(plainWord(end) ?? '');
  const [, year, month, date, hours, minutes, seconds] = match ?? [];
  const instant = parseInstant(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}Z`);
  if (instant === undefined) throw new UsageError('invalid date');
  return instant;
}

function notesIn(annotations: unknown): string | null {
  if (!Array.isArray(annotations)) return null;
  return annotations
    .map((annotation) => fieldsOf(annotation).description)
    .filter((note) => typeof note === 'string')
    .join('; ');
}
