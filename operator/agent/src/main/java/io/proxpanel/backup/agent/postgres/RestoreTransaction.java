package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveRewriter;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A restore in one transaction: pg_restore turns the archive into a script, psql runs it in a
 * session whose transaction is begun before it and committed after it, by this class, once
 * everything has been seen to be right. Whatever dies before that leaves the database as it was.
 */
public final class RestoreTransaction {
  private static final String END_OF_SCRIPT = "--end-of-script--";
  private static final int PIECE = 64 * 1024;
  private static final String COPIED = "COPY ";
  private static final String CURRENT_ID = "SELECT pg_catalog.txid_current()::text AS id";

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final PsqlSession session;
  private final Cleanup cleanup;
  private final Progress progress;
  private final RestoreErrors errors;
  private final String tenantSchema;
  private TargetFacts target;
  private String id;

  /** Hears how many more bytes of the archive went into the restore. */
  public interface Progress {
    /** More bytes. */
    void add(long bytes);
  }

  /** Where the archive comes from. */
  public interface ArchiveSource {
    /** The archive from its first byte. */
    InputStream open() throws AgentException, IOException;
  }

  /**
   * A restore that has not begun.
   *
   * @param client whose pg_restore
   * @param session that is to run it; ends with an error of the script
   * @param cleanup ends pg_restore
   * @param progress hears how far it is
   * @param locks knows who holds what it waits for
   * @param tenantSchema the only schema that the archive has, which stays if it is there; or null
   */
  public RestoreTransaction(
      PostgresClients.Client client,
      DatabaseLogin login,
      PsqlSession session,
      Cleanup cleanup,
      Progress progress,
      LockWatch locks,
      String tenantSchema) {
    this.client = client;
    this.login = login;
    this.session = session;
    this.cleanup = cleanup;
    this.progress = progress;
    this.errors = new RestoreErrors(login, locks);
    this.tenantSchema = tenantSchema;
  }

