-- What pg_dump --schema-only does not tell: rows, large objects, values of sequences, and states.
-- A line each: row of the table of what a restore owes, schema, name, value; separated by tabs.
SET TIME ZONE 'UTC';
-- As applications have it: functions in indexes may need it.
SET search_path = public;
SET client_min_messages = warning;
SET row_security = off;

CREATE FUNCTION pg_temp.line(kind text, schema text, name text, value text) RETURNS text LANGUAGE sql
  AS $$ SELECT concat_ws(E'\t', kind, coalesce(schema, ''), translate(name, E'\t\n', '  '),
    replace(replace(coalesce(value, ''), E'\n', '\n'), E'\t', '\t')) $$;

-- Privileges in an order of their own, the owner's included.
CREATE FUNCTION pg_temp.acl(acl aclitem[]) RETURNS text LANGUAGE sql
  AS $$ SELECT string_agg(x::text, ', ' ORDER BY x::text) FROM unnest(acl) x $$;

CREATE TEMP VIEW mine AS SELECT oid, nspname FROM pg_namespace
  WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%';

-- Rows are hashed one by one and the hashes added, so that their order does not matter.
SELECT CASE WHEN c.relkind = 'm' AND NOT c.relispopulated
  THEN format('SELECT pg_temp.line(%L, %L, %L, %L)', 'DEFINITIONS', n.nspname, 'content of ' || c.relname, 'none')
  ELSE format('SELECT pg_temp.line(%L, %L, %L, count(*) || %L || coalesce(sum(hashtextextended(r::text, 0)::numeric), 0))'
      || ' FROM ONLY %I.%I AS r',
    CASE WHEN c.relkind = 'm' THEN 'DEFINITIONS' WHEN e.objid IS NOT NULL THEN 'EXTENSION_ROWS' ELSE 'ROWS' END,
    n.nspname, CASE c.relkind WHEN 'm' THEN 'content of ' ELSE 'rows of ' END || c.relname, ' rows, ', n.nspname, c.relname) END
  FROM pg_class c JOIN mine n ON n.oid = c.relnamespace
    LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  WHERE c.relkind IN ('r', 'm') ORDER BY n.nspname, c.relname
\gexec

-- What views answer is what they mean; one that may not answer has no line.
\set ON_ERROR_STOP off
SELECT format('SELECT pg_temp.line(%L, %L, %L, count(*) || %L || coalesce(sum(hashtextextended(r::text, 0)::numeric), 0))'
    || ' FROM %I.%I AS r', 'DEFINITIONS', n.nspname, 'answer of ' || c.relname, ' rows, ', n.nspname, c.relname)
  FROM pg_class c JOIN mine n ON n.oid = c.relnamespace
  WHERE c.relkind = 'v' AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
  ORDER BY n.nspname, c.relname
\gexec
\set ON_ERROR_STOP on

SELECT format('SELECT pg_temp.line(%L, %L, %L, last_value || %L || is_called) FROM %I.%I',
    'ROWS', n.nspname, 'value of the sequence ' || c.relname, ' ', n.nspname, c.relname)
  FROM pg_class c JOIN mine n ON n.oid = c.relnamespace
  WHERE c.relkind = 'S' ORDER BY n.nspname, c.relname
\gexec

SELECT pg_temp.line('ROWS', NULL, 'content of the large object ' || oid, md5(lo_get(oid))) FROM pg_largeobject_metadata
UNION ALL
SELECT pg_temp.line('OWNERS', NULL, 'owner of the large object ' || oid, lomowner::regrole::text) FROM pg_largeobject_metadata
UNION ALL
SELECT pg_temp.line('PRIVILEGES', NULL, 'privileges on the large object ' || oid, pg_temp.acl(lomacl)) FROM pg_largeobject_metadata
UNION ALL
SELECT pg_temp.line('COMMENTS', NULL, 'comment on the large object ' || oid, obj_description(oid, 'pg_largeobject'))
  FROM pg_largeobject_metadata
