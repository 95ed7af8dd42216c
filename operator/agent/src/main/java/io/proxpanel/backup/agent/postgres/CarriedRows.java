package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Carries the rows of {@link LeftOutTable}s from a database into the one that is to take its place.
 * From the first row on nobody else can write to these tables, as long as the session lives that
 * has locked them; all others work on.
 */
public final class CarriedRows {
  private static final int PIECE = 64 * 1024;
  private static final String COPIED = "COPY ";

  /** What of the server's errors means that a table cannot take the rows. */
  private static final List<String> CANNOT_TAKE = List.of("22", "23", "42501", "P0001");

  private final PostgresClients.Client client;
  private final PsqlSession from;
  private final DatabaseLogin fromLogin;
  private final DatabaseLogin toLogin;
  private final String applicationName;
  private final Cleanup cleanup;

  /**
   * From one database to another of the same encoding.
   *
   * @param client whose psql is used
   * @param from session in the database that has the rows; holds the locks, until it ends
   * @param fromLogin of that session
   * @param toLogin of the database that gets them
   * @param applicationName how the server's views name the sessions
   */
  public CarriedRows(
      PostgresClients.Client client,
      PsqlSession from,
      DatabaseLogin fromLogin,
      DatabaseLogin toLogin,
      String applicationName,
      Cleanup cleanup) {
    this.client = client;
    this.from = from;
    this.fromLogin = fromLogin;
    this.toLogin = toLogin;
    this.applicationName = applicationName;
    this.cleanup = cleanup;
  }

  /**
   * Carries them.
   *
   * @param lockTimeoutSeconds how long to wait for a table that another session holds
   * @param discard whether rows may be lost that their table cannot take
   * @return those that are
   * @throws AgentException {@code RestoreRefused} when they may not, {@code DatabaseBusy}
   */
  public List<NotRestored> carry(ArchiveContents contents, long lockTimeoutSeconds, boolean discard)
      throws AgentException {
    List<NotRestored> lost = new ArrayList<>();
    try (LockWatch locks =
        new LockWatch(client, fromLogin, applicationName, lockTimeoutSeconds, cleanup)) {
      try {
        List<LeftOutTable> tables = lock(contents, lockTimeoutSeconds);
        if (tables.isEmpty()) {
          return lost;
        }
        try (PsqlSession to = PsqlSession.open(client, toLogin, applicationName, cleanup)) {
          String encoding =
              to.row("SELECT pg_catalog.getdatabaseencoding() AS name").get("name").asText();
          for (LeftOutTable table : tables) {
            carry(table, to, encoding, lost);
          }
        }
      } catch (SqlException e) {
        throw new RestoreErrors(fromLogin, locks).of(e);
      }
    }
    LeftOutTable.requireNothing(lost, discard);
    return lost;
  }

  private List<LeftOutTable> lock(ArchiveContents contents, long lockTimeoutSeconds)
      throws SqlException, AgentException {
    List<LeftOutTable> tables = LeftOutTable.find(from, contents);
    if (!tables.isEmpty()) {
      from.execute("SET lock_timeout = '" + lockTimeoutSeconds + "s'; BEGIN;");
      from.execute(
          "LOCK TABLE "
              + tables.stream().map(LeftOutTable::source).collect(Collectors.joining(", "))
              + " IN SHARE MODE;");
    }
    // Their sequences may have gone on before the lock.
    return tables.isEmpty() ? tables : LeftOutTable.find(from, contents);
  }

  private void carry(LeftOutTable table, PsqlSession to, String encoding, List<NotRestored> lost)
      throws SqlException, AgentException {
    long rows = from.row("SELECT count(*) AS n FROM " + table.source()).get("n").asLong();
    if (rows == 0) {
      return;
    }
    LeftOutTable.Fit fit = table.fit(to);
    String reason =
        fit.reason() != null
            ? fit.reason()
            : copy(
                table,
                fit,
                table.triggers(to),
                "SET client_encoding = '" + encoding + "';\n",
                rows);
    if (reason == null) {
      table.advance(to);
    } else {
      lost.add(table.lost(rows, reason));
    }
  }

  /** Why the restored table does not take them, or null. */
  private String copy(
      LeftOutTable table,
      LeftOutTable.Fit fit,
      LeftOutTable.Triggers triggers,
      String begin,
      long rows)
      throws AgentException {
    try (LoadContext source = context(fromLogin);
        LoadContext target = context(toLogin);
        ChildProcess read = source.psql(true);
        ChildProcess write = target.psql(false)) {
      FutureTask<List<String>> copied =
          LoadScript.start("answers", () -> LoadContext.lines(write.output(), COPIED, 64));
      try {
        read(table, fit, source.begin(), begin, read);
        write(table, fit, triggers, target.begin(), begin, read, write);
      } catch (IOException e) {
        // Whose end it was is seen below: without its last statement nothing is written.
        write.exitSoon();
      }
      if (write.exitCode() != 0) {
        SqlException failure = PsqlSession.parse(write.errors());
        if (isOfRows(failure)) {
          return failure.getMessage();
        }
        throw target.failure(failure);
      }
      if (read.exitCode() != 0) {
        throw source.failure(read);
      }
      List<String> answers = LoadScript.result(copied);
      if (!answers.equals(List.of(COPIED + rows))) {
        throw target.stopped(
            "of " + rows + " rows of " + table.name() + " the server took " + answers);
      }
      return null;
    }
  }

  private static void read(
      LeftOutTable table, LeftOutTable.Fit fit, byte[] settings, String begin, ChildProcess read)
      throws IOException {
    try (OutputStream out = read.input()) {
      // Nothing but the rows may come out.
      out.write("\\o /dev/null\n".getBytes(StandardCharsets.US_ASCII));
      out.write(settings);
      out.write(
          ("\\o\n"
                  + begin
                  + "COPY (SELECT "
                  + fit.names()
                  + " FROM "
                  + table.source()
                  + ") TO STDOUT;\n")
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  /** All in one transaction, which ends only where the rows were read to their end. */
  private static void write(
      LeftOutTable table,
      LeftOutTable.Fit fit,
      LeftOutTable.Triggers triggers,
      byte[] settings,
      String begin,
      ChildProcess read,
      ChildProcess write)
      throws AgentException, IOException {
    try (OutputStream out = write.input()) {
      out.write(settings);
      StringBuilder script = new StringBuilder(begin).append("BEGIN;\n");
      triggers.disable().forEach(statement -> script.append(statement).append(";\n"));
      script.append("COPY ").append(table.table()).append(" (").append(fit.names());
      script.append(") FROM STDIN;\n");
      out.write(script.toString().getBytes(StandardCharsets.UTF_8));
      byte[] buffer = new byte[PIECE];
      InputStream rows = read.output();
      int n = rows.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        n = rows.read(buffer);
      }
      boolean whole = read.exitCode() == 0;
      StringBuilder end = new StringBuilder("\\.\n");
      triggers.enable().forEach(statement -> end.append(statement).append(";\n"));
      end.append(whole ? "COMMIT;\n" : "ROLLBACK;\n");
      out.write(end.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      read.close();
      throw e;
    }
  }

  private LoadContext context(DatabaseLogin login) {
    return new LoadContext(client, login, applicationName, "", Set.of(), cleanup);
  }

  private static boolean isOfRows(SqlException e) {
    return e.state() != null && CANNOT_TAKE.stream().anyMatch(e.state()::startsWith);
  }
}
