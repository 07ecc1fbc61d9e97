import path from 'node:path';
import { type Day, localDay } from '../core/day.ts';
import { kindOf } from '../core/errors.ts';
import type { Hint } from '../core/settings.ts';
import type { Timestamp } from '../core/thing.ts';
import { Backups } from './backups.ts';
import { Connection } from './connection.ts';
import { beforeChange, openForReading, openOrCreate, refuseChangedSchema } from './database.ts';
import { Days } from './days.ts';
import { BUSY_TIMEOUT_MS, type Database } from './driver.ts';
import { exists, resolveLinks } from './files.ts';
import { Journal, type RestoredCommand } from './journal.ts';
import { readBackup, restoreBackup } from './restore.ts';
import { Setbacks } from './setbacks.ts';
import { StoredSettings } from './settings.ts';
import { takeRecords } from './take-records.ts';
import { Totals } from './totals.ts';
import type { Withdraw } from './undo-by-field.ts';
import { Usuals } from './usuals.ts';
import { WeekNotes } from './week-notes.ts';

/** One SQLite file, opened when it is first needed and created by the first change. */
export class Store {
  /** The file as it was named: shells look beside that name for what they read. */
  readonly name: string;
  /** The file itself, which the name may be a link to. */
  readonly file: string;
  readonly days: Days;
  readonly setbacks: Setbacks;
  readonly settings: StoredSettings;
  readonly totals: Totals;
  readonly usuals: Usuals;
  readonly weekNotes: WeekNotes;
  readonly backups: Backups;
  readonly #connection: Connection;
  readonly #journal: Journal;
  #database: Database | undefined;
  #lockTimeoutMs = BUSY_TIMEOUT_MS;
  #isChecked = false;
  #hasChanged = false;
  #hasSynced = false;