UNION ALL
-- Those that are not valid are in no dump.
SELECT pg_temp.line('TABLES', n.nspname, 'state of the index ' || c.relname,
    format('valid %s, ready %s, clustered %s, identity %s', indisvalid, indisready, indisclustered, indisreplident))
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN mine n ON n.oid = c.relnamespace
UNION ALL
SELECT pg_temp.line('TABLES', n.nspname, 'storage of ' || c.relname, format('%s %s %s in %s', relpersistence, amname,
    reloptions, coalesce(t.spcname, 'the default')))
  FROM pg_class c JOIN mine n ON n.oid = c.relnamespace LEFT JOIN pg_am a ON a.oid = c.relam
    LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
  WHERE relkind IN ('r', 'p', 'i', 'I', 'm')
UNION ALL
SELECT pg_temp.line('TABLES', n.nspname, 'state of the constraint ' || k.conname || ' on ' || k.conrelid::regclass::text,
    pg_get_constraintdef(k.oid) || ' ' || k.convalidated)
  FROM pg_constraint k JOIN mine n ON n.oid = k.connamespace WHERE k.conrelid <> 0 AND k.conparentid = 0
UNION ALL
SELECT pg_temp.line('TRIGGERS', n.nspname, 'state of the trigger ' || t.tgname || ' on ' || c.relname, t.tgenabled::text)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN mine n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal
UNION ALL
SELECT pg_temp.line('TRIGGERS', NULL, 'state of the event trigger ' || evtname, format('%s %s', evtenabled, evtowner::regrole))
  FROM pg_event_trigger
UNION ALL
SELECT pg_temp.line('TRIGGERS', n.nspname, 'row security of ' || c.relname,
    format('enabled %s, forced %s', relrowsecurity, relforcerowsecurity))
  FROM pg_class c JOIN mine n ON n.oid = c.relnamespace WHERE relrowsecurity OR relforcerowsecurity
UNION ALL
SELECT pg_temp.line('SECURITY_DEFINER', n.nspname, 'who runs ' || p.oid::regprocedure, p.proowner::regrole::text)
  FROM pg_proc p JOIN mine n ON n.oid = p.pronamespace WHERE p.prosecdef
UNION ALL
SELECT pg_temp.line('EXTENSIONS', NULL, 'extension ' || extname,
    format('%s %s in %s', extversion, extowner::regrole, extnamespace::regnamespace)) FROM pg_extension
UNION ALL
SELECT pg_temp.line('PRIVILEGES', NULL, 'privileges on ' || pg_describe_object(d.classid, d.objid, 0), pg_temp.acl(m.acl))
  FROM pg_depend d JOIN (
    SELECT 'pg_class'::regclass AS classid, oid, relacl AS acl FROM pg_class
    UNION ALL SELECT 'pg_proc'::regclass, oid, proacl FROM pg_proc
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwacl FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_type'::regclass, oid, typacl FROM pg_type) m ON m.classid = d.classid AND m.oid = d.objid
  WHERE d.deptype = 'e' AND m.acl IS NOT NULL
UNION ALL
SELECT pg_temp.line('SUBSCRIPTIONS', NULL, 'subscription ' || subname,
    format('enabled %s, %s, %s, %s', subenabled, subowner::regrole, subconninfo, subpublications))
  FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT pg_temp.line('PUBLICATIONS', schemaname, format('tables of %s: %s', pubname, tablename), NULL)
  FROM pg_publication_tables
UNION ALL
SELECT pg_temp.line('DATABASE', NULL, 'the database', format('%s %s %s %s %s %s', datdba::regrole, pg_temp.acl(datacl),
    datconnlimit, datallowconn, t.spcname, datistemplate))
  FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE datname = current_database()
UNION ALL
SELECT pg_temp.line('DATABASE', NULL, 'setting of ' || CASE setrole WHEN 0 THEN 'all' ELSE setrole::regrole::text END, x)
  FROM pg_db_role_setting, unnest(setconfig) x
  WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database());
