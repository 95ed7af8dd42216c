package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult;
import java.time.Clock;

/**
 * Makes the manifests that stand beside the files of a run.
 *
 * @param uid UID of the resource
 * @param namespace of the resource
 * @param name of the resource
 * @param createdAt creation of the resource, RFC 3339
 * @param startedAt start of the run, RFC 3339
 * @param clock for the end
 */
public record RunManifests(
    String uid, String namespace, String name, String createdAt, String startedAt, Clock clock) {
  /**
   * The manifest of a file.
   *
   * @param host address of the router, or null for the list
   */
  public Manifest of(TaskResult.StoredFile file, String host) {
    return new Manifest(
        1,
        uid,
        namespace,
        name,
        createdAt,
        startedAt,
        clock.instant().toString(),
        null,
        host,
        null,
        null,
        file,
        null,
        null);
  }
}
