-- The rows. Nothing is random: every value follows from the row's number by a hash, so that two
-- databases of one size are equal. "Now" is the night of 1 November 2026.

SET TIME ZONE 'UTC';
-- A lost database is made again in seconds: do not wait for the disk.
SET synchronous_commit = off;

-- A number below m that follows from n; another salt, another number.
CREATE FUNCTION pg_temp.pick(n bigint, salt bigint, m bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT (hashint8extended(n, salt) & 9223372036854775807) % m $$;

CREATE FUNCTION pg_temp.mac(n bigint) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['4C:5E:0C', 'B8:69:F4', '50:C7:BF', 'E8:48:B8'])[1 + n % 4]
    || regexp_replace(upper(lpad(to_hex(n), 6, '0')), '(..)', ':\1', 'g') $$;

CREATE FUNCTION pg_temp.first_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Anna', 'Jürgen', 'Zoë', 'Łukasz', 'Žofia', 'Søren', 'María', 'João', 'Ayşe', 'Şükrü', 'Đorđe',
    'Ольга', 'Сергей', 'Ελένη', 'أحمد', 'ليلى', '小明', 'さくら', 'Nguyễn', 'Aoife', 'John', 'Fatima', 'Noah',
    'Élodie'])[1 + pg_temp.pick(n, 11, 24)] $$;

CREATE FUNCTION pg_temp.last_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Müller', 'Weiß', 'Nowak', 'Kováčová', 'Ødegård', 'García', 'Gonçalves', 'Yılmaz', 'Petrović',
    'Иванова', 'Παπαδόπουλος', 'الحسن', '王', '佐藤', 'Trần', 'O''Brien', 'Smith', 'Haddad', 'Dvořák', 'Åberg',
    'Straße-Lindner', 'Ruiz \ Sons', E'Tab\tMac', 'D''Angelo'])[1 + pg_temp.pick(n, 12, 24)] $$;

INSERT INTO settings (key, value, description) VALUES
  ('company', '{"name": "Nordlicht Breitband GmbH", "city": "Köln", "vat_id": "DE123456789"}', 'On every invoice'),
  ('currency', '"EUR"', NULL),
  ('time_zone', '"Europe/Berlin"', 'IANA name'),
  ('locale', '["de", "en", "ar", "zh"]', 'First is the default'),
  ('radius.interim_seconds', '300', 'Acct-Interim-Interval'),
  ('invoice.vat_percent', '19.0', NULL),
  ('portal.greeting', '"Grüß Gott! مرحبا · 你好 · ¡Hola! 🛰"', 'Shown at login'),
  ('smtp', '{"host": "mail.example.net", "port": 587, "tls": true, "user": null}', NULL),
  ('empty', '{}', '');

INSERT INTO permissions (name, description)
  SELECT area || '.' || verb, 'May ' || verb || ' ' || area
  FROM unnest(ARRAY['subscribers', 'services', 'nas', 'invoices', 'backups', 'resellers', 'reports', 'settings']) AS area,
    unnest(ARRAY['view', 'create', 'edit', 'delete']) AS verb;

INSERT INTO permission_groups (name, permissions)
  VALUES ('Administrators', (SELECT array_agg(name ORDER BY id) FROM permissions)),
    ('Support', (SELECT array_agg(name ORDER BY id) FROM permissions WHERE name LIKE '%.view')),
    ('Bücher & Kasse', ARRAY['invoices.view', 'invoices.create', 'invoices.edit', 'reports.view']),
    ('Nobody', '{}');

INSERT INTO resellers (parent_id, name, city, balance, credit_limit, commission_percent, created_at)
  SELECT CASE WHEN i > 5 THEN 1 + pg_temp.pick(i, 20, 5) END,
    pg_temp.last_name(i) || ' Netz ' || i,
    (ARRAY['Köln', 'Łódź', 'Beirut بيروت', 'São Paulo', 'Αθήνα', '台北'])[1 + pg_temp.pick(i, 21, 6)],
    (pg_temp.pick(i, 22, 1000000) - 200000) / 100.0, 500 * pg_temp.pick(i, 23, 20),
    pg_temp.pick(i, 24, 3000) / 100.0, timestamptz '2021-01-01' + make_interval(days => pg_temp.pick(i, 25, 1800)::int)
  FROM generate_series(1, 25) AS i;

