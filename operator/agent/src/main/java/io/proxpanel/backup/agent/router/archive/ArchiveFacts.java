package io.proxpanel.backup.agent.router.archive;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.proxpanel.backup.contract.Failure;

/**
 * {@code router.json} in an archive: what the configuration beside it belongs to. No secret.
 *
 * @param factsVersion 1
 * @param router name of the router in the custom resource
 * @param address as it was called
 * @param takenAt when, RFC 3339
 * @param device what the router says of itself, or null when it could not be asked
 * @param export the configuration, or null when it could not be had
 * @param changes since the last good export, or null when there is none to compare with
 * @param failure why there is no export, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ArchiveFacts(
    int factsVersion,
    String router,
    String address,
    String takenAt,
    Device device,
    Export export,
    Changes changes,
    Failure failure) {

  /** The version that this code writes. */
  public static final int VERSION = 1;

  /**
   * What a router says of itself; each is null when it does not say.
   *
   * @param identity name that is set on it
   * @param model of the hardware
   * @param serialNumber of the hardware
   * @param softwareId of the licence
   * @param version of RouterOS
   * @param architecture of its processor
   * @param uptime as RouterOS writes it, such as {@code 3w4d12h}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Device(
      String identity,
      String model,
      String serialNumber,
      String softwareId,
      String version,
      String architecture,
      String uptime) {}

  /**
   * The configuration.
   *
   * @param file name in the archive
   * @param bytes how many
   * @param sha256 of the file, hexadecimal
   * @param normalizedSha256 of what it says, apart from when and how it was written
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Export(String file, long bytes, String sha256, String normalizedSha256) {}

  /**
   * What has changed.
   *
   * @param since file name of the archive with the last good export
   * @param added how many lines
   * @param removed how many lines
   * @param summary in words
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Changes(String since, int added, int removed, String summary) {}
}
