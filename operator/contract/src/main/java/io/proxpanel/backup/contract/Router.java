package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A MikroTik router whose configuration is fetched, by the API of RouterOS 6 or 7.
 *
 * @param name unique within the resource; a base name, since files are named after it
 * @param host name or address of the router
 * @param port of its API: {@code api} has 8728, {@code api-ssl} 8729
 * @param tls how the API is protected, or null for not at all
 * @param username name of the user, or null
 * @param usernameFile file with the name of the user, where it is not given
 * @param passwordFile file with the password, which is that of FTP and SSH too
 * @param fetch how the router's files come here, or null for {@link Fetch#Auto}
 * @param ftpPort of its FTP service
 * @param sshPort of its SSH service
 * @param hostKeyFile file with the router's SSH host keys, as of an SFTP destination, or null
 * @param hostKeyFingerprints the router's SSH host keys, each as {@code SHA256:…}; empty for none
 * @param form how the export is written, or null for {@link Form#Compact}
 * @param sensitive whether passwords and keys stand in the export; not unless it is asked for
 * @param binaryBackup what a backup in RouterOS's own format takes, or null for none
 * @param connectSeconds until a connection stands, or null for 15
 * @param answerSeconds until the router answers a command, or null for 30
 * @param exportSeconds until the export, or the binary backup, is whole, or null for 300
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Router(
    String name,
    String host,
    int port,
    Tls tls,
    String username,
    String usernameFile,
    String passwordFile,
    Fetch fetch,
    int ftpPort,
    int sshPort,
    String hostKeyFile,
    List<String> hostKeyFingerprints,
    Form form,
    boolean sensitive,
    BinaryBackup binaryBackup,
    Integer connectSeconds,
    Integer answerSeconds,
    Integer exportSeconds) {
  /** Port of the API in clear, unless the router is told otherwise. */
  public static final int API_PORT = 8728;

  /** Port of the API with TLS. */
  public static final int API_TLS_PORT = 8729;

  /** Port of FTP. */
  public static final int FTP_PORT = 21;

  /** Port of SSH. */
  public static final int SSH_PORT = 22;

  /** Fills in what is left out. */
  public Router {
    fetch = fetch == null ? Fetch.Auto : fetch;
    form = form == null ? Form.Compact : form;
    hostKeyFingerprints =
        hostKeyFingerprints == null ? List.of() : List.copyOf(hostKeyFingerprints);
  }

  /** The same settings for another router. */
  public Router of(String otherName, String otherHost, Integer otherPort) {
    return with(
        otherName,
        otherHost,
        otherPort == null ? port : otherPort,
        username,
        usernameFile,
        passwordFile);
  }

  /** The same router with the login of these files, each of which may be null for as it was. */
  public Router login(String otherUsernameFile, String otherPasswordFile) {
    return with(
        name,
        host,
        port,
        otherUsernameFile == null ? username : null,
        otherUsernameFile == null ? usernameFile : otherUsernameFile,
        otherPasswordFile == null ? passwordFile : otherPasswordFile);
  }

  private Router with(
      String otherName,
      String otherHost,
      int otherPort,
      String otherUsername,
      String otherUsernameFile,
      String otherPasswordFile) {
    return new Router(
        otherName,
        otherHost,
        otherPort,
        tls,
        otherUsername,
        otherUsernameFile,
        otherPasswordFile,
        fetch,
        ftpPort,
        sshPort,
        hostKeyFile,
        hostKeyFingerprints,
        form,
        sensitive,
        binaryBackup,
        connectSeconds,
        answerSeconds,
        exportSeconds);
  }

  /** How a file of the router comes here. */
  public enum Fetch {
    /**
     * By the API where the router's version hands the whole file out; else by SFTP where a host key
     * is known; else by FTP where the API is not protected either.
     */
    Auto,
    /** By the API, which hands out files of any size from RouterOS 7.13 on. */
    Api,
    /** By FTP, which RouterOS has in clear only. */
    Ftp,
    /** By SFTP, whose host key has to be known. */
    Sftp
  }

  /** How the export is written. */
  public enum Form {
    /** What differs from the defaults. */
    Compact,
    /** All settings. */
    Verbose,
    /** What differs from the defaults, each command in one line with its menu. */
    Terse
  }

  /**
   * TLS of the API. At most one of the three: without any, the certificate must come from an
   * authority that Java trusts.
   *
   * @param caFile PEM file with the authorities that may sign the router's certificate, or null
   * @param fingerprint SHA-256 of the only certificate that is accepted, in hexadecimal as {@code
   *     /certificate print} shows it, with or without colons, or null
   * @param skipVerification whether any certificate is accepted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tls(String caFile, String fingerprint, boolean skipVerification) {}

  /**
   * A backup in RouterOS's own format, which holds all secrets and fits the same router only.
   *
   * @param passwordFile file with the password that encrypts it (AES, SHA-256), or null for a
   *     backup that is not encrypted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BinaryBackup(String passwordFile) {}
}
