-- Keys, indexes, triggers, views and what is computed from the rows.

ALTER TABLE subscribers ADD PRIMARY KEY (id), ADD UNIQUE (username);
CREATE INDEX subscribers_name_idx ON subscribers USING gin (full_name gin_trgm_ops);
CREATE INDEX subscribers_tags_idx ON subscribers USING gin (tags);
CREATE INDEX subscribers_expiry_idx ON subscribers (expires_at) WHERE status = 'active';
CREATE INDEX subscribers_lower_email_idx ON subscribers (lower(email)) INCLUDE (username);
ALTER TABLE invoices ADD PRIMARY KEY (id), ADD UNIQUE (number);
CREATE INDEX invoices_subscriber_idx ON invoices (subscriber_id, issued_on DESC);
ALTER TABLE transactions ADD PRIMARY KEY (id);
CREATE INDEX transactions_subscriber_idx ON transactions (subscriber_id, created_at);
CREATE INDEX transactions_created_idx ON transactions USING brin (created_at);

CREATE INDEX nas_address_idx ON nas USING gist (nasname inet_ops);
CREATE INDEX radcheck_username_idx ON radcheck (username, attribute);
CREATE INDEX radreply_username_idx ON radreply (username, attribute);
-- A primary key on a partitioned table: what pg_restore --clean alone cannot drop.
ALTER TABLE radacct ADD PRIMARY KEY (radacctid, acctstarttime);
CREATE UNIQUE INDEX radacct_unique_idx ON radacct (acctuniqueid, acctstarttime);
CREATE INDEX radacct_username_idx ON radacct (username, acctstarttime);
CREATE INDEX radacct_active_idx ON radacct (acctuniqueid) WHERE acctstoptime IS NULL;
CREATE INDEX radpostauth_username_idx ON radpostauth (username);

ALTER TABLE users ADD FOREIGN KEY (permission_group_id) REFERENCES permission_groups,
  ADD FOREIGN KEY (reseller_id) REFERENCES resellers ON DELETE SET NULL;
ALTER TABLE resellers ADD FOREIGN KEY (parent_id) REFERENCES resellers DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bandwidth_rules ADD FOREIGN KEY (service_id) REFERENCES services ON DELETE CASCADE;
ALTER TABLE communication_rules ADD FOREIGN KEY (template_id) REFERENCES communication_templates;
ALTER TABLE subscribers ADD FOREIGN KEY (service_id) REFERENCES services,
  ADD FOREIGN KEY (reseller_id) REFERENCES resellers, ADD FOREIGN KEY (nas_id) REFERENCES nas;
ALTER TABLE invoices ADD FOREIGN KEY (subscriber_id) REFERENCES subscribers ON DELETE CASCADE;
ALTER TABLE transactions ADD FOREIGN KEY (subscriber_id) REFERENCES subscribers ON DELETE CASCADE;
ALTER TABLE prepaid_cards ADD FOREIGN KEY (used_by) REFERENCES subscribers ON DELETE SET NULL;
ALTER TABLE sessions ADD FOREIGN KEY (subscriber_id) REFERENCES subscribers ON DELETE CASCADE;

CREATE TRIGGER touch BEFORE UPDATE ON subscribers
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER audit AFTER UPDATE OF status, balance ON subscribers
  FOR EACH ROW WHEN (OLD.balance IS DISTINCT FROM NEW.balance OR OLD.status <> NEW.status)
  EXECUTE FUNCTION write_audit_log();
CREATE TRIGGER audit AFTER DELETE OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION write_audit_log();
CREATE RULE invoices_keep_numbers AS ON UPDATE TO invoices
  WHERE OLD.number <> NEW.number DO INSTEAD NOTHING;

-- Some history for the audit log, written by the triggers (their time is not fixed).
UPDATE subscribers SET balance = balance + 1 WHERE id % 500 = 0;
UPDATE users SET language = 'de' WHERE id % 10 = 0;
UPDATE audit_log SET at = timestamptz '2026-10-31 12:00:00+00' + make_interval(secs => id);
ALTER TABLE subscribers DISABLE TRIGGER touch;
UPDATE subscribers SET updated_at = '2026-10-31 12:00:00+00' WHERE id % 500 = 0;
ALTER TABLE subscribers ENABLE TRIGGER touch;
UPDATE settings SET updated_at = '2026-10-31 12:00:00+00';

CREATE VIEW online_subscribers AS
  SELECT s.id, s.label, v.name AS service, n.shortname AS nas, o.framed_ip, o.started_at
  FROM sessions o JOIN subscribers s ON s.id = o.subscriber_id
    JOIN services v ON v.id = s.service_id JOIN nas n ON n.id = o.nas_id;

CREATE MATERIALIZED VIEW monthly_usage AS
  SELECT date_trunc('month', acctstarttime, 'UTC') AS month, calledstationid AS pop, count(*) AS sessions,
    gib(sum(acctinputoctets)) AS gib_in, gib(sum(acctoutputoctets)) AS gib_out
  FROM radacct GROUP BY 1, 2;
CREATE UNIQUE INDEX ON monthly_usage (month, pop);

CREATE MATERIALIZED VIEW revenue AS
  SELECT r.id AS reseller_id, r.name, i.status, sum(i.total) AS total, count(*) AS invoices
  FROM invoices i JOIN subscribers s ON s.id = i.subscriber_id JOIN resellers r ON r.id = s.reseller_id
  GROUP BY r.id, r.name, i.status;

CREATE VIEW tenant_acme.open_invoices AS
  SELECT s.username, sum(i.net) AS open FROM tenant_acme.invoices i
    JOIN tenant_acme.subscribers s ON s.id = i.subscriber_id WHERE i.status = 'open' GROUP BY s.username;
