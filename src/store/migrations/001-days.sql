-- In every table, days are 'YYYY-MM-DD' and instants 'YYYY-MM-DDTHH:MM:SS.SSSZ' in UTC. The CHECKs compare a value with its
-- normal form: SQLite would read 2026-02-30 as 2 March, and this refuses it whichever program writes it.

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

-- One thing in each slot. Extras have no slot, and NULLs never conflict. Also finds the things of a day.
CREATE UNIQUE INDEX thing_by_slot ON thing (day, slot);
CREATE INDEX thing_by_origin ON thing (carried_from) WHERE carried_from IS NOT NULL;

-- The day is the identity of the row: two machines that take the same day off mean the same rest day.
CREATE TABLE rest_day (
  day        TEXT PRIMARY KEY CHECK (day IS date(day)),
  reason     TEXT CHECK (length(reason) BETWEEN 1 AND 500),
  updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
) STRICT, WITHOUT ROWID;

-- Only what differs from the default, as `four config` prints it.
CREATE TABLE setting (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
) STRICT, WITHOUT ROWID;

-- The views `things` and `days` are public: people query them with sqlite3, Datasette and other tools.
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
