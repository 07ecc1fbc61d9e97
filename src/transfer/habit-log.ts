import type { Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { doneThing, requirePastDay, withAmount } from './fields.ts';
import { type ImportContext, type ImportSource, numberedLines, siblingOf, textOf } from './import-source.ts';
import { ImportedHistory, type ImportedThing } from './imported-history.ts';

/** How a tool writes a log of habits, with the file `habits` beside it. */
export interface HabitLog {
  readonly tool: string;
  /** Between the day, the habit, `y`, `n` or `s`, and perhaps a comment and an amount. */
  readonly separator: RegExp;
  readonly maxFields: number;
  isEntry(line: string): boolean;
  /** Which of several lines about a habit on one day the tool goes by. */
  readonly validLine: 'first' | 'last';
  /** What a line of `habits` says; undefined for one without a habit. */
  readHabit(line: string): { readonly name: string; readonly isTracked: boolean } | undefined;
}

/** Reads what was done, each day in the order of the habits. Habits that the tool only tracks are left out. */
export function readHabitLog(source: ImportSource, log: HabitLog, { today }: ImportContext): ImportedHistory {
  const history = new ImportedHistory('line');
  const lines = [...numberedLines(textOf(source))].filter(([, line]) => !line.startsWith('#'));
  const habitsFile = siblingOf(source, 'habits');
  const habits = habitsIn(habitsFile === undefined ? '' : textOf(habitsFile), log);
  if (habitsFile === undefined)
    history.remarks.push(
      `Without the habits file beside the log, habits that ${log.tool} only tracks cannot be told apart.`,
    );
  const valid = validLines(lines, log);
  const done: { day: Day; thing: ImportedThing; position: number }[] = [];
  for (const [number, line] of lines) {
    history.readEntry(number, () => {
      const { day, habit, result, did } = parseEntry(line, log, today);
      if ((valid.get(keyOf(line, log)) ?? number) !== number) throw new UsageError(OVERRIDDEN[log.validLine]);
      if (result !== 'y') throw new UsageError(result === 'n' ? 'not done' : 'skipped');
      const { isTracked, position } = habits.get(habit) ?? { isTracked: false, position: habits.size };
      if (isTracked) throw new UsageError(`${log.tool} only tracks this habit`);
      done.push({ day, thing: doneThing(number, day, habit, did), position });
    });
  }
  for (const { day, thing } of done.sort((one, other) => one.position - other.position)) history.addThing(day, thing);
  return history;
}

const OVERRIDDEN = { first: 'an earlier line overrides it', last: 'a later line overrides it' };

function parseEntry(line: string, { separator, maxFields }: HabitLog, today: Day) {
  const parts = line.split(separator).map((part) => part.trim());
  const [date = '', habit = '', result = '', comment = '', amount = ''] = parts;
  if (parts.length > maxFields) throw new UsageError('too many fields');
  const day = requirePastDay(date, today);
  if (!/^[yns]$/.test(result)) throw new UsageError('the result is not y, n or s');
  return { day, habit, result, did: withAmount(comment, Number(amount) === 0 ? '' : amount) };
}

/** The number of the line that holds for each habit on each day. */
function validLines(lines: readonly [number: number, line: string][], log: HabitLog): Map<string, number> {
  const entries = lines.filter(([, line]) => log.isEntry(line));
  if (log.validLine === 'first') entries.reverse();
  return new Map(entries.map(([number, line]) => [keyOf(line, log), number]));
}

/** The day and the habit of a line. */
function keyOf(line: string, { separator }: HabitLog): string {
  return line
    .split(separator, 2)
    .map((part) => part.trim())
    .join('\n');
}

interface Habit {
  readonly position: number;
  readonly isTracked: boolean;
}

function habitsIn(text: string, { readHabit }: HabitLog): Map<string, Habit> {
  const habits = new Map<string, Habit>();
  for (const [, line] of numberedLines(text)) {
    const habit = readHabit(line);
    if (habit !== undefined) habits.set(habit.name.trim(), { position: habits.size, isTracked: habit.isTracked });
  }
  return habits;
}
