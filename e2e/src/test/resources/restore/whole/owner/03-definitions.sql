-- Types, functions, operators, text search, views and what else has a definition.
SELECT current_setting('server_version_num')::int >= 170000 AS pg17,
  EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i') AS icu \gset

CREATE TYPE app.state AS ENUM ('active', 'expired');
ALTER TYPE app.state ADD VALUE 'new' BEFORE 'active';
CREATE TYPE app.pair AS (a int, b text COLLATE "C");
CREATE TYPE app.span AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = app.spans);
CREATE DOMAIN app.percent AS int DEFAULT 5 NOT NULL CONSTRAINT in_range CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN app.half AS app.percent;
ALTER DOMAIN app.half ADD CONSTRAINT from_now_on CHECK (VALUE <= 50) NOT VALID;
CREATE TABLE app.typed (s app.state DEFAULT 'active', p app.pair, r app.span, m app.spans, d app.percent, h app.half);
INSERT INTO app.typed VALUES ('new', (1, 'x'), '[1,2]', '{[1,2],[3,4]}', 7, 8);
\if :icu
CREATE COLLATION app.numeric_order (provider = icu, locale = 'en-u-kn-true');
CREATE COLLATION app.any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE app.collated (a text COLLATE app.any_case UNIQUE, b text COLLATE app.numeric_order);
INSERT INTO app.collated VALUES ('A', 'x10'), ('b', 'x9');
\endif
\if :pg17
CREATE COLLATION app.builtin_order (provider = builtin, locale = 'C.UTF-8');
\endif
CREATE DEFAULT CONVERSION app.from_latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 7 AS 'SELECT $1 * 2';
CREATE FUNCTION app.twice(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN $1 || $1;
CREATE FUNCTION app.many(VARIADIC a int[] DEFAULT '{1}') RETURNS TABLE (n int, total bigint)
  LANGUAGE plpgsql STABLE ROWS 20 SET work_mem = '8MB' SET search_path FROM CURRENT
  AS $body$ BEGIN RETURN QUERY SELECT x, sum(x) OVER () FROM unnest(a) x; END $body$;
CREATE FUNCTION app.of_row(public.subscribers) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.username';
CREATE FUNCTION app.atomic(n int) RETURNS bigint LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT count(*) + n FROM public.subscribers; END;
CREATE PROCEDURE app.close_month(INOUT n int, note text DEFAULT 'done') LANGUAGE plpgsql
  AS $$ BEGIN n := n + 1; END $$;
CREATE AGGREGATE app.product(int) (SFUNC = int4mul, STYPE = int, INITCOND = '1',
  COMBINEFUNC = int4mul, PARALLEL = SAFE);
CREATE AGGREGATE app.moving(int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int);

CREATE FUNCTION app.less(app.pair, app.pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a < $2.a';
CREATE FUNCTION app.compare(app.pair, app.pair) RETURNS int LANGUAGE sql IMMUTABLE
  AS 'SELECT sign($1.a - $2.a)::int';
CREATE FUNCTION app.more(app.pair, app.pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a > $2.a';
CREATE OPERATOR app.<~ (LEFTARG = app.pair, RIGHTARG = app.pair, FUNCTION = app.less, COMMUTATOR = OPERATOR(app.~>),
  RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR app.~> (LEFTARG = app.pair, RIGHTARG = app.pair, FUNCTION = app.more, COMMUTATOR = OPERATOR(app.<~));
CREATE OPERATOR app.!! (RIGHTARG = int, FUNCTION = app.twice);
CREATE CAST (app.state AS app.percent) WITH INOUT AS ASSIGNMENT;
CREATE FUNCTION app.pair_of(int) RETURNS app.pair LANGUAGE sql IMMUTABLE AS $$ SELECT ROW($1, 'x')::app.pair $$;
CREATE CAST (int AS app.pair) WITH FUNCTION app.pair_of(int);

CREATE TEXT SEARCH DICTIONARY app.words (TEMPLATE = simple, StopWords = english);
CREATE TEXT SEARCH CONFIGURATION app.search (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION app.search ALTER MAPPING FOR asciiword, word WITH app.words, english_stem;
ALTER TEXT SEARCH CONFIGURATION app.search DROP MAPPING FOR url;

CREATE VIEW public.active AS SELECT s.id, s.username, p.name AS plan FROM public.subscribers s
  JOIN app.plans p ON p.id = s.plan WHERE s.email IS NOT NULL;
CREATE VIEW public.checked WITH (security_barrier, security_invoker) AS
  SELECT * FROM public.base WHERE a > 0 WITH CASCADED CHECK OPTION;
ALTER VIEW public.checked ALTER t SET DEFAULT 'by the view';
CREATE RECURSIVE VIEW public.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE VIEW public.grouped AS SELECT id, username, count(*) FROM public.subscribers GROUP BY id;
-- Each of the other.
CREATE VIEW public.circle AS SELECT 1 AS a;
CREATE VIEW public.round AS SELECT a FROM public.circle;
CREATE OR REPLACE VIEW public.circle AS SELECT a FROM public.base;
CREATE MATERIALIZED VIEW public.by_plan WITH (fillfactor = 60) AS
  SELECT plan, count(*) AS n FROM public.subscribers GROUP BY plan;
CREATE UNIQUE INDEX by_plan_key ON public.by_plan (plan);
CREATE MATERIALIZED VIEW public.above AS SELECT sum(n) AS n, 'x'::text AS t FROM public.by_plan;
CREATE MATERIALIZED VIEW public.not_filled AS SELECT n FROM public.above WITH NO DATA;
CREATE RULE keep AS ON DELETE TO public.leases WHERE old.address IS NULL DO INSTEAD NOTHING;
CREATE RULE also AS ON INSERT TO public.no_columns DO ALSO SELECT 1;
ALTER TABLE public.no_columns DISABLE RULE also;
CREATE RULE through AS ON UPDATE TO public.active DO INSTEAD
  UPDATE public.subscribers SET username = new.username WHERE id = old.id;

CREATE STATISTICS app.together (ndistinct, dependencies, mcv) ON plan, username FROM public.subscribers;
CREATE STATISTICS app.of_expression ON (lower(email)), (length(note)) FROM public.subscribers;
ALTER STATISTICS app.together SET STATISTICS 77;
