SELECT name::text AS object, 'role_owns'::text AS rule
FROM (
    SELECT name, relowner AS owner FROM every_table
    UNION ALL
    SELECT name, relowner FROM every_view
    UNION ALL
    SELECT n.nspname || '.' || c.relname, c.relowner
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, rules
    WHERE c.relkind = 'S' AND n.nspname = ANY (rules.schemas)
    UNION ALL
    SELECT n.nspname || '.' || p.proname, p.proowner
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace, rules
    WHERE n.nspname = ANY (rules.schemas)
    UNION ALL
    SELECT n.nspname, n.nspowner FROM pg_namespace AS n
    UNION ALL
    SELECT datname, datdba FROM pg_database WHERE datname = current_database()
) AS owned
WHERE owner IN (SELECT oid FROM app)
