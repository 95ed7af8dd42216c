package io.proxpanel.backup.api.v1;

/** What becomes of a router whose configuration equals its last good one. */
public enum UnchangedPolicy {
  /** It gets an archive of its own each time. */
  Store,
  /** The archive that has the configuration already stands for a new one. */
  Skip
}
