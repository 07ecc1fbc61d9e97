import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Day, firstOfMonth, lastOfMonth, localDay, yearOf } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { groupBy } from '../core/group.ts';
import type { SlotTotal } from '../core/labels.ts';
import type { Setback } from '../core/setback.ts';
import { LOCAL_KEYS, readSettings, type SettingKey, type Settings } from '../core/settings.ts';
import type { YearDigits } from '../core/streak.ts';
import { type DayRecord, isWaiting, type Slot, type Thing, type Timestamp } from '../core/thing.ts';
import type { DetailedTotal } from '../core/why.ts';
import { writeStatus } from '../shell/status-file.ts';
import type { NewSetback } from '../transfer/import-merge.ts';
import { copyTo, keepBackup, openBackup, problemOf, quarantine } from './backups.ts';
import { beforeChange, openForReading, openOrCreate, refuseStrangers } from './database.ts';
import type { Database, Statement } from './driver.ts';
import { exists, makeFolder } from './header.ts';
import { type Change, record, redo, undo } from './journal.ts';
import { takeLock } from './lock.ts';

/** Which days: all with a record that lie in the span, newest first, at most `limit`. */
export interface DaysQuery {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly limit?: number | undefined;
}

/** In milliseconds. */
const STATUS_TIMEOUT = 250;

interface ThingRow extends Omit<Thing, 'also' | 'unplanned'> {
  readonly day: Day;
  readonly also: string | null;
  readonly unplanned: number;
}

interface SetbackRow extends Omit<Setback, 'next'> {
  readonly nextId: string | null;
  readonly nextDay: Day;
  readonly nextSlot: Slot | null;
  readonly nextText: string;
  readonly nextDone: number;
}

interface RestRow {
  readonly day: Day;
  readonly reason: string | null;
}

const NOTHING_CHANGED = new Error('nothing changed');

const FIRST_DAY = '0001-01-01' as Day;
const LAST_DAY = '9999-12-31' as Day;
const THING_COLUMNS =
  'day, id, slot, text, also, done_at AS doneAt, did, carried_from AS carriedFrom, carried, unplanned';
const THING_ORDER = 'slot IS NULL, slot, id';

/** The things, days of rest and settings of one SQLite file. Opened at the first question, created at the first change. */
export class Store {
  readonly #file: string;
  readonly #now: Timestamp;
  /** The calendar day it is, for the names of backups. */
  readonly #day: Day;
  readonly #command: string;
  #hasBegun = false;
  /** The change this command is making, when it has begun. */
  #change: number | undefined;
  #hasChanged = false;
  #hasSynced = false;
  readonly #statements = new Map<string, Statement>();
  #database: Database | undefined;

