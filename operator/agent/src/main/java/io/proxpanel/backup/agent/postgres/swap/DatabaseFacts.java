package io.proxpanel.backup.agent.postgres.swap;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to a database and not to its content, as the server's shared catalogs have it.
 *
 * @param name of the database
 * @param locale what is fixed when it is created
 * @param tablespace where its files are
 * @param owner the role
 * @param allowConnections whether anybody may connect
 * @param connectionLimit how many may, -1 for any number
 * @param template whether others may copy it
 * @param valid false when a DROP DATABASE died half-way: nothing but another one works
 * @param comment on it, or null
 * @param grants privileges on it; what the owner and PUBLIC have by default is listed as well
 * @param labels security labels
 * @param settings of ALTER DATABASE SET and ALTER ROLE IN DATABASE SET
 */
public record DatabaseFacts(
    String name,
    Locale locale,
    String tablespace,
    String owner,
    boolean allowConnections,
    int connectionLimit,
    boolean template,
    boolean valid,
    String comment,
    List<Grant> grants,
    List<Label> labels,
    List<Setting> settings) {

  private static final int INVALID = -2;

  /**
   * Encoding and order of characters.
   *
   * @param encoding its name
   * @param provider {@code c} libc, {@code i} ICU, {@code b} the server itself
   * @param collate LC_COLLATE
   * @param ctype LC_CTYPE
   * @param name of ICU's or the server's own locale, or null
   * @param icuRules added to ICU's, or null
   */
  public record Locale(
      String encoding,
      String provider,
      String collate,
      String ctype,
      String name,
      String icuRules) {}

  /**
   * A privilege.
   *
   * @param grantor who gave it
   * @param grantee who has it, null for PUBLIC
   * @param privilege its name
   * @param grantable whether it may be passed on
   */
  public record Grant(String grantor, String grantee, String privilege, boolean grantable) {}

  /**
   * A security label.
   *
   * @param provider whose
   * @param label its text
   */
  public record Label(String provider, String label) {}

  /**
   * A setting that sessions begin with.
   *
   * @param role whose sessions, null for all
   * @param name of the setting
   * @param value as the catalog has it
   */
  public record Setting(String role, String name, String value) {}

  /** Names of the columns differ between majors: a row as JSON has those that there are. */
  private static final String DATABASE =
      """
      SELECT d.datname AS name, pg_encoding_to_char(d.encoding) AS encoding,
             d.datlocprovider AS provider, d.datcollate AS collate, d.datctype AS ctype,
             coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale,
             to_jsonb(d) ->> 'daticurules' AS rules, t.spcname AS tablespace,
             pg_get_userbyid(d.datdba) AS owner, d.datallowconn AS allow,
             d.datconnlimit AS "limit", d.datistemplate AS template,
             shobj_description(d.oid, 'pg_database') AS comment
      FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE d.datname =\s""";

  private static final String GRANTS =
      """
      SELECT pg_get_userbyid(a.grantor) AS grantor,
             CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END AS grantee,
             a.privilege_type AS privilege, a.is_grantable AS grantable
      FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      WHERE d.datname =\s""";

  private static final String LABELS =
      """
      SELECT s.provider, s.label FROM pg_shseclabel s JOIN pg_database d ON d.oid = s.objoid
      WHERE s.classoid = 'pg_database'::regclass AND d.datname =\s""";

  private static final String SETTINGS =
      """
      SELECT CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole) END AS role,
             split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value
      FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase,
           unnest(s.setconfig) c
      WHERE d.datname =\s""";

  /** Copies the lists. */
  public DatabaseFacts {
    grants = List.copyOf(grants);
    labels = List.copyOf(labels);
    settings = List.copyOf(settings);
  }

  /**
   * Asks the server.
   *
   * @param session in any database of it
   * @return nothing when there is no such database
   */
  public static Optional<DatabaseFacts> read(PsqlSession session, String database)
      throws SqlException, AgentException {
    String name = PsqlSession.literal(database);
    List<JsonNode> found = session.rows(DATABASE + name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode row = found.get(0);
    List<Grant> grants = new ArrayList<>();
    for (JsonNode grant : session.rows(GRANTS + name)) {
      grants.add(
          new Grant(
              text(grant, "grantor"),
              text(grant, "grantee"),
              text(grant, "privilege"),
              grant.get("grantable").asBoolean()));
    }
    List<Label> labels = new ArrayList<>();
    for (JsonNode label : session.rows(LABELS + name)) {
      labels.add(new Label(text(label, "provider"), text(label, "label")));
    }
    List<Setting> settings = new ArrayList<>();
    for (JsonNode setting : session.rows(SETTINGS + name)) {
      settings.add(
          new Setting(text(setting, "role"), text(setting, "name"), text(setting, "value")));
    }
    return Optional.of(of(row, grants, labels, settings));
  }

  private static DatabaseFacts of(
      JsonNode row, List<Grant> grants, List<Label> labels, List<Setting> settings) {
    int limit = row.get("limit").asInt();
    return new DatabaseFacts(
        text(row, "name"),
        new Locale(
            text(row, "encoding"),
            text(row, "provider"),
            text(row, "collate"),
            text(row, "ctype"),
            text(row, "locale"),
            text(row, "rules")),
        text(row, "tablespace"),
        text(row, "owner"),
        row.get("allow").asBoolean(),
        limit,
        row.get("template").asBoolean(),
        limit != INVALID,
        text(row, "comment"),
        grants,
        labels,
        settings);
  }

  /** What its comment says of it, when it is one of ours. */
  public Optional<Marker> marker() {
    return Marker.of(comment, name);
  }

  /** Whether a restore has made it and has not come to its end. */
  public boolean isUnfinished(String uid) {
    return !valid
        || marker().filter(m -> m.kind() != Marker.Kind.KEPT && m.uid().equals(uid)).isPresent();
  }

  private static String text(JsonNode row, String column) {
    JsonNode value = row.get(column);
    return value == null || value.isNull() ? null : value.asText();
  }
}
