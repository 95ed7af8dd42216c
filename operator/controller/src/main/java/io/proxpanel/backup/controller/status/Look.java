package io.proxpanel.backup.controller.status;

/** What has to be looked at before a decision. */
public enum Look {
  /** The status alone says what to do. */
  NOTHING,
  /** An attempt is under way. */
  AGENT,
  /** An attempt may begin. */
  SURROUNDINGS
}
