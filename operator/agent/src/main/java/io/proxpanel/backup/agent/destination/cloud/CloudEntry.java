package io.proxpanel.backup.agent.destination.cloud;

import java.util.regex.Pattern;

/**
 * A file that the service lists.
 *
 * @param id number by which the service orders its files
 * @param backupId by which it is fetched and deleted; not trusted
 * @param name that it was stored under; not trusted
 * @param sizeBytes length
 */
record CloudEntry(long id, String backupId, String name, long sizeBytes) {
  private static final Pattern BACKUP_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** Whether its id may stand in a URL. */
  boolean hasUsableId() {
    return BACKUP_ID.matcher(backupId).matches();
  }
}
