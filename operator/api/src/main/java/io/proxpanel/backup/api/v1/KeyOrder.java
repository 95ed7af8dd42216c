package io.proxpanel.backup.api.v1;

/** In which order salt and password are hashed into the key. */
public enum KeyOrder {
  /** As documented: SHA-256(salt || password). */
  SaltFirst,
  /** As released panels compute it: SHA-256(password || salt). */
  PasswordFirst
}
