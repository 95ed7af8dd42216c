package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  @ParameterizedTest
  @MethodSource("servers")
  void ofPartitionsAreMadeOnceAndOneThatCannotKeepsNoOtherFromThem(
      PostgresInstallation installation) throws Exception {
    try (PostgresServer server =
        PostgresServer.start(installation, Files.createDirectory(temp.resolve("server")))) {
      RestoreCase.createRoles(server);
      RestoreCase panel = RestoreCase.of(server, "01-owners-and-privileges", temp);
      panel.ask(
          "panel",
          """
          CREATE FUNCTION fragile(n int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
          BEGIN
            IF EXISTS (SELECT FROM pg_stat_progress_analyze) THEN
              RAISE 'not now';
            END IF;
            RETURN n;
          END $$;
          CREATE TABLE good (n int) PARTITION BY LIST (n);
          CREATE TABLE good_1 PARTITION OF good FOR VALUES IN (1);
          CREATE TABLE good_2 PARTITION OF good FOR VALUES IN (2) PARTITION BY LIST (n);
          CREATE TABLE good_2_a PARTITION OF good_2 FOR VALUES IN (2);
          INSERT INTO good VALUES (1), (2), (2);
          CREATE TABLE bad (n int) PARTITION BY LIST (n);
          CREATE TABLE bad_1 PARTITION OF bad FOR VALUES IN (1);
          CREATE TABLE bad_2 PARTITION OF bad FOR VALUES IN (2);
          CREATE INDEX ON bad_1 (fragile(n));
          INSERT INTO bad VALUES (1), (2);
          """);
      panel.backup("panel");

      TaskResult wrong = panel.restore("panel");

      assertThat(wrong.failure()).isNull();
      assertThat(wrong.warnings()).hasSize(1);
      assertThat(wrong.warnings().get(0))
          .startsWith("The data is back, but ANALYZE failed")
          .contains("public.bad (not now)", "public.bad_1 (not now)")
          .doesNotContain("bad_2", "good");
      assertThat(analyses(panel)).contains("bad_2 ", "good ", "good_1 ", "good_2 ", "good_2_a ");

      panel.ask("panel", "DROP TABLE bad");
      panel.job().files().forEach(file -> delete(panel.job().volume().resolve(file)));
      panel.backup("panel");
      TaskResult right = panel.restore("panel");

      assertThat(right.warnings()).isEmpty();
      assertThat(analyses(panel)).isEqualTo("good 1,good_1 1,good_2 1,good_2_a 1");
    }
  }

  private static String analyses(RestoreCase panel) {
    return panel.ask(
        "panel",
        "SELECT string_agg(c.relname || ' ' || pg_stat_get_analyze_count(c.oid), ','"
            + " ORDER BY c.relname) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            + " AND c.relkind IN ('r', 'p') AND pg_stat_get_analyze_count(c.oid) > 0");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