INSERT INTO users (username, password_hash, full_name, email, permission_group_id, reseller_id, language, is_active,
    last_login_at, last_login_from)
  SELECT 'operator' || i, '$2a$10$' || encode(sha256(('user' || i)::bytea), 'base64'),
    pg_temp.first_name(i) || ' ' || pg_temp.last_name(i + 100), 'operator' || i || '@example.net',
    1 + pg_temp.pick(i, 30, 4), CASE WHEN i > 10 THEN 1 + pg_temp.pick(i, 31, 25) END,
    (ARRAY['de', 'en', 'ar', 'zh'])[1 + pg_temp.pick(i, 32, 4)], i % 13 <> 0,
    timestamptz '2026-10-31' - make_interval(hours => pg_temp.pick(i, 33, 5000)::int),
    ('203.0.113.' || pg_temp.pick(i, 34, 254) + 1)::inet
  FROM generate_series(1, 60) AS i;

INSERT INTO nas (nasname, shortname, type, ports, secret, community, description, location, pools)
  SELECT ('10.255.0.' || i)::inet, 'pop-' || lpad(i::text, 2, '0'),
    CASE WHEN i % 5 = 0 THEN 'cisco' ELSE 'mikrotik' END, 1024, encode(sha256(('nas' || i)::bytea), 'hex'),
    'public', 'Mast ' || i || ' – Höhe ' || 20 + i || ' m', ROW(47 + i / 7.0, 8 + i / 9.0)::geo_location,
    ARRAY[('100.' || 64 + i || '.0.0/16')::cidr, ('10.' || i || '.0.0/20')::cidr]
  FROM generate_series(1, 40) AS i;

INSERT INTO services (name, access, download, upload, quota_bytes, price, validity, options)
  SELECT (ARRAY['Heim', 'Familie', 'Büro', 'Gamer', '光纤', 'ألياف'])[1 + i % 6] || ' ' || speed,
    (ARRAY['pppoe', 'hotspot', 'ipoe', 'dhcp'])[1 + i % 4]::access_type, speed * 1000, speed * 400,
    CASE WHEN i % 3 = 0 THEN 100 * 1073741824::bigint END, 9.90 + speed / 8.0,
    CASE WHEN i % 6 = 1 THEN interval '7 days' ELSE interval '1 month' END,
    jsonb_build_object('burst', i % 2 = 0, 'pool', 'pool-' || i)
  FROM unnest(ARRAY[4, 8, 16, 25, 50, 75, 100, 150, 200, 250, 500, 1000]) WITH ORDINALITY AS s (speed, i);

INSERT INTO bandwidth_rules (name, service_id, weekdays, from_time, to_time, percent)
  SELECT 'Nacht ' || i, i, CASE WHEN i % 2 = 0 THEN ARRAY[0, 6] ELSE ARRAY[1, 2, 3, 4, 5] END::smallint[],
    '23:30', '06:00', 100 + 25 * i
  FROM generate_series(1, 12) AS i;

INSERT INTO communication_templates (name, language, channel, subject, body)
  SELECT name, language, channel::channel,
    CASE WHEN channel = 'email' THEN name || ' – {company}' END,
    CASE language
      WHEN 'de' THEN E'Grüß Gott {name},\nIhr Anschluss läuft in {days} Tagen ab.\n\t– Ihr Team'
      WHEN 'ar' THEN E'مرحبا {name}،\nينتهي اشتراكك خلال {days} أيام.'
      WHEN 'zh' THEN E'您好 {name}，\n您的套餐将在 {days} 天后到期。'
      ELSE E'Hello {name},\nyour line ends in {days} days. \\o/ 🎉' END
  FROM unnest(ARRAY['expiry', 'welcome', 'receipt', 'outage']) AS name,
    unnest(ARRAY['de', 'en', 'ar', 'zh']) AS language, unnest(ARRAY['sms', 'email']) AS channel;

INSERT INTO communication_rules (template_id, event, days_before, send_at, is_enabled)
  SELECT 1 + pg_temp.pick(i, 40, 32), (ARRAY['before_expiry', 'created', 'paid', 'nas_down'])[1 + i % 4],
    CASE WHEN i % 4 = 0 THEN 1 + i % 7 END, time '08:00' + make_interval(mins => 30 * i), i % 5 <> 0
  FROM generate_series(1, 16) AS i;

