PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO setback VALUES('f0000001-98f5-8b6d-a685-859731a4bce7','2026-11-20','The Acme sale','Call earlier','correct','20261122-027d-8ed6-997b-aafed04d52cb','2026-11-22T08:00:00.000Z','2026-11-22','2026-11-22T08:00:00.000Z');
INSERT INTO setback VALUES('f0000001-22da-8ce3-8908-707ac6488423','2026-11-22','The keys',NULL,NULL,NULL,NULL,NULL,'2026-11-22T08:00:00.000Z');
CREATE TABLE change (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        at      TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
        undone  INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
      ) STRICT;
INSERT INTO change VALUES(1,'four plan','2026-11-20T08:00:00.000Z',0);
INSERT INTO change VALUES(2,'four done 1','2026-11-22T18:00:00.000Z',0);
CREATE TABLE journal (
        id        INTEGER PRIMARY KEY,
        change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
        relation  TEXT NOT NULL,
        key       TEXT NOT NULL,
        before    TEXT CHECK (before IS NULL OR json_valid(before)), -- older SQLite takes NULL for no JSON
        after     TEXT CHECK (after IS NULL OR json_valid(after))
      ) STRICT;
INSERT INTO journal VALUES(1,1,'thing','20261120-c908-8422-989c-d23f06f7afa3',NULL,'{"id":"20261120-c908-8422-989c-d23f06f7afa3","day":"2026-11-20","slot":1,"text":"Write the post","also":null,"done_at":null,"did":null,"carried_from":null,"carried":0,"unplanned":0,"waiting":0,"updated_at":"2026-11-20T08:00:00.000Z"}');
INSERT INTO journal VALUES(2,1,'thing','20261120-88ec-86db-a4ec-24478246cba1',NULL,'{"id":"20261120-88ec-86db-a4ec-24478246cba1","day":"2026-11-20","slot":2,"text":"Run","also":null,"done_at":"2026-11-20T18:00:00.000Z","did":"5 km","carried_from":null,"carried":0,"unplanned":0,"waiting":0,"updated_at":"2026-11-20T18:00:00.000Z"}');
INSERT INTO journal VALUES(3,1,'thing','20261120-c321-8f28-8696-a2db213ddb42',NULL,'{"id":"20261120-c321-8f28-8696-a2db213ddb42","day":"2026-11-20","slot":null,"text":"Fix Ana''s printer","also":null,"done_at":"2026-11-20T19:00:00.000Z","did":null,"carried_from":null,"carried":0,"unplanned":1,"waiting":0,"updated_at":"2026-11-20T19:00:00.000Z"}');
INSERT INTO journal VALUES(4,1,'thing','20261122-027d-8ed6-997b-aafed04d52cb',NULL,'{"id":"20261122-027d-8ed6-997b-aafed04d52cb","day":"2026-11-22","slot":1,"text":"Write the post","also":null,"done_at":null,"did":null,"carried_from":"20261120-c908-8422-989c-d23f06f7afa3","carried":1,"unplanned":0,"waiting":0,"updated_at":"2026-11-22T08:00:00.000Z"}');
INSERT INTO journal VALUES(5,1,'rest_day','2026-11-21',NULL,'{"day":"2026-11-21","reason":"Family","updated_at":"2026-11-21T08:00:00.000Z"}');
INSERT INTO journal VALUES(6,1,'setting','minimum',NULL,'{"key":"minimum","value":"2","updated_at":"2026-11-22T08:00:00.000Z"}');
INSERT INTO journal VALUES(7,1,'setback','f0000001-98f5-8b6d-a685-859731a4bce7',NULL,'{"id":"f0000001-98f5-8b6d-a685-859731a4bce7","day":"2026-11-20","text":"The Acme sale","lesson":"Call earlier","kind":"correct","next_id":"20261122-027d-8ed6-997b-aafed04d52cb","settled_at":"2026-11-22T08:00:00.000Z","settled_on":"2026-11-22","updated_at":"2026-11-22T08:00:00.000Z"}');
INSERT INTO journal VALUES(8,1,'setback','f0000001-22da-8ce3-8908-707ac6488423',NULL,'{"id":"f0000001-22da-8ce3-8908-707ac6488423","day":"2026-11-22","text":"The keys","lesson":null,"kind":null,"next_id":null,"settled_at":null,"settled_on":null,"updated_at":"2026-11-22T08:00:00.000Z"}');
INSERT INTO journal VALUES(9,2,'thing','20261122-027d-8ed6-997b-aafed04d52cb','{"id":"20261122-027d-8ed6-997b-aafed04d52cb","day":"2026-11-22","slot":1,"text":"Write the post","also":null,"done_at":null,"did":null,"carried_from":"20261120-c908-8422-989c-d23f06f7afa3","carried":1,"unplanned":0,"waiting":0,"updated_at":"2026-11-22T08:00:00.000Z"}','{"id":"20261122-027d-8ed6-997b-aafed04d52cb","day":"2026-11-22","slot":1,"text":"Write the post","also":null,"done_at":"2026-11-22T18:00:00.000Z","did":null,"carried_from":"20261120-c908-8422-989c-d23f06f7afa3","carried":1,"unplanned":0,"waiting":0,"updated_at":"2026-11-22T18:00:00.000Z"}');
CREATE TABLE recording (
        change_id INTEGER NOT NULL REFERENCES change (id)
      ) STRICT;
