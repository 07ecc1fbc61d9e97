import { addDays, type Day, firstOfMonth, lastOfMonth, yearOf } from '../core/day.ts';
import { groupBy } from '../core/group.ts';
import {
  type DayRecord,
  foldStored,
  isWaiting,
  LEFTOVER_DAYS,
  type Leftover,
  type Slot,
  type Thing,
} from '../core/thing.ts';
import type { Connection } from './connection.ts';

/** Which days to list: those with a record from `from` to `to`, at most `limit` of them. */
export interface DaysQuery {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly limit?: number | undefined;
}

export interface LastPlanned {
  readonly day: Day;
  readonly things: Thing[];
}

interface ThingRow extends Omit<Thing, 'also' | 'plannedSlot' | 'unplanned'> {
  readonly day: Day;
  readonly also: string | null;
  readonly plannedSlot: Slot | null;
  readonly unplanned: number;
}

interface RestRow {
  readonly day: Day;
  readonly reason: string | null;
}

export const FIRST_DAY = '0001-01-01' as Day;
export const LAST_DAY = '9999-12-31' as Day;

const THING_COLUMNS =
  'day, id, slot, planned_slot AS plannedSlot, text, also, done_at AS doneAt, did, carried_from AS carriedFrom, carried, unplanned';
const ASSIGNMENTS = `SET day = @day, planned_slot = iif(slot IS @slot, planned_slot, NULL), slot = @slot, text = @text, also = @also, done_at = @doneAt, did = @did,
  unplanned = @unplanned, waiting = @waiting, updated_at = @now`;
// SQLite makes the triggers of inserts and of updates ready for an upsert, which takes 0.3 ms longer.
const UPDATE = `UPDATE thing ${ASSIGNMENTS} WHERE id = @id`;
const UPSERT = `INSERT INTO thing (id, day, slot, text, also, done_at, did, carried_from, carried, unplanned, waiting, updated_at)
  VALUES (@id, @day, @slot, @text, @also, @doneAt, @did, @carriedFrom, @carried, @unplanned, @waiting, @now)
  ON CONFLICT (id) DO UPDATE ${ASSIGNMENTS}`;
const THING_ORDER = 'slot IS NULL, slot, done_at IS NULL, done_at, text, id';

/** The days of a store, with their things and their rest. Only call the methods that save inside `Store.change`. */
export class Days {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  load(day: Day): DayRecord {
    const things = this.#connection
      .prepare<[Day], ThingRow>(`SELECT ${THING_COLUMNS} FROM thing WHERE day = ? ORDER BY ${THING_ORDER}`)
      .all(day);
    const rest = this.#connection.prepare<[Day], RestRow>('SELECT day, reason FROM rest_day WHERE day = ?').get(day);
    return toRecord(day, things, rest);
  }

  list({ from = FIRST_DAY, to = LAST_DAY, limit = -1 }: DaysQuery): DayRecord[] {
    const days = this.#connection
      .prepare<[{ from: Day; to: Day; limit: number }], Day>(
        `SELECT day FROM thing WHERE day BETWEEN @from AND @to
         UNION SELECT day FROM rest_day WHERE day BETWEEN @from AND @to
         UNION SELECT day FROM setback WHERE day BETWEEN @from AND @to
         ORDER BY day DESC LIMIT @limit`,
      )
      .pluck()
      .all({ from, to, limit });
    const oldest = days.at(-1);
    if (oldest === undefined) return [];
    const things = groupBy(this.#thingsBetween(oldest, to), ({ day }) => day);
    const rests = groupBy(this.#restsBetween(oldest, to), ({ day }) => day);
    return days.map((day) => toRecord(day, things.get(day) ?? [], rests.get(day)?.[0]));
  }

  #thingsBetween(from: Day, to: Day): ThingRow[] {
    return this.#connection
      .prepare<[Day, Day], ThingRow>(
        `SELECT ${THING_COLUMNS} FROM thing WHERE day BETWEEN ? AND ? ORDER BY day, ${THING_ORDER}`,
      )
      .all(from, to);
  }

  #restsBetween(from: Day, to: Day): RestRow[] {
    return this.#connection
      .prepare<[Day, Day], RestRow>('SELECT day, reason FROM rest_day WHERE day BETWEEN ? AND ?')
      .all(from, to);
  }

