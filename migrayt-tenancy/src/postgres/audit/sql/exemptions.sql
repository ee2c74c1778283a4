SELECT exempt::text AS object, 'stale_exemption'::text AS rule
FROM rules, unnest(rules.shared) AS exempt
WHERE NOT EXISTS (
    SELECT FROM every_table AS t
    WHERE t.name = exempt
    AND (t.tenant IS NULL OR NOT t.relrowsecurity OR NOT t.relforcerowsecurity)
)
UNION ALL
SELECT exempt, 'stale_exemption'
FROM rules, unnest(rules.public_functions) AS exempt
WHERE NOT EXISTS (
    SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace,
        aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS acl
    WHERE n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' = exempt
    AND p.prosecdef AND acl.grantee = 0
)
