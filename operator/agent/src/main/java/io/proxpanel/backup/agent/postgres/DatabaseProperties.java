package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What belongs to a database and to none of its objects: its comment, privileges, settings, and
 * those of roles in it. pg_restore sets them only in a database that it makes itself. What the role
 * may not set is noted with the statement; see {@link Optionally}.
 */
final class DatabaseProperties {
  /** As CREATE DATABASE leaves them, so that what is not in the archive is not in the target. */
  private static final String RESET =
      """
      SELECT s FROM (
        SELECT 1 AS step, format('ALTER DATABASE %I RESET ALL', current_database()) AS s
        WHERE EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = THIS AND setrole = 0)
        UNION ALL
        SELECT 2, format('ALTER ROLE %I IN DATABASE %I RESET ALL', pg_get_userbyid(setrole), current_database())
        FROM pg_db_role_setting WHERE setdatabase = THIS AND setrole <> 0
        UNION ALL
        SELECT DISTINCT 3, format('REVOKE ALL ON DATABASE %I FROM %s CASCADE', current_database(),
                 CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
        FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) a
        WHERE d.oid = THIS AND grantee <> d.datdba
        UNION ALL
        SELECT 4, format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database())
        FROM pg_database d WHERE d.oid = THIS AND d.datacl IS NOT NULL
        UNION ALL
        SELECT 5, format('GRANT ALL ON DATABASE %I TO %I', current_database(), pg_get_userbyid(d.datdba))
        FROM pg_database d WHERE d.oid = THIS AND d.datacl IS NOT NULL
        UNION ALL
        SELECT 6, format('COMMENT ON DATABASE %I IS NULL', current_database())
        WHERE shobj_description(THIS, 'pg_database') IS NOT NULL
        UNION ALL
        SELECT 7, format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database())
        FROM pg_database d WHERE d.oid = THIS AND d.datconnlimit <> -1
      ) r ORDER BY step
      """;

  private static final String THIS =
      "(SELECT oid FROM pg_database WHERE datname = current_database())";

  private static final String OWNS =
      "SELECT pg_has_role(datdba, 'USAGE') AS owns, pg_get_userbyid(datdba) AS owner"
          + " FROM pg_database WHERE datname = current_database()";

  private static final Pattern NAME =
      Pattern.compile(
          "^((?:ALTER|COMMENT ON|GRANT [^\"]*? ON|REVOKE [^\"]*? ON) DATABASE |"
              + "ALTER ROLE (?:\"(?:[^\"]|\"\")+\"|\\S+) IN DATABASE |SECURITY LABEL FOR [^\"]*? ON DATABASE )"
              + "(\"(?:[^\"]|\"\")+\"|[^\\s;]+)");

  private static final Pattern PRIVILEGES = Pattern.compile("^(?:GRANT|REVOKE) ");

  private DatabaseProperties() {}

  /**
   * Makes them those of the archive, as far as the role may.
   *
   * @param privileges whether the archive says who may do what; else those of the database stay
   * @param comment whether its comment is set too
   */
  static void apply(
      PsqlSession session,
      String database,
      ArchiveContents contents,
      TargetFacts target,
      boolean privileges,
      boolean comment)
      throws SqlException, AgentException {
    Optionally optionally = new Optionally();
    JsonNode row = session.row(OWNS);
    if (!row.get("owns").asBoolean()) {
      return;
    }
    String owner = contents.databaseOwner();
    if (target.superuser()
        && target.roles().containsKey(owner)
        && !owner.equals(row.get("owner").asText())) {
      optionally.run(
          session,
          "owner",
          "the database",
          "ALTER DATABASE " + DumpScope.quoted(database) + " OWNER TO " + DumpScope.quoted(owner));
    }
    for (JsonNode reset : session.rows(RESET.replace("THIS", THIS))) {
      String statement = reset.get("s").asText();
      if ((!privileges && PRIVILEGES.matcher(statement).find())
          || (!comment && statement.startsWith("COMMENT ON "))) {
        continue;
      }
      optionally.run(session, "setting of the database", statement, statement);
    }
    for (Map.Entry<String, String> part : contents.database().entrySet()) {
      if (!comment && part.getKey().equals("COMMENT")) {
        continue;
      }
      for (String statement : Statements.split(part.getValue())) {
        String here = inDatabase(Optionally.text(statement), database);
        String asLogin = target.superuser() ? here : Statements.asMember(here);
        optionally.run(
            session,
            part.getKey().equals("ACL") ? "grant" : "setting of the database",
            here.replaceAll(";$", ""),
            asLogin);
      }
    }
  }

  /**
   * The statement that gives the database the comment of the archive.
   *
   * @return nothing when the archive has none
   */
  static Optional<String> comment(String database, ArchiveContents contents) {
    String statements = contents.database().get("COMMENT");
    return statements == null
        ? Optional.empty()
        : Statements.split(statements).stream()
            .map(statement -> inDatabase(Optionally.text(statement), database))
            .filter(statement -> statement.startsWith("COMMENT ON DATABASE "))
            .findFirst();
  }

  /** What the archive has of it and is too long to be run. */
  static List<NotRestored> notHeld(ArchiveContents contents) {
    return contents.notHeld().stream()
        .map(
            kind ->
                new NotRestored(
                    "setting of the database",
                    kind.toLowerCase(Locale.ROOT),
                    "it is longer than " + (ArchiveContents.LONGEST_STATEMENTS >> 10) + " KiB"))
        .toList();
  }

  /** The archive says how the source was called. */
  static String inDatabase(String statement, String database) {
    String[] lines = statement.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher name = NAME.matcher(lines[i]);
      if (name.find()) {
        lines[i] = name.group(1) + DumpScope.quoted(database) + lines[i].substring(name.end());
      }
    }
    return String.join("\n", lines);
  }
}