  /**
   * Begins the transaction.
   *
   * @param lockTimeoutSeconds how long to wait for a table that another session holds
   * @return the transaction's id, with its epoch
   */
  public String begin(long lockTimeoutSeconds) throws AgentException {
    try {
      target = TargetFacts.ask(session, tenantSchema);
      session.execute("SET lock_timeout = '" + lockTimeoutSeconds + "s'; BEGIN;");
      id = session.row(CURRENT_ID).get("id").asText();
      return id;
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * Runs the archive's statements; nothing is committed.
   *
   * @param archive authentic and complete when it was read before
   * @param sha256 of what was read then, hexadecimal
   * @param expected what it holds
   * @throws AgentException {@code PgRestoreFailed} and others; the session has ended then
   */
  public void run(ArchiveSource archive, String sha256, ArchiveSummary expected)
      throws AgentException {
    List<String> command =
        List.of(
            client.program("pg_restore"),
            "--file=-",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-acl",
            "--exit-on-error",
            // Without it, the script commits after the large objects what it has done until then.
            "--single-transaction");
    long rows;
    try (ChildProcess restore = ChildProcess.start(command, login.environment(), cleanup)) {
      FutureTask<Void> feed = background("archive", () -> feed(archive, sha256, restore));
      FutureTask<Long> answers = background("answers", this::countRows);
      try {
        ScriptFilter filter = forward(restore);
        requireClean(restore, feed);
        filter.finish();
        session.sendLine("\\set QUIET on\n\\echo " + END_OF_SCRIPT);
      } catch (IOException e) {
        throw scriptFailure(e, restore, feed);
      }
      rows = result(answers);
      if (rows < 0) {
        throw errors.of(session.failure());
      }
    }
    requireSameTransaction();
    requireComplete(rows, expected);
  }

  /**
   * Makes it last.
   *
   * @return false when the connection was lost before the server answered: whether it was committed
   *     only the server can say, see {@link TransactionOutcome}
   */
  public boolean commit() throws AgentException {
    try {
      session.execute("COMMIT;");
      return true;
    } catch (SqlException e) {
      if (e.connectionLost()) {
        return false;
      }
      throw errors.of(e);
    }
  }

  /**
   * A COMMIT inside the archive is not seen before it has worked; it must not be called success.
   */
  private void requireSameTransaction() throws AgentException {
    try {
      if (!session.row(CURRENT_ID).get("id").asText().equals(id)) {
        throw new AgentException(
            ErrorCode.PgRestoreFailed,
            "The archive has a statement that ended the restore's transaction, so \""
                + login.database()
                + "\" may hold a part of what the archive has: look who made the file, and restore"
                + " another one.");
      }
    } catch (SqlException e) {
      throw errors.of(e);
    }
  }

  private void requireComplete(long rows, ArchiveSummary expected) throws AgentException {
    if (expected.rows() != null && rows != expected.rows()) {
      throw errors.stopped(
          "the server took " + rows + " rows and the archive has " + expected.rows());
    }
    try {
      long tables =
          session
              .row(
                  "SELECT count(*) AS n FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p')"
                      + " AND relnamespace IN (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE "
                      + (tenantSchema == null
                          ? "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
                          : DumpScope.equal("n.nspname", tenantSchema))
                      + ")")
              .get("n")
              .asLong();
      if (tables < expected.tables()) {
        throw errors.stopped(
            "there are " + tables + " tables and the archive has " + expected.tables());
      }
    } catch (SqlException e) {
      throw errors.of(e);
    }
  }

  private Void feed(ArchiveSource archive, String sha256, ChildProcess restore) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new DigestInputStream(archive.open(), digest);
        OutputStream out = new ArchiveRewriter(restore.input(), target.edits())) {
      byte[] buffer = new byte[PIECE];
      int n = in.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        progress.add(n);
        n = in.read(buffer);
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        throw new AgentException(
            ErrorCode.WrongKeyOrDamaged,
            "The file is no longer the one that was authenticated: it changed meanwhile, and the"
                + " database is as it was.");
      }
    } catch (IOException | AgentException e) {
      // pg_restore must not take what it has for the whole; nothing is committed in any case.
      restore.close();
      throw e;
    }
    return null;
  }

  private ScriptFilter forward(ChildProcess restore) throws IOException {
    session.sendLine("\\set QUIET off");
    ScriptFilter filter = new ScriptFilter(session::send, target.settings());
    byte[] buffer = new byte[PIECE];
    InputStream script = restore.output();
    int n = script.read(buffer);
    while (n >= 0) {
      filter.write(buffer, 0, n);
      n = script.read(buffer);
    }
    return filter;
  }

  /** Sums what COPY reports; -1 when psql ended before the script did. */
  private Long countRows() throws IOException {
    long rows = 0;
    String line = session.nextLine();
    while (line != null && !line.equals(END_OF_SCRIPT)) {
      if (line.startsWith(COPIED) && line.substring(COPIED.length()).matches("\\d{1,18}")) {
        rows += Long.parseLong(line.substring(COPIED.length()));
      }
      line = session.nextLine();
    }
    return line == null ? -1 : rows;
  }

  /** The script could not be passed on to its end: the first reason is the one that counts. */
  private AgentException scriptFailure(IOException e, ChildProcess restore, FutureTask<Void> feed)
      throws AgentException {
    if (e.getCause() instanceof AgentException agent) {
      return agent;
    }
    restore.close();
    try {
      result(feed);
    } catch (AgentException ofArchive) {
      // A broken pipe to pg_restore, which was just ended, is no reason of its own.
      if (ofArchive.code() != ErrorCode.InputOutput) {
        return ofArchive;
      }
    }
    return errors.of(session.failure());
  }

  private void requireClean(ChildProcess restore, FutureTask<Void> feed) throws AgentException {
    int code = restore.exitCode();
    try {
      result(feed);
    } catch (AgentException e) {
      // A broken pipe is pg_restore's own failure, met from the other end.
      if (code == 0 || e.code() != ErrorCode.InputOutput) {
        throw e;
      }
    }
    if (code != 0 || !restore.errors().isEmpty()) {
      throw errors.stopped(
          restore.errors().lines().findFirst().orElse("pg_restore ended with code " + code));
    }
  }

  private static <T> FutureTask<T> background(String name, java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static <T> T result(FutureTask<T> task) throws AgentException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw ChildProcess.interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AgentException agent) {
        throw agent;
      }
      if (e.getCause() instanceof IOException io) {
        throw AgentException.from(
            io, ErrorCode.InputOutput, "The archive cannot be passed to pg_restore.");
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
