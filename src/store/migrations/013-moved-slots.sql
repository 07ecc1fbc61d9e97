-- Days on which a sync has put another thing into a slot since they were shown: a slot's number may mean another thing than its user.
CREATE TABLE moved_day (
  day TEXT PRIMARY KEY CHECK (day IS date(day))
) STRICT, WITHOUT ROWID;

-- The slot that a thing was planned in, if another machine's thing has that: what was done counts for its label.
ALTER TABLE thing ADD COLUMN planned_slot INTEGER CHECK (planned_slot BETWEEN 1 AND 4);
