package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * {@code <file>.manifest.json}: what an empty cluster needs to rebuild its catalogue from a folder.
 * It is also how the agent knows that a file is its own.
 *
 * @param manifestVersion 1
 * @param uid UID of the Backup that wrote the file
 * @param namespace of the Backup
 * @param name of the Backup
 * @param createdAt creation of the Backup, RFC 3339
 * @param startedAt start of the dump, RFC 3339
 * @param completedAt end of the dump, RFC 3339
 * @param database name of the database
 * @param host of the database server
 * @param tenant whose schema alone was dumped, or null
 * @param type the set of tables that alone was dumped, or null
 * @param file name, sizes, hashes, format, key order
 * @param server versions
 * @param archive counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int manifestVersion,
    String uid,
    String namespace,
    String name,
    String createdAt,
    String startedAt,
    String completedAt,
    String database,
    String host,
    String tenant,
    TableSet type,
    TaskResult.StoredFile file,
    TaskResult.Server server,
    TaskResult.Archive archive) {

  /** What is added to the name of a backup file. */
  public static final String SUFFIX = ".manifest.json";
}
