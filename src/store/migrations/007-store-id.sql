-- Tells a store from another that is put in its place: the user confirms a sync for this one, on each machine.
ALTER TABLE sync ADD COLUMN store_id TEXT;
