package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out before the first change what would end a restore, all of it at once. */
public final class RestorePreconditions {
  private static final String WRITABLE =
      "SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS ro,"
          + " EXISTS (SELECT FROM pg_settings WHERE name = 'default_transaction_read_only'"
          + " AND setting = 'on' AND source IN ('command line', 'override')) AS forced";

  private static final String OWNS =
      "SELECT pg_has_role(datdba, 'USAGE') AS owns FROM pg_database"
          + " WHERE datname = current_database()";

  private static final String OWN_SCHEMAS =
      "SELECT nspname AS name FROM pg_namespace WHERE pg_has_role(nspowner, 'USAGE')";

  private static final String EXTENSIONS =
      """
      SELECT a.name, e.extname IS NOT NULL AS installed,
             coalesce((SELECT v.trusted FROM pg_available_extension_versions v
                       WHERE v.name = a.name AND v.version = a.default_version), false) AS trusted
      FROM pg_available_extensions a LEFT JOIN pg_extension e ON e.extname = a.name
      """;

  private static final String RIGHTS =
      "SELECT r.rolsuper AS superuser, has_database_privilege(current_database(), 'CREATE') AS creates,"
          + " has_database_privilege(current_database(), 'TEMPORARY') AS temporary"
          + " FROM pg_roles r WHERE r.rolname = current_user";

  /** What the lock table holds, and how many locks dropping what is there takes. */
  private static final String LOCKS =
      """
      SELECT current_setting('max_locks_per_transaction')::bigint AS each,
             current_setting('max_connections')::bigint
               + current_setting('max_prepared_transactions')::bigint
               + current_setting('autovacuum_max_workers')::bigint
               + current_setting('max_worker_processes')::bigint
               + current_setting('max_wal_senders')::bigint + 1 AS backends,
             (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.oid >= 16384 AND (IN_SCOPE OR n.nspname = 'pg_toast' AND ALL_OF_IT))
               + (SELECT count(*) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                  WHERE t.oid >= 16384 AND IN_SCOPE)
               + (SELECT count(*) FROM pg_constraint t JOIN pg_namespace n ON n.oid = t.connamespace
                  WHERE t.oid >= 16384 AND t.contype <> 'n' AND IN_SCOPE)
               + (SELECT count(*) FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE d.oid >= 16384 AND IN_SCOPE)
               + (SELECT count(*) FROM pg_largeobject_metadata WHERE ALL_OF_IT) AS drops
      """;

  /** The lock table takes some more than it says; from here on it has proven too small. */
  private static final double SLACK = 1.4;

  private static final Set<String> WITH_DATA = Set.of("TABLE", "SEQUENCE", "MATERIALIZED VIEW");

  private final PsqlSession session;
  private final DatabaseLogin login;
  private final ArchiveContents contents;
  private final RestoreScope scope;
  private final List<String> lacks = new ArrayList<>();

  private RestorePreconditions(PsqlSession session, DatabaseLogin login, RestoreScope scope) {
    this.session = session;
    this.login = login;
    this.scope = scope;
    this.contents = scope.contents();
  }

