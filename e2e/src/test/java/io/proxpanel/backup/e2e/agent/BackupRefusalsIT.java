package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backup refuses: each with its code, one sentence, and nothing left behind. */
class BackupRefusalsIT {
  private static final String UID = "uid-1";

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;

  @TempDir Path temp;
  private AgentJob job;
  private DatabaseAddress address;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(PostgresInstallation.servers().get(0), serverFolder);
    database = IspDatabase.create(server, "right");
    database.psql(
        "CREATE TABLE subscribers AS SELECT i, md5(i::text) FROM generate_series(1,20000) i");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() {
    job = new AgentJob(temp.resolve("job"));
    address = job.address(database);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(AgentJob.names(job.scratch())).isEmpty();
    assertThat(job.files()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void wrongPassword() {
    job.secret("password", "wrong");
    assertThat(refusal(address, ErrorCode.DatabaseLoginRefused))
        .isEqualTo(
            "Database login refused for user \"proxpanel\" at 127.0.0.1:"
                + server.port()
                + " (password authentication failed for user \"proxpanel\"): check the password and"
                + " the role.");
  }

  /** A server that somebody pretends to run would get it. */
  @ParameterizedTest
  @CsvSource({"password, cleartext password", "md5, hashed password"})
  void serverThatAsksForThePasswordItself(String method, String words) throws Exception {
    Path rules = Path.of(server.psql("postgres", "SHOW hba_file"));
    String before = Files.readString(rules);
    logInBy("host all proxpanel 127.0.0.1/32 " + method + "\n" + before, rules, "md5");
    try {
      assertThat(refusal(address, ErrorCode.DatabaseLoginRefused))
          .isEqualTo(
              "The server 127.0.0.1:"
                  + server.port()
                  + " asks for the password of the role \"proxpanel\" in a way in which it could be"
                  + " read by whoever pretends to be the server (server requested a "
                  + words
                  + "), and was not given it: let it use scram-sha-256, or write sslMode: verify-full"
                  + " with the server's CA.");
    } finally {
      logInBy(before, rules, "scram-sha-256");
    }
  }

  private static void logInBy(String text, Path rules, String encryption) throws IOException {
    String loaded = server.psql("postgres", "SELECT pg_conf_load_time()");
    Files.writeString(rules, text);
    server.psql(
        "postgres",
        "SET password_encryption = '"
            + encryption
            + "'; ALTER ROLE proxpanel PASSWORD 'right'; SELECT pg_reload_conf()");
    await().until(() -> !server.psql("postgres", "SELECT pg_conf_load_time()").equals(loaded));
  }

  @Test
  void unknownDatabase() {
    assertThat(refusal(named("nowhere"), ErrorCode.DatabaseMissing))
        .isEqualTo(
            "The server 127.0.0.1:"
                + server.port()
                + " has no database \"nowhere\": check the name, or create it.");
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(refusal(at("127.0.0.1", port), ErrorCode.DatabaseUnreachable))
        .isEqualTo(
            "No connection to the database server 127.0.0.1:"
                + port
                + ": connection refused; check host and port, and that the server runs.");
  }

  @Test
  void unknownHost() {
    assertThat(refusal(at("db.invalid", 5432), ErrorCode.DatabaseUnreachable))
        .contains("the name \"db.invalid\" is unknown; check the host.");
    assertThat(refusal(at("-h", 5432), ErrorCode.DatabaseUnreachable))
        .contains("the name \"-h\" is unknown");
  }

  @Test
  void tableThatTheRoleMayNotRead() {
    server.psql("proxpanel", "CREATE TABLE salaries (n int)");
    try {
      assertThat(refusal(address, ErrorCode.DatabasePermissionDenied))
          .isEqualTo(
              "The role \"proxpanel\" may not read the table public.salaries, in the database"
                  + " \"proxpanel\": grant it (GRANT SELECT ON public.salaries TO proxpanel), or log"
                  + " in with the owner.");
    } finally {
      server.psql("proxpanel", "DROP TABLE salaries");
    }
  }

  @Test
  void schemaLargeObjectAndRowSecurity() {
    server.psql("proxpanel", "CREATE SCHEMA hidden; CREATE TABLE hidden.t (n int)");
    assertThat(refusal(address, ErrorCode.DatabasePermissionDenied))
        .contains("may not read the schema hidden, which has hidden.t")
        .contains("GRANT USAGE ON SCHEMA hidden TO proxpanel");
    server.psql("proxpanel", "DROP SCHEMA hidden CASCADE; SELECT lo_create(4711)");
    assertThat(refusal(address, ErrorCode.DatabasePermissionDenied))
        .contains("may not read the large object 4711");
    server.psql(
        "proxpanel",
        "SELECT lo_unlink(4711); CREATE TABLE guarded (n int); GRANT SELECT ON guarded TO proxpanel;"
            + " ALTER TABLE guarded ENABLE ROW LEVEL SECURITY");
    assertThat(refusal(address, ErrorCode.DatabasePermissionDenied))
        .contains(
            "may not read all rows of the table public.guarded, which has row-level security");
    server.psql("proxpanel", "DROP TABLE guarded");
  }

  @Test
  void pgDumpIsTooOld() throws Exception {
    Path root = Files.createDirectories(temp.resolve("root"));
    Path bin = Files.createDirectories(root.resolve("14/bin"));
    for (String program : new String[] {"psql", "pg_dump", "pg_restore"}) {
      Files.createSymbolicLink(
          bin.resolve(program), Path.of(server.installation().program(program)).toRealPath());
    }
    job.with("BACKUP_POSTGRES_ROOT", root.toString());
    assertThat(refusal(address, ErrorCode.PgDumpTooOld))
        .matches(
            "pg_dump 14 cannot dump PostgreSQL "
                + server.installation().major()
                + "\\.\\d+: this image has 14; use an image that has "
                + server.installation().major()
                + "\\.");
    job.with("BACKUP_POSTGRES_ROOT", temp.resolve("nothing").toString());
    assertThat(refusal(address, ErrorCode.PgDumpTooOld))
        .contains("No PostgreSQL programs are installed below");
  }

  @Test
  void folderIsMissing() throws Exception {
    Files.delete(job.volume());
    TaskResult result = job.run(job.backup(UID, AgentJob.FILE, address));
    Files.createDirectory(job.volume());
    assertThat(result.failure().code()).isEqualTo(ErrorCode.FolderMissing);
    assertThat(result.failure().message())
        .isEqualTo(
            "The folder "
                + job.volume()
                + " of the destination \"local\" does not exist: create it on the volume, or correct"
                + " the path.");
  }

  @Test
  void volumeIsFull() {
    onTmpfs("size=200k", "");
    assertThat(refusal(address, ErrorCode.VolumeFull))
        .isEqualTo(
            "The volume of "
                + job.volume()
                + " is full (0 of 204800 bytes are free) after 204800 bytes of "
                + AgentJob.FILE
                + ": make room, or enlarge the claim.");
  }

  @Test
  void volumeIsReadOnly() {
    onTmpfs("size=200k", "mount -o remount,ro '" + job.volume() + "';");
    assertThat(refusal(address, ErrorCode.VolumeNotWritable))
        .isEqualTo(
            "The volume of " + job.volume() + " is read-only: check how the claim is mounted.");
  }

  @Test
  void nameOfSomebodyElsesFile() throws Exception {
    Files.writeString(job.volume().resolve(AgentJob.FILE), "precious");
    assertThat(refusal(address, ErrorCode.FileNameTaken)).contains("is not this Backup's");
    assertThat(job.volume().resolve(AgentJob.FILE)).hasContent("precious");
  }

  @Test
  void linkUnderTheTemporaryOrFinalNameIsNotFollowed() throws Exception {
    Path victim = Files.writeString(temp.resolve("victim"), "precious");
    Files.createSymbolicLink(
        job.volume().resolve("." + AgentJob.FILE + "." + UID + ".partial"), victim);
    TaskResult result = job.run(job.backup(UID, AgentJob.FILE, address));
    assertThat(result.failure()).isNull();
    assertThat(victim).hasContent("precious");

    Files.createSymbolicLink(job.volume().resolve("other.proisp.bak"), temp.resolve("nowhere"));
    result = job.run(job.backup(UID, "other.proisp.bak", address));
    assertThat(result.failure().code()).isEqualTo(ErrorCode.FileNameTaken);
    assertThat(temp.resolve("nowhere")).doesNotExist();
  }

  @Test
  void namesWithFolders() {
    for (String name : new String[] {"../x.bak", "a/b.bak", "..", ".hidden", ""}) {
      TaskResult result = job.run(job.backup(UID, name, address));
      assertThat(result.failure().code()).as(name).isEqualTo(ErrorCode.NameInvalid);
    }
    assertThat(job.run(job.backup(UID, "../x.bak", address)).failure().message())
        .isEqualTo(
            "The file name \"../x.bak\" is refused: it must be a name without a folder, without /"
                + " and ...");
  }

  @Test
  void taskThatIsNone() throws Exception {
    AgentJob.Running none = job.start("backup", "{}");
    assertThat(none.end().failure().message())
        .isEqualTo("BACKUP_TASK is not a task that this agent knows.");
    assertThat(none.process().exitValue()).isEqualTo(2);
    String delete = Json.write(job.delete(UID, AgentJob.FILE));
    assertThat(job.start("backup", delete).end().failure().message())
        .isEqualTo("The task in BACKUP_TASK is not a backup.");
  }

  @Test
  void serverGoneInTheMiddle() {
    try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
      AgentJob.Running running = job.start(job.backup(UID, AgentJob.FILE, address));
      lock.awaitWaiter();
      server.crash();
      TaskResult result = running.end();
      assertThat(result.failure().code()).isEqualTo(ErrorCode.DatabaseUnreachable);
      assertThat(result.failure().message()).contains("ended the connection during the dump");
    } finally {
      server.startAgain();
    }
    assertThat(job.files()).isEmpty();
  }

  @Test
  void tableThatSomebodyHoldsForTooLong() {
    job.with("BACKUP_LOCK_TIMEOUT_SECONDS", "1");
    try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
      assertThat(refusal(address, ErrorCode.DatabaseBusy))
          .matches(
              "The dump of \"proxpanel\" could not wait longer for a table that session "
                  + lock.pid()
                  + " of the role \"proxpanel\" \\(application \"test-holder\", from 127.0.0.1,"
                  + " idle, in a transaction since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\) holds:"
                  + " try again when it is done\\.");
      assertThat(lock.held()).isTrue();
    }
  }

  private String refusal(DatabaseAddress where, ErrorCode code) {
    AgentJob.Running running = job.start(job.backup(UID, AgentJob.FILE, where));
    TaskResult result = running.end();
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().code()).as(result.failure().message()).isEqualTo(code);
    assertThat(result.state()).isEqualTo(TaskResult.State.FAILED);
    assertThat(running.process().exitValue()).isEqualTo(code.exitCode());
    return result.failure().message();
  }

  private DatabaseAddress named(String name) {
    return new DatabaseAddress(
        address.host(),
        address.port(),
        name,
        "proxpanel",
        null,
        address.passwordFile(),
        null,
        null);
  }

  private DatabaseAddress at(String host, int port) {
    return new DatabaseAddress(
        host, port, "proxpanel", "proxpanel", null, address.passwordFile(), null, null);
  }

  /** The volume becomes a small file system that only the agent sees. */
  private void onTmpfs(String options, String then) {
    String script =
        "mount -t tmpfs -o " + options + " none '" + job.volume() + "'; " + then + " exec \"$@\"";
    boolean root = "root".equals(System.getProperty("user.name"));
    job.inside("unshare", root ? "-m" : "-rm", "sh", "-ec", script, "sh");
  }
}
