package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running pg_dump that writes a custom-format archive. */
public final class PgDump implements AutoCloseable {
  private static final Pattern PERMISSION = Pattern.compile("permission denied for (\\w+ \\S+)");
  private static final Pattern QUERY_ERROR = Pattern.compile("\\p{Lu}+: {2}(.*)");

  private static final Pattern DETAIL =
      Pattern.compile(
          "^pg_dump: (?:error: |detail: )?Error message from server: (.*)$", Pattern.MULTILINE);

  private static final int LONGEST = 300;

  private final ChildProcess process;
  private final DatabaseLogin login;
  private final PostgresClients.Client client;

  private PgDump(ChildProcess process, DatabaseLogin login, PostgresClients.Client client) {
    this.process = process;
    this.login = login;
    this.client = client;
  }

  /**
   * Starts it.
   *
   * @param client whose pg_dump
   * @param login the database to dump
   * @param applicationName how the server's views name the session
   * @param scope what of it
   * @param excluded which rows are left out; the definitions stay
   * @param lockTimeoutSeconds how long to wait for a table that somebody changes
   * @param cleanup ends it
   */
  public static PgDump start(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      DumpScope scope,
      ExcludedRows excluded,
      long lockTimeoutSeconds,
      Cleanup cleanup)
      throws AgentException {
    List<String> command = new ArrayList<>();
    command.add(client.program("pg_dump"));
    command.addAll(List.of("--format=custom", "--no-password"));
    command.add("--lock-wait-timeout=" + lockTimeoutSeconds * 1000);
    command.addAll(scope.options());
    for (String pattern : excluded.patterns()) {
      command.add("--exclude-table-data=" + pattern);
    }
    command.add(login.connection(applicationName));
    return new PgDump(ChildProcess.start(command, login.environment(), cleanup), login, client);
  }

  /** The archive; it has an end whether the dump succeeded or not. */
  public InputStream archive() {
    return process.output();
  }

  /**
   * Waits for the end.
   *
   * @param locks knows who holds what it waits for
   * @throws AgentException unless the dump succeeded: {@code PgDumpFailed} or what the server's
   *     words mean
   */
  public void finish(LockWatch locks) throws AgentException {
    int code = process.exitCode();
    if (code != 0) {
      throw failure(code, process.errors(), locks);
    }
  }

  @Override
  public void close() {
    process.close();
  }

  /** The server's own words, which pg_dump writes in a line of their own; bounded. */
  private static String detail(String errors) {
    return DETAIL
        .matcher(errors)
        .results()
        .map(found -> found.group(1).strip())
        .findFirst()
        .map(text -> "; " + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text))
        .orElse("");
  }

  private AgentException failure(int code, String errors, LockWatch locks) {
    String first =
        errors
            .lines()
            .filter(line -> line.contains("error:") || QUERY_ERROR.matcher(line).find())
            .findFirst()
            .orElse(errors.isEmpty() ? "it said nothing" : errors.lines().findFirst().get());
    Matcher permission = PERMISSION.matcher(errors);
    if (permission.find()) {
      return new AgentException(
          ErrorCode.DatabasePermissionDenied,
          "The role \""
              + login.username()
              + "\" may not read the "
              + permission.group(1)
              + " in the database \""
              + login.database()
              + "\": grant it SELECT, or log in with the owner.");
    }
    if (first.contains("connection to server")) {
      return ConnectionErrors.connection(first, login);
    }
    if (errors.contains("server closed the connection")
        || errors.contains("terminating connection")
        || errors.contains("no connection to the server")
        || errors.contains("SSL SYSCALL error")) {
      return new AgentException(
          ErrorCode.DatabaseUnreachable,
          "The database server " + login.server() + " ended the connection during the dump.");
    }
    // pg_dump waits for locks with a statement timeout.
    if (errors.contains("canceling statement due to statement timeout")) {
      return new AgentException(
          ErrorCode.DatabaseBusy,
          "The dump of \""
              + login.database()
              + "\" could not wait longer for a table that "
              + locks.holder()
              + " holds: try again when it is done.");
    }
    return new AgentException(
        ErrorCode.PgDumpFailed,
        "pg_dump "
            + client.major()
            + " ended with code "
            + code
            + ": "
            + first
            + detail(errors)
            + ".");
  }
}
