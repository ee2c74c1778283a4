-- Named after the role whose later tables, sequences and functions they are about.
SELECT 'default privileges of ' || r.rolname AS object, 'default_privileges'::text AS rule
FROM pg_default_acl AS d
JOIN pg_roles AS r ON r.oid = d.defaclrole
LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
CROSS JOIN LATERAL aclexplode(d.defaclacl) AS acl, rules
WHERE (d.defaclnamespace = 0 OR n.nspname = ANY (rules.schemas))
AND (
    (acl.grantee = 0 AND d.defaclobjtype IN ('r', 'S'))
    OR (acl.grantee IN (SELECT role FROM reach) AND (
        (d.defaclobjtype = 'r'
            AND acl.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
        OR (d.defaclobjtype = 'S' AND acl.privilege_type <> 'USAGE')
        OR (d.defaclobjtype = 'n' AND acl.privilege_type = 'CREATE')
    ))
)
