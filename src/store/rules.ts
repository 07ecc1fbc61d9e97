import { SETTING_KEYS, SETTINGS, type SettingKey } from '../core/settings.ts';
import { isBlank } from '../core/text.ts';
import { parseUsualDays } from '../core/usual.ts';
import { FIRST_DAY, LAST_DAY } from './days.ts';
import type { Database } from './driver.ts';
import { RECORD_KINDS, RECORDS } from './records.ts';
import { schemaProblems } from './schema.ts';

/** A rule of ours that a store breaks: which, and how. */
export interface BrokenRule {
  readonly name: 'schema' | 'ids' | 'days' | 'texts' | 'links' | 'tallies' | 'journal' | 'settings';
  readonly message: string;
  /** The way out, if there is a better one than to mend the whole store. */
  readonly hint?: string;
}

/** Every rule that a store breaks, whichever program has written it. `four doctor --fix` mends them all. */
export function brokenRules(database: Database): BrokenRule[] {
  const problems = schemaProblems(database);
  // The other rules are about our tables.
  if (problems.length > 0) return [{ name: 'schema', message: firstOf(problems) }];
  const broken = CHECKS.map(([name, check]) => ({ name, message: check(database) }));
  return [
    ...broken.flatMap(({ name, message }) => (message === undefined ? [] : { name, message })),
    ...settings(database),
  ];
}

type Check = (database: Database) => string | undefined;

const CHECKS: readonly (readonly [BrokenRule['name'], Check])[] = [
  ['ids', checkIds],
  ['days', checkDays],
  ['texts', checkTexts],
  ['links', checkLinks],
  ['tallies', checkTallies],
  ['journal', checkJournal],
];

function firstOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}

function count(database: Database, sql: string): number {
  return database.prepare<[], number>(sql).pluck().get() ?? 0;
}

function checkIds(database: Database): string | undefined {
  // Not by the index, which may be what is wrong.
  const sql = (table: string) => `SELECT count(*) - count(DISTINCT id) FROM ${table} NOT INDEXED`;
  const twice = ['thing', 'setback'].find((table) => count(database, sql(table)) > 0);
  return twice && `two rows of ${twice} have the same id`;
}

function checkDays(database: Database): string | undefined {
  const columns = Object.entries({ thing: 'day', rest_day: 'day', setback: 'day', week_note: 'week' });
  const sql = (table: string, column: string) => `SELECT count(*) FROM ${table} WHERE NOT (${validDay(column)})`;
  const [table] = columns.find(([name, column]) => count(database, sql(name, column)) > 0) ?? [];
  if (table !== undefined) return `a row of ${table} has a day that cannot be`;
  const usualDays = database.prepare<[], string>('SELECT days FROM usual').pluck().all();
  return usualDays.every((days) => parseUsualDays(days)) ? undefined : 'a row of usual has a day that cannot be';
}

/** In SQL, whether a column holds a day that commands accept. */
export function validDay(column: string): string {
  return `${column} IS date(${column}) AND ${column} BETWEEN '${FIRST_DAY}' AND '${LAST_DAY}'`;
}

/** The tables whose rows have a text, and their keys. */
export const TABLES_WITH_TEXT = Object.values(RECORDS).filter(({ columns }) => columns.text !== undefined);

function checkTexts(database: Database): string | undefined {
  for (const { table } of TABLES_WITH_TEXT)
    for (const text of database.prepare<[], string>(`SELECT text FROM ${table}`).pluck().iterate())
      if (isBlank(text)) return `a row of ${table} has a blank text`;
  return undefined;
}

function checkLinks(database: Database): string | undefined {
  const table = database.prepare<[], string>('PRAGMA foreign_key_check').pluck().get();
  return table && `a link of ${table} leads nowhere`;
}

interface CountedDay {
  readonly year: number;
  /** From 1, the first of January. */
  readonly place: number;
  readonly digit: number;
}

/** The digit of each day that has one, as migration 004 says, counted now. */
const COUNTED_DAYS = `
  WITH part (day, done, rest) AS (
    SELECT day, 1, 0 FROM thing WHERE done_at IS NOT NULL UNION ALL SELECT day, 0, 1 FROM rest_day
  )
  SELECT substr(day, 1, 4) + 0 AS year, strftime('%j', day) + 0 AS place, min(sum(done), 4) + 5 * max(rest) AS digit
  FROM part WHERE day IS date(day) GROUP BY day`;

function checkTallies(database: Database): string | undefined {
  const counted = new Map<number, string[]>();
  for (const { year, place, digit } of database.prepare<[], CountedDay>(COUNTED_DAYS).iterate()) {
    const days = counted.get(year) ?? Array.from({ length: 366 }, () => '0');
    days[place - 1] = String(digit);
    counted.set(year, days);
  }
  const stored = database.prepare<[], { year: number; days: string }>('SELECT year, days FROM year_tally').all();
  const isRight =
    stored.length === counted.size && stored.every(({ year, days }) => counted.get(year)?.join('') === days);
  return isRight ? undefined : 'the tally of a year differs from its days';
}

/** The last id of a change, or of its rows, that leaves room for more. Numbers beyond twice of it are not exact in JavaScript. */
export const LAST_ID = 2 ** 52;

function checkJournal(database: Database): string | undefined {
  if (count(database, 'SELECT count(*) FROM recording') > 0) return 'a change has begun and never ended';
  for (const table of ['change', 'journal'])
    if (count(database, `SELECT count(*) FROM ${table} WHERE id NOT BETWEEN 1 AND ${LAST_ID}`) > 0)
      return `a row of ${table} has an id that leaves none for the next`;
  const sql = `SELECT count(*) FROM journal WHERE relation NOT IN (${quotedTables()})`;
  return count(database, sql) > 0 ? 'it names a table that has no records' : undefined;
}

/** The tables of records, for a list in SQL. */
export function quotedTables(): string {
  return RECORD_KINDS.map((kind) => `'${RECORDS[kind].table}'`).join(', ');
}

/** Commands use the default for what another program has stored. */
function settings(database: Database): BrokenRule[] {
  const stored = database.prepare<[], [key: string, value: string]>('SELECT key, value FROM setting').raw().all();
  const [key] = stored.find(([name, value]) => !isValidSetting(name, value)) ?? [];
  if (key === undefined) return [];
  return [{ name: 'settings', message: `${key} has an invalid value`, hint: `Run: four config ${key} --unset` }];
}

/** Whether a stored value is one that the setting takes. Keys of a newer four are kept. */
export function isValidSetting(key: string, value: string): boolean {
  const setting: SettingKey | undefined = SETTING_KEYS.find((candidate) => candidate === key);
  return setting === undefined || SETTINGS[setting].parse(value) !== undefined;
}
