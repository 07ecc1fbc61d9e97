import fs from 'node:fs';
import path from 'node:path';

/**
 * The steps of the schema, oldest first: each is a file of SQL in `migrations/`. A released step never changes, and what one step
 * needs is not shared with another, because stores exist that stopped after each of them.
 */
export const MIGRATIONS = [
  '001-days',
  '002-setbacks',
  '003-journal',
  '004-year-tally',
  '005-sync',
  '006-replaced-things',
  '007-store-id',
  '008-diary-layout',
  '009-usual',
  '010-week-note',
  '011-store-ids',
  '012-generation',
  '013-moved-slots',
  '014-by-hand',
  '015-content-ids',
] as const;

/** The `user_version` of a store that has taken every step. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** The SQL of the steps that a store at `version` has not taken. */
export function migrationsAfter(version: number): string[] {
  const folder = path.join(import.meta.dirname, 'migrations');
  return MIGRATIONS.slice(version).map((name) => fs.readFileSync(path.join(folder, `${name}.sql`), 'utf8'));
}
