import type { Day } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { doneThing, History, type ImportedThing, pastDay } from '../imported-history.ts';
import { linesOf, type Reading } from '../source.ts';

// https://github.com/wakatara/harsh: `2026-11-23 : Habit : y : comment : amount`, the last two not in all versions.
// An editor may have taken the blank at the end of a line away.
const SEPARATOR = / : | :$/;
const ENTRY = /^\d{4}-\d\d-\d\d : .+ : [yns]( :|\s*$)/;

/** Whether a line could only be of such a log. */
export function isHarsh(line: string): boolean {
  return ENTRY.test(line);
}

/**
 * The log: what was done. Where the `habits` are there too, things come in their order, and habits that harsh only tracks (of
 * frequency 0) are no goals.
 */
export function readHarsh(log: string, habits: string | undefined, { today }: Reading): History {
  const history = new History('line');
  const known = habitsOf(habits ?? '');
  const done: { day: Day; thing: ImportedThing; place: number }[] = [];
  const last = lastLines(log);
  for (const [number, line] of entriesOf(log)) {
    history.entry(number, () => {
      const [date = '', habit = '', result = '', comment = '', amount = '', ...more] = line
        .split(SEPARATOR)
        .map((part) => part.trim());
      if (more.length > 0) throw new UsageError('too many parts');
      const day = pastDay(date, today);
      if (!/^[yns]$/.test(result)) throw new UsageError('neither y, n nor s');
      if ((last.get(keyOf(line)) ?? number) > number) throw new UsageError('a later line tells otherwise');
      if (result === 'n') throw new UsageError('not done');
      if (result === 's') throw new UsageError('skipped');
      if (known.get(habit)?.isTracked) throw new UsageError('a habit that is only tracked');
      const place = known.get(habit)?.place ?? known.size;
      done.push({ day, thing: doneThing(number, day, habit, wordsOf(comment, amount)), place });
    });
  }
  for (const { day, thing } of done.sort((one, other) => one.place - other.place)) history.addThing(day, thing);
  return history;
}

function* entriesOf(log: string): Generator<[number: number, line: string]> {
  for (const [number, line] of linesOf(log)) if (!line.startsWith('#')) yield [number, line];
}

/** Of several lines about a habit on a day harsh goes by the last. */
function lastLines(log: string): Map<string, number> {
  const whole = [...entriesOf(log)].filter(([, line]) => isHarsh(line));
  return new Map(whole.map(([number, line]) => [keyOf(line), number]));
}

function keyOf(line: string): string {
  return line
    .split(SEPARATOR, 2)
    .map((part) => part.trim())
    .join('\n');
}

function wordsOf(comment: string, amount: string): string {
  const hasAmount = amount !== '' && Number(amount) !== 0;
  if (!hasAmount) return comment;
  return comment === '' ? amount : `${comment} (${amount})`;
}

/** `Gym: 3/7`, with headings `! Health` and comments between them. */
function habitsOf(habits: string): Map<string, { place: number; isTracked: boolean }> {
  const known = new Map<string, { place: number; isTracked: boolean }>();
  for (const [, line] of linesOf(habits)) {
    const [, name, frequency] = /^([^#!].*?): (.*)$/.exec(line) ?? [];
    if (name !== undefined)
      known.set(name.trim(), { place: known.size, isTracked: /^\s*0\s*(\/|$)/.test(frequency ?? '') });
  }
  return known;
}
