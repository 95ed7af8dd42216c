package io.proxpanel.backup.agent.archive;

import java.util.Set;

/**
 * Which statements of an archive the target would refuse, though nothing is lost without them. They
 * depend on what stands in the target now, because that is what they act on.
 *
 * <ul>
 *   <li>An index, constraint or trigger that a partition has from its partitioned table cannot be
 *       dropped by itself ({@code cannot drop inherited constraint}); it goes with the partitioned
 *       table's or with the partition, both of which are dropped as well.
 *   <li>An extension that belongs to another role cannot be dropped or commented on by this one; it
 *       is there already, and stays.
 *   <li>A tenant's schema that is there stays: a role that owns it may not be allowed to make
 *       another one, and what is in it that the archive does not know would keep it from being
 *       dropped. Its owner and privileges stay with it. Only its owner may comment on it.
 * </ul>
 *
 * @param inheritedIndexes indexes that the target's partitions have from above
 * @param inheritedOfTables constraints and triggers that the target's partitions have from above,
 *     as {@code table name}
 * @param foreignExtensions extensions in the target that the restoring role does not own
 * @param keptSchemas schemas in the target that stay as they are
 * @param foreignSchemas those of them that the restoring role does not own
 */
public record RestoreEdits(
    Set<Name> inheritedIndexes,
    Set<Name> inheritedOfTables,
    Set<String> foreignExtensions,
    Set<String> keptSchemas,
    Set<String> foreignSchemas) {
  private static final Set<String> NOTES = Set.of("COMMENT", "SECURITY LABEL");
  private static final Set<String> KINDS_OF_TABLES =
      Set.of("CONSTRAINT", "CHECK CONSTRAINT", "FK CONSTRAINT", "TRIGGER");

  /**
   * Names an entry of an archive.
   *
   * @param schema of the object
   * @param tag its name as the archive has it
   */
  public record Name(String schema, String tag) {}

  /** Copies the sets. */
  public RestoreEdits {
    inheritedIndexes = Set.copyOf(inheritedIndexes);
    inheritedOfTables = Set.copyOf(inheritedOfTables);
    foreignExtensions = Set.copyOf(foreignExtensions);
    keptSchemas = Set.copyOf(keptSchemas);
    foreignSchemas = Set.copyOf(foreignSchemas);
  }

  TocEntry apply(TocEntry entry) {
    if (stays(entry)) {
      return entry.withoutDrop().withoutDefinition();
    }
    if (NOTES.contains(entry.kind()) && isOnForeign(entry.tag())) {
      return entry.withoutDefinition();
    }
    return entry.hasDrop() && isInherited(entry) ? entry.withoutDrop() : entry;
  }

  private boolean stays(TocEntry entry) {
    return switch (entry.kind()) {
      case "EXTENSION" -> foreignExtensions.contains(entry.tag());
      case "SCHEMA" -> keptSchemas.contains(entry.tag());
      default -> false;
    };
  }

  private boolean isOnForeign(String tag) {
    return foreignExtensions.stream().anyMatch(name -> names(tag, "EXTENSION", name))
        || foreignSchemas.stream().anyMatch(name -> names(tag, "SCHEMA", name));
  }

  /** The tag of a comment quotes the object's name where SQL would. */
  private static boolean names(String tag, String kind, String name) {
    return tag.equals(kind + " " + name)
        || tag.equals(kind + " \"" + name.replace("\"", "\"\"") + "\"");
  }

  private boolean isInherited(TocEntry entry) {
    if (entry.namespace() == null) {
      return false;
    }
    Name name = new Name(entry.namespace(), entry.tag());
    return "INDEX".equals(entry.kind())
        ? inheritedIndexes.contains(name)
        : KINDS_OF_TABLES.contains(entry.kind()) && inheritedOfTables.contains(name);
  }
}
