-- Foreign tables of a server that the owner has made with a wrapper of the superuser's.
CREATE SERVER elsewhere TYPE 'postgres' VERSION '15' FOREIGN DATA WRAPPER postgres_fdw
  OPTIONS (host '192.0.2.1', dbname 'x', fetch_size '50');
CREATE USER MAPPING FOR panel SERVER elsewhere OPTIONS (user 'u', password 'p');
CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (user 'everybody', password 'e');
GRANT USAGE ON FOREIGN SERVER elsewhere TO grafana WITH GRANT OPTION;
CREATE FOREIGN TABLE app.far (id int OPTIONS (column_name 'number') NOT NULL, t text,
  CONSTRAINT known CHECK (id > 0)) SERVER elsewhere OPTIONS (table_name 't');
GRANT SELECT ON app.far TO radius;
COMMENT ON FOREIGN TABLE app.far IS 'far away';
COMMENT ON SERVER elsewhere IS 'not here';
