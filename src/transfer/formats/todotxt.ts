import { type Day, noonOf } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { parseText, sanitize } from '../../core/text.ts';
import { type DayRecord, SLOTS, type Thing } from '../../core/thing.ts';
import type { Archive } from '../archive.ts';
import { doneThing, History, type ImportedThing, pastDay, requireDay } from '../imported-history.ts';
import { linesOf, type Reading } from '../source.ts';

/** A line for each thing; its day is when it was written down, and when it was done. `four:`, with the slot, tells our own lines from others. */
export function* exportTodotxt({ days }: Archive): Generator<string> {
  for (const record of days) yield record.things.map((thing) => lineOf(thing, record)).join('');
}

function lineOf({ slot, text, doneAt }: Thing, { day }: DayRecord): string {
  return `${doneAt === null ? '' : `x ${day} `}${day} ${sanitize(text).trim()} four:${slot ?? '+'}\n`;
}

const OURS = /^(?<done>x (?<on>\S+) )?(?<day>\S+) (?<text>.+) four:(?<slot>[1-4+])$/;
const COMPLETED = /^x (\([A-Z]\) )?(?<on>\d{4}-\d\d-\d\d)( \d{4}-\d\d-\d\d)? (\([A-Z]\) )?(?<text>.+)$/;

/** Done things, by the day they were completed; of our own lines also what is open. */
export function readTodotxt(text: string, { today }: Reading): History {
  const history = new History('line');
  for (const [number, line] of linesOf(text))
    history.entry(number, () => readLine(line.trim(), number, today, history));
  return history;
}

/** Whether a line could only be of such a file. */
export function isTodotxt(line: string): boolean {
  return COMPLETED.test(line) || isOurs(line);
}

function isOurs(line: string): boolean {
  const { on, day } = OURS.exec(line)?.groups ?? {};
  return day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) && (on === undefined || on === day);
}

function readLine(line: string, number: number, today: Day, history: History): void {
  if (isOurs(line)) {
    const { day: name = '', text = '', slot, done } = OURS.exec(line)?.groups ?? {};
    const day = requireDay(name);
    history.addThing(day, ourThing(number, day, parseText(text), slot, done !== undefined));
    return;
  }
  if (!/^x\s/.test(line)) throw new UsageError('not done');
  const { on, text = '' } = COMPLETED.exec(line)?.groups ?? {};
  if (on === undefined) throw new UsageError('no day on which it was done');
  const day = pastDay(on, today);
  history.addThing(day, doneThing(number, day, text));
}

function ourThing(where: number, day: Day, text: string, slot: string | undefined, isDone: boolean): ImportedThing {
  return {
    ...doneThing(where, day, text),
    slot: SLOTS.find((candidate) => String(candidate) === slot) ?? null,
    doneAt: isDone ? noonOf(day) : null,
  };
}
