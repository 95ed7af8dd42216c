package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds tenants by a query that a person has written. It reaches the server as a value and never as
 * a part of a statement, and is run as a cursor: the server takes one statement that returns rows,
 * and nothing else, and the transaction lets it change nothing.
 */
final class TenantQuery {
  private static final String PASS =
      "SELECT pg_catalog.set_config('proxpanel_backup.query', %s, true)";

  /** The query sees the role's own search path, and names here must not be found in it. */
  private static final String ENVIRONMENT =
      "SET LOCAL client_min_messages TO error; SET LOCAL search_path TO DEFAULT;";

  private static final String RUN =
      """
      DO LANGUAGE plpgsql $do$
      DECLARE
        line pg_catalog.record;
        fields pg_catalog.text[];
        names pg_catalog.text[] := '{}';
        bytes pg_catalog.int8 := 0;
      BEGIN
        FOR line IN EXECUTE pg_catalog.current_setting('proxpanel_backup.query') LOOP
          fields := ARRAY(SELECT f.value
            FROM pg_catalog.json_each_text(pg_catalog.row_to_json(line)) f);
          IF pg_catalog.cardinality(fields) OPERATOR(pg_catalog.<>) 1 THEN
            RAISE EXCEPTION 'it returns % columns and has to return one',
              pg_catalog.cardinality(fields);
          END IF;
          IF coalesce(fields[1], '') OPERATOR(pg_catalog.=) '' THEN
            RAISE EXCEPTION 'it returns a row without a name';
          END IF;
          bytes := bytes OPERATOR(pg_catalog.+) pg_catalog.octet_length(fields[1]);
          IF bytes OPERATOR(pg_catalog.>) 4194304 THEN
            RAISE EXCEPTION 'it returns more than 4 MiB of names';
          END IF;
          names := pg_catalog.array_append(names, fields[1]);
        END LOOP;
        PERFORM pg_catalog.set_config('proxpanel_backup.found',
          pg_catalog.array_to_json(names)::pg_catalog.text, true);
      END
      $do$;
      """;

  private static final String FOUND =
      "SELECT pg_catalog.current_setting('proxpanel_backup.found') AS found";
  private static final String HAS_PLPGSQL =
      "SELECT lanname FROM pg_language WHERE lanname = 'plpgsql'";

  private static final String NOT_ONE_SELECT = "42P11";

  private TenantQuery() {}

  static Tenants ask(PsqlSession session, DatabaseLogin login, String query)
      throws SqlException, AgentException {
    if (query.indexOf('\0') >= 0) {
      // psql would take it for the end of the line.
      throw failure(login, "it has a zero character", null);
    }
    if (session.rows(HAS_PLPGSQL).isEmpty()) {
      throw new AgentException(
          ErrorCode.TenantQueryFailed,
          "The schedule's tenants.query needs the language plpgsql, and the database \""
              + login.database()
              + "\" at "
              + login.server()
              + " has none: create it (CREATE EXTENSION plpgsql), or leave out the query.");
    }
    run(session, login, query);
    SortedSet<String> slugs = new TreeSet<>();
    for (String name : names(session.row(FOUND).get("found").asText())) {
      slugs.add(Tenants.slug(name));
    }
    return new Tenants(slugs, new TreeSet<>(), null, "the schedule's tenants.query returns none");
  }

  private static void run(PsqlSession session, DatabaseLogin login, String query)
      throws SqlException, AgentException {
    try {
      // As a row, so that no line of it is taken for something that psql says.
      session.row(PASS.formatted(PsqlSession.literal(query)));
      session.execute(ENVIRONMENT);
      session.execute(RUN);
    } catch (SqlException e) {
      if (e.connectionLost() || Tenants.tookTooLong(e)) {
        throw e;
      }
      String why =
          NOT_ONE_SELECT.equals(e.state())
              ? "it is not one SELECT (" + e.getMessage() + ")"
              : e.getMessage();
      throw failure(login, why, e);
    }
  }

  private static AgentException failure(DatabaseLogin login, String why, SqlException cause) {
    return new AgentException(
        ErrorCode.TenantQueryFailed,
        "The schedule's tenants.query fails in the database \""
            + login.database()
            + "\" at "
            + login.server()
            + ": "
            + why
            + "; correct it to a SELECT of one column with the tenants' names.",
        cause);
  }

  private static List<String> names(String json) {
    try {
      return List.of(Json.read(json, String[].class));
    } catch (IOException e) {
      throw new IllegalStateException("the server made an array that is not JSON", e);
    }
  }
}
