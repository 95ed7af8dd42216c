package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that an extension has for its users come back once. */
class RestoreCaseExtensionRowsIT {
  private static final String CASE = "06-rows-of-extensions";
  private static final String JOBS = "SELECT schedule, command FROM tick.job";

  @TempDir static Path shared;
  private static PostgresServer server;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    PostgresInstallation newest = PostgresInstallation.newest();
    assertThat(newest.major())
        .as("a server from 18 on reads extensions from a folder of ours: e2e/lib/postgres-majors")
        .isGreaterThanOrEqualTo(18);
    Path folder = Files.createDirectory(shared.resolve("server"));
    server =
        PostgresServer.start(
            newest,
            folder,
            List.of("extension_control_path=$system:" + extensions(folder.resolve("share"))));
    RestoreCase.createRoles(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void rowsOfAnExtensionThatStaysAreReplaced() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp);
    panel.ask(server.superuser(), "CREATE EXTENSION tick");
    panel.ask(
        "panel",
        "CREATE TABLE customers (n int);"
            + " INSERT INTO tick.job (schedule, command) VALUES ('0 3 * * *', 'vacuum')");
    panel.backup("panel");

    assertThat(panel.restore("panel").failure()).isNull();
    assertThat(panel.ask("panel", JOBS)).isEqualTo("0 3 * * *|vacuum");

    panel.ask(
        "panel",
        "DELETE FROM tick.job;"
            + " INSERT INTO tick.job (schedule, command) VALUES ('0 4 * * *', 'analyze')");
    assertThat(panel.restore("panel").failure()).isNull();
    assertThat(panel.ask("panel", JOBS)).isEqualTo("0 3 * * *|vacuum");
    assertThat(
            panel.ask("panel", "SELECT extowner::regrole FROM pg_extension WHERE extname = 'tick'"))
        .isEqualTo(server.superuser());
  }

  @Test
  void rowsThatTheExtensionMakesItselfGiveWayToTheArchives() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp);
    panel.ask(server.superuser(), "CREATE EXTENSION seed");
    panel.ask(server.superuser(), "INSERT INTO seed.metadata VALUES ('licence', 'x')");
    WholePicture before = panel.picture();
    panel.backup(server.superuser());
    assertThat(before.kinds()).contains(WholeKind.EXTENSION_ROWS);

    assertThat(panel.restoreAndCompare(server.superuser(), before)).isEmpty();

    panel.ask(server.superuser(), "DROP EXTENSION seed; DROP SCHEMA IF EXISTS seed");
    assertThat(panel.restoreAndCompare(server.superuser(), before)).isEmpty();
  }

  @Test
  void theSchemaOfAnExtensionThatStaysStays() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp);
    panel.ask(server.superuser(), "CREATE EXTENSION ownschema");
    panel.ask("panel", "CREATE TABLE customers (n int); INSERT INTO customers VALUES (1)");
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM customers");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();
  }

  /** Puts the case's extensions where a server finds them. */
  private static Path extensions(Path share) throws IOException {
    Path folder = Files.createDirectories(share.resolve("extension"));
    try (Stream<Path> files = Files.list(RestoreCase.FOLDER.resolve(CASE).resolve("extension"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    return share;
  }
}
