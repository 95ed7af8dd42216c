-- The schema that every database has, made the panel's own.
ALTER SCHEMA public OWNER TO panel;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO radius, grafana, app_owner, acme;
COMMENT ON SCHEMA public IS 'of the panel';
