package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the agent says about a task: its termination message, at most {@link #MAX_BYTES} of JSON.
 * While the agent works the same document stands there with {@link State#RUNNING}, so that an agent
 * that was killed leaves its last stage behind.
 *
 * @param state how it stands
 * @param stage the stage that was reached last, in the agent's words ({@code authenticating})
 * @param failure what went wrong, only with {@link State#FAILED}
 * @param file the file that was written or read, or null
 * @param database what is known of the server, or null
 * @param archive what the archive holds, or null
 * @param warnings sentences for people; each becomes an event
 * @param transactionId the restore's transaction id, said before the first statement that changes
 *     anything: a restore that left none has not touched the database
 * @param destinations the state by destination, of a backup or a deletion
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaskResult(
    State state,
    String stage,
    Failure failure,
    StoredFile file,
    Server database,
    Archive archive,
    List<String> warnings,
    String transactionId,
    List<DestinationResult> destinations) {

  /** Kubernetes cuts a termination message after this many bytes. */
  public static final int MAX_BYTES = 4096;

  /** Copies the lists. */
  public TaskResult {
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
    destinations = destinations == null ? List.of() : List.copyOf(destinations);
  }

  /** How a task stands. */
  public enum State {
    /** Not at its end yet; left behind, it means that the agent was killed. */
    RUNNING,
    /** Done, and proven. */
    SUCCEEDED,
    /** Not done; the failure says why. */
    FAILED
  }

  /**
   * An encrypted file.
   *
   * @param name base name
   * @param sizeBytes length of the encrypted file
   * @param sha256 of the encrypted file, hexadecimal
   * @param plaintextBytes length of the archive inside
   * @param plaintextSha256 of the archive inside, hexadecimal
   * @param format of the file
   * @param keyOrder that opens it
   * @param licenseKey in the header, or null where the format has none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StoredFile(
      String name,
      long sizeBytes,
      String sha256,
      long plaintextBytes,
      String plaintextSha256,
      BackupFormat format,
      KeyOrder keyOrder,
      String licenseKey) {}

  /**
   * The database server.
   *
   * @param serverVersion as the server says it ({@code 16.9})
   * @param clientVersion version of the pg_dump or pg_restore that was used
   * @param sizeBytes of the database on the server's disk before the task
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Server(String serverVersion, String clientVersion, Long sizeBytes) {}

  /**
   * Counts from the archive's table of contents.
   *
   * @param entries all entries
   * @param tables tables, partitioned ones included
   * @param tablesWithData tables whose rows are in the archive
   * @param largeObjects entries of large objects' data
   * @param rows rows in all tables, or null when they were not counted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Archive(int entries, int tables, int tablesWithData, int largeObjects, Long rows) {}

  /**
   * What became of the file at one destination.
   *
   * @param name of the destination
   * @param state {@code Stored}, {@code Deleted} or {@code Failed}
   * @param location where it is, for people
   * @param failure only when failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DestinationResult(String name, String state, String location, Failure failure) {}
}
