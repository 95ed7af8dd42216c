package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a restore everything belongs to whom it did, and everybody may do what they might. */
class RestoreCaseOwnersIT {
  private static final String CASE = "01-owners-and-privileges";

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

  @Test
  void whoMightReadMayReadAndWhoMightNotRunMayNot() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "application");
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM radcheck");

    TaskResult restore = panel.restore("panel");
    assertThat(restore.failure()).isNull();
    assertThat(before.differences(panel.picture())).isEmpty();
    assertThat(restore.restored().notRestored()).isEmpty();

    assertThat(panel.ask("radius", "SELECT count(*) FROM radcheck")).isEqualTo("50");
    panel.ask("radius", "INSERT INTO radacct (username) VALUES ('user1')");
    assertThatThrownBy(() -> panel.ask("radius", "SELECT pay(1)"))
        .hasMessageContaining("permission denied for function pay");
    assertThat(panel.ask("grafana", "SELECT n FROM reports.daily; SELECT pay(1)")).isEqualTo("3");
    assertThat(panel.ask("grafana", "SELECT customer FROM invoices WHERE id = 7")).isEqualTo("7");
    assertThatThrownBy(() -> panel.ask("grafana", "SELECT note FROM invoices"))
        .hasMessageContaining("permission denied for table invoices");
    panel.ask("panel", "CREATE TABLE reports.weekly (n int)");
    assertThat(panel.ask("grafana", "SELECT count(*) FROM reports.weekly")).isEqualTo("0");
  }

  @Test
  void restoredByASuperuserAFunctionStillRunsAsWhomItDid() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "definer");
    WholePicture before = panel.picture();
    panel.backup(server.superuser());

    assertThat(panel.restoreAndCompare(server.superuser(), before)).isEmpty();

    assertThatThrownBy(() -> panel.ask("radius", "SELECT run('create role evil superuser login')"))
        .hasMessageContaining("create role");
    assertThat(panel.ask("panel", "SELECT count(*) FROM pg_roles WHERE rolname = 'evil'"))
        .isEqualTo("0");
    assertThat(panel.ask("panel", "TABLE t")).isEmpty();
  }

  @Test
  void restoredByOneOfAGroupTheOthersStillOwnIt() {
    RestoreCase group = RestoreCase.ownedBy("app_owner", server, CASE, temp);
    group.load("vault_a", "group");
    WholePicture before = group.picture();
    group.backup("vault_a");

    assertThat(group.restoreAndCompare("vault_a", before)).isEmpty();

    assertThat(group.ask("vault_b", "TABLE customers")).isEmpty();
    group.ask("vault_b", "ALTER TABLE customers ADD name text");
  }

  @Test
  void aTenantsRoleMayStillReadAndBackUp() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "tenant");
    WholePicture before = panel.picture();
    panel.backupTenant("panel", AgentJob.FILE);

    assertThat(panel.restoreTenant("panel").failure()).isNull();

    assertThat(before.differences(panel.picture())).isEmpty();
    assertThat(panel.ask("acme", "TABLE tenant_acme.subs")).isEmpty();
    panel.backupTenant("acme", "next.proisp.bak");
  }

  @Test
  void privilegesOnALargeObjectStay() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "large-object");
    WholePicture before = panel.picture();
    panel.backup("panel");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();

    assertThat(panel.ask("radius", "SELECT lo_get(77)")).isEqualTo("\\x01");
  }

  /** A panel dumps without privileges: those that are there stay. */
  @Test
  void aFileOfAPanelTakesNoPrivilegesAway() throws Exception {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "application");
    WholePicture before = panel.picture();
    Path archive = temp.resolve("archive");
    program("pg_dump", panel, "-Fc", "--no-owner", "--no-acl", "-f", archive.toString());
    panel
        .job()
        .verb(
            "encrypt",
            "--password-file",
            panel.address("panel").passwordFile(),
            "-o",
            panel.job().volume().resolve(AgentJob.FILE).toString(),
            archive.toString());
    panel.ask("panel", "DELETE FROM radcheck; CREATE TABLE since (id int)");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();
  }

  /** As a panel restores: its flags leave out what only we have in the file. */
  @Test
  void aPanelsProgramReadsOurFile() throws Exception {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "application");
    panel.backup("panel");
    Path archive = temp.resolve("archive");
    panel
        .job()
        .verb(
            "decrypt",
            "--password-file",
            panel.address("panel").passwordFile(),
            "-o",
            archive.toString(),
            panel.job().volume().resolve(AgentJob.FILE).toString());
    RestoreCase other = panel.empty(temp);

    program(
        "pg_restore",
        other,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-acl",
        "--single-transaction",
        archive.toString());

    assertThat(other.ask("panel", "SELECT count(*) FROM radcheck")).isEqualTo("50");
    assertThatThrownBy(() -> other.ask("radius", "SELECT count(*) FROM radcheck"))
        .hasMessageContaining("permission denied");
  }

  private static void program(String name, RestoreCase database, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(server.installation().program(name)));
    command.addAll(
        List.of(
            "-h",
            server.host(),
            "-p",
            Integer.toString(server.port()),
            "-U",
            "panel",
            "-d",
            database.database()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", "right");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
