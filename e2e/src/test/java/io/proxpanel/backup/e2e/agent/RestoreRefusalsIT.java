package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore refuses: each with its code and one sentence, and the database as it was. */
class RestoreRefusalsIT {
  private static final String UID = "uid-9";

  @TempDir static Path shared;
  private static PostgresServer server;
  private static IspDatabase database;
  private static Path whole;

  @TempDir Path temp;
  private AgentJob job;
  private DatabaseAddress address;
  private Path file;
  private Checksums before;

  @BeforeAll
  static void makeBackup() throws Exception {
    server =
        PostgresServer.start(
            PostgresInstallation.servers().get(0), Files.createDirectory(shared.resolve("server")));
    database = IspDatabase.create(server, "right");
    database.psql(
        "CREATE TABLE subscribers AS SELECT i, md5(i::text) FROM generate_series(1, 20000) i;"
            + " CREATE TABLE invoices (id int PRIMARY KEY); INSERT INTO invoices VALUES (1), (2)");
    AgentJob job = new AgentJob(shared.resolve("job"));
    assertThat(job.run(job.backup("uid-1", AgentJob.FILE, job.address(database))).failure())
        .isNull();
    whole = job.volume().resolve(AgentJob.FILE);
    database.psql("DELETE FROM subscribers WHERE i % 2 = 0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    job = new AgentJob(temp.resolve("job"));
    address = job.address(database);
    file = job.volume().resolve(AgentJob.FILE);
    Files.copy(whole, file);
    before = database.checksums();
  }

  @AfterEach
  void theDatabaseIsAsItWas() {
    assertThat(database.checksums().differences(before)).isEmpty();
    assertThat(AgentJob.names(job.scratch())).isEmpty();
  }

  @Test
  void confirmationForAnotherDatabase() {
    Task.Restore task = (Task.Restore) job.restore(UID, AgentJob.FILE, address, null);
    assertThat(refusal(confirmed(task, "panel"), ErrorCode.OverwriteNotConfirmed))
        .isEqualTo(
            "confirmOverwrite is \"panel\" but the target database is \"proxpanel\": nothing was"
                + " touched. Make another Restore with confirmOverwrite: proxpanel to overwrite it.");
    assertThat(refusal(confirmed(task, null), ErrorCode.OverwriteNotConfirmed))
        .startsWith("confirmOverwrite is missing but");
  }

  @Test
  void fileIsMissing() throws IOException {
    Files.delete(file);
    assertThat(refusal(ErrorCode.FileMissing)).contains(AgentJob.FILE);
  }

  @Test
  void fileIsEmptyOrSomethingElse() throws IOException {
    Files.write(file, new byte[0]);
    assertThat(refusal(ErrorCode.NotABackupFile)).contains("is empty");
    Files.writeString(file, "PK\u0003\u0004 this is a zip file, more or less, and no backup");
    assertThat(refusal(ErrorCode.NotABackupFile)).contains("is not a ProxPanel backup");
  }

  @Test
  void anyFlippedBitAndAnyCut() throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    for (int position : List.of(100, bytes.length / 2, bytes.length - 17, bytes.length - 1)) {
      byte[] flipped = bytes.clone();
      flipped[position] ^= 4;
      Files.write(file, flipped);
      refusal(ErrorCode.WrongKeyOrDamaged);
    }
    for (int length : List.of(bytes.length - 1, bytes.length / 2)) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      refusal(ErrorCode.WrongKeyOrDamaged);
    }
    Files.write(file, java.util.Arrays.copyOf(bytes, 60));
    refusal(ErrorCode.FileTruncated);
  }

  @Test
  void licenceLineMissingOrTooLong() throws IOException {
    Files.writeString(file, "PROXPANEL_ENCRYPTED_BACKUP_V2\n" + "x".repeat(300));
    assertThat(refusal(ErrorCode.LicenseLineMissing)).contains("LICENSE_KEY=");
    Files.writeString(file, "PROXPANEL_ENCRYPTED_BACKUP_V2\nLICENSE_KEY=" + "x".repeat(300) + "\n");
    assertThat(refusal(ErrorCode.LicenseLineMissing)).contains("within its first 200 bytes");
  }

  @Test
  void wrongPassword() {
    Task.Restore task = (Task.Restore) job.restore(UID, AgentJob.FILE, address, null);
    String wrong = job.secret("wrong", "wrong").toString();
    assertThat(refusal(opened(task, List.of(wrong)), ErrorCode.WrongKeyOrDamaged))
        .contains("No key opens")
        .doesNotContain("right");
    job.secret("right", "right");
    assertThat(refusal(opened(task, List.of()), ErrorCode.TaskInvalid)).contains("no password");
  }

  @Test
  void somethingElseThanAnArchiveInside() throws IOException {
    Files.delete(file);
    Path plain =
        Files.writeString(temp.resolve("plain"), "-- a dump in SQL\nSELECT 1;\n".repeat(9));
    encrypt(plain);
    assertThat(refusal(ErrorCode.NotAnArchive)).contains("it does not start with PGDMP");
  }

  @Test
  void archiveWithoutItsLastTable() throws Exception {
    Path archive = temp.resolve("archive");
    job.verb(
        "decrypt",
        "--password-file",
        address.passwordFile(),
        "-o",
        archive.toString(),
        whole.toString());
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Files.delete(file);
    encrypt(archive);
    assertThat(refusal(ErrorCode.ArchiveIncomplete)).contains("public.");
  }

  @Test
  void statementOfTheArchiveFails() {
    // Whoever restores must not be let through by chance.
    server.psql(
        "proxpanel",
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            + " 'no tables on Sundays' USING DETAIL = 'it is one'; END $$;"
            + " CREATE EVENT TRIGGER no ON ddl_command_end WHEN tag IN ('CREATE TABLE')"
            + " EXECUTE FUNCTION no()");
    before = database.checksums();
    assertThat(refusal(ErrorCode.PgRestoreFailed))
        .startsWith(
            "The restore into \"proxpanel\" stopped at its first error and the database is as it"
                + " was: no tables on Sundays; detail: it is one; at: PL/pgSQL function")
        .endsWith("(SQLSTATE P0001).");
    server.psql("proxpanel", "DROP EVENT TRIGGER no; DROP FUNCTION no()");
    before = database.checksums();
  }

  @Test
  void tablesOfAnotherOwner() {
    server.psql(
        "proxpanel",
        "ALTER TABLE invoices OWNER TO postgres; GRANT SELECT ON invoices TO proxpanel");
    before = database.checksums();
    assertThat(refusal(ErrorCode.DatabasePermissionDenied))
        .isEqualTo(
            "The role \"proxpanel\" may not replace what belongs to other roles in \"proxpanel\", and"
                + " nothing was touched: table public.invoices of \"postgres\". Log in with a"
                + " superuser, or with a role that is a member of that role.");
    server.psql("proxpanel", "ALTER TABLE invoices OWNER TO proxpanel");
    before = database.checksums();
  }

  @Test
  void readOnlyByDefaultIsNoRefusal() {
    server.psql("postgres", "ALTER ROLE proxpanel SET default_transaction_read_only = on");
    TaskResult result = job.run(job.restore(UID, AgentJob.FILE, address, null));
    server.psql("postgres", "ALTER ROLE proxpanel RESET default_transaction_read_only");
    assertThat(result.failure()).as("a default is overridden").isNull();
    database.psql("DELETE FROM subscribers WHERE i % 2 = 0");
    before = database.checksums();
  }

  @Test
  void tableThatSomebodyHolds() {
    job.with("BACKUP_LOCK_TIMEOUT_SECONDS", "1");
    try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
      assertThat(refusal(leaving(), ErrorCode.DatabaseBusy))
          .matches(
              "The restore into \"proxpanel\" could not wait longer for a table that session "
                  + lock.pid()
                  + " of the role \"proxpanel\" \\(application \"test-holder\", from 127.0.0.1,"
                  + " idle, in a transaction since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\) holds"
                  + " \\(canceling statement due to lock timeout\\), and the database is as it was:"
                  + " stop what uses the database and try again\\.");
      assertThat(lock.held()).isTrue();
    }
  }

  @Test
  void tableThatASessionHoldsOfWhichTheRoleMaySeeLittle() {
    job.with("BACKUP_LOCK_TIMEOUT_SECONDS", "1");
    IspDatabase asSuperuser =
        new IspDatabase(server, database.name(), server.superuser(), server.superuserPassword());
    try (LockedTable lock = LockedTable.hold(asSuperuser, "subscribers")) {
      assertThat(refusal(ErrorCode.DatabaseBusy))
          .contains(
              "a table that session "
                  + lock.pid()
                  + " of the role \"postgres\" (application \"test-holder\") holds (");
    }
  }

  @Test
  void anotherRestoreRunsAndABackupWaitsForIt() {
    try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
      AgentJob.Running first =
          job.start(AgentJob.leavingSessions(job.restore("uid-a", AgentJob.FILE, address, null)));
      lock.awaitWaiter();
      AgentJob second = new AgentJob(temp.resolve("second"));
      DatabaseAddress same = second.address(database);
      copy(file, second.volume().resolve(AgentJob.FILE));
      TaskResult busy = second.run(second.restore("uid-b", AgentJob.FILE, same, null));
      assertThat(busy.failure().code()).isEqualTo(ErrorCode.DatabaseBusy);
      assertThat(busy.failure().message())
          .contains("a restore into it is running (session \"proxpanel-restore-uid-a\")");
      TaskResult backup = second.run(second.backup("uid-c", "x.proisp.bak", same));
      assertThat(backup.failure().code()).isEqualTo(ErrorCode.DatabaseBusy);
      first.process().destroy();
      assertThat(first.end().failure().code()).isEqualTo(ErrorCode.Interrupted);
    }
  }

  @Test
  void fileThatChangesAfterItWasAuthenticated() throws IOException {
    AgentJob other = new AgentJob(temp.resolve("other"));
    database.psql("CREATE TABLE additional (n int)");
    assertThat(other.run(other.backup("uid-5", AgentJob.FILE, other.address(database))).failure())
        .isNull();
    database.psql("DROP TABLE additional");
    Path exchanged = other.volume().resolve(AgentJob.FILE);
    IspDatabase asSuperuser =
        new IspDatabase(server, database.name(), server.superuser(), server.superuserPassword());
    AgentJob.Running running;
    // What a restore asks about its target first: by then the file has been authenticated.
    try (LockedTable lock = LockedTable.hold(asSuperuser, "pg_extension")) {
      running = job.start(job.restore(UID, AgentJob.FILE, address, null));
      lock.awaitWaiter();
      Files.move(exchanged, file, StandardCopyOption.REPLACE_EXISTING);
    }
    TaskResult result = running.end();
    assertThat(result.failure().code()).isEqualTo(ErrorCode.WrongKeyOrDamaged);
    assertThat(result.failure().message()).contains("was changed after it had been authenticated");
  }

  @Test
  void serverGoneInTheMiddle() {
    try (LockedTable lock = LockedTable.hold(database, "subscribers")) {
      AgentJob.Running running = job.start(leaving());
      lock.awaitWaiter();
      server.crash();
      TaskResult result = running.end();
      assertThat(result.failure().code()).isEqualTo(ErrorCode.DatabaseUnreachable);
      assertThat(result.failure().message())
          .contains("ended the connection during the restore, which it undoes");
      assertThat(result.transactionId()).isNotNull();
    } finally {
      server.startAgain();
    }
  }

  private void encrypt(Path plain) {
    job.verb(
        "encrypt",
        "--password-file",
        address.passwordFile(),
        "-o",
        file.toString(),
        plain.toString());
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Task leaving() {
    return AgentJob.leavingSessions(job.restore(UID, AgentJob.FILE, address, null));
  }

  private String refusal(ErrorCode code) {
    return refusal(job.restore(UID, AgentJob.FILE, address, null), code);
  }

  private String refusal(Task task, ErrorCode code) {
    AgentJob.Running running = job.start(task);
    TaskResult result = running.end();
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().code()).as(result.failure().message()).isEqualTo(code);
    assertThat(running.process().exitValue()).isEqualTo(code.exitCode());
    return result.failure().message();
  }

  private static Task confirmed(Task.Restore t, String confirmation) {
    return new Task.Restore(
        t.uid(),
        t.sources(),
        t.fileName(),
        t.database(),
        confirmation,
        t.passwordFiles(),
        null,
        null,
        null);
  }

  private static Task opened(Task.Restore t, List<String> passwordFiles) {
    return new Task.Restore(
        t.uid(),
        t.sources(),
        t.fileName(),
        t.database(),
        t.confirmOverwrite(),
        passwordFiles,
        null,
        null,
        null);
  }
}
