import { UsageError } from '../core/errors.ts';
import { doneThing, requirePastDay, withAmount } from './fields.ts';
import type { ImportContext } from './import-source.ts';
import type { EntryLocation, ImportedHistory } from './imported-history.ts';

/** A habit of Loop Habit Tracker. */
export interface LoopHabit {
  readonly name: string;
  /** Null for one that is done or not; a measured habit has a number each day. */
  readonly target: LoopTarget | null;
}

interface LoopTarget {
  readonly isMost: boolean;
  readonly amount: number;
  readonly unit: string;
}

/** What Loop has of a habit on one day. */
export interface LoopEntry {
  readonly habit: LoopHabit;
  readonly where: string;
  readonly day: string;
  /** A word, or a number as text; of a measured habit, thousandths without a decimal point, or units with one. */
  readonly value: string;
  readonly note: string;
}

/** The target as Loop writes it in its table of habits: `AT_LEAST` or 0, `AT_MOST` or 1. */
export function loopTarget(type: string, amount: string, unit: string): LoopTarget {
  return { isMost: /^(AT_MOST|1)$/.test(type), amount: Number(amount) || 0, unit };
}

// Newer versions write names; older versions and the database have numbers.
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['UNKNOWN', '-1'],
  ['NO', '0'],
  ['YES_AUTO', '1'],
  ['YES_MANUAL', '2'],
  ['SKIP', '3'],
]);
const UNKNOWN = '-1';
const DONE = '2';
const REASONS: ReadonlyMap<string, string> = new Map([
  ['0', 'not done'],
  ['1', 'computed by Loop'],
  ['3', 'skipped'],
]);

/** Whether a word is one of those that Loop writes for a day. */
export function isLoopWord(word: string): boolean {
  return NUMBERS.has(word);
}

/** Reads what Loop has of one day; of a day without a record, nothing. */
export function readLoopEntry(entry: LoopEntry, { today }: ImportContext, history: ImportedHistory): void {
  const { habit, where, note } = entry;
  const value = NUMBERS.get(entry.value) ?? entry.value;
  const location: EntryLocation = { habit: habit.name, where };
  if (value === UNKNOWN && note.trim() === '') return;
  history.readEntry(location, () => {
    const day = requirePastDay(entry.day, today);
    if (value === UNKNOWN) throw new UsageError('only a note');
    const did = habit.target === null ? doneNote(value, note) : reachedNote(value, note, habit.target);
    history.addThing(day, doneThing(location, day, habit.name, did));
  });
}

function doneNote(value: string, note: string): string {
  if (value !== DONE) throw new UsageError(REASONS.get(value) ?? 'unknown value');
  return note;
}

function reachedNote(value: string, note: string, { isMost, amount: target, unit }: LoopTarget): string {
  if (value === '3') throw new UsageError('skipped');
  if (!/^\d+(\.\d+)?$/.test(value)) throw new UsageError('unknown value');
  const amount = value.includes('.') ? Number(value) : Number(value) / 1000;
  if (isMost ? amount > target : amount < target || amount === 0) throw new UsageError('target not reached');
  return withAmount(note, `${amount} ${unit}`.trim());
}
