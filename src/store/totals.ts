import type { Day } from '../core/day.ts';
import type { SlotTotal } from '../core/labels.ts';
import type { YearDigits } from '../core/streak.ts';
import type { DetailedTotal } from '../core/why.ts';
import type { Connection } from './connection.ts';
import { FIRST_DAY, LAST_DAY } from './days.ts';

/** The totals of days, slots and years. */
export class Totals {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The years with something done or a rest day, oldest first, with one digit for each day. */
  years(): YearDigits[] {
    return this.#connection.prepare<[], YearDigits>('SELECT year, days FROM year_tally ORDER BY year').all();
  }

  /** The totals of the days with a record in a span, oldest first. */
  days(from: Day = FIRST_DAY, to: Day = LAST_DAY): DetailedTotal[] {
    // The view `days` gives the same, but SQLite would compute all of it before it takes the span.
    return this.#connection
      .prepare<[{ from: Day; to: Day }], [Day, number, number, number, number]>(
        `WITH part (day, planned, done, unplanned, rest) AS (
           SELECT day, slot IS NOT NULL, done_at IS NOT NULL, done_at IS NOT NULL AND unplanned, 0 FROM thing
             WHERE day BETWEEN @from AND @to
           UNION ALL
           SELECT day, 0, 0, 0, 1 FROM rest_day WHERE day BETWEEN @from AND @to
           UNION ALL
           SELECT day, 0, 0, 0, 0 FROM setback WHERE day BETWEEN @from AND @to
         )
         SELECT day, sum(planned), sum(done), sum(unplanned), max(rest) FROM part GROUP BY day ORDER BY day`,
      )
      .raw()
      .all({ from, to })
      .map(([day, planned, done, unplanned, rest]) => ({ day, planned, done, unplanned, rest: rest === 1 }));
  }

  /** The totals of each slot in use over a span of days. */
  slots(from: Day, to: Day): SlotTotal[] {
    return this.#connection
      .prepare<[Day, Day], SlotTotal>(
        // The slots of countedSlot in core/thing.ts.
        `SELECT slot, count(done_at) AS done, count(*) AS planned
         FROM (SELECT iif(done_at IS NULL, slot, coalesce(planned_slot, slot)) AS slot, done_at FROM thing
               WHERE day BETWEEN ? AND ?)
         WHERE slot IS NOT NULL GROUP BY slot`,
      )
      .all(from, to);
  }
}
