/** The tables whose rows are journalled, with their key and all their columns as they are when the journal is made. */
const JOURNALLED = [
  [
    'thing',
    'id',
    ['id', 'day', 'slot', 'text', 'done_at', 'did', 'carried_from', 'carried', 'unplanned', 'updated_at'],
  ],
  ['rest_day', 'day', ['day', 'reason', 'updated_at']],
  ['setting', 'key', ['key', 'value', 'updated_at']],
  ['setback', 'id', ['id', 'day', 'text', 'lesson', 'kind', 'next_id', 'settled_at', 'settled_on', 'updated_at']],
] as const;

/** The columns of a thing since it may wait. */
const THING_COLUMNS =
  'id, day, slot, text, also, done_at, did, carried_from, carried, unplanned, waiting, updated_at'.split(', ');

/** Writes each change of a table into the journal: the whole row before and after, as JSON. */
function journalTriggers(table: string, key: string, columns: readonly string[]): string {
  const row = (name: string) => `json_object(${columns.map((column) => `'${column}', ${name}.${column}`).join(', ')})`;
  const trigger = (event: string, when: string, keyOf: string, before: string, after: string) => `
      CREATE TRIGGER ${table}_${event} AFTER ${event} ON ${table} WHEN ${when} BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, '${table}', ${keyOf}.${key}, ${before}, ${after} FROM recording;
      END;`;
  const recording = 'EXISTS (SELECT 1 FROM recording)';
  const differs = columns.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ');
  return [
    trigger('INSERT', recording, 'NEW', 'NULL', row('NEW')),
    trigger('UPDATE', `${recording} AND (${differs})`, 'NEW', row('OLD'), row('NEW')),
    trigger('DELETE', recording, 'OLD', row('OLD'), 'NULL'),
  ].join('\n');
}

const EMPTY_YEAR = "printf('%0366d', 0)";

/** Counts a day again when a row of that day changes. */
function tallyTrigger(table: string, event: string, day: string, when = 'TRUE'): string {
  const name = `tally_${table}_${event}_${day}`.replace(/\W/g, '_');
  return `
      CREATE TRIGGER ${name} AFTER ${event} ON ${table} WHEN ${when} BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (${day}, substr(${day}, 1, 4) + 0, strftime('%j', ${day}) + 0);
      END;`;
}

function digitOf(day: string): string {
  return `((SELECT min(count(*), 4) FROM thing WHERE thing.day = ${day} AND done_at IS NOT NULL)
            + 5 * EXISTS (SELECT 1 FROM rest_day WHERE rest_day.day = ${day}))`;
}

const THING_TALLIES = [
  tallyTrigger('thing', 'INSERT', 'NEW.day', 'NEW.done_at IS NOT NULL'),
  tallyTrigger('thing', 'DELETE', 'OLD.day', 'OLD.done_at IS NOT NULL'),
  tallyTrigger('thing', 'UPDATE OF day, done_at', 'NEW.day'),
  tallyTrigger('thing', 'UPDATE OF day', 'OLD.day', 'OLD.day <> NEW.day'),
];

