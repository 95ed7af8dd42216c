-- Room for two tenants, one of which has something.
CREATE SCHEMA tenant_acme AUTHORIZATION acme;
GRANT USAGE ON SCHEMA app TO acme;
GRANT SELECT, REFERENCES ON app.plans TO acme;
CREATE SCHEMA tenant_other;
GRANT USAGE ON SCHEMA tenant_other TO panel;
CREATE TABLE tenant_other.subscribers (id int PRIMARY KEY);
INSERT INTO tenant_other.subscribers SELECT generate_series(1, 7);
GRANT SELECT ON tenant_other.subscribers TO panel;
