package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tenants of a database are those with a schema, as far as the panel calls them active. */
class TenantDiscoveryIT {
  /** Each of these characters means something to some program. */
  private static final String ODD = "Ü*b?|c.\"$d\\";

  /** As long as a slug can be, in bytes: the schema's name has 63. */
  private static final String LONGEST = "ü".repeat(28);

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static int databases;

  @TempDir Path temp;
  private IspDatabase database;
  private Discovery discovery;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(PostgresInstallation.newest(), serverFolder);
    server.createRole("proxpanel", "right");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void create() {
    String name = "panel" + databases++;
    server.createDatabase(name, "proxpanel");
    database = new IspDatabase(server, name, "proxpanel", "right");
    discovery = new Discovery(temp, database);
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void findsTheTenantsOfAPanel(PostgresInstallation installation) throws Exception {
    try (PostgresServer other = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase panel = TenantDatabase.create(other);
      IspDatabase acme = panel.tenant("acme", "acme");
      schemas(panel.asSuperuser(), ODD, "gone");
      Discovery asPanel = new Discovery(temp, panel.panel());

      // Its table does not say who is active.
      asPanel.finds("acme", "gone", ODD).warns();

      panel
          .panel()
          .psql(
              "ALTER TABLE admin.tenants ADD is_active boolean DEFAULT true;"
                  + " INSERT INTO admin.tenants (slug, is_active) VALUES ('gone', false),"
                  + " ('"
                  + ODD
                  + "', true)");
      Checksums before = panel.checksums();
      asPanel
          .finds("acme", ODD)
          .warns(
              "Tenants that are active in admin.tenants have no schema and are not backed up:"
                  + " \"other\"; create their schemas, or make them inactive.");
      new Discovery(temp, acme)
          .finds("acme", "gone", ODD)
          .warns(
              "The role \"acme\" may not read admin.tenants in the database \"proxpanel\", so that"
                  + " tenants that are not active are taken too: grant it (GRANT USAGE ON SCHEMA"
                  + " admin TO acme; GRANT SELECT ON admin.tenants TO acme).");
      asPanel
          .query("SELECT 'tenant_' || slug FROM admin.tenants WHERE NOT is_active OR id = 1")
          .finds("acme", "gone")
          .warns();
      assertThat(panel.checksums().differences(before)).isEmpty();
    }
  }

  @Test
  void takesNamesLiterally() {
    schemas(
        database, ODD, LONGEST, "it's", " a b ", "tab\tnew\nline", "tenant_x", "%s", "😀", "x:y");
    database.psql(
        "CREATE SCHEMA tenantx; CREATE SCHEMA tenant_; CREATE SCHEMA \"Tenant_a\";"
            + " CREATE SCHEMA \" tenant_b\"; CREATE SCHEMA \"tenantXacme\"");

    // In a container without a locale too.
    discovery.job().with("LC_ALL", "C");
    discovery
        .finds(" a b ", "%s", "it's", "tab\tnew\nline", "tenant_x", "x:y", ODD, LONGEST, "😀")
        .warns();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "slug text, is_active boolean, true, false",
        "schema_name varchar(63), active boolean, true, NULL",
        "schema name, enabled boolean, true, false",
        "tenant_slug text, status text, 'Active', 'deleted'",
        "slug text, status char(9), 'ACTIVE', NULL",
        "slug text, status state, 'active', 'suspended'"
      })
  void takesTheActiveTenantsOfAPanelThatCallsItsColumnsOtherwise(
      String name, String active, String yes, String no) {
    schemas(database, "acme", "beta", "gone", "unknown");
    database.psql(
        "CREATE TYPE state AS ENUM ('active', 'suspended'); CREATE SCHEMA admin;"
            + " CREATE TABLE admin.tenants (%1$s, %2$s);".formatted(name, active)
            + " INSERT INTO admin.tenants VALUES ('acme', %1$s), ('tenant_beta', %1$s),"
                .formatted(yes)
            + " ('gone', %1$s), ('beta', %1$s), (NULL, %2$s)".formatted(no, yes));

    discovery.finds("acme", "beta").warns();
  }

