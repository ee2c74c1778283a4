, owner AS (
    SELECT relowner AS role FROM every_table
    UNION SELECT relowner FROM every_view
    UNION SELECT n.nspowner FROM pg_namespace AS n, rules WHERE n.nspname = ANY (rules.schemas)
)
SELECT wanted::text AS object, 'role_missing'::text AS rule
FROM rules, unnest(rules.roles) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted)
UNION ALL
SELECT rolname, 'role_power' FROM app
WHERE rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
UNION ALL
SELECT rolname, 'role_inherits' FROM app WHERE rolcanlogin AND rolinherit
UNION ALL
SELECT app.rolname, 'role_member'
FROM app JOIN reach ON reach.app = app.oid AND reach.role <> app.oid
JOIN pg_roles AS r ON r.oid = reach.role
WHERE r.oid IN (SELECT oid FROM mighty) OR r.oid IN (SELECT role FROM owner)
OR r.rolcreaterole OR r.rolname LIKE 'pg\_%'
