package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to the superuser stays where it is, and is named where it is not. */
class RestoreCaseOthersIT {
  private static final String CASE = "05-objects-of-the-superuser";

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

  @ParameterizedTest
  @CsvSource({"event-trigger, log_ddl", "publication-of-all, everything"})
  void staysInPlaceAndIsNamedWhereItIsNot(String script, String name) {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "customers");
    panel.load(server.superuser(), script);
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM customers");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();

    RestoreCase empty = panel.empty(temp);
    TaskResult restore = empty.restore("panel");
    assertThat(restore.failure()).isNull();
    assertThat(empty.ask("panel", "SELECT count(*) FROM customers")).isEqualTo("2");
    assertThat(restore.restored().notRestored()).anyMatch(thing -> thing.name().contains(name));
  }

  @Test
  void aPublicationOfATableHasItAgainOrIsNamed() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp).load("panel", "customers");
    panel.load(server.superuser(), "publication-of-one");
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM customers");

    TaskResult restore = panel.restore("panel");

    assertThat(restore.failure()).isNull();
    assertThat(panel.ask("panel", "SELECT count(*) FROM customers")).isEqualTo("2");
    assertThat(panel.ask("panel", "SELECT pubname FROM pg_publication")).isEqualTo("theirs");
    List<WholeDifference> differences = before.differences(panel.picture());
    assertThat(differences)
        .allMatch(difference -> difference.part().kind() == WholeKind.PUBLICATIONS);
    assertThat(restore.restored().notRestored().stream().anyMatch(x -> x.name().contains("theirs")))
        .as("whether it is named")
        .isEqualTo(!differences.isEmpty());
  }

  @Test
  void theSchemaPublicStaysTheSuperusers() {
    RestoreCase panel = RestoreCase.of(server, CASE, temp);
    panel.load(server.superuser(), "schema-public").load("panel", "customers");
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM customers; CREATE TABLE since (n int)");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();

    RestoreCase empty = panel.empty(temp);
    assertThat(empty.restore("panel").failure()).isNull();
    assertThat(empty.ask("panel", "SELECT count(*) FROM customers")).isEqualTo("2");
  }
}