  /** The days of a span, oldest first. One year is read at a time, to save memory. */
  *inOrder(query: DaysQuery): Generator<DayRecord> {
    for (const span of this.#years(query)) yield* this.list(span).reverse();
  }

  /** The days of a span, newest first. One year is read at a time, to save memory. */
  *newestFirst(query: DaysQuery): Generator<DayRecord> {
    for (const span of this.#years(query).reverse()) yield* this.list(span);
  }

  /** A span, split by the years that have records. */
  #years({ from = FIRST_DAY, to = LAST_DAY }: DaysQuery): DaysQuery[] {
    const [first, last] = this.#connection
      .prepare<[], [Day, Day] | [null, null]>(
        `SELECT min(day), max(day) FROM (
           SELECT min(day) AS day FROM thing UNION ALL SELECT max(day) FROM thing
           UNION ALL SELECT min(day) FROM rest_day UNION ALL SELECT max(day) FROM rest_day
           UNION ALL SELECT min(day) FROM setback UNION ALL SELECT max(day) FROM setback)`,
      )
      .raw()
      .get() ?? [null, null];
    if (first === null) return [];
    return Array.from({ length: yearOf(last) - yearOf(first) + 1 }, (_, index) => yearOf(first) + index)
      .map((year) => ({ from: firstOfMonth(year, 0), to: lastOfMonth(year, 11) }))
      .filter((year) => year.from <= to && from <= year.to)
      .map((year) => ({ from: year.from < from ? from : year.from, to: year.to < to ? year.to : to }));
  }

  /** Whether a thing of any day has this id. */
  hasThing(id: string): boolean {
    return this.#connection.prepare<[string], unknown>('SELECT 1 FROM thing WHERE id = ?').get(id) !== undefined;
  }

  /** Whether a sync has put another thing into a slot of a day since the day was shown. */
  isMoved(day: Day): boolean {
    return this.#connection.prepare<[Day], unknown>('SELECT 1 FROM moved_day WHERE day = ?').get(day) !== undefined;
  }

  /** Notes that the user has seen a day as it is. */
  forgetMoved(day: Day): void {
    this.#connection.prepare<[Day]>('DELETE FROM moved_day WHERE day = ?').run(day);
  }

  /** The ids of all things. */
  thingIds(): Set<string> {
    return new Set(this.#connection.prepare<[], string>('SELECT id FROM thing').pluck().all());
  }

  /** The last planned day before `day`, and what was planned on it. */
  lastPlanned(day: Day): LastPlanned | undefined {
    const last = this.#connection
      .prepare<[Day], Day | null>('SELECT max(day) FROM thing WHERE day < ? AND slot IS NOT NULL AND NOT unplanned')
      .pluck()
      .get(day);
    if (!last) return undefined;
    const rows = this.#thingsBetween(last, last).filter((row) => isPlanned(row));
    return { day: last, things: rows.map(toThing) };
  }

  /** What the seven days before `day` left open and no later day has taken up again, newest first. */
  leftovers(day: Day): Leftover[] {
    const rows = this.#connection
      .prepare<[Day, Day], ThingRow & { isCarried: number }>(
        `SELECT ${THING_COLUMNS}, EXISTS (SELECT 1 FROM thing AS carry WHERE carry.carried_from = origin.id) AS isCarried
         FROM thing AS origin WHERE day BETWEEN ? AND ? ORDER BY day DESC, ${THING_ORDER}`,
      )
      .all(addDays(day, -LEFTOVER_DAYS), addDays(day, -1));
    const latest = new Map(rows.toReversed().map((row) => [foldStored(row.text), row.day]));
    return rows
      .filter((row) => isPlanned(row) && row.doneAt === null && row.isCarried === 0)
      .filter((row) => latest.get(foldStored(row.text)) === row.day)
      .map(({ isCarried: _, ...row }) => ({ ...toThing(row), day: row.day }));
  }

  /** Up to 1000 texts of things, the latest first, for completion. */
  pastTexts(): string[] {
    return this.#connection
      .prepare<[], string>('SELECT text FROM thing GROUP BY text ORDER BY max(day) DESC, text LIMIT 1000')
      .pluck()
      .all();
  }

  /**
   * Saves what differs between a day as it was loaded and as it should be. When a thing moves to another day, save that day
   * first.
   */
  save(before: DayRecord, after: DayRecord): void {
    const kept = new Set(after.things.map((thing) => thing.id));
    for (const thing of before.things) if (!kept.has(thing.id)) this.#removeThing(before.day, thing);
    for (const thing of before.things) if (losesSlot(thing, after)) this.#vacate(thing);
    for (const thing of after.things) {
      const earlier = before.things.find(({ id }) => id === thing.id);
      if (!earlier || !hasSameFields(thing, earlier)) this.#saveThing(after.day, thing, earlier ? UPDATE : UPSERT);
    }
    if (before.rest?.reason !== after.rest?.reason) this.#saveRest(after);
  }

  #saveThing(day: Day, { unplanned, ...thing }: Thing, sql: string): void {
    const row = {
      ...thing,
      day,
      also: thing.also ?? null,
      unplanned: Number(unplanned),
      waiting: Number(isWaiting(thing)),
      now: this.#connection.now,
    };
    this.#connection.prepare<[typeof row]>(sql).run(row);
  }

  /** Frees the slot of a thing that gets another one: no slot ever holds two. */
  #vacate({ id }: Thing): void {
    this.#connection
      .prepare('UPDATE thing SET slot = NULL, waiting = done_at IS NULL, updated_at = ? WHERE id = ?')
      .run(this.#connection.now, id);
  }

  // Only from that day: a thing may have moved to another day, which was saved first.
  #removeThing(day: Day, thing: Thing): void {
    this.#connection.prepare('DELETE FROM thing WHERE id = ? AND day = ?').run(thing.id, day);
  }

