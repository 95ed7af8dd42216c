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
    preconditions.requireNothing();
  }

  /**
   * Looks at what the archive needs in a database that has just been made and is filled in many
   * transactions.
   *
   * @throws AgentException {@code TargetLacksPrerequisites}
   */
  static void requireForNew(PsqlSession session, DatabaseLogin login, RestoreScope scope)
      throws SqlException, AgentException {
    RestorePreconditions preconditions = new RestorePreconditions(session, login, scope);
    preconditions.extensions();
    preconditions.tablespaces();
    preconditions.requireNothing();
  }

  private void requireNothing() throws AgentException {
    if (!lacks.isEmpty()) {
      throw new AgentException(
          ErrorCode.TargetLacksPrerequisites,
          "The restore into \""
              + login.database()
              + "\" was not begun, since something is missing there: "
              + String.join("; ", lacks)
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
    LockTable locks =
        scope.extent() == RestoreScope.Extent.LISTED
            ? LockTable.askWithoutDrops(session)
            : LockTable.ask(session, scope.schema());
    long needed = locks.drops() + creations();
    if (locks.isTooSmallFor(needed)) {
      lacks.add(
          "one transaction needs about "
              + needed
              + " locks, and the server's lock table holds about "
              + locks.held()
              + ": set max_locks_per_transaction = "
              + locks.enough(needed)
              + " and restart the server");
    }
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
