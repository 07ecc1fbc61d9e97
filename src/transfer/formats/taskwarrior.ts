import { localDay } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { doneThingAt, History, pastDay, type Where } from '../imported-history.ts';
import { linesOf, type Reading } from '../source.ts';
import { type Fields, fieldsOf, parseJson, plainWord } from './json.ts';

/** `task export`: one list, one task, or a task on each line, as its versions and settings have it. */
export function readTaskwarrior(text: string, name: string, reading: Reading): History {
  const tasks = tasksOf(text, name);
  const history = new History(typeof tasks[0]?.[0] === 'number' ? 'line' : 'task');
  for (const [where, task] of tasks) history.entry(where, () => readTask(task, where, reading, history));
  return history;
}

function tasksOf(text: string, name: string): [Where, Fields | undefined][] {
  const whole = attempt(text);
  if (Array.isArray(whole)) return whole.map((task, index) => [`task ${index + 1}`, taskOf(task)]);
  if (whole !== undefined) return [['task 1', taskOf(whole)]];
  const lines = [...linesOf(text)]
    .map(([number, line]): [number, string] => [number, line.trim().replace(/,$/, '')])
    .filter(([, line]) => line !== '[' && line !== ']');
  const tasks = lines.map(([number, line]): [Where, Fields | undefined] => [number, taskOf(attempt(line))]);
  if (tasks.every(([, task]) => task === undefined)) parseJson(text, name);
  return tasks;
}

function attempt(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function taskOf(value: unknown): Fields | undefined {
  return value !== null && typeof value === 'object' ? fieldsOf(value) : undefined;
}

function readTask(task: Fields | undefined, where: Where, { today, dayStart }: Reading, history: History): void {
  if (task === undefined) throw new UsageError('it is not JSON');
  const { status, description, end, annotations } = task;
  if (status === 'deleted') throw new UsageError('deleted');
  if (status !== 'completed') throw new UsageError('not done');
  if (typeof description !== 'string') throw new UsageError('no description');
  const instant = instantOf(end);
  const day = pastDay(localDay(instant, dayStart), today);
  history.addThing(day, doneThingAt(where, instant.toISOString(), description, notesOf(annotations)));
}

/** `20261123T180211Z` */
function instantOf(end: unknown): Date {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)Z$/.exec(plainWord(end) ?? '');
  const [, year, month, date, hours, minutes, seconds] = match ?? [];
  const text = `${year}-${month}-${date}T${hours}:${minutes}:${seconds}.000Z`;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== text) throw new UsageError('bad date');
  return instant;
}

function notesOf(annotations: unknown): string | null {
  if (!Array.isArray(annotations)) return null;
  const notes = annotations
    .map((annotation) => fieldsOf(annotation).description)
    .filter((note) => typeof note === 'string');
  return notes.join('; ');
}
