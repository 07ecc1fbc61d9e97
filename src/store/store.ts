import path from 'node:path';
import { localDay } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import type { Timestamp } from '../core/thing.ts';
import { copyTo, keepBackup } from './backups.ts';
import { Connection } from './connection.ts';
import { beforeChange, openForReading, openOrCreate } from './database.ts';
import { Days } from './days.ts';
import type { Database } from './driver.ts';
import { exists } from './files.ts';
import { type Change, record, redo, undo } from './journal.ts';
import { restoreBackup } from './restore.ts';
import { Setbacks } from './setbacks.ts';
import { StoredSettings } from './settings.ts';
import { Totals } from './totals.ts';

const NOTHING_CHANGED = new Error('nothing changed');

/** One SQLite file, opened at the first question and created at the first change. */
export class Store {
  readonly file: string;
  readonly days: Days;
  readonly setbacks: Setbacks;
  readonly settings: StoredSettings;
  readonly totals: Totals;
  readonly #connection: Connection;
  readonly #command: string;
  #hasBegun = false;
  /** The change this command is making, once it has begun. */
  #change: number | undefined;
  #hasChanged = false;
  #hasSynced = false;
  #database: Database | undefined;

  /** `command` and `now` are noted with everything that changes. */
  constructor(file: string, now: Timestamp, command: string) {
    this.file = file;
    this.#command = command;
    this.#connection = new Connection(now, () => this.#open());
    this.days = new Days(this.#connection);
    this.setbacks = new Setbacks(this.#connection);
    this.settings = new StoredSettings(this.#connection);
    this.totals = new Totals(this.#connection);
  }

  close(): void {
    this.#connection.forgetStatements();
    this.#database?.close();
    this.#database = undefined;
  }

  /** Whether this command has changed what is stored, and whether that was a sync. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  /** A text that is another one whenever something was changed, by this command or by another program. */
  version(): string {
    const others = this.#connection.prepare<[], number>('PRAGMA data_version').pluck().get();
    return `${others} ${this.#connection.prepare<[], number>('SELECT total_changes()').pluck().get()}`;
  }

  /** Waits no longer than this for another program that holds the store. */
  set lockTimeoutMs(milliseconds: number) {
    this.#open().pragma(`busy_timeout = ${milliseconds}`);
  }

  /**
   * Runs `work` as one transaction that holds the write lock from the start: all of it is stored, or nothing. What it changes
   * is journalled; all changes of one command are undone together. Before a store is created, `trial` shows that it can be done.
   */
  change<Result>(work: () => Result, trial: () => unknown = work): Result {
    const database = this.#writable(trial);
    let result: Result | undefined;
    const journalled = () => {
      this.#change = record(database, this.#command, this.#connection.now, this.#change, () => {
        result = work();
        // Every command shows this afterwards: a damaged page is found while the change can still be rolled back.
        this.totals.years();
      });
      // Rolled back, so that nothing is written where nothing has changed.
      if (this.#change === undefined) throw NOTHING_CHANGED;
    };
    try {
      transact(database, journalled);
    } catch (error) {
      if (error !== NOTHING_CHANGED) throw error;
    }
    this.#hasChanged ||= this.#change !== undefined;
    return result as Result;
  }

  /** Runs `work` as one transaction that is not journalled, for a sync: only this machine's own changes can be undone. `isDry` rolls it back. */
  replicate<Result>(work: (database: Database) => Result, isDry = false): Result {
    const database = isDry ? this.#open() : this.#writable();
    let result: Result | undefined;
    const begin = this.version();
    try {
      transact(database, () => {
        result = work(database);
        if (isDry) throw NOTHING_CHANGED;
      });
    } catch (error) {
      if (error !== NOTHING_CHANGED) throw error;
    }
    this.#hasChanged ||= !isDry && this.version() !== begin;
    this.#hasSynced = true;
    return result as Result;
  }

  /** Runs `work` on one state of the store, whatever other commands change meanwhile. */
  read<Result>(work: (database: Database) => Result): Result {
    const database = this.#open();
    return database.transaction(work)(database);
  }

  /** Undoes the last changes, newest first, and returns them: fewer than `steps` where there are no more. */
  undo(steps: number): Change[] {
    return this.#step(undo, steps);
  }

  /** Makes the changes again that were undone last. */
  redo(steps: number): Change[] {
    return this.#step(redo, steps);
  }

  #step(step: (database: Database) => Change | undefined, steps: number): Change[] {
    const changes: Change[] = [];
    if (!exists(this.file)) return changes;
    const database = this.#writable();
    const all = () => {
      while (changes.length < steps) {
        const change = step(database);
        if (!change) return;
        changes.push(change);
      }
    };
    database.transaction(all).immediate();
    this.#hasChanged ||= changes.length > 0;
    return changes;
  }

  /** Keeps a backup before a change that is larger than most; a store that does not exist has none. */
  backupBefore(change: string): void {
    if (exists(this.file)) keepBackup(this.#open(), this.file, this.#day, `before-${change}`);
  }

  /** Copies the store to `target`, or among its backups, and returns where the copy is. */
  backup(target: string | undefined): string {
    if (!exists(this.file)) throw new CommandError('there is no store yet', 'To begin one: four plan');
    const database = this.#open();
    if (target === undefined) return keepBackup(database, this.file, this.#day, 'asked-for');
    if (exists(target)) throw new CommandError(`${target} is there already`, 'Name a new file, or remove that one.');
    copyTo(database, target);
    return target;
  }

  /** Replaces the store with a backup, and returns where what it replaced is kept, if there was anything. */
  async restore(backup: string): Promise<string | undefined> {
    this.close();
    const kept = await restoreBackup(backup, path.resolve(this.file), this.#day, () => {
      const copy = keepBackup(this.#open(), path.resolve(this.file), this.#day, 'before-restore');
      this.close();
      return copy;
    });
    this.#hasChanged = true;
    return kept;
  }

  /** The calendar day it is, for the names of backups. */
  get #day() {
    return localDay(new Date(this.#connection.now));
  }

  #open(): Database {
    this.#database ??= openForReading(this.file, this.#day);
    return this.#database;
  }

  /** The database for a change, created where there is none. A change that fails, as a trial in memory shows, leaves no file. */
  #writable(trial?: () => unknown): Database {
    let database = this.#open();
    if (database.memory) {
      if (trial && !exists(this.file)) transact(database, trial);
      this.close();
      database = openOrCreate(this.file, this.#day);
      this.#database = database;
    }
    if (!this.#hasBegun) beforeChange(database, this.file, this.#day);
    this.#hasBegun = true;
    return database;
  }
}

/** One transaction, with the write lock from the start. Links between rows are checked once all of the rows are there. */
function transact(database: Database, work: () => unknown): void {
  const deferred = () => {
    database.pragma('defer_foreign_keys = ON');
    work();
  };
  database.transaction(deferred).immediate();
}
