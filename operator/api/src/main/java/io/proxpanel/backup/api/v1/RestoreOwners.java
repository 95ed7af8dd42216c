package io.proxpanel.backup.api.v1;

/** To whom belongs what is restored. */
public enum RestoreOwners {
  /** To whom it belonged, as far as the role that restores may see to it. */
  Keep,
  /** All of it to the role that restores. */
  Login
}
