import type { Day } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { doneThing, requirePastDay, withAmount } from '../fields.ts';
import {
  type FileStart,
  type ImportContext,
  type Importer,
  type ImportSource,
  numberedLines,
  siblingOf,
  textOf,
} from '../import-source.ts';
import { ImportedHistory, type ImportedThing } from '../imported-history.ts';

/**
 * The log of harsh: what was done. The file `habits` beside it gives the order of the habits and tells which of them harsh only
 * tracks; those are left out. https://github.com/wakatara/harsh
 */
export const importer: Importer = { detect, read };

// `2026-11-23 : Habit : y : comment : amount`; some versions write no comment and amount.
const ENTRY = /^\d{4}-\d\d-\d\d : .+ : [yns]( :|\s*$)/;
// Editors may remove the space at the end of a line.
const SEPARATOR = / : | :$/;

function detect({ lines }: FileStart): boolean {
  return lines.some(isEntry);
}

function isEntry(line: string): boolean {
  return ENTRY.test(line);
}

function read(source: ImportSource, { today }: ImportContext): ImportedHistory {
  const history = new ImportedHistory('line');
  const lines = [...numberedLines(textOf(source))].filter(([, line]) => !line.startsWith('#'));
  const habitsFile = siblingOf(source, 'habits');
  const habits = habitsIn(habitsFile === undefined ? '' : textOf(habitsFile));
  if (habitsFile === undefined)
    history.remarks.push('Without the habits file beside the log, habits that harsh only tracks cannot be told apart.');
  const last = lastLines(lines);
  const done: { day: Day; thing: ImportedThing; position: number }[] = [];
  for (const [number, line] of lines) {
    history.readEntry(number, () => {
      const { day, habit, result, did } = parseEntry(line, today);
      if ((last.get(keyOf(line)) ?? number) > number) throw new UsageError('a later line overrides it');
      if (result === 'n') throw new UsageError('not done');
      if (result === 's') throw new UsageError('skipped');
      const { isTracked, position } = habits.get(habit) ?? { isTracked: false, position: habits.size };
      if (isTracked) throw new UsageError('harsh only tracks this habit');
      done.push({ day, thing: doneThing(number, day, habit, did), position });
    });
  }
  for (const { day, thing } of done.sort((one, other) => one.position - other.position)) history.addThing(day, thing);
  return history;
}

function parseEntry(line: string, today: Day) {
  const parts = line.split(SEPARATOR).map((part) => part.trim());
  const [date = '', habit = '', result = '', comment = '', amount = ''] = parts;
  if (parts.length > 5) throw new UsageError('too many fields');
  const day = requirePastDay(date, today);
  if (!/^[yns]$/.test(result)) throw new UsageError('the result is not y, n or s');
  return { day, habit, result, did: withAmount(comment, Number(amount) === 0 ? '' : amount) };
}

/** The number of the last line about each habit on each day: harsh goes by that one. */
function lastLines(lines: readonly [number: number, line: string][]): Map<string, number> {
  const entries = lines.filter(([, line]) => isEntry(line));
  return new Map(entries.map(([number, line]) => [keyOf(line), number]));
}

/** The day and the habit of a line. */
function keyOf(line: string): string {
  return line
    .split(SEPARATOR, 2)
    .map((part) => part.trim())
    .join('\n');
}

interface Habit {
  readonly position: number;
  /** It has the frequency 0. */
  readonly isTracked: boolean;
}

/** Reads lines like `Gym: 3/7` or, with an end date, `Gym: 3/7: 2026-12-31`, between headings like `! Health` and comments. */
function habitsIn(text: string): Map<string, Habit> {
  const habits = new Map<string, Habit>();
  for (const [, line] of numberedLines(text)) {
    const [, name, frequency = ''] = /^([^#!].*?): (.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    habits.set(name.trim(), { position: habits.size, isTracked: /^\s*0\s*([/:]|$)/.test(frequency) });
  }
  return habits;
}