  #saveRest({ day, rest }: DayRecord): void {
    if (rest === null) {
      this.#connection.prepare('DELETE FROM rest_day WHERE day = ?').run(day);
      return;
    }
    this.#connection
      .prepare(
        `INSERT INTO rest_day (day, reason, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (day) DO UPDATE SET reason = excluded.reason, updated_at = excluded.updated_at`,
      )
      .run(day, rest.reason, this.#connection.now);
  }
}

/** Whether a thing was planned, and not only written down when it was done. */
function isPlanned({ slot, doneAt, unplanned }: ThingRow): boolean {
  return unplanned === 0 && (slot !== null || doneAt === null);
}

/** Whether two things are the same. Node would load a part of its own to compare any two values. */
function hasSameFields(thing: Thing, other: Thing): boolean {
  const fields = Object.keys({ ...thing, ...other }) as (keyof Thing)[];
  return fields.every((field) => thing[field] === other[field]);
}

/** Whether another thing takes the slot of this one. */
function losesSlot({ id, slot }: Thing, { things }: DayRecord): boolean {
  return (
    slot !== null &&
    things.some((thing) => thing.slot === slot && thing.id !== id) &&
    things.some((thing) => thing.id === id)
  );
}

function toThing({ day, also, plannedSlot, unplanned, ...thing }: ThingRow): Thing {
  return {
    ...thing,
    ...(also !== null && { also }),
    ...(plannedSlot !== null && { plannedSlot }),
    unplanned: unplanned === 1,
  };
}

function toRecord(day: Day, things: readonly ThingRow[], rest: RestRow | undefined): DayRecord {
  return { day, things: things.map(toThing), rest: rest ? { reason: rest.reason } : null };
}
