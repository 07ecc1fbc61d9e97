-- What the last sync that found pages edited by hand has taken in, as JSON: when, and in which words.
ALTER TABLE sync ADD COLUMN by_hand TEXT CHECK (by_hand IS NULL OR json_valid(by_hand));
