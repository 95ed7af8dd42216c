package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings many files to several destinations, to each on its own. The last of them says that the
 * others are there.
 */
public final class SetCopies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SetCopies.class);

  private final List<SetCopy> copies;
  private final CopyThreads threads;
  private final String uid;
  private final Cleanup parent;
  private final Cleanup.Entry cleanup;

  private SetCopies(List<SetCopy> copies, String uid, Cleanup connections, Cleanup parent) {
    this.copies = copies;
    this.threads = new CopyThreads(copies, connections);
    this.uid = uid;
    this.parent = parent;
    this.cleanup = parent.add(() -> threads.cancel(CopyThreads.stopped()));
  }

  /**
   * Begins to look what is there, everywhere at once.
   *
   * @param lastName of the file that is stored last
   * @param uid of the resource that the files belong to
   * @param pauses before each further attempt at a destination
   * @param cleanup ends it when the process is told to stop
   */
  public static SetCopies to(
      List<Destination> destinations,
      String lastName,
      String uid,
      List<Duration> pauses,
      Cleanup cleanup) {
    Cleanup connections = new Cleanup();
    List<SetCopy> copies =
        destinations.stream()
            .map(each -> new SetCopy(each, lastName, uid, pauses, connections))
            .toList();
    SetCopies all = new SetCopies(copies, uid, connections, cleanup);
    all.threads.start();
    return all;
  }

  /**
   * What is there, in the order of the destinations. One that does not answer within a while is
   * taken for one that cannot be reached; it goes on trying.
   */
  public List<SetSight> look() {
    return CopyThreads.look(copies, SetCopy::sight, SetCopy::unseen);
  }

  /**
   * Refuses names under which files of others were seen.
   *
   * @throws AgentException {@code FileNameTaken}
   */
  public void requireFree(Set<String> names, List<SetSight> sights) throws AgentException {
    for (SetSight sight : sights) {
      List<String> there = names.stream().filter(sight::has).sorted().toList();
      if (!there.isEmpty()) {
        requireOwn(there, sight.last().destination());
      }
    }
  }

  private void requireOwn(List<String> names, Destination destination) throws AgentException {
    try (Store store = Stores.open(destination, parent)) {
      BackupFolder folder = new BackupFolder(store);
      for (String name : names) {
        folder.removeRemains(name, uid);
        if (folder.exists(name) && !folder.owns(name, uid)) {
          throw folder.taken(name, null);
        }
      }
    } catch (AgentException e) {
      if (e.code() == ErrorCode.FileNameTaken) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("destination", destination.name())
          .log("whose files are there is not known yet: {}", e.getMessage());
    }
  }

  /** Brings these everywhere, in this order. */
  public void begin(List<SetFile> files) {
    copies.forEach(copy -> copy.begin(files));
  }

  /**
   * Waits for all to come to their end.
   *
   * @param known is told what is known whenever one has come to its end
   * @return what became of it, in the order of the destinations
   */
  public List<DestinationResult> await(Consumer<List<DestinationResult>> known) {
    return threads.await(known);
  }

  @Override
  public void close() {
    cleanup.close();
  }
}
