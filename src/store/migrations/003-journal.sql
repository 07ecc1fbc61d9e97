-- A command that changed something, as it was typed. An undone change can be redone until the next change.
CREATE TABLE change (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  command TEXT NOT NULL,
  at      TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  undone  INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;

-- Each row before and after a change, as JSON. NULL means that there was no row.
CREATE TABLE journal (
  id        INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
  relation  TEXT NOT NULL,
  key       TEXT NOT NULL,
  before    TEXT CHECK (before IS NULL OR json_valid(before)), -- older SQLite takes NULL for no JSON
  after     TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;

CREATE INDEX journal_by_change ON journal (change_id);

-- The change being made. It has one row while a command of `four` changes something, and none during an undo
-- or when another program writes. The triggers below only record while there is a row.
CREATE TABLE recording (
  change_id INTEGER NOT NULL REFERENCES change (id)
) STRICT;

CREATE TRIGGER thing_INSERT AFTER INSERT ON thing WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'thing', NEW.id, NULL,
    json_object('id', NEW.id, 'day', NEW.day, 'slot', NEW.slot, 'text', NEW.text, 'done_at', NEW.done_at,
      'did', NEW.did, 'carried_from', NEW.carried_from, 'carried', NEW.carried, 'unplanned', NEW.unplanned,
      'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER thing_UPDATE AFTER UPDATE ON thing
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day OR OLD.slot IS NOT NEW.slot OR OLD.text IS NOT NEW.text
    OR OLD.done_at IS NOT NEW.done_at OR OLD.did IS NOT NEW.did OR OLD.carried_from IS NOT NEW.carried_from
    OR OLD.carried IS NOT NEW.carried OR OLD.unplanned IS NOT NEW.unplanned
    OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'thing', NEW.id,
    json_object('id', OLD.id, 'day', OLD.day, 'slot', OLD.slot, 'text', OLD.text, 'done_at', OLD.done_at,
      'did', OLD.did, 'carried_from', OLD.carried_from, 'carried', OLD.carried, 'unplanned', OLD.unplanned,
      'updated_at', OLD.updated_at),
    json_object('id', NEW.id, 'day', NEW.day, 'slot', NEW.slot, 'text', NEW.text, 'done_at', NEW.done_at,
      'did', NEW.did, 'carried_from', NEW.carried_from, 'carried', NEW.carried, 'unplanned', NEW.unplanned,
      'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER thing_DELETE AFTER DELETE ON thing WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'thing', OLD.id,
    json_object('id', OLD.id, 'day', OLD.day, 'slot', OLD.slot, 'text', OLD.text, 'done_at', OLD.done_at,
      'did', OLD.did, 'carried_from', OLD.carried_from, 'carried', OLD.carried, 'unplanned', OLD.unplanned,
      'updated_at', OLD.updated_at), NULL
  FROM recording;
END;

CREATE TRIGGER rest_day_INSERT AFTER INSERT ON rest_day WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'rest_day', NEW.day, NULL,
    json_object('day', NEW.day, 'reason', NEW.reason, 'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER rest_day_UPDATE AFTER UPDATE ON rest_day
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.day IS NOT NEW.day OR OLD.reason IS NOT NEW.reason OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'rest_day', NEW.day,
    json_object('day', OLD.day, 'reason', OLD.reason, 'updated_at', OLD.updated_at),
    json_object('day', NEW.day, 'reason', NEW.reason, 'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER rest_day_DELETE AFTER DELETE ON rest_day WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'rest_day', OLD.day,
    json_object('day', OLD.day, 'reason', OLD.reason, 'updated_at', OLD.updated_at), NULL
  FROM recording;
END;

CREATE TRIGGER setting_INSERT AFTER INSERT ON setting WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'setting', NEW.key, NULL,
    json_object('key', NEW.key, 'value', NEW.value, 'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER setting_UPDATE AFTER UPDATE ON setting
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.key IS NOT NEW.key OR OLD.value IS NOT NEW.value OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'setting', NEW.key,
    json_object('key', OLD.key, 'value', OLD.value, 'updated_at', OLD.updated_at),
    json_object('key', NEW.key, 'value', NEW.value, 'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER setting_DELETE AFTER DELETE ON setting WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'setting', OLD.key,
    json_object('key', OLD.key, 'value', OLD.value, 'updated_at', OLD.updated_at), NULL
  FROM recording;
END;

CREATE TRIGGER setback_INSERT AFTER INSERT ON setback WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'setback', NEW.id, NULL,
    json_object('id', NEW.id, 'day', NEW.day, 'text', NEW.text, 'lesson', NEW.lesson, 'kind', NEW.kind,
      'next_id', NEW.next_id, 'settled_at', NEW.settled_at, 'settled_on', NEW.settled_on,
      'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER setback_UPDATE AFTER UPDATE ON setback
WHEN EXISTS (SELECT 1 FROM recording)
  AND (OLD.id IS NOT NEW.id OR OLD.day IS NOT NEW.day OR OLD.text IS NOT NEW.text OR OLD.lesson IS NOT NEW.lesson
    OR OLD.kind IS NOT NEW.kind OR OLD.next_id IS NOT NEW.next_id OR OLD.settled_at IS NOT NEW.settled_at
    OR OLD.settled_on IS NOT NEW.settled_on OR OLD.updated_at IS NOT NEW.updated_at) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'setback', NEW.id,
    json_object('id', OLD.id, 'day', OLD.day, 'text', OLD.text, 'lesson', OLD.lesson, 'kind', OLD.kind,
      'next_id', OLD.next_id, 'settled_at', OLD.settled_at, 'settled_on', OLD.settled_on,
      'updated_at', OLD.updated_at),
    json_object('id', NEW.id, 'day', NEW.day, 'text', NEW.text, 'lesson', NEW.lesson, 'kind', NEW.kind,
      'next_id', NEW.next_id, 'settled_at', NEW.settled_at, 'settled_on', NEW.settled_on,
      'updated_at', NEW.updated_at)
  FROM recording;
END;

CREATE TRIGGER setback_DELETE AFTER DELETE ON setback WHEN EXISTS (SELECT 1 FROM recording) BEGIN
  INSERT INTO journal (change_id, relation, key, before, after)
  SELECT change_id, 'setback', OLD.id,
    json_object('id', OLD.id, 'day', OLD.day, 'text', OLD.text, 'lesson', OLD.lesson, 'kind', OLD.kind,
      'next_id', OLD.next_id, 'settled_at', OLD.settled_at, 'settled_on', OLD.settled_on,
      'updated_at', OLD.updated_at), NULL
  FROM recording;
END;
