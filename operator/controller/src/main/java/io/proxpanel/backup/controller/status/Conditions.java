package io.proxpanel.backup.controller.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one place where conditions are made. */
public final class Conditions {
  /** True only when the work is done and proven. */
  public static final String SUCCEEDED = "Succeeded";

  /** Whether a Backup's file is at every destination. */
  public static final String ALL_COPIES_STORED = "AllCopiesStored";

  /** Whether the configuration of a router differs from the last good one. */
  public static final String CONFIGURATION_CHANGED = "ConfigurationChanged";

  /**
   * Whether another file of the same size fits at every destination that says how much room it has.
   */
  public static final String ROOM_FOR_NEXT = "RoomForNext";

  /**
   * Whether all of a Backup can come back, with the role that made it; of a schedule, whether that
   * is so of what its Backups will take.
   */
  public static final String RESTORABLE = "Restorable";

  /** How the deletion of files goes, while the resource is being deleted. */
  public static final String FILES_DELETED = "FilesDeleted";

  /** Whether a schedule can make Backups. */
  public static final String READY = "Ready";

  /** Whether the last Backup of a schedule that was due has succeeded. */
  public static final String HEALTHY = "Healthy";

  private final Clock clock;

  /** The clock says when a condition changes. */
  public Conditions(Clock clock) {
    this.clock = clock;
  }

  /** The condition of that type. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(each -> type.equals(each.getType())).findFirst();
  }

  /** The reason of the condition of that type, or empty. */
  public static Optional<String> reason(List<Condition> conditions, String type) {
    return find(conditions, type).map(Condition::getReason);
  }

  /** Why the pod of the Job at hand cannot start, where the condition of that type says so. */
  public static Optional<String> notStarted(List<Condition> conditions, String type) {
    return find(conditions, type)
        .filter(each -> Reason.PodNotStarting.name().equals(each.getReason()))
        .map(Condition::getMessage);
  }

  /**
   * The conditions with one of them set. The transition time moves only when its status does.
   *
   * @param current the conditions so far, which stay as they are
   * @param generation of the resource that the verdict is about
   */
  public List<Condition> with(
      List<Condition> current, String type, Verdict verdict, Long generation) {
    Optional<Condition> before = find(current, type);
    String since =
        before
            .filter(each -> verdict.truth().equals(each.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> Times.text(clock.instant()));
    List<Condition> after = new ArrayList<>(current);
    before.ifPresent(after::remove);
    after.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(verdict.truth())
            .withReason(verdict.reason())
            .withMessage(verdict.message())
            .withLastTransitionTime(since)
            .withObservedGeneration(generation)
            .build());
    return after;
  }
}
