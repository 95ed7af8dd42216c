package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.e2e.destination.HostileFtp;
import io.proxpanel.backup.e2e.destination.HostileSsh;
import io.proxpanel.backup.e2e.destination.HostileWeb;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A destination that does harm costs itself alone: the agent, with the options of its image, stores
 * the backup on the volume beside it, and says what the other one did.
 */
class HostileDestinationsIT {
  private static final Path OPTIONS = Path.of("../images/agent/java.options");
  private static final String PASSWORD = "hunter2-hunter2";
  private static final String LICENCE = "LICENCE-KEY-0042";
  private static final String TOKEN = "SESSION-TOKEN-0042";

  /** What the garbage collector writes of each of its runs: used before, used after, the heap. */
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;

  @TempDir Path temp;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENDLESS_GREETING | DestinationProtocolError | sends an answer of more than 262144 bytes",
        "ENDLESS_FEATURES | DestinationProtocolError | sends an answer of more than 65536 bytes",
        "ENDLESS_LINE | DestinationProtocolError | a line of more than 16384 bytes in a listing",
        "ENDLESS_LISTING | DestinationProtocolError | a listing of empty lines",
        "ENDLESS_FILE | DestinationProtocolError | bytes that it has announced while reading",
        "REPEATS_PASSWORD | DestinationLoginRefused | Wrong: joe/[password], try again",
      })
  void anFtpServerCostsItselfAlone(HostileFtp.Deed deed, ErrorCode code, String says)
      throws Exception {
    try (HostileFtp ftp = new HostileFtp(deed)) {
      assertItFailsAlone(deed.name(), ftp(ftp), code, says);
    }
  }

  @ParameterizedTest
  @CsvSource({"NOTHING", "MILLION_FILES", "FORBIDS_DOTS", "NO_SIZE"})
  void anFtpServerThatIsOnlyOddIsUsed(HostileFtp.Deed deed) throws Exception {
    try (HostileFtp ftp = new HostileFtp(deed)) {
      assertBothStored(deed.name(), ftp(ftp));
      assertThat(ftp.files())
          .containsOnlyKeys(AgentJob.FILE, AgentJob.FILE + ".manifest.json")
          .hasEntrySatisfying(
              AgentJob.FILE,
              bytes -> assertThat(volume().resolve(AgentJob.FILE)).hasBinaryContent(bytes));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENDLESS_LISTING | DestinationProtocolError | has more than 2000000 names",
        "EMPTY_PIECES | DestinationProtocolError | a listing of nothing that does not end",
        "ENDLESS_PACKET | DestinationProtocolError | answers with what is no SFTP",
        "WRONG_COUNT | DestinationProtocolError | answers with what is no SFTP",
        "REPEATS_PASSWORD | DestinationProtocolError | not for [password]",
      })
  void anSshServerCostsItselfAlone(HostileSsh.Deed deed, ErrorCode code, String says)
      throws Exception {
    try (HostileSsh ssh = new HostileSsh(deed)) {
      assertItFailsAlone("SFTP_" + deed.name(), sftp(ssh), code, says);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLOUD_ENDLESS_LIST | DestinationProtocolError | sends more than 67108864 bytes",
        "CLOUD_ENDLESS_FIELD | DestinationProtocolError | sends longer fields",
        "CLOUD_NEW_FIELDS | DestinationProtocolError | sends more than 67108864 bytes",
        "CLOUD_ENDLESS_REASON | DestinationProtocolError | an answer to listing the files that does",
        "CLOUD_REPEATS_REQUEST | DestinationProtocolError | [licence key]",
      })
  void aCloudServiceCostsItselfAlone(HostileWeb.Deed deed, ErrorCode code, String says)
      throws Exception {
    try (HostileWeb web = new HostileWeb(deed)) {
      assertItFailsAlone(deed.name(), cloud(web), code, says);
    }
  }

  @ParameterizedTest
  @CsvSource({"CLOUD_NO_USAGE", "CLOUD_USAGE_OF_PEOPLE"})
  void aCloudServiceThatDoesNotSayHowMuchRoomThereIsIsUsed(HostileWeb.Deed deed) throws Exception {
    try (HostileWeb web = new HostileWeb(deed)) {
      TaskResult result = assertBothStored(deed.name(), cloud(web));
      assertThat(result.destinations().get(1).freeBytes()).isNull();
      assertThat(volume().resolve(AgentJob.FILE)).hasBinaryContent(web.files().get(AgentJob.FILE));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S3_ENDLESS_LISTING | DestinationProtocolError | sends more",
        "S3_ENDLESS_PIECES | DestinationProtocolError | listing of s3://b/f does not end",
        "S3_TINY_ELEMENTS | DestinationProtocolError | sends more elements",
        "S3_DEEP_ELEMENTS | DestinationProtocolError | ",
        "S3_ENDLESS_REASON | DestinationPermissionDenied | (status 403, status 403)",
        "S3_REPEATS_REQUEST | DestinationProtocolError | [session token]",
      })
  void anS3ServiceCostsItselfAlone(HostileWeb.Deed deed, ErrorCode code, String says)
      throws Exception {
    try (HostileWeb web = new HostileWeb(deed)) {
      assertItFailsAlone(deed.name(), s3(web), code, says == null ? "" : says);
    }
  }

  @Test
  void aVolumeWhoseFolderIsALinkCostsItselfAlone() throws Exception {
    Path link =
        Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp.resolve("x")));
    assertItFailsAlone(
        "LOCAL_LINK",
        new Destination("other", new Destination.Local(link.toString())),
        ErrorCode.FolderMissing,
        link + " is a link, which could lead out of the volume");
    assertThat(temp.resolve("x")).isEmptyDirectory();
  }

  @Test
  void aVolumeWithAPipeInPlaceOfTheFileCostsItselfAlone() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    for (String name : List.of(AgentJob.FILE, AgentJob.FILE + ".manifest.json")) {
      assertThat(new ProcessBuilder("mkfifo", other.resolve(name).toString()).start().waitFor())
          .isZero();
    }
    TaskResult result =
        run("LOCAL_PIPE", new Destination("other", new Destination.Local(other.toString())));
    assertThat(result.failure().code()).isEqualTo(ErrorCode.FileNameTaken);
    assertThat(result.failure().message()).contains("it was left as it is");
  }

  private void assertItFailsAlone(String deed, Destination hostile, ErrorCode code, String says)
      throws Exception {
    TaskResult result = run(deed, hostile);
    assertThat(result.failure()).isNull();
    assertThat(result.destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.STORED, DestinationResult.FAILED);
    assertThat(result.destinations().get(1).failure().message()).contains(says).endsWith(".");
    assertThat(result.destinations().get(1).failure().code()).isEqualTo(code);
    assertThat(volume().resolve(AgentJob.FILE)).hasSize(result.file().sizeBytes());
  }

  private TaskResult assertBothStored(String deed, Destination odd) throws Exception {
    TaskResult result = run(deed, odd);
    assertThat(result.failure()).isNull();
    assertThat(result.destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.STORED, DestinationResult.STORED);
    return result;
  }

  /** Backs up to the volume and to another destination. */
  private TaskResult run(String deed, Destination other) throws Exception {
    AgentJob job = new AgentJob(temp);
    job.with("BACKUP_COPY_PAUSES_SECONDS", "0");
    Path heap = temp.resolve("heap.log");
    String options = "@" + OPTIONS.toAbsolutePath().normalize();
    job.with("JDK_JAVA_OPTIONS", options + " -Xlog:gc:file=" + heap);
    DatabaseAddress address = job.address(database);
    Task task =
        new Task.Backup(
            "uid-1",
            "isp",
            "nightly",
            "2026-11-23T02:00:00Z",
            AgentJob.FILE,
            address,
            null,
            List.of(),
            new Encryption(
                BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, address.passwordFile(), null),
            List.of(job.destination("local"), other));
    TaskResult result = job.run(task);
    String all = Files.readString(job.log()) + Files.readString(job.resultFile());
    assertThat(all).doesNotContain(PASSWORD, LICENCE, TOKEN).doesNotContain("OutOfMemory");
    tell(deed, result, heap);
    return result;
  }

  /** A line of the table that shows what became of whom. */
  private static void tell(String deed, TaskResult result, Path heap) throws Exception {
    List<String> row = new ArrayList<>(List.of(deed));
    for (DestinationResult each : result.destinations()) {
      row.add(each.name() + " " + each.state());
    }
    result.destinations().stream()
        .map(DestinationResult::failure)
        .filter(Objects::nonNull)
        .forEach(failure -> row.add(failure.code() + ": " + failure.message()));
    if (result.failure() != null) {
      row.add("the run: " + result.failure().code() + ": " + result.failure().message());
    }
    long used = 0;
    Matcher runs = HEAP.matcher(Files.readString(heap));
    while (runs.find()) {
      used = Math.max(used, Long.parseLong(runs.group(2)));
    }
    row.add("heap in use after collection " + used + " MiB");
    Files.writeString(
        Path.of("target", "hostile-destinations.txt"),
        String.join(" | ", row) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private Path volume() {
    return temp.resolve("volume");
  }

  private Path secret(String name, String value) throws Exception {
    Files.createDirectories(temp.resolve("secrets"));
    return Files.writeString(temp.resolve("secrets").resolve(name), value);
  }

  private Destination ftp(HostileFtp server) throws Exception {
    Destination.Ftp ftp =
        new Destination.Ftp(
            "127.0.0.1",
            server.port(),
            "",
            Destination.FtpSecurity.None,
            "joe",
            null,
            secret("ftp", PASSWORD).toString(),
            null,
            false,
            null,
            null,
            null);
    return new Destination("other", null, ftp, null, null, null, null, Boolean.TRUE);
  }

  private Destination sftp(HostileSsh server) throws Exception {
    Destination.Sftp sftp =
        new Destination.Sftp(
            "127.0.0.1",
            server.port(),
            "",
            "joe",
            null,
            secret("sftp", PASSWORD).toString(),
            null,
            null,
            null,
            List.of(server.fingerprint()));
    return new Destination("other", null, null, sftp, null, null, null, null);
  }

  private Destination cloud(HostileWeb server) throws Exception {
    Destination.Cloud cloud =
        new Destination.Cloud(server.url(), secret("licence", LICENCE).toString(), null, null);
    return new Destination("other", null, null, null, null, cloud, null, null);
  }

  private Destination s3(HostileWeb server) throws Exception {
    Destination.S3 s3 =
        new Destination.S3(
            server.url(),
            "eu-central-1",
            "b",
            "f",
            true,
            secret("id", "AKIDEXAMPLE").toString(),
            secret("key", "secret-access-key-0042").toString(),
            secret("token", TOKEN).toString(),
            null,
            null,
            null,
            null,
            null);
    return new Destination("other", null, null, null, s3, null, null, null);
  }
}
