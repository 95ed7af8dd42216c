package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The objects of a database that stand for themselves, named as archives name them: what belongs to
 * an extension, to the system or to another object (an index, a table's row type, the sequence of
 * an identity column) is not among them.
 */
final class TargetInventory {
  /** The kinds that are listed. */
  static final Set<String> KINDS =
      Set.of(
          "TABLE",
          "VIEW",
          "MATERIALIZED VIEW",
          "SEQUENCE",
          "FOREIGN TABLE",
          "TYPE",
          "DOMAIN",
          "FUNCTION",
          "PROCEDURE",
          "AGGREGATE",
          "OPERATOR",
          "OPERATOR CLASS",
          "OPERATOR FAMILY",
          "COLLATION",
          "CONVERSION",
          "STATISTICS",
          "TEXT SEARCH CONFIGURATION",
          "TEXT SEARCH DICTIONARY",
          "TEXT SEARCH PARSER",
          "TEXT SEARCH TEMPLATE",
          "SCHEMA",
          "EXTENSION",
          "EVENT TRIGGER",
          "PUBLICATION",
          "SUBSCRIPTION",
          "FOREIGN DATA WRAPPER",
          "SERVER",
          "PROCEDURAL LANGUAGE",
          "ACCESS METHOD",
          "CAST");

  /**
   * In the order in which they can be dropped; {@code own}: whether the role has the owner's
   * rights.
   */
  private static final String OBJECTS =
      """
      WITH objects (step, kind, schema, tag, classid, objid, owner) AS (
        SELECT CASE c.relkind WHEN 'v' THEN 3 WHEN 'm' THEN 3 WHEN 'S' THEN 5 WHEN 'c' THEN 7 ELSE 4 END,
               CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                 WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,
               n.nspname::text, c.relname::text, 'pg_class'::regclass, c.oid, c.relowner
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
          AND NOT (c.relkind = 'c' AND EXISTS (
                SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = c.reltype
                AND d.deptype = 'e'))
          AND NOT (c.relkind = 'S' AND EXISTS (
                SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                AND d.objsubid = 0 AND d.deptype = 'i'))
        UNION ALL
        SELECT 6, CASE p.prokind WHEN 'a' THEN 'AGGREGATE' WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
               n.nspname, p.proname || '(' || CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE
                 coalesce((SELECT string_agg(format_type(t.oid, NULL), ', ' ORDER BY t.i)
                           FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY t (oid, i)), '') END || ')',
               'pg_proc'::regclass, p.oid, p.proowner
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
        UNION ALL
        SELECT 7, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, n.nspname, t.typname, 'pg_type'::regclass, t.oid, t.typowner
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typrelid = 0 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'i')
        UNION ALL
        SELECT 5, 'OPERATOR', n.nspname, o.oprname, 'pg_operator'::regclass, o.oid, o.oprowner
        FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        UNION ALL
        SELECT 5, 'OPERATOR CLASS', n.nspname, o.opcname, 'pg_opclass'::regclass, o.oid, o.opcowner
        FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
        UNION ALL
        SELECT 5, 'OPERATOR FAMILY', n.nspname, o.opfname, 'pg_opfamily'::regclass, o.oid, o.opfowner
        FROM pg_opfamily o JOIN pg_namespace n ON n.oid = o.opfnamespace
        UNION ALL
        SELECT 7, 'COLLATION', n.nspname, o.collname, 'pg_collation'::regclass, o.oid, o.collowner
        FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
        UNION ALL
        SELECT 7, 'CONVERSION', n.nspname, o.conname, 'pg_conversion'::regclass, o.oid, o.conowner
        FROM pg_conversion o JOIN pg_namespace n ON n.oid = o.connamespace
        UNION ALL
        SELECT 5, 'STATISTICS', n.nspname, o.stxname, 'pg_statistic_ext'::regclass, o.oid, o.stxowner
        FROM pg_statistic_ext o JOIN pg_namespace n ON n.oid = o.stxnamespace
        UNION ALL
        SELECT 5, 'TEXT SEARCH CONFIGURATION', n.nspname, o.cfgname, 'pg_ts_config'::regclass, o.oid, o.cfgowner
        FROM pg_ts_config o JOIN pg_namespace n ON n.oid = o.cfgnamespace
        UNION ALL
        SELECT 6, 'TEXT SEARCH DICTIONARY', n.nspname, o.dictname, 'pg_ts_dict'::regclass, o.oid, o.dictowner
        FROM pg_ts_dict o JOIN pg_namespace n ON n.oid = o.dictnamespace
        UNION ALL
        SELECT 6, 'TEXT SEARCH PARSER', n.nspname, o.prsname, 'pg_ts_parser'::regclass, o.oid, 10
        FROM pg_ts_parser o JOIN pg_namespace n ON n.oid = o.prsnamespace
        UNION ALL
        SELECT 6, 'TEXT SEARCH TEMPLATE', n.nspname, o.tmplname, 'pg_ts_template'::regclass, o.oid, 10
        FROM pg_ts_template o JOIN pg_namespace n ON n.oid = o.tmplnamespace
        UNION ALL
        SELECT 9, 'SCHEMA', NULL, n.nspname, 'pg_namespace'::regclass, n.oid, n.nspowner FROM pg_namespace n
        UNION ALL
        SELECT 8, 'EXTENSION', NULL, e.extname, 'pg_extension'::regclass, e.oid, e.extowner FROM pg_extension e
        UNION ALL
        SELECT 1, 'EVENT TRIGGER', NULL, e.evtname, 'pg_event_trigger'::regclass, e.oid, e.evtowner FROM pg_event_trigger e
        UNION ALL
        SELECT 2, 'PUBLICATION', NULL, p.pubname, 'pg_publication'::regclass, p.oid, p.pubowner FROM pg_publication p
        UNION ALL
        SELECT 0, 'SUBSCRIPTION', NULL, s.subname, 'pg_subscription'::regclass, s.oid, s.subowner
        FROM pg_subscription s WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        UNION ALL
        SELECT 8, 'FOREIGN DATA WRAPPER', NULL, f.fdwname, 'pg_foreign_data_wrapper'::regclass, f.oid, f.fdwowner FROM pg_foreign_data_wrapper f
        UNION ALL
        SELECT 7, 'SERVER', NULL, f.srvname, 'pg_foreign_server'::regclass, f.oid, f.srvowner FROM pg_foreign_server f
        UNION ALL
        SELECT 8, 'PROCEDURAL LANGUAGE', NULL, l.lanname, 'pg_language'::regclass, l.oid, l.lanowner FROM pg_language l
        UNION ALL
        SELECT 8, 'ACCESS METHOD', NULL, a.amname, 'pg_am'::regclass, a.oid, 10 FROM pg_am a
        UNION ALL
        SELECT 5, 'CAST', NULL, 'CAST (' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ')',
               'pg_cast'::regclass, c.oid, CASE WHEN s.typnamespace = 'pg_catalog'::regnamespace THEN t.typowner ELSE s.typowner END
        FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid
                          AND d.deptype = 'i')
      )
      """;

