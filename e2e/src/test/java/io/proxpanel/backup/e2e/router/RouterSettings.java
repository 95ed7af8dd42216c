package io.proxpanel.backup.e2e.router;

import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds what the agent is told of a router, with its secrets in files. */
final class RouterSettings {
  static final String PASSWORD = "pä$$ \"wört\"=1";
  static final RouterUser USER = RouterUser.full("backup", PASSWORD);

  private final Path secrets;
  private String host = "127.0.0.1";
  private int port;
  private int ftpPort;
  private int sshPort;
  private Router.Tls tls;
  private String password = PASSWORD;
  private Router.Fetch fetch;
  private List<String> hostKeys = List.of();
  private Router.Form form;
  private boolean sensitive;
  private Router.BinaryBackup binary;

  /** With what reaches this router's API in clear. */
  RouterSettings(RouterEmulator router, Path secrets) {
    this.secrets = secrets;
    this.port = router.apiPort();
    this.ftpPort = router.ftpPort();
    this.sshPort = router.sshPort();
  }

  RouterSettings host(String name) {
    host = name;
    return this;
  }

  RouterSettings port(int number) {
    port = number;
    return this;
  }

  /** Of both FTP and SSH. */
  RouterSettings servicePort(int number) {
    ftpPort = number;
    sshPort = number;
    return this;
  }

  RouterSettings tls(String caFile, String fingerprint, boolean skipVerification) {
    tls = new Router.Tls(caFile, fingerprint, skipVerification);
    return this;
  }

  RouterSettings password(String text) {
    password = text;
    return this;
  }

  RouterSettings fetch(Router.Fetch kind) {
    fetch = kind;
    return this;
  }

  RouterSettings hostKeys(String... fingerprints) {
    hostKeys = List.of(fingerprints);
    return this;
  }

  RouterSettings form(Router.Form other) {
    form = other;
    return this;
  }

  RouterSettings sensitive() {
    sensitive = true;
    return this;
  }

  RouterSettings binaryBackup(String backupPassword) throws IOException {
    binary =
        new Router.BinaryBackup(
            backupPassword == null ? null : secret("backup-password", backupPassword));
    return this;
  }

  Router router() throws IOException {
    return new Router(
        "edge-1",
        host,
        port,
        tls,
        USER.name(),
        null,
        secret("password", password),
        fetch,
        ftpPort,
        sshPort,
        null,
        hostKeys,
        form,
        sensitive,
        binary,
        null,
        null,
        null);
  }

  private String secret(String name, String text) throws IOException {
    return Files.writeString(Files.createTempFile(secrets, name, ""), text + "\n").toString();
  }
}
