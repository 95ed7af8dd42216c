package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the sessions of one load have in common: how they begin, and that the first error of any
 * ends all.
 */
final class LoadContext implements AutoCloseable {
  /** A load has nobody to wait for, and what it writes counts when it is whole. */
  private static final String SETTINGS =
      "SELECT pg_catalog.set_config(s.name, v.setting, false) FROM pg_catalog.pg_settings s"
          + " JOIN (VALUES ('statement_timeout', '0'), ('lock_timeout', '0'),"
          + " ('idle_session_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),"
          + " ('transaction_timeout', '0'), ('client_connection_check_interval', '5s'),"
          + " ('tcp_keepalives_idle', '60'), ('tcp_keepalives_interval', '10'),"
          + " ('tcp_keepalives_count', '3'), ('synchronous_commit', 'off'),"
          + " ('default_transaction_read_only', 'off'), ('row_security', 'off'),"
          + " ('check_function_bodies', 'off'), ('standard_conforming_strings', 'on'),"
          + " ('client_min_messages', 'warning'))"
          + " AS v (name, setting) ON s.name = v.name;";

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final String applicationName;
  private final String settings;
  private final Set<String> knownSettings;
  private final Cleanup own = new Cleanup();
  private final Cleanup.Entry entry;
  private final AtomicReference<AgentException> first = new AtomicReference<>();
  private final List<NotRestored> notRestored = new ArrayList<>();

  /** Nobody who writes an archive can know it. */
  private final String mark = "--left-out-" + UUID.randomUUID() + "--";

  LoadContext(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      String settings,
      Set<String> knownSettings,
      Cleanup cleanup) {
    this.client = client;
    this.login = login;
    this.applicationName = applicationName;
    this.settings = settings;
    this.knownSettings = knownSettings;
    this.entry = cleanup.add(own::close);
  }

  Set<String> knownSettings() {
    return knownSettings;
  }

  /** A psql that reads a script, to be written by {@link #begin} and more. */
  ChildProcess psql(boolean quiet) throws AgentException {
    List<String> command =
        new ArrayList<>(
            List.of(
                client.program("psql"),
                login.connection(applicationName),
                "--no-psqlrc",
                "--no-password",
                "--no-align",
                "--tuples-only",
                "--set=ON_ERROR_STOP=1",
                "--set=VERBOSITY=verbose",
                "--set=SHOW_CONTEXT=never"));
    if (quiet) {
      command.add("--quiet");
    }
    return ChildProcess.start(command, login.environment(), own);
  }

  ChildProcess pgRestore() throws AgentException {
    return ChildProcess.start(
        List.of(client.program("pg_restore"), "--file=-", "--exit-on-error"),
        login.environment(),
        own);
  }

  /** What every script begins with. */
  byte[] begin() {
    return (SETTINGS + "\n" + settings + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What every script ends with: it asks what could not be done. */
  byte[] end() {
    return ("\nSET client_encoding TO UTF8;\n" + Optionally.select(mark) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What a script's last statement prints begins with this. */
  String mark() {
    return mark;
  }

  /**
   * A script has come to its end.
   *
   * @param printed lines with the mark
   * @param errors what psql wrote to its standard error, where it may have warnings
   * @throws AgentException when the last statement of all was not heard
   */
  synchronized void ended(List<String> printed, String errors) throws AgentException {
    if (printed.isEmpty()) {
      throw stopped(
          "the archive has a statement without an end, so that the server waits for more: look who"
              + " made the file");
    }
    notRestored.addAll(
        Optionally.parse(printed.stream().map(line -> line.substring(mark.length())).toList()));
    notRestored.addAll(GrantWarnings.in(errors));
  }

  /** What could not be done. */
  synchronized List<NotRestored> notRestored() {
    return List.copyOf(notRestored);
  }

  /** Ends all sessions, unless that was done; the first reason is the one that counts. */
  AgentException fail(AgentException e) {
    first.compareAndSet(null, e);
    own.close();
    return first.get();
  }

  /** Throws the first error, if there was one. */
  void requireGood() throws AgentException {
    AgentException e = first.get();
    if (e != null) {
      throw e;
    }
  }

  /** Why a psql ended that should not have. */
  AgentException failure(ChildProcess psql) throws AgentException {
    psql.exitSoon();
    return failure(PsqlSession.parse(psql.errors()));
  }

  AgentException failure(SqlException e) {
    if (e.connectionLost()) {
      return new AgentException(
          ErrorCode.DatabaseUnreachable,
          "The database server "
              + login.server()
              + " ended the connection while "
              + database()
              + " was filled: "
              + e.getMessage().lines().findFirst().orElse("no word from it")
              + ".",
          e);
    }
    return new AgentException(
        "42501".equals(e.state()) ? ErrorCode.DatabasePermissionDenied : ErrorCode.PgRestoreFailed,
        "The new database "
            + database()
            + " could not be filled, and no other one was touched: "
            + e.getMessage()
            + " (SQLSTATE "
            + e.state()
            + ").",
        e);
  }

  AgentException stopped(String why) {
    return new AgentException(
        ErrorCode.PgRestoreFailed,
        "The new database "
            + database()
            + " could not be filled, and no other one was touched: "
            + why
            + ".");
  }

  private String database() {
    return '"' + login.database() + '"';
  }

  /** Reads what a program prints, and keeps the lines that begin so, cut where they are longer. */
  static List<String> lines(InputStream in, String start, int length) throws IOException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int n = in.read(buffer);
    while (n >= 0) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != '\n') {
          // A row that a hostile statement prints may have any length.
          if (line.size() < length) {
            line.write(buffer[i]);
          }
        } else {
          String text = line.toString(StandardCharsets.UTF_8);
          if (text.startsWith(start)) {
            lines.add(text);
          }
          line.reset();
        }
      }
      n = in.read(buffer);
    }
    return lines;
  }

  @Override
  public void close() {
    own.close();
    entry.close();
  }
}
