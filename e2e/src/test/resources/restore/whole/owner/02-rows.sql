-- Large objects and sequences.
SELECT lo_from_bytea(70001, decode(repeat('00ff', 3000), 'hex'));
SELECT lo_from_bytea(70002, '\x02');
SELECT lo_create(70003);
SELECT lo_from_bytea(70004, '\x04');
COMMENT ON LARGE OBJECT 70001 IS 'a logo';
GRANT SELECT ON LARGE OBJECT 70001 TO radius;
GRANT SELECT, UPDATE ON LARGE OBJECT 70002 TO grafana WITH GRANT OPTION;
ALTER LARGE OBJECT 70004 OWNER TO app_owner;

CREATE SEQUENCE app.standalone AS smallint START 5 INCREMENT -3 MINVALUE -100 MAXVALUE 100 CACHE 4 CYCLE;
SELECT nextval('app.standalone'), nextval('app.standalone');
CREATE SEQUENCE app.never_called START 42;
CREATE TABLE app.counted (id bigserial, n int, extra int DEFAULT nextval('app.standalone'));
INSERT INTO app.counted (n) SELECT generate_series(1, 10);
CREATE SEQUENCE app.owned OWNED BY app.counted.n;
SELECT setval('app.owned', 77, false);
