-- Every store has an id from the beginning: the changes it makes are signed with it, so copies of it make the same ones.
INSERT OR IGNORE INTO sync (only_row) VALUES (1);
UPDATE sync SET store_id = lower(hex(randomblob(16))) WHERE store_id IS NULL;
