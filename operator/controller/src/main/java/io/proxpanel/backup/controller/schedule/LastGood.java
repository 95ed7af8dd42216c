package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.RouterStatus;
import io.proxpanel.backup.controller.status.NewestFirst;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which MikrotikBackup has the last good configuration of a router that fails since. Without it a
 * router that cannot be reached for longer than backups are kept would lose the only one. Pure.
 */
final class LastGood {
  private LastGood() {}

  /**
   * Names of MikrotikBackups, with the routers whose last good configuration they have; those alone
   * that have not been good since, and that the newest one knows still.
   */
  static Map<String, List<String>> of(Collection<MikrotikBackup> backups) {
    List<MikrotikBackup> newestFirst =
        backups.stream()
            .filter(each -> !each.isMarkedForDeletion())
            .filter(each -> each.getStatus() != null && each.getStatus().completionTime != null)
            .filter(each -> each.getStatus().routers != null)
            .sorted(NewestFirst.ORDER)
            .toList();
    Map<String, List<String>> found = new HashMap<>();
    Set<String> lacking = new HashSet<>();
    newestFirst.stream()
        .limit(1)
        .forEach(each -> lacking.addAll(routers(each, RouterStatus.FAILED)));
    for (MikrotikBackup each : newestFirst) {
      routers(each, RouterStatus.STORED).stream()
          .filter(lacking::remove)
          .forEach(
              router ->
                  found
                      .computeIfAbsent(each.getMetadata().getName(), name -> new ArrayList<>())
                      .add(router));
    }
    return found;
  }

  private static List<String> routers(MikrotikBackup backup, String state) {
    // A run in which all failed has stored nothing, though it names them.
    boolean stored =
        Optional.ofNullable(backup.getStatus().phase).filter(phase -> phase.isGood()).isPresent();
    return backup.getStatus().routers.stream()
        .filter(each -> state.equals(each.state()))
        .filter(each -> stored || RouterStatus.FAILED.equals(state))
        .map(RouterStatus::name)
        .toList();
  }
}
