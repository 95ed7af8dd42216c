package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.TableSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a database a restore replaces: all of it, a tenant's schema, or some tables.
 *
 * @param extent how far it goes
 * @param schema the only schema, of a tenant
 * @param contents what the archive lists
 */
public record RestoreScope(Extent extent, String schema, ArchiveContents contents) {
  /** What panels and the operator call files of types Data and Config. */
  private static final Pattern SOME_TABLES = Pattern.compile("proisp_(data|config)_.*");

  /** How far a restore goes. */
  public enum Extent {
    /** The whole database, whatever was made in it since. */
    DATABASE,
    /** All that is in one schema. */
    SCHEMA,
    /** What the archive lists and nothing else: a backup of type Data or Config. */
    LISTED
  }

  /**
   * The scope of an archive.
   *
   * @param tenantSchema the only schema that is restored, or null
   * @param fileName tells an archive of some tables from one of the whole database
   * @param type what the manifest says, or null: nothing of it can be seen in the archive itself
   */
  public static RestoreScope of(
      ArchiveContents contents, String tenantSchema, String fileName, TableSet type) {
    if (tenantSchema != null) {
      return new RestoreScope(Extent.SCHEMA, tenantSchema, contents);
    }
    return new RestoreScope(
        type != null || SOME_TABLES.matcher(fileName).matches() ? Extent.LISTED : Extent.DATABASE,
        null,
        contents);
  }

  boolean isDatabase() {
    return extent == Extent.DATABASE;
  }

  /** A condition on the columns kind, schema and tag of {@link TargetInventory}. */
  String condition() {
    return switch (extent) {
      case DATABASE -> "true";
      case SCHEMA -> "o.schema = " + PsqlSession.literal(schema);
      case LISTED -> listed();
    };
  }

  private String listed() {
    List<ArchiveContents.Item> objects =
        contents.items().stream()
            .filter(item -> item.schema() != null && !item.schema().isEmpty())
            .filter(item -> TargetInventory.KINDS.contains(item.kind()))
            .toList();
    return objects.isEmpty()
        ? "false"
        : objects.stream()
            .map(
                item ->
                    "("
                        + PsqlSession.literal(item.kind())
                        + ", "
                        + PsqlSession.literal(item.schema())
                        + ", "
                        + PsqlSession.literal(item.tag())
                        + ")")
            .collect(Collectors.joining(", ", "(o.kind, o.schema, o.tag) IN (", ")"));
  }
}
