package io.proxpanel.backup.e2e.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.e2e.embedded.FolderTree;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** On this machine alone: see {@link PanelCluster}. */
final class LocalPanel implements Panel {
  private static final String SECRET = "off-site";

  private final DemoSettings settings;
  private PanelCluster cluster;
  private KubectlTable kubectl;
  private FtpServer ftp;
  private Path ftpFolder;
  private boolean stopped;

  LocalPanel(DemoSettings settings) {
    this.settings = settings;
  }

  @Override
  public void introduce(Screen screen) {
    screen.say(
        "Real: PostgreSQL, an FTP server, the operator, the agent with pg_dump and pg_restore.");
    screen.say("Not real: Kubernetes. Its API lives inside this process, and a Job runs as a");
    screen.say("process of this machine instead of a pod. With e2e/demo --cluster all is real.");
  }

  @Override
  public synchronized void start(Screen screen, int subscribers, int months) throws Exception {
    refuseWhenStopped();
    int major = PostgresInstallation.newest().major();
    cluster =
        screen.during(
            "PostgreSQL " + major + " starts on a free port of 127.0.0.1",
            () ->
                new PanelCluster(settings.results(), settings.definitions(), settings.agentJar()));
    kubectl = new KubectlTable(cluster.url());
    screen.during(
        "%,d subscribers get services, invoices and %d months of accounting"
            .formatted(subscribers, months),
        () -> {
          cluster.database().load(subscribers, months);
          // With that a Restore can make a new database beside the old one.
          cluster.server().psql("postgres", "ALTER ROLE proxpanel CREATEDB");
          return cluster;
        });
  }

  @Override
  public synchronized void startFtpServer(Screen screen) throws Exception {
    refuseWhenStopped();
    // Not among the results: the checkout may be in a home that only its owner can enter, and the
    // server works as another user.
    ftpFolder = Files.createTempDirectory("proxpanel-ftp-");
    Path folder = ftpFolder;
    TestCertificate certificate =
        TestCertificate.make(Files.createDirectory(folder.resolve("tls")), "IP:127.0.0.1");
    ftp =
        screen.during(
            "ProFTPD starts on a free port of 127.0.0.1, with TLS",
            () ->
                FtpServer.start(
                    FtpServerKind.PROFTPD,
                    folder,
                    FtpServer.Options.tls(FtpServer.Tls.EXPLICIT, certificate)));
    cluster
        .client()
        .resource(LocalDestinations.secret(SECRET, LocalDestinations.ftpSecrets(certificate)))
        .inNamespace(PanelCluster.NAMESPACE)
        .create();
  }

  @Override
  public String ftpDestination() {
    return LocalDestinations.ftp(ftp, "backups/panel", SECRET);
  }

  @Override
  public Optional<String> sha256AtFtpServer(String name) throws Exception {
    Path file = ftp.home().resolve("backups/panel").resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(FileHash.sha256(file));
  }

  @Override
  public synchronized void startOperator(Screen screen) throws Exception {
    refuseWhenStopped();
    screen.during(
        "It runs with its defaults and watches for Backups and Restores",
        () -> cluster.startOperator(cluster.client()));
  }

  @Override
  public Checksums checksums() {
    return cluster.database().checksums();
  }

  @Override
  public String psql(String sql) {
    return cluster.database().psql(sql);
  }

  @Override
  public String yaml(String example) throws IOException {
    return cluster.localised(Files.readString(settings.examples().resolve(example)));
  }

  @Override
  public void apply(String yaml) {
    cluster.apply(yaml);
  }

  @Override
  public Backup backup(String name) {
    return get(Backup.class, name);
  }

  @Override
  public Restore restore(String name) {
    return get(Restore.class, name);
  }

  private <R extends HasMetadata> R get(Class<R> type, String name) {
    return cluster
        .client()
        .resources(type)
        .inNamespace(PanelCluster.NAMESPACE)
        .withName(name)
        .get();
  }

  @Override
  public String get(String plural) throws IOException, InterruptedException {
    return kubectl.of("backup.proxpanel.io/v1", PanelCluster.NAMESPACE, plural);
  }

  @Override
  public String events(String kind, String name) {
    return cluster
        .client()
        .v1()
        .events()
        .inNamespace(PanelCluster.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(event -> kind.equals(event.getInvolvedObject().getKind()))
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .sorted(Comparator.comparing(LocalPanel::version))
        .map(
            event ->
                "%-9s%-11s %s".formatted(event.getType(), event.getReason(), event.getMessage()))
        .collect(Collectors.joining("\n"));
  }

  private static long version(HasMetadata event) {
    return Long.parseLong(event.getMetadata().getResourceVersion());
  }

  @Override
  public Optional<Path> file(String name) {
    return Optional.of(
        cluster.cluster().claimFolder(PanelCluster.NAMESPACE, "backups").resolve(name));
  }

  @Override
  public void tellHowToGoOn(Screen screen, Path results) throws IOException {
    Path kubeconfig = results.resolve("kubeconfig").toAbsolutePath();
    Files.writeString(kubeconfig, kubeconfig(cluster.url()));
    screen.command("export KUBECONFIG=" + kubeconfig);
    screen.say("  then kubectl get bkp,rst; or apply another Backup");
    screen.command("PGPASSFILE=" + passfile(results) + " " + psqlCommand());
    screen.say("  the database; damage it once more");
  }

  private String psqlCommand() {
    return "%s -h %s -p %d -U %s %s"
        .formatted(
            cluster.server().installation().program("psql"),
            cluster.server().host(),
            cluster.server().port(),
            cluster.database().role(),
            cluster.database().name());
  }

  private Path passfile(Path results) throws IOException {
    Path file = results.resolve("pgpass").toAbsolutePath();
    Files.writeString(file, "*:*:*:" + cluster.database().role() + ":" + PanelCluster.PASSWORD);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String kubeconfig(String url) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
          - name: demo
            cluster: { server: SERVER }
        contexts:
          - name: demo
            context: { cluster: demo, namespace: NAMESPACE }
        current-context: demo
        """
        .replace("SERVER", url)
        .replace("NAMESPACE", PanelCluster.NAMESPACE);
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (ftp != null) {
      ftp.close();
    }
    removeFtpFolder();
    if (cluster != null) {
      cluster.close();
    }
  }

  private void removeFtpFolder() {
    if (ftpFolder == null) {
      return;
    }
    try {
      FolderTree.delete(ftpFolder);
      ftpFolder = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A step may have waited until all was stopped. */
  private void refuseWhenStopped() {
    if (stopped) {
      throw new IllegalStateException("The demo is being stopped.");
    }
  }
}
