-- What only a superuser may make.
CREATE TYPE app.hex;
CREATE FUNCTION app.hex_in(cstring) RETURNS app.hex LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.hex_out(app.hex) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE app.hex (INPUT = app.hex_in, OUTPUT = app.hex_out, LIKE = int, CATEGORY = 'N', COLLATABLE = false);
CREATE TYPE app.shell;
CREATE CAST (app.hex AS int) WITHOUT FUNCTION AS IMPLICIT;
CREATE TABLE app.hexes (h app.hex);
INSERT INTO app.hexes VALUES ('16'), ('17');
CREATE OPERATOR FAMILY app.pairs USING btree;
CREATE OPERATOR CLASS app.pair_ops DEFAULT FOR TYPE app.pair USING btree FAMILY app.pairs AS
  OPERATOR 1 app.<~, OPERATOR 5 app.~>, FUNCTION 1 app.compare(app.pair, app.pair);
ALTER OPERATOR FAMILY app.pairs USING btree ADD FUNCTION 2 (int, int) btint4sortsupport(internal);
COMMENT ON OPERATOR CLASS app.pair_ops USING btree IS 'an operator class';
COMMENT ON OPERATOR FAMILY app.pairs USING btree IS 'an operator family';
CREATE AGGREGATE app.middle(float8 ORDER BY "any") (SFUNC = ordered_set_transition, STYPE = internal,
  FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE TEXT SEARCH TEMPLATE app.template (LEXIZE = dsimple_lexize, INIT = dsimple_init);
CREATE TEXT SEARCH PARSER app.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
  LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE FUNCTION app.from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'varchar_support';
CREATE TRANSFORM FOR app.state LANGUAGE plpgsql (FROM SQL WITH FUNCTION app.from_sql(internal));
CREATE FUNCTION app.call() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION app.inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION app.validator(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE mine HANDLER app.call INLINE app.inline VALIDATOR app.validator;
CREATE FUNCTION app.in_mine() RETURNS int LANGUAGE mine AS 'BEGIN RETURN 1; END';
REVOKE USAGE ON LANGUAGE mine FROM PUBLIC;
GRANT USAGE ON LANGUAGE mine TO radius WITH GRANT OPTION;
CREATE ACCESS METHOD heaped TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE app.heaped (a int) USING heaped;
INSERT INTO app.heaped VALUES (1);
