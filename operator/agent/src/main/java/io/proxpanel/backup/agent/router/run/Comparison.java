package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.archive.ArchiveFacts;
import io.proxpanel.backup.agent.router.drift.Drift;
import io.proxpanel.backup.agent.router.drift.ExportDiff;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RouterList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new export beside the last good one.
 *
 * @param since name of the archive with the last good one, or null when there is none to compare
 *     with
 * @param drift how they differ, or null
 * @param notCompared why the last good one could not be read, or null
 */
record Comparison(String since, Drift drift, String notCompared) {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

  /**
   * Compares.
   *
   * @throws AgentException {@code Interrupted}; that the last good one cannot be read is no failure
   */
  static Comparison of(String router, NormalizedExport export, PreviousExports previous)
      throws AgentException {
    try {
      Optional<NormalizedExport> last = previous.read(router);
      if (last.isEmpty()) {
        return new Comparison(null, null, null);
      }
      String since = previous.lastGood(router).orElseThrow().file();
      return new Comparison(since, ExportDiff.between(last.get(), export), null);
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("router", router)
          .addKeyValue("code", e.code())
          .log("not compared with its last good export: {}", e.getMessage());
      return new Comparison(null, null, e.getMessage());
    }
  }

  /** For the list; null when nothing was compared. */
  RouterList.Changes changes() {
    return drift == null
        ? null
        : new RouterList.Changes(
            since,
            drift.added(),
            drift.removed(),
            drift.summary(),
            drift.cut(RouterList.Changes.MAX_DIFF));
  }

  /** For the archive; null when nothing was compared. */
  ArchiveFacts.Changes facts() {
    return drift == null
        ? null
        : new ArchiveFacts.Changes(since, drift.added(), drift.removed(), drift.summary());
  }

  /**
   * The whole difference; empty when there is none.
   *
   * @param name of the new archive
   */
  String diff(String name) {
    return drift == null ? "" : drift.unifiedDiff(since, name);
  }

  /** For the log. */
  String summary() {
    return drift == null ? "nothing to compare with" : drift.summary();
  }
}
