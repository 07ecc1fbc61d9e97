import { type Day, daysBetween } from './day.ts';
import { CommandError } from './errors.ts';
import type { Slot, Timestamp } from './thing.ts';

/** How a setback was settled: a thing corrects it, or it is let go. */
export type Settlement = 'correct' | 'let-go';

/** Something lost on a day, and what became of it. */
export interface Setback {
  readonly id: string;
  readonly day: Day;
  readonly text: string;
  readonly lesson: string | null;
  /** Null while it is open. */
  readonly kind: Settlement | null;
  /** The thing that corrects it, as it stands now; null also when that thing was dropped. */
  readonly next: NextThing | null;
  readonly settledAt: Timestamp | null;
  /** The day it was settled on, as the user lived it. */
  readonly settledOn: Day | null;
}

/** A setback to be stored, with only the id of its next thing. */
export interface NewSetback extends Omit<Setback, 'next'> {
  readonly next: { readonly id: string } | null;
}

export interface NextThing {
  readonly id: string;
  readonly day: Day;
  readonly slot: Slot | null;
  readonly text: string;
  readonly done: boolean;
}

export function newSetback(id: string, day: Day, text: string, lesson: string | null): Setback {
  return { id, day, text, lesson, kind: null, next: null, settledAt: null, settledOn: null };
}

/** Settles an open setback: by the thing that comes next, or by letting go where there is none. */
export function settle(setback: Setback, next: NextThing | null, on: Day, at: Timestamp): Setback {
  return { ...setback, kind: next === null ? 'let-go' : 'correct', next, settledAt: at, settledOn: on };
}

/** How many days it took to settle; null while it is open. */
export function daysToSettle({ day, settledOn }: Setback): number | null {
  return settledOn === null ? null : Math.max(0, daysBetween(day, settledOn));
}

/** The open setback with a number: its place in the list, newest first, from 1. */
export function openSetback(setbacks: readonly Setback[], number: number): Setback {
  const setback = setbacks[number - 1];
  if (!setback) throw new CommandError(`there is no setback ${number}`, 'The list: four lost');
  if (setback.kind !== null) throw new CommandError(`setback ${number} is settled already`, 'The list: four lost');
  return setback;
}
