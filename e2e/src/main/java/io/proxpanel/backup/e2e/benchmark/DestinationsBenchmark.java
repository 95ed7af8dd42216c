package io.proxpanel.backup.e2e.benchmark;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.e2e.demo.PanelCluster;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a second and a third destination cost a Backup, in time: a volume alone, the volume and an
 * FTP server with TLS, both and an SSH server, in turn. From the resource to its success, with the
 * operator and the agent as a process.
 */
public final class DestinationsBenchmark {
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final int POLL_MILLIS = 20;

  private final PanelCluster panel;
  private final Path examples;
  private final List<String> destinations;

  private DestinationsBenchmark(PanelCluster panel, Path examples, List<String> destinations) {
    this.panel = panel;
    this.examples = examples;
    this.destinations = destinations;
  }

  /** Takes the checkout, a folder for its files, the number of subscribers, and of rounds. */
  public static void main(String[] args) throws Exception {
    Path checkout = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    int subscribers = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    TestCertificate certificate =
        TestCertificate.make(Files.createDirectory(folder.resolve("tls")), "IP:127.0.0.1");
    try (FtpServer ftp =
            FtpServer.start(
                FtpServerKind.PROFTPD,
                Files.createDirectory(folder.resolve("ftp")),
                FtpServer.Options.tls(FtpServer.Tls.EXPLICIT, certificate));
        SshServer ssh = SshServer.start(Files.createDirectory(folder.resolve("ssh")));
        PanelCluster panel =
            new PanelCluster(
                Files.createDirectory(folder.resolve("panel")),
                checkout.resolve("crds"),
                checkout.resolve("operator/agent/target/backup-agent.jar"))) {
      panel.database().load(subscribers, 2);
      panel
          .client()
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("off-site")
                  .endMetadata()
                  .addToStringData("ftp-password", FtpServer.PASSWORD)
                  .addToStringData("ftp-ca", Files.readString(certificate.authority()))
                  .addToStringData("ssh-key", Files.readString(ssh.clientKey("ed25519")))
                  .build())
          .inNamespace(PanelCluster.NAMESPACE)
          .create();
      panel.startOperator(panel.client());
      new DestinationsBenchmark(
              panel,
              checkout.resolve("e2e/src/test/resources/examples"),
              List.of("", ftp(ftp), ssh(ssh)))
          .run(rounds);
    }
  }

  private static String ftp(FtpServer server) {
    return """
        - name: ftp
          ftp:
            host: 127.0.0.1
            port: $PORT
            path: backups/panel
            username: $USER
            passwordSecretRef: { name: off-site, key: ftp-password }
            caSecretRef: { name: off-site, key: ftp-ca }
        """
        .replace("$PORT", String.valueOf(server.port()))
        .replace("$USER", server.kind().user())
        .indent(4);
  }

  private static String ssh(SshServer server) {
    return """
        - name: ssh
          sftp:
            host: $HOST
            port: $PORT
            path: backups/panel
            username: $USER
            privateKeySecretRef: { name: off-site, key: ssh-key }
            hostKeyFingerprints: ["$KEY"]
        """
        .replace("$HOST", server.host())
        .replace("$PORT", String.valueOf(server.port()))
        .replace("$USER", server.user())
        .replace("$KEY", server.fingerprint("ed25519"))
        .indent(4);
  }

  private void run(int rounds) throws Exception {
    panel.apply(Files.readString(examples.resolve("secret.yaml")));
    panel.apply(Files.readString(examples.resolve("claim.yaml")));
    measure("warm-up", destinations.size());
    List<List<Double>> seconds = new ArrayList<>();
    destinations.forEach(each -> seconds.add(new ArrayList<>()));
    for (int round = 1; round <= rounds; round++) {
      for (int count = 1; count <= destinations.size(); count++) {
        seconds.get(count - 1).add(measure("round-" + round + "-" + count, count));
      }
    }
    double one = median(seconds.get(0));
    for (int count = 1; count <= destinations.size(); count++) {
      List<Double> each = seconds.get(count - 1);
      System.out.printf(
          Locale.ROOT,
          "%d destination%s  median %6.2f s, %6.2f to %6.2f s, %.2f times one%n",
          count,
          count == 1 ? " " : "s",
          median(each),
          each.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
          each.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
          median(each) / one);
    }
  }

  /** Seconds from the resource to its success; it is deleted again. */
  private double measure(String name, int count) throws IOException, InterruptedException {
    String yaml =
        panel
            .localised(Files.readString(examples.resolve("backup.yaml")))
            .replace("name: before-upgrade", "name: " + name);
    long start = System.nanoTime();
    panel.apply(yaml + String.join("", destinations.subList(0, count)));
    BackupStatus status = await(name);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status.phase != Phase.Succeeded || !status.copies.equals(count + " of " + count)) {
      throw new IllegalStateException(name + ": " + status.message);
    }
    panel
        .client()
        .resources(Backup.class)
        .inNamespace(PanelCluster.NAMESPACE)
        .withName(name)
        .delete();
    return seconds;
  }

  private BackupStatus await(String name) throws InterruptedException {
    for (long waited = 0; waited < MOST.toMillis(); waited += POLL_MILLIS) {
      BackupStatus status =
          panel
              .client()
              .resources(Backup.class)
              .inNamespace(PanelCluster.NAMESPACE)
              .withName(name)
              .get()
              .getStatus();
      if (status != null && (status.phase == Phase.Succeeded || status.phase == Phase.Failed)) {
        return status;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new IllegalStateException(name + " did not end within " + MOST);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
