import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../core/day.ts';
import { LOCAL_KEYS } from '../core/settings.ts';
import { assignSlots } from '../core/slot-assignment.ts';
import type { Slot, Timestamp } from '../core/thing.ts';
import type { Session } from '../session/session.ts';
import { type Database, preparing, type Statement } from '../store/driver.ts';
import { columnOf, type Fields, kindOfTable, RECORD_KINDS, RECORDS, type RecordKind } from '../store/records.ts';
import { amend, claimOf, fieldsOf, isSame, join, type Log, lastFields, pin, timeOfStamp } from './change-log.ts';
import { pageOf } from './pages.ts';

/** A record with all that is known of its changes. */
export interface Told {
  readonly kind: RecordKind;
  readonly id: string;
  readonly log: Log;
}

/** How many records of each kind. */
export type Counts = { [One in RecordKind]: number };

/** How far the last sync came. */
export interface SyncState {
  readonly remote: string | null;
  readonly revision: string | null;
  readonly at: Timestamp | null;
  readonly triedAt: Timestamp | null;
  readonly failure: string | null;
}

interface Difference {
  readonly kind: RecordKind;
  readonly id: string;
  /** The row as it is, and as it was when the log was last looked at; null where there is none. */
  readonly row: string | null;
  readonly known: string | null;
  readonly log: string | null;
  readonly at: Timestamp | null;
}

/** A row before and after a change, as the journal has it. */
interface Noted {
  readonly relation: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly at: Timestamp;
}

interface Kept {
  readonly log: Log;
  readonly known: Fields | null;
}

/** Which rows of a table every machine keeps in common. */
const SHARED: { readonly [One in RecordKind]?: string } = {
  setting: `key NOT IN (${LOCAL_KEYS.map((key) => `'${key}'`).join(', ')})`,
};

/** The fields of a row as SQL that makes JSON of them. */
function rowAsJson(kind: RecordKind): string {
  const { columns, booleans } = RECORDS[kind];
  const pairs = Object.entries(columns).map(([field, column]) =>
    booleans.includes(field) ? `'${field}', json(iif(${column}, 'true', 'false'))` : `'${field}', ${column}`,
  );
  return `json_object(${pairs.join(', ')})`;
}

/** The rows that are not as the logs know them, also those that are gone. */
function differences(kind: RecordKind): string {
  const { table, key } = RECORDS[kind];
  const where = SHARED[kind] ?? 'TRUE';
  const live = `SELECT ${key} AS id, ${rowAsJson(kind)} AS row, updated_at AS at FROM ${table} WHERE ${where}`;
  return `
    SELECT '${kind}' AS kind, live.id, live.row, replica.row AS known, replica.log, live.at
    FROM (${live}) AS live LEFT JOIN replica ON replica.kind = '${kind}' AND replica.id = live.id
    WHERE live.row IS NOT replica.row
    UNION ALL
    SELECT kind, id, NULL, row, log, NULL FROM replica
    WHERE kind = '${kind}' AND row IS NOT NULL AND id NOT IN (SELECT ${key} FROM ${table} WHERE ${where})`;
}

/**
 * The records of a store as they are kept alike on several machines: their logs in one table, the rows that follow from them in the
 * others. Only inside a transaction that journals nothing: what comes from elsewhere is not this machine's to take back.
 */
export class Replica {
  readonly #prepare: (sql: string) => Statement;
  /** For what was changed without a trace of when. */
  readonly #now: Timestamp;

  constructor(database: Database, now: Timestamp) {
    this.#prepare = preparing(database);
    this.#now = now;
    this.#prepare('INSERT OR IGNORE INTO sync (only_row) VALUES (1)').run();
  }

  get state(): SyncState {
    return this.#prepare('SELECT remote, revision, at, tried_at AS triedAt, failure FROM sync').get() as SyncState;
  }

