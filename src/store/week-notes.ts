import { addDays, type Day } from '../core/day.ts';
import type { WeekNote } from '../core/week-note.ts';
import type { Connection } from './connection.ts';
import { FIRST_DAY, LAST_DAY } from './days.ts';

/** The notes of weeks. Only call `save` and `remove` inside `Store.change`. */
export class WeekNotes {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The notes of the weeks that begin in a span of days, oldest first. */
  list(from: Day = FIRST_DAY, to: Day = LAST_DAY): WeekNote[] {
    return this.#connection
      .prepare<[Day, Day], WeekNote>('SELECT week, text FROM week_note WHERE week BETWEEN ? AND ? ORDER BY week')
      .all(from, to);
  }

  /** The note of the week from a day on. With another `week-start`, it was written for a week that begins a few days later. */
  find(from: Day): WeekNote | undefined {
    return this.list(from, addDays(from, 6)).at(-1);
  }

  save({ week, text }: WeekNote): void {
    this.#connection
      .prepare(
        `INSERT INTO week_note (week, text, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (week) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at
         WHERE text <> excluded.text`,
      )
      .run(week, text, this.#connection.now);
  }

  remove({ week }: Pick<WeekNote, 'week'>): void {
    this.#connection.prepare('DELETE FROM week_note WHERE week = ?').run(week);
  }
}
