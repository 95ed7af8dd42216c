package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.contract.TaskResult;

/**
 * What a whole archive holds.
 *
 * @param header of the archive
 * @param tables tables, partitioned ones included
 * @param tablesWithData tables whose rows are in the archive
 * @param largeObjects large objects whose data is in the archive
 * @param rows rows in all tables, or null where they could not be counted in passing
 * @param schemas where its entries belong
 * @param contents its table of contents
 */
public record ArchiveSummary(
    ArchiveHeader header,
    int tables,
    int tablesWithData,
    int largeObjects,
    Long rows,
    SchemasOfArchive schemas,
    ArchiveContents contents) {

  /** The same for the contract. */
  public TaskResult.Archive counts() {
    return new TaskResult.Archive(header.entries(), tables, tablesWithData, largeObjects, rows);
  }
}
