package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.util.List;

/** Which ways there are to bring a router's files here, the one to try first in front. */
final class FetchChoice {
  private final RouterSession session;
  private final Router router;
  private final List<FileFetcher> ways;

  /**
   * A choice.
   *
   * @param ways those that the settings allow, at least one
   */
  FetchChoice(RouterSession session, Router router, List<FileFetcher> ways) {
    this.session = session;
    this.router = router;
    this.ways = List.copyOf(ways);
  }

  /**
   * Kinds that the settings of a router allow. A password that TLS protects goes through no FTP
   * unless that is asked for; no SSH server is trusted whose key is not known.
   */
  static List<Router.Fetch> kinds(Router router) {
    if (router.fetch() != Router.Fetch.Auto) {
      return List.of(router.fetch());
    }
    if (router.hostKeyFile() != null || !router.hostKeyFingerprints().isEmpty()) {
      return List.of(Router.Fetch.Api, Router.Fetch.Sftp);
    }
    return router.tls() == null
        ? List.of(Router.Fetch.Api, Router.Fetch.Ftp)
        : List.of(Router.Fetch.Api);
  }

  /**
   * Brings a file by the first way that works.
   *
   * @return that way
   * @throws AgentException {@code RouterProtocolError} when none of them does
   */
  Router.Fetch fetch(RemoteFile file, ReceivedFile to) throws AgentException {
    String why = "";
    for (FileFetcher way : ways) {
      why = way.fetch(file, to).orElse(null);
      if (why == null) {
        return way.kind();
      }
    }
    throw session
        .errors()
        .failure(
            ErrorCode.RouterProtocolError,
            why
                + (router.fetch() == Router.Fetch.Auto
                    ? ": give the router's SSH host key for SFTP, or set fetch to Ftp, which sends"
                        + " the password in clear."
                    : ": set fetch to Sftp, or to Ftp."),
            null);
  }
}
