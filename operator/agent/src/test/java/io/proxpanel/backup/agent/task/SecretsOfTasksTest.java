package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret that cannot be read is called what it is. */
class SecretsOfTasksTest {
  private static final String FILE = "a.proisp.bak";

  @TempDir Path folder;
  private Path postgres;

  @BeforeEach
  void pretendPrograms() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("postgres/17/bin"));
    for (String program : List.of("psql", "pg_dump", "pg_restore")) {
      Files.createFile(bin.resolve(program));
      assertThat(bin.resolve(program).toFile().setExecutable(true)).isTrue();
    }
    postgres = folder.resolve("postgres");
    for (String secret :
        List.of(
            "encryption", "licence", "username", "password", "router-user", "router-password")) {
      Files.writeString(folder.resolve(secret), "x");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "encryption, encryption password",
    "licence, licence key",
    "username, database username",
    "password, database password"
  })
  void missingOrEmpty(String secret, String name) throws IOException {
    Path file = folder.resolve(secret);
    Files.writeString(file, "\n");
    assertThat(message("backup", backup()))
        .isEqualTo(
            "The %1$s cannot be used: the file %2$s is empty: write the %1$s into it.", name, file);
    Files.delete(file);
    assertThat(message("backup", backup()))
        .isEqualTo(
            "The %s cannot be used: the file %s does not exist: name a file that holds it.",
            name, file);
  }

  @Test
  void passwordToOpenAFileWith() throws IOException {
    Files.delete(folder.resolve("encryption"));
    assertThat(message("restore", restore())).startsWith("The encryption password cannot be used");
  }

  @Test
  void databasePasswordThatIsTwoLines() throws IOException {
    Files.writeString(folder.resolve("password"), "two\nlines");
    assertThat(message("backup", backup()))
        .isEqualTo(
            "The database password has a line break or a zero byte in it: write the password alone,"
                + " on one line.");
    try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "encryption, encryption password",
    "licence, licence key",
    "username, database username",
    "password, database password"
  })
  void missingOrEmptyOfARunOverRouters(String secret, String name) throws IOException {
    Path file = folder.resolve(secret);
    Files.writeString(file, "\n");
    assertThat(message("routers", routers(List.of(), query())))
        .isEqualTo(
            "The %1$s cannot be used: the file %2$s is empty: write the %1$s into it.", name, file);
    nothingIsLeft();
    Files.delete(file);
    assertThat(message("routers", routers(List.of(), query())))
        .isEqualTo(
            "The %s cannot be used: the file %s does not exist: name a file that holds it.",
            name, file);
    nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"router-user, user name", "router-password, password"})
  void missingOfARouter(String secret, String name) throws IOException {
    Path file = folder.resolve(secret);
    Files.delete(file);
    assertThat(message("routers", routers(List.of(router("edge")), null)))
        .isEqualTo(
            "The %s of the router \"edge\" cannot be used: the file %s does not exist: name a file"
                + " that holds it.",
            name, file);
    nothingIsLeft();
    assertThat(message("routers", routers(List.of(router("edge"), router("cpe")), null)))
        .startsWith("None of the 2 routers could be exported. The " + name + " of the router");
    nothingIsLeft();
  }

  private void nothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  private String message(String verb, Task task) throws IOException {
    Files.createDirectories(folder.resolve("scratch"));
    Failure failure =
        new TaskRunner(
                Map.of(
                    "BACKUP_TASK",
                    Json.write(task),
                    "BACKUP_RESULT_FILE",
                    folder.resolve("result").toString(),
                    "BACKUP_POSTGRES_ROOT",
                    postgres.toString(),
                    "BACKUP_SCRATCH",
                    folder.resolve("scratch").toString()),
                Clock.systemUTC(),
                new PrintWriter(Writer.nullWriter()))
            .run(verb);
    assertThat(failure.code()).isEqualTo(ErrorCode.SecretUnreadable);
    return failure.message();
  }

  private Task backup() {
    return new Task.Backup(
        "uid-1",
        "isp",
        "nightly",
        "2026-11-23T02:00:00Z",
        FILE,
        database(),
        null,
        List.of(),
        new Encryption(
            BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, path("encryption"), path("licence")),
        List.of(destination()));
  }

  private Task routers(List<Router> routers, Task.RouterQuery query) {
    return new Task.Routers(
        "uid-3",
        "isp",
        "nightly",
        "2026-11-23T02:00:00Z",
        "mikrotik_20261123_020000.json",
        routers,
        query,
        null,
        2,
        List.of(),
        new Encryption(
            BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, path("encryption"), path("licence")),
        List.of(destination()),
        List.of());
  }

  private Task.RouterQuery query() {
    return new Task.RouterQuery(database(), null, router(null));
  }

  /** Nobody is at the discard port; the secrets are read before it is called. */
  private Router router(String name) {
    return new Router(
        name,
        "127.0.0.1",
        9,
        null,
        null,
        path("router-user"),
        path("router-password"),
        null,
        21,
        22,
        null,
        null,
        null,
        false,
        null,
        1,
        1,
        1);
  }

  private Task restore() {
    return new Task.Restore(
        "uid-2",
        List.of(destination()),
        FILE,
        database(),
        "panel",
        List.of(path("encryption")),
        null,
        null,
        null);
  }

  private DatabaseAddress database() {
    return new DatabaseAddress(
        "db", 5432, "panel", null, path("username"), path("password"), null, null);
  }

  private Destination destination() {
    return new Destination("local", new Destination.Local(folder.toString()));
  }

  private String path(String secret) {
    return folder.resolve(secret).toString();
  }
}
