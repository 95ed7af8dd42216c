package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In which order salt and password are hashed into the key of a ProxPanel backup. */
public enum KeyOrder {
  /** {@code SHA-256(salt || password)}, as documented. */
  @JsonProperty("salt-first")
  SALT_FIRST("salt-first"),
  /** {@code SHA-256(password || salt)}, as released panels compute it. */
  @JsonProperty("password-first")
  PASSWORD_FIRST("password-first");

  private final String label;

  KeyOrder(String label) {
    this.label = label;
  }

  /** The name on the command line and in JSON. */
  @Override
  public String toString() {
    return label;
  }
}
