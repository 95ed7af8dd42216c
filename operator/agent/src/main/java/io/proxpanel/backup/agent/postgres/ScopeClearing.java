package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes away, inside the restore's transaction, what the target has in the restore's scope, with
 * all that depends on it: what was made since the backup must neither stay nor be in the way. What
 * belongs to roles whose rights the restoring one has not stays, unless it depends on what goes;
 * extensions that the archive lists stay with their version; a schema that the archive lists stays
 * as such and is emptied.
 */
final class ScopeClearing {
  /** Of what is outside the scope and in the way, so many are named. */
  private static final int NAMED = 10;

  private static final String DROPS =
      """
      DO $clear$
      DECLARE
        r record;
      BEGIN
        FOR r IN SELECTED LOOP
          CONTINUE WHEN r.identity IS NULL OR NOT r.own OR r.kind = 'SUBSCRIPTION';
          IF r.kind = 'SCHEMA' THEN
            BEGIN
              EXECUTE 'DROP SCHEMA IF EXISTS ' || r.identity;
            EXCEPTION WHEN dependent_objects_still_exist THEN
              NULL; -- What is of others in it stays, and so does it.
            END;
          ELSE
            EXECUTE 'DROP '
              || CASE WHEN r.kind IN ('FUNCTION', 'PROCEDURE', 'AGGREGATE') THEN 'ROUTINE' ELSE r.kind END
              || ' IF EXISTS ' || r.identity || ' CASCADE';
          END IF;
        END LOOP;
      END $clear$;
      """;

  private static final String LARGE_OBJECTS =
      """
      SELECT count(pg_catalog.lo_unlink(m.oid)) AS n
      FROM pg_catalog.pg_largeobject_metadata m
      WHERE pg_catalog.pg_has_role(m.lomowner, 'USAGE')
      """;

  /** Objects made by the restore must get no grants but those of the archive. */
  private static final String DEFAULT_PRIVILEGES =
      """
      DO $defaults$
      DECLARE
        d record;
        g record;
        f text;
      BEGIN
        FOR d IN
          SELECT a.*, n.nspname,
                 CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                   WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS words
          FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
          WHERE pg_has_role(a.defaclrole, 'MEMBER') AND (CONDITION)
        LOOP
          f := format('ALTER DEFAULT PRIVILEGES FOR ROLE %I', pg_get_userbyid(d.defaclrole))
            || CASE WHEN d.nspname IS NULL THEN '' ELSE format(' IN SCHEMA %I', d.nspname) END;
          FOR g IN SELECT DISTINCT grantee FROM aclexplode(d.defaclacl) LOOP
            EXECUTE f || ' REVOKE ALL ON ' || d.words || ' FROM '
              || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END;
          END LOOP;
          IF d.nspname IS NULL THEN
            EXECUTE f || ' GRANT ALL ON ' || d.words || ' TO ' || quote_ident(pg_get_userbyid(d.defaclrole));
            IF d.defaclobjtype = 'f' THEN
              EXECUTE f || ' GRANT EXECUTE ON FUNCTIONS TO PUBLIC';
            ELSIF d.defaclobjtype = 'T' THEN
              EXECUTE f || ' GRANT USAGE ON TYPES TO PUBLIC';
            END IF;
          END IF;
        END LOOP;
      END $defaults$;
      """;

