package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.StaleCacheException;
import io.proxpanel.backup.controller.cluster.Unreadable;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Does what a plan asks for beside status, and says what it came to. */
final class ScheduleActions {

  /** The plan that status is to show: the same, or what it came to. */
  SchedulePlan apply(
      BackupSchedule schedule,
      ScheduleObservation seen,
      SchedulePlan plan,
      KubernetesClient client) {
    if (!(plan instanceof SchedulePlan.Make make)) {
      return plan;
    }
    StoredResource under = null;
    try {
      seen.active().stream()
          .filter(each -> make.replaced().contains(each.getMetadata().getName()))
          .forEach(each -> client.resource(each).delete());
      // Of tenants they are made when it is known which there are.
      for (StoredResource each : ScheduledBackup.made(schedule, make.due())) {
        under = each;
        Optional<String> problem = make(each, client);
        if (problem.isPresent()) {
          return refused(make.due(), Reason.BackupRefused, each, problem.get());
        }
      }
      return make;
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isRefusal(e)) {
        throw e;
      }
      Reason reason =
          ApiErrors.missingPermission(e).isPresent()
              ? Reason.PermissionMissing
              : Reason.BackupRefused;
      return refused(
          make.due(),
          reason,
          under == null ? ScheduledBackup.of(schedule, make.due()) : under,
          ApiErrors.sentence(e));
    }
  }

  /**
   * Makes the backup, or finds that it is there already.
   *
   * @return why it cannot be made; empty when it is there
   * @throws KubernetesClientException when the operator may not make it, or cannot now
   */
  static Optional<String> make(StoredResource backup, KubernetesClient client) {
    try {
      client.resource(backup).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        return there(backup, client, e);
      }
      if (ApiErrors.isRefusal(e) && ApiErrors.missingPermission(e).isEmpty()) {
        return Optional.of(ApiErrors.sentence(e));
      }
      throw e;
    }
  }

  /** Made by an earlier pass that did not come to say so, or by somebody else. */
  private static Optional<String> there(
      StoredResource backup, KubernetesClient client, KubernetesClientException conflict) {
    StoredResource there = client.resource(backup).get();
    if (there == null) {
      // Deleted in the meantime: none was made for this due time yet.
      throw new StaleCacheException(conflict);
    }
    if (Unreadable.is(there)) {
      return Optional.of(
          "a %s of that name is there, and this version of the operator cannot read it"
              .formatted(backup.getKind()));
    }
    boolean ours =
        ScheduledBackup.belongs(there, backup.getSpec().fromSchedule().name())
            && ScheduledBackup.counts(there)
            && Objects.equals(ScheduledBackup.tenant(there), ScheduledBackup.tenant(backup));
    return ours
        ? Optional.empty()
        : Optional.of(
            ("a %s of that name is there and does not belong to this schedule, or has not its"
                    + " settings: delete it or make it under another name")
                .formatted(backup.getKind()));
  }

  private static SchedulePlan refused(
      Instant due, Reason reason, StoredResource backup, String why) {
    return new SchedulePlan.Refused(
        due,
        reason,
        "The %s \"%s\" cannot be made: %s"
            .formatted(backup.getKind(), backup.getMetadata().getName(), why));
  }
}
