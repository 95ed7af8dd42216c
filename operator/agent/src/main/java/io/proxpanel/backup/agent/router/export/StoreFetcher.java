package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.ftp.FtpStore;
import io.proxpanel.backup.agent.destination.ftp.FtpTimeouts;
import io.proxpanel.backup.agent.destination.sftp.SftpPatience;
import io.proxpanel.backup.agent.destination.sftp.SftpStore;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brings a file by the router's FTP or SSH service, with the same user as the API's. */
final class StoreFetcher implements FileFetcher {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final int PIECE_BYTES = 16 * 1024;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RouterSession session;
  private final Router router;
  private final Router.Fetch kind;
  private final Policies policies;
  private final Cleanup cleanup;

  /**
   * A fetcher.
   *
   * @param kind {@code Ftp} or {@code Sftp}
   */
  StoreFetcher(
      RouterSession session, Router router, Router.Fetch kind, Policies policies, Cleanup cleanup) {
    this.session = session;
    this.router = router;
    this.kind = kind;
    this.policies = policies;
    this.cleanup = cleanup;
  }

  @Override
  public Router.Fetch kind() {
    return kind;
  }

  @Override
  public Optional<String> fetch(RemoteFile file, ReceivedFile to) throws AgentException {
    Store store = open(file.folder());
    Cleanup.Entry end = cleanup.add(store::close);
    try (InputStream in = store.read(file.base(), 0);
        OutputStream out = to.open()) {
      receive(in, out, file.sizeBytes(), to);
      return Optional.empty();
    } catch (IOException e) {
      throw explain(
          AgentException.from(
              e,
              ErrorCode.RouterUnreachable,
              "The file of the export could not be read: " + e.getMessage() + "."));
    } catch (AgentException e) {
      throw explain(e);
    } finally {
      end.close();
    }
  }

  /** More than there should be is found by the caller, and need not come to its end. */
  private static void receive(InputStream in, OutputStream out, long size, ReceivedFile to)
      throws IOException {
    byte[] buffer = new byte[PIECE_BYTES];
    int n = in.read(buffer);
    while (n >= 0 && to.bytes() <= size) {
      out.write(buffer, 0, n);
      n = to.bytes() <= size ? in.read(buffer) : -1;
    }
  }

  private Store open(String folder) throws AgentException {
    RouterPatience patience = session.patience();
    if (kind == Router.Fetch.Ftp) {
      FtpTimeouts timeouts =
          new FtpTimeouts(patience.connect(), patience.answer(), patience.answer(), 1, PAUSE);
      return FtpStore.ofRouter(router.name(), ftp(folder), timeouts);
    }
    SftpPatience sftp =
        new SftpPatience(
            patience.connect(), patience.answer(), patience.answer(), KEEP_ALIVE, 2, PAUSE);
    return SftpStore.ofRouter(router.name(), sftp(folder), sftp);
  }

  private Destination.Ftp ftp(String folder) {
    return new Destination.Ftp(
        router.host(),
        router.ftpPort(),
        folder,
        Destination.FtpSecurity.None,
        router.username(),
        router.usernameFile(),
        router.passwordFile(),
        null,
        false,
        null,
        null,
        null);
  }

  private Destination.Sftp sftp(String folder) {
    return new Destination.Sftp(
        router.host(),
        router.sshPort(),
        folder,
        router.username(),
        router.usernameFile(),
        router.passwordFile(),
        null,
        null,
        router.hostKeyFile(),
        router.hostKeyFingerprints());
  }

  /** The same as of a router: it is no destination. */
  private AgentException explain(AgentException e) {
    if (session.isStopped()) {
      return session.ended();
    }
    ErrorCode code =
        switch (e.code()) {
          case DestinationNameUnknown -> ErrorCode.RouterNameUnknown;
          case DestinationUnreachable -> ErrorCode.RouterUnreachable;
          case DestinationHostKeyRefused -> ErrorCode.RouterHostKeyRefused;
          case DestinationPermissionDenied -> ErrorCode.RouterPermissionDenied;
          case DestinationLoginRefused -> ErrorCode.RouterPermissionDenied;
          case DestinationProtocolError -> ErrorCode.RouterProtocolError;
          case FileMissing, FileSizeWrong -> ErrorCode.RouterExportIncomplete;
          default -> e.code();
        };
    if (e.code() == ErrorCode.DestinationLoginRefused) {
      // The API has accepted the same user and password.
      boolean ftp = kind == Router.Fetch.Ftp;
      return policies.refused(
          session,
          "log in by " + (ftp ? "FTP" : "SSH"),
          null,
          ftp ? List.of("ftp", "read", "write") : List.of("ssh", "ftp", "read", "write"),
          e);
    }
    return code == e.code() ? e : new AgentException(code, e.getMessage(), e);
  }
}
