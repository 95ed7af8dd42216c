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
 * @param destinations the state by destination, of a backup, a restore, a deletion or a check
 * @param tenant whose schema alone a backup takes, or null
 * @param type the set of tables that alone a backup takes, or null
 * @param document what the task has found out and is in the log, or null
 * @param routers how many routers a run over routers was about, or null
 * @param logins how many routers a probe could log in to, or null
 * @param restored what a restore has done, or null
 * @param restorable whether all of a backup can come back, or null where nobody asked
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
    List<DestinationResult> destinations,
    String tenant,
    TableSet type,
    LoggedDocument document,
    RouterCounts routers,
    RouterLoginResult logins,
    RestoreOutcome restored,
    Restorability restorable) {

  /** The stage of a restore whose transaction has begun, and of which no commit was asked for. */
  public static final String RESTORING = "restoring";

  /** Kubernetes cuts a termination message after this many bytes. */
  public static final int MAX_BYTES = 4096;

  /** Copies the lists. */
  public TaskResult {
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
    destinations = destinations == null ? List.of() : List.copyOf(destinations);
  }

  /** A result of which nobody asked whether all can come back. */
  public TaskResult(
      State state,
      String stage,
      Failure failure,
      StoredFile file,
      Server database,
      Archive archive,
      List<String> warnings,
      String transactionId,
      List<DestinationResult> destinations,
      String tenant,
      TableSet type,
      LoggedDocument document,
      RouterCounts routers,
      RouterLoginResult logins,
      RestoreOutcome restored) {
    this(
        state,
        stage,
        failure,
        file,
        database,
        archive,
        warnings,
        transactionId,
        destinations,
        tenant,
        type,
        document,
        routers,
        logins,
        restored,
        null);
  }

  /** A result that is not about a restore. */
  public TaskResult(
      State state,
      String stage,
      Failure failure,
      StoredFile file,
      Server database,
      Archive archive,
      List<String> warnings,
      String transactionId,
      List<DestinationResult> destinations,
      String tenant,
      TableSet type,
      LoggedDocument document,
      RouterCounts routers,
      RouterLoginResult logins) {
    this(
        state,
        stage,
        failure,
        file,
        database,
        archive,
        warnings,
        transactionId,
        destinations,
        tenant,
        type,
        document,
        routers,
        logins,
        null);
  }

  /** A result that is not about routers. */
  public TaskResult(
      State state,
      String stage,
      Failure failure,
      StoredFile file,
      Server database,
      Archive archive,
      List<String> warnings,
      String transactionId,
      List<DestinationResult> destinations,
      String tenant,
      TableSet type,
      LoggedDocument document) {
    this(
        state,
        stage,
        failure,
        file,
        database,
        archive,
        warnings,
        transactionId,
        destinations,
        tenant,
        type,
        document,
        null,
        null);
  }

  /** A result that is not about a part of a database. */
  public TaskResult(
      State state,
      String stage,
      Failure failure,
      StoredFile file,
      Server database,
      Archive archive,
      List<String> warnings,
      String transactionId,
      List<DestinationResult> destinations) {
    this(
        state,
        stage,
        failure,
        file,
        database,
        archive,
        warnings,
        transactionId,
        destinations,
        null,
        null,
        null);
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
   * How many routers a run over routers was about.
   *
   * @param all how many
   * @param good of how many the configuration was fetched
   * @param changed of how many it differs from the last good one
   * @param bytes length of all archives together that the run has stored
   * @param unchanged how many of the good ones have no archive in this run, since that of an older
   *     one has the same configuration
   * @param refersTo UIDs of the runs that have those archives, at most {@link
   *     RouterList#MOST_REFERRED}
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record RouterCounts(
      int all, int good, int changed, long bytes, int unchanged, List<String> refersTo) {
    /** Copies the list. */
    public RouterCounts {
      refersTo = refersTo == null ? List.of() : List.copyOf(refersTo);
    }

    /** Of a run that has an archive of each. */
    public RouterCounts(int all, int good, int changed, long bytes) {
      this(all, good, changed, bytes, 0, List.of());
    }
  }

  /**
   * A stored file, encrypted but for a list of routers, which has no plaintext, format and keys.
   *
   * @param name base name
   * @param sizeBytes length of the file
   * @param sha256 of the file, hexadecimal
   * @param plaintextBytes length of the archive inside
   * @param plaintextSha256 of the archive inside, hexadecimal
   * @param format of the file
   * @param keyOrder that opens it
   * @param licenseFingerprint the first 12 hexadecimal digits of the SHA-256 of the licence key in
   *     the header, which itself opens doors; null where the file has none
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
      String licenseFingerprint) {}

  /**
   * The database server.
   *
   * @param serverVersion as the server says it ({@code 16.9})
   * @param clientVersion version of the pg_dump or pg_restore that was used
   * @param sizeBytes of the database on the server's disk before the task
   * @param searchPath search path of a session of the role that dumped, as SQL writes it; null
   *     where it is not known, and of a restore
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Server(
      String serverVersion, String clientVersion, Long sizeBytes, String searchPath) {
    /** One of which nobody asked the search path. */
    public Server(String serverVersion, String clientVersion, Long sizeBytes) {
      this(serverVersion, clientVersion, sizeBytes, null);
    }
  }

  /**
   * What an archive holds, counted while it passes: entries and tables in its table of contents,
   * large objects and rows in its data.
   *
   * @param entries all entries of the table of contents
   * @param tables tables, partitioned ones included
   * @param tablesWithData tables whose rows are in the archive
   * @param largeObjects large objects whose data is in the archive, each counted
   * @param rows rows that are in the archive, or null when those of some table could not be counted
   *     in passing: it was not dumped for COPY, or compressed in another way than gzip
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Archive(int entries, int tables, int tablesWithData, int largeObjects, Long rows) {}

  /**
   * What became of the file at one destination.
   *
   * @param name of the destination
   * @param state {@link #STORED} or {@link #FAILED} of a backup or a sync; {@link #USED} or {@link
   *     #FAILED} of a restore; {@link #DELETED}, {@link #NOT_OURS} or {@link #FAILED} of a
   *     deletion; {@link #PRESENT} or {@link #FAILED} of a check; {@link #READY} or {@link #FAILED}
   *     of a probe
   * @param location where the file is, or was, as a path inside the container or as a URL; null
   *     when failed
   * @param failure what went wrong, only when failed
   * @param freeBytes room that was left there afterwards, of a backup, a sync or a probe; null
   *     where it is not known
   * @param quotaBytes room that there is in all, used or not; null where none was set or it is not
   *     known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DestinationResult(
      String name,
      String state,
      String location,
      Failure failure,
      Long freeBytes,
      Long quotaBytes) {
    /** A result that tells nothing of the room. */
    public DestinationResult(String name, String state, String location, Failure failure) {
      this(name, state, location, failure, null, null);
    }

    /** A backup: the file is there whole and was read back. */
    public static final String STORED = "Stored";

    /** A restore: the file was read from here. */
    public static final String USED = "Used";

    /** A deletion: the file was removed, or there was none of its name. */
    public static final String DELETED = "Deleted";

    /**
     * A deletion: a file of its name is there and no manifest of the Backup beside it, so that
     * somebody else wrote it; it was left, and a warning says so.
     */
    public static final String NOT_OURS = "NotOurs";

    /** A check: the file is there, is the Backup's own, and is as long as it was. */
    public static final String PRESENT = "Present";

    /** A probe: a file was written, read back and deleted here. */
    public static final String READY = "Ready";

    /**
     * A backup: there is no copy here. A restore: the file could not be read here, or was damaged.
     * A deletion: it could not be done here. A check: the file is not there, or not whole. A probe:
     * a file could not be written, read back and deleted.
     */
    public static final String FAILED = "Failed";
  }
}
