import { type Day, daysBetween } from './day.ts';
import { CommandError } from './errors.ts';
import { setbackId } from './record-id.ts';
import type { Slot, Timestamp } from './thing.ts';

/** How a setback was settled: with a thing that corrects it, or by letting go. */
export type Settlement = 'correct' | 'let-go';

/** Something lost on a day, and how it was settled. */
export interface Setback {
  readonly id: string;
  readonly day: Day;
  readonly text: string;
  readonly lesson: string | null;
  /** Null while it is open. */
  readonly kind: Settlement | null;
  /** The thing that corrects it, as it is now; also null if that thing was dropped. */
  readonly next: NextThing | null;
  readonly settledAt: Timestamp | null;
  /** The user's day when it was settled; `settledAt` may fall on the next date. */
  readonly settledOn: Day | null;
}

/** A setback as it is stored: of the next thing only the id. */
export interface NewSetback extends Omit<Setback, 'next'> {
  readonly next: { readonly id: string } | null;
}

export interface NextThing {
  readonly id: string;
  readonly day: Day;
  readonly slot: Slot | null;
  readonly text: string;
  readonly doneAt: Timestamp | null;
}

/** The id of a setback that is written down after those that the store has on its day. */
export function nextSetbackId(day: Day, text: string, existing: readonly { readonly id: string }[]): string {
  return setbackId(day, text, existing.length + 1, (id) => existing.some((setback) => setback.id === id));
}

export function newSetback(id: string, day: Day, text: string, lesson: string | null): Setback {
  return { id, day, text, lesson, kind: null, next: null, settledAt: null, settledOn: null };
}

/** Settles an open setback with the next thing, or by letting go if `next` is null. */
export function settle(setback: Setback, next: NextThing | null, on: Day, at: Timestamp): Setback {
  return { ...setback, kind: next === null ? 'let-go' : 'correct', next, settledAt: at, settledOn: on };
}

/** The days from the setback until it was settled; null while it is open. */
export function daysToSettle({ day, settledOn }: Setback): number | null {
  return settledOn === null ? null : Math.max(0, daysBetween(day, settledOn));
}

/** The days from the setback until the thing that corrects it was done; null until then. */
export function daysToCorrect({ day, next }: Setback): number | null {
  return next === null || next.doneAt === null ? null : Math.max(0, daysBetween(day, next.day));
}

/** The open setback with a number: its place in the list from 1, newest first. Throws a `CommandError` if there is none. */
export function openSetback(setbacks: readonly Setback[], number: number): Setback {
  const setback = setbacks[number - 1];
  if (!setback) throw new CommandError(`there is no setback ${number}`, 'To list them: four lost');
  if (setback.kind !== null) throw new CommandError(`setback ${number} is already settled`, 'To list them: four lost');
  return setback;
}
