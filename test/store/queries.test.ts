import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/store/driver.ts';
import { useHome } from '../support/four.ts';
import { withDatabase } from '../support/stores.ts';

const home = useHome();
const { four, sql } = home;

const name = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3-node20' : 'better-sqlite3';
const driver = createRequire(import.meta.url)(name) as { prototype: Database };
const { prepare } = driver.prototype;

/** The queries of the commands, as they send them. */
let asked: string[] = [];

beforeAll(() => {
  driver.prototype.prepare = function (this: Database, text: string) {
    asked.push(text);
    return prepare.call(this, text);
  } as typeof prepare;
});

afterAll(() => {
  driver.prototype.prepare = prepare;
});

/** Three years with carried things, extras, rest days and setbacks. */
async function live(): Promise<void> {
  await four('plan', 'Write the post', 'Call the buyer', 'Run', 'Read');
  await four('rest', 'tomorrow', '-m', 'A holiday');
  await four('lost', 'The sale', '--next', 'Ask again', '-m', 'Send the dates sooner');
  sql(`WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 4000)
       INSERT INTO thing (id, day, slot, text, done_at, updated_at)
       SELECT printf('01980000-0000-7000-8000-%012d', n), date('2026-11-22', -(n / 4) || ' days'), n % 4 + 1, 'Run ' || n,
              CASE WHEN n % 7 THEN '2026-11-23T08:00:00.000Z' END, '2026-11-23T08:00:00.000Z'
       FROM number`);
}

/** SQLite's plan for a query, one line for each step. */
function plan(query: string): string[] {
  return withDatabase(home.storeFile(), (database) => {
    const bare = prepare.call(database, `EXPLAIN QUERY PLAN ${query}`) as ReturnType<typeof prepare>;
    const names = [...new Set(query.match(/@\w+/g) ?? [])].map((one) => [one.slice(1), null]);
    const values = names.length > 0 ? Object.fromEntries(names) : (query.match(/\?/g) ?? []).map(() => null);
    return bare.all(values).map((step) => (step as { detail: string }).detail);
  });
}

const TABLES_THAT_GROW = 'thing|rest_day|setback|change|journal|days|things';

describe('every query uses an index', () => {
  test.each([
    [['today']],
    [['done', '2']],
    [['done', '2', '-m', 'She said March']],
    [['undone', '2']],
    [['did', 'Fixed the printer']],
    [['plan', '-d', 'tomorrow', 'Rest well']],
    [['plan', '-d', 'tomorrow', '--again']],
    [['streak']],
    [['week']],
    [['week', '--last']],
    [['log', '-n', '3']],
    [['undo']],
  ])('of four %j', async (words) => {
    await live();
    asked = [];
    expect((await four(...words)).status).toBe(0);
    const queries = asked.filter((query) => /\b(SELECT|UPDATE|DELETE|INSERT)\b/.test(query) && !/^EXPLAIN/.test(query));
    expect(queries.length).toBeGreaterThan(2);
    // One row is quick to find in any order, and undone changes have an index.
    const scans = queries
      .filter((query) => !/ LIMIT 1$/.test(query))
      .flatMap((query) => plan(query).map((step) => ({ query, step })))
      .filter(({ step }) =>
        new RegExp(`^SCAN (${TABLES_THAT_GROW})\\b(?! USING COVERING INDEX change_undone)`).test(step),
      );
    expect(scans).toEqual([]);
  });
});
