package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt that finds the file of an earlier one, which did not come to say so. */
class StoredEarlierIT {
  private static final String UID = "uid-1";
  private static final String WARNING =
      "The file "
          + AgentJob.FILE
          + " that an earlier attempt of this Backup stored does not open with the encryption"
          + " password as it is now, because the password was changed or the file is damaged: the"
          + " database is dumped again, and the new file takes its place once it is proven.";

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;

  @TempDir Path temp;
  private AgentJob job;
  private DatabaseAddress address;
  private Path file;
  private TaskResult first;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(serverFolder);
    database = IspDatabase.create(server, "right");
    database.psql("CREATE TABLE invoices AS SELECT generate_series(1, 1000) AS id");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void storeAFile() {
    job = new AgentJob(temp.resolve("job"));
    address = job.address(database);
    job.secret("encryption", "old");
    file = job.volume().resolve(AgentJob.FILE);
    first = job.run(backup());
    assertThat(first.failure()).isNull();
  }

  @Test
  void isTakenWhenItIsProvenAgain() throws Exception {
    byte[] before = Files.readAllBytes(file);

    TaskResult second = job.run(backup());

    assertThat(second.failure()).isNull();
    assertThat(second.warnings()).isEmpty();
    assertThat(second.file()).isEqualTo(first.file());
    assertThat(second.archive()).isEqualTo(first.archive());
    assertThat(second.database()).isEqualTo(first.database());
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void isReplacedByAProvenOneWhenThePasswordWasChanged() throws Exception {
    job.secret("encryption", "new");

    TaskResult second = job.run(backup());

    assertThat(second.failure()).isNull();
    assertThat(second.warnings()).containsExactly(WARNING);
    assertThat(second.file().sha256()).isNotEqualTo(first.file().sha256());
    assertOnlyAWholeFileOf(second);
  }

  @Test
  void isReplacedWhenItIsDamaged() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 20] ^= 1;
    Files.write(file, bytes);

    TaskResult second = job.run(backup());

    assertThat(second.failure()).isNull();
    assertThat(second.warnings()).containsExactly(WARNING);
    assertOnlyAWholeFileOf(second);
  }

  @Test
  void staysAsItIsAsLongAsThereIsNoOther() throws Exception {
    job.secret("encryption", "new");
    byte[] before = Files.readAllBytes(file);
    server.stop();
    try {
      TaskResult second = job.run(backup());
      assertThat(second.failure().code()).isEqualTo(ErrorCode.DatabaseUnreachable);
    } finally {
      server.startAgain();
    }
    assertThat(file).hasBinaryContent(before);
    assertThat(job.files()).containsExactly(AgentJob.FILE, AgentJob.FILE + ".manifest.json");

    TaskResult third = job.run(backup());
    assertThat(third.failure()).isNull();
    assertOnlyAWholeFileOf(third);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verifying", "dumping", "storing"})
  void isNeverMixedUpWithTheOtherWhenTheAgentIsKilled(String stage) throws Exception {
    job.secret("encryption", "new");
    AgentJob.Running running = job.start(backup());
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofMinutes(2))
        .until(() -> !running.process().isAlive() || reached(stage));
    List<ProcessHandle> children = running.process().descendants().toList();
    running.process().destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    assertThat(running.process().onExit()).succeedsWithin(Duration.ofMinutes(1));

    TaskResult next = job.run(backup());

    assertThat(next.failure()).isNull();
    assertOnlyAWholeFileOf(next);
  }

  private boolean reached(String stage) {
    return Files.exists(job.resultFile())
        && job.resultFile().toFile().length() > 0
        && stage.equals(job.result().stage());
  }

  /** It opens with the password of now, the manifest is its own, and nothing else is there. */
  private void assertOnlyAWholeFileOf(TaskResult result) throws IOException {
    assertThat(job.files()).containsExactly(AgentJob.FILE, AgentJob.FILE + ".manifest.json");
    job.verb(
        "verify",
        "--password-file",
        job.secrets().resolve("encryption").toString(),
        file.toString());
    Manifest manifest =
        Json.read(
            Files.readString(file.resolveSibling(AgentJob.FILE + Manifest.SUFFIX)), Manifest.class);
    assertThat(manifest.file()).isEqualTo(result.file());
    assertThat(manifest.archive()).isEqualTo(result.archive());
    assertThat(Files.size(file)).isEqualTo(result.file().sizeBytes());
  }

  private Task backup() {
    return new Task.Backup(
        UID,
        "isp",
        "nightly",
        "2026-11-23T02:00:00Z",
        AgentJob.FILE,
        address,
        null,
        List.of(),
        new Encryption(
            BackupFormat.ProxPanelV2,
            KeyOrder.PASSWORD_FIRST,
            job.secrets().resolve("encryption").toString(),
            null),
        List.of(job.destination("local")));
  }
}
