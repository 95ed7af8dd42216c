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
    seen.active().stream()
        .filter(each -> make.replaced().contains(each.getMetadata().getName()))
        .forEach(each -> client.resource(each).delete());
    return create(schedule, make, client);
  }

  private static SchedulePlan create(
      BackupSchedule schedule, SchedulePlan.Make make, KubernetesClient client) {
    Backup backup = ScheduledBackup.of(schedule, make.due());
    try {
      client.resource(backup).create();
      return make;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        return there(backup, schedule, make, client);
      }
      if (ApiErrors.isRefusal(e) && ApiErrors.missingPermission(e).isEmpty()) {
        return refused(make.due(), backup, ApiErrors.sentence(e));
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
        backup,
        "a Backup of that name is there and does not belong to this schedule: delete it or make it"
            + " under another name");
  }

  private static SchedulePlan refused(Instant due, Backup backup, String why) {
    return new SchedulePlan.Refused(
        due,
        Reason.BackupRefused,
        "The Backup \"%s\" cannot be made: %s".formatted(backup.getMetadata().getName(), why));
  }
}
