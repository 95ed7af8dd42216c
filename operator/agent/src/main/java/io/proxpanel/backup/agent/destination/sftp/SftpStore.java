package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Listed;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.TemporaryNames;
import io.proxpanel.backup.agent.destination.net.Causes;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;

/** A folder of an SSH server. What is missing of it is made by the first upload. */
public final class SftpStore implements Store {
  private final Destination.Sftp settings;
  private final SftpPatience patience;
  private final SftpErrors errors;
  private final SftpConnector connector;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile AgentException trouble;
  private SftpConnection connection;

  /** A store that connects when it is first needed. */
  public SftpStore(Destination.Sftp settings) {
    this(settings, SftpPatience.standard());
  }

  /**
   * The same with another patience.
   *
   * @param patience of this store
   */
  public SftpStore(Destination.Sftp settings, SftpPatience patience) {
    this(settings, patience, new SftpErrors(settings));
  }

  /**
   * A router's SSH service, which is no destination.
   *
   * @param name the router's, for messages
   */
  public static SftpStore ofRouter(String name, Destination.Sftp settings, SftpPatience patience) {
    return new SftpStore(
        settings, patience, new SftpErrors(settings, "of the router \"" + name + "\""));
  }

  private SftpStore(Destination.Sftp settings, SftpPatience patience, SftpErrors errors) {
    this.settings = settings;
    this.patience = patience;
    this.errors = errors;
    this.connector = new SftpConnector(settings, patience, errors);
  }

  @Override
  public String place() {
    String folder = settings.folder() == null ? "" : settings.folder();
    String server = "sftp://" + settings.host() + ":" + settings.port();
    return server + (folder.startsWith("/") ? "" : "/~/") + folder;
  }

  @Override
  public String location(String name) {
    return place().endsWith("/") ? place() + name : place() + "/" + name;
  }

  @Override
  public Optional<FileEntry> stat(String name) throws AgentException {
    String path = path(name);
    return ask("looking for", path, c -> c.lstat(path)).map(a -> entry(name, a));
  }

  @Override
  public List<FileEntry> list(Predicate<String> wanted) throws AgentException {
    return ask("listing", settings.folder(), c -> list(c, wanted));
  }

  private List<FileEntry> list(SftpConnection c, Predicate<String> wanted)
      throws IOException, AgentException {
    Listed listed = new Listed(place(), wanted);
    c.list(
        entry -> {
          String name = entry.getFilename();
          if (!".".equals(name) && !"..".equals(name) && listed.wants(name)) {
            listed.keep(entry(name, entry.getAttributes()));
          }
        });
    return listed.entries();
  }

  @Override
  public InputStream read(String name, long offset) throws AgentException {
    FileNames.requireBaseName(name);
    String path = path(name);
    Attributes file =
        ask("looking for", path, c -> c.lstat(path)).orElseThrow(() -> errors.missing(path));
    if (!entry(name, file).isFile()) {
      throw errors.notPlain(path);
    }
    return ask("reading", path, c -> SftpDownload.open(c, errors, path, offset, patience));
  }

  @Override
  public Upload upload(String name, String uid, Content content) throws AgentException {
    FileNames.requireBaseName(name);
    FileNames.requireUid(uid);
    SftpUpload upload = new SftpUpload(this, name, TemporaryNames.of(name, uid), content);
    boolean whole = false;
    try {
      upload.send();
      whole = true;
      return upload;
    } finally {
      if (!whole) {
        upload.close();
      }
    }
  }

  @Override
  public void delete(String name) throws AgentException {
    FileNames.requireBaseName(name);
    remove(path(name));
  }

  private void remove(String path) throws AgentException {
    ask(
        "removing",
        path,
        c -> {
          c.remove(path);
          return null;
        });
  }

  @Override
  public void removeUnfinished(String name, String uid) throws AgentException {
    FileNames.requireUid(uid);
    for (FileEntry entry : list(each -> TemporaryNames.isOf(each, uid))) {
      if (entry.isFile()) {
        remove(path(entry.name()));
      }
    }
  }

  @Override
  public OptionalLong freeBytes() throws AgentException {
    return ask("asking for the room in", settings.folder(), SftpConnection::freeBytes);
  }

  @Override
  public Optional<AgentException> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closed.countDown();
    connector.close();
  }

  String path(String name) {
    String folder = settings.folder();
    if (folder == null || folder.isEmpty()) {
      return name;
    }
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  SftpErrors errors() {
    return errors;
  }

  SftpPatience patience() {
    return patience;
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** One or more requests on one connection, which may be made once more on another one. */
  interface Request<T> {
    T run(SftpConnection connection) throws IOException, AgentException;
  }

  <T> T ask(String doing, String path, Request<T> request) throws AgentException {
    return ask(doing, path, request, () -> 0);
  }

  /**
   * Makes a request, again after a connection was lost, until it was tried in vain as often as is
   * allowed.
   *
   * @param progress grows when a lost attempt was not in vain
   */
  <T> T ask(String doing, String path, Request<T> request, LongSupplier progress)
      throws AgentException {
    AgentException loss = null;
    long reached = progress.getAsLong();
    int inVain = 0;
    while (true) {
      try {
        return request.run(connection());
      } catch (AgentException e) {
        // To find nobody on the first attempt is an answer; after a loss it is part of that.
        if (loss == null || e.code() != ErrorCode.DestinationUnreachable) {
          throw e;
        }
        loss = e;
      } catch (RuntimeException e) {
        // What the library throws when an answer has other fields than it should.
        drop();
        throw errors.protocol("answers with what is no SFTP, " + doing + " " + path, e);
      } catch (IOException e) {
        requireSense(doing, path, e);
        loss = errors.of(doing, path, e);
        if (!SftpErrors.isLoss(e) || loss.code() != ErrorCode.DestinationUnreachable) {
          throw loss;
        }
        drop();
      }
      inVain = progress.getAsLong() > reached ? 1 : inVain + 1;
      reached = Math.max(reached, progress.getAsLong());
      if (inVain >= patience.attempts()) {
        throw loss;
      }
      pause(inVain, loss);
    }
  }

  private void requireSense(String doing, String path, IOException e) throws AgentException {
    StreamCorruptedException nonsense = Causes.of(e, StreamCorruptedException.class);
    if (nonsense == null && connection != null) {
      nonsense = connection.nonsense();
    }
    if (nonsense != null) {
      drop();
      throw errors.protocol("answers with what is no SFTP, " + doing + " " + path, nonsense);
    }
  }

  private void pause(int inVain, AgentException loss) throws AgentException {
    trouble = loss;
    long millis = patience.pause().toMillis() << Math.min(inVain - 1, 5);
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw errors.closed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw loss;
    }
  }

  private SftpConnection connection() throws AgentException {
    if (isClosed()) {
      throw errors.closed();
    }
    if (connection != null && !connection.isOpen()) {
      drop();
    }
    if (connection == null) {
      connection = connector.connect();
    }
    return connection;
  }

  private void drop() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** Servers need not say what something is; what they say least about is a plain file. */
  static FileEntry entry(String name, Attributes attributes) {
    boolean sized = attributes.getFlags().contains(Attribute.Size);
    boolean typed = attributes.getFlags().contains(Attribute.Perms);
    if (sized && (!typed || attributes.isRegularFile())) {
      return FileEntry.file(name, attributes.getSize());
    }
    return FileEntry.other(name);
  }
}
