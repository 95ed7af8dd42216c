package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveRewriter;
import io.proxpanel.backup.agent.archive.EntryEdits;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs an archive's statements in a session: the archive goes through edits into pg_restore, which
 * makes a script of it, and the script into psql.
 */
final class ArchiveScript {
  private static final int PIECE = 64 * 1024;
  private static final long LOOK_SECONDS = 2;

  /** A server that has waited so long for a statement, with the script at its end, gets no more. */
  private static final double HANGS_AFTER_SECONDS = 10;

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final PsqlSession session;
  private final Cleanup cleanup;
  private final RestoreTransaction.Progress progress;
  private final RestoreErrors errors;
  private final OtherSessions others;

  /** Where the archive comes from. */
  public interface Source {
    /** The archive from its first byte. */
    InputStream open() throws AgentException, IOException;
  }

  ArchiveScript(
      PostgresClients.Client client,
      DatabaseLogin login,
      PsqlSession session,
      Cleanup cleanup,
      RestoreTransaction.Progress progress,
      RestoreErrors errors,
      OtherSessions others) {
    this.client = client;
    this.login = login;
    this.session = session;
    this.cleanup = cleanup;
    this.progress = progress;
    this.errors = errors;
    this.others = others;
  }

  /**
   * Runs it to its end; nothing is committed.
   *
   * @param sha256 of what the archive was when it was authenticated, hexadecimal
   * @param edits what of it is changed
   * @param searchPath with which the statements run, as SQL writes it
   * @param settings names of all settings that the server knows
   * @throws AgentException {@code PgRestoreFailed} and others; the session has ended then
   */
  void run(Source archive, String sha256, EntryEdits edits, String searchPath, Set<String> settings)
      throws AgentException {
    List<String> command =
        List.of(
            client.program("pg_restore"),
            "--file=-",
            "--exit-on-error",
            // Without it, the script commits after the large objects what it has done until then.
            "--single-transaction");
    try (ChildProcess restore = ChildProcess.start(command, login.environment(), cleanup)) {
      FutureTask<Void> feed = background("archive", () -> feed(archive, sha256, edits, restore));
      FutureTask<Boolean> answers = background("answers", this::readToMarker);
      try {
        ScriptFilter filter = forward(restore, searchPath, settings);
        requireClean(restore, feed);
        filter.finish();
        session.sendMarker();
      } catch (IOException e) {
        throw scriptFailure(e, restore, feed);
      }
      if (!await(answers)) {
        throw errors.of(session.failure());
      }
    }
  }

  private Void feed(Source archive, String sha256, EntryEdits edits, ChildProcess restore)
      throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new DigestInputStream(archive.open(), digest);
        OutputStream out = new ArchiveRewriter(restore.input(), edits, archive::open)) {
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

  private ScriptFilter forward(ChildProcess restore, String searchPath, Set<String> settings)
      throws IOException {
    ScriptFilter filter = new ScriptFilter(session::send, settings, searchPath);
    byte[] buffer = new byte[PIECE];
    InputStream script = restore.output();
    int n = script.read(buffer);
    while (n >= 0) {
      filter.write(buffer, 0, n);
      n = script.read(buffer);
    }
    return filter;
  }

  /** Reads what the script prints; false when psql ended before the script did. */
  private Boolean readToMarker() throws IOException {
    String line = session.nextLine();
    while (line != null && !session.isMarker(line)) {
      line = session.nextLine();
    }
    return line != null;
  }

  /**
   * Waits as long as the server works; a script that leaves a quote open never comes to its end.
   */
  private boolean await(FutureTask<Boolean> answers) throws AgentException {
    while (true) {
      try {
        return answers.get(LOOK_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        requireAtWork();
      } catch (InterruptedException e) {
        throw ChildProcess.interrupted(e);
      } catch (ExecutionException e) {
        throw errors.of(session.failure());
      }
    }
  }

  private void requireAtWork() throws AgentException {
    try {
      OtherSessions.State state = others.state();
      if (state.isIdle() && state.seconds() > HANGS_AFTER_SECONDS) {
        throw errors.stopped(
            "the archive has a statement without an end, so that the server waits for more: look who"
                + " made the file");
      }
    } catch (SqlException e) {
      throw errors.of(e);
    }
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
