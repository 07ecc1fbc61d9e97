PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO thing VALUES('01932f00-0000-7000-8000-000000000001','2026-11-20',1,'Write the post',NULL,NULL,NULL,0,0,'2026-11-20T08:00:00.000Z');
INSERT INTO thing VALUES('01932f00-0000-7000-8000-000000000002','2026-11-20',2,'Run','2026-11-20T18:00:00.000Z','5 km',NULL,0,0,'2026-11-20T18:00:00.000Z');
INSERT INTO thing VALUES('01932f00-0000-7000-8000-000000000003','2026-11-20',NULL,'Fix Ana''s printer','2026-11-20T19:00:00.000Z',NULL,NULL,0,1,'2026-11-20T19:00:00.000Z');
INSERT INTO thing VALUES('01932f00-0000-7000-8000-000000000004','2026-11-22',1,'Write the post',NULL,NULL,'01932f00-0000-7000-8000-000000000001',1,0,'2026-11-22T08:00:00.000Z');
CREATE TABLE rest_day (
        day        TEXT PRIMARY KEY CHECK (day IS date(day)),
        reason     TEXT CHECK (length(reason) BETWEEN 1 AND 500),
        updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
      ) STRICT, WITHOUT ROWID;
INSERT INTO rest_day VALUES('2026-11-21','Family','2026-11-21T08:00:00.000Z');
CREATE TABLE setting (
        key        TEXT PRIMARY KEY,
        value      TEXT NOT NULL,
        updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
      ) STRICT, WITHOUT ROWID;
INSERT INTO setting VALUES('minimum','2','2026-11-22T08:00:00.000Z');
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
INSERT INTO setback VALUES('01932f00-0000-7000-8000-000000000005','2026-11-20','The Acme sale','Call earlier','correct','01932f00-0000-7000-8000-000000000004','2026-11-22T08:00:00.000Z','2026-11-22','2026-11-22T08:00:00.000Z');
INSERT INTO setback VALUES('01932f00-0000-7000-8000-000000000006','2026-11-22','The keys',NULL,NULL,NULL,NULL,NULL,'2026-11-22T08:00:00.000Z');
CREATE UNIQUE INDEX thing_by_slot ON thing (day, slot);
CREATE INDEX thing_by_origin ON thing (carried_from) WHERE carried_from IS NOT NULL;
CREATE VIEW things AS
        SELECT day, slot, text, done_at IS NOT NULL AS done, done_at, did, carried
        FROM thing
        ORDER BY day, slot IS NULL, slot, id;
CREATE INDEX setback_by_day ON setback (day);
CREATE INDEX setback_by_next ON setback (next_id) WHERE next_id IS NOT NULL;
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
COMMIT;
