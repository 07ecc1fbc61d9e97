import type { Day } from '../core/day.ts';
import type { Setback } from '../core/setback.ts';
import type { Settings } from '../core/settings.ts';
import type { DayRecord } from '../core/thing.ts';
import type { Usual } from '../core/usual.ts';
import type { WeekNote } from '../core/week-note.ts';

/** What an export writes; days and setbacks are oldest first. */
export interface ExportedHistory {
  readonly settings: Settings;
  readonly today: Day;
  readonly days: Iterable<DayRecord>;
  readonly setbacks: readonly Setback[];
  readonly usuals: readonly Usual[];
  readonly weekNotes: readonly WeekNote[];
}

/** Writes one format. */
export interface Exporter {
  /** The text of an export, in pieces of any length. */
  write(history: ExportedHistory): Iterable<string>;
}
