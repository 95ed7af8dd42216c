package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Restorability.Lack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Asks the server, while a backup is made, what of it the role that makes it could not restore, and
 * what a dump by this role does not have. The same rules hold in a restore: {@link RestoreEdits},
 * {@link RestorePreconditions}.
 */
public final class RestorabilityCheck {
  /** It must hold up no backup. */
  private static final String SETTINGS =
      "SET statement_timeout = '60s'; SET lock_timeout = '5s'; BEGIN READ ONLY;";

  private static final String LOGIN =
      "SELECT r.rolname AS name, r.rolsuper AS superuser,"
          + " has_database_privilege(current_database(), 'CREATE') AS creates"
          + " FROM pg_roles r WHERE r.rolname = current_user";

  /** What only superusers make, whoever it belongs to. */
  private static final Set<String> OF_SUPERUSERS =
      Set.of(
          "EVENT TRIGGER",
          "FOREIGN DATA WRAPPER",
          "ACCESS METHOD",
          "OPERATOR CLASS",
          "OPERATOR FAMILY",
          "TEXT SEARCH PARSER",
          "TEXT SEARCH TEMPLATE");

  private static final String ONLY_SUPERUSERS = "only a superuser may make it";

  private static final String TRUSTED_EXTENSIONS =
      "SELECT e.extname AS name FROM pg_extension e JOIN pg_available_extension_versions v"
          + " ON v.name = e.extname AND v.trusted";

  private static final String UNTRUSTED_FUNCTIONS =
      """
      SELECT p.oid::regprocedure::text AS name FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
      WHERE p.oid >= 16384 AND (NOT l.lanpltrusted OR p.proleakproof)
        AND pg_has_role(p.proowner, 'USAGE') AND (IN_SCHEMA)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                        AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY 1
      """;

  private static final String LARGE_OBJECTS =
      "SELECT m.oid::text AS name, pg_get_userbyid(m.lomowner) AS owner"
          + " FROM pg_largeobject_metadata m WHERE NOT pg_has_role(m.lomowner, 'USAGE') ORDER BY m.oid";

  private static final String UNLOGGED =
      """
      SELECT n.nspname || '.' || c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE pg_is_in_recovery() AND c.relpersistence = 'u' AND c.relkind = 'r' AND (DUMPED)
      ORDER BY 1
      """;

  private static final String INVALID_INDEXES =
      """
      SELECT i.indexrelid::regclass::text AS name
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind IN ('r', 'm') AND c.oid >= 16384
        AND n.nspname !~ '^pg_toast' AND (DUMPED)
      ORDER BY 1
      """;

  /** As the view pg_user_mappings shows them. */
  private static final String MAPPINGS =
      """
      SELECT 'for ' || m.usename || ' on ' || m.srvname AS name
      FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid
      WHERE NOT CASE WHEN m.umuser <> 0 AND m.usename = current_user
                THEN pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')
                ELSE m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE') END
      ORDER BY 1
      """;

  /** Only who granted, or a member of that role, can grant it so again. */
  private static final String GRANTS =
      """
      SELECT DISTINCT g.words || ' to ' || CASE a.grantee WHEN 0 THEN 'PUBLIC'
               ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS name,
             pg_get_userbyid(a.grantor) AS grantor
      FROM (SELECT n.nspname || '.' || c.relname AS words, c.relowner AS owner, c.relacl AS acl
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE (DUMPED)
            UNION ALL
            SELECT n.nspname || '.' || c.relname || '.' || t.attname, c.relowner, t.attacl
            FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE t.attacl IS NOT NULL AND (DUMPED)
            UNION ALL
            SELECT p.oid::regprocedure::text, p.proowner, p.proacl
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE p.oid >= 16384 AND (IN_SCHEMA)
            UNION ALL
            SELECT 'schema ' || n.nspname, n.nspowner, n.nspacl
            FROM pg_namespace n WHERE (IN_SCHEMA)) g
      CROSS JOIN LATERAL aclexplode(g.acl) a
      WHERE g.words !~ '^(schema )?(pg_|information_schema)' AND a.grantor <> g.owner
        AND pg_has_role(g.owner, 'USAGE') AND NOT pg_has_role(a.grantor, 'MEMBER')
      ORDER BY 1
      """;

  private static final String DEFAULT_PRIVILEGES =
      """
      SELECT DISTINCT pg_get_userbyid(d.defaclrole) AS name
      FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
      WHERE NOT pg_has_role(d.defaclrole, 'MEMBER') AND (IN_SCHEMA)
      ORDER BY 1
      """;

  private final PsqlSession session;
  private final DumpScope scope;
  private final Map<Lack, Group> groups = new LinkedHashMap<>();
  private String role;
  private boolean superuser;
  private boolean creates;

  private RestorabilityCheck(PsqlSession session, DumpScope scope) {
    this.session = session;
    this.scope = scope;
  }

  /** Things that do not come back for one reason. */
  private static final class Group {
    private final List<String> names = new ArrayList<>();
    private int count;

    private void add(String name) {
      count++;
      if (names.size() < Restorability.MOST_NAMED) {
        names.add(name);
      }
    }
  }

  /**
   * Asks, in a session of its own, so that nothing that is wrong with it ends the backup.
   *
   * @param scope what is dumped
   * @throws AgentException only when the agent is told to stop
   */
  public static Restorability ask(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      DumpScope scope,
      Cleanup cleanup)
      throws AgentException {
    try (PsqlSession session = PsqlSession.open(client, login, applicationName, cleanup)) {
      return new RestorabilityCheck(session, scope).found();
    } catch (SqlException e) {
      return Restorability.notKnown(
          "the server does not answer what is asked for it: " + e.getMessage());
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      return Restorability.notKnown(e.getMessage());
    }
  }