INSERT INTO subscribers (username, password, full_name, phone, email, address, location, service_id, reseller_id,
    nas_id, mac, static_ip, ipv6_prefix, status, balance, tags, attributes, created_at, updated_at, expires_at)
  SELECT 'u' || lpad(i::text, 6, '0'),
    substr(md5('password' || i), 1, 10),
    pg_temp.first_name(i) || ' ' || pg_temp.last_name(i),
    '+49 ' || 150 + pg_temp.pick(i, 50, 30) || ' ' || lpad(pg_temp.pick(i, 51, 10000000)::text, 7, '0'),
    CASE WHEN i % 7 <> 0 THEN 'u' || i || '@example.net' END,
    (ARRAY['Hauptstraße', 'Rue de l''Église', 'Calle Ñandú', 'شارع الحمرا', 'ул. Ленина', '中山路'])[1 + pg_temp.pick(i, 52, 6)]
      || ' ' || 1 + pg_temp.pick(i, 53, 200),
    CASE WHEN i % 4 = 0 THEN ROW(47 + pg_temp.pick(i, 54, 700000) / 100000.0, 6 + pg_temp.pick(i, 55, 900000) / 100000.0)::geo_location END,
    1 + pg_temp.pick(i, 56, 12), 1 + pg_temp.pick(i, 57, 25), 1 + pg_temp.pick(i, 58, 40),
    pg_temp.mac(i)::macaddr,
    CASE WHEN i % 20 = 0 THEN ('198.51.100.0'::inet + i % 256) END,
    CASE WHEN i % 3 = 0 THEN set_masklen(('2001:db8::'::inet + i * 65536), 112)::cidr END,
    (ARRAY['active', 'active', 'active', 'active', 'active', 'active', 'expired', 'suspended', 'active', 'blocked'])[1 + pg_temp.pick(i, 59, 10)]::subscriber_status,
    (pg_temp.pick(i, 60, 12000) - 2000) / 100.0,
    CASE i % 5 WHEN 0 THEN ARRAY['vip'] WHEN 1 THEN ARRAY['büro', '"quoted, tag"'] ELSE '{}' END,
    jsonb_build_object('router', (ARRAY['hAP ac²', 'AX1800', 'Fritz!Box 7590'])[1 + i % 3], 'vlan', 100 + i % 900,
      'note', CASE WHEN i % 50 = 0 THEN E'Zeile 1\nZeile 2\t\\N' END),
    timestamptz '2021-03-01' + make_interval(mins => pg_temp.pick(i, 61, 2900000)::int),
    timestamptz '2026-10-01' + make_interval(secs => pg_temp.pick(i, 62, 2600000)),
    timestamptz '2026-10-20' + make_interval(mins => pg_temp.pick(i, 63, 60000)::int)
  FROM generate_series(1, :subscribers) AS i;

-- Scanned contracts of the first subscribers: large objects, with ids that never change.
SELECT count(lo_from_bytea(2000000 + i, decode('255044462d312e340a', 'hex') || (
    SELECT string_agg(sha256((i || '/' || page)::bytea), NULL ORDER BY page) FROM generate_series(1, 8 * i) AS page)))
  FROM generate_series(1, least(64, :subscribers)) AS i \g /dev/null
UPDATE subscribers SET contract_scan = 2000000 + id WHERE id <= 64;

INSERT INTO invoices (number, subscriber_id, period, net, vat_percent, status, issued_on, due_on, paid_at)
  SELECT format('R-%s-%s', to_char(month, 'YYYYMM'), lpad(i::text, 6, '0')), i,
    daterange(month::date, (month + interval '1 month')::date), s.price, 19.0,
    CASE WHEN unpaid THEN 'overdue' ELSE 'paid' END::invoice_status, month::date, month::date + 14,
    CASE WHEN NOT unpaid THEN month + make_interval(secs => pg_temp.pick(i, 70 + extract(month FROM month)::int, 1200000)) END
  FROM generate_series(timestamptz '2026-11-01' - make_interval(months => :months), timestamptz '2026-10-01', interval '1 month') AS month,
    generate_series(1, :subscribers) AS i
    JOIN services s ON s.id = 1 + pg_temp.pick(i, 56, 12),
    LATERAL (SELECT pg_temp.pick(i, 90 + extract(month FROM month)::int, 12) = 0 AS unpaid) AS u;

INSERT INTO transactions (subscriber_id, reseller_id, kind, amount, balance_after, reference, description, created_at)
  SELECT subscriber_id, CASE WHEN id % 3 = 0 THEN 1 + pg_temp.pick(id, 110, 25) END,
    (ARRAY['payment', 'payment', 'payment', 'card', 'renewal', 'refund', 'adjustment'])[1 + pg_temp.pick(id, 111, 7)]::transaction_kind,
    total, (pg_temp.pick(id, 112, 20000) - 4000) / 100.0, md5('transaction' || id)::uuid,
    'Zahlung ' || number, coalesce(paid_at, issued_on + interval '20 days')
  FROM invoices;