  private static final String SELECTED =
      """
      SELECT o.step, o.kind, o.schema, o.tag, o.classid::int, o.objid::bigint, pg_has_role(o.owner, 'USAGE') AS own,
             pg_get_userbyid(o.owner) AS owner, i.identity
      FROM objects o CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) i
      WHERE (o.objid >= 16384 OR o.kind = 'SCHEMA' AND o.tag = 'public')
        AND coalesce(o.schema, CASE WHEN o.kind = 'SCHEMA' THEN o.tag ELSE '' END) !~ '^(pg_|information_schema$)'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.classid AND d.objid = o.objid AND d.deptype = 'e')
        AND (CONDITION)
      ORDER BY o.step, o.objid
      """;

  private TargetInventory() {}

  /**
   * An object.
   *
   * @param name as archives have it
   * @param own whether the role that asks has the rights of its owner
   * @param owner role that it belongs to
   */
  record Entry(Name name, boolean own, String owner) {
    /** For people. */
    String inWords() {
      return name.kind().toLowerCase(java.util.Locale.ROOT)
          + " "
          + (name.schema().isEmpty() ? name.tag() : name.schema() + "." + name.tag());
    }
  }

  /** A SELECT of the objects that a condition on {@code o.kind, o.schema, o.tag} holds for. */
  static String select(String condition) {
    return OBJECTS + SELECTED.replace("CONDITION", condition);
  }

  /** Goes through the objects of a scope. */
  static void forEach(PsqlSession session, String condition, Consumer<Entry> taker)
      throws SqlException, AgentException {
    session.forEachRow(select(condition), row -> taker.accept(entry(row)));
  }

  private static Entry entry(JsonNode row) {
    return new Entry(
        new Name(row.get("kind").asText(), row.get("schema").asText(""), row.get("tag").asText()),
        row.get("own").asBoolean(),
        row.get("owner").asText());
  }
}
