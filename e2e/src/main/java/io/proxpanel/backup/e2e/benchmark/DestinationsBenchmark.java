package io.proxpanel.backup.e2e.benchmark;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.e2e.demo.LocalDestinations;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a second and a third destination cost a Backup, in time: a volume alone, the volume and an
 * FTP server with TLS, both and an SSH server, in turn. From the resource to its success, with the
 * operator and the agent as a process.
 */
public final class DestinationsBenchmark {
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final int POLL_MILLIS = 20;
  private static final String SECRET = "off-site";
  private static final String FOLDER = "backups/panel";

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
      Map<String, String> secrets = LocalDestinations.ftpSecrets(certificate);
      secrets.putAll(LocalDestinations.sshSecrets(ssh));
      panel
          .client()
          .resource(LocalDestinations.secret(SECRET, secrets))
          .inNamespace(PanelCluster.NAMESPACE)
          .create();
      panel.startOperator(panel.client());
      new DestinationsBenchmark(
              panel,
              checkout.resolve("e2e/src/test/resources/examples"),
              List.of(
                  "",
                  LocalDestinations.ftp(ftp, FOLDER, SECRET).indent(4),
                  LocalDestinations.ssh(ssh, FOLDER, SECRET).indent(4)))
          .run(rounds);
    }
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
