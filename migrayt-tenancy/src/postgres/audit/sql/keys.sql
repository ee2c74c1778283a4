SELECT name::text AS object, 'primary_key'::text AS rule FROM tenant_table AS t
WHERE relkind <> 'f'
AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = t.oid AND i.indisprimary)
UNION ALL
-- An exclusion is a unique key if it excludes by equality of the tenant first.
SELECT n.nspname || '.' || k.relname, 'unique_key'
FROM tenant_table AS t
JOIN pg_index AS i ON i.indrelid = t.oid AND (i.indisunique OR i.indisexclusion)
JOIN pg_class AS k ON k.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = k.relnamespace
LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.contype = 'x'
LEFT JOIN pg_operator AS o ON o.oid = c.conexclop[1]
WHERE i.indkey[0] IS DISTINCT FROM t.tenant OR (i.indisexclusion AND o.oprname <> '=')
UNION ALL
SELECT t.name || '.' || c.conname, 'foreign_key'
FROM every_table AS t
JOIN pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'f'
JOIN tenant_table AS r ON r.oid = c.confrelid
WHERE NOT EXISTS (
    SELECT FROM unnest(c.conkey, c.confkey) AS pair (here, there)
    WHERE pair.here = t.tenant AND pair.there = r.tenant
)
