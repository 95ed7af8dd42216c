package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was made since the backup does not keep a restore from undoing it. */
class RestoreCaseUndoIT {
  private static final String CASE = "02-undo-blocked-by-new-objects";

  @TempDir static Path shared;
  private static PostgresServer server;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    server =
        PostgresServer.start(
            PostgresInstallation.servers().get(0), Files.createDirectory(shared.resolve("server")));
    RestoreCase.createRoles(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Each of the statements that alone was in the way. */
  static Stream<String> madeSince() throws IOException {
    try (Stream<Path> files = Files.list(RestoreCase.FOLDER.resolve(CASE).resolve("since"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".sql", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("madeSince")
  void whatWasMadeSinceGoes(String since) {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "before");
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.load("panel", "since/" + since);
    assertThat(before.differences(panel.picture())).isNotEmpty();

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();
  }

  @Test
  void whatGoesIsNamed() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "before");
    panel.backup("panel");
    panel.load("panel", "since/foreign-key").load("panel", "since/table-alone");

    TaskResult restore = panel.restore("panel");

    assertThat(restore.failure()).isNull();
    assertThat(restore.restored().dropped()).isGreaterThanOrEqualTo(2);
    assertThat(restore.restored().droppedNames())
        .anyMatch(name -> name.contains("invoice_lines"))
        .anyMatch(name -> name.contains("schema_migrations"));
  }

  @Test
  void anEventTriggerThatForbidsDropsIsNotInTheWayOfASuperuser() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "before");
    WholePicture before = panel.picture();
    panel.backup(server.superuser());
    panel.load(server.superuser(), "event-trigger");

    assertThat(panel.restoreAndCompare(server.superuser(), before)).isEmpty();
  }

  @Test
  void anEventTriggerThatForbidsDropsSaysSoToTheOwner() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "before");
    panel.backup("panel");
    panel.load(server.superuser(), "event-trigger");
    WholePicture now = panel.picture();

    TaskResult refused = panel.restore("panel");

    assertThat(refused.failure()).isNotNull();
    assertThat(refused.failure().message()).containsAnyOf("forbids", "nothing is dropped here");
    assertThat(now.differences(panel.picture())).isEmpty();
  }

  @Test
  void aTableMadeSinceInATenantsSchemaGoes() {
    RestoreCase tenant = tenant();
    WholePicture before = tenant.picture();
    tenant.backupTenant("acme", AgentJob.FILE);
    tenant.ask("acme", "CREATE TABLE tenant_acme.since (subs int REFERENCES tenant_acme.subs)");

    assertThat(tenant.restoreTenant("acme").failure()).isNull();

    assertThat(before.differences(tenant.picture())).isEmpty();
  }

  @Test
  void aViewOutsideOverATenantsTableIsAReasonToRefuse() {
    RestoreCase tenant = tenant();
    tenant.backupTenant("acme", AgentJob.FILE);
    tenant.ask(server.superuser(), "CREATE VIEW public.overview AS TABLE tenant_acme.subs");
    WholePicture now = tenant.picture();

    TaskResult refused = tenant.restoreTenant("acme");

    assertThat(refused.failure()).isNotNull();
    assertThat(refused.failure().code()).isEqualTo(ErrorCode.RestoreRefused);
    assertThat(refused.failure().message()).contains("overview");
    assertThat(refused.transactionId()).isNull();
    assertThat(now.differences(tenant.picture())).isEmpty();
  }

  private RestoreCase tenant() {
    RestoreCase tenant = RestoreCase.of(server, CASE, temp);
    tenant.ask(server.superuser(), "CREATE SCHEMA tenant_acme AUTHORIZATION acme");
    tenant.ask(
        "acme",
        "CREATE TABLE tenant_acme.subs (id int PRIMARY KEY); INSERT INTO tenant_acme.subs VALUES (1)");
    return tenant;
  }
}
