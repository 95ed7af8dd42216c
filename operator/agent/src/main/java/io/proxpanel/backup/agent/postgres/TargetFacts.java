package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a restore must know about the database that it restores into, once its scope was cleared.
 *
 * @param login role that restores
 * @param superuser whether it is a superuser
 * @param databaseOwner role that the database belongs to
 * @param roles all roles that there are
 * @param present what is there by the names of archives, and does not have to be made
 * @param extensionTables tables of extensions whose rows archives may have, as {@code schema.name},
 *     and whether the role may replace them
 * @param settings names of all settings that the server knows
 */
record TargetFacts(
    String login,
    boolean superuser,
    String databaseOwner,
    Map<String, Role> roles,
    Map<Name, Owner> present,
    Map<String, Boolean> extensionTables,
    Set<String> settings) {

  private static final String LOGIN =
      "SELECT current_user AS login, r.rolsuper AS superuser,"
          + " (SELECT pg_get_userbyid(d.datdba) FROM pg_database d"
          + " WHERE d.datname = current_database()) AS owner"
          + " FROM pg_roles r WHERE r.rolname = current_user";

  private static final String ROLES =
      "SELECT r.rolname AS name, r.rolsuper AS superuser,"
          + " pg_has_role(r.oid, 'MEMBER') AS member FROM pg_roles r";

  private static final String EXTENSIONS =
      "SELECT extname AS name, pg_has_role(extowner, 'USAGE') AS own,"
          + " pg_get_userbyid(extowner) AS owner FROM pg_extension";

  /** Rows under row security, or that the role may not delete, stay. */
  static final String EXTENSION_TABLES =
      """
      SELECT n.nspname || '.' || c.relname AS name,
             has_schema_privilege(n.oid, 'USAGE')
               AND (c.relkind = 'S' OR (has_table_privilege(c.oid, 'SELECT, INSERT, DELETE')
                 AND has_table_privilege(c.oid, 'DELETE') AND has_table_privilege(c.oid, 'INSERT')
                 AND NOT row_security_active(c.oid)))
               AND (c.relkind <> 'S' OR has_sequence_privilege(c.oid, 'UPDATE')) AS writable
      FROM pg_extension e CROSS JOIN LATERAL unnest(e.extconfig) AS t (oid)
      JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
      """;

  /**
   * A role.
   *
   * @param member whether the one that restores may act as it
   */
  record Role(boolean superuser, boolean member) {}

  /**
   * To whom something belongs.
   *
   * @param own whether the role that restores has the owner's rights
   */
  record Owner(String name, boolean own) {}

  /** Asks the server. */
  static TargetFacts ask(PsqlSession session) throws SqlException, AgentException {
    JsonNode login = session.row(LOGIN);
    Map<String, Role> roles = new HashMap<>();
    session.forEachRow(
        ROLES,
        row ->
            roles.put(
                row.get("name").asText(),
                new Role(row.get("superuser").asBoolean(), row.get("member").asBoolean())));
    Map<Name, Owner> present = new HashMap<>();
    TargetInventory.forEach(
        session, "true", entry -> present.put(entry.name(), new Owner(entry.owner(), entry.own())));
    session.forEachRow(
        EXTENSIONS,
        row ->
            present.put(
                new Name("EXTENSION", "", row.get("name").asText()),
                new Owner(row.get("owner").asText(), row.get("own").asBoolean())));
    Map<String, Boolean> tables = new HashMap<>();
    session.forEachRow(
        EXTENSION_TABLES,
        row -> tables.put(row.get("name").asText(), row.get("writable").asBoolean()));
    Set<String> settings = new HashSet<>();
    session.forEachRow(
        "SELECT name FROM pg_settings", row -> settings.add(row.get("name").asText()));
    return new TargetFacts(
        login.get("login").asText(),
        login.get("superuser").asBoolean(),
        login.get("owner").asText(),
        roles,
        present,
        tables,
        settings);
  }

  /** Whether the role that restores can give something to this one. */
  boolean canGiveTo(String role) {
    Role known = roles.get(role);
    return known != null && (superuser || known.member());
  }
}