/** One step of the schema's history; its SQL is put together when it is needed. Released steps are never edited: a file may stand after any of them. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

// In every table: days are 'YYYY-MM-DD', instants 'YYYY-MM-DDTHH:MM:SS.SSSZ' in UTC. The CHECKs compare a value with its own
// normal form, so that a day like 2026-02-30 (which SQLite would read as 2 March) is refused, whichever program writes it.
export const MIGRATIONS: readonly Migration[] = [
  {
    name: 'the day, its things, days of rest, settings',
    sql: `
      CREATE TABLE thing (
        id           TEXT PRIMARY KEY CHECK (length(id) = 36),                      -- UUIDv7: in order of creation
        day          TEXT NOT NULL CHECK (day IS date(day)),
        slot         INTEGER CHECK (slot BETWEEN 1 AND 4),                          -- NULL: an extra
        text         TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
        done_at      TEXT CHECK (done_at IS strftime('%Y-%m-%dT%H:%M:%fZ', done_at)),
        did          TEXT CHECK (length(did) BETWEEN 1 AND 500),
        carried_from TEXT REFERENCES thing (id) ON DELETE SET NULL,
        -- How often it has been carried: kept beside the link, because what it continues may be dropped or come from elsewhere.
        carried      INTEGER NOT NULL DEFAULT 0 CHECK (carried >= 0),
        unplanned    INTEGER NOT NULL DEFAULT 0 CHECK (unplanned IN (0, 1)),        -- written down when it was done
        updated_at   TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at)),
        CHECK (slot IS NOT NULL OR done_at IS NOT NULL),                            -- an extra is there because it was done
        CHECK (did IS NULL OR done_at IS NOT NULL),
        CHECK (carried > 0 OR carried_from IS NULL)
      ) STRICT;

      -- One thing a slot; extras have no slot and do not meet here. Also how a day is found.
      CREATE UNIQUE INDEX thing_by_slot ON thing (day, slot);
      CREATE INDEX thing_by_origin ON thing (carried_from) WHERE carried_from IS NOT NULL;

      -- The day is its identity: two machines that take the same day off mean the same day off.
      CREATE TABLE rest_day (
        day        TEXT PRIMARY KEY CHECK (day IS date(day)),
        reason     TEXT CHECK (length(reason) BETWEEN 1 AND 500),
        updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
      ) STRICT, WITHOUT ROWID;

      -- Only what differs from the initial value, in the words \`four config\` shows.
      CREATE TABLE setting (
        key        TEXT PRIMARY KEY,
        value      TEXT NOT NULL,
        updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
      ) STRICT, WITHOUT ROWID;

      -- Public, like \`days\`: for sqlite3, Datasette and the like.
      CREATE VIEW things AS
        SELECT day, slot, text, done_at IS NOT NULL AS done, done_at, did, carried
        FROM thing
        ORDER BY day, slot IS NULL, slot, id;

      CREATE VIEW days AS
        WITH part (day, planned, done, rest, rest_reason) AS (
          SELECT day, slot IS NOT NULL, done_at IS NOT NULL, 0, NULL FROM thing
          UNION ALL
          SELECT day, 0, 0, 1, reason FROM rest_day
        )
        SELECT day, sum(planned) AS planned, sum(done) AS done, max(rest) AS rest, max(rest_reason) AS rest_reason
        FROM part
        GROUP BY day
        ORDER BY day;
    `,
  },
  {
    name: 'setbacks',
    sql: `
      -- Something lost, and what became of it: open, corrected by a thing, or let go.
      CREATE TABLE setback (
        id         TEXT PRIMARY KEY CHECK (length(id) = 36),
        day        TEXT NOT NULL CHECK (day IS date(day)),
        text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
        lesson     TEXT CHECK (length(lesson) BETWEEN 1 AND 500),
        kind       TEXT CHECK (kind IN ('correct', 'let-go')),
        next_id    TEXT REFERENCES thing (id) ON DELETE SET NULL,
        settled_at TEXT CHECK (settled_at IS strftime('%Y-%m-%dT%H:%M:%fZ', settled_at)),
        -- The day it was settled as the user lived it: an instant alone would change its day with the time zone.
        settled_on TEXT CHECK (settled_on IS date(settled_on)),
        updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at)),
        CHECK ((kind IS NULL) = (settled_at IS NULL) AND (kind IS NULL) = (settled_on IS NULL)),
        CHECK (next_id IS NULL OR kind = 'correct')
      ) STRICT;

      CREATE INDEX setback_by_day ON setback (day);
      CREATE INDEX setback_by_next ON setback (next_id) WHERE next_id IS NOT NULL;

      -- A day something was lost on has a record, even when nothing was planned.
      DROP VIEW days;
      CREATE VIEW days AS
        WITH part (day, planned, done, unplanned, rest, rest_reason) AS (
          SELECT day, slot IS NOT NULL, done_at IS NOT NULL, done_at IS NOT NULL AND unplanned, 0, NULL FROM thing
          UNION ALL
          SELECT day, 0, 0, 0, 1, reason FROM rest_day
          UNION ALL
          SELECT day, 0, 0, 0, 0, NULL FROM setback
        )
        SELECT day, sum(planned) AS planned, sum(done) AS done, sum(unplanned) AS unplanned,
               max(rest) AS rest, max(rest_reason) AS rest_reason
        FROM part
        GROUP BY day
        ORDER BY day;
    `,
  },
  {
    name: 'the journal',
    get sql() {
      return `
      -- A command that changed something, in its words; undone: taken back, and there to be done again until the next change.
      CREATE TABLE change (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        at      TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
        undone  INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
      ) STRICT;

      -- What each row was before a change and after it, as JSON; NULL where there was no row.
      CREATE TABLE journal (
        id        INTEGER PRIMARY KEY,
        change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
        relation  TEXT NOT NULL,
        key       TEXT NOT NULL,
        before    TEXT CHECK (before IS NULL OR json_valid(before)), -- older SQLite takes NULL for no JSON
        after     TEXT CHECK (after IS NULL OR json_valid(after))
      ) STRICT;

      CREATE INDEX journal_by_change ON journal (change_id);

      -- The change that is being made: one row inside a transaction of ours, none outside it and while something is taken back.
      CREATE TABLE recording (
        change_id INTEGER NOT NULL REFERENCES change (id)
      ) STRICT;

      ${JOURNALLED.map(([table, key, columns]) => journalTriggers(table, key, columns)).join('\n')}
    `;
    },
  },
  {
    name: 'the tally of each year',
    get sql() {
      return `
      -- How many things were done on each day of a year, as the streak needs it: to count them anew takes too long after years.
      -- A digit a day, 4 for four or more, and 5 more than that on a day of rest. Kept right by triggers, whoever writes.
      CREATE TABLE year_tally (
        year INTEGER PRIMARY KEY CHECK (year BETWEEN 1 AND 9999),
        days TEXT NOT NULL CHECK (length(days) = 366)
      ) STRICT;

      -- What was taken back is looked for at every change.
      CREATE INDEX change_undone ON change (id) WHERE undone = 1;

      WITH RECURSIVE
        active (day) AS (SELECT day FROM thing WHERE done_at IS NOT NULL AND day IS date(day) UNION SELECT day FROM rest_day WHERE day IS date(day)),
        year (first) AS (SELECT DISTINCT substr(day, 1, 4) || '-01-01' FROM active),
        calendar (first, day, place) AS (
          SELECT first, first, 1 FROM year
          UNION ALL
          SELECT first, date(day, '+1 day'), place + 1 FROM calendar WHERE place < 366
        )
      INSERT INTO year_tally (year, days)
        SELECT CAST(substr(first, 1, 4) AS INTEGER),
               group_concat(iif(substr(day, 1, 4) = substr(first, 1, 4), ${digitOf('calendar.day')}, 0), '' ORDER BY place)
        FROM calendar
        GROUP BY first;

      -- Nothing to read: what is written into it is a day to count again. A day that is none, put there with the checks turned
      -- off, is in no year; a year without anything to count has no row, so the same days always make the same tally.
      CREATE VIEW day_to_tally (day, year, place) AS SELECT NULL, NULL, NULL WHERE FALSE;
      CREATE TRIGGER tally INSTEAD OF INSERT ON day_to_tally WHEN NEW.day IS date(NEW.day) BEGIN
        INSERT INTO year_tally (year, days)
          SELECT NEW.year, ${EMPTY_YEAR} WHERE NOT EXISTS (SELECT 1 FROM year_tally WHERE year = NEW.year);
        UPDATE year_tally
          SET days = substr(days, 1, NEW.place - 1) || ${digitOf('NEW.day')} || substr(days, NEW.place + 1)
          WHERE year = NEW.year;
        DELETE FROM year_tally WHERE year = NEW.year AND days = ${EMPTY_YEAR};
      END;

      ${[
        ...THING_TALLIES,
        tallyTrigger('rest_day', 'INSERT', 'NEW.day'),
        tallyTrigger('rest_day', 'DELETE', 'OLD.day'),
        tallyTrigger('rest_day', 'UPDATE OF day', 'NEW.day'),
        tallyTrigger('rest_day', 'UPDATE OF day', 'OLD.day'),
      ].join('\n')}
    `;
    },
  },
  {
    name: 'two machines',
    get sql() {
      return `
      -- A thing may wait: planned on two machines, the day has more open things than slots. Without foreign keys, as \`migrate\`
      -- sees to: what refers to a thing shall outlive the change of its table. \`also\` is another machine's wording.
      CREATE TEMP TABLE thing_before AS SELECT * FROM thing;
      DROP TABLE thing;
      CREATE TABLE thing (
        id           TEXT PRIMARY KEY CHECK (length(id) = 36),
        day          TEXT NOT NULL CHECK (day IS date(day)),
        slot         INTEGER CHECK (slot BETWEEN 1 AND 4),
        text         TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
        also         TEXT CHECK (length(also) BETWEEN 1 AND 500),
        done_at      TEXT CHECK (done_at IS strftime('%Y-%m-%dT%H:%M:%fZ', done_at)),
        did          TEXT CHECK (length(did) BETWEEN 1 AND 500),
        carried_from TEXT REFERENCES thing (id) ON DELETE SET NULL,
        carried      INTEGER NOT NULL DEFAULT 0 CHECK (carried >= 0),
        unplanned    INTEGER NOT NULL DEFAULT 0 CHECK (unplanned IN (0, 1)),
        waiting      INTEGER NOT NULL DEFAULT 0 CHECK (waiting IN (0, 1)),
        updated_at   TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at)),
        CHECK (slot IS NOT NULL OR done_at IS NOT NULL OR waiting),
        CHECK (NOT waiting OR (slot IS NULL AND done_at IS NULL)),
        CHECK (did IS NULL OR done_at IS NOT NULL),
        CHECK (carried > 0 OR carried_from IS NULL)
      ) STRICT;
      INSERT INTO thing (id, day, slot, text, done_at, did, carried_from, carried, unplanned, updated_at)
        SELECT id, day, slot, text, done_at, did, carried_from, carried, unplanned, updated_at FROM thing_before;
      DROP TABLE thing_before;
      CREATE UNIQUE INDEX thing_by_slot ON thing (day, slot);
      CREATE INDEX thing_by_origin ON thing (carried_from) WHERE carried_from IS NOT NULL;
      ${journalTriggers('thing', 'id', THING_COLUMNS)}
      ${THING_TALLIES.join('\n')}

      -- What this machine knows of each record on all machines: the log of its changes, the row that was made of it (NULL: gone),
      -- the page of the diary it stands on, whether the remote has all of that (sent), and on which page where that is another.
      CREATE TABLE replica (
        kind      TEXT NOT NULL CHECK (kind IN ('thing', 'rest', 'setback', 'setting')),
        id        TEXT NOT NULL,
        page      TEXT NOT NULL,
        log       TEXT NOT NULL CHECK (json_valid(log)),
        row       TEXT CHECK (row IS NULL OR json_valid(row)),
        sent      INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
        elsewhere TEXT,
        PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX replica_by_page ON replica (page);

      -- How far the last sync came, in one row: with which remote, the commit both sides had last, the last change (of \`change\`) that
      -- is in the logs, and the last before rows came from elsewhere; when it was through, when it was tried, and why it was not.
      CREATE TABLE sync (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        remote   TEXT,
        revision TEXT,
        captured INTEGER NOT NULL DEFAULT 0,
        absorbed INTEGER NOT NULL DEFAULT 0,
        at       TEXT,
        tried_at TEXT,
        failure  TEXT
      ) STRICT;
    `;
    },
  },
];
