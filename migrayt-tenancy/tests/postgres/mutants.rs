use migrayt_tenancy::postgres::Rule;

/// What a policy compares, as it must be.
macro_rules! mine {
    () => {
        "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
    };
}

/// The restrictive policy of `shop.task` replaced by another.
macro_rules! policy {
    ($($rest:expr),+) => {
        concat!("DROP POLICY only_mine ON shop.task; CREATE POLICY only_mine ON shop.task ", $($rest),+)
    };
}

/// A statement that spoils the schema, the name of what it spoils, and the rule that is broken.
pub(super) const MUTANTS: &[(&str, &str, Rule)] = &[
    // Row-level security.
    ("ALTER TABLE shop.task NO FORCE ROW LEVEL SECURITY", "shop.task", Rule::ForcedRowSecurity),
    ("ALTER TABLE shop.task DISABLE ROW LEVEL SECURITY", "shop.task", Rule::RowSecurity),
    ("DROP POLICY only_mine ON shop.task", "shop.task", Rule::RestrictivePolicy),
    (
        policy!("AS PERMISSIVE USING (", mine!(), ") WITH CHECK (", mine!(), ")"),
        "shop.task",
        Rule::RestrictivePolicy,
    ),
    (policy!("AS RESTRICTIVE USING (", mine!(), ")"), "shop.task", Rule::RestrictivePolicy),
    (
        policy!("AS RESTRICTIVE USING (", mine!(), ") WITH CHECK (true)"),
        "shop.task",
        Rule::RestrictivePolicy,
    ),
    (
        policy!(
            "AS RESTRICTIVE USING (tenant_id = current_setting('app.tenant_id', true)::uuid) ",
            "WITH CHECK (tenant_id = current_setting('app.tenant_id', true)::uuid)"
        ),
        "shop.task",
        Rule::RestrictivePolicy,
    ),
    (
        policy!(
            "AS RESTRICTIVE USING (",
            mine!(),
            " OR state = 'public') WITH CHECK (",
            mine!(),
            ")"
        ),
        "shop.task",
        Rule::RestrictivePolicy,
    ),
    (
        policy!("AS RESTRICTIVE FOR SELECT USING (", mine!(), ")"),
        "shop.task",
        Rule::RestrictivePolicy,
    ),
    (
        policy!("AS RESTRICTIVE TO shop_app USING (", mine!(), ") WITH CHECK (", mine!(), ")"),
        "shop.task",
        Rule::RestrictivePolicy,
    ),
    ("DROP POLICY everything_else ON shop.task", "shop.task", Rule::PermissivePolicy),
    (
        "CREATE TABLE shop.event_more PARTITION OF shop.event FOR VALUES FROM ('2030-01-01') \
         TO (MAXVALUE)",
        "shop.event_more",
        Rule::RowSecurity,
    ),
    ("CREATE TABLE public.task_old () INHERITS (shop.task)", "public.task_old", Rule::RowSecurity),
    (
        "ALTER TABLE shop.event_old NO FORCE ROW LEVEL SECURITY",
        "shop.event_old",
        Rule::ForcedRowSecurity,
    ),
    (
        "CREATE FOREIGN DATA WRAPPER away; CREATE SERVER away FOREIGN DATA WRAPPER away; \
         CREATE FOREIGN TABLE shop.away (tenant_id uuid NOT NULL) SERVER away",
        "shop.away",
        Rule::ForeignTable,
    ),
    // Columns and keys.
    ("CREATE TABLE shop.note (note_id uuid PRIMARY KEY)", "shop.note", Rule::TenantColumn),
    (
        "ALTER TABLE shop.event DROP CONSTRAINT event_pkey; \
         ALTER TABLE shop.event ALTER tenant_id DROP NOT NULL",
        "shop.event",
        Rule::TenantColumn,
    ),
    (
        "CREATE TABLE shop.note (tenant_id text NOT NULL, PRIMARY KEY (tenant_id))",
        "shop.note",
        Rule::TenantColumn,
    ),
    ("ALTER TABLE shop.task DROP CONSTRAINT task_pkey", "shop.task", Rule::PrimaryKey),
    (
        "ALTER TABLE shop.task DROP CONSTRAINT task_pkey, ADD CONSTRAINT task_pkey \
         PRIMARY KEY (task_id)",
        "shop.task_pkey",
        Rule::UniqueKey,
    ),
    (
        "ALTER TABLE shop.project ADD CONSTRAINT global_slug UNIQUE (slug)",
        "shop.global_slug",
        Rule::UniqueKey,
    ),
    (
        "CREATE UNIQUE INDEX slug_first ON shop.project (slug, tenant_id)",
        "shop.slug_first",
        Rule::UniqueKey,
    ),
    (
        "CREATE UNIQUE INDEX slug_lower ON shop.project (lower(slug), tenant_id) WHERE slug <> ''",
        "shop.slug_lower",
        Rule::UniqueKey,
    ),
    (
        "ALTER TABLE shop.project ADD CONSTRAINT apart EXCLUDE (slug WITH =)",
        "shop.apart",
        Rule::UniqueKey,
    ),
    (
        "ALTER TABLE shop.project ADD UNIQUE (project_id); ALTER TABLE shop.task ADD CONSTRAINT \
         plain FOREIGN KEY (project_id) REFERENCES shop.project (project_id)",
        "shop.task.plain",
        Rule::ForeignKey,
    ),
    (
        "ALTER TABLE shop.project ADD CONSTRAINT turned UNIQUE (project_id, tenant_id); \
         ALTER TABLE shop.task ADD CONSTRAINT crossed FOREIGN KEY (tenant_id, project_id) \
         REFERENCES shop.project (project_id, tenant_id) NOT VALID",
        "shop.task.crossed",
        Rule::ForeignKey,
    ),
    (
        "CREATE TABLE shop.note (tenant_id uuid NOT NULL PRIMARY KEY, project uuid)",
        "shop.note",
        Rule::TableOwner,
    ),
    // Views and functions.
    ("ALTER VIEW shop.open_task RESET (security_invoker)", "shop.open_task", Rule::InvokerView),
    (
        "ALTER VIEW shop.open_task SET (security_invoker = false)",
        "shop.open_task",
        Rule::InvokerView,
    ),
    (
        "CREATE VIEW public.side_door AS SELECT * FROM shop.open_task",
        "public.side_door",
        Rule::InvokerView,
    ),
    ("ALTER VIEW shop.open_task OWNER TO postgres", "shop.open_task", Rule::ViewOwner),
    (
        "CREATE MATERIALIZED VIEW public.counted AS SELECT count(*) FROM shop.open_task",
        "public.counted",
        Rule::MaterializedView,
    ),
    (
        "ALTER FUNCTION shop.find_session(bytea) RESET search_path",
        "shop.find_session(bytea)",
        Rule::DefinerPath,
    ),
    (
        "ALTER FUNCTION shop.find_session(bytea) SET search_path = '$user', shop",
        "shop.find_session(bytea)",
        Rule::DefinerPath,
    ),
    (
        "ALTER FUNCTION shop.find_session(bytea) OWNER TO postgres",
        "shop.find_session(bytea)",
        Rule::DefinerOwner,
    ),
    (
        "GRANT EXECUTE ON FUNCTION shop.find_session(bytea) TO PUBLIC",
        "shop.find_session(bytea)",
        Rule::DefinerPublic,
    ),
    (
        "CREATE FUNCTION public.all_tasks() RETURNS bigint LANGUAGE sql SECURITY DEFINER \
         AS 'SELECT count(*) FROM shop.task'",
        "public.all_tasks()",
        Rule::DefinerPublic,
    ),
    // Roles.
    ("ALTER ROLE shop_app BYPASSRLS", "shop_app", Rule::RolePower),
    ("ALTER ROLE shop_app SUPERUSER", "shop_app", Rule::RolePower),
    ("ALTER ROLE shop_app CREATEROLE", "shop_app", Rule::RolePower),
    ("ALTER ROLE shop_worker INHERIT", "shop_worker", Rule::RoleInherits),
    (
        "CREATE ROLE breaker BYPASSRLS; CREATE ROLE between; GRANT breaker TO between; \
         GRANT between TO shop_app",
        "shop_app",
        Rule::RoleMember,
    ),
    ("GRANT shop_owner TO shop_app", "shop_app", Rule::RoleMember),
    ("GRANT pg_execute_server_program TO shop_worker", "shop_worker", Rule::RoleMember),
    ("ALTER TABLE shop.task OWNER TO shop_app", "shop.task", Rule::RoleOwns),
    ("ALTER SCHEMA shop OWNER TO shop_app", "shop", Rule::RoleOwns),
    // Grants.
    ("GRANT TRUNCATE ON shop.task TO shop_app", "shop.task", Rule::TableGrant),
    ("GRANT REFERENCES ON shop.task TO shop_app", "shop.task", Rule::TableGrant),
    ("GRANT REFERENCES (task_id) ON shop.task TO shop_app", "shop.task", Rule::TableGrant),
    ("GRANT TRIGGER ON shop.task TO shop_app", "shop.task", Rule::TableGrant),
    (
        "CREATE ROLE between; GRANT TRUNCATE ON shop.task TO between; GRANT between TO shop_app",
        "shop.task",
        Rule::TableGrant,
    ),
    (
        "GRANT UPDATE ON SEQUENCE shop.task_number TO shop_app",
        "shop.task_number",
        Rule::SequenceGrant,
    ),
    ("GRANT SELECT ON shop.task TO shop_app WITH GRANT OPTION", "shop.task", Rule::GrantOption),
    ("GRANT SELECT ON shop.task TO PUBLIC", "shop.task", Rule::PublicGrant),
    ("GRANT SELECT (state) ON shop.task TO PUBLIC", "shop.task", Rule::PublicGrant),
    ("GRANT CREATE ON SCHEMA shop TO shop_app", "shop", Rule::SchemaCreate),
    ("GRANT CREATE ON SCHEMA public TO PUBLIC", "public", Rule::SchemaCreate),
    ("GRANT TEMPORARY ON DATABASE postgres TO shop_app", "postgres", Rule::DatabaseCreate),
    ("GRANT TEMPORARY ON DATABASE postgres TO PUBLIC", "postgres", Rule::DatabaseCreate),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner GRANT ALL ON TABLES TO shop_app",
        "default privileges of shop_owner",
        Rule::DefaultPrivileges,
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA shop GRANT SELECT ON TABLES TO PUBLIC",
        "default privileges of shop_owner",
        Rule::DefaultPrivileges,
    ),
];
