package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Restorability.Lack;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backup says whether all of it can come back, and what of it cannot. */
class RestorabilityIT {
  private static final String OWNERS = "01-owners-and-privileges";

  @TempDir static Path shared;

  private static final Map<Integer, PostgresServer> SERVERS = new TreeMap<>();

  @TempDir Path temp;

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(PostgresServer::close);
  }

  static List<PostgresInstallation> servers() {
    return PostgresInstallation.servers();
  }

  private static PostgresServer server(PostgresInstallation installation) {
    return SERVERS.computeIfAbsent(
        installation.major(),
        major -> {
          try {
            PostgresServer server =
                PostgresServer.start(
                    installation, Files.createDirectory(shared.resolve("server-" + major)));
            RestoreCase.createRoles(server);
            return server;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("servers")
  void allOfAnOrdinaryPanelComesBack(PostgresInstallation installation) throws Exception {
    PostgresServer server = server(installation);
    RestoreCase panel = RestoreCase.of(server, OWNERS, temp).load("panel", "application");
    panel.ask("panel", "CREATE EXTENSION hstore");

    for (String role : List.of("panel", server.superuser())) {
      Restorability said = panel.backup(role).restorable();

      assertThat(said.unknown()).isNull();
      assertThat(said.role()).isEqualTo(role);
      assertThat(said.lacks()).isEmpty();
      assertThat(said.lackCount()).isZero();
      assertThat(said.locks()).isNull();
      assertThat(said.roles()).contains("panel", "grafana", "radius");
      Manifest manifest = manifest(panel, AgentJob.FILE);
      assertThat(manifest.restorable()).isEqualTo(said);
      assertThat(manifest.roles()).contains("panel", "grafana", "radius");
      assertThat(manifest.extensions()).containsKeys("hstore", "plpgsql");
      Files.delete(panel.job().volume().resolve(AgentJob.FILE));
      Files.delete(panel.job().volume().resolve(AgentJob.FILE + Manifest.SUFFIX));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatTheOwnerCannotBringBackIsNamed(PostgresInstallation installation) {
    PostgresServer server = server(installation);
    RestoreCase panel =
        RestoreCase.of(server, "05-objects-of-the-superuser", temp).load("panel", "customers");
    panel.load(server.superuser(), "event-trigger").load(server.superuser(), "publication-of-all");
    panel.ask(
        "panel",
        "CREATE TABLE twice (n int); INSERT INTO twice VALUES (1), (1);"
            + " CREATE TABLE shared (n int); GRANT SELECT ON shared TO grafana WITH GRANT OPTION;"
            + " CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'");
    panel.ask("grafana", "GRANT SELECT ON shared TO radius");
    panel.ask(
        server.superuser(),
        """
        CREATE EXTENSION dblink;
        CREATE FOREIGN DATA WRAPPER elsewhere;
        CREATE SERVER billing FOREIGN DATA WRAPPER elsewhere;
        CREATE USER MAPPING FOR radius SERVER billing OPTIONS (password 'secret');
        CREATE SUBSCRIPTION replica CONNECTION 'host=192.0.2.1' PUBLICATION p
          WITH (connect = false, slot_name = NONE);
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO radius;
        CREATE TABLE public.audit (n int);
        GRANT SELECT ON public.audit TO panel;
        ALTER FUNCTION public.plus(int, int) LEAKPROOF;
        SELECT lo_create(4711);
        GRANT SELECT ON LARGE OBJECT 4711 TO panel;
        """);
    panel.ask("panel", "CREATE INDEX fine ON twice (n)");
    panel.ask(
        server.superuser(),
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.fine'::regclass");

    Restorability said = panel.backup("panel").restorable();

    assertThat(said.unknown()).isNull();
    assertThat(said.lacks())
        .contains(
            lack(true, "event trigger", "log_ddl", "only a superuser may make it"),
            lack(true, "foreign data wrapper", "elsewhere", "only a superuser may make it"),
            lack(true, "function", "public.plus(integer,integer)", "only a superuser may make it"),
            lack(true, "publication", "everything", "of \"postgres\""),
            lack(true, "server", "billing", "of \"postgres\""),
            lack(true, "table", "public.audit", "of \"postgres\""),
            lack(true, "large object", "4711", "of \"postgres\""),
            lack(true, "extension", "dblink", "where it is not there, a superuser has to make it"),
            lack(
                false,
                "subscription",
                "replica",
                "pg_dump takes subscriptions for superusers alone"),
            lack(
                false,
                "options of the user mapping",
                "for radius on billing",
                "\"panel\" may not read them"),
            lack(
                false,
                "index",
                "public.fine",
                "it is not valid, and a dump leaves such indexes out"));
    assertThat(said.lackCount()).isEqualTo(14);
    assertThat(said.roles()).contains("radius");

    Restorability superusers = restorabilityAs(server.superuser(), panel);
    assertThat(superusers.lacks().stream().map(Lack::kind))
        .containsExactlyInAnyOrder("subscription", "index");
  }

  /** What the backup says beforehand is what a restore elsewhere says afterwards. */
  @ParameterizedTest
  @MethodSource("servers")
  void whatIsNamedIsWhatARestoreElsewhereLeavesOut(PostgresInstallation installation) {
    PostgresServer server = server(installation);
    RestoreCase panel =
        RestoreCase.of(server, "05-objects-of-the-superuser", temp).load("panel", "customers");
    panel.load(server.superuser(), "event-trigger").load(server.superuser(), "publication-of-all");
    panel.ask(
        "panel",
        "CREATE TABLE shared (n int); GRANT SELECT ON shared TO grafana WITH GRANT OPTION;"
            + " CREATE FUNCTION plus(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'");
    panel.ask("grafana", "GRANT SELECT ON shared TO radius");
    panel.ask(
        server.superuser(),
        """
        CREATE FOREIGN DATA WRAPPER elsewhere;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO radius;
        ALTER FUNCTION public.plus(int, int) LEAKPROOF;
        """);
    Restorability said = panel.backup("panel").restorable();
    assertThat(said.lacks().stream().map(Lack::kind).distinct())
        .containsExactlyInAnyOrder(
            "event trigger",
            "publication",
            "foreign data wrapper",
            "function",
            "grant",
            "default privileges");

    TaskResult restore = panel.empty(temp).restore("panel");

    assertThat(restore.failure()).isNull();
    String left = restore.restored().notRestored().toString();
    assertThat(left)
        .contains("log_ddl", "everything", "elsewhere", "plus", "shared", "DEFAULT PRIVILEGES");
  }

  private Restorability restorabilityAs(String role, RestoreCase panel) {
    TaskResult result = panel.job().run(panel.job().probe("uid-probe", panel.address(role)));
    assertThat(result.failure()).isNull();
    return result.restorable();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aTenantsOwnFileComesBackWithTheTenantsRole(PostgresInstallation installation) {
    PostgresServer server = server(installation);
    RestoreCase panel = RestoreCase.of(server, OWNERS, temp).load("panel", "application");
    panel.ask(server.superuser(), "CREATE SCHEMA tenant_acme AUTHORIZATION acme");
    panel.ask("acme", "CREATE TABLE tenant_acme.t (n int)");

    panel.job().taking(new Scope.Tenant("acme"));
    Restorability said = restorabilityAs("acme", panel);
    assertThat(said.unknown()).isNull();
    assertThat(said.lacks()).isEmpty();

    panel.ask(server.superuser(), "CREATE VIEW tenant_acme.v AS SELECT 1 AS n");
    assertThat(restorabilityAs("acme", panel).lacks())
        .containsExactly(lack(true, "view", "tenant_acme.v", "of \"postgres\""));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aServerThatDoesNotSayItEndsNoBackup(PostgresInstallation installation) {
    PostgresServer server = server(installation);
    RestoreCase panel = RestoreCase.of(server, OWNERS, temp).load("panel", "application");
    panel.ask(server.superuser(), "REVOKE SELECT ON pg_catalog.pg_user_mappings FROM PUBLIC");

    Restorability said = panel.backup("panel").restorable();

    assertThat(said.unknown()).contains("permission denied for view pg_user_mappings");
    assertThat(said.lacks()).isEmpty();
    assertThat(said.roles()).contains("grafana");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void rolesThatAreMissingAreToldWithWhatToRun(PostgresInstallation installation) throws Exception {
    PostgresServer server = server(installation);
    RestoreCase panel = RestoreCase.of(server, OWNERS, temp).load("panel", "application");
    server.psql("postgres", "CREATE ROLE \"read er\"; CREATE ROLE policed");
    panel.ask(
        "panel",
        "GRANT SELECT ON invoices TO \"read er\";"
            + " CREATE POLICY own ON invoices TO policed USING (true)");
    assertThat(panel.backup("panel").restorable().roles()).contains("read er", "policed");
    panel.ask(
        server.superuser(), "DROP OWNED BY \"read er\", policed; DROP ROLE \"read er\", policed");

    TaskResult restore = panel.restore("panel");

    assertThat(restore.failure()).isNull();
    assertThat(restore.warnings())
        .containsExactly(
            "The server lacks 2 roles that objects of the backup need: what they owned comes to"
                + " \"panel\", and what was granted to them is left out. To have that as it was, run"
                + " CREATE ROLE \"policed\"; CREATE ROLE \"read er\"; there and restore again.");
    assertThat(Files.readString(panel.job().log()))
        .containsSubsequence("The server lacks 2 roles", "stage=restoring", "stage=committing");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void anExtensionInAnotherVersionIsSaid(PostgresInstallation installation) {
    PostgresServer server = server(installation);
    RestoreCase panel = RestoreCase.of(server, OWNERS, temp).load("panel", "application");
    panel.ask("panel", "CREATE EXTENSION hstore VERSION '1.4'");
    panel.backup("panel");
    assertThat(panel.restore("panel").restored().notRestored()).isEmpty();

    panel.ask("panel", "ALTER EXTENSION hstore UPDATE");
    String now = panel.ask("panel", "SELECT extversion FROM pg_extension WHERE extname = 'hstore'");

    assertThat(panel.restore("panel").restored().notRestored())
        .containsExactly(
            new NotRestored("extension version", "hstore", "it was 1.4 and is " + now));
  }

  @Test
  void aStandbyHasNoRowsOfUnloggedTables() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("standby"));
    PostgresInstallation installation = PostgresInstallation.servers().get(0);
    try (PostgresServer server = PostgresServer.start(installation, folder)) {
      RestoreCase.createRoles(server);
      RestoreCase panel = RestoreCase.of(server, OWNERS, temp).load("panel", "application");
      panel.ask("panel", "CREATE UNLOGGED TABLE cache (n int); INSERT INTO cache VALUES (1)");
      assertThat(restorabilityAs("panel", panel).lacks()).isEmpty();
      server.stop();
      Files.createFile(folder.resolve("data/standby.signal"));
      server.startAgain();

      assertThat(panel.backup("panel").restorable().lacks())
          .containsExactly(
              lack(
                  false,
                  "rows of the unlogged table",
                  "public.cache",
                  "a standby does not have them"));
    }
  }

  @Test
  void theNumberOfLocksIsTheOneThatARestoreAsksFor() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("locks"));
    try (PostgresServer server =
        PostgresServer.start(
            PostgresInstallation.servers().get(0),
            folder,
            List.of("max_connections=20", "max_locks_per_transaction=64"))) {
      RestoreCase.createRoles(server);
      RestoreCase panel = RestoreCase.of(server, "04-lock-table", temp).load("panel", "input");

      Restorability said = panel.backup("panel").restorable();

      assertThat(said.lacks()).isEmpty();
      assertThat(said.locks().needed()).isGreaterThan(said.locks().held());
      assertThat(panel.restore("panel").failure().message())
          .contains("max_locks_per_transaction = " + said.locks().setting() + " ");
    }
  }

  private static Manifest manifest(RestoreCase panel, String file) throws IOException {
    return Json.read(
        Files.readString(panel.job().volume().resolve(file + Manifest.SUFFIX)), Manifest.class);
  }

  private static Lack lack(boolean inFile, String kind, String name, String reason) {
    return new Lack(inFile, kind, List.of(name), 1, reason);
  }
}