  /** `command` and `now` are journalled with every change. */
  constructor(name: string, now: Timestamp, command: string) {
    this.name = path.resolve(name);
    this.file = resolveLinks(name);
    this.#connection = new Connection(now, () => this.#open());
    this.#journal = new Journal(this.#connection, command);
    this.days = new Days(this.#connection);
    this.setbacks = new Setbacks(this.#connection);
    this.settings = new StoredSettings(this.#connection);
    this.totals = new Totals(this.#connection);
    this.usuals = new Usuals(this.#connection);
    this.weekNotes = new WeekNotes(this.#connection);
    this.backups = new Backups(this.file, localDay(new Date(now)), () => this.#open());
  }

  close(): void {
    this.#connection.forgetStatements();
    this.#database?.close();
    this.#database = undefined;
  }

  /** Whether this command has changed what is stored, by itself or by a sync. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** Whether this command has begun to sync. */
  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  /** A text that differs after every change, by this command or by another program. */
  version(): string {
    const others = this.#connection.prepare<[], number>('PRAGMA data_version').pluck().get();
    return `${others} ${this.#connection.prepare<[], number>('SELECT total_changes()').pluck().get()}`;
  }

  /** How long to wait for another program that holds the store, in milliseconds. */
  set lockTimeoutMs(milliseconds: number) {
    this.#lockTimeoutMs = milliseconds;
    this.#database?.pragma(`busy_timeout = ${milliseconds}`);
  }

  /**
   * Runs `work` as one transaction: everything is stored, or nothing. What it changes is journalled; all changes of one command are
   * undone together. Before a store is created, `trial` runs in memory to show that the change is valid.
   */
  change<Result>(work: () => Result, trial: () => unknown = work): Result {
    this.#openForChange(trial);
    const checked = () => {
      const result = work();
      // Every command prints the streak afterwards. Read now, a damaged page is found while the change can be rolled back.
      this.totals.years();
      return result;
    };
    const { result, hasChanged } = this.#transact(
      () => this.#journal.record(checked),
      (recorded) => recorded.hasChanged,
    );
    this.#hasChanged ||= hasChanged;
    return result;
  }

  /** Runs `work` as one transaction that is not journalled, for a sync: `undo` is for this machine's changes. A dry run is rolled back. */
  replicate<Result>(work: (connection: Connection) => Result, isDryRun = false): Result {
    if (!isDryRun) this.#openForChange();
    const before = this.version();
    const result = this.#transact(
      () => work(this.#connection),
      () => !isDryRun,
    );
    this.#hasChanged ||= !isDryRun && this.version() !== before;
    this.#hasSynced = true;
    return result;
  }

  /** Runs `work` on one state of the store, whatever other programs change in the meantime. */
  read<Result>(work: (connection: Connection) => Result): Result {
    return this.#open().transaction(work)(this.#connection);
  }

  /** Whether a hint is to be shown now: it never was, and from now on it was. That is no change, and nothing to undo. */
  takeHint(hint: Hint): boolean {
    if (this.settings.stored().has(hint)) return false;
    this.#note(() => this.settings.save(hint, 'shown'));
    return true;
  }

  /** Notes that the user has seen a day as it is, after a sync has moved its things. */
  noteShown(day: Day): void {
    if (this.days.isMoved(day)) this.#note(() => this.days.forgetMoved(day));
  }

  /** Notes what was shown. On a store that cannot be written it will be shown again. */
  #note(work: () => void): void {
    try {
      this.#openForChange();
      this.#connection.transact(work);
    } catch (error) {
      if (kindOf(error) === undefined) throw error;
    }
  }

  /** When those of the last changes were made that were made after `from` and until `to`. */
  changeTimes(from: Timestamp, to: Timestamp): Timestamp[] {
    return this.#journal.changeTimes(from, to);
  }

  /** The commands that changed something since a time and were not undone, as they were typed. */
  commandsSince(time: Timestamp): string[] {
    return this.#journal.commandsSince(time);
  }

  /** Undoes the last changes and returns them, newest first. There may be fewer than `steps`. */
  undo(steps: number, withdraw?: Withdraw): RestoredCommand[] {
    return this.#repeat((previous) => this.#journal.undo(previous, withdraw), steps);
  }

  /** Redoes the changes that were undone last, and returns them. There may be fewer than `steps`. */
  redo(steps: number): RestoredCommand[] {
    return this.#repeat((previous) => this.#journal.redo(previous), steps);
  }

  #repeat(step: (previous?: RestoredCommand) => RestoredCommand | undefined, steps: number): RestoredCommand[] {
    if (!exists(this.file)) return [];
    this.#openForChange();
    const changes = this.#transact(() => {
      const restored: RestoredCommand[] = [];
      while (restored.length < steps) {
        const change = step(restored.at(-1));
        if (!change) break;
        restored.push(change);
      }
      return restored;
    });
    this.#hasChanged ||= changes.length > 0;
    return changes;
  }

  #transact<Result>(work: () => Result, isKept?: (result: Result) => boolean): Result {
    return this.#connection.transact(() => {
      refuseChangedSchema(this.#open(), this.file);
      return work();
    }, isKept);
  }

  /** Replaces the store with a backup. Returns where the replaced store is kept; undefined when there was none. */
  async restore(backup: string): Promise<string | undefined> {
    this.close();
    const kept = await restoreBackup(backup, this.file, this.#day);
    this.#hasChanged = true;
    return kept;
  }

  /**
   * Makes the records what they are in a backup, as a change like any other: `undo` takes it back, and a sync tells the other
   * machines. Returns where the store is kept as it was; undefined when there was none.
   */
  restoreRecords(backup: string): string | undefined {
    return readBackup(backup, this.#day, (source) => {
      const kept = exists(this.file) ? this.backups.keepBefore('restore') : undefined;
      this.change(() => takeRecords(this.#connection, source));
      return kept;
    });
  }

  /** The local day of the command, which names backups. */
  get #day(): Day {
    return localDay(new Date(this.#connection.now));
  }

  #open(): Database {
    this.#database ??= openForReading(this.file, this.#day, this.#lockTimeoutMs);
    return this.#database;
  }

  /** Opens the store for a change, or creates it. A change that fails in a trial leaves no file behind. */
  #openForChange(trial?: () => unknown): void {
    if (this.#open().memory) {
      if (trial && !exists(this.file)) this.#connection.transact(trial);
      this.close();
      this.#database = openOrCreate(this.file, this.#day);
    }
    const database = this.#open();
    if (!this.#isChecked) beforeChange(database, this.file, this.#day);
    this.#isChecked = true;
  }
}
