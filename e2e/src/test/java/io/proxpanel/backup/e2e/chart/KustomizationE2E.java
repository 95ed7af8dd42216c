package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.cluster.OnCluster;
import io.proxpanel.backup.e2e.cluster.PanelNamespace;
import io.proxpanel.backup.e2e.cluster.Release;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything is installed and removed without Helm. */
@OnCluster
class KustomizationE2E {
  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;

  @BeforeAll
  static void uninstall(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.uninstall();
    cluster.deleteNamespace(Release.NAME);
    panel = PanelNamespace.create(shared, "without-helm");
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
  }

  /** Helm takes the definitions only when they are handed over, as it is written. */
  @AfterAll
  static void putBack() throws IOException {
    new Shell(cluster, Chart.CHECKOUT).run(ChartReadme.commands().get("Upgrading").subList(2, 4));
    release.install(Map.of());
    panel.close();
  }

  @Test
  void worksAndLeavesTheBackupsWhenTheOperatorIsDeleted() throws IOException {
    List<String> commands = ChartReadme.commands().get("Without Helm");
    Shell shell = new Shell(cluster, Chart.CHECKOUT);

    shell.run(commands.subList(0, 2));
    panel.applyBackup("first");
    panel.awaitSucceeded("bkp/first");
    shell.run(commands.subList(2, 3));

    assertThat(release.pods()).allMatch(pod -> pod.isMarkedForDeletion());
    assertThat(panel.backup("first").isMarkedForDeletion()).isFalse();
    assertThat(panel.files()).contains(panel.backup("first").getStatus().fileName);
  }
}
