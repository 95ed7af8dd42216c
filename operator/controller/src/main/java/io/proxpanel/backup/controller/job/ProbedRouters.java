package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import java.time.Duration;
import java.util.List;

/**
 * Routers that are logged in to before they are backed up.
 *
 * @param spec of the MikrotikBackups
 * @param secrets names of the Secrets that the spec's selector fits
 * @param limit how long it is tried at most
 */
public record ProbedRouters(MikrotikBackupSpec spec, List<String> secrets, Duration limit) {
  /** Copies the list. */
  public ProbedRouters {
    secrets = List.copyOf(secrets);
  }
}
