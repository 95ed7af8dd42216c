package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An archive that has the planner's statistics, as pg_dump writes them from 18 on where it is told
 * to: a server before 18 has no functions that take them. They are made anew.
 */
class ArchiveStatisticsIT {
  private static final String PASSWORD = "right";

  @TempDir Path temp;

  static List<PostgresInstallation> servers() {
    return PostgresInstallation.servers();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void areMadeAnewOnEveryServer(PostgresInstallation installation) throws Exception {
    assertThat(PostgresInstallation.newest().major())
        .as("pg_dump has statistics from 18 on: e2e/lib/postgres-majors")
        .isGreaterThanOrEqualTo(18);
    try (PostgresServer server =
        PostgresServer.start(installation, Files.createDirectory(temp.resolve("server")))) {
      RestoreCase.createRoles(server);
      RestoreCase panel =
          RestoreCase.of(server, "01-owners-and-privileges", temp).load("panel", "application");
      panel.ask("panel", "CREATE INDEX ON radcheck (lower(username)); ANALYZE radcheck");
      WholePicture before = panel.picture();
      Path archive = temp.resolve("archive");
      dump(server, panel, archive);
      assertThat(Files.readString(archive, StandardCharsets.ISO_8859_1))
          .contains("pg_restore_relation_stats");
      panel
          .job()
          .verb(
              "encrypt",
              "--password-file",
              panel.address("panel").passwordFile(),
              "-o",
              panel.job().volume().resolve(AgentJob.FILE).toString(),
              archive.toString());
      panel.ask("panel", "DELETE FROM radcheck");

      TaskResult restore = panel.restore("panel");

      assertThat(restore.failure()).isNull();
      assertThat(restore.restored().notRestored()).isEmpty();
      assertThat(before.differences(panel.picture())).isEmpty();
      assertThat(
              panel.ask(
                  "panel",
                  "SELECT c.reltuples, s.last_analyze IS NOT NULL FROM pg_class c"
                      + " JOIN pg_stat_user_tables s ON s.relid = c.oid"
                      + " WHERE c.relname = 'radcheck'"))
          .isEqualTo("50|t");
    }
  }

  private static void dump(PostgresServer server, RestoreCase panel, Path archive)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                PostgresInstallation.newest().bin().resolve("pg_dump").toString(),
                "-Fc",
                "--statistics",
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-U",
                "panel",
                "-f",
                archive.toString(),
                panel.database())
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", PASSWORD);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
