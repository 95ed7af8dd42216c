package io.proxpanel.backup.api.v1;

/** A day of the week. */
public enum Weekday {
  /** Day 0 of a panel. */
  Sunday,
  /** Day 1 of a panel. */
  Monday,
  /** Day 2 of a panel. */
  Tuesday,
  /** Day 3 of a panel. */
  Wednesday,
  /** Day 4 of a panel. */
  Thursday,
  /** Day 5 of a panel. */
  Friday,
  /** Day 6 of a panel. */
  Saturday
}
