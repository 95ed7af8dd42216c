package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that its commit sends. The service gives it its final name at once, whole or not, and says
 * nothing about files that have that name already: so it is looked for before, and afterwards the
 * list says what became of it. What is ours among several files of the name is found out by how
 * they begin, which no two encrypted files have in common; nothing else is ever removed.
 */
final class CloudUpload implements Store.Upload {
  private static final Logger LOG = LoggerFactory.getLogger(CloudUpload.class);

  /** In an encrypted file much less would do; most manifests are shorter. */
  private static final int BEGINNING = 64 * 1024;

  private final CloudService service;
  private final String name;
  private final Content content;
  private final long length;

  CloudUpload(CloudService service, String name, Content content, long length) {
    this.service = service;
    this.name = name;
    this.content = content;
    this.length = length;
  }

  @Override
  public void commit() throws AgentException {
    if (!named().isEmpty()) {
      throw service.errors().nameTaken(name);
    }
    for (int attempt = 1; ; attempt++) {
      AgentException failure = send();
      if (isDone(failure)) {
        return;
      }
      if (failure == null) {
        throw service.errors().notListed(name);
      }
      boolean again = failure.code() == ErrorCode.DestinationUnreachable;
      if (!again || attempt >= service.limits().attempts()) {
        throw failure;
      }
      service.pauseBefore(attempt + 1, failure);
      // What was on its way when the answer got lost may have arrived by now.
      if (isDone(failure)) {
        return;
      }
    }
  }

  /** The files of the name. */
  private List<CloudEntry> named() throws AgentException {
    return service.list(name::equals);
  }

  /**
   * Sends it once.
   *
   * @return why it may not be stored, or null
   * @throws AgentException when it is not worth looking whether it is
   */
  private AgentException send() throws AgentException {
    try {
      service.send(name, content, length);
      return null;
    } catch (AgentException e) {
      boolean looks =
          switch (e.code()) {
            case DestinationUnreachable, DestinationProtocolError, DestinationFull -> true;
            default -> false;
          };
      if (!looks || service.isClosed()) {
        throw e;
      }
      return e;
    }
  }

  /**
   * Whether the file is there, whole and alone. What is there of it and not whole is removed.
   *
   * @param failure of sending it, or null when the service said that it is stored
   * @throws AgentException {@code FileNameTaken}; {@code DestinationProtocolError} when the service
   *     said so of something else
   */
  private boolean isDone(AgentException failure) throws AgentException {
    List<CloudEntry> there = failure == null ? listed() : named();
    if (there.isEmpty()) {
      return false;
    }
    if (failure == null && there.size() == 1 && there.get(0).sizeBytes() == length) {
      return true;
    }
    List<CloudEntry> ours = new ArrayList<>();
    for (CloudEntry each : there) {
      if (isOurs(each)) {
        ours.add(each);
      }
    }
    if (ours.size() < there.size()) {
      // Two files of one name could not be told apart later. Nobody relies on ours yet.
      removeAll(ours);
      throw service.errors().nameTaken(name);
    }
    // The same one for everybody who looks, if another attempt has stored the same file as well.
    CloudEntry whole =
        ours.stream()
            .filter(each -> each.sizeBytes() == length)
            .min(Comparator.comparingLong(CloudEntry::id))
            .orElse(null);
    removeAll(ours.stream().filter(each -> !each.equals(whole)).toList());
    if (whole == null && failure == null) {
      throw service.errors().wrongLength(name, length, ours.get(0).sizeBytes());
    }
    return whole != null;
  }

  /** A service may take a moment until it lists what it has just stored. */
  private List<CloudEntry> listed() throws AgentException {
    List<CloudEntry> there = named();
    for (int attempt = 2; there.isEmpty() && attempt <= service.limits().attempts(); attempt++) {
      service.pauseBefore(attempt, service.errors().notListed(name));
      there = named();
    }
    return there;
  }

  private void removeAll(List<CloudEntry> entries) throws AgentException {
    for (CloudEntry each : entries) {
      LOG.atWarn()
          .addKeyValue("file", name)
          .addKeyValue("id", each.id())
          .addKeyValue("bytes", each.sizeBytes())
          .log("removing what is left of an upload");
      service.delete(each);
    }
  }

  /** Whether a file is what was sent of this one: it begins as this one does. */
  private boolean isOurs(CloudEntry entry) throws AgentException {
    if (entry.sizeBytes() > length) {
      return false;
    }
    int bytes = (int) Math.min(BEGINNING, entry.sizeBytes());
    try (InputStream here = content.open(0);
        InputStream there = CloudDownload.open(service, entry, 0)) {
      return Arrays.equals(here.readNBytes(bytes), there.readNBytes(bytes));
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "What was to be stored as " + name + " could not be read: " + e.getMessage() + ".");
    } catch (AgentException e) {
      if (e.code() == ErrorCode.FileMissing) {
        // It went while it was looked at; whoever removed it, there is nothing left to remove.
        return true;
      }
      throw e;
    }
  }

  /** There is nothing to remove: what was not committed was not sent. */
  @Override
  public void close() {}
}
