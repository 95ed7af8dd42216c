package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.copy.SetSight;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.RouterList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The archives of older runs that stand for those of routers that have not changed since. One does
 * so only where nothing is in doubt: it was just read and is as it was stored, says the same, and
 * is seen at every destination.
 */
public final class OlderArchives {
  private final Set<String> runs;
  private final List<SetSight> sights;
  private final boolean encrypted;
  private final Map<String, Set<String>> missing = new ConcurrentSkipListMap<>();

  private OlderArchives(Set<String> runs, List<SetSight> sights, boolean encrypted) {
    this.runs = Set.copyOf(runs);
    this.sights = List.copyOf(sights);
    this.encrypted = encrypted;
  }

  /**
   * Chooses the runs whose archives may be taken.
   *
   * @param referable UIDs of runs that may be referred to, the newest first
   * @param known where the last good export of each router is
   * @param sights of the destinations; of one that could not be seen the operator knows that the
   *     archives are there
   * @param encrypted whether archives are to be encrypted
   */
  public static OlderArchives of(
      List<String> referable,
      Collection<RouterList.LastGood> known,
      List<SetSight> sights,
      boolean encrypted) {
    return new OlderArchives(runs(referable, known), sights, encrypted);
  }

  /** Those with the most routers, since each other router gets a new archive. */
  private static Set<String> runs(List<String> referable, Collection<RouterList.LastGood> known) {
    Map<String, Long> routers =
        known.stream()
            .map(RouterList.LastGood::uid)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return referable.stream()
        .distinct()
        .filter(routers::containsKey)
        // In their order where they have equally many.
        .sorted(Comparator.comparing(routers::get).reversed())
        .limit(RouterList.MOST_REFERRED)
        .collect(Collectors.toSet());
  }

  /**
   * The archive that stands for a new one of a router; empty where it needs one of its own. So does
   * each that has a binary backup, which is another one every time.
   *
   * @param compared the router's export with that of its last good archive
   */
  Optional<RouterList.LastGood> of(Router router, Comparison compared) {
    if (!compared.equal()
        || router.binaryBackup() != null
        || !runs.contains(compared.last().uid())
        || compared.last().file().endsWith(RouterFiles.ENCRYPTED) != encrypted) {
      return Optional.empty();
    }
    return isEverywhere(compared.last().file()) ? Optional.of(compared.last()) : Optional.empty();
  }

  private boolean isEverywhere(String file) {
    List<String> without =
        sights.stream()
            .filter(sight -> sight.last().isClear() && !has(sight, file))
            .map(sight -> sight.last().destination().name())
            .toList();
    without.forEach(
        name -> missing.computeIfAbsent(name, each -> new ConcurrentSkipListSet<>()).add(file));
    return without.isEmpty();
  }

  /** Whether an archive, and what says whose it is, was seen at a destination. */
  public static boolean has(SetSight sight, String file) {
    return sight.has(file) && sight.has(file + Manifest.SUFFIX);
  }

  /** Sentences about archives that are not where they were stored. */
  public List<String> warnings() {
    return missing.entrySet().stream()
        .map(each -> warning(each.getKey(), List.copyOf(each.getValue())))
        .toList();
  }

  private static String warning(String destination, List<String> files) {
    int more = files.size() - 1;
    return "The archive "
        + files.get(0)
        + (more > 0 ? " and " + more + " more of older runs are" : " of an older run is")
        + " not at the destination \""
        + destination
        + "\" any more: the configuration was stored again; look who removed "
        + (more > 0 ? "them." : "it.");
  }
}