  /** Notes how far a sync came. */
  note(state: Partial<SyncState>): void {
    const { remote, revision, at, triedAt, failure } = { ...this.state, ...state };
    this.#prepare('UPDATE sync SET remote = ?, revision = ?, at = ?, tried_at = ?, failure = ?').run(
      remote,
      revision,
      at,
      triedAt,
      failure,
    );
  }

  /** Writes into the logs what was changed in the rows since the last time, by whatever program. */
  capture(): void {
    const found = this.#differences();
    const timeOf = this.#timesOfChanges(found);
    const arranged = new Map<Day, Timestamp>();
    for (const difference of found) {
      const { kind, id, row, known, log: text } = difference;
      const log = text === null ? [] : (JSON.parse(text) as Log);
      const before = parse(known);
      const after = this.#withLinks(kind, before, parse(row));
      this.#save({ kind, id, log: amend(kind, log, before, after, (group) => timeOf(difference, group)) }, log);
      this.#acknowledge(difference);
      if (kind !== 'thing' || (before?.day === after?.day && before?.slot === after?.slot)) continue;
      // An extra is in nobody's way.
      if ((before?.slot ?? after?.slot ?? null) === null) continue;
      for (const day of [before?.day, after?.day] as (Day | undefined)[])
        if (day) arranged.set(day, latest(arranged.get(day), timeOf(difference, after && RECORDS.thing.groups[1])));
    }
    const own = new Set(found.map(({ id }) => id));
    for (const [day, time] of arranged) this.#pinOthers(day, own, time);
    if (found.length > 0) this.#bring(new Set(arranged.keys()));
    this.#prepare('UPDATE sync SET captured = (SELECT coalesce(max(id), 0) FROM change)').run();
  }

  /**
   * Joins what another machine knows, and brings the rows to what follows from all of it. The result counts the records that
   * changed here by it.
   */
  absorb(told: readonly Told[]): Counts {
    const touched: { readonly told: Told; readonly known: Fields | null }[] = [];
    const days = new Set<Day>();
    for (const { kind, id, log } of told) {
      const { log: before, known } = this.#kept(kind, id) ?? { log: [], known: null };
      const joined = { kind, id, log: join(before, log) };
      this.#save(joined, before);
      if (isSame(before, joined.log)) continue;
      touched.push({ told: joined, known });
      if (kind !== 'thing') continue;
      days.add(lastFields(kind, joined.log).day as Day);
      if (known) days.add(known.day as Day);
    }
    for (const { kind, id, log } of touched.map((one) => one.told)) {
      const fields = fieldsOf(kind, log);
      if (fields === null) this.#remove(kind, id);
      else if (kind !== 'thing') this.#write(kind, id, fields, log);
    }
    if (touched.length > 0) this.#bring(days);
    return count(
      touched
        .filter(({ told: { kind, id }, known }) => !isDeepStrictEqual(this.#kept(kind, id)?.known ?? null, known))
        .map((one) => one.told),
    );
  }

  /** All records of a page, those that are gone too. */
  page(page: string): Told[] {
    const rows = this.#prepare('SELECT kind, id, log FROM replica WHERE page = ? ORDER BY kind, id').all(page);
    return (rows as { kind: RecordKind; id: string; log: string }[]).map((row) => ({
      ...row,
      log: JSON.parse(row.log),
    }));
  }

  /** How many records the remote does not have as they are here. */
  unsent(): Counts {
    const kinds = this.#prepare('SELECT kind, count(*) FROM replica WHERE sent = 0 GROUP BY kind').raw().all();
    return { ...count([]), ...Object.fromEntries(kinds as [RecordKind, number][]) };
  }

  /** The pages the remote does not have as they are here. */
  outgoing(): string[] {
    return this.#prepare(
      `SELECT page FROM replica WHERE sent = 0
       UNION SELECT elsewhere FROM replica WHERE sent = 0 AND elsewhere IS NOT NULL ORDER BY 1`,
    )
      .pluck()
      .all() as string[];
  }

  /** Notes what the remote has on a page: which of our records as they are here, and which that stand on another page by now. */
  compare(page: string, theirs: readonly Told[]): void {
    const logs = new Map(theirs.map(({ kind, id, log }) => [`${kind} ${id}`, log]));
    for (const { kind, id, log } of this.page(page)) {
      const known = logs.get(`${kind} ${id}`);
      this.#prepare('UPDATE replica SET sent = ? WHERE kind = ? AND id = ?').run(
        Number(known !== undefined && isSame(log, known)),
        kind,
        id,
      );
    }
    for (const { kind, id } of theirs)
      this.#prepare(
        'UPDATE replica SET sent = 0, elsewhere = @page WHERE kind = @kind AND id = @id AND page <> @page',
      ).run({
        page,
        kind,
        id,
      });
  }

  /** The remote has all of it as it is here. */
  markSent(): void {
    this.#prepare('UPDATE replica SET sent = 1, elsewhere = NULL WHERE sent = 0').run();
  }

  /** Of a remote nothing is known of. */
  markUnsent(): void {
    this.#prepare('UPDATE replica SET sent = 0, elsewhere = NULL').run();
  }

  #differences(): Difference[] {
    return RECORD_KINDS.flatMap((kind) => this.#prepare(differences(kind)).all() as Difference[]);
  }

  #kept(kind: RecordKind, id: string): Kept | undefined {
    const row = this.#prepare('SELECT log, row FROM replica WHERE kind = ? AND id = ?').get(kind, id) as
      | { log: string; row: string | null }
      | undefined;
    return row && { log: JSON.parse(row.log), known: parse(row.row) };
  }

  /** A log that differs from before, and on which page it stands by now; the remote may have it on the one before. */
  #save({ kind, id, log }: Told, before: Log): void {
    if (isSame(before, log)) return;
    const page = pageOf(kind, id, lastFields(kind, log).day as Day);
    this.#prepare(
      `INSERT INTO replica (kind, id, page, log) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET page = excluded.page, log = excluded.log, sent = 0,
         elsewhere = iif(sent AND page <> excluded.page, page, elsewhere)`,
    ).run(kind, id, page, JSON.stringify(log));
  }

  /** A link that SQLite has cut, because what it led to was removed, is no change of the record. */
  #withLinks(kind: RecordKind, before: Fields | null, after: Fields | null): Fields | null {
    const [link] = RECORDS[kind].links;
    const target = link && before?.[link];
    if (!target || !after || after[link] !== null || this.#isThere(String(target))) return after;
    const linked = { ...after, [link]: target };
    const group = RECORDS[kind].groups.find((fields) => fields.includes(link)) ?? [];
    // Where the rest of its group has changed too, somebody has meant it.
    return group.every((field) => linked[field] === before[field]) ? linked : after;
  }

  #isThere(thing: string): boolean {
    return this.#prepare('SELECT 1 FROM thing WHERE id = ?').get(thing) !== undefined;
  }

  /** When each group of fields was changed last, as the journal knows it: an edit in the evening makes no morning's plan later. */
  #timesOfChanges(found: readonly Difference[]) {
    const times = new Map<string, Timestamp>();
    if (found.length > 0)
      for (const { relation, key, before, after, at } of this.#journal()) {
        const [one, other] = [parse(before), parse(after)];
        const kind = kindOfTable(relation);
        const differs = (column: string) => one === null || one[column] !== other?.[column];
        if (other === null) times.set(`${kind} ${key} `, at);
        else
          for (const group of RECORDS[kind].groups)
            if (group.some((field) => differs(columnOf(kind, field)))) times.set(`${kind} ${key} ${group[0]}`, at);
      }
    return ({ kind, id, at }: Difference, group: readonly string[] | null | undefined): Timestamp =>
      times.get(`${kind} ${id} ${group?.[0] ?? ''}`) ?? at ?? this.#now;
  }

  #journal(): Iterable<Noted> {
    return this.#prepare(
      `SELECT relation, key, before, after, at FROM journal JOIN change ON change.id = change_id
       WHERE change_id > (SELECT captured FROM sync) AND NOT undone ORDER BY journal.id`,
    ).iterate() as Iterable<Noted>;
  }

  /**
   * Whoever changes the slots of a day means them as they are shown: a thing that another one had pushed aside does not go back by
   * itself, and what waits goes on waiting for what is left.
   */
  #pinOthers(day: Day, own: ReadonlySet<string>, time: Timestamp): void {
    const after = new Date(Date.parse(time) + 1).toISOString();
    for (const { kind, id, log } of this.page(pageOf('thing', '', day))) {
      const shown = this.#kept(kind, id)?.known;
      const wish = lastFields(kind, log).slot as Slot;
      if (kind !== 'thing' || own.has(id) || !shown || shown.slot === wish) continue;
      this.#save({ kind, id, log: pin(log, (shown.slot as Slot | null) ?? wish, after) }, log);
    }
  }

  /** Brings the things of these days, and all links, to what follows from the logs. */
  #bring(days: ReadonlySet<Day>): void {
    this.#place(days);
    this.#link();
    const changed = this.#differences();
    for (const difference of changed) this.#acknowledge(difference);
    // What was done here before cannot simply be put back any more.
    if (changed.length > 0) this.#prepare('UPDATE sync SET absorbed = (SELECT coalesce(max(id), 0) FROM change)').run();
  }

  /** From now on the row is as the log knows it. */
  #acknowledge({ kind, id, row }: Difference): void {
    this.#prepare('UPDATE replica SET row = ? WHERE kind = ? AND id = ?').run(row, kind, id);
  }

  #remove(kind: RecordKind, id: string): void {
    const { table, key } = RECORDS[kind];
    this.#prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(id);
  }

  /** The things of these days in the slots that follow from all logs. */
  #place(days: ReadonlySet<Day>): void {
    const placed = [...days].flatMap((day) => this.#placeDay(day));
    // First out of all slots: on their way to their places they would be in each other's.
    for (const { id, fields } of placed)
      this.#prepare(
        `UPDATE thing SET slot = NULL, waiting = (done_at IS NULL)
         WHERE id = ? AND slot IS NOT NULL AND (day IS NOT ? OR slot IS NOT ?)`,
      ).run(id, fields.day, fields.slot);
    for (const { id, fields, log } of placed) this.#write('thing', id, fields, log);
  }

  #placeDay(day: Day): { id: string; fields: Fields; log: Log }[] {
    const things = this.page(pageOf('thing', '', day)).flatMap(({ kind, id, log }) => {
      const fields = kind === 'thing' ? fieldsOf(kind, log) : null;
      return fields === null ? [] : [{ id, fields, log }];
    });
    const claims = things.map(({ id, fields, log }) => ({ id, slot: fields.slot as Slot | null, since: claimOf(log) }));
    const places = assignSlots(claims);
    return things.map((thing) => ({ ...thing, fields: { ...thing.fields, slot: places.get(thing.id) ?? null } }));
  }

  /** A row as its log has it, but for links: what they lead to may still be on its way. */
  #write(kind: RecordKind, id: string, fields: Fields, log: Log): void {
    const { table, key, columns: columnOfField, booleans, links: linkFields } = RECORDS[kind];
    const waiting = Number(fields.slot === null && fields.doneAt === null);
    const links = linkFields.map((field) => columnOf(kind, field));
    const values: Record<string, unknown> = { [key]: id, ...(kind === 'thing' && { waiting }) };
    for (const [field, column] of Object.entries(columnOfField))
      values[column] = booleans.includes(field) ? Number(fields[field]) : fields[field];
    for (const column of links) values[column] = null;
    values.updated_at = timeOfStamp(log.at(-1)?.at as string);
    const columns = Object.keys(values);
    const differs = columns.filter((column) => ![key, 'updated_at', ...links].includes(column));
    this.#prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})
         ON CONFLICT (${key}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
         WHERE ${differs.map((column) => `${column} IS NOT excluded.${column}`).join(' OR ')}`,
    ).run(values);
  }

  /** Links lead to what is there, and nowhere where it is not. */
  #link(): void {
    for (const kind of RECORD_KINDS) for (const field of RECORDS[kind].links) this.#linkField(kind, field);
  }

  #linkField(kind: RecordKind, field: string): void {
    const { table } = RECORDS[kind];
    const column = columnOf(kind, field);
    const rows = this.#prepare(`SELECT id, log FROM replica WHERE kind = ? AND log LIKE '%"${field}":"%'`).all(
      kind,
    ) as { id: string; log: string }[];
    const link = this.#prepare(
      `UPDATE ${table} SET ${column} = (SELECT id FROM thing WHERE id = @target) WHERE id = @id
           AND ${column} IS NOT (SELECT id FROM thing WHERE id = @target)`,
    );
    for (const { id, log } of rows) link.run({ id, target: lastFields(kind, JSON.parse(log))[field] ?? null });
  }
}

function parse(json: string | null): Fields | null {
  return json === null ? null : JSON.parse(json);
}

function latest(one: Timestamp | undefined, other: Timestamp): Timestamp {
  return one !== undefined && one > other ? one : other;
}

function count(records: readonly Told[]): Counts {
  const counts = { thing: 0, rest: 0, setback: 0, setting: 0 };
  for (const { kind } of records) counts[kind] += 1;
  return counts;
}

/** Works on the replica in one transaction that is not journalled; a dry run rolls it back. */
export function withReplica<Result>(
  { store, changeContext }: Session,
  work: (replica: Replica) => Result,
  isDry = false,
): Result {
  return store.replicate((database) => work(new Replica(database, changeContext.timestamp)), isDry);
}
