package io.proxpanel.backup.controller.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Everything that can be set about the operator.
 *
 * @param watchNamespaces namespaces whose resources are looked after; empty means all
 * @param httpPort port of {@code /livez}, {@code /readyz} and {@code /metrics}; 0 takes a free one
 * @param reconcileThreads how many resources are worked on at the same time, per kind
 * @param maxBackupJobs how many Backups may run at the same time; the others wait
 * @param maxBackupJobsPerDatabase how many of them on one database
 * @param resync after how long a resource is looked at again though nothing happened
 * @param checkCrds whether the start fails when the cluster's definitions do not fit
 * @param leaderElection how replicas agree on the one that works
 * @param agent how the Jobs look
 * @param pauses how long to wait before looking or trying again
 * @param deletion when the deletion of files is given up
 * @param copying how often missing copies are tried
 * @param guards what is looked at before anything is done that cannot be undone
 * @param preflight whether and when it is tried what schedules need
 */
public record Settings(
    Set<String> watchNamespaces,
    int httpPort,
    int reconcileThreads,
    int maxBackupJobs,
    int maxBackupJobsPerDatabase,
    Duration resync,
    boolean checkCrds,
    LeaderElection leaderElection,
    Agent agent,
    Pauses pauses,
    Deletion deletion,
    Copying copying,
    Guards guards,
    Preflight preflight) {

  /** Copies the set. */
  public Settings {
    watchNamespaces = Set.copyOf(watchNamespaces);
  }

  /** What holds where the environment says nothing. */
  public static Settings defaults() {
    return SettingsReader.read(Map.of());
  }

  /**
   * How replicas agree on the one that works.
   *
   * @param enabled off where there is one replica that never overlaps with its successor
   * @param leaseName name of the Lease
   * @param leaseNamespace its namespace, or null for the one that the operator runs in
   * @param leaseDuration after how long without a sign of life another replica takes over
   * @param renewDeadline after how long without success the leader gives up; shorter
   * @param retryPeriod how often the Lease is looked at
   */
  public record LeaderElection(
      boolean enabled,
      String leaseName,
      String leaseNamespace,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod) {}

  /**
   * How the Jobs look, where a resource's {@code jobTemplate} says nothing else.
   *
   * @param image the agent's image
   * @param imagePullPolicy as Kubernetes spells it, or null for its default
   * @param imagePullSecrets names of Secrets to pull the image with
   * @param runAsUser numeric user
   * @param runAsGroup numeric group
   * @param fsGroup group of the volumes' files
   * @param resourceRequests by resource name
   * @param resourceLimits by resource name
   * @param scratchSize limit of the scratch folder, as a quantity
   * @param deadline after which an attempt is ended
   * @param timeToLive how long a finished Job stays
   * @param cloudUrl URL of the cloud backup service, without a path, for destinations in it that
   *     name none
   */
  public record Agent(
      String image,
      String imagePullPolicy,
      Set<String> imagePullSecrets,
      long runAsUser,
      long runAsGroup,
      long fsGroup,
      Map<String, String> resourceRequests,
      Map<String, String> resourceLimits,
      String scratchSize,
      Duration deadline,
      Duration timeToLive,
      String cloudUrl) {
    /** Copies the collections. */
    public Agent {
      imagePullSecrets = Set.copyOf(imagePullSecrets);
      resourceRequests = Map.copyOf(resourceRequests);
      resourceLimits = Map.copyOf(resourceLimits);
    }
  }

  /**
   * How long to wait before looking or trying again.
   *
   * @param lookAgain first pause before something that is missing is looked for again
   * @param lookAgainMax to which that pause grows
   * @param retry pause before the second attempt; doubles with every further one
   * @param retryMax to which that pause grows
   * @param progress before it is looked again how far a Backup has come
   */
  public record Pauses(
      Duration lookAgain,
      Duration lookAgainMax,
      Duration retry,
      Duration retryMax,
      Duration progress) {

    /** The pause after this attempt failed, counted from 1. */
    public Duration afterAttempt(int attempt) {
      return grown(retry, attempt - 1, retryMax);
    }

    /** The pause before looking again for something that has been missing for a while. */
    public Duration whileMissing(Duration since) {
      Duration pause = since.dividedBy(5);
      if (pause.compareTo(lookAgain) < 0) {
        return lookAgain;
      }
      return pause.compareTo(lookAgainMax) > 0 ? lookAgainMax : pause;
    }
  }

  /**
   * When the deletion of files is given up: whichever of the two comes first.
   *
   * @param attempts number of delete Jobs
   * @param giveUpAfter time since the first one
   */
  public record Deletion(int attempts, Duration giveUpAfter) {}

  /**
   * How often copies are tried that a Backup's own Job could not make.
   *
   * @param attempts number of sync Jobs after which it is given up
   * @param pause before the first one; doubles with every further one
   * @param pauseMax to which that pause grows
   */
  public record Copying(int attempts, Duration pause, Duration pauseMax) {
    /** The pause after this many sync Jobs. */
    public Duration after(int count) {
      return grown(pause, count, pauseMax);
    }
  }

  /**
   * What is looked at before anything is done that cannot be undone.
   *
   * @param seeDefinitions off where the operator has no permission of the whole cluster: then it
   *     cannot tell a resource that is deleted from one that goes with its definition
   * @param secretsLabel label as {@code key=value} that Secrets must have for Jobs to be given
   *     them, or null where all may be
   */
  public record Guards(boolean seeDefinitions, String secretsLabel) {}

  /**
   * Whether and when it is tried what the Backups of a schedule will need.
   *
   * @param enabled off where the Jobs for it are not wanted
   * @param pause after something was found to be wrong; doubles with every further time
   * @param pauseMax to which that pause grows
   * @param routersLimit how long it is tried at most to log in to the routers of a schedule
   */
  public record Preflight(
      boolean enabled, Duration pause, Duration pauseMax, Duration routersLimit) {
    /** The pause after this many times. */
    public Duration after(int count) {
      return grown(pause, count - 1, pauseMax);
    }
  }

  private static Duration grown(Duration first, int doublings, Duration most) {
    Duration pause = first.multipliedBy(1L << Math.min(Math.max(doublings, 0), 30));
    return pause.compareTo(most) > 0 ? most : pause;
  }
}
