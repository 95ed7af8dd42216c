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
 * </ul>
 *
 * @param inheritedIndexes indexes that the target's partitions have from above
 * @param inheritedOfTables constraints and triggers that the target's partitions have from above,
 *     as {@code table name}
 * @param foreignExtensions extensions in the target that the restoring role does not own
 */
public record RestoreEdits(
    Set<Name> inheritedIndexes, Set<Name> inheritedOfTables, Set<String> foreignExtensions) {
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
  }

  TocEntry apply(TocEntry entry) {
    if ("EXTENSION".equals(entry.kind()) && foreignExtensions.contains(entry.tag())) {
      return entry.withoutDrop().withoutDefinition();
    }
    if ("COMMENT".equals(entry.kind()) && isOnForeignExtension(entry.tag())) {
      return entry.withoutDefinition();
    }
    return entry.hasDrop() && isInherited(entry) ? entry.withoutDrop() : entry;
  }

  /** The tag of a comment quotes the extension's name where SQL would. */
  private boolean isOnForeignExtension(String tag) {
    return foreignExtensions.stream()
        .anyMatch(
            name ->
                tag.equals("EXTENSION " + name)
                    || tag.equals("EXTENSION \"" + name.replace("\"", "\"\"") + "\""));
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
