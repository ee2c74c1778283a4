-- Version 1. Ids, revisions, digests, states and codes; never content. Every key begins with a
-- tenant. Times are Unix nanoseconds. Codes are those of migrayt-core, or stand beside their column.
-- Texts are compared byte by byte, as the programs do, whatever the database's language.

CREATE FUNCTION migrayt_journal.version() RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 1';

CREATE TABLE migrayt_journal.plan (
    tenant_id uuid NOT NULL,
    plan bigint NOT NULL GENERATED ALWAYS AS IDENTITY, -- of all tenants: no two have the same
    id text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    -- How many were put so far, replaced ones included: what gives them their order.
    outlines bigint NOT NULL DEFAULT 0,
    operations bigint NOT NULL DEFAULT 0,
    -- Set when the outline is sealed.
    outline_items bigint,
    outline_levels bigint,
    outline_circular bigint,
    -- Set when the plan is sealed; grows from plan to plan of a tenant.
    sealed bigint,
    sealed_creates bigint,
    sealed_comments bigint,
    sealed_attachments bigint,
    sealed_links bigint,
    sealed_places bigint,
    sealed_operations bigint,
    sealed_losses bigint,
    sealed_refusals bigint,
    PRIMARY KEY (tenant_id, plan),
    UNIQUE (tenant_id, id)
);

CREATE TABLE migrayt_journal.outline (
    tenant_id uuid NOT NULL,
    plan bigint NOT NULL,
    item text COLLATE "C" NOT NULL,
    put bigint NOT NULL,
    revision bigint NOT NULL,
    type text COLLATE "C" NOT NULL,
    parent text COLLATE "C",
    -- The source's number of an item's place in the backlog, which sorts.
    rank bigint,
    -- Set when the outline is sealed; of these, level is NULL for circular items.
    level bigint,
    place bigint,
    -- How many come before it in the backlog, and the nearest of them.
    position bigint,
    after text COLLATE "C",
    PRIMARY KEY (tenant_id, plan, item),
    FOREIGN KEY (tenant_id, plan) REFERENCES migrayt_journal.plan (tenant_id, plan)
);
CREATE INDEX outline_parent ON migrayt_journal.outline (tenant_id, plan, parent);
CREATE INDEX outline_place ON migrayt_journal.outline (tenant_id, plan, place);

-- The rows of a plan without their operations, by the places of their items.
CREATE TABLE migrayt_journal.lane (
    tenant_id uuid NOT NULL,
    plan bigint NOT NULL,
    place bigint NOT NULL,
    item text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    type text COLLATE "C" NOT NULL,
    target_type text COLLATE "C",
    refused boolean NOT NULL,
    PRIMARY KEY (tenant_id, plan, place),
    FOREIGN KEY (tenant_id, plan) REFERENCES migrayt_journal.plan (tenant_id, plan)
);

-- Operations, numbered in the order in which they were put, which is that of their lanes.
CREATE TABLE migrayt_journal.operation (
    tenant_id uuid NOT NULL,
    plan bigint NOT NULL,
    operation bigint NOT NULL,
    kind bigint NOT NULL,
    place bigint NOT NULL,
    stage bigint NOT NULL,
    dropped boolean NOT NULL DEFAULT false,
    -- Whether a run carries it out: neither dropped nor refused, nor its lane.
    carried boolean NOT NULL,
    item text COLLATE "C" NOT NULL,
    part text COLLATE "C" NOT NULL,
    other text COLLATE "C",
    -- NULL if there is none.
    losses jsonb,
    refusals jsonb,
    PRIMARY KEY (tenant_id, plan, operation),
    UNIQUE (tenant_id, plan, item, kind, part),
    FOREIGN KEY (tenant_id, plan) REFERENCES migrayt_journal.plan (tenant_id, plan)
);
CREATE INDEX operation_lane ON migrayt_journal.operation (tenant_id, plan, place, operation);
CREATE INDEX operation_due ON migrayt_journal.operation (tenant_id, plan, stage, place, operation)
    INCLUDE (kind) WHERE carried;

-- The digests of operations that have some: apart, since only verification reads them.
CREATE TABLE migrayt_journal.digest (
    tenant_id uuid NOT NULL,
    plan bigint NOT NULL,
    operation bigint NOT NULL,
    -- Pairs of field and hexadecimal digest.
    digests jsonb NOT NULL,
    PRIMARY KEY (tenant_id, plan, operation),
    FOREIGN KEY (tenant_id, plan) REFERENCES migrayt_journal.plan (tenant_id, plan)
);

