package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The routers that a database knows, as a query finds them.
 *
 * @param rows one for each row, in its order
 */
public record RouterRows(List<Row> rows) {
  private static final String BEGIN =
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '5min';"
          + " SET LOCAL lock_timeout = '%ds';";

  private static final String RUN =
      """
      DO LANGUAGE plpgsql $do$
      DECLARE
        line pg_catalog.record;
        entry pg_catalog.text;
        entries pg_catalog.text[] := '{}';
        bytes pg_catalog.int8 := 0;
      BEGIN
        FOR line IN EXECUTE pg_catalog.current_setting('proxpanel_backup.query') LOOP
          entry := pg_catalog.row_to_json(line)::pg_catalog.text;
          bytes := bytes OPERATOR(pg_catalog.+) pg_catalog.octet_length(entry);
          IF bytes OPERATOR(pg_catalog.>) 4194304 THEN
            RAISE EXCEPTION 'it returns more than 4 MiB';
          END IF;
          entries := pg_catalog.array_append(entries, entry);
        END LOOP;
        PERFORM pg_catalog.set_config('proxpanel_backup.found',
          pg_catalog.array_to_json(entries)::pg_catalog.text, true);
      END
      $do$;
      """;

  /** The panel's own table, wherever the role's search path finds it. */
  private static final String COLUMNS =
      """
      SELECT a.attname AS name, t.typcategory AS category
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = pg_catalog.to_regclass('nas') AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private static final String OWN_PATH = "SET LOCAL search_path TO DEFAULT;";
  private static final String CATALOG_PATH = "SET LOCAL search_path TO pg_catalog;";

  /**
   * What a row says.
   *
   * @param name of the router, or null
   * @param host name or address, or null
   * @param port of the API as it is written there, or null
   */
  public record Row(String name, String host, String port) {}

  /** Copies the list. */
  public RouterRows {
    rows = List.copyOf(rows);
  }

  /**
   * Asks the server, and leaves nothing behind there.
   *
   * @param query a SELECT of the columns {@code name}, {@code host} and, where it has one, {@code
   *     port}; or null for the routers in the table {@code nas} of a panel
   * @param lockTimeoutSeconds how long to wait for a table that another session holds
   * @throws AgentException {@code RouterQueryFailed}, {@code DatabaseBusy}, or as {@link
   *     ConnectionErrors}
   */
  public static RouterRows ask(
      PsqlSession session, DatabaseLogin login, String query, long lockTimeoutSeconds)
      throws AgentException {
    try {
      session.execute(BEGIN.formatted(lockTimeoutSeconds));
      PersonsQuery routers =
          new PersonsQuery(
              login,
              ErrorCode.RouterQueryFailed,
              query == null ? "The search for routers in the table nas" : "The query for routers",
              query == null
                  ? "a SELECT of your own with the columns name, host and, where it has one, port"
                  : "a SELECT of the columns name, host and, where it has one, port");
      String select = query == null ? ofThePanel(session, login) : query;
      RouterRows rows = read(routers, routers.run(session, select, RUN));
      session.execute("ROLLBACK;");
      return rows;
    } catch (SqlException e) {
      throw Tenants.tookTooLong(e) ? busy(e, login) : ConnectionErrors.of(e, login);
    }
  }

  private static String ofThePanel(PsqlSession session, DatabaseLogin login)
      throws SqlException, AgentException {
    session.execute(OWN_PATH);
    Map<String, String> columns = new TreeMap<>();
    for (JsonNode row : session.rows(COLUMNS)) {
      columns.put(row.get("name").asText(), row.get("category").asText());
    }
    session.execute(CATALOG_PATH);
    if (columns.isEmpty()) {
      throw new AgentException(
          ErrorCode.RouterQueryFailed,
          "The database \""
              + login.database()
              + "\" at "
              + login.server()
              + " has no table nas in which the routers of a panel could be looked up: check the"
              + " database, or give a query with the columns name, host and, where it has one,"
              + " port.");
    }
    // A panel has addresses there, FreeRADIUS text.
    String host = "I".equals(columns.get("nasname")) ? "host(nasname)" : "nasname::text";
    String port = columns.containsKey("api_port") ? ", api_port AS port" : "";
    return "SELECT shortname AS name, "
        + host
        + " AS host"
        + port
        + " FROM nas WHERE type::text ILIKE 'mikrotik%' ORDER BY 1, 2";
  }

  private static RouterRows read(PersonsQuery routers, String json) throws AgentException {
    List<Row> rows = new ArrayList<>();
    try {
      for (String line : Json.read(json, String[].class)) {
        JsonNode row = Json.read(line, JsonNode.class);
        if (!row.has("name") || !row.has("host")) {
          throw routers.failure(
              "it returns no column " + (row.has("name") ? "host" : "name"), null);
        }
        rows.add(new Row(text(row, "name"), text(row, "host"), text(row, "port")));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server made rows that are not JSON", e);
    }
    return new RouterRows(rows);
  }

  private static String text(JsonNode row, String column) {
    JsonNode value = row.get(column);
    return value == null || value.isNull() ? null : value.asText().strip();
  }

  private static AgentException busy(SqlException e, DatabaseLogin login) {
    return new AgentException(
        ErrorCode.DatabaseBusy,
        "The routers of the database \""
            + login.database()
            + "\" at "
            + login.server()
            + " could not be found in time ("
            + e.getMessage()
            + "): look which session holds its tables, and whether the query for routers takes"
            + " long.",
        e);
  }
}
