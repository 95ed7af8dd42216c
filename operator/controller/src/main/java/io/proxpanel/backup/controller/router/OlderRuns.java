package io.proxpanel.backup.controller.router;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupRef;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Sentences;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The runs that have the archives of routers that have not changed since. Pure.
 *
 * @param names of the MikrotikBackups that there are, by their UIDs
 */
record OlderRuns(Map<String, String> names) {
  /** How many a sentence names. */
  private static final int NAMED = 3;

  /** Among these. */
  static OlderRuns of(Collection<MikrotikBackup> all) {
    return new OlderRuns(
        all.stream()
            .collect(
                Collectors.toMap(
                    each -> each.getMetadata().getUid(),
                    each -> each.getMetadata().getName(),
                    (one, two) -> one)));
  }

  /** Name of the run with that UID, or null when there is none any more. */
  String name(String uid) {
    return names.get(uid);
  }

  /** Writes to which of them a run refers that has stored something. */
  void into(MikrotikBackupStatus status, TaskResult result) {
    TaskResult.RouterCounts counts = result.routers();
    boolean stored = status.phase != null && status.phase.isGood();
    if (!stored || counts == null || counts.unchanged() == 0) {
      return;
    }
    status.unchanged = counts.unchanged();
    status.refersTo =
        counts.refersTo().stream().map(uid -> new MikrotikBackupRef(name(uid), uid)).toList();
  }

  /** What is said of them, with a space before it; empty where there are none. */
  static String sentence(MikrotikBackupStatus status) {
    if (status.unchanged == null) {
      return "";
    }
    List<String> names =
        status.refersTo.stream()
            .map(each -> each.name() == null ? "one that is gone" : "\"" + each.name() + "\"")
            .toList();
    return " %d of them %s not changed; %s kept by MikrotikBackup %s."
        .formatted(
            status.unchanged,
            status.unchanged == 1 ? "has" : "have",
            status.unchanged == 1 ? "its archive is" : "their archives are",
            Sentences.some(names, NAMED));
  }
}