CREATE TABLE migrayt_journal.run (
    tenant_id uuid NOT NULL,
    run bigint NOT NULL GENERATED ALWAYS AS IDENTITY, -- of all tenants; grows from run to run
    id text COLLATE "C" NOT NULL,
    plan bigint NOT NULL,
    source text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    high_water text COLLATE "C" NOT NULL,
    worker text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    until bigint NOT NULL,
    closing bigint, -- 1 completed, 2 interrupted, 3 broken, 4 doubtful
    PRIMARY KEY (tenant_id, run),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, plan) REFERENCES migrayt_journal.plan (tenant_id, plan)
);
CREATE INDEX run_plan ON migrayt_journal.run (tenant_id, plan, run);

-- How operations stand that were intended or settled. One without attempt and state is due again.
CREATE TABLE migrayt_journal.standing (
    tenant_id uuid NOT NULL,
    run bigint NOT NULL,
    operation bigint NOT NULL,
    kind bigint NOT NULL,
    attempts bigint NOT NULL,
    -- The intent without an outcome, and the epoch in which it was sent.
    attempt text COLLATE "C",
    high_water text COLLATE "C",
    sent bigint,
    epoch bigint,
    -- The outcome.
    state bigint, -- 1 done, 2 adopted, 3 failed, 4 gone, 5 skipped
    error bigint,
    target_id text COLLATE "C",
    target_key text COLLATE "C",
    made text COLLATE "C",
    losses jsonb,
    revision bigint,
    PRIMARY KEY (tenant_id, run, operation),
    FOREIGN KEY (tenant_id, run) REFERENCES migrayt_journal.run (tenant_id, run),
    CHECK (attempt IS NULL OR state IS NULL)
);
CREATE INDEX standing_doubt ON migrayt_journal.standing (tenant_id, run, operation)
    WHERE attempt IS NOT NULL;

-- The lanes whose items certainly are not made in a run, so that nothing of them is due.
CREATE TABLE migrayt_journal.unmade (
    tenant_id uuid NOT NULL,
    run bigint NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (tenant_id, run, place),
    FOREIGN KEY (tenant_id, run) REFERENCES migrayt_journal.run (tenant_id, run)
);

DO $$ DECLARE name text; mine text :=
    'tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid';
BEGIN
    FOREACH name IN ARRAY ARRAY['plan', 'outline', 'lane', 'operation', 'digest', 'run', 'standing',
        'unmade'] LOOP
        EXECUTE format('ALTER TABLE migrayt_journal.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE migrayt_journal.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY only_mine ON migrayt_journal.%I AS RESTRICTIVE FOR ALL
            USING (%s) WITH CHECK (%s)', name, mine, mine);
        EXECUTE format('CREATE POLICY everything_else ON migrayt_journal.%I AS PERMISSIVE FOR ALL
            USING (true)', name);
    END LOOP;
END $$;

-- A plan and a run have one tenant, which a planner that multiplies the chances of both does not know.
CREATE STATISTICS migrayt_journal.outline_tenant (dependencies)
    ON tenant_id, plan FROM migrayt_journal.outline;
CREATE STATISTICS migrayt_journal.lane_tenant (dependencies)
    ON tenant_id, plan FROM migrayt_journal.lane;
CREATE STATISTICS migrayt_journal.operation_tenant (dependencies)
    ON tenant_id, plan FROM migrayt_journal.operation;
CREATE STATISTICS migrayt_journal.digest_tenant (dependencies)
    ON tenant_id, plan FROM migrayt_journal.digest;
CREATE STATISTICS migrayt_journal.standing_tenant (dependencies)
    ON tenant_id, run FROM migrayt_journal.standing;

-- Before a large plan is sealed, the planner must know how large it is: on its own it would count the
-- rows within a minute or so, and take each of them for the only one until then. A sample is read, of
-- bounded size; whoever else is counting is not waited for.
CREATE FUNCTION migrayt_journal.count_rows() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    ANALYZE (SKIP_LOCKED) migrayt_journal.outline, migrayt_journal.lane, migrayt_journal.operation,
        migrayt_journal.digest;
END $$;
REVOKE EXECUTE ON FUNCTION migrayt_journal.count_rows() FROM PUBLIC;
