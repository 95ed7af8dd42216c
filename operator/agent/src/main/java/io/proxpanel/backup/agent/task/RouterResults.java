package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.router.run.Visited;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import java.util.List;
import java.util.Objects;

/**
 * Says what a run over routers has come to: in the log, and in the result.
 *
 * @param context of the task
 */
record RouterResults(TaskContext context) {
  private static final int NAMED = 3;

  /** Counts. */
  void count(RouterList list) {
    List<RouterList.Entry> all = list.routers();
    List<RouterList.Entry> unchanged = all.stream().filter(RouterList.Entry::isUnchanged).toList();
    context
        .report()
        .routers(
            new TaskResult.RouterCounts(
                all.size(),
                (int) all.stream().filter(RouterList.Entry::isGood).count(),
                (int)
                    all.stream()
                        .map(RouterList.Entry::changes)
                        .filter(changes -> changes != null && changes.changed())
                        .count(),
                all.stream()
                    .map(RouterList.Entry::file)
                    .filter(Objects::nonNull)
                    .mapToLong(RouterList.StoredArchive::sizeBytes)
                    .sum(),
                unchanged.size(),
                unchanged.stream().map(entry -> entry.lastGood().uid()).distinct().toList()));
  }

  /** Prints the list, and says in the result that it is in the log. */
  void print(RouterList list) throws AgentException {
    count(list);
    context.report().document(DocumentPrinter.print(list, context.output()));
  }

  /** The same where nothing was stored. */
  void printUnstored(RouterList list) throws AgentException {
    List<RouterList.Entry> entries =
        list.routers().stream()
            .map(
                entry ->
                    new RouterList.Entry(
                        entry.name(),
                        entry.address(),
                        null,
                        entry.device(),
                        entry.failure(),
                        entry.unexported(),
                        entry.changes(),
                        entry.lastGood()))
            .toList();
    print(
        new RouterList(
            list.listVersion(),
            list.uid(),
            list.namespace(),
            list.name(),
            list.createdAt(),
            entries));
  }

  /** Warns of routers of which nobody knows what has changed. */
  void warnOfNotCompared(List<Visited> visited) {
    List<String> reasons =
        visited.stream()
            .filter(each -> each.notCompared() != null)
            .map(each -> "\"" + each.entry().name() + "\" (" + reason(each.notCompared()) + ")")
            .toList();
    if (!reasons.isEmpty()) {
      context
          .report()
          .warn(
              "What has changed is not known of the "
                  + (reasons.size() == 1 ? "router " : "routers ")
                  + Named.some(reasons, NAMED)
                  + ": the last good export cannot be read. The next run compares with this one.");
    }
  }

  /** Says what is not as it should be with routers that are good all the same. */
  void warnOfRemarks(List<Visited> visited) {
    List<String> remarks =
        visited.stream()
            .filter(each -> !each.remarks().isEmpty())
            .map(each -> "\"" + each.entry().name() + "\" " + String.join(" and ", each.remarks()))
            .toList();
    if (!remarks.isEmpty()) {
      context
          .report()
          .warn(
              (remarks.size() == 1
                      ? "A router is backed up, and there is something to say of it: "
                      : "Routers are backed up, and there is something to say of them: ")
                  + Named.some(remarks, NAMED)
                  + ".");
    }
  }

  private static String reason(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
