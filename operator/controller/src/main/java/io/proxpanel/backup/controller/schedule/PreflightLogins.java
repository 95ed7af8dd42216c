package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.PreflightRouter;
import io.proxpanel.backup.api.v1.PreflightRouters;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.EffectiveSettings;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.Mounts;
import io.proxpanel.backup.controller.status.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a probe has found at the routers of a schedule, in status and in words. Pure. Some that fail
 * keep no Backup from being made; none that can be logged in to does.
 */
final class PreflightLogins {
  private PreflightLogins() {}

  /**
   * As status has it.
   *
   * @param spec of the MikrotikBackups, or null
   * @param gap what is missing, so that they were not tried
   * @param mounts of the Job, for its sentences
   * @param result of the Job, or null where it says nothing of routers
   * @return null where nothing is known of routers
   */
  static PreflightRouters of(
      MikrotikBackupSpec spec, Optional<Gap> gap, Mounts mounts, RouterLoginResult result) {
    if (spec == null) {
      return null;
    }
    if (gap.isPresent()) {
      return untried(new FailureStatus(gap.get().reason().name(), gap.get().message()));
    }
    if (result == null) {
      return null;
    }
    if (result.failure() != null) {
      return untried(status(search(spec, result.failure(), mounts)));
    }
    return new PreflightRouters(
        result.all(),
        result.good(),
        result.failed(),
        result.untried(),
        result.first().stream().map(each -> router(spec, each, mounts)).toList(),
        null);
  }

  private static PreflightRouters untried(FailureStatus why) {
    return new PreflightRouters(null, null, null, null, List.of(), why);
  }

  private static Failure search(MikrotikBackupSpec spec, Failure failure, Mounts mounts) {
    return spec.fromDatabase() == null
        ? new Failure(failure.code(), mounts.inWords(failure.message()))
        : FailureText.told(failure, mounts, spec.fromDatabase().database());
  }

  private static PreflightRouter router(
      MikrotikBackupSpec spec, RouterLoginResult.Refused refused, Mounts mounts) {
    return new PreflightRouter(
        refused.name(),
        status(
            FailureText.told(
                refused.failure(), mounts, EffectiveSettings.of(refused.name(), spec))));
  }

  private static FailureStatus status(Failure failure) {
    return new FailureStatus(failure.code().name(), failure.message());
  }

  /** Whether nothing is wrong with them that a person could mend. */
  static boolean isGood(PreflightRouters routers) {
    return routers == null
        || (routers.failure() == null && routers.failed() == 0 && routers.ready() > 0);
  }

  /** Why no router can be backed up; empty when one can. */
  static Optional<String> problem(PreflightRouters routers) {
    if (routers == null || (routers.failure() == null && routers.ready() > 0)) {
      return Optional.empty();
    }
    if (routers.failure() != null) {
      return Optional.of(
          "The routers cannot be backed up: " + Sentences.sentence(routers.failure().message()));
    }
    if (routers.failed() == 0) {
      return Optional.of("None of the %d routers has answered in time.".formatted(routers.all()));
    }
    String whom =
        routers.all() == 1
            ? "The router cannot be logged in to: "
            : "None of the %d routers can be logged in to: ".formatted(routers.all());
    return Optional.of(whom + named(routers));
  }

  /** A sentence about those of which one at least can be backed up, empty where there are none. */
  static String found(PreflightRouters routers) {
    if (routers == null) {
      return "";
    }
    if (routers.failed() == 0 && routers.untried() == 0) {
      return routers.all() == 1 ? "1 router: fine." : routers.all() + " routers: fine.";
    }
    String failed =
        routers.failed() == 0
            ? ""
            : "%d of %d routers cannot be logged in to: %s"
                .formatted(routers.failed(), routers.all(), named(routers));
    String untried =
        routers.untried() == 0
            ? ""
            : "%d of %d routers were not tried: the time for all of them was up."
                .formatted(routers.untried(), routers.all());
    return (failed + " " + untried).strip();
  }

  private static String named(PreflightRouters routers) {
    int more = routers.failed() - routers.first().size();
    return routers.first().stream()
            .map(each -> each.name() + ": " + Sentences.sentence(each.failure().message()))
            .collect(Collectors.joining(" "))
        + (more > 0 ? " And %d more.".formatted(more) : "");
  }

  /** What is told of some that fail, once as long as it is the same ones. */
  static Optional<Note> note(PreflightRouters before, PreflightRouters after) {
    boolean some =
        after != null && after.failure() == null && after.failed() > 0 && after.ready() > 0;
    return some && !marks(after).equals(before == null ? "" : marks(before))
        ? Optional.of(Note.warning(EventReason.Warning, found(after)))
        : Optional.empty();
  }

  /** The same when the same routers fail for the same reason, in whichever words. */
  private static String marks(PreflightRouters routers) {
    return routers.first().stream()
        .map(each -> each.name() + " " + each.failure().code())
        .collect(Collectors.joining(",", routers.failed() + " ", ""));
  }
}
