package io.proxpanel.backup.controller.database;

/**
 * How many Backups may work at the same time.
 *
 * @param backups on whatever database
 * @param perDatabase on one database; no limit of its own where it is not below the other
 */
public record Limits(int backups, int perDatabase) {

  /** Whether so many Backups at work leave no room for another one on the same database. */
  boolean isDatabaseFull(int atWork) {
    return perDatabase < backups && atWork >= perDatabase;
  }
}
