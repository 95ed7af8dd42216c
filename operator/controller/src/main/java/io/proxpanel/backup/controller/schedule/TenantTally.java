package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.TenantRunStatus;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the Backups of one due time's tenants stand. Pure.
 *
 * @param there how many of them there are
 * @param active how many have not ended
 * @param succeeded how many have succeeded
 * @param failed those that failed, by tenant
 */
record TenantTally(int there, int active, int succeeded, List<Backup> failed) {
  /** How many names status bears. */
  private static final int MOST_IN_STATUS = 50;

  /** How many names a sentence bears. */
  private static final int MOST_IN_WORDS = 10;

  TenantTally {
    failed = List.copyOf(failed);
  }

  /** Of those among the Backups that were made for that due time. */
  static TenantTally of(Collection<Backup> backups, Instant due) {
    List<Backup> mine =
        backups.stream().filter(each -> ScheduledBackup.isOfTenant(each, due)).toList();
    List<Backup> ended =
        mine.stream().filter(each -> Attempts.of(each.getStatus()).isOver()).toList();
    long active =
        mine.stream()
            .filter(each -> !Attempts.of(each.getStatus()).isOver())
            .filter(each -> !each.isMarkedForDeletion())
            .count();
    List<Backup> failed =
        ended.stream()
            .filter(each -> each.getStatus().phase != Phase.Succeeded)
            .sorted(Comparator.comparing((Backup each) -> each.getSpec().tenant()))
            .toList();
    return new TenantTally(mine.size(), (int) active, ended.size() - failed.size(), failed);
  }

  /** Writes it down. */
  void into(TenantRunStatus run) {
    run.succeeded = succeeded;
    run.failed = failed.size();
    run.failedTenants =
        failed.stream().map(each -> each.getSpec().tenant()).limit(MOST_IN_STATUS).toList();
    run.summary = summary(run);
  }

  /** {@code 12 of 13 succeeded}. */
  static String summary(TenantRunStatus run) {
    return "%d of %d succeeded".formatted(run.succeeded, run.found);
  }

  /** Whether every tenant that was found has a good backup of this due time. */
  boolean isGood(TenantRunStatus run) {
    return succeeded == run.found;
  }

  /** {@code 12 of 13 tenants succeeded; failed: "acme": No connection to db:5432.} */
  String inWords(TenantRunStatus run) {
    List<String> parts = new ArrayList<>();
    parts.add("%d of %d tenants succeeded".formatted(succeeded, run.found));
    if (!failed.isEmpty()) {
      List<String> slugs =
          failed.stream().map(each -> TenantName.inWords(each.getSpec().tenant())).toList();
      parts.add("failed: " + Sentences.some(slugs, MOST_IN_WORDS));
    }
    if (!run.refusedTenants.isEmpty()) {
      parts.add("not backed up: " + Sentences.some(run.refusedTenants, run.refused, MOST_IN_WORDS));
    }
    String why = failure().map(failure -> " " + Sentences.sentence(failure.message())).orElse("");
    return String.join("; ", parts) + "." + why;
  }

  /** Why the first that failed did. */
  Optional<FailureStatus> failure() {
    return failed.stream()
        .map(each -> each.getStatus().failure)
        .flatMap(failure -> Optional.ofNullable(failure).stream())
        .findFirst();
  }
}
