package io.proxpanel.backup.e2e.demo;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.e2e.cluster.OffSite;
import io.proxpanel.backup.e2e.cluster.PanelNamespace;
import io.proxpanel.backup.e2e.cluster.Release;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** In a namespace of a real cluster: one that the environment names, or one of its own. */
final class ClusterPanel implements Panel {
  private static final String NAMESPACE = "panel";

  private final DemoSettings settings;
  // Volatile since a signal's thread stops what the main thread started.
  private volatile TestCluster cluster;
  private volatile Release release;
  private volatile PanelNamespace panel;
  private volatile OffSite servers;
  private boolean hasNamespace;
  private boolean stopped;

  ClusterPanel(DemoSettings settings) {
    this.settings = settings;
  }

  @Override
  public void introduce(Screen screen) {
    screen.say(
        "All of it is real: Kubernetes with a kubelet, the images, the chart, a namespace of");
    screen.say("the level restricted, PostgreSQL and an FTP server with TLS, a volume claim.");
  }

  @Override
  public synchronized void start(Screen screen, int subscribers, int months) throws Exception {
    refuseWhenStopped();
    cluster =
        screen.during(
            "A cluster has our images",
            () -> TestCluster.open(settings.checkout(), "demo-" + ProcessHandle.current().pid()));
    refuseWhatIsNotTheDemos();
    hasNamespace = true;
    panel =
        screen.during(
            "PostgreSQL runs in the namespace " + NAMESPACE,
            () -> PanelNamespace.create(cluster, NAMESPACE));
    screen.during(
        "%,d subscribers get services, invoices and %d months of accounting"
            .formatted(subscribers, months),
        () -> {
          panel.load(subscribers, months);
          return panel;
        });
  }

  /** Since the end of the demo removes what is called as its own. */
  private void refuseWhatIsNotTheDemos() {
    List<String> ways = new ArrayList<>();
    if (cluster.client().namespaces().withName(NAMESPACE).get() != null) {
      ways.add("kubectl delete namespace " + NAMESPACE);
    }
    if (new Release(cluster).isInstalled()) {
      ways.add("helm uninstall %1$s --namespace %1$s".formatted(Release.NAME));
    }
    if (!ways.isEmpty()) {
      throw new IllegalStateException(
          "The cluster has what the demo makes and removes. Take another cluster or, where it is"
              + " not needed: "
              + String.join(" and ", ways));
    }
  }

  @Override
  public synchronized void startFtpServer(Screen screen) throws Exception {
    refuseWhenStopped();
    servers =
        screen.during(
            "ProFTPD starts in a pod, with TLS",
            () -> OffSite.start(cluster, panel, Set.of("ftp")));
  }

  @Override
  public String ftpDestination() {
    return servers.ftpDestination();
  }

  @Override
  public Optional<String> sha256AtFtpServer(String name) {
    return servers.sha256("ftp", name).stream().findFirst();
  }

  @Override
  public synchronized void startOperator(Screen screen) throws Exception {
    refuseWhenStopped();
    screen.command(
        "helm install proxpanel-backup helm/proxpanel-backup --namespace proxpanel-backup"
            + " --create-namespace");
    screen.during(
        "It runs with the chart's defaults and watches for Backups and Restores",
        () -> {
          release = new Release(cluster);
          release.install(Map.of());
          return release;
        });
  }

  @Override
  public Checksums checksums() {
    return panel.checksums();
  }

  @Override
  public String psql(String sql) {
    return panel.psql(sql);
  }

  @Override
  public String yaml(String example) {
    return panel.example(example);
  }

  @Override
  public void apply(String yaml) {
    panel.apply(yaml);
  }

  @Override
  public Backup backup(String name) {
    return panel.backup(name);
  }

  @Override
  public Restore restore(String name) {
    return panel.restore(name);
  }

  @Override
  public String get(String plural) {
    return panel.kubectl("get", plural).orFail();
  }

  @Override
  public String events(String kind, String name) {
    return panel
        .kubectl("events", "--no-headers", "--for", kind.toLowerCase(Locale.ROOT) + "/" + name)
        .orFail();
  }

  @Override
  public Optional<Path> file(String name) {
    return cluster.isOurs() ? Optional.of(panel.volume().resolve(name)) : Optional.empty();
  }

  @Override
  public void tellHowToGoOn(Screen screen, Path results) {
    screen.command("export KUBECONFIG=" + cluster.kubeconfig());
    screen.say("  then kubectl --namespace " + NAMESPACE + " get bkp,rst; or e2e/cluster/kubectl");
    screen.command("kubectl --namespace " + NAMESPACE + " exec -it db-0 -- sh");
    screen.say("  the database: psql -h 127.0.0.1 -U proxpanel");
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    if (cluster == null) {
      return;
    }
    try (TestCluster ended = cluster) {
      cluster = null;
      if (!ended.isTemporary()) {
        removeFrom(ended);
      }
    }
  }

  private void removeFrom(TestCluster theirs) {
    try {
      if (hasNamespace) {
        theirs.deleteNamespace(NAMESPACE);
      }
    } finally {
      if (release != null) {
        release.uninstall();
      }
    }
  }

  /** A step may have waited until all was stopped. */
  private void refuseWhenStopped() {
    if (stopped) {
      throw new IllegalStateException("The demo is being stopped.");
    }
  }
}
