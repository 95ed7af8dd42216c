package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.archive.LongDefinition.Clause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an archive's table of contents lists, as much as a restore has to know before it begins.
 *
 * @param items its entries, in their order
 * @param rows how many rows the data of an entry has, by dump id, where they could be counted
 * @param partitioned dump ids of partitioned tables, which have no rows of their own
 * @param securityDefiners dump ids of functions that run with the privileges of their owner
 * @param withCode dump ids of what runs code of its author while it is restored: functions that
 *     others call, checks, generated columns, expressions of indexes
 * @param tablespaces names of tablespaces that are needed
 * @param roles names of the roles that the objects need: owners, in privileges and policies, of
 *     user mappings and settings
 * @param database what is about the database itself: by kind, the statements as they stand there
 * @param notHeld kinds of statements about the database that are longer than {@link
 *     #LONGEST_STATEMENTS}
 * @param databaseOwner who the database belonged to, or empty
 * @param createDatabase the statement that makes such a database, or empty
 */
public record ArchiveContents(
    List<Item> items,
    Map<Integer, Long> rows,
    Set<Integer> partitioned,
    Set<Integer> securityDefiners,
    Set<Integer> withCode,
    Set<String> tablespaces,
    Set<String> roles,
    Map<String, String> database,
    Set<String> notHeld,
    String databaseOwner,
    String createDatabase) {

  /** The kind of the entry that lists settings of the database. */
  public static final String PROPERTIES = "DATABASE PROPERTIES";

  /**
   * How many bytes of statements are held of what is taken apart, as privileges and settings of the
   * database are: what a restore makes of them is ten times as long.
   */
  public static final int LONGEST_STATEMENTS = 512 * 1024;

  private static final Set<String> ROUTINES = Set.of("FUNCTION", "PROCEDURE");

  private static final Set<String> CODE =
      Set.of(
          "FUNCTION",
          "PROCEDURE",
          "AGGREGATE",
          "OPERATOR",
          "CAST",
          "DOMAIN",
          "CHECK CONSTRAINT",
          "MATERIALIZED VIEW");

  private static final Set<String> EXPRESSIONS = Set.of("TABLE", "INDEX", "CONSTRAINT");

  /** A check, a generated column, an index of more than columns. */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          " CHECK \\(| GENERATED ALWAYS AS \\((?!IDENTITY)| USING \\w+ \\([^)]*\\(| WHERE \\(");

  private static final Set<String> ABOUT_DATABASE = Set.of("COMMENT", "ACL", "SECURITY LABEL");

  /** After the list of roles of a grant comes the end, or one of two remarks. */
  private static final Pattern GRANTEE =
      Pattern.compile(
          "(?: TO| FROM) (\"(?:[^\"]|\"\")+\"|[^\\s;\"]+)(?: WITH GRANT OPTION)?;",
          Pattern.MULTILINE);

  /**
   * An entry.
   *
   * @param schema or null
   * @param hasData whether a block of data follows
   * @param dependencies entries that come before it
   */
  public record Item(
      int dumpId,
      String kind,
      String schema,
      String tag,
      String owner,
      boolean hasData,
      List<Integer> dependencies) {
    /** The same thing, whatever its number and owner. */
    public Name id() {
      return new Name(kind, schema == null ? "" : schema, tag);
    }

    /** Its name with its schema, if it has one. */
    public String name() {
      return schema == null || schema.isEmpty() ? tag : schema + "." + tag;
    }

    /** For people. */
    public String inWords() {
      return kind.toLowerCase(java.util.Locale.ROOT) + " " + name();
    }
  }

  /** Names an object as archives do. */
  public record Name(String kind, String schema, String tag) {}

  /** Gathers entries while they pass. */
  static final class Builder {
    private final List<Item> items = new ArrayList<>();
    private final Map<Integer, Long> rows = new HashMap<>();
    private final Set<Integer> partitioned = new java.util.HashSet<>();
    private final Set<Integer> definers = new java.util.HashSet<>();
    private final Set<Integer> withCode = new java.util.HashSet<>();
    private final Set<String> tablespaces = new TreeSet<>();
    private final Set<String> roles = new TreeSet<>();
    private final Map<String, String> database = new LinkedHashMap<>();
    private final Set<String> notHeld = new TreeSet<>();
    private final Map<String, String> known = new HashMap<>();
    private String databaseOwner = "";
    private String createDatabase = "";

    void add(TocEntry entry) {
      Item item =
          new Item(
              entry.dumpId(),
              once(entry.kind()),
              once(entry.namespace()),
              entry.tag(),
              once(entry.owner()),
              entry.hasData(),
              entry.dependencies());
      items.add(item);
      if (!entry.tablespace().isEmpty()) {
        tablespaces.add(entry.tablespace());
      }
      look(entry);
    }

    void rows(int dumpId, long count) {
      rows.put(dumpId, count);
    }

    ArchiveContents build() {
      return new ArchiveContents(
          items,
          rows,
          partitioned,
          definers,
          withCode,
          tablespaces,
          roles,
          database,
          notHeld,
          databaseOwner,
          createDatabase);
    }

    private void look(TocEntry entry) {
      String kind = entry.kind();
      if (CODE.contains(kind) || (EXPRESSIONS.contains(kind) && hasExpression(entry))) {
        withCode.add(entry.dumpId());
      }
      if (kind.equals("TABLE")) {
        if (isPartitioned(entry)) {
          partitioned.add(entry.dumpId());
        }
      } else if (ROUTINES.contains(kind)) {
        if (isDefiner(entry)) {
          definers.add(entry.dumpId());
        }
      } else if (kind.equals("DATABASE")) {
        databaseOwner = entry.owner();
        createDatabase = entry.text(TocEntry.Part.DEFINITION);
      } else if (kind.equals(PROPERTIES)
          || (ABOUT_DATABASE.contains(kind) && entry.tag().startsWith("DATABASE "))) {
        if (entry.cut() == null) {
          database.merge(kind, entry.text(TocEntry.Part.DEFINITION), String::concat);
        } else {
          notHeld.add(kind);
        }
      }
      RolesOfEntry.of(entry).forEach(role -> roles.add(once(role)));
    }

    /** Of a definition that is not held to its end nobody knows that it has none. */
    private static boolean hasExpression(TocEntry entry) {
      return entry.cut() != null || EXPRESSION.matcher(entry.text(TocEntry.Part.DEFINITION)).find();
    }

    private static boolean isPartitioned(TocEntry entry) {
      return entry.position(Clause.PARTITION_BY) >= 0;
    }

    /** pg_dump writes it before the body, which is the last clause. */
    private static boolean isDefiner(TocEntry entry) {
      int clause = entry.position(Clause.SECURITY_DEFINER);
      int body = entry.position(Clause.BODY);
      int end = body < 0 ? entry.position(Clause.ATOMIC_BODY) : body;
      return clause >= 0 && (end < 0 || clause < end);
    }

    /** The same few words stand in thousands of entries. */
    private String once(String word) {
      return word == null ? null : known.computeIfAbsent(word, same -> same);
    }
  }

  /** Names of the roles in statements about privileges, which are written byte for byte. */
  public static List<String> grantees(String statements) {
    String text =
        new String(statements.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return GRANTEE.matcher(text).results().map(found -> unquoted(found.group(1))).toList();
  }

  private static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  /** The entries of one kind. */
  public List<Item> ofKind(String kind) {
    return items.stream().filter(item -> item.kind().equals(kind)).toList();
  }
}