  /** As initdb and CREATE SCHEMA leave them; what an archive says of them is said of that. */
  private static final String SCHEMAS =
      """
      DO $schemas$
      DECLARE
        s record;
        g record;
        initial name;
      BEGIN
        FOR s IN
          SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_namespace n
          WHERE pg_has_role(n.nspowner, 'USAGE') AND (CONDITION)
        LOOP
          FOR g IN SELECT DISTINCT grantee FROM aclexplode(s.nspacl) WHERE grantee <> s.nspowner LOOP
            EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %s CASCADE', s.nspname,
              CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END);
          END LOOP;
          EXECUTE format('GRANT ALL ON SCHEMA %I TO %I', s.nspname, pg_get_userbyid(s.nspowner));
          IF s.nspname = 'public' THEN
            initial := CASE WHEN current_setting('server_version_num')::int >= 150000
              THEN 'pg_database_owner' ELSE pg_get_userbyid(10) END;
            IF pg_get_userbyid(s.nspowner) <> initial AND pg_has_role(initial, 'MEMBER') THEN
              EXECUTE format('ALTER SCHEMA public OWNER TO %I', initial);
            END IF;
            EXECUTE CASE WHEN current_setting('server_version_num')::int >= 150000
              THEN 'GRANT USAGE ON SCHEMA public TO PUBLIC' ELSE 'GRANT ALL ON SCHEMA public TO PUBLIC' END;
            COMMENT ON SCHEMA public IS 'standard public schema';
          ELSE
            EXECUTE format('COMMENT ON SCHEMA %I IS NULL', s.nspname);
          END IF;
        END LOOP;
      END $schemas$;
      """;

  /**
   * What a DROP with CASCADE of the scope takes along outside of it. Dropping a part of an object
   * that is internal to it (the rule of a view) drops the object.
   */
  private static final String OUTSIDE =
      """
      WITH RECURSIVE gone (classid, objid, objsubid) AS (
        SELECT s.classid::oid, s.objid::oid, 0 FROM (SELECTED) s WHERE s.own
        UNION
        SELECT x.classid, x.objid, x.objsubid
        FROM gone g CROSS JOIN LATERAL (
          SELECT d.classid, d.objid, d.objsubid FROM pg_depend d
          WHERE d.refclassid = g.classid AND d.refobjid = g.objid
            AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid) AND d.deptype <> 'e'
          UNION ALL
          SELECT d.refclassid, d.refobjid, d.refobjsubid FROM pg_depend d
          WHERE d.classid = g.classid AND d.objid = g.objid AND d.objsubid = g.objsubid
            AND d.deptype = 'i'
        ) x
      ), named AS (
        SELECT DISTINCT i.type AS kind, i.identity,
               CASE WHEN a.object_names[2] IS NULL THEN coalesce(i.schema, '') ELSE a.object_names[1] END AS schema,
               a.object_names[2] AS tag
        FROM gone g
        CROSS JOIN LATERAL pg_identify_object(g.classid, g.objid, g.objsubid) i
        CROSS JOIN LATERAL pg_identify_object_as_address(g.classid, g.objid, g.objsubid) a
        WHERE i.identity IS NOT NULL
          AND NOT (g.classid = 'pg_type'::regclass AND EXISTS (
                SELECT FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE t.oid = g.objid AND (c.relkind <> 'c' OR t.typcategory = 'A')))
          AND NOT (g.classid = 'pg_trigger'::regclass AND EXISTS (
                SELECT FROM pg_trigger t WHERE t.oid = g.objid AND t.tgisinternal))
          AND NOT EXISTS (SELECT FROM (SELECTED) s WHERE s.classid::oid = g.classid AND s.objid::oid = g.objid)
      )
      SELECT kind, identity, schema || '.' || coalesce(tag, '') AS object FROM named
      WHERE kind NOT IN ('rule', 'toast table', 'index', 'view column')
        AND kind NOT LIKE '%column of%'
        AND schema !~ '^pg_toast' AND (SCOPE)
      ORDER BY 1, 2
      """;

  private final PsqlSession session;
  private final RestoreScope scope;

  ScopeClearing(PsqlSession session, RestoreScope scope) {
    this.session = session;
    this.scope = scope;
  }

