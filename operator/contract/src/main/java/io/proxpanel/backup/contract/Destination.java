package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A place for backup files, of exactly one kind.
 *
 * @param name unique within the resource
 * @param local a folder of a mounted volume, or null
 * @param ftp a folder of an FTP server, or null
 * @param sftp a folder of an SSH server, or null
 * @param s3 a part of a bucket, or null
 * @param cloud the vendor's cloud backup service, or null
 * @param maxBytesPerSecond limit of what is sent there, or null for none
 * @param readBack true where every file is read back whole after it was stored, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Destination(
    String name,
    Local local,
    Ftp ftp,
    Sftp sftp,
    S3 s3,
    Cloud cloud,
    Long maxBytesPerSecond,
    Boolean readBack) {

  /** A folder of a mounted volume. */
  public Destination(String name, Local local) {
    this(name, local, null, null, null, null, null, null);
  }

  /**
   * A folder of a mounted volume.
   *
   * @param folder absolute path inside the container
   */
  public record Local(String folder) {}

  /** Whether every file is read back whole after it was stored. */
  public boolean mustBeReadBack() {
    return Boolean.TRUE.equals(readBack);
  }

  /** Whether it is the cloud backup service, without the URL where that is. */
  boolean lacksUrl() {
    return cloud != null && cloud.url() == null;
  }

  /** The same with the URL of its cloud backup service. */
  private Destination at(String url) {
    return new Destination(name, local, ftp, sftp, s3, cloud.at(url), maxBytesPerSecond, readBack);
  }

  /** The same destinations; those in the cloud backup service that name no URL with this one. */
  static List<Destination> withCloudUrl(List<Destination> destinations, String url) {
    return destinations.stream().map(each -> each.lacksUrl() ? each.at(url) : each).toList();
  }

  /** How the connections to an FTP server are protected. */
  public enum FtpSecurity {
    /** Not at all: the password and the file go in clear. */
    None,
    /** TLS from {@code AUTH TLS} on, data connections too (RFC 4217). */
    Explicit,
    /** TLS from the first byte on. */
    Implicit
  }

  /**
   * A folder of an FTP server.
   *
   * @param host name or address of the server
   * @param port of the control connection
   * @param folder on the server, as the user sees it after login; absolute, or below where the
   *     login leads to; empty for that itself; what is missing of it is made
   * @param security how the connections are protected
   * @param username name of the user, or null
   * @param usernameFile file with the name of the user, where it is not given
   * @param passwordFile file with the password
   * @param caFile PEM file with the authorities that may sign the server's certificate, or null for
   *     those of the system
   * @param skipVerification whether any certificate of the server is taken, of any name
   * @param clientCertificateFile PEM file with the client's certificate and what leads to its
   *     authority, or null
   * @param clientKeyFile PEM file with the client's private key (PKCS #8, not encrypted), or null
   * @param activePorts range of local ports, as {@code 50000-50100}, for data connections that the
   *     server opens (active mode), or null for passive mode
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ftp(
      String host,
      int port,
      String folder,
      FtpSecurity security,
      String username,
      String usernameFile,
      String passwordFile,
      String caFile,
      boolean skipVerification,
      String clientCertificateFile,
      String clientKeyFile,
      String activePorts) {}

  /**
   * A folder of an SSH server, by SFTP.
   *
   * @param host name or address of the server
   * @param port of the server
   * @param folder on the server; absolute, or below the user's home; empty for that itself; what is
   *     missing of it is made
   * @param username name of the user, or null
   * @param usernameFile file with the name of the user, where it is not given
   * @param passwordFile file with the password, or null
   * @param privateKeyFile file with the private key (OpenSSH or PEM), or null
   * @param passphraseFile file with the private key's passphrase, or null
   * @param hostKeyFile file with the server's keys, as lines of {@code known_hosts} or of {@code
   *     ssh-keyscan}, or as public keys, or null
   * @param hostKeyFingerprints the server's keys, each as {@code SHA256:…}; empty for none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sftp(
      String host,
      int port,
      String folder,
      String username,
      String usernameFile,
      String passwordFile,
      String privateKeyFile,
      String passphraseFile,
      String hostKeyFile,
      List<String> hostKeyFingerprints) {
    /** Copies the list. */
    public Sftp {
      hostKeyFingerprints =
          hostKeyFingerprints == null ? List.of() : List.copyOf(hostKeyFingerprints);
    }
  }

  /**
   * A part of a bucket of an S3 service.
   *
   * @param endpoint URL of the service, or null for Amazon's of the region
   * @param region name that requests are signed for
   * @param bucket that exists
   * @param prefix of the keys, without a slash at either end; empty for none
   * @param pathStyle whether the bucket is named in the path and not in the host
   * @param accessKeyIdFile file with the id of the access key, or null for what the pod's
   *     environment gives (web identity of its service account, instance metadata)
   * @param secretAccessKeyFile file with the access key's secret, or null
   * @param sessionTokenFile file with a session token, or null
   * @param caFile PEM file with the authorities that may sign the service's certificate, or null
   * @param storageClass as {@code STANDARD_IA}, or null for the bucket's default
   * @param serverSideEncryption {@code AES256} or {@code aws:kms}, or null for the bucket's default
   * @param kmsKeyId key for {@code aws:kms}, or null
   * @param immutableSeconds how long nobody may delete a file (object lock, compliance mode), or
   *     null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record S3(
      String endpoint,
      String region,
      String bucket,
      String prefix,
      boolean pathStyle,
      String accessKeyIdFile,
      String secretAccessKeyFile,
      String sessionTokenFile,
      String caFile,
      String storageClass,
      String serverSideEncryption,
      String kmsKeyId,
      Long immutableSeconds) {}

  /**
   * The vendor's cloud backup service, which keeps files per licence.
   *
   * @param url of the service without a path, as {@code https://license.proxrad.com}; null only
   *     until the operator's setting takes its place
   * @param licenseKeyFile file with the licence key
   * @param hardwareId id of the installation, where the licence has more than one, or null
   * @param caFile PEM file with the authorities that may sign the service's certificate, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Cloud(String url, String licenseKeyFile, String hardwareId, String caFile) {
    private Cloud at(String other) {
      return new Cloud(other, licenseKeyFile, hardwareId, caFile);
    }
  }
}
