package io.proxpanel.backup.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Servers in a panel's namespace that backups are stored at: an FTP server that demands TLS, an SSH
 * server, an S3 server with TLS, and the emulator of the cloud backup service.
 */
public final class OffSite {
  private static final String READY = "--timeout=180s";
  private static final Map<String, Integer> PORTS =
      Map.of("ftp", 2121, "ssh", 2222, "s3", 7070, "cloud", 8080);

  private final PanelNamespace panel;
  private final String fingerprint;

  private OffSite(PanelNamespace panel, String fingerprint) {
    this.panel = panel;
    this.fingerprint = fingerprint;
  }

  /** Starts all, with the Secrets {@code off-site} and {@code off-site-tls} beside them. */
  public static OffSite start(TestCluster cluster, PanelNamespace panel) {
    return start(cluster, panel, PORTS.keySet());
  }

  /** Starts those of {@code ftp, ssh, s3, cloud} that are asked for. */
  public static OffSite start(TestCluster cluster, PanelNamespace panel, Set<String> which) {
    try {
      Path folder = Files.createTempDirectory("off-site-");
      Command command = Command.in(cluster.checkout());
      Map<String, String> secrets = new HashMap<>();
      secrets.put("ftp-password", "ftp-password-of-the-test");
      secrets.put("s3-id", "access-key-of-the-test");
      secrets.put("s3-secret", "secret-key-of-the-test");
      secrets.put("license-key", "LICENCE-OF-THE-TEST");
      for (String name : List.of("ssh-host-key", "ssh-client-key")) {
        Path key = folder.resolve(name);
        command.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        secrets.put(name, Files.readString(key));
        secrets.put(name + ".pub", Files.readString(folder.resolve(name + ".pub")));
      }
      String line =
          command.run("ssh-keygen", "-l", "-f", folder.resolve("ssh-host-key.pub").toString());
      remove(folder);
      panel.createSecret("off-site", secrets);
      panel.createSecret("off-site-tls", panel.certificate("ftp", "s3"));
      OffSite servers = new OffSite(panel, line.split(" ")[1]);
      which.forEach(servers::apply);
      which.forEach(servers::awaitStarted);
      return servers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void apply(String server) {
    panel.apply(
        PanelNamespace.resource("/panel/server.yaml")
            .replace("$SERVER", server)
            .replace("$PORT", String.valueOf(PORTS.get(server))));
  }

  private void awaitStarted(String server) {
    panel.kubectl("rollout", "status", "deployment/" + server, READY).orFail();
  }

  /** The destination at the FTP server, as a part of the YAML of a list that is not indented. */
  public String ftpDestination() {
    return """
        - name: ftp
          ftp:
            host: ftp
            port: 2121
            path: /data/panel
            username: backup
            passwordSecretRef: { name: off-site, key: ftp-password }
            caSecretRef: { name: off-site-tls, key: tls.crt }
        """;
  }

  /** Four destinations, as a part of the YAML of a list that is not indented. */
  public String destinations() {
    return ftpDestination()
        + """
        - name: ssh
          sftp:
            host: ssh
            port: 2222
            path: /data/panel
            username: backup-user
            privateKeySecretRef: { name: off-site, key: ssh-client-key }
            hostKeyFingerprints: ["$FINGERPRINT"]
        - name: s3
          s3:
            endpoint: https://s3:7070
            bucket: panel-backups
            prefix: panel
            accessKeyIdSecretRef: { name: off-site, key: s3-id }
            secretAccessKeySecretRef: { name: off-site, key: s3-secret }
            caSecretRef: { name: off-site-tls, key: tls.crt }
        - name: cloud
          cloud:
            url: http://cloud:8080
            insecure: true
            licenseKeySecretRef: { name: off-site, key: license-key }
        """
            .replace("$FINGERPRINT", fingerprint);
  }

  /** Ends a server, and its files with it. */
  public void stop(String server) {
    panel.kubectl("scale", "deployment/" + server, "--replicas=0").orFail();
    panel
        .kubectl("wait", "--for=delete", "pod", "--selector=app=" + server, "--timeout=60s")
        .orFail();
  }

  /** Starts it again. */
  public void startAgain(String server) {
    panel.kubectl("scale", "deployment/" + server, "--replicas=1").orFail();
    awaitStarted(server);
  }

  /** SHA-256 of the files of that name at a server, each once; hexadecimal. */
  public List<String> sha256(String server, String file) {
    return panel
        .kubectl(
            "exec",
            "deployment/" + server,
            "--",
            "find",
            "/data",
            "-type",
            "f",
            "-name",
            file,
            "-exec",
            "sha256sum",
            "{}",
            ";")
        .orFail()
        .lines()
        .map(line -> line.substring(0, 64))
        .toList();
  }

  /** Removes the file of that name at a server, as somebody by mistake. */
  public void remove(String server, String file) {
    panel
        .kubectl("exec", "deployment/" + server, "--", "find", "/data", "-name", file, "-delete")
        .orFail();
  }
}
