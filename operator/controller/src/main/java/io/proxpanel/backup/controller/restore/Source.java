package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.RestoreOptions;
import java.util.List;

/**
 * Where the data of a Restore comes from and goes to, what may open it, and how it is done.
 *
 * @param from the Backup or the file, for people
 * @param places where the file is, the nearest first
 * @param fileName its base name
 * @param target the database
 * @param keys what may open the file, in order
 * @param tenant slug of the tenant whose schema alone is touched, or null
 * @param options how it is done
 */
record Source(
    String from,
    List<Destination> places,
    String fileName,
    Database target,
    List<SecretKeyRef> keys,
    String tenant,
    RestoreOptions options) {
  Source {
    places = List.copyOf(places);
    keys = List.copyOf(keys);
  }

  /** {@code proxpanel@db}. */
  String into() {
    return target.name() + "@" + target.host();
  }
}
