package io.proxpanel.backup.contract;

/** The sets of tables that panels back up by themselves, without the rest of the database. */
public enum TableSet {
  /** What the panel does for its customers: subscribers, invoices, sessions and the like. */
  Data,
  /** How the panel is set up: users, permissions, templates, rules. */
  Config
}
