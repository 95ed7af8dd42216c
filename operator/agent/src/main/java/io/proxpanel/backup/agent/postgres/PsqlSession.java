package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One session on the server: a psql that is spoken to. It ends at its first error. Rows come as
 * JSON, one object by line, so that no name in the database can be taken for a separator.
 */
public final class PsqlSession implements AutoCloseable {
  /** Severity, SQLSTATE and text, as psql prints them with verbosity "verbose". */
  private static final Pattern ERROR =
      Pattern.compile("^(?:psql:[^\\n]*?: )?(?:\\S+):  ([0-9A-Z]{5}): (.*)$", Pattern.MULTILINE);

  /**
   * A session may idle as long as a dump takes, whatever the role's settings are, and the server is
   * to notice soon when its client is gone. Servers before 14 do not know all of these.
   */
  private static final String SESSION_SETTINGS =
      "SELECT set_config(s.name, v.setting, false) FROM pg_settings s JOIN (VALUES"
          + " ('statement_timeout', '0'), ('idle_session_timeout', '0'),"
          + " ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'),"
          + " ('client_connection_check_interval', '5s'), ('tcp_keepalives_idle', '60'),"
          + " ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3'))"
          + " AS v (name, setting) ON s.name = v.name";

  /** Nothing of the session stays where a pooler gives the connection to somebody else. */
  private static final String FAREWELL =
      "ROLLBACK; RESET ALL; SELECT pg_catalog.pg_advisory_unlock_all();\n\\q";

  private static final long SECONDS_TO_PART = 2;

  private static final Pattern ADDITION =
      Pattern.compile("^(DETAIL|HINT|CONTEXT|QUERY|SCHEMA NAME|LOCATION|[A-Z ]+ NAME): {2}(.*)$");

  /** Says where an answer ends: nobody can know it who writes what the session runs. */
  private final String marker = "--end-" + UUID.randomUUID() + "--";

  private final ChildProcess psql;
  private final OutputStream in;
  private final BufferedReader out;

  private PsqlSession(ChildProcess psql) {
    this.psql = psql;
    this.in = psql.input();
    this.out = new BufferedReader(new InputStreamReader(psql.output(), StandardCharsets.UTF_8));
  }

  /**
   * Opens a session.
   *
   * @param client whose psql is used
   * @param login where to
   * @param applicationName how the server's views name the session
   * @param cleanup ends it
   * @throws AgentException as {@link ConnectionErrors}
   */
  public static PsqlSession open(
      PostgresClients.Client client, DatabaseLogin login, String applicationName, Cleanup cleanup)
      throws AgentException {
    PsqlSession session = connect(client, login, applicationName, cleanup);
    session.settle(login);
    return session;
  }

  /**
   * Opens a session that no pooler gives to others between two transactions.
   *
   * @throws AgentException as {@link #open}, and {@code PoolerInBetween}; then nothing was set
   */
  public static PsqlSession openDirect(
      PostgresClients.Client client, DatabaseLogin login, String applicationName, Cleanup cleanup)
      throws AgentException {
    return PoolerCheck.open(client, login, applicationName, cleanup);
  }

  /** Opens a session as the server gives it, without settings of ours; see {@link #settle}. */
  static PsqlSession connect(
      PostgresClients.Client client, DatabaseLogin login, String applicationName, Cleanup cleanup)
      throws AgentException {
    List<String> command =
        List.of(
            client.program("psql"),
            login.connection(applicationName),
            "--no-psqlrc",
            "--no-password",
            "--no-align",
            "--tuples-only",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--set=VERBOSITY=verbose",
            "--set=SHOW_CONTEXT=errors");
    return new PsqlSession(ChildProcess.start(command, login.environment(), cleanup));
  }

  /** Makes settings that do not depend on the role's or the database's. */
  void settle(DatabaseLogin login) throws AgentException {
    try {
      execute(
          "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;"
              + " SET client_min_messages = warning; SET search_path = pg_catalog;");
      rows(SESSION_SETTINGS);
    } catch (SqlException e) {
      close();
      throw ConnectionErrors.of(e, login);
    }
  }

