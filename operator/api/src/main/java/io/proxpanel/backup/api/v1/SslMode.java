package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** libpq's sslmode. */
public enum SslMode {
  /** No TLS. */
  @JsonProperty("disable")
  DISABLE,
  /** TLS only where the server insists. */
  @JsonProperty("allow")
  ALLOW,
  /** TLS where the server has it. */
  @JsonProperty("prefer")
  PREFER,
  /** TLS always, certificate not verified. */
  @JsonProperty("require")
  REQUIRE,
  /** TLS, certificate verified against the CA. */
  @JsonProperty("verify-ca")
  VERIFY_CA,
  /** TLS, certificate verified against the CA and the host name. */
  @JsonProperty("verify-full")
  VERIFY_FULL
}
