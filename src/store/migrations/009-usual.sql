-- A text that is offered in the morning, on some days. Its id is the text folded: two machines that add the same text add the
-- same row.
CREATE TABLE usual (
  id         TEXT PRIMARY KEY CHECK (length(id) > 0),
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  -- Weekdays and days of the month: mon,thu,1,last
  days       TEXT NOT NULL CHECK (length(days) > 0),
  updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
) STRICT;

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

-- The replica takes every kind of record. SQLite cannot change a CHECK, so the table is made again.
CREATE TEMP TABLE replica_before AS SELECT * FROM replica;
DROP TABLE replica;
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
INSERT INTO replica SELECT * FROM replica_before;
DROP TABLE replica_before;
CREATE INDEX replica_by_page ON replica (page);

-- An older four has skipped the page of usual texts: read the whole repository once more.
UPDATE sync SET revision = NULL;
