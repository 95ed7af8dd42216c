package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions that hang on the search path come back, and mean what they meant. */
class RestoreCaseSearchPathIT {
  private static final String CASE = "03-search-path";

  @TempDir static Path shared;
  private static PostgresServer server;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    // The newer ones refuse some of these themselves.
    server =
        PostgresServer.start(
            PostgresInstallation.servers().get(0), Files.createDirectory(shared.resolve("server")));
    RestoreCase.createRoles(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generated-column",
        "expression-index",
        "check-constraint",
        "materialized-view",
        "materialized-view-of-words",
        "trigger-condition",
        "meaning-of-views"
      })
  void comesBackInPlaceAndIntoAnEmptyDatabase(String block) {
    RestoreCase panel = RestoreCase.of(server, CASE, temp);
    panel.load("panel", "base").load("panel", block);
    WholePicture before = panel.picture();
    panel.backup("panel");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();
    assertThat(panel.empty(temp).restoreAndCompare("panel", before)).isEmpty();
  }

  @Test
  void viewsOverATypeOfAnExtensionCompareAsItDoes() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp);
    panel.load("panel", "base").load("panel", "meaning-of-views");
    String meaning = "SELECT is_same FROM same; SELECT * FROM j; SELECT * FROM c";
    assertThat(panel.ask("panel", meaning)).isEqualTo("t\n1\nsame");
    panel.backup("panel");
    panel.ask("panel", "DROP VIEW same, j, c");

    assertThat(panel.restore("panel").failure()).isNull();

    assertThat(panel.ask("panel", meaning)).isEqualTo("t\n1\nsame");
  }
}
