package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.TemporaryNames;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Destination.FtpSecurity;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of an FTP server (RFC 959), in clear or by TLS (RFC 4217).
 *
 * <p>What is missing of the folder is made when the store first connects. Beside the failures of
 * every store there is {@code ReadBackFailed}, of an upload whose bytes the server has damaged
 * twice.
 */
public final class FtpStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(FtpStore.class);
  private static final int PLAIN_PORT = 21;
  private static final int IMPLICIT_PORT = 990;

  private final Destination.Ftp settings;
  private final FtpErrors errors;
  private final FtpTimeouts timeouts;
  private final FtpSessions sessions;
  private boolean refusesDots;

  private FtpStore(
      Destination.Ftp settings, FtpErrors errors, FtpTimeouts timeouts, FtpSessions sessions) {
    this.settings = settings;
    this.errors = errors;
    this.timeouts = timeouts;
    this.sessions = sessions;
  }

  /**
   * Opens a store; connects nowhere yet.
   *
   * @param name the destination's, for messages
   * @throws AgentException {@code SecretUnreadable} when a certificate or key cannot be used,
   *     {@code TaskInvalid} when the settings do not fit together
   */
  public static FtpStore open(String name, Destination.Ftp settings, FtpTimeouts timeouts)
      throws AgentException {
    FtpErrors errors = new FtpErrors(name, settings.host(), settings.port());
    return open(name, settings, timeouts, errors);
  }

  /**
   * The same of a router's FTP service, which is no destination.
   *
   * @param name the router's, for messages
   * @throws AgentException as {@link #open}
   */
  public static FtpStore ofRouter(String name, Destination.Ftp settings, FtpTimeouts timeouts)
      throws AgentException {
    FtpErrors errors = FtpErrors.ofRouter(name, settings.host(), settings.port());
    return open(name, settings, timeouts, errors);
  }

  private static FtpStore open(
      String name, Destination.Ftp settings, FtpTimeouts timeouts, FtpErrors errors)
      throws AgentException {
    OpenSockets sockets = new OpenSockets();
    FtpConnector connector = new FtpConnector(name, settings, timeouts, errors, sockets);
    return new FtpStore(
        settings, errors, timeouts, new FtpSessions(connector, errors, sockets, timeouts));
  }

  @Override
  public String place() {
    boolean implicit = settings.security() == FtpSecurity.Implicit;
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    boolean usual = settings.port() == (implicit ? IMPLICIT_PORT : PLAIN_PORT);
    return (implicit ? "ftps://" : "ftp://")
        + host
        + (usual ? "" : ":" + settings.port())
        + new FtpFolder(settings.folder()).inUrl();
  }

  @Override
  public String location(String name) {
    String place = place();
    return place.endsWith("/") ? place + name : place + "/" + name;
  }

  @Override
  public Optional<FileEntry> stat(String name) throws AgentException {
    return sessions.run(
        "looking for the file \"" + name + "\"", connection -> connection.stat(name));
  }

  @Override
  public List<FileEntry> list(Predicate<String> wanted) throws AgentException {
    return list(wanted, "");
  }

  private List<FileEntry> list(Predicate<String> wanted, String part) throws AgentException {
    return sessions.run("listing the folder", connection -> connection.list(wanted, part));
  }

  @Override
  public InputStream read(String name, long offset) throws AgentException {
    return Reading.open(sessions, errors, name, offset);
  }

  @Override
  public Upload upload(String name, String uid, Content content) throws AgentException {
    if (!refusesDots) {
      String temporary = TemporaryNames.of(name, uid);
      Sending sending = new Sending(sessions, errors, timeouts, temporary, content);
      try {
        return whole(sending, temporary, name);
      } catch (AgentException e) {
        if (e.code() != ErrorCode.DestinationPermissionDenied || sending.hasBegun()) {
          throw e;
        }
        // Some servers are set up to take no name that begins with a dot.
        LOG.atDebug().log("trying a name without a dot: {}", e.getMessage());
      }
    }
    String temporary = TemporaryNames.withoutDot(name, uid);
    Upload upload =
        whole(new Sending(sessions, errors, timeouts, temporary, content), temporary, name);
    refusesDots = true;
    return upload;
  }

  /** Sends all of it, or leaves nothing. */
  private Upload whole(Sending sending, String temporary, String name) throws AgentException {
    boolean done = false;
    try {
      long size = sending.run();
      done = true;
      return new FtpUpload(sessions, errors, timeouts, temporary, name, size);
    } finally {
      if (!done && sending.hasBegun() && !sessions.isClosed()) {
        new FtpUpload(sessions, errors, timeouts, temporary, name, 0).close();
      }
    }
  }

  @Override
  public void delete(String name) throws AgentException {
    sessions.run(
        "deleting the file \"" + name + "\"",
        connection -> {
          Reply reply = connection.delete(name);
          // Servers say the same of a file that is missing and of one that may not be deleted.
          if (!reply.isDone() && (reply.code() / 100 == 4 || connection.stat(name).isPresent())) {
            throw new ReplyException(reply);
          }
          return null;
        });
  }

  @Override
  public void removeUnfinished(String name, String uid) throws AgentException {
    for (FileEntry entry : list(each -> TemporaryNames.isOf(each, uid), uid)) {
      delete(entry.name());
    }
  }

  @Override
  public OptionalLong freeBytes() throws AgentException {
    return sessions.run("asking for its free space", FtpConnection::freeBytes);
  }

  @Override
  public void close() {
    sessions.close();
  }
}
