package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.Owner;
import java.util.List;

/**
 * Where the data of a Restore comes from and goes to, what may open it, and how it is done.
 *
 * @param from the Backup, the file or the kept database, for people
 * @param places where the file is, the nearest first; none of a kept database
 * @param fileName its base name, or null
 * @param keptDatabase name of the database that comes back as it is, or null
 * @param target the database
 * @param keys what may open the file, in order
 * @param tenant slug of the tenant whose schema alone is touched, or null
 * @param options how it is done
 */
record Source(
    String from,
    List<Destination> places,
    String fileName,
    String keptDatabase,
    Database target,
    List<SecretKeyRef> keys,
    String tenant,
    RestoreOptions options) {
  Source {
    places = List.copyOf(places);
    keys = List.copyOf(keys);
  }

  /**
   * What the agent is asked for.
   *
   * @param from places of the file that a Job may read, the nearest first
   * @param previousTransactionId of an attempt whose end is not known, or null
   */
  AgentTask task(
      Owner owner, List<Destination> from, String confirmOverwrite, String previousTransactionId) {
    return keptDatabase == null
        ? AgentTasks.restore(
            owner,
            from,
            fileName,
            target,
            confirmOverwrite,
            keys,
            previousTransactionId,
            tenant,
            options)
        : AgentTasks.swapBack(
            owner,
            target,
            confirmOverwrite,
            keptDatabase,
            options.connections(),
            previousTransactionId);
  }

  /** {@code proxpanel@db}. */
  String into() {
    return target.name() + "@" + target.host();
  }
}
