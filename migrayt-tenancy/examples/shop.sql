-- A schema with tenants that keeps every rule of the audit. Run it once in an empty database, as a
-- superuser or as a role that may make roles; what it shows:
--
--   each table of tenants       tenant_id first in every key, row-level security forced, two policies
--   a shared table              shop.tenant: exempt with a reason, and out of the application's reach
--   a question before a tenant  shop.find_session: its owner's rights, one row for one digest
--   what hangs on tables        a view, partitions, a sequence

-- Owns everything and logs in nowhere.
CREATE ROLE shop_owner NOLOGIN;
-- What statements of tenants run as. The role that logs in becomes one of them.
CREATE ROLE shop_app NOLOGIN;
CREATE ROLE shop_worker LOGIN NOINHERIT;
-- Logs in, and can do nothing but become the application.
CREATE ROLE shop_login LOGIN NOINHERIT;
GRANT shop_app TO shop_login;

CREATE SCHEMA shop AUTHORIZATION shop_owner;
DO $$ BEGIN
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

SET ROLE shop_owner;
SET search_path = shop;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Belongs to no tenant: it is the list of them.
CREATE TABLE tenant (
    tenant_key uuid PRIMARY KEY,
    plan text NOT NULL DEFAULT 'trial'
);

-- Asked by digest before the tenant is known.
CREATE TABLE session (
    digest bytea PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant
);

CREATE TABLE project (
    tenant_id uuid NOT NULL REFERENCES tenant,
    project_id uuid NOT NULL DEFAULT gen_random_uuid(),
    slug text NOT NULL,
    PRIMARY KEY (tenant_id, project_id),
    UNIQUE (tenant_id, slug)
);

CREATE SEQUENCE task_number;

CREATE TABLE task (
    tenant_id uuid NOT NULL,
    task_id uuid NOT NULL DEFAULT gen_random_uuid(),
    project_id uuid NOT NULL,
    number bigint NOT NULL DEFAULT nextval('task_number'),
    state text NOT NULL DEFAULT 'open',
    PRIMARY KEY (tenant_id, task_id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, project_id) REFERENCES project (tenant_id, project_id)
);
CREATE INDEX task_by_project ON task (tenant_id, project_id);

CREATE TABLE event (
    tenant_id uuid NOT NULL,
    event_id uuid NOT NULL DEFAULT gen_random_uuid(),
    day date NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (tenant_id, event_id, day)
) PARTITION BY RANGE (day);
CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE event_new PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2030-01-01');

-- Policies are not inherited: a partition that is named itself has its own or none.
DO $$ DECLARE tab text; mine text :=
    'tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid';
BEGIN
    FOREACH tab IN ARRAY ARRAY['project', 'task', 'event', 'event_old', 'event_new'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tab);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tab);
        EXECUTE format('CREATE POLICY only_mine ON %I AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)',
            tab, mine, mine);
        EXECUTE format('CREATE POLICY everything_else ON %I AS PERMISSIVE FOR ALL USING (true)', tab);
    END LOOP;
END $$;

CREATE VIEW open_task WITH (security_invoker = true) AS
    SELECT tenant_id, task_id, number FROM task WHERE state = 'open';

CREATE FUNCTION find_session(asked bytea) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    AS $$ SELECT tenant_id FROM shop.session WHERE digest = asked $$;

GRANT USAGE ON SCHEMA shop TO shop_app, shop_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON project, task, event, event_old, event_new
    TO shop_app, shop_worker;
GRANT SELECT ON open_task TO shop_app, shop_worker;
GRANT USAGE ON SEQUENCE task_number TO shop_app, shop_worker;
GRANT EXECUTE ON FUNCTION find_session(bytea) TO shop_app;

RESET search_path;
RESET ROLE;
