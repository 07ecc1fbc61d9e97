import { type Day, isSupportedDay, noonOf, parseInstant, parseIsoDay } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import type { Setback } from '../core/setback.ts';
import type { SettingKey } from '../core/settings.ts';
import { parseText } from '../core/text.ts';
import type { Slot, Thing, Timestamp } from '../core/thing.ts';

/** Where in a file: the number of a line, or words where it has no lines. */
export type Where = number | string;

/** A thing as a file tells it: what it leaves open is decided when it meets the day it belongs to. */
export interface ImportedThing extends Omit<Thing, 'id' | 'slot' | 'unplanned'> {
  readonly where: Where;
  readonly id: string | undefined;
  /** Null is an extra; undefined leaves it to us. */
  readonly slot: Slot | null | undefined;
  /** It had no slot, and is to have none here. */
  readonly waits?: true;
  readonly unplanned: boolean | undefined;
}

export interface ImportedDay {
  readonly things: ImportedThing[];
  rest: { readonly reason: string | null } | null;
}

export interface ImportedSetback extends Omit<Setback, 'id' | 'next'> {
  readonly id: string | undefined;
  readonly nextId: string | null;
}

export interface LeftOut {
  readonly where: Where;
  readonly reason: string;
}

/** What an entry of a file is called, like `line`. */
export type Unit = 'line' | 'entry' | 'task';

/** What a file tells, each entry of it counted once: taken into a day, a setback or a setting, or left out with the reason. */
export class History {
  readonly unit: Unit;
  read = 0;
  /** How far `days` has come, from 0 to 1. */
  share = 0;
  readonly #days = new Map<Day, ImportedDay>();
  readonly setbacks: ImportedSetback[] = [];
  readonly settings = new Map<SettingKey, string>();
  readonly leftOut: LeftOut[] = [];

  constructor(unit: Unit) {
    this.unit = unit;
  }

  /** The days, each of them once. */
  *days(): Generator<readonly [Day, ImportedDay]> {
    const days = [...this.#days].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [index, day] of days.entries()) {
      this.share = index / days.length;
      yield day;
    }
  }

  /** Reads one entry; what is wrong with it is the reason to leave it out. */
  entry(where: Where, read: () => void): void {
    this.read += 1;
    try {
      read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.leftOut.push({ where, reason: error.message });
    }
  }

  leaveOut(where: Where, reason: string): void {
    this.read += 1;
    this.leftOut.push({ where, reason });
  }

  addThing(day: Day, thing: ImportedThing): void {
    this.#day(day).things.push(thing);
  }

  addRest(day: Day, reason: string | null): void {
    const told = this.#day(day);
    if (told.rest !== null) throw new UsageError('that day off is there twice');
    told.rest = { reason };
  }

  #day(day: Day): ImportedDay {
    const known = this.#days.get(day);
    if (known) return known;
    const added: ImportedDay = { things: [], rest: null };
    this.#days.set(day, added);
    return added;
  }
}

/** One record of a habit in the database of Loop Habit Tracker. */
export interface LoopRecord {
  readonly habit: string;
  /** By a number, and not by yes or no. */
  readonly isMeasured: boolean;
  /** In milliseconds: midnight in UTC of the day. */
  readonly timestamp: number | null;
  readonly value: number | null;
  readonly notes: string | null;
}

/** A thing another tool knows to be done on a day, and not when on it. */
export function doneThing(where: Where, day: Day, text: string, did: string | null = null): ImportedThing {
  return doneThingAt(where, noonOf(day), text, did);
}

export function doneThingAt(where: Where, doneAt: Timestamp, text: string, did: string | null = null): ImportedThing {
  return {
    where,
    id: undefined,
    slot: undefined,
    text: parseText(text),
    doneAt,
    did: optionalText(did, 'what was done'),
    carriedFrom: null,
    carried: 0,
    unplanned: undefined,
  };
}

/** The text of a field that may be empty. */
export function optionalText(text: string | null | undefined, what: string): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : parseText(text, what);
}

/** A day of a file. */
export function parseSupportedDay(text: string): Day | undefined {
  const day = parseIsoDay(text);
  return day !== undefined && isSupportedDay(day) ? day : undefined;
}

export function requireDay(text: string): Day {
  const day = parseSupportedDay(text);
  if (day === undefined) throw new UsageError('bad date');
  return day;
}

// As four itself writes it, which is quicker to read.
const TIMESTAMP = /^[1-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function parseTimestamp(text: string): Timestamp {
  const time = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString() === text) return text;
  const instant = parseInstant(text);
  if (instant === undefined) throw new UsageError('bad time');
  return instant.toISOString();
}

/** A record of the past cannot lie ahead. */
export function pastDay(text: string, today: Day): Day {
  const day = requireDay(text);
  if (day > today) throw new UsageError('in the future');
  return day;
}