  /**
   * Refuses a server that nobody may write to.
   *
   * @throws AgentException {@code DatabaseReadOnly}
   */
  public static void requireWritable(PsqlSession session, DatabaseLogin login)
      throws AgentException {
    try {
      JsonNode row = session.row(WRITABLE);
      if (row.get("standby").asBoolean()) {
        throw new AgentException(
            ErrorCode.DatabaseReadOnly,
            "The server "
                + login.server()
                + " is a standby, which nobody can write to: nothing was touched; use the address of"
                + " the primary.");
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * Looks at what the archive needs.
   *
   * @throws AgentException {@code TargetLacksPrerequisites} or {@code DatabasePermissionDenied},
   *     with a part of a sentence for each
   */
  static void require(PsqlSession session, DatabaseLogin login, RestoreScope scope)
      throws SqlException, AgentException {
    RestorePreconditions preconditions = new RestorePreconditions(session, login, scope);
    preconditions.requireOwnTables();
    preconditions.extensions();
    preconditions.tablespaces();
    preconditions.locks();
    if (!preconditions.lacks.isEmpty()) {
      throw new AgentException(
          ErrorCode.TargetLacksPrerequisites,
          "The restore into \""
              + login.database()
              + "\" was not begun, since something is missing there: "
              + String.join("; ", preconditions.lacks)
              + ".");
    }
  }

  /**
   * Rows that cannot be replaced: an error in the middle would name the first alone. Where the
   * owner of the database restores, what others have in schemas of theirs stays as it is.
   */
  private void requireOwnTables() throws SqlException, AgentException {
    boolean owns = session.row(OWNS).get("owns").asBoolean();
    Set<String> ownSchemas = new HashSet<>();
    session.forEachRow(OWN_SCHEMAS, row -> ownSchemas.add(row.get("name").asText()));
    Set<ArchiveContents.Name> listed = new HashSet<>();
    contents.items().stream()
        .filter(item -> WITH_DATA.contains(item.kind()))
        .map(Item::id)
        .forEach(listed::add);
    Map<String, List<String>> byOwner = new TreeMap<>();
    TargetInventory.forEach(
        session,
        scope.condition(),
        entry -> {
          if (!entry.own()
              && listed.contains(entry.name())
              && (!owns || ownSchemas.contains(entry.name().schema()))) {
            byOwner.computeIfAbsent(entry.owner(), none -> new ArrayList<>()).add(entry.inWords());
          }
        });
    if (scope.isDatabase() && contents.items().stream().anyMatch(this::isLargeObject)) {
      for (JsonNode row :
          session.rows(
              "SELECT m.oid::text AS oid, pg_get_userbyid(m.lomowner) AS owner"
                  + " FROM pg_largeobject_metadata m WHERE NOT pg_has_role(m.lomowner, 'USAGE')"
                  + " ORDER BY m.oid LIMIT 20")) {
        byOwner
            .computeIfAbsent(row.get("owner").asText(), none -> new ArrayList<>())
            .add("large object " + row.get("oid").asText());
      }
    }
    if (!byOwner.isEmpty()) {
      List<String> parts = new ArrayList<>();
      byOwner.forEach(
          (owner, names) -> parts.add(ScopeClearing.named(names) + " of \"" + owner + "\""));
      throw new AgentException(
          ErrorCode.DatabasePermissionDenied,
          "The role \""
              + login.username()
              + "\" may not replace what belongs to other roles in \""
              + login.database()
              + "\", and nothing was touched: "
              + String.join("; ", parts)
              + ". Log in with a superuser, or with a role that is a member of "
              + (byOwner.size() == 1 ? "that role." : "those roles."));
    }
  }

  private boolean isLargeObject(Item item) {
    return item.kind().equals("BLOB") || item.kind().equals("BLOB METADATA");
  }

  private void extensions() throws SqlException, AgentException {
    Set<String> needed = new TreeSet<>();
    contents.ofKind("EXTENSION").forEach(item -> needed.add(item.tag()));
    if (needed.isEmpty()) {
      return;
    }
    JsonNode rights = session.row(RIGHTS);
    boolean superuser = rights.get("superuser").asBoolean();
    Map<String, JsonNode> available = new HashMap<>();
    for (JsonNode row : session.rows(EXTENSIONS)) {
      available.put(row.get("name").asText(), row);
    }
    Set<String> installed = new HashSet<>();
    session.forEachRow(
        "SELECT extname AS name FROM pg_extension", row -> installed.add(row.get("name").asText()));
    List<String> missing = new ArrayList<>();
    List<String> forbidden = new ArrayList<>();
    for (String name : needed) {
      JsonNode row = available.get(name);
      if (installed.contains(name)) {
        continue;
      }
      if (row == null) {
        missing.add(name);
      } else if (!superuser
          && !(row.get("trusted").asBoolean() && rights.get("creates").asBoolean())) {
        forbidden.add(name);
      }
    }
    if (!missing.isEmpty()) {
      lacks.add(
          "the server has no extension "
              + String.join(", ", missing)
              + ": install the packages that bring "
              + (missing.size() == 1 ? "it" : "them"));
    }
    if (!forbidden.isEmpty()) {
      lacks.add(
          "\""
              + login.username()
              + "\" may not make the extension "
              + String.join(", ", forbidden)
              + ": let a superuser run "
              + forbidden.stream()
                  .map(name -> "CREATE EXTENSION " + DumpScope.quoted(name) + ";")
                  .reduce((a, b) -> a + " " + b)
                  .orElseThrow()
              + " there");
    }
  }

  private void tablespaces() throws SqlException, AgentException {
    Set<String> missing = new TreeSet<>(contents.tablespaces());
    session.forEachRow(
        "SELECT spcname AS name FROM pg_tablespace",
        row -> missing.remove(row.get("name").asText()));
    if (!missing.isEmpty()) {
      lacks.add("the server has no tablespace " + String.join(", ", missing));
    }
  }

  private void locks() throws SqlException, AgentException {
    boolean all = scope.isDatabase();
    String inScope =
        switch (scope.extent()) {
          case DATABASE -> "n.nspname !~ '^(pg_|information_schema$)'";
          case SCHEMA -> DumpScope.equal("n.nspname", scope.schema());
          case LISTED -> "false";
        };
    JsonNode row =
        session.row(
            LOCKS.replace("IN_SCOPE", inScope).replace("ALL_OF_IT", all ? "true" : "false"));
    long needed = row.get("drops").asLong() + creations();
    long held = row.get("each").asLong() * row.get("backends").asLong();
    if (needed > held * SLACK) {
      lacks.add(
          "one transaction needs about "
              + needed
              + " locks, and the server's lock table holds about "
              + held
              + ": set max_locks_per_transaction = "
              + enough(needed, row.get("backends").asLong())
              + " and restart the server");
    }
  }

  static long enough(long needed, long backends) {
    long each = needed / Math.max(1, backends) + 1;
    return (each + 63) / 64 * 64;
  }

  /** A table comes with the table of its long values and that one's index. */
  private long creations() {
    long locks = 0;
    for (Item item : contents.items()) {
      locks +=
          switch (item.kind()) {
            case "TABLE", "MATERIALIZED VIEW" -> 3;
            case "INDEX", "CONSTRAINT", "SEQUENCE", "VIEW", "FOREIGN TABLE" -> 1;
            default -> 0;
          };
    }
    return locks;
  }
}
