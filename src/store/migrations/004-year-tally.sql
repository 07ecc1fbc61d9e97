-- How many things were done on each day of a year. The streak needs all of it at every command, and counting the things
-- again takes too long after some years. One digit for each day: 0 to 3, or 4 for four and more, plus 5 on a rest day.
-- Triggers keep it right whichever program writes.
CREATE TABLE year_tally (
  year INTEGER PRIMARY KEY CHECK (year BETWEEN 1 AND 9999),
  days TEXT NOT NULL CHECK (length(days) = 366)
) STRICT;

-- Every change looks for undone ones.
CREATE INDEX change_undone ON change (id) WHERE undone = 1;

WITH RECURSIVE
  active (day) AS (SELECT day FROM thing WHERE done_at IS NOT NULL AND day IS date(day)
                   UNION SELECT day FROM rest_day WHERE day IS date(day)),
  year (first) AS (SELECT DISTINCT substr(day, 1, 4) || '-01-01' FROM active),
  calendar (first, day, place) AS (
    SELECT first, first, 1 FROM year
    UNION ALL
    SELECT first, date(day, '+1 day'), place + 1 FROM calendar WHERE place < 366
  )
INSERT INTO year_tally (year, days)
  SELECT CAST(substr(first, 1, 4) AS INTEGER),
         group_concat(
           iif(
             substr(day, 1, 4) = substr(first, 1, 4),
             (SELECT min(count(*), 4) FROM thing WHERE thing.day = calendar.day AND done_at IS NOT NULL)
               + 5 * EXISTS (SELECT 1 FROM rest_day WHERE rest_day.day = calendar.day),
             0
           ),
           '' ORDER BY place
         )
  FROM calendar
  GROUP BY first;

-- Inserting a day here counts it again; there is nothing to read. An invalid day, inserted with the checks turned off,
-- is ignored. A year with nothing to count has no row, so the same days always give the same tally.
CREATE VIEW day_to_tally (day, year, place) AS SELECT NULL, NULL, NULL WHERE FALSE;
CREATE TRIGGER tally INSTEAD OF INSERT ON day_to_tally WHEN NEW.day IS date(NEW.day) BEGIN
  INSERT INTO year_tally (year, days)
    SELECT NEW.year, printf('%0366d', 0) WHERE NOT EXISTS (SELECT 1 FROM year_tally WHERE year = NEW.year);
  UPDATE year_tally
    SET days = substr(days, 1, NEW.place - 1) ||
      ((SELECT min(count(*), 4) FROM thing WHERE thing.day = NEW.day AND done_at IS NOT NULL)
      + 5 * EXISTS (SELECT 1 FROM rest_day WHERE rest_day.day = NEW.day)) || substr(days, NEW.place + 1)
    WHERE year = NEW.year;
  DELETE FROM year_tally WHERE year = NEW.year AND days = printf('%0366d', 0);
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
