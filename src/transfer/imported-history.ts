import type { Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { checkEntryCount, formatLimit, MAX_THINGS } from '../core/limits.ts';
import type { Setback } from '../core/setback.ts';
import type { SettingKey } from '../core/settings.ts';
import type { Slot, Thing } from '../core/thing.ts';
import type { Usual } from '../core/usual.ts';
import type { WeekNote } from '../core/week-note.ts';

/** Where an entry is in its file: a line number from 1, or words in a file without lines. Of a habit, entries may only be counted. */
export type EntryLocation = number | string | { readonly habit: string; readonly where: string };

/** A thing as a file describes it. What is undefined is decided when it is merged into its day. */
export interface ImportedThing extends Omit<Thing, 'id' | 'slot' | 'unplanned'> {
  readonly location: EntryLocation;
  readonly id: string | undefined;
  /** Null for an extra. */
  readonly slot: Slot | null | undefined;
  /** It is open without a slot, and stays that way. */
  readonly waits?: true;
  readonly unplanned: boolean | undefined;
  /** What had to be changed in the note on what was done. */
  readonly noteChange?: string | undefined;
}

export interface ImportedDay {
  readonly things: ImportedThing[];
  rest: { readonly reason: string | null } | null;
}

export interface ImportedSetback extends Omit<Setback, 'id' | 'next'> {
  readonly id: string | undefined;
  readonly nextId: string | null;
}

export interface LeftOutEntry {
  readonly location: EntryLocation;
  readonly reason: string;
}

export interface ChangedNote {
  readonly location: EntryLocation;
  readonly change: string;
}

/** What a format calls its entries. */
export type EntryNoun = 'line' | 'entry' | 'task';

/**
 * The contents of a file. Each entry is counted once: it is part of a day, a setback, a usual text, the note of a week or a setting,
 * or left out with a reason.
 */
export class ImportedHistory {
  readonly entryNoun: EntryNoun;
  readonly setbacks: ImportedSetback[] = [];
  readonly usuals: Usual[] = [];
  readonly weekNotes: WeekNote[] = [];
  readonly settings = new Map<SettingKey, string>();
  readonly leftOut: LeftOutEntry[] = [];
  /** What the user should know about the file as a whole, in sentences. */
  readonly remarks: string[] = [];
  readonly #days = new Map<Day, ImportedDay>();
  #entryCount = 0;

  constructor(entryNoun: EntryNoun) {
    this.entryNoun = entryNoun;
  }

  get entryCount(): number {
    return this.#entryCount;
  }

  /** Oldest first. */
  days(): [Day, ImportedDay][] {
    return [...this.#days].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** Counts one entry and reads it; it is left out when `read` throws a usage error. */
  readEntry(location: EntryLocation, read: () => void): void {
    this.#countEntry();
    try {
      read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.leftOut.push({ location, reason: error.message });
    }
  }

  leaveOut(location: EntryLocation, reason: string): void {
    this.#countEntry();
    this.leftOut.push({ location, reason });
  }

  #countEntry(): void {
    this.#entryCount += 1;
    checkEntryCount(this.#entryCount);
  }

  /** The day, which is added if the file has not named it before. */
  day(day: Day): ImportedDay {
    const known = this.#days.get(day);
    if (known) return known;
    const added: ImportedDay = { things: [], rest: null };
    this.#days.set(day, added);
    return added;
  }

  hasDay(day: Day): boolean {
    return this.#days.has(day);
  }

  /** Throws a usage error when the day has very many. */
  addThing(day: Day, thing: ImportedThing): void {
    const { things } = this.day(day);
    if (things.length >= MAX_THINGS) throw new UsageError(`more than ${formatLimit(MAX_THINGS)} things on one day`);
    things.push(thing);
  }

  /** Throws a usage error for a second rest on the same day. */
  addRest(day: Day, reason: string | null): void {
    const imported = this.day(day);
    if (imported.rest !== null) throw new UsageError('the rest day appears twice');
    imported.rest = { reason };
  }
}
