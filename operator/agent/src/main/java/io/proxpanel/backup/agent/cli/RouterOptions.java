package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.contract.Router;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The router that a verb asks. */
final class RouterOptions {
  @Option(
      names = "--host",
      required = true,
      paramLabel = "HOST",
      description = "Name or address of the router.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of its API: 8729 (api-ssl) by default, and 8728 (api) with --no-tls.")
  private Integer port;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "USER",
      description = "Who logs in there, with the policies api and read.")
  private String user;

  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "P",
      description = "A file with the password of that user.")
  private String passwordFile;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private Trust trust = new Trust();

  /** Which certificates are taken; without any of these, those of authorities that Java trusts. */
  static final class Trust {
    @Option(
        names = "--ca-file",
        paramLabel = "CA",
        description = "A file with the CA certificates (PEM) that the router's may come from.")
    private String authorities;

    @Option(
        names = "--fingerprint",
        paramLabel = "SHA256",
        description =
            "The only certificate that is taken, as /certificate print shows its fingerprint.")
    private String fingerprint;

    @Option(
        names = "--insecure-skip-verify",
        description = "Take any certificate: somebody on the way can read the password.")
    private boolean any;

    @Option(
        names = "--no-tls",
        description = "Use the API in clear: the password goes over the network in clear.")
    private boolean clear;
  }

  String host() {
    return host;
  }

  Router router() {
    return new Router(
        host,
        host,
        port == null ? (trust.clear ? Router.API_PORT : Router.API_TLS_PORT) : port,
        trust.clear ? null : new Router.Tls(trust.authorities, trust.fingerprint, trust.any),
        user,
        null,
        passwordFile,
        null,
        Router.FTP_PORT,
        Router.SSH_PORT,
        null,
        List.of(),
        null,
        false,
        null,
        null,
        null,
        null);
  }
}
