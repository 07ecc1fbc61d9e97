import type { Timestamp } from '../core/thing.ts';
import type { Database, Statement } from './driver.ts';

/** A database as the parts of a store use it: statements that are prepared once, and the time of the command. */
export class Connection {
  /** When the command began: the `updated_at` of every row it writes. */
  readonly now: Timestamp;
  readonly #statements = new Map<string, Statement<unknown[], unknown>>();
  readonly #open: () => Database;

  /** `open` is called whenever the database is needed, so that a command which never asks does not open it. */
  constructor(now: Timestamp, open: () => Database) {
    this.now = now;
    this.#open = open;
  }

  /** A statement by its parameters and its row. With `pluck()`, the row is the value itself; with `raw()`, a tuple. */
  prepare<Params extends unknown[], Row = never>(sql: string): Statement<Params, Row> {
    const known = this.#statements.get(sql) ?? this.#open().prepare(sql);
    this.#statements.set(sql, known);
    return known as Statement<Params, Row>;
  }

  /**
   * Runs `work` in a transaction that holds the write lock from the start, and returns its result. The transaction is rolled
   * back when `isKept` says so. Links between rows are only checked at the end.
   */
  transact<Result>(work: () => Result, isKept: (result: Result) => boolean = () => true): Result {
    const database = this.#open();
    database.exec('BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON');
    try {
      const result = work();
      database.exec(isKept(result) ? 'COMMIT' : 'ROLLBACK');
      return result;
    } catch (error) {
      // After some errors, SQLite has rolled back already.
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Forgets the statements, which belong to one database, before another is opened. */
  forgetStatements(): void {
    this.#statements.clear();
  }
}