  @Test
  void aViewOfThePanelsWillDo() {
    schemas(database, "acme", "gone");
    database.psql(
        "CREATE SCHEMA admin; CREATE VIEW admin.tenants AS SELECT 'acme' AS slug, true AS active");

    discovery.finds("acme").warns();
  }

  @Test
  void namesFiveTenantsWithoutASchemaAndCountsTheRest() {
    schemas(database, "acme");
    database.psql(
        "CREATE SCHEMA admin; CREATE TABLE admin.tenants (slug text, active boolean);"
            + " INSERT INTO admin.tenants SELECT 'lost-' || i, true FROM generate_series(1, 7) i;"
            + " INSERT INTO admin.tenants VALUES ('acme', true), ('tenant_lost', true),"
            + " ('a' || chr(10) || '#document \"', true)");
    String start =
        "Tenants that are active in admin.tenants have no schema and are not backed up: ";
    String end = "; create their schemas, or make them inactive.";

    discovery
        .finds("acme")
        .warns(
            start
                + "\"a\\n#document \\\"\", \"lost-1\", \"lost-2\", \"lost-3\", \"lost-4\""
                + " and 4 more"
                + end);
    // Whoever is left out on purpose is missed by nobody.
    discovery.exclude("lost-*", "a?*t*").finds("acme").warns(start + "\"tenant_lost\"" + end);
    discovery.exclude("*lost*", "a?*t*").finds("acme").warns();
  }

  @Test
  void privilegesOfTwoColumnsAreEnough() {
    schemas(database, "acme", "gone");
    database.psql(
        "CREATE SCHEMA admin; CREATE TABLE admin.tenants (slug text, active bool, secret text);"
            + " INSERT INTO admin.tenants VALUES ('acme', true)");
    server.createRole("columns", "right");
    Discovery other =
        new Discovery(temp, new IspDatabase(server, database.name(), "columns", "right"));

    other
        .finds("acme", "gone")
        .warnsStartingWith("The role \"columns\" may not read admin.tenants ");
    database.psql("GRANT SELECT (slug, active) ON admin.tenants TO columns");
    other
        .finds("acme", "gone")
        .warnsStartingWith("The role \"columns\" may not read admin.tenants ");
    database.psql("GRANT USAGE ON SCHEMA admin TO columns");
    other.finds("acme").warns();

    database.psql("ALTER TABLE admin.tenants ENABLE ROW LEVEL SECURITY");
    other
        .finds("acme", "gone")
        .warns(
            "The role \"columns\" may not read all rows of admin.tenants in the database \""
                + database.name()
                + "\", so that tenants that are not active are taken too: give the role BYPASSRLS,"
                + " or log in with the owner.");
  }

  @Test
  void patternsChoose() {
    schemas(database, "acme", "acme-test", "beta", "Beta", "tenant_x");

    discovery.include("acme*", "b?ta").exclude("*-test").finds("acme", "beta").warns();
    discovery.exclude("acme*", "?eta").finds("tenant_x").warns();
    discovery
        .include("beta.*")
        .findsNothingBecause("the schedule's include and exclude leave out all 5");
  }

  @Test
  void saysWhyThereAreNone() {
    discovery.findsNothingBecause("it has no schema named tenant_…");
    schemas(database, "gone");
    database.psql(
        "CREATE SCHEMA admin; CREATE TABLE admin.tenants (slug text, status text);"
            + " INSERT INTO admin.tenants VALUES ('gone', 'deleted')");
    discovery.findsNothingBecause(
        "none of its schemas is that of a tenant that is active in admin.tenants");
    discovery
        .query("SELECT slug FROM admin.tenants WHERE status = 'active'")
        .findsNothingBecause("the schedule's tenants.query returns none");
  }

  private static void schemas(IspDatabase database, String... slugs) {
    for (String slug : List.of(slugs)) {
      database.psql("CREATE SCHEMA " + TenantDatabase.schema(slug));
    }
  }
}
