import type { Day } from '../core/day.ts';
import type { NewSetback, Setback } from '../core/setback.ts';
import type { Slot, Timestamp } from '../core/thing.ts';
import type { Connection } from './connection.ts';
import { FIRST_DAY, LAST_DAY } from './days.ts';

interface SetbackRow extends Omit<Setback, 'next'> {
  readonly nextId: string | null;
  readonly nextDay: Day;
  readonly nextSlot: Slot | null;
  readonly nextText: string;
  readonly nextDoneAt: Timestamp | null;
}

/** The setbacks of a store. Only call `save` inside `Store.change`. */
export class Setbacks {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The setbacks of a span of days, newest first. */
  list(from: Day = FIRST_DAY, to: Day = LAST_DAY): Setback[] {
    return this.#connection
      .prepare<[Day, Day], SetbackRow>(
        `SELECT setback.id, setback.day, setback.text, lesson, kind, settled_at AS settledAt, settled_on AS settledOn,
                thing.id AS nextId, thing.day AS nextDay, thing.slot AS nextSlot, thing.text AS nextText,
                thing.done_at AS nextDoneAt
         FROM setback LEFT JOIN thing ON thing.id = setback.next_id
         WHERE setback.day BETWEEN ? AND ?
         ORDER BY setback.day DESC, setback.id DESC`,
      )
      .all(from, to)
      .map(toSetback);
  }

  /** Saves a new or changed setback. Save the thing that corrects it first. */
  save({ id, day, text, lesson, kind, next, settledAt, settledOn }: NewSetback): void {
    this.#connection
      .prepare(
        `INSERT INTO setback (id, day, text, lesson, kind, next_id, settled_at, settled_on, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET lesson = excluded.lesson, kind = excluded.kind, next_id = excluded.next_id,
           settled_at = excluded.settled_at, settled_on = excluded.settled_on, updated_at = excluded.updated_at`,
      )
      .run(id, day, text, lesson, kind, next?.id ?? null, settledAt, settledOn, this.#connection.now);
  }
}

function toSetback({ nextId, nextDay, nextSlot, nextText, nextDoneAt, ...setback }: SetbackRow): Setback {
  if (nextId === null) return { ...setback, next: null };
  return { ...setback, next: { id: nextId, day: nextDay, slot: nextSlot, text: nextText, doneAt: nextDoneAt } };
}
