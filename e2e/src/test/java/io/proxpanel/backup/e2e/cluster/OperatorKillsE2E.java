package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The operator is killed at ten moments of a Backup and at ten of a Restore. */
@OnCluster
class OperatorKillsE2E {
  /** A killed leader's Lease has to run out, twenty times: 3 s instead of 15 s. */
  static final Map<String, Object> QUICK_LEASE =
      Map.of(
          "extraEnv[0].name", "BACKUP_LEASE_DURATION",
          "extraEnv[0].value", "3s",
          "extraEnv[1].name", "BACKUP_LEASE_RENEW_DEADLINE",
          "extraEnv[1].value", "2s",
          "extraEnv[2].name", "BACKUP_LEASE_RETRY_PERIOD",
          "extraEnv[2].value", "500ms",
          "extraEnv[3].name", "BACKUP_RETRY_PAUSE",
          "extraEnv[3].value", "1s");

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;
  private static Moments moments;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.install(QUICK_LEASE);
    panel = PanelNamespace.create(shared, "operator-kills");
    panel.load(5_000, 1);
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
    panel.applyBackup("first");
    panel.awaitSucceeded("bkp/first");
    moments = new Moments(shared, panel);
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  /** As a machine that loses its memory: no signal that can be caught, no pod that comes back. */
  static void kill(TestCluster cluster, Pod pod) {
    if (cluster.isOurs()) {
      pod.getStatus().getContainerStatuses().stream()
          .filter(container -> container.getState().getRunning() != null)
          .forEach(cluster::killContainer);
    }
    // Or the kubelet would start it again later and later.
    cluster.client().resource(pod).withGracePeriod(0).delete();
  }

  @TestFactory
  List<DynamicTest> aBackupIsStoredOnce() {
    return tests(moments.ofBackup(), "b", OperatorKillsE2E::backup);
  }

  @TestFactory
  List<DynamicTest> aRestoreRunsOnce() {
    return tests(moments.ofRestore(), "r", OperatorKillsE2E::restore);
  }

  private interface Scenario {
    void run(String name, String what, Predicate<String> moment);
  }

  private static List<DynamicTest> tests(
      Map<String, Predicate<String>> all, String prefix, Scenario scenario) {
    List<String> whats = List.copyOf(all.keySet());
    return IntStream.range(0, whats.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    "killed when " + whats.get(i),
                    () -> scenario.run(prefix + i, whats.get(i), all.get(whats.get(i)))))
        .toList();
  }

  private static void backup(String name, String what, Predicate<String> moment) {
    final int files = panel.files().size();
    panel.applyBackup(name);
    moments.await(name, what, moment);
    release.pods().forEach(pod -> kill(cluster, pod));
    panel.awaitSucceeded("bkp/" + name);

    assertThat(panel.backup(name).getStatus().attempts).isEqualTo(1);
    assertThat(moments.jobs(name, "backup")).hasSize(1);
    assertThat(panel.files())
        .hasSize(files + 2)
        .contains(panel.backup(name).getStatus().fileName)
        .allMatch(file -> file.startsWith("proisp_full_"));
  }

  private static void restore(String name, String what, Predicate<String> moment) {
    final Checksums before = panel.checksums();
    panel.psql("DELETE FROM invoices");
    panel.applyRestore(name, "first");
    moments.await(name, what, moment);
    release.pods().forEach(pod -> kill(cluster, pod));
    panel.awaitSucceeded("rst/" + name);

    assertThat(panel.restore(name).getStatus().attempts).isEqualTo(1);
    assertThat(moments.jobs(name, "restore")).hasSize(1);
    assertThat(before.differences(panel.checksums()))
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");
  }

  @Test
  void anotherReplicaGoesOnWhenTheLeaderIsKilled() {
    Map<String, Object> two = new HashMap<>(QUICK_LEASE);
    two.put("replicaCount", 2);
    release.install(two);
    panel.applyBackup("led");
    moments.await("led", "it runs", moments.ofBackup().get("it runs"));
    String leader =
        cluster
            .kubectl()
            .run(
                "get",
                "lease/" + Release.NAME,
                "--namespace=" + Release.NAME,
                "--output=jsonpath={.spec.holderIdentity}")
            .orFail();
    Pod leading =
        release.pods().stream()
            .filter(pod -> leader.contains(pod.getMetadata().getName()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no pod is the leader " + leader));
    kill(cluster, leading);

    panel.awaitSucceeded("bkp/led");
    assertThat(panel.backup("led").getStatus().attempts).isEqualTo(1);
    assertThat(panel.backup("led").getStatus().phase).isEqualTo(Phase.Succeeded);
    assertThat(moments.jobs("led", "backup")).hasSize(1);
  }
}
