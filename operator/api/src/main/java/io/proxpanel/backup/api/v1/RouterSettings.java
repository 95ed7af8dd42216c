package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How routers are talked to. No field has a default in the schema: what a router leaves out is that
 * of the resource's {@code defaults}, and only what both leave out is the default of this software.
 */
@JsonClassDescription("How routers are talked to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.username) && has(self.usernameSecretRef))",
    message = "write at most one of username and usernameSecretRef")
@ValidationRule(
    value =
        "(has(self.caSecretRef) ? 1 : 0) + (has(self.caConfigMapRef) ? 1 : 0)"
            + " + (has(self.certificateFingerprint) ? 1 : 0)"
            + " + (has(self.insecureSkipVerify) ? 1 : 0) <= 1",
    message =
        "write at most one of caSecretRef, caConfigMapRef, certificateFingerprint and"
            + " insecureSkipVerify")
@ValidationRule(
    value =
        "!has(self.tls) || self.tls || !(has(self.caSecretRef) || has(self.caConfigMapRef)"
            + " || has(self.certificateFingerprint) || has(self.insecureSkipVerify))",
    message = "certificates need TLS: remove tls: false, or remove them")
public class RouterSettings {
  @Min(1)
  @Max(65535)
  @JsonPropertyDescription(
      "TCP port of the router's API. Default: 8729 (api-ssl), and 8728 (api) with tls: false.")
  public Integer port;

  @JsonPropertyDescription(
      "Whether the API is protected by TLS (api-ssl). Without it the password goes over the network"
          + " in clear. Default: true.")
  public Boolean tls;

  @Size(max = 256)
  @ValidationRule(value = NameRules.USER, message = NameRules.USER_MESSAGE)
  @JsonPropertyDescription(
      "User to log in as. At most one of username and usernameSecretRef; one of them here or in"
          + " defaults.")
  public String username;

  @JsonPropertyDescription(
      "Secret key that holds the user to log in as. At most one of username and"
          + " usernameSecretRef.")
  public SecretKeyRef usernameSecretRef;

  @JsonPropertyDescription(
      "Secret key that holds the user's password, which is that of FTP and SSH too. Here or in"
          + " defaults.")
  public SecretKeyRef passwordSecretRef;

  @JsonPropertyDescription(
      "Secret key with the CA certificates (PEM) that the router's certificate must come from."
          + " Default: the CAs that come with the agent's Java.")
  public SecretKeyRef caSecretRef;

  @JsonPropertyDescription(
      "ConfigMap key with the CA certificates (PEM) that the router's certificate must come from.")
  public ConfigMapKeyRef caConfigMapRef;

  @Size(max = 95)
  @ValidationRule(
      value = "self.matches('^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$')",
      message =
          "write the SHA-256 of the certificate as /certificate print shows it: 64 hexadecimal"
              + " digits, with or without colons")
  @JsonPropertyDescription(
      "SHA-256 of the only certificate that is taken, as /certificate print shows it: for"
          + " certificates that routers have signed themselves.")
  public String certificateFingerprint;

  @JsonPropertyDescription(
      "Whether any certificate is taken: then anybody on the way can read the password. Default:"
          + " false.")
  public Boolean insecureSkipVerify;

  @JsonPropertyDescription(
      "How the export comes from the router: Api (RouterOS 7.13 and newer), Sftp (the host key has"
          + " to be known), Ftp (in clear), or Auto: by the API where it can, else by SFTP where a"
          + " host key is written, else by FTP where tls is false. Default: Auto.")
  public RouterFetch fetch;

  @Min(1)
  @Max(65535)
  @JsonPropertyDescription("TCP port of the router's FTP service. Default: 21.")
  public Integer ftpPort;

  @Min(1)
  @Max(65535)
  @JsonPropertyDescription("TCP port of the router's SSH service. Default: 22.")
  public Integer sshPort;

  @JsonPropertyDescription(
      "ConfigMap key with the SSH host keys of the routers, as ssh-keyscan prints them.")
  public ConfigMapKeyRef hostKeyConfigMapRef;

  @Size(max = 8)
  @ValidationRule(
      value = "self.all(f, f.matches('^SHA256:[A-Za-z0-9+/]{43}=?$'))",
      message = "write each fingerprint as ssh-keygen -lf shows it: SHA256: and 43 characters")
  @JsonPropertyDescription(
      "Fingerprints of the router's SSH host keys, as ssh-keygen -lf shows them (SHA256:…).")
  public List<@Size(max = 51) String> hostKeyFingerprints;

  @JsonPropertyDescription(
      "How the export is written: Compact (what differs from the defaults), Verbose (all settings)"
          + " or Terse (each command in one line). Default: Compact.")
  public ExportForm form;

  @JsonPropertyDescription(
      "Whether passwords and keys stand in the export. The user needs the policy sensitive then,"
          + " and whoever reads the archive has them: write encryption too. Default: false.")
  public Boolean sensitive;

  @JsonPropertyDescription(
      "A backup in RouterOS's own format beside the export. It holds all secrets and fits the same"
          + " router only. Default: none.")
  public RouterBinaryBackup binaryBackup;

  @Min(1)
  @Max(3600)
  @JsonPropertyDescription("Seconds until a connection stands. Default: 15.")
  public Integer connectSeconds;

  @Min(1)
  @Max(3600)
  @JsonPropertyDescription("Seconds until the router answers a command. Default: 30.")
  public Integer answerSeconds;

  @Min(1)
  @Max(86400)
  @JsonPropertyDescription(
      "Seconds until the export, or the binary backup, is whole. Default: 300.")
  public Integer exportSeconds;
}
