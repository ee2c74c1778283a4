, policy AS (
    SELECT p.polrelid,
        bool_or(NOT p.polpermissive AND p.polcmd = '*' AND p.polroles = ARRAY[0::oid]
            AND pg_get_expr(p.polqual, p.polrelid) = wanted.expression
            AND pg_get_expr(p.polwithcheck, p.polrelid) = wanted.expression) AS restricts,
        bool_or(p.polpermissive) AS permits
    FROM pg_policy AS p, (
        SELECT '(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), '
            || '''''::text))::uuid)' AS expression
    ) AS wanted
    GROUP BY p.polrelid
)
SELECT name::text AS object, 'tenant_column'::text AS rule FROM tenant_table AS t
WHERE NOT EXISTS (
    SELECT FROM pg_attribute AS a
    WHERE a.attrelid = t.oid AND a.attnum = t.tenant
    AND a.atttypid = 'uuid'::regtype AND a.attnotnull
)
UNION ALL
SELECT name, 'foreign_table' FROM tenant_table WHERE relkind = 'f'
UNION ALL
SELECT name, 'row_security' FROM tenant_table WHERE relkind <> 'f' AND NOT relrowsecurity
UNION ALL
SELECT name, 'forced_row_security' FROM tenant_table WHERE relkind <> 'f' AND NOT relforcerowsecurity
UNION ALL
SELECT name, 'restrictive_policy' FROM tenant_table LEFT JOIN policy ON polrelid = oid
WHERE relkind <> 'f' AND restricts IS NOT TRUE
UNION ALL
SELECT name, 'permissive_policy' FROM tenant_table LEFT JOIN policy ON polrelid = oid
WHERE relkind <> 'f' AND permits IS NOT TRUE
UNION ALL
SELECT name, 'table_owner' FROM every_table WHERE relowner IN (SELECT oid FROM mighty)
