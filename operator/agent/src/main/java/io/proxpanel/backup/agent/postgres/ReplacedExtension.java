package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import java.util.ArrayList;
import java.util.List;

/**
 * An extension of a database that is replaced. An archive says neither to whom one belongs nor in
 * which version it is, and the old database does.
 *
 * @param name of the extension
 * @param owner role that it belongs to
 * @param version that it is in
 * @param schema where its objects are
 */
public record ReplacedExtension(String name, String owner, String version, String schema) {
  /** What fails is left to the archive, which makes it as the server would. */
  private static final String MAKE =
      """
      DO $make$
      BEGIN
        STATEMENTS
      EXCEPTION WHEN OTHERS THEN
        NULL;
      END $make$;
      """;

  /** In the order in which they were made, so that each comes after those that it needs. */
  private static final String ALL =
      "SELECT e.extname AS name, pg_get_userbyid(e.extowner) AS owner, e.extversion AS version,"
          + " n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
          + " ORDER BY e.oid";

  /** Those of a database. */
  static List<ReplacedExtension> ask(PsqlSession session) throws SqlException, AgentException {
    List<ReplacedExtension> all = new ArrayList<>();
    session.forEachRow(
        ALL,
        row ->
            all.add(
                new ReplacedExtension(
                    row.get("name").asText(),
                    row.get("owner").asText(),
                    row.get("version").asText(),
                    row.get("schema").asText())));
    return all;
  }

  /**
   * Makes it in a new database as it was, where the role can.
   *
   * @param login role of the session
   */
  void make(PsqlSession session, String login, ArchiveContents contents)
      throws SqlException, AgentException {
    List<String> statements = new ArrayList<>();
    contents.ofKind("SCHEMA").stream()
        .filter(item -> item.tag().equals(schema) && !schema.equals("public"))
        .forEach(
            item ->
                statements.add(
                    "CREATE SCHEMA IF NOT EXISTS "
                        + DumpScope.quoted(schema)
                        + " AUTHORIZATION "
                        + DumpScope.quoted(item.owner())
                        + ";"));
    if (!owner.equals(login)) {
      statements.add("SET LOCAL ROLE " + DumpScope.quoted(owner) + ";");
    }
    statements.add(
        "CREATE EXTENSION "
            + DumpScope.quoted(name)
            + " SCHEMA "
            + DumpScope.quoted(schema)
            + " VERSION "
            + PsqlSession.literal(version)
            + "; RESET ROLE;");
    session.execute(MAKE.replace("STATEMENTS", String.join(" ", statements)));
  }
}