  private Restorability found() throws SqlException, AgentException {
    session.execute(SETTINGS);
    JsonNode login = session.row(LOGIN);
    role = login.get("name").asText();
    superuser = login.get("superuser").asBoolean();
    creates = login.get("creates").asBoolean();
    notInTheFile();
    if (!superuser) {
      objectsOfOthers();
      notForThisRole();
    }
    Restorability.Locks locks = locks();
    session.execute("COMMIT;");
    List<Lack> all =
        groups.entrySet().stream()
            .map(
                each ->
                    new Lack(
                        each.getKey().inFile(),
                        each.getKey().kind(),
                        each.getValue().names,
                        each.getValue().count,
                        each.getKey().reason()))
            .toList();
    return new Restorability(
        role,
        null,
        all.stream().limit(Restorability.MOST).toList(),
        all.stream().mapToInt(Lack::count).sum(),
        locks,
        List.of(),
        0);
  }

  private void notInTheFile() throws SqlException, AgentException {
    if (scope.whole()) {
      session.forEachRow(
          TargetInventory.select("o.kind = 'SUBSCRIPTION'"),
          row ->
              add(
                  superuser,
                  "subscription",
                  row.get("tag").asText(),
                  superuser
                      ? "it stays as it is, and in another database comes back disabled"
                      : "pg_dump takes subscriptions for superusers alone"));
      if (!superuser) {
        each(MAPPINGS, "options of the user mapping", "\"" + role + "\" may not read them");
      }
    }
    each(UNLOGGED, "rows of the unlogged table", "a standby does not have them");
    each(INVALID_INDEXES, "index", "it is not valid, and a dump leaves such indexes out");
  }

  private void objectsOfOthers() throws SqlException, AgentException {
    Set<String> trusted = new HashSet<>();
    if (creates) {
      session.forEachRow(TRUSTED_EXTENSIONS, row -> trusted.add(row.get("name").asText()));
    }
    TargetInventory.forEach(
        session,
        condition(),
        entry -> {
          Name name = entry.name();
          String kind = name.kind().toLowerCase(Locale.ROOT);
          String text = name.schema().isEmpty() ? name.tag() : name.schema() + "." + name.tag();
          if (name.kind().equals("EXTENSION")) {
            if (!trusted.contains(name.tag())) {
              add(true, kind, text, "where it is not there, a superuser has to make it");
            }
          } else if (OF_SUPERUSERS.contains(name.kind())) {
            add(true, kind, text, ONLY_SUPERUSERS);
          } else if (!entry.own()
              && !name.kind().equals("SUBSCRIPTION")
              && !name.equals(new Name("SCHEMA", "", "public"))) {
            add(true, kind, text, "of \"" + entry.owner() + "\"");
          }
        });
  }

  private void notForThisRole() throws SqlException, AgentException {
    if (scope.whole()) {
      for (JsonNode row : session.rows(LARGE_OBJECTS)) {
        add(true, "large object", row.get("name").asText(), "of \"" + text(row, "owner") + "\"");
      }
      session.forEachRow(
          TargetFacts.EXTENSION_TABLES,
          row -> {
            if (!row.get("writable").asBoolean()) {
              add(
                  true,
                  "rows of the extension's table",
                  row.get("name").asText(),
                  "\"" + role + "\" may not replace them");
            }
          });
    }
    if (scope.whole() || scope.schema() != null) {
      each(UNTRUSTED_FUNCTIONS, "function", ONLY_SUPERUSERS);
      for (JsonNode row : session.rows(within(DEFAULT_PRIVILEGES))) {
        add(
            true,
            "default privileges",
            "of \"" + text(row, "name") + "\"",
            "\"" + role + "\" is not a member of that role");
      }
    }
    for (JsonNode row : session.rows(within(GRANTS))) {
      add(true, "grant", "on " + text(row, "name"), "by \"" + text(row, "grantor") + "\"");
    }
  }

  private Restorability.Locks locks() throws SqlException, AgentException {
    if (!scope.whole() && scope.schema() == null) {
      return null;
    }
    LockTable locks = LockTable.ask(session, scope.schema());
    long needed = locks.drops() + locks.makes();
    return locks.isTooSmallFor(needed)
        ? new Restorability.Locks(needed, locks.held(), locks.enough(needed))
        : null;
  }

  /** On the columns of {@link TargetInventory}. */
  private String condition() {
    if (scope.whole()) {
      return "true";
    }
    if (scope.schema() != null) {
      String schema = PsqlSession.literal(scope.schema());
      return "o.schema = " + schema + " OR o.kind = 'SCHEMA' AND o.tag = " + schema;
    }
    return "o.classid = 'pg_class'::regclass AND o.objid IN (SELECT c.oid FROM pg_class c"
        + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
        + scope.condition()
        + ")";
  }

  private String within(String select) {
    String inSchema =
        scope.whole()
            ? "true"
            : scope.schema() == null ? "false" : DumpScope.equal("n.nspname", scope.schema());
    return select.replace("DUMPED", scope.condition()).replace("IN_SCHEMA", inSchema);
  }

  private void each(String select, String kind, String reason) throws SqlException, AgentException {
    session.forEachRow(
        within(select),
        row -> add(reason.equals(ONLY_SUPERUSERS), kind, text(row, "name"), reason));
  }

  private static String text(JsonNode row, String column) {
    return row.get(column).asText();
  }

  private void add(boolean inFile, String kind, String name, String reason) {
    groups
        .computeIfAbsent(new Lack(inFile, kind, List.of(), 0, reason), none -> new Group())
        .add(name);
  }
}
