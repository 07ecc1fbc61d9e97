import path from 'node:path';
import { type Day, noonOf } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { parseText, sanitize } from '../../core/text.ts';
import { type DayRecord, SLOTS, type Thing } from '../../core/thing.ts';
import type { ExportedHistory, Exporter } from '../exported-history.ts';
import { doneThing, requireDay, requirePastDay } from '../fields.ts';
import {
  type FileStart,
  type ImportContext,
  type Importer,
  type ImportSource,
  numberedLines,
  textOf,
} from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';

/** A line for each thing, dated to its day. A key like `four:1`, with the slot or `+`, marks our own lines. http://todotxt.org */
export const exporter: Exporter = { write };

/** Completed tasks, by their completion date. Of our own lines also those that are open. */
export const importer: Importer = { detect, read };

function* write({ days }: ExportedHistory): Generator<string> {
  for (const record of days) yield record.things.map((thing) => lineOf(thing, record)).join('');
}

function lineOf({ slot, text, doneAt }: Thing, { day }: DayRecord): string {
  return `${doneAt === null ? '' : `x ${day} `}${day} ${sanitize(text).trim()} four:${slot ?? '+'}\n`;
}

const OURS = /^(?<done>x (?<on>\S+) )?(?<day>\S+) (?<text>.+) four:(?<slot>[1-4+])$/;
// Programs that keep the priority of a completed task write it before, between or after the dates.
const COMPLETED =
  /^x\s+(\([A-Z]\)\s+)?(?<on>\d{4}-\d\d-\d\d)(\s+\([A-Z]\))?(\s+\d{4}-\d\d-\d\d)?(\s+\([A-Z]\))?\s+(?<text>\S.*)$/;

function detect({ lines, name }: FileStart): boolean {
  const isNamed = /^(todo|done)\.txt$/i.test(path.basename(name));
  return isNamed || lines.some((line) => COMPLETED.test(line) || parseOurs(line) !== undefined);
}

function read(source: ImportSource, { today }: ImportContext): ImportedHistory {
  const history = new ImportedHistory('line');
  for (const [number, line] of numberedLines(textOf(source)))
    history.readEntry(number, () => readLine(line.trim(), number, today, history));
  return history;
}

function readLine(line: string, number: number, today: Day, history: ImportedHistory): void {
  const ours = parseOurs(line);
  if (ours) {
    const day = requireDay(ours.day);
    const slot = SLOTS.find((candidate) => String(candidate) === ours.slot) ?? null;
    const doneAt = ours.isDone ? noonOf(day) : null;
    history.addThing(day, { ...doneThing(number, day, parseText(ours.text)), slot, doneAt });
    return;
  }
  if (!/^x\s/.test(line)) throw new UsageError('not done');
  const { on, text = '' } = COMPLETED.exec(line)?.groups ?? {};
  if (on === undefined) throw new UsageError('no completion date');
  const day = requirePastDay(on, today);
  history.addThing(day, doneThing(number, day, text));
}

/** The parts of a line that four wrote; undefined for other lines. */
function parseOurs(line: string) {
  const { done, on, day = '', text = '', slot } = OURS.exec(line)?.groups ?? {};
  const isOurs = /^\d{4}-\d\d-\d\d$/.test(day) && (on === undefined || on === day);
  return isOurs ? { isDone: done !== undefined, day, text, slot } : undefined;
}
