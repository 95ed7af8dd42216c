package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;

/**
 * A query that a person has written. It reaches the server as a value and never as a part of a
 * statement, and is run as a cursor: the server takes one statement that returns rows, and nothing
 * else, and the transaction lets it change nothing.
 *
 * @param login of the session
 * @param code of its failures
 * @param name how sentences call it, with a capital
 * @param remedy what to correct it to
 */
record PersonsQuery(DatabaseLogin login, ErrorCode code, String name, String remedy) {
  private static final String PASS =
      "SELECT pg_catalog.set_config('proxpanel_backup.query', %s, true)";

  /** The query sees the role's own search path, and names here must not be found in it. */
  private static final String ENVIRONMENT =
      "SET LOCAL client_min_messages TO error; SET LOCAL search_path TO DEFAULT;";

  private static final String FOUND =
      "SELECT pg_catalog.current_setting('proxpanel_backup.found') AS found";
  private static final String HAS_PLPGSQL =
      "SELECT lanname FROM pg_language WHERE lanname = 'plpgsql'";

  private static final String NOT_ONE_SELECT = "42P11";

  /**
   * Runs it.
   *
   * @param block of plpgsql that runs the setting {@code proxpanel_backup.query} and puts what it
   *     finds into {@code proxpanel_backup.found}
   * @return what was found
   * @throws SqlException when the connection was lost, or it took too long
   * @throws AgentException of the code, when the query is to blame
   */
  String run(PsqlSession session, String query, String block) throws SqlException, AgentException {
    if (query.indexOf('\0') >= 0) {
      // psql would take it for the end of the line.
      throw failure("it has a zero character", null);
    }
    if (session.rows(HAS_PLPGSQL).isEmpty()) {
      throw new AgentException(
          code,
          name
              + " needs the language plpgsql, and the database \""
              + login.database()
              + "\" at "
              + login.server()
              + " has none: create it (CREATE EXTENSION plpgsql), or leave out the query.");
    }
    try {
      // As a row, so that no line of it is taken for something that psql says.
      session.row(PASS.formatted(PsqlSession.literal(query)));
      session.execute(ENVIRONMENT);
      session.execute(block);
    } catch (SqlException e) {
      if (e.connectionLost() || Tenants.tookTooLong(e)) {
        throw e;
      }
      String why =
          NOT_ONE_SELECT.equals(e.state())
              ? "it is not one SELECT (" + e.getMessage() + ")"
              : e.getMessage();
      throw failure(why, e);
    }
    return session.row(FOUND).get("found").asText();
  }

  /** The failure when the query is to blame. */
  AgentException failure(String why, SqlException cause) {
    return new AgentException(
        code,
        name
            + " fails in the database \""
            + login.database()
            + "\" at "
            + login.server()
            + ": "
            + why
            + "; correct it to "
            + remedy
            + ".",
        cause);
  }
}
