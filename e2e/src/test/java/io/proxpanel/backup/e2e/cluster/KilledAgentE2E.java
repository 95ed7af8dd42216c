package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What happens to agents in the midst of their work, and to the cluster around them. */
@OnCluster
class KilledAgentE2E {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String DATABASE = "proxpanel";
  private static final String HELD = "'held'";

  private static TestCluster cluster;
  private static PanelNamespace panel;
  private static Moments moments;
  private static Checksums before;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    operator.install(OperatorKillsE2E.QUICK_LEASE);
    panel = PanelNamespace.create(shared, "agent-kills");
    panel.load(20_000, 1);
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
    panel.applyBackup("first");
    panel.awaitSucceeded("bkp/first");
    moments = new Moments(shared, panel);
    before = panel.checksums();
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  /**
   * What happens to the first agent.
   *
   * @param at gets the name of the Backup or Restore, and the verb
   * @param attempts how many there are in the end
   */
  private record Strike(BiConsumer<String, String> at, int attempts) {}

  private static Map<String, Strike> strikes() {
    Map<String, Strike> strikes = new LinkedHashMap<>();
    strikes.put(
        "its pod is deleted",
        new Strike((name, verb) -> cluster.client().resource(pod(name, verb)).delete(), 2));
    strikes.put("its pod is evicted", new Strike(KilledAgentE2E::evict, 2));
    strikes.put("its Job is deleted", new Strike(KilledAgentE2E::deleteJob, 2));
    if (cluster.isOurs()) {
      strikes.put(
          "its process is killed",
          new Strike((name, verb) -> cluster.killContainer(moments.awaitRunning(name, verb)), 2));
      strikes.put(
          "containerd is killed and started", new Strike((name, verb) -> restartContainerd(), 1));
    }
    return strikes;
  }

  private static void evict(String name, String verb) {
    cluster
        .client()
        .pods()
        .inNamespace(panel.name())
        .withName(pod(name, verb).getMetadata().getName())
        .evict();
  }

  private static void deleteJob(String name, String verb) {
    cluster
        .client()
        .resource(moments.job(name, verb))
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  /** Until it answers nothing can be run in a pod; kubectl calls that an unknown error. */
  private static void restartContainerd() {
    cluster.program("containerd", "kill");
    cluster.program("containerd", "start");
    moments.await("containerd", "runs programs in pods", none -> panel.answers());
  }

  /** After a restart the node is not ready for some seconds, in which nothing is called db. */
  private static void awaitWhole() {
    panel.kubectl("wait", "--for=condition=Ready", "node", "--all", "--timeout=120s").orFail();
    moments.await(
        "db",
        "its Service has an address",
        service ->
            panel
                .kubectl(
                    "get",
                    "endpointslices",
                    "--selector=kubernetes.io/service-name=" + service,
                    "--output=jsonpath={.items[*].endpoints[*].conditions.ready}")
                .orFail()
                .equals("true"));
  }

  private static Pod pod(String name, String verb) {
    return moments.pod(name, verb).orElseThrow();
  }

  @TestFactory
  List<DynamicTest> aBackupIsStoredOnce() {
    return tests("b", KilledAgentE2E::backup);
  }

  @TestFactory
  List<DynamicTest> aRestoreBringsEveryRowBack() {
    return tests("r", KilledAgentE2E::restore);
  }

  private static List<DynamicTest> tests(String prefix, BiConsumer<String, Strike> scenario) {
    List<DynamicTest> tests = new ArrayList<>();
    strikes()
        .forEach(
            (what, strike) -> {
              String name = prefix + tests.size();
              tests.add(DynamicTest.dynamicTest(what, () -> scenario.accept(name, strike)));
            });
    return tests;
  }

  private static void backup(String name, Strike strike) {
    awaitWhole();
    final int files = panel.files().size();
    panel.applyBackup(name);
    moments.await(name, "writing", moments.ofBackup().get("bytes are written"));
    strike.at().accept(name, "backup");
    panel.awaitSucceeded("bkp/" + name);

    assertThat(panel.backup(name).getStatus().attempts).isEqualTo(strike.attempts());
    checkBackup(name, files);
  }

  private static void checkBackup(String name, int filesBefore) {
    assertThat(panel.files())
        .as("no debris")
        .hasSize(filesBefore + 2)
        .contains(panel.backup(name).getStatus().fileName)
        .allMatch(file -> file.startsWith("proisp_full_"));
  }

  private static void restore(String name, Strike strike) {
    awaitWhole();
    panel.psql("DELETE FROM invoices");
    // So it is still at work when what befalls it has come to its agent.
    panel.superuser(
        DATABASE, "BEGIN; LOCK TABLE invoices IN ACCESS SHARE MODE; PREPARE TRANSACTION " + HELD);
    try {
      panel.applyRestore(name, "first");
      moments.await(name, "restoring", moments.ofRestore().get("its transaction is open"));
      strike.at().accept(name, "restore");
      String last = name + "-restore-" + strike.attempts();
      moments.await(name, last, each -> moments.jobs(each, "restore").contains(last));
    } finally {
      panel.superuser(DATABASE, "COMMIT PREPARED " + HELD);
    }
    panel.awaitSucceeded("rst/" + name);

    assertThat(panel.restore(name).getStatus().attempts).isEqualTo(strike.attempts());
    checkRestore();
  }

  private static void checkRestore() {
    assertThat(before.differences(panel.checksums()))
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");
  }

  @Test
  void anApiServerThatIsAwayForAMinuteChangesNothing() throws InterruptedException {
    awaitWhole();
    final int files = panel.files().size();
    panel.applyBackup("away");
    moments.await("away", "writing", moments.ofBackup().get("bytes are written"));
    cluster.program("kube-apiserver", "pause");
    try {
      Thread.sleep(MINUTE.toMillis());
    } finally {
      cluster.program("kube-apiserver", "continue");
    }
    panel.awaitSucceeded("bkp/away");

    assertThat(panel.backup("away").getStatus().attempts).isEqualTo(1);
    assertThat(moments.jobs("away", "backup")).hasSize(1);
    checkBackup("away", files);
  }
}
