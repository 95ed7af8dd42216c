package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Room;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one licence in the vendor's cloud backup service.
 *
 * <p>A file is sent by its commit: the service has no temporary names. Every method asks the
 * service anew, since the panel and other clusters may change the same files.
 */
public final class CloudStore implements Store {
  /** What can stand in a header and comes out of it as it went in. */
  private static final Pattern HEADER_SAFE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

  private static final Logger LOG = LoggerFactory.getLogger(CloudStore.class);

  private final CloudService service;
  private final String place;

  /** A store that connects when it is first needed. */
  public CloudStore(Destination.Cloud settings) {
    this(settings, CloudLimits.standard());
  }

  /**
   * The same with other limits.
   *
   * @param limits of this store
   */
  public CloudStore(Destination.Cloud settings, CloudLimits limits) {
    this.service = new CloudService(settings, limits);
    this.place =
        "cloud:"
            + String.valueOf(settings.url()).replaceFirst("^https?:", "").replaceFirst("/$", "");
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public String location(String name) {
    return place + "/" + name;
  }

  @Override
  public Optional<FileEntry> stat(String name) throws AgentException {
    return one(name).map(each -> FileEntry.file(name, each.sizeBytes()));
  }

  /** Names that are none are left out: nothing here could have stored them. */
  @Override
  public List<FileEntry> list(Predicate<String> wanted) throws AgentException {
    return service.list(name -> isBaseName(name) && wanted.test(name)).stream()
        .map(each -> FileEntry.file(each.name(), each.sizeBytes()))
        .toList();
  }

  private static boolean isBaseName(String name) {
    try {
      FileNames.requireBaseName(name);
      return true;
    } catch (AgentException e) {
      return false;
    }
  }

  /**
   * The file of a name.
   *
   * @throws AgentException {@code DestinationProtocolError} when there are several
   */
  private Optional<CloudEntry> one(String name) throws AgentException {
    List<CloudEntry> named = service.list(name::equals);
    if (named.size() > 1) {
      throw service.errors().ambiguous(name, named);
    }
    return named.stream().findFirst();
  }

  @Override
  public InputStream read(String name, long offset) throws AgentException {
    FileNames.requireBaseName(name);
    CloudEntry entry = one(name).orElseThrow(() -> service.errors().missing(name));
    return CloudDownload.open(service, entry, offset);
  }

  /**
   * Waits until the content is whole and looks whether there is room for it; it is sent by the
   * commit.
   */
  @Override
  public Upload upload(String name, String uid, Content content) throws AgentException {
    FileNames.requireBaseName(name);
    FileNames.requireUid(uid);
    if (!HEADER_SAFE.matcher(name).matches()) {
      throw service.errors().badName(name);
    }
    long length;
    try {
      length = content.length();
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "What was to be stored as " + name + " could not be read: " + e.getMessage() + ".");
    }
    requireRoom(name, length);
    return new CloudUpload(service, name, content, length);
  }

  /** Where the service does not say how much room there is, it says so when it is sent too much. */
  private void requireRoom(String name, long length) throws AgentException {
    CloudUsage usage;
    try {
      usage = service.usage();
    } catch (AgentException e) {
      if (service.isClosed() || e.code() == ErrorCode.DestinationLoginRefused) {
        throw e;
      }
      LOG.atWarn().log("storing without knowing how much room there is: {}", e.getMessage());
      return;
    }
    OptionalLong free = usage.freeBytes();
    if (free.isPresent() && free.getAsLong() < length) {
      throw service.errors().full(name, length, usage);
    }
  }

  @Override
  public void delete(String name) throws AgentException {
    FileNames.requireBaseName(name);
    Optional<CloudEntry> entry = one(name);
    if (entry.isPresent()) {
      service.delete(entry.get());
    }
  }

  /** Nothing is ever there under a temporary name. */
  @Override
  public void removeUnfinished(String name, String uid) throws AgentException {
    FileNames.requireUid(uid);
  }

  @Override
  public boolean showsUnfinished() {
    return true;
  }

  @Override
  public OptionalLong freeBytes() throws AgentException {
    return service.usage().freeBytes();
  }

  @Override
  public Room room() throws AgentException {
    CloudUsage usage = service.usage();
    OptionalLong free = usage.freeBytes();
    return free.isPresent() ? new Room(free.getAsLong(), usage.quotaBytes()) : Room.UNKNOWN;
  }

  @Override
  public Optional<AgentException> trouble() {
    return service.trouble();
  }

  @Override
  public void close() {
    service.close();
  }
}
