package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A part of an archive through pg_restore and psql, in a session of its own. */
final class LoadScript {
  private static final int PIECE = 64 * 1024;

  /** What is told of one thing that could not be done is not longer. */
  private static final int LINE = 8 * 1024;

  private final LoadContext context;

  /** Writes the part. */
  interface Part {
    /** Writes it as an archive. */
    void write(OutputStream out) throws AgentException, IOException;
  }

  LoadScript(LoadContext context) {
    this.context = context;
  }

  /**
   * Runs it to its end.
   *
   * @throws AgentException the first error of the load, which has ended all of it
   */
  void run(Part part) throws AgentException {
    try (ChildProcess restore = context.pgRestore();
        ChildProcess psql = context.psql(true)) {
      FutureTask<Void> feed = start("archive", () -> feed(part, restore));
      FutureTask<List<String>> answers =
          start("answers", () -> LoadContext.lines(psql.output(), context.mark(), LINE));
      pass(restore, psql);
      requireClean(restore, feed);
      if (psql.exitCode() != 0) {
        throw context.failure(psql);
      }
      context.ended(result(answers), psql.errors());
    } catch (AgentException e) {
      throw context.fail(e);
    }
  }

  private static Void feed(Part part, ChildProcess restore) throws AgentException, IOException {
    try (OutputStream out = restore.input()) {
      part.write(out);
    } catch (AgentException | IOException e) {
      // pg_restore must not take what it has for the whole.
      restore.close();
      throw e;
    }
    return null;
  }

  private void pass(ChildProcess restore, ChildProcess psql) throws AgentException {
    try (OutputStream out = psql.input();
        ScriptPreamble script = new ScriptPreamble(out, context.knownSettings())) {
      out.write(context.begin());
      byte[] buffer = new byte[PIECE];
      InputStream in = restore.output();
      int n = in.read(buffer);
      while (n >= 0) {
        script.write(buffer, 0, n);
        n = in.read(buffer);
      }
      out.write(context.end());
    } catch (IOException e) {
      if (e.getCause() instanceof AgentException agent) {
        throw agent;
      }
      restore.close();
      throw context.failure(psql);
    }
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
      throw context.stopped(
          restore.errors().lines().findFirst().orElse("pg_restore ended with code " + code));
    }
  }

  static <T> FutureTask<T> start(String name, java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  static <T> T result(FutureTask<T> task) throws AgentException {
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