INSERT INTO prepaid_cards (serial, pin, value, batch, used_by, used_at, expires_on)
  SELECT 7000000000 + i, lpad(pg_temp.pick(i, 120, 1000000000000)::text, 12, '0'), 5 * (1 + pg_temp.pick(i, 121, 10)),
    'Serie ' || 1 + i / 1000, CASE WHEN i % 4 = 0 THEN 1 + pg_temp.pick(i, 122, :subscribers) END,
    CASE WHEN i % 4 = 0 THEN timestamptz '2026-10-31' - make_interval(hours => pg_temp.pick(i, 123, 8000)::int) END,
    date '2027-12-31'
  FROM generate_series(1, greatest(100, :subscribers / 6)) AS i;

INSERT INTO radcheck (username, attribute, op, value)
  SELECT username, 'Cleartext-Password', ':=', password FROM subscribers ORDER BY id;
INSERT INTO radcheck (username, attribute, op, value)
  SELECT username, 'Calling-Station-Id', '==', upper(mac::text) FROM subscribers WHERE id % 2 = 0 ORDER BY id;
INSERT INTO radreply (username, attribute, op, value)
  SELECT u.username, 'Mikrotik-Rate-Limit', '=', s.rate_limit FROM subscribers u JOIN services s ON s.id = u.service_id ORDER BY u.id;
INSERT INTO radreply (username, attribute, op, value)
  SELECT username, 'Framed-IP-Address', '=', host(static_ip) FROM subscribers WHERE static_ip IS NOT NULL ORDER BY id;

-- Seven sessions per subscriber and month; six in ten subscribers are online in the end.
INSERT INTO radacct (acctsessionid, acctuniqueid, username, nasipaddress, nasportid, nasporttype, acctstarttime,
    acctupdatetime, acctstoptime, acctinterval, acctsessiontime, acctauthentic, acctinputoctets, acctoutputoctets,
    calledstationid, callingstationid, acctterminatecause, servicetype, framedprotocol, framedipaddress, delegatedipv6prefix)
  SELECT to_hex(2164260864 + n % 2000000000), md5('session' || n), username, '10.255.0.0'::inet + nas,
    port, 'Ethernet', started, stopped, CASE WHEN NOT online THEN stopped END,
    300, seconds, 'RADIUS', seconds * (1000 + pg_temp.pick(n, 133, 60000)), seconds * (9000 + pg_temp.pick(n, 134, 900000)),
    pop, mac, CASE WHEN NOT online THEN (ARRAY['User-Request', 'Lost-Carrier', 'Session-Timeout', 'NAS-Reboot',
      'User-Request', 'Idle-Timeout'])[1 + pg_temp.pick(n, 135, 6)] END,
    'Framed-User', 'PPP', '100.64.0.0'::inet + (n % 4194304), prefix
  -- OFFSET 0 keeps the planner from computing a column again wherever it is used.
  FROM (
    SELECT *, started + seconds * interval '1 second' AS stopped FROM (
      SELECT *, 60 + pg_temp.pick(n, 131, 260000) AS seconds, from_time + pg_temp.pick(n, 130, 340000) * interval '1 second' AS started
      FROM (
        SELECT *, slot * 10000019 + i AS n, last_slot AND online_now AS online
        FROM (
          SELECT m * 7 + k AS slot, k = 6 AND m = :months - 1 AS last_slot,
            timestamptz '2026-11-01' - make_interval(months => :months - m) + make_interval(days => 4 * k) AS from_time
          FROM generate_series(0, :months - 1) AS m, generate_series(0, 6) AS k OFFSET 0) AS slots,
        (
          SELECT i, 'u' || lpad(i::text, 6, '0') AS username, nas, 'pop-' || lpad(nas::text, 2, '0') AS pop, pg_temp.mac(i) AS mac,
            'ether' || 2 + i % 8 || '-vlan' || 100 + i % 900 AS port, pg_temp.pick(i, 132, 10) < 6 AS online_now,
            CASE WHEN i % 3 = 0 THEN set_masklen('2001:db8::'::inet + i * 65536, 112) END AS prefix
          FROM (SELECT i, 1 + pg_temp.pick(i, 58, 40) AS nas FROM generate_series(1::bigint, :subscribers) AS i OFFSET 0) AS a
          OFFSET 0) AS lines
        OFFSET 0) AS b
      OFFSET 0) AS c
    OFFSET 0) AS d;
