package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.Database;

/** What status says about a Backup that waits for a place. Pure. */
final class QueueText {
  private QueueText() {}

  /** As many Backups as allowed run. */
  static String forAll(int most) {
    return "waiting for a place: %s already, as many as BACKUP_MAX_BACKUP_JOBS allows"
        .formatted(most == 1 ? "1 Backup runs" : most + " Backups run");
  }

  /** As many Backups of that database as allowed run. */
  static String forDatabase(Database database, int most) {
    return ("waiting for a place at the database \"%s\": %s already, as many as"
            + " BACKUP_MAX_BACKUP_JOBS_PER_DATABASE allows")
        .formatted(
            database.name(), most == 1 ? "1 Backup of it runs" : most + " Backups of it run");
  }

  /** How many come before it. */
  static String before(int number) {
    if (number == 0) {
      return "; this one is next";
    }
    return number == 1
        ? "; 1 waits before this one"
        : "; %d wait before this one".formatted(number);
  }
}
