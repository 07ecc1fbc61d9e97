-- The records of a diary moved into files of their own. Every store reads the whole repository once more, and moves it over.
UPDATE sync SET revision = NULL;
