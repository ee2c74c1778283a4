-- What every question begins with.
-- $1 schemas, $2 roles of the application, $3 shared tables, $4 public functions, $5 set_config.
WITH RECURSIVE
rules AS (
    SELECT $1::text[] AS schemas, $2::text[] AS roles, $3::text[] AS shared,
        $4::text[] AS public_functions, $5::boolean AS forbid_set_config
),
-- Tables of the schemas, and their partitions and children wherever they are.
relation (oid) AS (
    SELECT c.oid
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, rules
    WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname = ANY (rules.schemas)
    UNION
    SELECT i.inhrelid FROM pg_inherits AS i JOIN relation ON relation.oid = i.inhparent
),
every_table AS (
    SELECT c.*, n.nspname || '.' || c.relname AS name,
        n.nspname || '.' || c.relname = ANY (rules.shared) AS is_shared,
        (
            SELECT a.attnum FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        ) AS tenant
    FROM relation JOIN pg_class AS c ON c.oid = relation.oid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace, rules
),
tenant_table AS (SELECT * FROM every_table WHERE NOT is_shared),
-- Views over those tables, also through other views, and all views of the schemas.
above (oid) AS (
    SELECT oid FROM relation
    UNION
    SELECT w.ev_class
    FROM above
    JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = above.oid
    JOIN pg_rewrite AS w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    JOIN pg_class AS c ON c.oid = w.ev_class AND c.relkind IN ('v', 'm')
),
every_view AS (
    SELECT c.*, n.nspname || '.' || c.relname AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, rules
    WHERE c.relkind IN ('v', 'm')
    AND (n.nspname = ANY (rules.schemas) OR c.oid IN (SELECT oid FROM above))
),
app AS (SELECT r.* FROM pg_roles AS r, rules WHERE r.rolname = ANY (rules.roles)),
-- Every role that a role of the application is or can become.
reach (app, role) AS (
    SELECT oid, oid FROM app
    UNION
    SELECT reach.app, m.roleid FROM reach JOIN pg_auth_members AS m ON m.member = reach.role
),
mighty AS (SELECT oid, rolname FROM pg_roles WHERE rolsuper OR rolbypassrls)
