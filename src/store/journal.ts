import type { Differences } from '../core/difference.ts';
import { DamagedStore } from '../core/errors.ts';
import type { Timestamp } from '../core/thing.ts';
import type { Connection } from './connection.ts';
import { compareWhile } from './differences.ts';
import { kindOfTable, knownColumns, RECORDS } from './records.ts';
import { cutBrokenLinks, type Direction, undoByField, type Withdraw } from './undo-by-field.ts';

/** A command that changed something, as it was typed, and when. */
export interface JournalledCommand {
  readonly id: number;
  readonly command: string;
  readonly at: Timestamp;
}

/** A command that was undone or redone, and what is different now. */
export interface RestoredCommand extends JournalledCommand {
  readonly differences: Differences;
  /** Whether there is another one to undo or redo after it. */
  readonly hasNext: boolean;
}

/** What a recorded piece of work returned, and whether its command has changed anything. */
export interface Recorded<Result> {
  readonly result: Result;
  readonly hasChanged: boolean;
}

// In either direction, each step leads to a state that has existed, so that no constraint is in the way.
const UNDO: Steps = { side: 'before', order: 'DESC', isOpen: 'undone = 0', isPast: 'id <', isReached: 'id >=' };
const REDO: Steps = { side: 'after', order: 'ASC', isOpen: 'undone = 1', isPast: 'id >', isReached: 'id <=' };

/** The way of an undo or redo through the changes, in SQL. */
interface Steps extends Direction {
  /** Which changes it can still restore. */
  readonly isOpen: string;
  /** Which come after one whose id follows. */
  readonly isPast: string;
  /** Which come before it, with itself. */
  readonly isReached: string;
}

/** How many changes can be undone. Older ones are forgotten. */
const KEPT_CHANGES = 1000;

/**
 * Records what commands change, for undo and redo. Triggers write every row before and after a change, so that no command can
 * forget to; `migrations/003-journal.sql` has them. Every method needs a transaction.
 */
export class Journal {
  readonly #connection: Connection;
  readonly #command: string;
  /** The change of this command, once it has made one. */
  #change: number | undefined;

  constructor(connection: Connection, command: string) {
    this.#connection = connection;
    this.#command = command;
  }

  /**
   * Runs `work` and records what it changes. Everything that one command changes is one change, unless another command comes
   * between. When the command has changed nothing, the caller must roll back.
   */
  record<Result>(work: () => Result): Recorded<Result> {
    const change = this.#isLast(this.#change) ? this.#change : this.#begin();
    // A row of another program would have every change journalled twice.
    this.#connection.prepare<[]>('DELETE FROM recording').run();
    this.#connection.prepare<[number]>('INSERT INTO recording (change_id) VALUES (?)').run(change);
    const result = work();
    this.#connection.prepare<[]>('DELETE FROM recording').run();
    this.#change = this.#isEmpty(change) ? undefined : change;
    if (this.#change === undefined) return { result, hasChanged: false };
    // On top of a new change, an undone one cannot be redone.
    this.#connection.prepare<[]>('DELETE FROM change WHERE undone = 1').run();
    this.#connection.prepare<[number]>('DELETE FROM change WHERE id <= ?').run(change - KEPT_CHANGES);
    return { result, hasChanged: true };
  }

  /** The commands that changed something since a time and were not undone, as they were typed. */
  commandsSince(time: Timestamp): string[] {
    return this.#connection
      .prepare<[Timestamp], string>('SELECT command FROM change WHERE at >= ? AND undone = 0')
      .pluck()
      .all(time);
  }

  /** When those of the last 200 changes were made that were made after `from` and until `to`. */
  changeTimes(from: Timestamp, to: Timestamp): Timestamp[] {
    return this.#connection
      .prepare<[Timestamp, Timestamp], Timestamp>(
        'SELECT at FROM change WHERE id > (SELECT max(id) FROM change) - 200 AND at > ? AND at <= ?',
      )
      .pluck()
      .all(from, to);
  }

  /**
   * Undoes the last change, or the one before `previous`, and returns it; undefined when there is none. One whose undo makes no
   * difference stays the last change, until one before it is undone. `withdraw` is for what has been synced.
   */
  undo(previous?: RestoredCommand, withdraw?: Withdraw): RestoredCommand | undefined {
    return this.#restore(UNDO, previous, withdraw);
  }

  /** Redoes the change that was undone last, or the one after `previous`, and returns it; undefined when there is none. */
  redo(previous?: RestoredCommand): RestoredCommand | undefined {
    return this.#restore(REDO, previous);
  }

  #begin(): number {
    const { lastInsertRowid } = this.#connection
      .prepare<[string, Timestamp]>('INSERT INTO change (command, at) VALUES (?, ?)')
      .run(this.#command, this.#connection.now);
    return Number(lastInsertRowid);
  }