-- And the routers whose clock was never set.
INSERT INTO radacct (acctsessionid, acctuniqueid, username, nasipaddress, acctstarttime, acctstoptime, acctsessiontime)
  SELECT to_hex(i), md5('clock' || i), 'u' || lpad(i::text, 6, '0'), ('10.255.0.' || 1 + i % 40)::inet,
    timestamptz '1970-01-02' + make_interval(mins => i), timestamptz '1970-01-03' + make_interval(mins => i), 86400
  FROM generate_series(1, 25) AS i;

INSERT INTO sessions (acctuniqueid, subscriber_id, nas_id, framed_ip, mac, started_at, updated_at, bytes_in, bytes_out)
  SELECT a.acctuniqueid, substr(a.username, 2)::bigint, split_part(host(a.nasipaddress), '.', 4)::int,
    a.framedipaddress, a.callingstationid::macaddr, a.acctstarttime, a.acctupdatetime, a.acctinputoctets, a.acctoutputoctets
  FROM radacct a WHERE a.acctstoptime IS NULL ORDER BY a.radacctid;

-- What a backup leaves out by default: logs, and tasks that are queued for routers.
INSERT INTO radpostauth (username, pass, reply, calledstationid, callingstationid, authdate)
  SELECT 'u' || lpad(i::text, 6, '0'), '', CASE WHEN n % 9 = 0 THEN 'Access-Reject' ELSE 'Access-Accept' END,
    'pop-' || lpad((1 + pg_temp.pick(i, 58, 40))::text, 2, '0'), pg_temp.mac(i),
    timestamptz '2026-10-31' - make_interval(secs => pg_temp.pick(n, 140, 2000000))
  FROM generate_series(1, :subscribers + :subscribers / 2) AS n, LATERAL (SELECT 1 + pg_temp.pick(n, 141, :subscribers) AS i) AS s;
INSERT INTO radius_logs (at, level, nas, message)
  SELECT timestamptz '2026-10-31' - make_interval(secs => pg_temp.pick(n, 150, 2000000)),
    (ARRAY['info', 'info', 'auth', 'error'])[1 + n % 4], ('10.255.0.' || 1 + pg_temp.pick(n, 151, 40))::inet,
    format('Login %s: [u%s] (from client pop-%s port %s)', CASE WHEN n % 4 = 3 THEN 'incorrect' ELSE 'OK' END,
      lpad(pg_temp.pick(n, 152, :subscribers)::text, 6, '0'), lpad((1 + pg_temp.pick(n, 151, 40))::text, 2, '0'), n % 65000)
  FROM generate_series(1, greatest(1000, :subscribers * :months / 4)) AS n;
INSERT INTO cpe_tasks (subscriber_id, device, task, payload, state, created_at)
  SELECT 1 + pg_temp.pick(n, 160, :subscribers), upper(substr(md5('cpe' || n), 1, 12)),
    (ARRAY['reboot', 'setParameterValues', 'download', 'factoryReset'])[1 + n % 4], jsonb_build_object('attempt', n % 3),
    (ARRAY['queued', 'sent', 'done', 'done', 'failed'])[1 + n % 5], timestamptz '2026-10-31' - make_interval(mins => pg_temp.pick(n, 161, 40000)::int)
  FROM generate_series(1, greatest(100, :subscribers / 10)) AS n;

INSERT INTO tenant_acme.subscribers (username, full_name, plan, expires_at)
  SELECT 'acme' || i, pg_temp.first_name(i + 7) || ' ' || pg_temp.last_name(i + 9),
    (ARRAY['basic', 'plus', 'Geschäft'])[1 + i % 3]::tenant_acme.plan, timestamptz '2026-12-01' + make_interval(hours => i)
  FROM generate_series(1, greatest(10, :subscribers / 50)) AS i;
INSERT INTO tenant_acme.invoices (subscriber_id, net, status)
  SELECT id, 19.90 + id % 10, CASE WHEN id % 4 = 0 THEN 'open' ELSE 'paid' END::invoice_status FROM tenant_acme.subscribers ORDER BY id;
INSERT INTO tenant_acme."Häufige Fragen" VALUES
  (1, 'Warum ist das Netz langsam?', E'Bitte Router neu starten.\n\\.\nDanke!'), (2, 'كيف أدفع؟', NULL), (3, '', '');
