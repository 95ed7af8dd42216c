-- Who else may what in a tenant's schema.
SET search_path = tenant_acme, public;
GRANT USAGE ON SCHEMA tenant_acme TO radius, grafana;
COMMENT ON SCHEMA tenant_acme IS 'a tenant';
COMMENT ON TABLE subscribers IS 'who pays';
COMMENT ON COLUMN subscribers.s IS 'a column';
GRANT SELECT ON subscribers TO radius WITH GRANT OPTION;
GRANT SELECT (id) ON invoices TO grafana;
GRANT USAGE ON SEQUENCE standalone TO radius;
REVOKE USAGE ON TYPE state FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA tenant_acme GRANT SELECT ON TABLES TO grafana;
