SELECT name::text AS object, 'invoker_view'::text AS rule FROM every_view
WHERE relkind = 'v' AND NOT EXISTS (
    SELECT FROM pg_options_to_table(reloptions)
    -- Other options have values that are no booleans.
    WHERE CASE option_name WHEN 'security_invoker' THEN option_value::boolean END
)
UNION ALL
SELECT name, 'view_owner' FROM every_view WHERE relowner IN (SELECT oid FROM mighty)
UNION ALL
SELECT name, 'materialized_view' FROM every_view
WHERE relkind = 'm' AND oid IN (SELECT oid FROM above)
