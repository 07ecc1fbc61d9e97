-- A thing may wait: planned on two machines, a day can have more open things than slots. `also` is the wording of another
-- machine. SQLite cannot change a CHECK, so the table is made again. Foreign keys are off while migrations run, or the
-- links to things would be cut.
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

CREATE TRIGGER thing_INSERT AFTER INSERT ON thing WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'thing', NEW.id, NULL,
    json_object('id', NEW.id, 'day', NEW.day, 'slot', NEW.slot, 'text', NEW.text, 'also', NEW.also,
      'done_at', NEW.done_at, 'did', NEW.did, 'carried_from', NEW.carried_from, 'carried', NEW.carried,
      'unplanned', NEW.unplanned, 'waiting', NEW.waiting, 'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER thing_UPDATE AFTER UPDATE ON thing
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day OR OLD.slot IS NOT NEW.slot OR OLD.text IS NOT NEW.text
    OR OLD.also IS NOT NEW.also OR OLD.done_at IS NOT NEW.done_at OR OLD.did IS NOT NEW.did
    OR OLD.carried_from IS NOT NEW.carried_from OR OLD.carried IS NOT NEW.carried
    OR OLD.unplanned IS NOT NEW.unplanned OR OLD.waiting IS NOT NEW.waiting
    OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'thing', NEW.id,
    json_object('id', OLD.id, 'day', OLD.day, 'slot', OLD.slot, 'text', OLD.text, 'also', OLD.also,
      'done_at', OLD.done_at, 'did', OLD.did, 'carried_from', OLD.carried_from, 'carried', OLD.carried,
      'unplanned', OLD.unplanned, 'waiting', OLD.waiting, 'updated_at', OLD.updated_at),
    json_object('id', NEW.id, 'day', NEW.day, 'slot', NEW.slot, 'text', NEW.text, 'also', NEW.also,
      'done_at', NEW.done_at, 'did', NEW.did, 'carried_from', NEW.carried_from, 'carried', NEW.carried,
      'unplanned', NEW.unplanned, 'waiting', NEW.waiting, 'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER thing_DELETE AFTER DELETE ON thing WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'thing', OLD.id,
    json_object('id', OLD.id, 'day', OLD.day, 'slot', OLD.slot, 'text', OLD.text, 'also', OLD.also,
      'done_at', OLD.done_at, 'did', OLD.did, 'carried_from', OLD.carried_from, 'carried', OLD.carried,
      'unplanned', OLD.unplanned, 'waiting', OLD.waiting, 'updated_at', OLD.updated_at), NULL
  FROM recording;
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

-- What this machine knows of each record on all machines. `log` has its changes, `row` the row made of them (NULL when it
-- was removed), `page` its page in the diary. `sent` is 1 when the remote has this log; `elsewhere` is another page on which
-- the remote still has it.
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

-- How far the last sync came, in one row. `revision` is the last commit that both sides had. `captured` is the last change
-- in the logs, `absorbed` the last change made before rows came from another machine. `at` is the last success, `tried_at`
-- the last attempt, `failure` why that attempt failed.
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
