-- Functions of extensions are the extension's business.
, definer AS (
    SELECT p.*, n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' AS name
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
    )
)
SELECT name::text AS object, 'definer_path'::text AS rule FROM definer
WHERE NOT EXISTS (
    SELECT FROM unnest(proconfig) AS setting
    WHERE setting LIKE 'search\_path=%' AND setting NOT LIKE '%$user%'
)
UNION ALL
SELECT name, 'definer_owner' FROM definer WHERE proowner IN (SELECT oid FROM mighty)
UNION ALL
SELECT name, 'definer_public' FROM definer, rules
WHERE NOT name = ANY (rules.public_functions) AND EXISTS (
    SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0
)
UNION ALL
SELECT 'pg_catalog.set_config', 'set_config' FROM rules
WHERE rules.forbid_set_config AND EXISTS (
    SELECT FROM pg_proc AS p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS acl
    WHERE p.oid = 'pg_catalog.set_config(text, text, boolean)'::regprocedure
    AND (acl.grantee = 0 OR acl.grantee IN (SELECT role FROM reach))
)
