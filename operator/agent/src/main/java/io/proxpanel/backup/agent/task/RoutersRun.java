package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.FetchedSet;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.copy.ScratchBudget;
import io.proxpanel.backup.agent.copy.SetCopies;
import io.proxpanel.backup.agent.copy.SetFile;
import io.proxpanel.backup.agent.copy.SetSight;
import io.proxpanel.backup.agent.copy.Sight;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.agent.router.run.ArchiveFiles;
import io.proxpanel.backup.agent.router.run.KnownRouter;
import io.proxpanel.backup.agent.router.run.OlderArchives;
import io.proxpanel.backup.agent.router.run.PreviousExports;
import io.proxpanel.backup.agent.router.run.RouterRun;
import io.proxpanel.backup.agent.router.run.RouterTries;
import io.proxpanel.backup.agent.router.run.RouterVisit;
import io.proxpanel.backup.agent.router.run.RunFolder;
import io.proxpanel.backup.agent.router.run.RunManifests;
import io.proxpanel.backup.agent.router.run.Visited;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the configurations of many routers and stores them with a list of what became of each, at
 * every destination. One good router and one good copy are a success.
 */
final class RoutersRun {
  private static final Logger LOG = LoggerFactory.getLogger(RoutersRun.class);

  private final TaskContext context;
  private final Task.Routers task;
  private final Scratch scratch;
  private final RouterResults results;

  RoutersRun(TaskContext context, Task.Routers task) {
    this.context = context;
    this.task = task;
    this.scratch = new Scratch(context.settings().scratch(), context.settings().scratchBytes());
    this.results = new RouterResults(context);
  }

  void run() throws AgentException {
    Instant time = RoutersTask.require(task);
    context.report().stage("preparing");
    try (SetCopies copies =
        SetCopies.to(
            task.destinations(),
            task.fileName(),
            task.uid(),
            context.settings().copyPauses(),
            context.cleanup())) {
      List<SetSight> sights = look(copies);
      if (!adopt(copies, sights)) {
        visit(copies, sights, time);
      }
    }
  }

  /**
   * What is at the destinations.
   *
   * @throws AgentException when the name is somebody else's anywhere, or nothing can be seen
   *     anywhere: then no router is asked for what has nowhere to go
   */
  private List<SetSight> look(SetCopies copies) throws AgentException {
    List<SetSight> sights = copies.look();
    List<Sight> last = sights.stream().map(SetSight::last).toList();
    OneGoodCopy.requireFree(last);
    List<TaskResult.DestinationResult> unseen = OneGoodCopy.unseen(last);
    if (!unseen.isEmpty()) {
      context.report().soFar(unseen);
      throw CopyFailures.all(unseen);
    }
    return sights;
  }

  /** Takes what an earlier attempt has stored without coming to say so. */
  private boolean adopt(SetCopies copies, List<SetSight> sights) throws AgentException {
    List<SetSight> nearestFirst =
        sights.stream()
            .filter(sight -> sight.last().ours() != null)
            .sorted(Comparator.comparing(sight -> sight.last().destination().local() == null))
            .toList();
    for (SetSight sight : nearestFirst) {
      try (FetchedSet earlier = earlier(sight)) {
        if (earlier != null) {
          store(copies, earlier.list(), earlier.files());
          return true;
        }
      }
    }
    return false;
  }

  /** All that is there; null when it cannot be used, and is made anew. */
  private FetchedSet earlier(SetSight sight) throws AgentException {
    Destination destination = sight.last().destination();
    try {
      FetchedSet earlier =
          FetchedSet.of(destination, task.fileName(), task.uid(), null, scratch, context.cleanup());
      try {
        requireReferred(earlier.list(), sight);
      } catch (AgentException e) {
        earlier.close();
        throw e;
      }
      LOG.atInfo()
          .addKeyValue("destination", destination.name())
          .log("an earlier attempt has stored all of it");
      return earlier;
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      context
          .report()
          .warn(
              "What an earlier attempt of this Backup stored at the destination \""
                  + destination.name()
                  + "\" cannot be used ("
                  + e.getMessage()
                  + ") The routers are asked again.");
      return null;
    }
  }