  /** Runs statements that have no result of interest. */
  public void execute(String sql) throws SqlException, AgentException {
    answer(sql, line -> {});
  }

  /** The rows of a SELECT, each an object with the columns' names. */
  public List<JsonNode> rows(String select) throws SqlException, AgentException {
    List<JsonNode> rows = new ArrayList<>();
    forEachRow(select, rows::add);
    return rows;
  }

  /** The same for more rows than there is memory for. */
  void forEachRow(String select, Consumer<JsonNode> taker) throws SqlException, AgentException {
    answer(
        "SELECT pg_catalog.row_to_json(r) FROM (" + select + ") r;",
        line -> {
          try {
            taker.accept(Json.read(line, JsonNode.class));
          } catch (IOException e) {
            throw new IllegalStateException("psql answered something that is not JSON", e);
          }
        });
  }

  /** The only row of a SELECT. */
  public JsonNode row(String select) throws SqlException, AgentException {
    return rows(select).get(0);
  }

  /** Sends text as it is; what psql prints has to be read meanwhile, by {@link #nextLine}. */
  void send(byte[] bytes, int offset, int length) throws IOException {
    in.write(bytes, offset, length);
  }

  /** Sends a line. */
  void sendLine(String line) throws IOException {
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** What psql prints next; null at its end. */
  String nextLine() throws IOException {
    return out.readLine();
  }

  /** Why psql ended. */
  SqlException failure() throws AgentException {
    psql.exitSoon();
    return parse(psql.errors());
  }

  /** What psql has said on standard error: nothing, or warnings of the server. */
  String messages() {
    return psql.errors();
  }

  /** Ends the session; a transaction that is open is rolled back by the server. */
  @Override
  public void close() {
    try {
      sendLine(FAREWELL);
      psql.exitWithin(SECONDS_TO_PART);
    } catch (IOException e) {
      // It has ended already, or the server is away: then nothing of the session is left.
    }
    psql.close();
  }

  /** A string as SQL writes it. */
  public static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  static SqlException parse(String errors) {
    Matcher matcher = ERROR.matcher(errors);
    while (matcher.find()) {
      // The first error, and no warning before it; classes 00 to 02 are no errors.
      if (matcher.group(1).compareTo("03") >= 0) {
        return new SqlException(
            matcher.group(1), matcher.group(2), additions(errors.substring(matcher.end())));
      }
    }
    return new SqlException(null, errors);
  }

  /** What follows the line of an error: each addition has a title, and may have several lines. */
  private static SqlException.ServerWords additions(String after) {
    Map<String, String> found = new HashMap<>();
    String title = null;
    for (String line : (Iterable<String>) after.lines()::iterator) {
      Matcher addition = ADDITION.matcher(line);
      if (ERROR.matcher(line).find()) {
        break;
      }
      if (addition.matches()) {
        title = addition.group(1);
        found.putIfAbsent(title, addition.group(2));
      } else if (title != null) {
        found.merge(title, line, (before, more) -> before + "\n" + more);
      }
    }
    return new SqlException.ServerWords(
        found.get("DETAIL"), found.get("HINT"), found.get("CONTEXT"));
  }

  /** Where the answer to what was sent until now ends. */
  void sendMarker() throws IOException {
    sendLine("\\echo " + marker);
  }

  /** Whether a line is the end of an answer. */
  boolean isMarker(String line) {
    return marker.equals(line);
  }

  private void answer(String sql, Consumer<String> taker) throws SqlException, AgentException {
    try {
      sendLine(sql);
      sendMarker();
      String line = nextLine();
      while (line != null && !isMarker(line)) {
        taker.accept(line);
        line = nextLine();
      }
      if (line == null) {
        throw failure();
      }
    } catch (IOException e) {
      SqlException failure = failure();
      failure.addSuppressed(e);
      throw failure;
    }
  }
}
