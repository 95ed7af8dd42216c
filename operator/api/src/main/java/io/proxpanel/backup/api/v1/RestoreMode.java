package io.proxpanel.backup.api.v1;

/** Where a restore puts the data. */
public enum RestoreMode {
  /** Swap where all that it needs is there, else in place. */
  Auto,
  /** Into the database itself, in one transaction. */
  InPlace,
  /** Into a new database on the same server, which then takes the name of the old one. */
  Swap,
  /** Into a database that does not exist or is empty. */
  NewDatabase
}
