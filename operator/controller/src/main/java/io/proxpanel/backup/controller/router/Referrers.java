package io.proxpanel.backup.controller.router;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.UnchangedPolicy;
import io.proxpanel.backup.controller.deletion.FileDeletion;
import io.proxpanel.backup.controller.deletion.Hold;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which MikrotikBackups need the archives of one that is being deleted. Those that are being
 * deleted themselves need nothing any more: all of a namespace go together. Pure.
 */
final class Referrers {
  /** How many a sentence names. */
  private static final int NAMED = 5;

  private Referrers() {}

  /**
   * What a MikrotikBackup needs of others.
   *
   * @param uids those that it refers to
   * @param mayBeMore whether it is running and may come to refer to others
   */
  record Needs(Set<String> uids, boolean mayBeMore) {
    /** Of one. */
    static Needs of(MikrotikBackup backup) {
      if (backup.isMarkedForDeletion() || backup.getSpec() == null) {
        return new Needs(Set.of(), false);
      }
      MikrotikBackupStatus status = backup.getStatus();
      boolean none = status == null || Boolean.TRUE.equals(status.keptForOthers);
      return new Needs(
          none ? Set.of() : Set.copyOf(status.referred()),
          backup.getSpec().unchanged() == UnchangedPolicy.Skip && Attempts.of(status).hasBegun());
    }

    /** Whether it needs nobody. */
    boolean isEmpty() {
      return uids.isEmpty() && !mayBeMore;
    }
  }

  /**
   * Why the archives of a MikrotikBackup cannot go yet; empty when they may.
   *
   * @param all the MikrotikBackups that there are and that can be read
   * @param unreadable the others, which may refer to anything
   * @param lookAgain after which pause it is looked again: a change of the others wakes it, and an
   *     annotation of its own does not
   */
  static Optional<Hold> of(
      MikrotikBackup deleted,
      Collection<MikrotikBackup> all,
      Collection<MikrotikBackup> unreadable,
      Duration lookAgain) {
    if (deleted.getStatus() == null
        || deleted.getStatus().phase == null
        || !deleted.getStatus().phase.isGood()) {
      return Optional.empty();
    }
    List<String> refer =
        names(all, each -> Needs.of(each).uids().contains(deleted.getMetadata().getUid()));
    if (!refer.isEmpty()) {
      return Optional.of(new Hold(referred(refer), lookAgain));
    }
    List<String> unknown = names(unreadable, each -> mayNeed(each, deleted));
    if (!unknown.isEmpty()) {
      return Optional.of(new Hold(unknown(unknown), lookAgain));
    }
    List<String> may =
        names(all, each -> EarlierRuns.areOfTheSame(each, deleted) && Needs.of(each).mayBeMore());
    return may.isEmpty() ? Optional.empty() : Optional.of(new Hold(mayRefer(may), lookAgain));
  }

  private static boolean mayNeed(MikrotikBackup unreadable, MikrotikBackup deleted) {
    return !unreadable.isMarkedForDeletion()
        && unreadable.getMetadata().getNamespace().equals(deleted.getMetadata().getNamespace());
  }

  private static List<String> names(
      Collection<MikrotikBackup> all, Predicate<MikrotikBackup> those) {
    return all.stream()
        .filter(those)
        .map(each -> "\"" + each.getMetadata().getName() + "\"")
        .sorted()
        .toList();
  }

  private static Verdict referred(List<String> names) {
    boolean one = names.size() == 1;
    return Verdict.unknown(
        Reason.ReferredTo,
        ("The archives stay while MikrotikBackup %s %s to them for routers that had not changed."
                + " Delete %s too; or, to let this MikrotikBackup go and leave the archives, set its"
                + " annotation %s to \"true\".")
            .formatted(
                Sentences.some(names, NAMED),
                one ? "refers" : "refer",
                one ? "it" : "them",
                FileDeletion.ABANDON));
  }

  private static Verdict unknown(List<String> names) {
    return Verdict.unknown(
        Reason.MayBeReferredTo,
        ("The archives stay while this version of the operator cannot read MikrotikBackup %s, which"
                + " may refer to them. Update the operator; or, to let this MikrotikBackup go and"
                + " leave the archives, set its annotation %s to \"true\".")
            .formatted(Sentences.some(names, NAMED), FileDeletion.ABANDON));
  }

  private static Verdict mayRefer(List<String> names) {
    return Verdict.unknown(
        Reason.MayBeReferredTo,
        "The archives are deleted when MikrotikBackup %s %s ended, unless it refers to them then."
            .formatted(Sentences.some(names, NAMED), names.size() == 1 ? "has" : "have"));
  }
}
