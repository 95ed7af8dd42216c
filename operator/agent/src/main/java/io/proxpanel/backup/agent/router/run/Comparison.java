package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.archive.ArchiveFacts;
import io.proxpanel.backup.agent.router.drift.Drift;
import io.proxpanel.backup.agent.router.drift.ExportDiff;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RouterList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new export beside the last good one; neither of them is kept in it.
 *
 * @param last the archive with the last good one, or null when there is none to compare with
 * @param changes how they differ, or null when nothing was compared
 * @param equal whether they say the same and nothing of either is unknown
 * @param notCompared why the last good one could not be read, or null
 */
record Comparison(
    RouterList.LastGood last, RouterList.Changes changes, boolean equal, String notCompared) {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

  /** Takes the whole difference, to which nothing else leads back. */
  interface Whole {
    /** Nothing is to be kept of it but what is written elsewhere. */
    void of(Drift drift, RouterList.LastGood last) throws AgentException;
  }

  /** Nothing was compared. */
  static Comparison none() {
    return new Comparison(null, null, false, null);
  }

  /**
   * Compares.
   *
   * @param whole takes the difference, if there is any
   * @param remarks takes words that follow the router's name, where a size is in the way
   * @throws AgentException {@code Interrupted}, or what the last says; that the last good one
   *     cannot be read is no failure
   */
  static Comparison of(
      String router,
      NormalizedExport export,
      PreviousExports previous,
      Whole whole,
      Consumer<String> remarks)
      throws AgentException {
    if (export.isTooLarge()) {
      remarks.accept("has an export that is too large to be compared");
      return none();
    }
    Optional<PreviousExports.Found> last;
    try {
      last = previous.read(router);
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("router", router)
          .addKeyValue("code", e.code())
          .log("not compared with its last good export: {}", e.getMessage());
      if (e.code() == ErrorCode.FormatLimitExceeded) {
        remarks.accept("is compared from the next run on, because " + e.getMessage());
        return none();
      }
      return new Comparison(null, null, false, e.getMessage());
    }
    return last.isEmpty()
        ? none()
        : between(last.get().where(), last.get().export(), export, whole);
  }

  /**
   * Compares two.
   *
   * @param last the archive that the first is in
   */
  static Comparison between(RouterList.LastGood last, NormalizedExport before, NormalizedExport now)
      throws AgentException {
    return between(last, before, now, (drift, where) -> {});
  }

  private static Comparison between(
      RouterList.LastGood last, NormalizedExport before, NormalizedExport now, Whole whole)
      throws AgentException {
    Drift drift = ExportDiff.between(before, now);
    if (drift.changed()) {
      whole.of(drift, last);
    }
    boolean equal =
        !drift.changed()
            && before.sha256().equals(now.sha256())
            && Set.copyOf(before.unexported()).equals(Set.copyOf(now.unexported()));
    RouterList.Changes changes =
        new RouterList.Changes(
            last.file(),
            drift.added(),
            drift.removed(),
            drift.summary(),
            drift.cut(RouterList.Changes.MAX_DIFF));
    return new Comparison(last, changes, equal, null);
  }

  /** For the archive; null when nothing was compared. */
  ArchiveFacts.Changes facts() {
    return changes == null
        ? null
        : new ArchiveFacts.Changes(
            changes.since(), changes.added(), changes.removed(), changes.summary());
  }

  /** For the log. */
  String summary() {
    return changes == null ? "nothing to compare with" : changes.summary();
  }
}
