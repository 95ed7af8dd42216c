package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which schemas an archive would change. What it says of each of its entries is believed: the
 * statements themselves are not read, and whoever has the key to write a file can write any.
 *
 * @param first the first entry of each schema in words, in the archive's order; entries that belong
 *     to the database and not to a schema have the empty name
 */
public record SchemasOfArchive(Map<String, String> first) {
  private static final String NONE = "";
  private static final String SCHEMA = "SCHEMA ";
  private static final String DATABASE = "DATABASE ";

  /**
   * Settings of the session that restores, and the database itself, which is in every archive and
   * which pg_restore leaves alone unless it is told to create it.
   */
  private static final Set<String> CHANGE_NOTHING =
      Set.of("ENCODING", "STDSTRINGS", "SEARCHPATH", "DATABASE", "DATABASE PROPERTIES");

  /** What can be about the database or a schema itself; the tag says what it is about. */
  private static final Set<String> ABOUT = Set.of("COMMENT", "ACL", "SECURITY LABEL");

  /** Copies the map and keeps its order. */
  public SchemasOfArchive {
    first = Collections.unmodifiableMap(new LinkedHashMap<>(first));
  }

  /**
   * Refuses an archive that holds anything else than one schema.
   *
   * @throws AgentException {@code OutsideTenant}, which names the first entry outside
   */
  public void requireOnly(String schema) throws AgentException {
    if (first.isEmpty()) {
      throw outside("holds nothing of the schema \"" + schema + "\" that this Restore is for");
    }
    for (Map.Entry<String, String> entry : first.entrySet()) {
      if (!entry.getKey().equals(schema)) {
        throw outside(
            first.size() == 1 && !entry.getKey().equals(NONE)
                ? "holds the schema \""
                    + entry.getKey()
                    + "\", and this Restore is for \""
                    + schema
                    + "\""
                : "holds "
                    + entry.getValue()
                    + ", which is outside the schema \""
                    + schema
                    + "\" that this Restore is for");
      }
    }
  }

  /** The schema that an entry changes, empty for the database; nothing where it changes nothing. */
  static Optional<String> schemaOf(TocEntry entry) {
    boolean about = ABOUT.contains(entry.kind());
    if (CHANGE_NOTHING.contains(entry.kind()) || (about && entry.tag().startsWith(DATABASE))) {
      return Optional.empty();
    }
    if (entry.namespace() != null && !entry.namespace().isEmpty()) {
      // A table's membership in one changes the publication, which no schema has.
      boolean publication =
          entry.kind().startsWith("PUBLICATION") || entry.kind().startsWith("SUBSCRIPTION");
      return Optional.of(publication ? NONE : entry.namespace());
    }
    if ("SCHEMA".equals(entry.kind())) {
      return Optional.of(entry.tag());
    }
    return Optional.of(
        about && entry.tag().startsWith(SCHEMA)
            ? unquoted(entry.tag().substring(SCHEMA.length()))
            : NONE);
  }

  /** The tag quotes the schema's name where SQL would. */
  private static String unquoted(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  private static AgentException outside(String what) {
    return new AgentException(
        ErrorCode.OutsideTenant,
        "The file "
            + what
            + ": nothing was touched; choose a backup of this tenant, or restore without one.");
  }
}
