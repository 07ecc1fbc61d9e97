import type { Day } from '../core/day.ts';
import { CommandError, DamagedStore } from '../core/errors.ts';
import { isBlank } from '../core/text.ts';
import type { Timestamp } from '../core/thing.ts';
import { parseUsualDays } from '../core/usual.ts';
import { keepBackup } from './backups.ts';
import { BUSY_TIMEOUT_MS, type Database, openDatabase } from './driver.ts';
import { checkIntegrity } from './integrity.ts';
import { RECORD_KINDS } from './records.ts';
import { isValidSetting, LAST_ID, quotedTables, TABLES_WITH_TEXT, validDay } from './rules.ts';
import { ownObjects, takeMigrations } from './schema.ts';

/** What was done to a store that broke rules of ours. */
export interface Mended {
  /** The store as it was. */
  readonly backup: string;
  /** Rows that no rule lets in, by table: only the backup still has them. */
  readonly leftOut: readonly { readonly table: string; readonly rows: number }[];
}

/**
 * Makes a store whole again that another program has written into, in one transaction: its tables are made again, and take the rows
 * that were there, with values that cannot be replaced by the nearest that can. A backup is kept first.
 */
export function mendStore(file: string, day: Day, now: Timestamp): Mended {
  const database = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    const backup = keepBackup(database, file, day, 'before-fix');
    // Neither pragma has an effect inside a transaction.
    database.exec('PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF');
    const rebuild = database.transaction(() => makeAgain(database, now));
    return { backup, leftOut: rebuild.immediate() };
  } finally {
    database.close();
  }
}

