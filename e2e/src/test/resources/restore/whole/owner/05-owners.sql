-- Objects that belong to a group; one of its members restores.
GRANT CREATE, USAGE ON SCHEMA app TO app_owner;
CREATE SCHEMA shared AUTHORIZATION app_owner;
SET ROLE app_owner;
CREATE TABLE shared.customers (id serial PRIMARY KEY, name text);
INSERT INTO shared.customers (name) VALUES ('a'), ('b');
CREATE VIEW shared.names AS SELECT name FROM shared.customers;
CREATE MATERIALIZED VIEW shared.counted AS SELECT count(*) AS n FROM shared.customers;
CREATE FUNCTION shared.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE shared.kind AS ENUM ('a');
CREATE DOMAIN shared.positive AS int CHECK (VALUE > 0);
CREATE SEQUENCE shared.s;
CREATE OPERATOR shared.## (RIGHTARG = int, FUNCTION = int4abs);
CREATE TEXT SEARCH CONFIGURATION shared.c (COPY = simple);
CREATE COLLATION shared.c (locale = 'C');
CREATE STATISTICS shared.st ON id, name FROM shared.customers;
RESET ROLE;
-- A table in a schema of one, of a type of the other.
CREATE TABLE app.mixed (k shared.kind, p shared.positive);
ALTER TABLE app.mixed OWNER TO app_owner;