  #isLast(change: number | undefined): change is number {
    const last = this.#connection
      .prepare<[], { id: number; undone: number }>('SELECT id, undone FROM change ORDER BY id DESC LIMIT 1')
      .get();
    return last !== undefined && last.id === change && last.undone === 0;
  }

  #isEmpty(change: number): boolean {
    return (
      this.#connection.prepare<[number]>('SELECT 1 FROM journal WHERE change_id = ? LIMIT 1').get(change) === undefined
    );
  }

  #restore(steps: Steps, previous?: RestoredCommand, withdraw?: Withdraw): RestoredCommand | undefined {
    const found = this.#next(steps, previous);
    if (!found) return undefined;
    const isSynced = this.#connection.prepare<[number]>('SELECT 1 FROM sync WHERE absorbed >= ?').get(found.id);
    const restore = () => {
      const shared = isSynced
        ? undoByField(this.#connection, found.id, { direction: steps, withdraw })
        : restoreRows(this.#connection, found.id, steps);
      cutBrokenLinks(this.#connection, found.id);
      return shared;
    };
    const differences = compareWhile(this.#connection, { change: found.id, isComplete: !isSynced, restore });
    if (differences.count > 0) this.#leaveBehind(steps, found);
    return { ...found, differences, hasNext: this.#next(steps, found) !== undefined };
  }

  /** The next change to restore, after `previous`. */
  #next({ isOpen, isPast, order }: Steps, previous?: JournalledCommand): JournalledCommand | undefined {
    return this.#connection
      .prepare<[number | null], JournalledCommand>(
        `SELECT id, command, at FROM change WHERE ${isOpen} AND ifnull(${isPast} ?, TRUE) ORDER BY id ${order} LIMIT 1`,
      )
      .get(previous?.id ?? null);
  }

  /** Notes that a change was undone or redone, and those on the way to it, which made no difference. */
  #leaveBehind({ isOpen, isReached }: Steps, { id }: JournalledCommand): void {
    this.#connection
      .prepare<[number]>(`UPDATE change SET undone = NOT undone WHERE ${isOpen} AND ${isReached} ?`)
      .run(id);
  }
}

/** Consecutive entries of one table that one statement restores: a change often writes many rows alike. */
interface Run {
  readonly table: string;
  /** Whether the rows are removed. */
  readonly isRemoval: boolean;
  /** The lowest and the highest id of the entries. */
  low: number;
  high: number;
}

/** Restores the rows of a change, when nothing but its own undo and redo has touched them since. */
function restoreRows(connection: Connection, change: number, direction: Direction): undefined {
  for (const run of runsOf(connection, change, direction)) {
    const { table, isRemoval, low, high } = run;
    const sql = isRemoval ? deletion(table) : upsert(table, columnsOf(connection, run, direction), direction);
    connection.prepare<[{ change: number; low: number; high: number }]>(sql).run({ change, low, high });
  }
}

function runsOf(connection: Connection, change: number, { side, order }: Direction): Run[] {
  const runs: Run[] = [];
  const entries = connection
    .prepare<[number], [id: number, table: string, isRemoval: number]>(
      `SELECT id, relation, ${side} IS NULL FROM journal WHERE change_id = ? ORDER BY id ${order}`,
    )
    .raw()
    .iterate(change);
  for (const [id, table, removal] of entries) {
    if (!Number.isSafeInteger(id)) throw new DamagedStore('the journal has an id that is too large');
    const isRemoval = removal === 1;
    const last = runs.at(-1);
    if (last?.table === table && last.isRemoval === isRemoval) {
      last.low = Math.min(last.low, id);
      last.high = Math.max(last.high, id);
    } else runs.push({ table, isRemoval, low: id, high: id });
  }
  return runs;
}

/** The columns that rows had when they were journalled. They are the same in a whole run, but may be older than the last migration. */
function columnsOf(connection: Connection, { table, low }: Run, { side }: Direction): string[] {
  const row = connection.prepare<[number], string>(`SELECT ${side} FROM journal WHERE id = ?`).pluck().get(low);
  return knownColumns(table, JSON.parse(row ?? '{}'));
}

const RUN = 'FROM journal WHERE change_id = @change AND id BETWEEN @low AND @high';

function deletion(table: string): string {
  return `DELETE FROM ${table} WHERE ${keyOf(table)} IN (SELECT key ${RUN})`;
}

// The values never leave SQLite: bytes that are not valid text would not survive it.
function upsert(table: string, columns: readonly string[], { side, order }: Direction): string {
  const values = columns.map((column) => `json_extract(${side}, '$.${column}')`);
  const assignments = columns.map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} ${RUN} ORDER BY id ${order}
    ON CONFLICT (${keyOf(table)}) DO UPDATE SET ${assignments.join(', ')}`;
}

function keyOf(table: string): string {
  return RECORDS[kindOfTable(table)].key;
}
