-- Version 1. Ids, revisions, digests, states and codes; never content. Every key begins with a
-- tenant. Times are Unix nanoseconds. Codes are those of migrayt-core, or stand beside their column.

PRAGMA application_id = 1296519764; -- "MGRT"
PRAGMA user_version = 1;

-- Numbers stand for ids in the large tables, so that a key is a few bytes long.
CREATE TABLE tenant (
    tenant INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE plan (
    tenant INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    -- How many were put so far, replaced ones included: what gives them their order.
    outlines INTEGER NOT NULL DEFAULT 0,
    operations INTEGER NOT NULL DEFAULT 0,
    -- Set when the outline is sealed.
    outline_items INTEGER,
    outline_levels INTEGER,
    outline_circular INTEGER,
    -- Set when the plan is sealed; grows from plan to plan.
    sealed INTEGER,
    sealed_creates INTEGER,
    sealed_comments INTEGER,
    sealed_attachments INTEGER,
    sealed_links INTEGER,
    sealed_operations INTEGER,
    sealed_losses INTEGER,
    sealed_refusals INTEGER,
    PRIMARY KEY (tenant, plan)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX plan_id ON plan (tenant, id);

CREATE TABLE outline (
    tenant INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    item TEXT NOT NULL,
    put INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    parent TEXT,
    -- Set when the outline is sealed; of these, level is NULL for circular items.
    level INTEGER,
    place INTEGER,
    PRIMARY KEY (tenant, plan, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX outline_parent ON outline (tenant, plan, parent);
CREATE INDEX outline_place ON outline (tenant, plan, place);

-- The rows of a plan without their operations, by the places of their items.
CREATE TABLE lane (
    tenant INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    place INTEGER NOT NULL,
    item TEXT NOT NULL,
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    target_type TEXT,
    refused INTEGER NOT NULL,
    PRIMARY KEY (tenant, plan, place)
) STRICT, WITHOUT ROWID;

-- Operations, numbered in the order in which they were put, which is that of their lanes.
CREATE TABLE operation (
    tenant INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    item TEXT NOT NULL,
    kind INTEGER NOT NULL,
    part TEXT NOT NULL,
    place INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    other TEXT,
    -- JSON, NULL if there is none.
    losses TEXT,
    refusals TEXT,
    dropped INTEGER NOT NULL DEFAULT 0,
    -- Whether a run carries it out: neither dropped nor refused, nor its lane.
    carried INTEGER NOT NULL,
    PRIMARY KEY (tenant, plan, operation)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX operation_key ON operation (tenant, plan, item, kind, part);
CREATE INDEX operation_lane ON operation (tenant, plan, place, operation);
-- With all that pending and counts ask for, so that they read nothing else.
CREATE INDEX operation_due ON operation (tenant, plan, stage, place, operation, kind, carried)
    WHERE carried = 1;

-- The digests of operations that have some: apart, since only verification reads them.
CREATE TABLE digest (
    tenant INTEGER NOT NULL,
    plan INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    -- JSON: pairs of field and hexadecimal digest.
    digests TEXT NOT NULL,
    PRIMARY KEY (tenant, plan, operation)
) STRICT;

CREATE TABLE run (
    tenant INTEGER NOT NULL,
    run INTEGER NOT NULL, -- grows from run to run
    id TEXT NOT NULL,
    plan INTEGER NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    high_water TEXT NOT NULL,
    worker TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    until INTEGER NOT NULL,
    closing INTEGER, -- 1 completed, 2 interrupted, 3 broken, 4 doubtful
    PRIMARY KEY (tenant, run)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX run_id ON run (tenant, id);
CREATE INDEX run_plan ON run (tenant, plan, run);

-- How operations stand that were intended or settled. One without attempt and state is due again.
CREATE TABLE standing (
    tenant INTEGER NOT NULL,
    run INTEGER NOT NULL,
    operation INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- The intent without an outcome, and the epoch in which it was sent.
    attempt TEXT,
    high_water TEXT,
    sent INTEGER,
    epoch INTEGER,
    -- The outcome.
    state INTEGER, -- 1 done, 2 adopted, 3 failed, 4 gone, 5 skipped
    error INTEGER,
    target_id TEXT,
    target_key TEXT,
    made TEXT,
    losses TEXT,
    revision INTEGER,
    PRIMARY KEY (tenant, run, operation),
    CHECK (attempt IS NULL OR state IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX standing_doubt ON standing (tenant, run, operation) WHERE attempt IS NOT NULL;

-- The lanes whose items certainly are not made in a run, so that nothing of them is due.
CREATE TABLE unmade (
    tenant INTEGER NOT NULL,
    run INTEGER NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (tenant, run, place)
) STRICT, WITHOUT ROWID;
