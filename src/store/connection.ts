import type { Timestamp } from '../core/thing.ts';
import type { Database, Statement } from './driver.ts';

/** What the parts of a store work with: the time of the command, and statements, each prepared once. */
export class Connection {
  /** When the command began; noted with every row that it writes. */
  readonly now: Timestamp;
  readonly #statements = new Map<string, Statement<unknown[], unknown>>();
  readonly #open: () => Database;

  /** `open` gives the database, which is opened at the first question. */
  constructor(now: Timestamp, open: () => Database) {
    this.now = now;
    this.#open = open;
  }

  /** A statement by its parameters and its row; the row is the value itself where the statement plucks. */
  prepare<Params extends unknown[], Row = never>(sql: string): Statement<Params, Row> {
    const known = this.#statements.get(sql) ?? this.#open().prepare(sql);
    this.#statements.set(sql, known);
    return known as Statement<Params, Row>;
  }

  /** Statements belong to a database, and are prepared again when another one is opened. */
  forgetStatements(): void {
    this.#statements.clear();
  }
}
