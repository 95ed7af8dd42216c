package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
 * @param restorable whether all of it can come back, or null where nobody asked
 * @param roles names of the roles that the objects need, at most {@link #MOST_ROLES}, or null
 * @param extensions versions of the extensions by name, or null
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
    TaskResult.Archive archive,
    Restorability restorable,
    List<String> roles,
    Map<String, String> extensions) {

  /** So many roles are named. */
  public static final int MOST_ROLES = 1000;

  /** Copies the lists. */
  public Manifest {
    roles = roles == null ? null : List.copyOf(roles);
    extensions = extensions == null ? null : Collections.unmodifiableMap(new TreeMap<>(extensions));
  }

  /** One that says nothing of what a restore needs. */
  public Manifest(
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
    this(
        manifestVersion,
        uid,
        namespace,
        name,
        createdAt,
        startedAt,
        completedAt,
        database,
        host,
        tenant,
        type,
        file,
        server,
        archive,
        null,
        null,
        null);
  }

  /** What is added to the name of a backup file. */
  public static final String SUFFIX = ".manifest.json";
}