CREATE TABLE year_tally (
        year INTEGER PRIMARY KEY CHECK (year BETWEEN 1 AND 9999),
        days TEXT NOT NULL CHECK (length(days) = 366)
      ) STRICT;
INSERT INTO year_tally VALUES(2026,'000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002510000000000000000000000000000000000000000');
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
        updated_at   TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at)), planned_slot INTEGER CHECK (planned_slot BETWEEN 1 AND 4),
        CHECK (slot IS NOT NULL OR done_at IS NOT NULL OR waiting),
        CHECK (NOT waiting OR (slot IS NULL AND done_at IS NULL)),
        CHECK (did IS NULL OR done_at IS NOT NULL),
        CHECK (carried > 0 OR carried_from IS NULL)
      ) STRICT;
INSERT INTO thing VALUES('20261120-c908-8422-989c-d23f06f7afa3','2026-11-20',1,'Write the post',NULL,NULL,NULL,NULL,0,0,0,'2026-11-20T08:00:00.000Z',NULL);
INSERT INTO thing VALUES('20261120-88ec-86db-a4ec-24478246cba1','2026-11-20',2,'Run',NULL,'2026-11-20T18:00:00.000Z','5 km',NULL,0,0,0,'2026-11-20T18:00:00.000Z',NULL);
INSERT INTO thing VALUES('20261120-c321-8f28-8696-a2db213ddb42','2026-11-20',NULL,'Fix Ana''s printer',NULL,'2026-11-20T19:00:00.000Z',NULL,NULL,0,1,0,'2026-11-20T19:00:00.000Z',NULL);
INSERT INTO thing VALUES('20261122-027d-8ed6-997b-aafed04d52cb','2026-11-22',1,'Write the post',NULL,'2026-11-22T18:00:00.000Z',NULL,'20261120-c908-8422-989c-d23f06f7afa3',1,0,0,'2026-11-22T18:00:00.000Z',NULL);
INSERT INTO thing VALUES('20261122-0598-85ea-b8cd-35dfc2c8a2bb','2026-11-22',NULL,'Swim','Swim a mile',NULL,NULL,NULL,0,0,1,'2026-11-22T08:00:00.000Z',NULL);
CREATE TABLE sync (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        remote   TEXT,
        revision TEXT,
        captured INTEGER NOT NULL DEFAULT 0,
        absorbed INTEGER NOT NULL DEFAULT 0,
        at       TEXT,
        tried_at TEXT,
        failure  TEXT
      , store_id TEXT, generation INTEGER NOT NULL DEFAULT 0, by_hand TEXT CHECK (by_hand IS NULL OR json_valid(by_hand))) STRICT;