function makeAgain(database: Database, now: Timestamp): Mended['leftOut'] {
  const tables = Object.keys(ROWS).filter((table) => hasTable(database, table));
  if (!tables.includes('thing')) throw new DamagedStore('the table thing is missing');
  const before = tables.map((table) => {
    database.exec(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM main.${table}`);
    return [table, countRows(database, `temp.kept_${table}`)] as const;
  });
  const lastChange = tables.includes('change') ? lastChangeOf(database) : 0;
  dropOwn(database);
  takeMigrations(database, 0);
  for (const table of tables) copyRows(database, table, now);
  removeInvalid(database);
  database.prepare("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'change'").run(lastChange);
  const damage = checkIntegrity(database);
  if (damage !== undefined) throw new CommandError(`the store cannot be mended: ${damage}`, 'Nothing was changed.');
  return before
    .map(([table, rows]) => ({ table, rows: rows - countRows(database, `main.${table}`) }))
    .filter(({ table, rows }) => rows > 0 && table !== 'recording');
}

/** Ids of changes are never used twice: a sync has noted how far it came. */
function lastChangeOf(database: Database): number {
  const sql = `SELECT max(seq) FROM sqlite_sequence WHERE name = 'change' AND seq <= ${LAST_ID}`;
  return database.prepare<[], number>(sql).pluck().get() ?? 0;
}

function hasTable(database: Database, name: string): boolean {
  return database.prepare("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

function countRows(database: Database, table: string): number {
  return database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
}

/** Removes everything that has a name of ours. With a table go its indexes and triggers, whoever made them. */
function dropOwn(database: Database): void {
  const find = database.prepare<[string], string>('SELECT type FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE');
  for (const { name } of ownObjects()) {
    const type = find.pluck().get(name);
    if (type !== undefined) database.exec(`DROP ${type} main.${name}`);
  }
}

/** Copies the rows of a table into the one that was made again. */
function copyRows(database: Database, table: string, now: Timestamp): void {
  const { values = {}, where = 'TRUE', added = {} } = ROWS[table] ?? {};
  const had = columnsOf(database, `kept_${table}`);
  const columns = columnsOf(database, table);
  const missing = columns.find((column) => !had.includes(column) && !(column in added));
  if (missing !== undefined) throw new DamagedStore(`the column ${missing} of ${table} is missing`);
  const valueFor = (column: string) => (had.includes(column) ? (values[column] ?? column) : added[column]);
  const sql = `INSERT OR IGNORE INTO main.${table} (${columns.join(', ')})
    SELECT ${columns.map(valueFor).join(', ')} FROM temp.kept_${table}
    WHERE ${where} ORDER BY rowid`;
  // A migration may have made a row already.
  database.exec(`DELETE FROM main.${table}`);
  const copy = database.prepare(sql);
  if (sql.includes('@now')) copy.run({ now });
  else copy.run();
  database.exec(`DROP TABLE temp.kept_${table}`);
}

function columnsOf(database: Database, table: string): string[] {
  return database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}

/** Removes what only our own code can judge, and cuts the links to what is not there. */
function removeInvalid(database: Database): void {
  for (const { table, key } of TABLES_WITH_TEXT) {
    const rows = database.prepare<[], [id: string, text: string]>(`SELECT ${key}, text FROM ${table}`).raw().all();
    const remove = database.prepare<[string]>(`DELETE FROM ${table} WHERE ${key} = ?`);
    for (const [id, text] of rows) if (isBlank(text)) remove.run(id);
  }
  const settings = database.prepare<[], [key: string, value: string]>('SELECT key, value FROM setting').raw().all();
  const removeSetting = database.prepare<[string]>('DELETE FROM setting WHERE key = ?');
  for (const [key, value] of settings) if (!isValidSetting(key, value)) removeSetting.run(key);
  const usuals = database.prepare<[], [id: string, days: string]>('SELECT id, days FROM usual').raw().all();
  const removeUsual = database.prepare<[string]>('DELETE FROM usual WHERE id = ?');
  for (const [id, days] of usuals) if (!parseUsualDays(days)) removeUsual.run(id);
  database.exec(`
    UPDATE thing SET carried_from = NULL WHERE carried_from NOT IN (SELECT id FROM thing);
    UPDATE setback SET next_id = NULL WHERE next_id NOT IN (SELECT id FROM thing)`);
}

/** How the rows of a table are copied. */
interface Rows {
  /** What stands in a column instead of its value as it was. */
  readonly values?: { readonly [column: string]: string };
  /** What stands in a column that the tables of older versions lack. */
  readonly added?: { readonly [column: string]: string };
  /** Which rows can be kept. */
  readonly where?: string;
}

const VALID_DAY = validDay('day');
const TEXT = 'substr(CAST(text AS TEXT), 1, 500)';
/** The first of several rows with one id keeps it. */
const ID = `CASE WHEN length(id) = 36 AND row_number() OVER (PARTITION BY id ORDER BY rowid) = 1 THEN id ELSE ${newId()} END`;
/** Of several things in one slot, one keeps it: one that is done, else the first. */
const SLOT = `CASE WHEN slot BETWEEN 1 AND 4
  AND row_number() OVER (PARTITION BY day, slot ORDER BY done_at IS NULL, rowid) = 1 THEN slot END`;
const WAITING = `(${SLOT}) IS NULL AND done_at IS NULL`;
const UPDATED_AT = `coalesce(${validInstant('updated_at')}, @now)`;

/** The tables whose rows are kept, and how. The others follow from these. */
const ROWS: { readonly [table: string]: Rows } = {
  thing: {
    values: {
      id: ID,
      slot: SLOT,
      planned_slot: 'iif(planned_slot BETWEEN 1 AND 4, planned_slot, NULL)',
      text: TEXT,
      also: optionalText('also'),
      done_at: `iif(done_at IS NULL, NULL, coalesce(${validInstant('done_at')}, ${UPDATED_AT}))`,
      did: `iif(done_at IS NULL, NULL, ${optionalText('did')})`,
      carried: 'max(carried, carried_from IS NOT NULL)',
      unplanned: 'unplanned = 1',
      waiting: WAITING,
      updated_at: UPDATED_AT,
    },
    added: { also: 'NULL', waiting: WAITING, planned_slot: 'NULL' },
    where: `${VALID_DAY} AND length(text) > 0`,
  },
  rest_day: { values: { reason: optionalText('reason'), updated_at: UPDATED_AT }, where: VALID_DAY },
  setting: { values: { updated_at: UPDATED_AT } },
  setback: {
    values: {
      id: ID,
      text: TEXT,
      lesson: optionalText('lesson'),
      ...Object.fromEntries(['kind', 'settled_at', 'settled_on'].map((column) => [column, whereSettled(column)])),
      next_id: `iif(kind = 'correct', ${whereSettled('next_id')}, NULL)`,
      updated_at: UPDATED_AT,
    },
    where: `${VALID_DAY} AND length(text) > 0`,
  },
  usual: { values: { text: TEXT, updated_at: UPDATED_AT }, where: 'length(id) > 0 AND length(text) > 0' },
  week_note: {
    values: { text: TEXT, updated_at: UPDATED_AT },
    where: `${validDay('week')} AND length(text) > 0`,
  },
  change: {
    values: { at: `coalesce(${validInstant('at')}, @now)`, undone: 'undone = 1' },
    where: `id BETWEEN 1 AND ${LAST_ID}`,
  },
  journal: {
    values: { id: 'row_number() OVER (ORDER BY id)' },
    where: `change_id IN (SELECT id FROM main.change) AND relation IN (${quotedTables()})
      AND (before IS NULL OR json_valid(before)) AND (after IS NULL OR json_valid(after))`,
  },
  replica: {
    where: `kind IN (${RECORD_KINDS.map((kind) => `'${kind}'`).join(', ')})
      AND json_valid(log) AND (row IS NULL OR json_valid(row))`,
  },
  sync: { where: 'only_row = 1', added: { store_id: 'NULL', generation: '0', by_hand: 'NULL' } },
};

function validInstant(column: string): string {
  return `iif(${column} IS strftime('%Y-%m-%dT%H:%M:%fZ', ${column}), ${column}, NULL)`;
}

function optionalText(column: string): string {
  return `iif(length(${column}) > 0, substr(CAST(${column} AS TEXT), 1, 500), NULL)`;
}

/** A column of a setback that is only there once it is settled; what is settled by half is open again. */
function whereSettled(column: string): string {
  return `iif(kind IN ('correct', 'let-go') AND ${validInstant('settled_at')} IS NOT NULL
    AND settled_on IS date(settled_on) AND settled_on IS NOT NULL, ${column}, NULL)`;
}

/** An id of the same form; it need not be in the order of time. */
function newId(): string {
  const digits = (bytes: number, from = 1) => `substr(hex(randomblob(${bytes})), ${from})`;
  return `lower(concat_ws('-', ${digits(4)}, ${digits(2)}, '7' || ${digits(2, 2)}, '8' || ${digits(2, 2)}, ${digits(6)}))`;
}
