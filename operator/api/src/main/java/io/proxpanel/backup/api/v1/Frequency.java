package io.proxpanel.backup.api.v1;

/** How often a schedule runs, as a panel says it. */
public enum Frequency {
  /** Once in every hour. */
  Hourly,
  /** Once a day. */
  Daily,
  /** Once a week. */
  Weekly,
  /** Once a month. */
  Monthly
}
