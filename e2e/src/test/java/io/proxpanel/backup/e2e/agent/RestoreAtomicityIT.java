package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing in an archive ends the restore's transaction before the agent does. */
class RestoreAtomicityIT {
  /** The index is made after the large objects' data, and its function fails when told to. */
  private static final String LATE_FAILURE =
      """
      CREATE FUNCTION checked(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
        BEGIN
          IF current_setting('panel.refuse', true) = 'on' THEN
            RAISE EXCEPTION 'refused at the end';
          END IF;
          RETURN i;
        END $$;
      CREATE TABLE subscribers AS SELECT i FROM generate_series(1, 100) i;
      CREATE INDEX ON subscribers (checked(i));
      SELECT lo_from_bytea(0, 'a contract, scanned');
      """;

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void failureAfterTheLargeObjectsLeavesTheDatabaseAsItWas(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(LATE_FAILURE);
      Checksums full = database.checksums();
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address = job.address(database);
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
      database.psql("DELETE FROM subscribers WHERE i > 50");
      Checksums before = database.checksums();

      server.psql("postgres", "ALTER DATABASE proxpanel SET panel.refuse = 'on'");
      TaskResult refused = job.run(job.restore("uid-2", AgentJob.FILE, address, null));

      assertThat(refused.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
      assertThat(refused.failure().message())
          .contains("refused at the end")
          .contains("the database is as it was");
      assertThat(database.checksums().differences(before)).isEmpty();

      // The next attempt asks how that transaction ended, and does not take it for done.
      server.psql("postgres", "ALTER DATABASE proxpanel RESET panel.refuse");
      TaskResult next =
          job.run(job.restore("uid-2", AgentJob.FILE, address, refused.transactionId()));
      assertThat(next.failure()).isNull();
      assertThat(database.checksums().differences(full)).isEmpty();
    }
  }

  @Test
  void archiveWhoseOwnStatementsEndTheTransactionIsNoSuccess(@TempDir Path temp) throws Exception {
    TaskResult result = restored(temp, "'x'; COMMIT; BEGIN");

    assertThat(result.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
    assertThat(result.failure().message())
        .isEqualTo(
            "The archive has a statement that ended the restore's transaction, so \"proxpanel\""
                + " may hold a part of what the archive has: look who made the file, and restore"
                + " another one.");
  }

  @Test
  void archiveThatLeavesAQuoteOpenDoesNotHoldTheDatabase(@TempDir Path temp) throws Exception {
    TaskResult result = restored(temp, "'x");

    assertThat(result.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
    assertThat(result.failure().message())
        .isEqualTo(
            "The restore into \"proxpanel\" stopped at its first error and the database is as it was:"
                + " the archive has a statement without an end, so that the server waits for more:"
                + " look who made the file.");
  }

  @Test
  void archiveThatLeavesAQuoteOpenFillsNoNewDatabase(@TempDir Path temp) throws Exception {
    TaskResult result = restored(temp, "'x", RestoreOptions.Mode.Swap);

    assertThat(result.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
    assertThat(result.failure().message())
        .startsWith(
            "The new database \"proxpanel_restore_uid-2\" could not be filled, and no other one was"
                + " touched: unterminated quoted string at or near \"'x");
  }

  /** To psql, all that follows is rows. */
  @Test
  void archiveThatSwallowsItsOwnEndFillsNoNewDatabase(@TempDir Path temp) throws Exception {
    TaskResult result = restored(temp, "'x'; COPY answers FROM stdin", RestoreOptions.Mode.Swap);

    assertThat(result.failure().code()).isEqualTo(ErrorCode.PgRestoreFailed);
    assertThat(result.failure().message())
        .isEqualTo(
            "The new database \"proxpanel_restore_uid-2\" could not be filled, and no other one was"
                + " touched: the archive has a statement without an end, so that the server waits"
                + " for more: look who made the file.");
  }

  /** Whoever knew how the agent sees that a script has ended could have it look no further. */
  @Test
  void archiveThatPrintsMarkersIsReadToItsEnd(@TempDir Path temp) throws Exception {
    TaskResult result = restored(temp, "'x'; SELECT '--end-of-script--'");

    assertThat(result.failure()).isNull();
    assertThat(result.restored().notRestored()).isEmpty();
  }

  private static TaskResult restored(Path temp, String commentOfTheArchive) throws Exception {
    return restored(temp, commentOfTheArchive, RestoreOptions.Mode.InPlace);
  }

  /** Restores a file as a superuser, of which no statement runs in a subtransaction. */
  private static TaskResult restored(
      Path temp, String commentOfTheArchive, RestoreOptions.Mode mode) throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      String comment = "'somewhat longer than what replaces it in the file'";
      database.psql(
          "CREATE TABLE answers (word text); CREATE TABLE subscribers (i int); COMMENT ON TABLE subscribers IS "
              + comment);
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address =
          job.address(
              new IspDatabase(
                  server, database.name(), server.superuser(), server.superuserPassword()));
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
      replaceInside(job, address, temp, comment, commentOfTheArchive);
      return job.run(AgentJob.in(mode, job.restore("uid-2", AgentJob.FILE, address, null)));
    }
  }

  /** Puts another text, filled up to the same length, into the archive of the stored file. */
  private static void replaceInside(
      AgentJob job, DatabaseAddress address, Path temp, String old, String text) throws Exception {
    Path file = job.volume().resolve(AgentJob.FILE);
    Path archive = temp.resolve("archive");
    job.verb(
        "decrypt",
        "--password-file",
        address.passwordFile(),
        "-o",
        archive.toString(),
        file.toString());
    String bytes = Files.readString(archive, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(old);
    String same = text + " ".repeat(old.length() - text.length());
    Files.writeString(archive, bytes.replace(old, same), StandardCharsets.ISO_8859_1);
    job.verb(
        "encrypt",
        "--force",
        "--password-file",
        address.passwordFile(),
        "-o",
        file.toString(),
        archive.toString());
  }
}
