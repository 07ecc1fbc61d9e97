import type { Day } from './day.ts';

/** What the user takes into a week. */
export interface WeekNote {
  /** The first day of that week, by the setting of the time when it was written. */
  readonly week: Day;
  readonly text: string;
}
