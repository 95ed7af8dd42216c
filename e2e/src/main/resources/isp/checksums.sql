-- One line per table, sequence, kind of definition and for the large objects: name, count, checksum.
-- Rows are hashed one by one and the hashes added, so that their order does not matter.
--
--   psql -X -At -f checksums.sql
--
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
SET TIME ZONE 'UTC';
SET search_path = pg_catalog;
SET client_min_messages = warning;
SET extra_float_digits = 1;

CREATE FUNCTION pg_temp.seal(hashes numeric) RETURNS text
  LANGUAGE sql AS $$ SELECT substr(md5(coalesce(hashes, 0)::text), 1, 16) $$;

-- Tables and materialized views. A partitioned table's rows are its partitions'.
SELECT format('SELECT %L, count(*), pg_temp.seal(sum(hashtextextended(r::text, 0)::numeric)) FROM %I.%I AS r',
    n.nspname || '.' || c.relname, n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
  ORDER BY n.nspname, c.relname
\gexec

SELECT format('SELECT %L, 1, last_value || %L || is_called FROM %I.%I',
    'sequence ' || n.nspname || '.' || c.relname, '/', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'S' AND n.nspname NOT LIKE 'pg\_%'
  ORDER BY n.nspname, c.relname
\gexec

SELECT 'large objects', count(*), pg_temp.seal(sum(hashtextextended(oid || md5(lo_get(oid)), 0)::numeric))
  FROM pg_largeobject_metadata;

CREATE TEMP VIEW mine AS
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%';

CREATE TEMP VIEW definitions (kind, text) AS
  SELECT 'columns', format('%s.%s %s %s %s %s%s%s %s', n.nspname, c.relname, a.attnum, a.attname,
      format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    FROM pg_class c JOIN mine n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c')
  UNION ALL
  SELECT 'partitions', format('%s %s', c.oid::regclass, pg_get_expr(c.relpartbound, c.oid))
    FROM pg_class c JOIN mine n ON n.oid = c.relnamespace WHERE c.relispartition
  UNION ALL
  SELECT 'constraints', format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN mine n ON n.oid = k.connamespace WHERE k.contype <> 'n'
  UNION ALL
  SELECT 'indexes', pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN mine n ON n.oid = c.relnamespace
  UNION ALL
  SELECT 'triggers', pg_get_triggerdef(t.oid) || t.tgenabled::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN mine n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'views and rules', pg_get_ruledef(r.oid)
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN mine n ON n.oid = c.relnamespace
  UNION ALL
  SELECT 'functions', pg_get_functiondef(p.oid)
    FROM pg_proc p JOIN mine n ON n.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = p.oid AND x.deptype = 'e')
  UNION ALL
  SELECT 'types', format('%s.%s %s %s %s', n.nspname, t.typname, t.typtype, format_type(t.typbasetype, t.typtypmod),
      (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
    FROM pg_type t JOIN mine n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd')
  UNION ALL
  SELECT 'extensions', extname || extversion FROM pg_extension
  UNION ALL
  SELECT 'comments', format('%s %s %s', x.objoid::regclass, x.objsubid, x.description)
    FROM pg_description x JOIN pg_class c ON c.oid = x.objoid AND x.classoid = 'pg_class'::regclass
      JOIN mine n ON n.oid = c.relnamespace;

SELECT 'definitions of ' || kind, count(*), pg_temp.seal(sum(hashtextextended(text, 0)::numeric))
  FROM definitions GROUP BY kind ORDER BY kind;
