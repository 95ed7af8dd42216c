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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new export beside the last good one.
 *
 * @param last the archive with the last good one, or null when there is none to compare with
 * @param drift how they differ, or null
 * @param equal whether they say the same and nothing of either is unknown
 * @param notCompared why the last good one could not be read, or null
 */
record Comparison(RouterList.LastGood last, Drift drift, boolean equal, String notCompared) {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

  /**
   * Compares.
   *
   * @throws AgentException {@code Interrupted}; that the last good one cannot be read is no failure
   */
  static Comparison of(String router, NormalizedExport export, PreviousExports previous)
      throws AgentException {
    try {
      Optional<PreviousExports.Found> last = previous.read(router);
      if (last.isEmpty()) {
        return new Comparison(null, null, false, null);
      }
      return between(last.get().where(), last.get().export(), export);
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("router", router)
          .addKeyValue("code", e.code())
          .log("not compared with its last good export: {}", e.getMessage());
      return new Comparison(null, null, false, e.getMessage());
    }
  }

  /**
   * Compares two.
   *
   * @param last the archive that the first is in
   */
  static Comparison between(
      RouterList.LastGood last, NormalizedExport before, NormalizedExport now) {
    Drift drift = ExportDiff.between(before, now);
    boolean equal =
        !drift.changed()
            && before.sha256().equals(now.sha256())
            && Set.copyOf(before.unexported()).equals(Set.copyOf(now.unexported()));
    return new Comparison(last, drift, equal, null);
  }

  /** For the list; null when nothing was compared. */
  RouterList.Changes changes() {
    return drift == null
        ? null
        : new RouterList.Changes(
            last.file(),
            drift.added(),
            drift.removed(),
            drift.summary(),
            drift.cut(RouterList.Changes.MAX_DIFF));
  }

  /** For the archive; null when nothing was compared. */
  ArchiveFacts.Changes facts() {
    return drift == null
        ? null
        : new ArchiveFacts.Changes(last.file(), drift.added(), drift.removed(), drift.summary());
  }

  /**
   * The whole difference; empty when there is none.
   *
   * @param name of the new archive
   */
  String diff(String name) {
    return drift == null ? "" : drift.unifiedDiff(last.file(), name);
  }

  /** For the log. */
  String summary() {
    return drift == null ? "nothing to compare with" : drift.summary();
  }
}
