package io.proxpanel.backup.controller.settings;

import io.proxpanel.backup.controller.settings.Settings.Agent;
import io.proxpanel.backup.controller.settings.Settings.Copying;
import io.proxpanel.backup.controller.settings.Settings.Deletion;
import io.proxpanel.backup.controller.settings.Settings.Guards;
import io.proxpanel.backup.controller.settings.Settings.LeaderElection;
import io.proxpanel.backup.controller.settings.Settings.Pauses;
import io.proxpanel.backup.controller.settings.Settings.Preflight;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Reads {@link Settings} from the environment; operator/README.md has the names and defaults. */
public final class SettingsReader {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private SettingsReader() {}

  /**
   * Reads and checks every setting.
   *
   * @param environment names and values, such as {@link System#getenv()}
   * @throws SettingsException when any is wrong; it names all that are
   */
  public static Settings read(Map<String, String> environment) {
    Variables of = new Variables(environment);
    // Read by the logging configuration; looked at here so that a mistake does not stay unseen.
    of.oneOf("BACKUP_LOG_FORMAT", "text", Set.of("text", "json"));
    of.oneOf("BACKUP_LOG_LEVEL", "INFO", Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR"));
    Settings settings =
        new Settings(
            of.names("BACKUP_WATCH_NAMESPACES"),
            of.number("BACKUP_HTTP_PORT", 8080, 0, 65535),
            of.number("BACKUP_RECONCILE_THREADS", 10, 1, 200),
            of.number("BACKUP_MAX_BACKUP_JOBS", 10, 1, 10_000),
            of.number("BACKUP_MAX_BACKUP_JOBS_PER_DATABASE", 2, 1, 10_000),
            of.duration("BACKUP_RESYNC", Duration.ofMinutes(10), SECOND),
            of.flag("BACKUP_CHECK_CRDS", false),
            leaderElection(of),
            agent(of),
            pauses(of),
            new Deletion(
                of.number("BACKUP_DELETE_ATTEMPTS", 5, 1, 100),
                of.duration("BACKUP_DELETE_GIVE_UP_AFTER", Duration.ofMinutes(10), SECOND)),
            copying(of),
            new Guards(of.flag("BACKUP_SEE_DEFINITIONS", true), of.label("BACKUP_SECRETS_LABEL")),
            preflight(of));
    of.throwIfAnyIsWrong();
    return settings;
  }

  private static LeaderElection leaderElection(Variables of) {
    LeaderElection election =
        new LeaderElection(
            of.flag("BACKUP_LEADER_ELECTION", true),
            of.name("BACKUP_LEASE_NAME", "proxpanel-backup-operator"),
            of.text("BACKUP_LEASE_NAMESPACE", null),
            of.duration("BACKUP_LEASE_DURATION", Duration.ofSeconds(15), SECOND),
            of.duration("BACKUP_LEASE_RENEW_DEADLINE", Duration.ofSeconds(10), SECOND),
            of.duration(
                "BACKUP_LEASE_RETRY_PERIOD", Duration.ofSeconds(2), Duration.ofMillis(100)));
    of.increasing(
        "BACKUP_LEASE_RETRY_PERIOD",
        election.retryPeriod(),
        "BACKUP_LEASE_RENEW_DEADLINE",
        election.renewDeadline());
    of.increasing(
        "BACKUP_LEASE_RENEW_DEADLINE",
        election.renewDeadline(),
        "BACKUP_LEASE_DURATION",
        election.leaseDuration());
    return election;
  }

  private static Agent agent(Variables of) {
    return new Agent(
        of.text("BACKUP_AGENT_IMAGE", "proxpanel-backup-agent:latest"),
        of.oneOf("BACKUP_AGENT_IMAGE_PULL_POLICY", null, Set.of("Always", "IfNotPresent", "Never")),
        of.names("BACKUP_AGENT_IMAGE_PULL_SECRETS"),
        of.number("BACKUP_AGENT_USER", 65532, 1, Integer.MAX_VALUE),
        of.number("BACKUP_AGENT_GROUP", 65532, 1, Integer.MAX_VALUE),
        of.number("BACKUP_AGENT_FS_GROUP", 65532, 1, Integer.MAX_VALUE),
        of.quantities("BACKUP_AGENT_REQUESTS", "cpu=100m,memory=128Mi"),
        of.quantities("BACKUP_AGENT_LIMITS", "memory=512Mi"),
        of.quantity("BACKUP_AGENT_SCRATCH_SIZE", "1Gi"),
        of.duration("BACKUP_JOB_DEADLINE", Duration.ofHours(6), SECOND),
        of.duration("BACKUP_JOB_TIME_TO_LIVE", Duration.ofDays(1), Duration.ofMinutes(1)),
        of.url("BACKUP_CLOUD_URL", "https://license.proxrad.com"));
  }

  private static Copying copying(Variables of) {
    Copying copying =
        new Copying(
            of.number("BACKUP_COPY_ATTEMPTS", 12, 0, 1000),
            of.duration("BACKUP_COPY_PAUSE", Duration.ofMinutes(1), Duration.ofMillis(10)),
            of.duration("BACKUP_COPY_PAUSE_MAX", Duration.ofHours(6), Duration.ofMillis(10)));
    of.notDecreasing(
        "BACKUP_COPY_PAUSE", copying.pause(), "BACKUP_COPY_PAUSE_MAX", copying.pauseMax());
    return copying;
  }

  private static Preflight preflight(Variables of) {
    Preflight preflight =
        new Preflight(
            of.flag("BACKUP_PREFLIGHT", true),
            of.duration("BACKUP_PREFLIGHT_PAUSE", Duration.ofMinutes(1), Duration.ofMillis(10)),
            of.duration("BACKUP_PREFLIGHT_PAUSE_MAX", Duration.ofHours(1), Duration.ofMillis(10)),
            of.duration("BACKUP_PREFLIGHT_ROUTERS_LIMIT", Duration.ofMinutes(2), SECOND));
    of.notDecreasing(
        "BACKUP_PREFLIGHT_PAUSE",
        preflight.pause(),
        "BACKUP_PREFLIGHT_PAUSE_MAX",
        preflight.pauseMax());
    return preflight;
  }

  private static Pauses pauses(Variables of) {
    Duration least = Duration.ofMillis(10);
    Pauses pauses =
        new Pauses(
            of.duration("BACKUP_LOOK_AGAIN", Duration.ofSeconds(2), least),
            of.duration("BACKUP_LOOK_AGAIN_MAX", Duration.ofSeconds(30), least),
            of.duration("BACKUP_RETRY_PAUSE", Duration.ofSeconds(10), least),
            of.duration("BACKUP_RETRY_PAUSE_MAX", Duration.ofMinutes(10), least),
            of.duration("BACKUP_PROGRESS_PAUSE", Duration.ofSeconds(10), SECOND));
    of.notDecreasing(
        "BACKUP_LOOK_AGAIN", pauses.lookAgain(), "BACKUP_LOOK_AGAIN_MAX", pauses.lookAgainMax());
    of.notDecreasing(
        "BACKUP_RETRY_PAUSE", pauses.retry(), "BACKUP_RETRY_PAUSE_MAX", pauses.retryMax());
    return pauses;
  }
}
