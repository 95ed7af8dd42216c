package io.proxpanel.backup.e2e.agent;

import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;

/**
 * A panel's database with a schema for each of some tenants and for the panel itself. What is not a
 * tenant's no tenant may read, but for the plans that its subscribers refer to.
 *
 * @param panel as its owner sees it, who owns the panel's schemas too
 */
record TenantDatabase(IspDatabase panel) {
  private static final String SHARED =
      """
      CREATE TABLE public.plans (id int PRIMARY KEY, name text);
      INSERT INTO public.plans VALUES (1, 'slow'), (2, 'fast');
      CREATE TABLE public.subscribers (id serial PRIMARY KEY, name text);
      INSERT INTO public.subscribers (name) VALUES ('of the panel itself');
      CREATE SCHEMA admin;
      CREATE TABLE admin.tenants (id serial PRIMARY KEY, slug text);
      INSERT INTO admin.tenants (slug) VALUES ('acme'), ('other');
      SELECT lo_create(0);
      """;

  /** The extension in the schema is nothing that a tenant's dump has. */
  private static final String TENANT =
      """
      SET search_path = <tenant>, public;
      CREATE TYPE status AS ENUM ('active', 'expired');
      CREATE TABLE subscribers (id serial PRIMARY KEY, plan int REFERENCES public.plans,
        state status DEFAULT 'active', name text NOT NULL);
      COMMENT ON TABLE subscribers IS 'who pays';
      INSERT INTO subscribers (plan, name) SELECT 1 + i % 2, 'subscriber ' || i
        FROM generate_series(1, 50) i;
      CREATE TABLE invoices (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        subscriber int NOT NULL REFERENCES subscribers, cents int);
      INSERT INTO invoices (subscriber, cents) SELECT id, id * 100 FROM subscribers;
      CREATE TABLE radacct (id bigint, ts date, PRIMARY KEY (id, ts)) PARTITION BY RANGE (ts);
      CREATE TABLE radacct_1 PARTITION OF radacct FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      CREATE TABLE radacct_rest PARTITION OF radacct DEFAULT;
      INSERT INTO radacct SELECT i, date '2026-01-20' + i FROM generate_series(1, 30) i;
      CREATE TABLE radius_logs (line text);
      INSERT INTO radius_logs VALUES ('a'), ('b'), ('c');
      CREATE FUNCTION paid(int) RETURNS bigint LANGUAGE sql
        AS 'SELECT sum(cents) FROM <tenant>.invoices WHERE subscriber = $1';
      CREATE VIEW debtors AS SELECT s.name, p.name AS plan FROM subscribers s
        JOIN public.plans p ON p.id = s.plan WHERE s.state = 'expired';
      COMMENT ON SCHEMA <tenant> IS 'a tenant';
      """;

  /** Rows in each tenant's schema. */
  static final long ROWS = 50 + 50 + 30 + 3;

  /** Creates the panel's part. */
  static TenantDatabase create(PostgresServer server) {
    IspDatabase panel = IspDatabase.create(server, "right");
    server.psql(panel.name(), "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    server.psql(panel.name(), "GRANT CREATE ON SCHEMA public TO proxpanel");
    panel.psql(SHARED);
    return new TenantDatabase(panel);
  }

  /**
   * Creates a tenant's schema.
   *
   * @param slug without the prefix {@code tenant_}
   * @param role a new role that owns the schema and nothing else
   * @return the database as the role sees it
   */
  IspDatabase tenant(String slug, String role) {
    server().createRole(role, "tenant's");
    String schema = schema(slug);
    asSuperuser()
        .psql(
            "CREATE SCHEMA "
                + schema
                + " AUTHORIZATION "
                + role
                + "; CREATE EXTENSION IF NOT EXISTS tablefunc SCHEMA "
                + schema
                + "; GRANT REFERENCES, SELECT ON public.plans TO "
                + role);
    IspDatabase tenant = as(role);
    tenant.psql(TENANT.replace("<tenant>", schema));
    return tenant;
  }

  /** Creates a role that may read a tenant's schema and nothing else. */
  IspDatabase reader(String slug, String role) {
    server().createRole(role, "tenant's");
    asSuperuser()
        .psql(
            "GRANT USAGE ON SCHEMA %1$s TO %2$s; GRANT SELECT ON ALL TABLES IN SCHEMA %1$s TO %2$s;"
                    .formatted(schema(slug), role)
                + " GRANT SELECT ON ALL SEQUENCES IN SCHEMA %1$s TO %2$s"
                    .formatted(schema(slug), role));
    return as(role);
  }

  /** The database as a role sees it. */
  IspDatabase as(String role) {
    return new IspDatabase(server(), panel.name(), role, "tenant's");
  }

  /** The database as nothing is hidden in it. */
  IspDatabase asSuperuser() {
    return new IspDatabase(
        server(), panel.name(), server().superuser(), server().superuserPassword());
  }

  /** What is in it now. */
  Checksums checksums() {
    return asSuperuser().checksums();
  }

  /** A tenant's schema as SQL writes it. */
  static String schema(String slug) {
    return '"' + ("tenant_" + slug).replace("\"", "\"\"") + '"';
  }

  private PostgresServer server() {
    return panel.server();
  }
}
