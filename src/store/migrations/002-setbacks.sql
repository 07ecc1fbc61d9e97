-- Something lost. It is open, corrected by a thing, or let go.
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

-- A day with a setback is listed even when nothing was planned.
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
