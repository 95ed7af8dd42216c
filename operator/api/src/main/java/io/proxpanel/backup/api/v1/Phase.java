package io.proxpanel.backup.api.v1;

/** Where a resource stands. */
public enum Phase {
  /** Nothing runs yet; the message says what is waited for. */
  Pending,
  /** A Job is at work. */
  Running,
  /** Done, and proven. */
  Succeeded,
  /** Ended, and a part of it is done and proven. Only of resources that have parts. */
  PartiallySucceeded,
  /** Ended without success; it does not try again by itself. */
  Failed;

  /** Whether something was stored, or done: all of it or a part. */
  public boolean isGood() {
    return this == Succeeded || this == PartiallySucceeded;
  }

  /** Whether it has ended, for ever. */
  public boolean isEnd() {
    return isGood() || this == Failed;
  }
}
