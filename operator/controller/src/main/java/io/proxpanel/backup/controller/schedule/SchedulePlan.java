package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.controller.status.Reason;
import java.time.Instant;
import java.util.List;

/** What to do about a schedule's due times now. */
sealed interface SchedulePlan {

  /** There is no telling when it is due; nothing is made until that is mended. */
  record Invalid(Reason reason, String message) implements SchedulePlan {}

  /** A person has suspended it. */
  record Suspended() implements SchedulePlan {}

  /** Due times count from now on: it is new, was resumed, or its times have changed. */
  record Begin(Instant since) implements SchedulePlan {}

  /** Nothing is due. */
  record Idle() implements SchedulePlan {}

  /** A due time has passed, and its start is put off to spread the load. */
  record Spread(Instant due, Instant start) implements SchedulePlan {}

  /**
   * Make a Backup, or find out the tenants whose Backups are to be made.
   *
   * @param due the due time
   * @param replaced Backups to delete first
   * @param missed due times before that one
   */
  record Make(Instant due, List<String> replaced, Missed missed) implements SchedulePlan {
    /** Copies the list. */
    public Make {
      replaced = List.copyOf(replaced);
    }
  }

  /**
   * Make none, since earlier ones have not ended.
   *
   * @param due the due time
   * @param active names of those; none when its tenants are still looked for
   * @param missed due times before that one
   */
  record Skip(Instant due, List<String> active, Missed missed) implements SchedulePlan {
    /** Copies the list. */
    public Skip {
      active = List.copyOf(active);
    }
  }

  /**
   * Make none, since it is too late.
   *
   * @param due the latest due time
   * @param missed due times, that one included
   */
  record Miss(Instant due, Missed missed) implements SchedulePlan {}

  /** The API server refuses the Backup; the due time is tried again. */
  record Refused(Instant due, Reason reason, String message) implements SchedulePlan {}
}
