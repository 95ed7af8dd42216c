package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings one file to several destinations, to each on its own: a slow or broken one holds up none
 * of the others, and not who writes the file.
 */
public final class Copies implements AutoCloseable {
  private final List<Copy> copies;
  private final CopyThreads threads;
  private final Cleanup.Entry cleanup;
  private volatile GrowingFile content;

  private Copies(List<Copy> copies, Cleanup connections, Cleanup cleanup) {
    this.copies = copies;
    this.threads = new CopyThreads(copies, connections);
    this.cleanup = cleanup.add(() -> cancel(CopyThreads.stopped()));
  }

  /**
   * Begins to look what is there, everywhere at once.
   *
   * @param pauses before each further attempt at a destination
   * @param cleanup ends it when the process is told to stop
   */
  public static Copies to(
      List<Destination> destinations,
      String fileName,
      String uid,
      List<Duration> pauses,
      Cleanup cleanup) {
    Cleanup connections = new Cleanup();
    List<Copy> copies =
        destinations.stream()
            .map(each -> new Copy(each, fileName, uid, pauses, connections))
            .toList();
    Copies all = new Copies(copies, connections, cleanup);
    all.threads.start();
    return all;
  }

  /**
   * What is there, in the order of the destinations. One that does not answer within a while is
   * taken for one that cannot be reached; it goes on trying.
   */
  public List<Sight> look() {
    return CopyThreads.look(
        copies, Copy::sight, (copy, e) -> new Sight(copy.destination(), null, null, e));
  }

  /**
   * Uploads this everywhere, also while it grows.
   *
   * @param writer the destination to which the file is being written under a temporary name, or
   *     null
   * @param uploaded the file there, or null
   */
  public void begin(GrowingFile file, Destination writer, Store.Upload uploaded) {
    content = file;
    for (Copy copy : copies) {
      if (copy.destination().equals(writer)) {
        copy.begin(uploaded);
      } else {
        copy.begin((Content) file);
      }
    }
  }

  /** How far it has come; nothing before there is anything to copy. */
  public Optional<BackupProgress> progress(Instant now, String stage) {
    GrowingFile known = content;
    if (known == null) {
      return Optional.empty();
    }
    long written = known.written();
    return Optional.of(
        new BackupProgress(
            now.toString(),
            stage,
            written,
            copies.stream()
                .map(
                    each ->
                        new BackupProgress.Sent(
                            each.destination().name(),
                            Optional.ofNullable(each.sent()).orElse(written)))
                .toList()));
  }

  /** The content is whole and what it should be: it may have its name. */
  public void proven(Manifest manifest) {
    copies.forEach(copy -> copy.proven(manifest));
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

  /** Ends what has not come to its end; what is stored stays, and what is not is removed. */
  public void cancel(AgentException why) {
    copies.forEach(copy -> copy.cancel(why));
    GrowingFile growing = content;
    if (growing != null) {
      growing.fail(why);
    }
    threads.cancel(why);
  }

  @Override
  public void close() {
    cleanup.close();
  }
}
