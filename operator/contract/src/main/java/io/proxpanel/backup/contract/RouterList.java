package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a run over many routers has come to, router by router. It is stored under the name of {@link
 * RouterFiles#list} beside the archives, as the last of them: where it is, all that it names is.
 * The agent logs it as the document of its result too. It holds no secret.
 *
 * @param listVersion 1
 * @param uid UID of the MikrotikBackup
 * @param namespace of the MikrotikBackup
 * @param name of the MikrotikBackup
 * @param createdAt creation of the MikrotikBackup, RFC 3339
 * @param routers one entry for each router, in the order of the task
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RouterList(
    int listVersion,
    String uid,
    String namespace,
    String name,
    String createdAt,
    List<Entry> routers) {

  /** The version that this code writes. */
  public static final int VERSION = 1;

  /**
   * To the archives of how many older runs a list refers at most: their UIDs have to fit a
   * termination message, and each of them has to stay.
   */
  public static final int MOST_REFERRED = 8;

  /** Copies the list. */
  public RouterList {
    routers = routers == null ? List.of() : List.copyOf(routers);
  }

  /**
   * One router.
   *
   * @param name of the router in the resource
   * @param address as it was called
   * @param file its archive; of a router that failed it has the reason in it; null of a router that
   *     has not changed and whose archive is in an older run, and where nothing was stored because
   *     all failed
   * @param device what the router says of itself, or null
   * @param failure why there is no export, or null when there is one
   * @param unexported menus that the router itself could not export
   * @param changes since the last good export, or null when there is none to compare with
   * @param lastGood of a router that failed: where its last good export is, as far as that is
   *     known; of a good one without an archive of its own: the archive that has its configuration
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Entry(
      String name,
      String address,
      StoredArchive file,
      Device device,
      Failure failure,
      List<String> unexported,
      Changes changes,
      LastGood lastGood) {
    /** Copies the list. */
    public Entry {
      unexported = unexported == null ? List.of() : List.copyOf(unexported);
    }

    /** Whether its configuration is in an archive. */
    @JsonIgnore
    public boolean isGood() {
      return failure == null;
    }

    /** Whether that archive is one of an older run, since nothing has changed. */
    @JsonIgnore
    public boolean isUnchanged() {
      return isGood() && file == null && lastGood != null;
    }
  }

  /**
   * A file at the destinations.
   *
   * @param name base name
   * @param sizeBytes length
   * @param sha256 of the file, hexadecimal
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record StoredArchive(String name, long sizeBytes, String sha256) {}

  /**
   * What a router says of itself; each is null when it does not say.
   *
   * @param identity name that is set on it
   * @param model of the hardware
   * @param serialNumber of the hardware
   * @param version of RouterOS
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Device(String identity, String model, String serialNumber, String version) {}

  /**
   * How the configuration differs from the last good one.
   *
   * @param since file name of the archive with the last good export
   * @param added how many lines there are that were not
   * @param removed how many lines were that are no more
   * @param summary a part of a sentence; what could not be compared stands there too
   * @param diff the lines that differ, with secrets masked, as much as fits {@link #MAX_DIFF};
   *     empty when none does
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Changes(String since, int added, int removed, String summary, String diff) {
    /** The longest diff in bytes of UTF-8; the whole of it is in the archive. */
    public static final int MAX_DIFF = 1024;

    /** Whether anything differs. */
    @JsonIgnore
    public boolean changed() {
      return added + removed > 0;
    }
  }

  /**
   * Where an older run has stored a good export.
   *
   * @param uid UID of the MikrotikBackup that wrote it
   * @param file name of the archive
   * @param sha256 of the archive, hexadecimal, or null where it is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LastGood(String uid, String file, String sha256) {}
}
