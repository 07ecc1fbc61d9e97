-- What the user takes into a week, shown on its first morning. Its id is the first day of that week.
CREATE TABLE week_note (
  week       TEXT PRIMARY KEY CHECK (week IS date(week)),
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  updated_at TEXT NOT NULL CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at))
) STRICT;

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

-- An older four has skipped the page of notes: read the whole repository once more.
UPDATE sync SET revision = NULL;
