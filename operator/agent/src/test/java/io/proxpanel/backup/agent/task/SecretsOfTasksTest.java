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
    for (String secret : List.of("encryption", "licence", "username", "password")) {
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

  private Task restore() {
    return new Task.Restore(
        "uid-2",
        List.of(destination()),
        FILE,
        database(),
        "panel",
        List.of(path("encryption")),
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
