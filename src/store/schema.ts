import { addContentIds } from './content-ids.ts';
import { type Database, openDatabase } from './driver.ts';
import { APPLICATION_ID } from './header.ts';
import { migrationsAfter, SCHEMA_VERSION } from './migrations.ts';

/** A table, index, view or trigger. */
interface SchemaObject {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  readonly name: string;
  readonly table: string;
  /** Without white space: some old stores have other line breaks. */
  readonly sql: string;
}

/** The tables and views that have triggers of ours, or must have none. */
const WITH_TRIGGERS = [
  'thing',
  'rest_day',
  'setting',
  'setback',
  'usual',
  'week_note',
  'change',
  'journal',
  'recording',
  'day_to_tally',
];

/** How many triggers these have in all, and how many characters other than white space. */
export const TRIGGER_FINGERPRINT = '31 10543';

/**
 * A number that differs when a trigger is missing, changed or added. Without its triggers, a change would not be journalled, and
 * triggers of another program may undo it. It takes 30 microseconds; `schemaProblems` says what differs.
 */
export function triggerFingerprint(database: Database): string | undefined {
  return database
    .prepare<[], string>(
      `SELECT count(*) || ' ' || sum(length(replace(replace(sql, ' ', ''), char(10), ''))) FROM sqlite_schema
       WHERE type = 'trigger' AND lower(tbl_name) IN (${WITH_TRIGGERS.map((name) => `'${name}'`).join(', ')})`,
    )
    .pluck()
    .get();
}

/** Everything in the schema of a new store. */
export function ownObjects(): SchemaObject[] {
  const fresh = openDatabase(':memory:');
  try {
    takeMigrations(fresh, 0);
    return objectsOf(fresh);
  } finally {
    fresh.close();
  }
}

/** Takes the migrations after `version`, and sets the marks of a store. Needs a transaction, or an empty store. */
export function takeMigrations(database: Database, version: number): void {
  addContentIds(database);
  for (const sql of migrationsAfter(version)) database.exec(sql);
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
}

/** How the schema of a store differs from what its version says; tables of other programs do not matter. */
export function schemaProblems(database: Database): string[] {
  const own = ownObjects();
  const found = objectsOf(database);
  const problems = own.map((object) => problemWith(object, found)).filter((problem) => problem !== undefined);
  const names = own.map(({ name }) => name);
  const added = found.filter(
    ({ type, name, table }) => type === 'trigger' && !names.includes(name) && names.includes(table.toLowerCase()),
  );
  return [
    ...marksOf(database),
    ...problems,
    ...added.map(({ name }) => `another program has added the trigger ${name}`),
  ];
}

function problemWith({ type, name, sql }: SchemaObject, found: readonly SchemaObject[]): string | undefined {
  const same = found.find((object) => object.name === name && object.type === type);
  if (same === undefined) return `the ${type} ${name} is missing`;
  return same.sql === sql ? undefined : `the ${type} ${name} was changed`;
}

function marksOf(database: Database): string[] {
  const isMarked = database.pragma('application_id', { simple: true }) === APPLICATION_ID;
  const isCurrent = database.pragma('user_version', { simple: true }) === SCHEMA_VERSION;
  return [
    ...(isMarked ? [] : ['it lacks its application_id, as after a dump was read back']),
    ...(isCurrent ? [] : ['it has another user_version than its tables']),
  ];
}

function objectsOf(database: Database): SchemaObject[] {
  return database
    .prepare<[], SchemaObject>(
      `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all()
    .map(({ sql, ...object }) => ({ ...object, sql: sql.replaceAll(/\s+/g, '') }));
}