  /** A list is no use whose routers were left to archives that have gone since. */
  private static void requireReferred(RouterList list, SetSight sight) throws AgentException {
    for (RouterList.Entry entry : list.routers()) {
      if (entry.isUnchanged() && !OlderArchives.has(sight, entry.lastGood().file())) {
        throw new AgentException(
            ErrorCode.FileMissing,
            "The archive " + entry.lastGood().file() + " that it refers to is not there any more.");
      }
    }
  }

  private void visit(SetCopies copies, List<SetSight> sights, Instant time) throws AgentException {
    BackupKeys keys = task.encryption() == null ? null : BackupKeys.read(task.encryption());
    KeyCandidate key = keys == null ? null : keys.key();
    List<KnownRouter> routers =
        new RouterSearch(context, task.uid(), task.routers(), task.query(), task.secrets())
            .routers();
    ScratchBudget budget = scratch.budget();
    try (RunFolder folder = RunFolder.below(scratch.folder(), context.cleanup());
        PreviousExports previous =
            new PreviousExports(task.destinations(), key, scratch, budget, context.cleanup())) {
      ArchiveFiles files =
          new ArchiveFiles(
              folder.path(), time, key, keys == null ? null : keys.licenseKey(), budget);
      Set<String> names =
          routers.stream().map(each -> each.router().name()).collect(Collectors.toSet());
      copies.requireFree(names.stream().map(files::name).collect(Collectors.toSet()), sights);
      previous.look(task.previous(), names);
      OlderArchives older =
          OlderArchives.of(task.referable(), previous.lastGood(names), sights, key != null);
      context.report().stage("fetching");
      RunManifests manifests = manifests();
      List<String> earlier = task.previous().stream().map(Task.PreviousRun::uid).toList();
      RouterRun run = new RouterRun(files, previous, older, manifests, earlier, context.clock());
      List<RouterVisit> visits = new ArrayList<>();
      for (KnownRouter router : routers) {
        visits.add(new RouterVisit(router, "router-" + (visits.size() + 1), run));
      }
      List<Visited> visited =
          new RouterTries(task.atOnce(), context.settings().routerPauses(), context.cleanup())
              .of(visits);
      previous.warnings().forEach(context.report()::warn);
      older.warnings().forEach(context.report()::warn);
      results.warnOfNotCompared(visited);
      results.warnOfRemarks(visited);
      store(copies, visited, manifests);
    }
  }

  private RunManifests manifests() {
    return new RunManifests(
        task.uid(),
        task.namespace(),
        task.name(),
        task.createdAt(),
        context.clock().instant().toString(),
        context.clock());
  }

  private void store(SetCopies copies, List<Visited> visited, RunManifests manifests)
      throws AgentException {
    RouterList list =
        new RouterList(
            RouterList.VERSION,
            task.uid(),
            task.namespace(),
            task.name(),
            task.createdAt(),
            visited.stream().map(Visited::entry).toList());
    if (list.routers().stream().noneMatch(RouterList.Entry::isGood)) {
      results.printUnstored(list);
      throw RouterFailures.all(list.routers());
    }
    List<SetFile> files =
        visited.stream()
            .map(Visited::archive)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(ArrayList::new));
    byte[] bytes = Json.writePretty(list);
    TaskResult.StoredFile file =
        new TaskResult.StoredFile(
            task.fileName(), bytes.length, Sha256.of(bytes).hex(), 0, null, null, null, null);
    files.add(new SetFile(Content.of(bytes), manifests.of(file, null)));
    store(copies, list, files);
  }

  /** Brings all to the destinations, the list last. */
  private void store(SetCopies copies, RouterList list, List<SetFile> files) throws AgentException {
    results.count(list);
    context.report().file(files.get(files.size() - 1).manifest().file());
    context.report().stage("storing");
    copies.begin(files);
    try {
      OneGoodCopy.require(copies.await(context.report()::soFar));
    } catch (AgentException e) {
      results.printUnstored(list);
      throw e;
    }
    results.print(list);
  }
}