  /**
   * What is in the scope and not in the archive, and will be gone.
   *
   * @return for people, in the order in which it goes
   */
  List<String> additions() throws SqlException, AgentException {
    Set<Name> listed =
        scope.contents().items().stream()
            .map(ArchiveContents.Item::id)
            .collect(Collectors.toCollection(HashSet::new));
    List<String> additions = new ArrayList<>();
    TargetInventory.forEach(
        session,
        scope.condition(),
        entry -> {
          boolean stays =
              !entry.own()
                  || entry.name().kind().equals("SUBSCRIPTION")
                  || entry.name().equals(new Name("SCHEMA", "", "public"));
          if (!stays && !listed.contains(entry.name())) {
            additions.add(entry.inWords());
          }
        });
    return additions;
  }

  /**
   * Refuses to drop what is outside the scope.
   *
   * @param allowed what may be dropped there all the same, as {@code schema.name}
   * @return what will be dropped there, for people
   * @throws AgentException {@code RestoreRefused}
   */
  List<String> outside(List<String> allowed, String database) throws SqlException, AgentException {
    if (scope.isDatabase()) {
      return List.of();
    }
    String selected = TargetInventory.select(scope.condition());
    String outsideOf =
        scope.extent() == RestoreScope.Extent.SCHEMA
            ? "schema <> " + PsqlSession.literal(scope.schema())
            : "kind NOT IN ('default value', 'trigger', 'policy', 'type', 'sequence')"
                + " AND NOT (kind = 'table constraint' AND (schema, tag) IN (SELECT t.schema, t.tag FROM ("
                + selected
                + ") t))";
    List<String> refused = new ArrayList<>();
    List<String> granted = new ArrayList<>();
    for (JsonNode row :
        session.rows(OUTSIDE.replace("SELECTED", selected).replace("SCOPE", outsideOf))) {
      String words = row.get("kind").asText() + " " + row.get("identity").asText();
      (allowed.contains(row.get("object").asText()) ? granted : refused).add(words);
    }
    if (!refused.isEmpty()) {
      throw new AgentException(
          ErrorCode.RestoreRefused,
          "The restore into \""
              + database
              + "\" would drop what is outside "
              + (scope.schema() == null
                  ? "the tables of the backup"
                  : "the schema \"" + scope.schema() + "\"")
              + " and depends on it, and was not begun: "
              + named(refused)
              + ". Drop it yourself and make it again afterwards, or name it in dropOutside.");
    }
    return granted;
  }

  /** Drops it all. */
  void clear() throws SqlException, AgentException {
    session.execute(DROPS.replace("SELECTED", TargetInventory.select(toDrop())));
    if (scope.isDatabase()) {
      session.rows(LARGE_OBJECTS);
    }
    switch (scope.extent()) {
      case DATABASE -> {
        session.execute(DEFAULT_PRIVILEGES.replace("CONDITION", "true"));
        session.execute(SCHEMAS.replace("CONDITION", "n.nspname = 'public' OR " + listedSchemas()));
      }
      case SCHEMA -> {
        String schema = PsqlSession.literal(scope.schema());
        session.execute(DEFAULT_PRIVILEGES.replace("CONDITION", "n.nspname = " + schema));
        session.execute(SCHEMAS.replace("CONDITION", "n.nspname = " + schema));
      }
      case LISTED -> {
        // Nothing but the tables is in the archive.
      }
    }
  }

  private String toDrop() {
    return "("
        + scope.condition()
        + ") AND NOT (o.kind = 'SCHEMA' AND (o.tag = 'public' OR "
        + in("o.tag", "SCHEMA")
        + ")) AND NOT (o.kind = 'EXTENSION' AND "
        + in("o.tag", "EXTENSION")
        + ")";
  }

  private String listedSchemas() {
    return in("n.nspname", "SCHEMA");
  }

  private String in(String column, String kind) {
    List<ArchiveContents.Item> items = scope.contents().ofKind(kind);
    return items.isEmpty()
        ? "false"
        : items.stream()
            .map(item -> PsqlSession.literal(item.tag()))
            .collect(Collectors.joining(", ", column + " IN (", ")"));
  }

  static String named(List<String> names) {
    String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }
}
