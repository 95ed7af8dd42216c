package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import java.util.List;

/**
 * Where the data of a Restore comes from and goes to, and what may open it.
 *
 * @param from the Backup or the file, for people
 * @param folder the folder that the file is in
 * @param fileName its base name
 * @param target the database
 * @param keys what may open the file, in order
 * @param tenant slug of the tenant whose schema alone is touched, or null
 */
record Source(
    String from,
    LocalDestination folder,
    String fileName,
    Database target,
    List<SecretKeyRef> keys,
    String tenant) {
  Source {
    keys = List.copyOf(keys);
  }

  /** {@code proxpanel@db}. */
  String into() {
    return target.name() + "@" + target.host();
  }
}
