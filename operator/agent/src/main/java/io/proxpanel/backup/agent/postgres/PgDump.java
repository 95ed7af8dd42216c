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
   * @param login what to dump
   * @param applicationName how the server's views name the session
   * @param excludeTableData tables whose rows are left out, {@code name} or {@code schema.name},
   *     with {@code *} for any characters; one that does not exist is no error
   * @param lockTimeoutSeconds how long to wait for a table that somebody changes
   * @param cleanup ends it
   */
  public static PgDump start(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      List<String> excludeTableData,
      long lockTimeoutSeconds,
      Cleanup cleanup)
      throws AgentException {
    List<String> command = new ArrayList<>();
    command.add(client.program("pg_dump"));
    command.addAll(List.of("--format=custom", "--no-owner", "--no-acl", "--no-password"));
    command.add("--lock-wait-timeout=" + lockTimeoutSeconds * 1000);
    for (String table : excludeTableData) {
      command.add("--exclude-table-data=" + pattern(table));
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
   * @throws AgentException unless the dump succeeded: {@code PgDumpFailed} or what the server's
   *     words mean
   */
  public void finish() throws AgentException {
    int code = process.exitCode();
    if (code != 0) {
      throw failure(code, process.errors());
    }
  }

  @Override
  public void close() {
    process.close();
  }

  /** A name as a pattern of pg_dump: literal but for the stars. */
  static String pattern(String table) {
    StringBuilder pattern = new StringBuilder();
    for (String part : table.split("(?<=[.*])|(?=[.*])")) {
      boolean sign = part.equals(".") || part.equals("*");
      pattern.append(sign ? part : '"' + part.replace("\"", "\"\"") + '"');
    }
    return pattern.toString();
  }

  private AgentException failure(int code, String errors) {
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
          "Another session holds a table of the database \""
              + login.database()
              + "\" and the dump could not wait longer for it: try again when it is done.");
    }
    return new AgentException(
        ErrorCode.PgDumpFailed,
        "pg_dump " + client.major() + " ended with code " + code + ": " + first + ".");
  }
}
