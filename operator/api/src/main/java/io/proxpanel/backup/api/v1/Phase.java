package io.proxpanel.backup.api.v1;

/** Where a resource stands. */
public enum Phase {
  /** Nothing runs yet; the message says what is waited for. */
  Pending,
  /** A Job is at work. */
  Running,
  /** Done, and proven. */
  Succeeded,
  /** Ended without success; it does not try again by itself. */
  Failed
}
