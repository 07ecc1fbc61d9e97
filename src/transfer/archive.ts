import type { Day } from '../core/day.ts';
import type { Setback } from '../core/setback.ts';
import type { Settings } from '../core/settings.ts';
import type { DayRecord } from '../core/thing.ts';

/** What is exported, days and setbacks oldest first. */
export interface Archive {
  readonly settings: Settings;
  readonly today: Day;
  readonly days: Iterable<DayRecord>;
  readonly setbacks: readonly Setback[];
}
