package io.proxpanel.backup.controller.router;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.backup.BackupPlan;
import java.time.Instant;

/** What a MikrotikBackup takes from the schedule that it names. Pure. */
final class RouterSettingsOfSchedule {
  private RouterSettingsOfSchedule() {}

  static BackupPlan plan(MikrotikBackup backup, BackupSchedule schedule, Instant now) {
    ScheduleRef ref = backup.getSpec().fromSchedule();
    if (schedule.getSpec().mikrotik() == null) {
      return new BackupPlan.Fail(
          new Failure(
              ErrorCode.TaskInvalid,
              ("BackupSchedule \"%s\" backs up no routers: write mikrotik there, or create a"
                      + " MikrotikBackup with settings of its own.")
                  .formatted(ref.name())),
          now,
          null);
    }
    return new BackupPlan.TakeSettings(ref.name(), schedule.getSpec().mikrotik().with(ref));
  }
}
