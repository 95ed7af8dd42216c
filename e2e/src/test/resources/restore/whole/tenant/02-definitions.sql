-- What else a tenant's schema has.
SET search_path = tenant_acme, public;
CREATE FUNCTION paid(int) RETURNS bigint LANGUAGE sql STABLE
  AS 'SELECT sum(cents) FROM tenant_acme.invoices WHERE subscriber = $1';
CREATE FUNCTION pay(int) RETURNS void LANGUAGE sql SECURITY DEFINER
  AS 'UPDATE tenant_acme.invoices SET cents = 0 WHERE id = $1';
REVOKE EXECUTE ON FUNCTION pay FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pay TO grafana;
CREATE VIEW debtors AS SELECT s.name, p.name AS plan FROM subscribers s JOIN app.plans p ON p.id = s.plan;
CREATE VIEW same AS SELECT id, nullif(email, 'n1@X'::citext) IS NULL AS same FROM subscribers;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM invoices;
CREATE TEXT SEARCH CONFIGURATION search (COPY = simple);
CREATE COLLATION plain (locale = 'C');
CREATE STATISTICS together ON plan, name FROM subscribers;
CREATE AGGREGATE product(int) (SFUNC = int4mul, STYPE = int, INITCOND = '1');
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER stamps BEFORE UPDATE ON subscribers FOR EACH ROW
  WHEN (old.email IS DISTINCT FROM new.email) EXECUTE FUNCTION stamp();
ALTER TABLE subscribers ENABLE ALWAYS TRIGGER stamps;
CREATE TRIGGER off BEFORE INSERT ON subscribers FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE subscribers DISABLE TRIGGER off;
CREATE POLICY own ON invoices USING (cents > 0);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE RULE keep AS ON DELETE TO invoices WHERE old.cents = 1 DO INSTEAD NOTHING;
