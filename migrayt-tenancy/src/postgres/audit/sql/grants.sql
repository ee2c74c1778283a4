, granted AS (
    SELECT name, relkind, acl.*
    FROM (
        SELECT name, relkind, relacl, relowner, oid FROM every_table
        UNION ALL
        SELECT name, relkind, relacl, relowner, oid FROM every_view
        UNION ALL
        SELECT n.nspname || '.' || c.relname, c.relkind, c.relacl, c.relowner, c.oid
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, rules
        WHERE c.relkind = 'S' AND n.nspname = ANY (rules.schemas)
    ) AS relations
    -- A column's grant is one on its table.
    CROSS JOIN LATERAL (
        SELECT * FROM aclexplode(relacl)
        UNION ALL
        SELECT column_acl.*
        FROM pg_attribute AS a, aclexplode(a.attacl) AS column_acl
        WHERE a.attrelid = relations.oid AND NOT a.attisdropped
    ) AS acl
),
scope_acl AS (
    SELECT n.nspname AS name, 'schema_create' AS rule, acl.*
    FROM pg_namespace AS n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS acl
    WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
    UNION ALL
    SELECT d.datname, 'database_create', acl.*
    FROM pg_database AS d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS acl
    WHERE d.datname = current_database()
)
SELECT name::text AS object, 'table_grant'::text AS rule FROM granted
WHERE relkind <> 'S' AND grantee IN (SELECT role FROM reach)
AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
UNION ALL
SELECT name, 'sequence_grant' FROM granted
WHERE relkind = 'S' AND grantee IN (SELECT role FROM reach) AND privilege_type <> 'USAGE'
UNION ALL
SELECT name, 'grant_option' FROM granted
WHERE grantee IN (SELECT oid FROM app) AND is_grantable
UNION ALL
SELECT name, 'public_grant' FROM granted WHERE grantee = 0
UNION ALL
SELECT name, rule FROM scope_acl
WHERE (grantee = 0 OR grantee IN (SELECT role FROM reach))
AND privilege_type IN ('CREATE', 'TEMPORARY')
