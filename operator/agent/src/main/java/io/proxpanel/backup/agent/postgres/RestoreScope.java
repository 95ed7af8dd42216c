package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.contract.Manifest;
import java.util.List;
import java.util.Optional;
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

  private static final Pattern TENANT = Pattern.compile("tenant_.+_full_.*");

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
   * The scope of an archive. Only where nothing says that it is a part of a database is it taken
   * for all of one, since what it does not list would be dropped.
   *
   * @param tenantSchema the only schema that is to be restored, or null
   * @param fileName as panels and the operator choose it
   * @param manifest what the file's maker says of it
   */
  public static RestoreScope of(
      ArchiveContents contents, String tenantSchema, String fileName, Optional<Manifest> manifest) {
    if (tenantSchema != null) {
      return new RestoreScope(Extent.SCHEMA, tenantSchema, contents);
    }
    if (manifest.map(Manifest::type).isPresent() || SOME_TABLES.matcher(fileName).matches()) {
      return new RestoreScope(Extent.LISTED, null, contents);
    }
    boolean ofTenant =
        manifest.map(Manifest::tenant).isPresent()
            || manifest.isEmpty()
            || TENANT.matcher(fileName).matches();
    List<ArchiveContents.Item> schemas = contents.ofKind("SCHEMA");
    if (ofTenant && schemas.size() == 1 && isAllIn(schemas.get(0).tag(), contents)) {
      return new RestoreScope(Extent.SCHEMA, schemas.get(0).tag(), contents);
    }
    return new RestoreScope(Extent.DATABASE, null, contents);
  }

  private static boolean isAllIn(String schema, ArchiveContents contents) {
    return !schema.equals("public")
        && contents.items().stream()
            .filter(item -> TargetInventory.KINDS.contains(item.kind()))
            .allMatch(
                item ->
                    item.kind().equals("SCHEMA")
                        ? item.tag().equals(schema)
                        : schema.equals(item.schema()));
  }

  /** Whether it is all of it. */
  public boolean isDatabase() {
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
