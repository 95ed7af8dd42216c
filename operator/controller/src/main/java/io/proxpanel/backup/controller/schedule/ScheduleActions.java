package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Instant;

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
    Backup backup = ScheduledBackup.of(schedule, make.due());
    try {
      seen.active().stream()
          .filter(each -> make.replaced().contains(each.getMetadata().getName()))
          .forEach(each -> client.resource(each).delete());
      return create(backup, schedule, make, client);
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isRefusal(e)) {
        throw e;
      }
      Reason reason =
          ApiErrors.missingPermission(e).isPresent()
              ? Reason.PermissionMissing
              : Reason.BackupRefused;
      return refused(make.due(), reason, backup, ApiErrors.sentence(e));
    }
  }

  private static SchedulePlan create(
      Backup backup, BackupSchedule schedule, SchedulePlan.Make make, KubernetesClient client) {
    try {
      client.resource(backup).create();
      return make;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        return there(backup, schedule, make, client);
      }
      throw e;
    }
  }

  /** Made by an earlier pass that did not come to say so, or by somebody else. */
  private static SchedulePlan there(
      Backup backup, BackupSchedule schedule, SchedulePlan.Make make, KubernetesClient client) {
    Backup there = client.resource(backup).get();
    String name = schedule.getMetadata().getName();
    if (there == null || ScheduledBackup.belongs(there, name)) {
      return make;
    }
    return refused(
        make.due(),
        Reason.BackupRefused,
        backup,
        "a Backup of that name is there and does not belong to this schedule: delete it or make it"
            + " under another name");
  }

  private static SchedulePlan refused(Instant due, Reason reason, Backup backup, String why) {
    return new SchedulePlan.Refused(
        due,
        reason,
        "The Backup \"%s\" cannot be made: %s".formatted(backup.getMetadata().getName(), why));
  }
}
