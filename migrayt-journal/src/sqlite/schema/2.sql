-- Version 2. The order of the backlog.

PRAGMA user_version = 2;

-- The source's number of an item's place, which sorts.
ALTER TABLE outline ADD COLUMN rank INTEGER;
-- Set when the outline is sealed: how many come before it, and the nearest of them.
ALTER TABLE outline ADD COLUMN position INTEGER;
ALTER TABLE outline ADD COLUMN after TEXT;

-- The stage of links had the largest number; places come after it now.
UPDATE operation SET stage = 2147483648 WHERE stage = 4294967295;

ALTER TABLE plan ADD COLUMN sealed_places INTEGER NOT NULL DEFAULT 0;