INSERT INTO sync VALUES(1,'https://example.org/diary.git',NULL,2,0,'2026-11-22T08:00:00.000Z','2026-11-22T08:00:00.000Z',NULL,'01a1ffff-0000-7000-8000-000000000007',0,NULL);
CREATE TABLE day_to_recount (
  day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE usual (
  id         TEXT PRIMARY KEY CHECK (length(id) > 0),
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  -- Weekdays and days of the month: mon,thu,1,last
  days       TEXT NOT NULL CHECK (length(days) > 0),
  updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
) STRICT;
INSERT INTO usual VALUES('plan the week','Plan the week','mon,last','2026-11-22T08:00:00.000Z');
CREATE TABLE replica (
  kind      TEXT NOT NULL CHECK (length(kind) > 0),
  id        TEXT NOT NULL,
  page      TEXT NOT NULL,
  log       TEXT NOT NULL CHECK (json_valid(log)),
  row       TEXT CHECK (row IS NULL OR json_valid(row)),
  sent      INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
  elsewhere TEXT,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
INSERT INTO replica VALUES('rest','2026-11-21','days/2026/2026-11-21.md','[{"at":"2026-11-21T08:00:00.000Z-1f3a9c0e","set":{"reason":"Family"},"over":[]}]','{"reason":"Family"}',1,NULL);
CREATE TABLE week_note (
  week       TEXT PRIMARY KEY CHECK (week IS date(week)),
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
) STRICT;
INSERT INTO week_note VALUES('2026-11-23','Call before you write','2026-11-22T20:00:00.000Z');
CREATE TABLE moved_day (
  day TEXT PRIMARY KEY CHECK (day IS date(day))
) STRICT, WITHOUT ROWID;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('change',2);
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
CREATE INDEX journal_by_change ON journal (change_id);
CREATE TRIGGER rest_day_INSERT AFTER INSERT ON rest_day WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'rest_day', NEW.day, NULL, json_object('day', NEW.day, 'reason', NEW.reason, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER rest_day_UPDATE AFTER UPDATE ON rest_day WHEN EXISTS (SELECT 1 FROM recording) AND (OLD.day IS NOT NEW.day OR OLD.reason IS NOT NEW.reason OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'rest_day', NEW.day, json_object('day', OLD.day, 'reason', OLD.reason, 'updated_at', OLD.updated_at), json_object('day', NEW.day, 'reason', NEW.reason, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER rest_day_DELETE AFTER DELETE ON rest_day WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'rest_day', OLD.day, json_object('day', OLD.day, 'reason', OLD.reason, 'updated_at', OLD.updated_at), NULL FROM recording;
      END;
CREATE TRIGGER setting_INSERT AFTER INSERT ON setting WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'setting', NEW.key, NULL, json_object('key', NEW.key, 'value', NEW.value, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER setting_UPDATE AFTER UPDATE ON setting WHEN EXISTS (SELECT 1 FROM recording) AND (OLD.key IS NOT NEW.key OR OLD.value IS NOT NEW.value OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'setting', NEW.key, json_object('key', OLD.key, 'value', OLD.value, 'updated_at', OLD.updated_at), json_object('key', NEW.key, 'value', NEW.value, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER setting_DELETE AFTER DELETE ON setting WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'setting', OLD.key, json_object('key', OLD.key, 'value', OLD.value, 'updated_at', OLD.updated_at), NULL FROM recording;
      END;
CREATE TRIGGER setback_INSERT AFTER INSERT ON setback WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'setback', NEW.id, NULL, json_object('id', NEW.id, 'day', NEW.day, 'text', NEW.text, 'lesson', NEW.lesson, 'kind', NEW.kind, 'next_id', NEW.next_id, 'settled_at', NEW.settled_at, 'settled_on', NEW.settled_on, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER setback_UPDATE AFTER UPDATE ON setback WHEN EXISTS (SELECT 1 FROM recording) AND (OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day OR OLD.text IS NOT NEW.text OR OLD.lesson IS NOT NEW.lesson OR OLD.kind IS NOT NEW.kind OR OLD.next_id IS NOT NEW.next_id OR OLD.settled_at IS NOT NEW.settled_at OR OLD.settled_on IS NOT NEW.settled_on OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'setback', NEW.id, json_object('id', OLD.id, 'day', OLD.day, 'text', OLD.text, 'lesson', OLD.lesson, 'kind', OLD.kind, 'next_id', OLD.next_id, 'settled_at', OLD.settled_at, 'settled_on', OLD.settled_on, 'updated_at', OLD.updated_at), json_object('id', NEW.id, 'day', NEW.day, 'text', NEW.text, 'lesson', NEW.lesson, 'kind', NEW.kind, 'next_id', NEW.next_id, 'settled_at', NEW.settled_at, 'settled_on', NEW.settled_on, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER setback_DELETE AFTER DELETE ON setback WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'setback', OLD.id, json_object('id', OLD.id, 'day', OLD.day, 'text', OLD.text, 'lesson', OLD.lesson, 'kind', OLD.kind, 'next_id', OLD.next_id, 'settled_at', OLD.settled_at, 'settled_on', OLD.settled_on, 'updated_at', OLD.updated_at), NULL FROM recording;
      END;
CREATE INDEX change_undone ON change (id) WHERE undone = 1;
CREATE VIEW day_to_tally (day, year, place) AS SELECT NULL, NULL, NULL WHERE FALSE;
CREATE TRIGGER tally INSTEAD OF INSERT ON day_to_tally WHEN NEW.day IS date(NEW.day) BEGIN
        INSERT INTO year_tally (year, days)
          SELECT NEW.year, printf('%0366d', 0) WHERE NOT EXISTS (SELECT 1 FROM year_tally WHERE year = NEW.year);
        UPDATE year_tally
          SET days = substr(days, 1, NEW.place - 1) || ((SELECT min(count(*), 4) FROM thing WHERE thing.day = NEW.day AND done_at IS NOT NULL)
            + 5 * EXISTS (SELECT 1 FROM rest_day WHERE rest_day.day = NEW.day)) || substr(days, NEW.place + 1)
          WHERE year = NEW.year;
        DELETE FROM year_tally WHERE year = NEW.year AND days = printf('%0366d', 0);
      END;
CREATE TRIGGER tally_rest_day_INSERT_NEW_day AFTER INSERT ON rest_day WHEN TRUE BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (NEW.day, substr(NEW.day, 1, 4) + 0, strftime('%j', NEW.day) + 0);
      END;
CREATE TRIGGER tally_rest_day_DELETE_OLD_day AFTER DELETE ON rest_day WHEN TRUE BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (OLD.day, substr(OLD.day, 1, 4) + 0, strftime('%j', OLD.day) + 0);
      END;
CREATE TRIGGER tally_rest_day_UPDATE_OF_day_NEW_day AFTER UPDATE OF day ON rest_day WHEN TRUE BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (NEW.day, substr(NEW.day, 1, 4) + 0, strftime('%j', NEW.day) + 0);
      END;
CREATE TRIGGER tally_rest_day_UPDATE_OF_day_OLD_day AFTER UPDATE OF day ON rest_day WHEN TRUE BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (OLD.day, substr(OLD.day, 1, 4) + 0, strftime('%j', OLD.day) + 0);
      END;
CREATE UNIQUE INDEX thing_by_slot ON thing (day, slot);
CREATE INDEX thing_by_origin ON thing (carried_from) WHERE carried_from IS NOT NULL;
CREATE TRIGGER thing_INSERT AFTER INSERT ON thing WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'thing', NEW.id, NULL, json_object('id', NEW.id, 'day', NEW.day, 'slot', NEW.slot, 'text', NEW.text, 'also', NEW.also, 'done_at', NEW.done_at, 'did', NEW.did, 'carried_from', NEW.carried_from, 'carried', NEW.carried, 'unplanned', NEW.unplanned, 'waiting', NEW.waiting, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER thing_UPDATE AFTER UPDATE ON thing WHEN EXISTS (SELECT 1 FROM recording) AND (OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day OR OLD.slot IS NOT NEW.slot OR OLD.text IS NOT NEW.text OR OLD.also IS NOT NEW.also OR OLD.done_at IS NOT NEW.done_at OR OLD.did IS NOT NEW.did OR OLD.carried_from IS NOT NEW.carried_from OR OLD.carried IS NOT NEW.carried OR OLD.unplanned IS NOT NEW.unplanned OR OLD.waiting IS NOT NEW.waiting OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'thing', NEW.id, json_object('id', OLD.id, 'day', OLD.day, 'slot', OLD.slot, 'text', OLD.text, 'also', OLD.also, 'done_at', OLD.done_at, 'did', OLD.did, 'carried_from', OLD.carried_from, 'carried', OLD.carried, 'unplanned', OLD.unplanned, 'waiting', OLD.waiting, 'updated_at', OLD.updated_at), json_object('id', NEW.id, 'day', NEW.day, 'slot', NEW.slot, 'text', NEW.text, 'also', NEW.also, 'done_at', NEW.done_at, 'did', NEW.did, 'carried_from', NEW.carried_from, 'carried', NEW.carried, 'unplanned', NEW.unplanned, 'waiting', NEW.waiting, 'updated_at', NEW.updated_at) FROM recording;
      END;
CREATE TRIGGER thing_DELETE AFTER DELETE ON thing WHEN EXISTS (SELECT 1 FROM recording) BEGIN
        INSERT INTO journal (change_id, relation, key, before, after)
        SELECT change_id, 'thing', OLD.id, json_object('id', OLD.id, 'day', OLD.day, 'slot', OLD.slot, 'text', OLD.text, 'also', OLD.also, 'done_at', OLD.done_at, 'did', OLD.did, 'carried_from', OLD.carried_from, 'carried', OLD.carried, 'unplanned', OLD.unplanned, 'waiting', OLD.waiting, 'updated_at', OLD.updated_at), NULL FROM recording;
      END;
CREATE TRIGGER tally_thing_INSERT_NEW_day AFTER INSERT ON thing WHEN NEW.done_at IS NOT NULL BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (NEW.day, substr(NEW.day, 1, 4) + 0, strftime('%j', NEW.day) + 0);
      END;
CREATE TRIGGER tally_thing_DELETE_OLD_day AFTER DELETE ON thing WHEN OLD.done_at IS NOT NULL BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (OLD.day, substr(OLD.day, 1, 4) + 0, strftime('%j', OLD.day) + 0);
      END;
CREATE TRIGGER tally_thing_UPDATE_OF_day__done_at_NEW_day AFTER UPDATE OF day, done_at ON thing WHEN TRUE BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (NEW.day, substr(NEW.day, 1, 4) + 0, strftime('%j', NEW.day) + 0);
      END;
CREATE TRIGGER tally_thing_UPDATE_OF_day_OLD_day AFTER UPDATE OF day ON thing WHEN OLD.day <> NEW.day BEGIN
        INSERT INTO day_to_tally (day, year, place) VALUES (OLD.day, substr(OLD.day, 1, 4) + 0, strftime('%j', OLD.day) + 0);
      END;
CREATE TRIGGER recount_before_INSERT BEFORE INSERT ON thing
WHEN EXISTS (SELECT 1 FROM thing
             WHERE (id = NEW.id OR (day = NEW.day AND slot = NEW.slot)) AND done_at IS NOT NULL) BEGIN
  INSERT INTO day_to_recount (day)
    SELECT DISTINCT day FROM thing
    WHERE (id = NEW.id OR (day = NEW.day AND slot = NEW.slot)) AND done_at IS NOT NULL
      AND day NOT IN (SELECT day FROM day_to_recount);
END;
CREATE TRIGGER recount_before_UPDATE BEFORE UPDATE OF id, day, slot ON thing
WHEN EXISTS (SELECT 1 FROM thing
             WHERE (id = NEW.id OR (day = NEW.day AND slot = NEW.slot)) AND id <> OLD.id AND done_at IS NOT NULL) BEGIN
  INSERT INTO day_to_recount (day)
    SELECT DISTINCT day FROM thing
    WHERE (id = NEW.id OR (day = NEW.day AND slot = NEW.slot)) AND id <> OLD.id AND done_at IS NOT NULL
      AND day NOT IN (SELECT day FROM day_to_recount);
END;
CREATE TRIGGER recount_after_INSERT AFTER INSERT ON thing WHEN EXISTS (SELECT 1 FROM day_to_recount) BEGIN
  INSERT INTO day_to_tally (day, year, place)
    SELECT day, substr(day, 1, 4) + 0, strftime('%j', day) + 0 FROM day_to_recount;
  DELETE FROM day_to_recount;
END;
CREATE TRIGGER recount_after_UPDATE AFTER UPDATE OF id, day, slot ON thing
WHEN EXISTS (SELECT 1 FROM day_to_recount) BEGIN
  INSERT INTO day_to_tally (day, year, place)
    SELECT day, substr(day, 1, 4) + 0, strftime('%j', day) + 0 FROM day_to_recount;
  DELETE FROM day_to_recount;
END;
CREATE TRIGGER usual_INSERT AFTER INSERT ON usual WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'usual', NEW.id, NULL,
    json_object('id', NEW.id, 'text', NEW.text, 'days', NEW.days, 'updated_at', NEW.updated_at)
  FROM recording;
END;
CREATE TRIGGER usual_UPDATE AFTER UPDATE ON usual
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.id IS NOT NEW.id OR OLD.text IS NOT NEW.text OR OLD.days IS NOT NEW.days
    OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'usual', NEW.id,
    json_object('id', OLD.id, 'text', OLD.text, 'days', OLD.days, 'updated_at', OLD.updated_at),
    json_object('id', NEW.id, 'text', NEW.text, 'days', NEW.days, 'updated_at', NEW.updated_at)
  FROM recording;
END;
CREATE TRIGGER usual_DELETE AFTER DELETE ON usual WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'usual', OLD.id,
    json_object('id', OLD.id, 'text', OLD.text, 'days', OLD.days, 'updated_at', OLD.updated_at), NULL
  FROM recording;
END;
CREATE INDEX replica_by_page ON replica (page);
CREATE TRIGGER week_note_INSERT AFTER INSERT ON week_note WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'week_note', NEW.week, NULL,
    json_object('week', NEW.week, 'text', NEW.text, 'updated_at', NEW.updated_at)
  FROM recording;
END;
CREATE TRIGGER week_note_UPDATE AFTER UPDATE ON week_note
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.week IS NOT NEW.week OR OLD.text IS NOT NEW.text OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'week_note', NEW.week,
    json_object('week', OLD.week, 'text', OLD.text, 'updated_at', OLD.updated_at),
    json_object('week', NEW.week, 'text', NEW.text, 'updated_at', NEW.updated_at)
  FROM recording;
END;
CREATE TRIGGER week_note_DELETE AFTER DELETE ON week_note WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'week_note', OLD.week,
    json_object('week', OLD.week, 'text', OLD.text, 'updated_at', OLD.updated_at), NULL
  FROM recording;
END;
COMMIT;
