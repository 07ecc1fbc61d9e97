-- REPLACE removes rows without their DELETE triggers, so another program could leave a day's tally wrong. Before a row
-- replaces done things, their days are noted here; after it, they are counted again.
CREATE TABLE day_to_recount (
  day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

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
