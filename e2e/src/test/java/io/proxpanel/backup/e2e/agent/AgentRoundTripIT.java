package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.task.TaskRunner;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's tasks on the panel's database: what was backed up comes back in place. */
class AgentRoundTripIT {
  private static final String SERVERS =
      "io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers";
  private static final String FILE = "proisp_full_20261123_020000.proisp.bak";

  @TempDir Path folder;
  @TempDir Path serverFolder;
  private Path volume;
  private Path passwordFile;
  private Path scratch;

  @BeforeEach
  void makeFolders() throws IOException {
    volume = Files.createDirectory(folder.resolve("volume"));
    scratch = Files.createDirectory(folder.resolve("scratch"));
    passwordFile = Files.writeString(folder.resolve("password"), "it's secret\n");
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void bringsBackEveryRowInPlaceAndDeletesItsFiles(PostgresInstallation installation)
      throws IOException {
    try (PostgresServer server = PostgresServer.start(installation, serverFolder)) {
      IspDatabase isp = IspDatabase.create(server, "it's secret");
      isp.load(150, 2);
      Checksums before = isp.checksums();

      assertThat(run("backup", backup(server, isp))).isNull();
      assertThat(result().state()).isEqualTo(TaskResult.State.SUCCEEDED);
      assertThat(names(volume)).containsExactlyInAnyOrder(FILE, FILE + ".manifest.json");

      damage(server, isp);
      assertThat(isp.checksums()).isNotEqualTo(before);

      assertThat(run("restore", restore(server, isp, isp.name()))).isNull();
      assertThat(isp.checksums()).isEqualTo(before);

      assertThat(run("delete", new Task.Delete("uid-1", FILE, List.of(destination())))).isNull();
      assertThat(names(volume)).isEmpty();
      assertThat(names(scratch)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void refusesADamagedFileBeforeTheDatabaseIsTouched(PostgresInstallation installation)
      throws IOException {
    try (PostgresServer server = PostgresServer.start(installation, serverFolder)) {
      IspDatabase isp = IspDatabase.create(server, "it's secret");
      isp.load(20, 1);
      assertThat(run("backup", backup(server, isp))).isNull();
      damage(server, isp);
      Checksums damaged = isp.checksums();
      byte[] file = Files.readAllBytes(volume.resolve(FILE));
      file[file.length / 2] ^= 1;
      Files.write(volume.resolve(FILE), file);

      Failure failure = run("restore", restore(server, isp, isp.name()));

      assertThat(failure.code()).isEqualTo(ErrorCode.WrongKeyOrDamaged);
      assertThat(failure.message()).contains(FILE).contains("damaged");
      assertThat(result().failure()).isEqualTo(failure);
      assertThat(isp.checksums()).isEqualTo(damaged);
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void restoresNothingThatWasNotConfirmed(PostgresInstallation installation) throws IOException {
    try (PostgresServer server = PostgresServer.start(installation, serverFolder)) {
      IspDatabase isp = IspDatabase.create(server, "it's secret");
      isp.load(20, 1);
      assertThat(run("backup", backup(server, isp))).isNull();

      Failure failure = run("restore", restore(server, isp, "another"));

      assertThat(failure.code()).isEqualTo(ErrorCode.OverwriteNotConfirmed);
      assertThat(failure.message()).contains("another").contains(isp.name());
    }
  }

  @ParameterizedTest
  @MethodSource(SERVERS)
  void saysThatTheLoginWasRefusedAndLeavesNoFile(PostgresInstallation installation)
      throws IOException {
    try (PostgresServer server = PostgresServer.start(installation, serverFolder)) {
      IspDatabase isp = IspDatabase.create(server, "it's secret");
      Files.writeString(passwordFile, "wrong");

      Failure failure = run("backup", backup(server, isp));

      assertThat(failure.code()).isEqualTo(ErrorCode.DatabaseLoginRefused);
      assertThat(failure.message()).contains(isp.role()).doesNotContain("wrong\"");
      assertThat(names(volume)).isEmpty();
    }
  }

  private static void damage(PostgresServer server, IspDatabase isp) {
    server.psql(
        isp.name(),
        "DELETE FROM subscribers WHERE id % 3 = 0; TRUNCATE radacct; DROP TABLE invoices CASCADE");
  }

  private Task backup(PostgresServer server, IspDatabase isp) {
    return new Task.Backup(
        "uid-1",
        "isp",
        "nightly",
        "2026-11-23T02:00:00Z",
        FILE,
        address(server, isp),
        null,
        List.of(),
        new Encryption(
            BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, passwordFile.toString(), null),
        List.of(destination()));
  }

  private Task restore(PostgresServer server, IspDatabase isp, String confirmed) {
    return new Task.Restore(
        "uid-2",
        List.of(destination()),
        FILE,
        address(server, isp),
        confirmed,
        List.of(passwordFile.toString()),
        null,
        null,
        null);
  }

  private DatabaseAddress address(PostgresServer server, IspDatabase isp) {
    return new DatabaseAddress(
        server.host(),
        server.port(),
        isp.name(),
        isp.role(),
        null,
        passwordFile.toString(),
        "prefer",
        null);
  }

  private Destination destination() {
    return new Destination("local", new Destination.Local(volume.toString()));
  }

  private Failure run(String verb, Task task) {
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK", Json.write(task),
                "BACKUP_RESULT_FILE", folder.resolve("result").toString(),
                "BACKUP_SCRATCH", scratch.toString(),
                "BACKUP_POSTGRES_ROOT", PostgresInstallation.root().toString()),
            Clock.systemUTC(),
            new PrintWriter(Writer.nullWriter()))
        .run(verb);
  }

  private TaskResult result() throws IOException {
    return Json.read(Files.readString(folder.resolve("result")), TaskResult.class);
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
