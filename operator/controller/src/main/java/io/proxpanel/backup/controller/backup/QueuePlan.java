package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;

/** The plan for a Backup that lacks nothing but its turn at a database. Pure. */
final class QueuePlan {
  private final Settings settings;

  QueuePlan(Settings settings) {
    this.settings = settings;
  }

  /** Others have to leave the database first. */
  BackupPlan.Wait blocked(Backup backup, DatabaseGate.Answer.Blocked answer) {
    String namespace = backup.getMetadata().getNamespace();
    return new BackupPlan.Wait(
        Reason.DatabaseBeingRestored,
        "waiting for %s, which replaces the database \"%s\""
            .formatted(answer.inWords(namespace), backup.getSpec().database().name()),
        settings.pauses().lookAgain());
  }

  /**
   * There is no place. Whoever is far behind looks less and less often: it is woken when its turn
   * comes.
   */
  BackupPlan.Wait queued(Backup backup, DatabaseGate.Answer.Queued answer, Instant now) {
    boolean all = answer.limit() == DatabaseGate.Limit.ALL;
    int most = all ? settings.maxBackupJobs() : settings.maxBackupJobsPerDatabase();
    return new BackupPlan.Wait(
        all ? Reason.TooManyBackups : Reason.TooManyBackupsOfDatabase,
        (all ? QueueText.forAll(most) : QueueText.forDatabase(backup.getSpec().database(), most))
            + QueueText.before(answer.before()),
        answer.before() < most
            ? settings.pauses().lookAgain()
            : settings.pauses().whileMissing(Times.age(backup, now)));
  }
}
