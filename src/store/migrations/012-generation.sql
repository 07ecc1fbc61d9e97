-- How often the history of the remote had been rewritten at the last sync: a store that has synced before follows the next time.
ALTER TABLE sync ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
