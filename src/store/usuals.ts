import { parseUsualDays, type Usual } from '../core/usual.ts';
import type { Connection } from './connection.ts';

interface UsualRow {
  readonly id: string;
  readonly text: string;
  readonly days: string;
}

/** The usual texts of a store. Only call `save` and `remove` inside `Store.change`. */
export class Usuals {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** By their folded texts, so that every machine numbers them alike. */
  list(): Usual[] {
    return this.#connection
      .prepare<[], UsualRow>('SELECT id, text, days FROM usual ORDER BY id')
      .all()
      .map(({ days, ...usual }) => ({ ...usual, days: parseUsualDays(days) ?? [] }));
  }

  save({ id, text, days }: Usual): void {
    this.#connection
      .prepare(
        `INSERT INTO usual (id, text, days, updated_at) VALUES (@id, @text, @days, @now)
         ON CONFLICT (id) DO UPDATE SET text = @text, days = @days, updated_at = @now
         WHERE text IS NOT @text OR days IS NOT @days`,
      )
      .run({ id, text, days: days.join(','), now: this.#connection.now });
  }

  remove({ id }: Usual): void {
    this.#connection.prepare('DELETE FROM usual WHERE id = ?').run(id);
  }
}