  /** `command` and `now` are noted with everything that changes. */
  constructor(file: string, now: Timestamp, command: string) {
    this.#file = file;
    this.#now = now;
    this.#day = localDay(new Date(now));
    this.#command = command;
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  /** Whether this command has changed what is stored. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** Whether that was done to keep it alike with other machines. */
  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  /** Another text whenever something was changed, by this command or by another program. */
  version(): string {
    const others = this.#prepare('PRAGMA data_version').pluck().get();
    return `${others} ${this.#prepare('SELECT total_changes()').pluck().get()}`;
  }

  /**
   * Runs `work` as one transaction that holds the write lock from the start: all of it is stored, or nothing. What it changes
   * is journalled; all changes of one command are taken back together. Before a store is made, `trial` shows that it can be done.
   */
  change<Result>(work: () => Result, trial: () => unknown = work): Result {
    const database = this.#writable(trial);
    let result: Result | undefined;
    const journalled = () => {
      this.#change = record(database, this.#command, this.#now, this.#change, () => {
        result = work();
        // What every command shows afterwards: a page that cannot be read is found while the change can be taken back.
        this.tallies();
      });
      // Taken back, so that nothing is written where nothing has changed.
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

  /**
   * Runs `work` as one transaction that is not journalled: what several machines keep alike is not this one's to take back. `isDry`
   * takes all of it back.
   */
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

  /** Keeps other syncs of this store away; undefined when another one holds it for longer than `wait` milliseconds. */
  lockSync(wait: number): { release(): void } | undefined {
    return takeLock(`${this.syncFolder}.lock`, wait);
  }

  /** Where the working copy is that git works in. */
  get syncFolder(): string {
    return `${path.resolve(this.#file)}.sync`;
  }

  /** Runs `work` on one state of the store, whatever other commands change meanwhile. */
  read<Result>(work: () => Result): Result {
    return this.#open().transaction(work)();
  }

  /** Keeps a backup before a change that is larger than others; there is none of a store that is not there. */
  backupBefore(change: string): void {
    if (exists(this.#file)) keepBackup(this.#open(), this.#file, this.#day, `before-${change}`);
  }

  /** A copy of the store at `target`, or among its backups; the result is where it is. */
  backup(target: string | undefined): string {
    if (!exists(this.#file)) throw new CommandError('there is no store yet', 'To begin one: four plan');
    const database = this.#open();
    if (target === undefined) return keepBackup(database, this.#file, this.#day, 'asked-for');
    if (exists(target)) throw new CommandError(`${target} is there already`, 'Name a new file, or remove that one.');
    copyTo(database, target);
    return target;
  }

  /** Puts a backup in the place of the store; the result is where what it replaces is kept, if there was anything. */
  async restore(backup: string): Promise<string | undefined> {
    this.close();
    const file = path.resolve(this.#file);
    const source = openBackup(backup);
    try {
      const isThere = exists(file);
      if (isThere) refuseStrangers(file);
      const isWhole = isThere && problemOf(file) === undefined;
      const kept = isWhole ? await this.#overwrite(file, source) : this.#replace(file, source);
      this.#hasChanged = true;
      return kept;
    } finally {
      source.close();
    }
  }

  async #overwrite(file: string, source: Database): Promise<string> {
    const kept = keepBackup(this.#open(), file, this.#day, 'before-restore');
    this.close();
    // SQLite's own online backup: into the file as a transaction, so that it is replaced whole or not at all.
    await source.backup(file);
    return kept;
  }

  /** A new file in the place of one that is not whole, or of none. It is complete before the old one is moved away. */
  #replace(file: string, source: Database): string | undefined {
    makeFolder(path.dirname(file));
    const copy = `${file}.restored`;
    copyTo(source, copy);
    const kept = exists(file) ? quarantine(file, this.#day) : undefined;
    fs.renameSync(copy, file);
    return kept;
  }

  /**
   * Writes the text that `describe` makes of the store into the status file beside it, if there is a store. A process that changes
   * the store meanwhile may have written its own before this one: then once more.
   */
  keepStatus(describe: () => string): void {
    if (!exists(this.#file)) return;
    // Nobody waits for this: who holds the store now will write the file.
    this.#open().pragma(`busy_timeout = ${STATUS_TIMEOUT}`);
    for (let round = 0; round < 2; round += 1) {
      const version = this.version();
      writeStatus(this.#file, describe());
      if (this.version() === version) return;
    }
  }

  #open(): Database {
    this.#database ??= openForReading(this.#file, this.#day);
    return this.#database;
  }

  /** Takes back the last changes, newest first, or makes them again; the result is what it was, as far as there was any. */
  travel(direction: 'undo' | 'redo', steps: number): Change[] {
    const step = direction === 'undo' ? undo : redo;
    const changes: Change[] = [];
    if (!exists(this.#file)) return changes;
    const database = this.#writable();
    const travelling = () => {
      while (changes.length < steps) {
        const change = step(database);
        if (!change) return;
        changes.push(change);
      }
    };
    database.transaction(travelling).immediate();
    this.#hasChanged ||= changes.length > 0;
    return changes;
  }

  /**
   * The database for a change, made when it is not there. What cannot be done, as trying it in memory shows, leaves no file
   * behind.
   */
  #writable(trial?: () => unknown): Database {
    let database = this.#open();
    if (database.memory) {
      if (trial && !exists(this.#file)) transact(database, trial);
      this.close();
      database = openOrCreate(this.#file, this.#day);
      this.#database = database;
    }
    if (!this.#hasBegun) beforeChange(database, this.#file, this.#day);
    this.#hasBegun = true;
    return database;
  }

  settings(): Settings {
    return readSettings(this.storedSettings());
  }

  /** What was set, in the words of `formatSetting`. */
  storedSettings(): Map<string, string> {
    return new Map(this.#prepare('SELECT key, value FROM setting').raw().all() as [string, string][]);
  }

  /** What of it goes to other machines. */
  sharedSettings(): Map<string, string> {
    return new Map([...this.storedSettings()].filter(([key]) => !LOCAL_KEYS.includes(key as SettingKey)));
  }

  /** When the last sync was through, and why a later one was not. */
  lastSync(): { at: Timestamp | null; failure: { at: Timestamp; message: string } | null } {
    const row = this.#prepare('SELECT at, tried_at AS triedAt, failure AS message FROM sync').get() as
      | { at: Timestamp | null; triedAt: Timestamp; message: string | null }
      | undefined;
    const { at = null, triedAt = '', message = null } = row ?? {};
    return { at, failure: message === null ? null : { at: triedAt, message } };
  }

  /** Stores a setting in the words of `formatSetting`; null brings its initial value back. */
  saveSetting(key: SettingKey, value: string | null): void {
    if (value === null) this.#prepare('DELETE FROM setting WHERE key = ?').run(key);
    else
      this.#prepare(
        `INSERT INTO setting (key, value, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
         WHERE value <> excluded.value`,
      ).run(key, value, this.#now);
  }

  day(day: Day): DayRecord {
    const things = this.#prepare(`SELECT ${THING_COLUMNS} FROM thing WHERE day = ? ORDER BY ${THING_ORDER}`).all(day);
    const rest = this.#prepare('SELECT day, reason FROM rest_day WHERE day = ?').get(day);
    return toRecord(day, things as ThingRow[], rest as RestRow | undefined);
  }

  days({ from, to, limit }: DaysQuery): DayRecord[] {
    const span = [from ?? FIRST_DAY, to ?? LAST_DAY];
    const days = this.#prepare(
      `SELECT day FROM thing WHERE day BETWEEN @from AND @to
       UNION SELECT day FROM rest_day WHERE day BETWEEN @from AND @to
       UNION SELECT day FROM setback WHERE day BETWEEN @from AND @to
       ORDER BY day DESC LIMIT @limit`,
    )
      .pluck()
      .all({ from: span[0], to: span[1], limit: limit ?? -1 }) as Day[];
    const oldest = days.at(-1);
    if (oldest === undefined) return [];
    const things = groupBy(
      this.#prepare(`SELECT ${THING_COLUMNS} FROM thing WHERE day BETWEEN ? AND ? ORDER BY day, ${THING_ORDER}`).all(
        oldest,
        span[1],
      ) as ThingRow[],
      ({ day }) => day,
    );
    const rests = groupBy(
      this.#prepare('SELECT day, reason FROM rest_day WHERE day BETWEEN ? AND ?').all(oldest, span[1]) as RestRow[],
      ({ day }) => day,
    );
    return days.map((day) => toRecord(day, things.get(day) ?? [], rests.get(day)?.[0]));
  }

  /** The days of a span, oldest first, read a year at a time: a century needs no more room than that. */
  *daysInOrder({ from = FIRST_DAY, to = LAST_DAY }: DaysQuery): Generator<DayRecord> {
    const [first, last] = this.#prepare(
      `SELECT min(day), max(day) FROM (
         SELECT min(day) AS day FROM thing UNION ALL SELECT max(day) FROM thing
         UNION ALL SELECT min(day) FROM rest_day UNION ALL SELECT max(day) FROM rest_day
         UNION ALL SELECT min(day) FROM setback UNION ALL SELECT max(day) FROM setback)`,
    )
      .raw()
      .get() as [Day, Day] | [null, null];
    if (first === null) return;
    for (let year = yearOf(first); year <= yearOf(last); year += 1) {
      const [start, end] = [firstOfMonth(year, 0), lastOfMonth(year, 11)];
      if (end < from || to < start) continue;
      yield* this.days({ from: start < from ? from : start, to: end < to ? end : to }).reverse();
    }
  }

  /** The ids of all things. */
  thingIds(): Set<string> {
    return new Set(this.#prepare('SELECT id FROM thing').pluck().all() as string[]);
  }

  /** What the streak needs to know of each year, oldest first. */
  tallies(): YearDigits[] {
    return this.#prepare('SELECT year, days FROM year_tally ORDER BY year').all() as YearDigits[];
  }

  /** The days with a record in a span, oldest first. */
  totals(from: Day = FIRST_DAY, to: Day = LAST_DAY): DetailedTotal[] {
    // As the view of the days has it, which would be made whole before the span is cut out of it.
    const rows = this.#prepare(
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
      .all({ from, to });
    return (rows as [Day, number, number, number, number][]).map(([day, planned, done, unplanned, rest]) => ({
      day,
      planned,
      done,
      unplanned,
      rest: rest === 1,
    }));
  }

  /** What each slot in use comes to over a span of days. */
  slotTotals(from: Day, to: Day): SlotTotal[] {
    return this.#prepare(
      `SELECT slot, count(done_at) AS done, count(*) AS planned FROM thing
       WHERE slot IS NOT NULL AND day BETWEEN ? AND ?
       GROUP BY slot`,
    ).all(from, to) as SlotTotal[];
  }

  /** What was planned on the last planned day before `day`, and what of it was left open and not taken up again since. */
  lastPlanned(day: Day): { day: Day; things: Thing[]; leftovers: Thing[] } | undefined {
    const last = this.#prepare('SELECT max(day) FROM thing WHERE day < ? AND slot IS NOT NULL AND NOT unplanned')
      .pluck()
      .get(day) as Day | null;
    if (last === null) return undefined;
    const rows = this.#prepare(
      `SELECT ${THING_COLUMNS}, EXISTS (SELECT 1 FROM thing AS carry WHERE carry.carried_from = origin.id) AS isTakenUp
       FROM thing AS origin WHERE day = ? AND (slot IS NOT NULL OR waiting) AND NOT unplanned ORDER BY ${THING_ORDER}`,
    ).all(last) as (ThingRow & { isTakenUp: number })[];
    const takenUp = new Set(rows.filter(({ isTakenUp }) => isTakenUp === 1).map(({ id }) => id));
    const things = rows.map(({ isTakenUp: _, ...row }) => toThing(row));
    return { day: last, things, leftovers: things.filter(({ id, doneAt }) => doneAt === null && !takenUp.has(id)) };
  }

  /** What was left open on the last planned day before `day` and has not been taken up again since. */
  leftovers(day: Day): { day: Day; things: Thing[] } | undefined {
    const last = this.lastPlanned(day);
    return last && { day: last.day, things: last.leftovers };
  }

  /** The user's own texts, the latest first, for completion. */
  history(): string[] {
    return this.#prepare('SELECT text FROM thing GROUP BY text ORDER BY max(day) DESC, text LIMIT 1000')
      .pluck()
      .all() as string[];
  }

  /** The setbacks of a span of days, newest first. */
  setbacks(from: Day = FIRST_DAY, to: Day = LAST_DAY): Setback[] {
    const rows = this.#prepare(
      `SELECT setback.id, setback.day, setback.text, lesson, kind, settled_at AS settledAt, settled_on AS settledOn,
              thing.id AS nextId, thing.day AS nextDay, thing.slot AS nextSlot, thing.text AS nextText,
              thing.done_at IS NOT NULL AS nextDone
       FROM setback LEFT JOIN thing ON thing.id = setback.next_id
       WHERE setback.day BETWEEN ? AND ?
       ORDER BY setback.day DESC, setback.id DESC`,
    ).all(from, to) as SetbackRow[];
    return rows.map(toSetback);
  }

  /** Stores a setback, new or changed. Only inside `change`; the thing that corrects it is saved before. */
  saveSetback({ id, day, text, lesson, kind, next, settledAt, settledOn }: NewSetback): void {
    this.#prepare(
      `INSERT INTO setback (id, day, text, lesson, kind, next_id, settled_at, settled_on, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET lesson = excluded.lesson, kind = excluded.kind, next_id = excluded.next_id,
         settled_at = excluded.settled_at, settled_on = excluded.settled_on, updated_at = excluded.updated_at`,
    ).run(id, day, text, lesson, kind, next?.id ?? null, settledAt, settledOn, this.#now);
  }

  /**
   * Stores what differs between a day as it was read and as it shall be. Only inside `change`; when a thing moves to another
   * day, that day is saved first.
   */
  saveDay(before: DayRecord, after: DayRecord): void {
    const kept = new Set(after.things.map((thing) => thing.id));
    for (const thing of before.things) if (!kept.has(thing.id)) this.#removeThing(before.day, thing);
    for (const thing of after.things) {
      const earlier = before.things.find(({ id }) => id === thing.id);
      if (!isDeepStrictEqual(thing, earlier)) this.#saveThing(after.day, thing);
    }
    if (!isDeepStrictEqual(before.rest, after.rest)) this.#saveRest(after);
  }

  /** A thing continues nothing any more, like one whose origin was dropped. Only inside `change`. */
  forgetOrigin(id: string): void {
    this.#prepare('UPDATE thing SET carried_from = NULL, updated_at = ? WHERE id = ?').run(this.#now, id);
  }

  #saveThing(day: Day, thing: Thing): void {
    const { id, slot, text, also, doneAt, did, carriedFrom, carried, unplanned } = thing;
    const waiting = Number(isWaiting(thing));
    this.#prepare(
      `INSERT INTO thing (id, day, slot, text, also, done_at, did, carried_from, carried, unplanned, waiting, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET day = excluded.day, slot = excluded.slot, text = excluded.text, also = excluded.also,
         done_at = excluded.done_at, did = excluded.did, unplanned = excluded.unplanned, waiting = excluded.waiting,
         updated_at = excluded.updated_at`,
    ).run(id, day, slot, text, also ?? null, doneAt, did, carriedFrom, carried, Number(unplanned), waiting, this.#now);
  }

  // Only from that day: a thing that has moved to another day, saved before, stays there.
  #removeThing(day: Day, thing: Thing): void {
    this.#prepare('DELETE FROM thing WHERE id = ? AND day = ?').run(thing.id, day);
  }

  #saveRest({ day, rest }: DayRecord): void {
    if (rest === null) this.#prepare('DELETE FROM rest_day WHERE day = ?').run(day);
    else
      this.#prepare(
        `INSERT INTO rest_day (day, reason, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (day) DO UPDATE SET reason = excluded.reason, updated_at = excluded.updated_at`,
      ).run(day, rest.reason, this.#now);
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#open().prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** One transaction, with the write lock from the start. Links between rows are looked at when all of the rows are there. */
function transact(database: Database, work: () => unknown): void {
  const deferred = () => {
    database.pragma('defer_foreign_keys = ON');
    work();
  };
  database.transaction(deferred).immediate();
}

function toThing({ day, also, unplanned, ...thing }: ThingRow): Thing {
  return { ...thing, ...(also !== null && { also }), unplanned: unplanned === 1 };
}

function toSetback({ nextId, nextDay, nextSlot, nextText, nextDone, ...setback }: SetbackRow): Setback {
  if (nextId === null) return { ...setback, next: null };
  return { ...setback, next: { id: nextId, day: nextDay, slot: nextSlot, text: nextText, done: nextDone === 1 } };
}

function toRecord(day: Day, things: readonly ThingRow[], rest: RestRow | undefined): DayRecord {
  return { day, things: things.map(toThing), rest: rest ? { reason: rest.reason } : null };
}
