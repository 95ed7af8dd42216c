package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, word for word, on a cluster; then what must not happen afterwards. */
@OnCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoundTripE2E {
  private static final String SUCCEEDED =
      "before-upgrade +Succeeded +Full +[0-9.]+ [KM]iB +\\d+s +\\d+s";

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;
  private static Checksums before;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.install(Map.of());
    panel = PanelNamespace.create(shared, "round-trip");
    panel.load(500, 1);
    before = panel.checksums();
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  @Test
  @Order(1)
  void theReadmesBackupIsStoredAndSaysSo() {
    for (String example : List.of("secret.yaml", "claim.yaml", "backup.yaml")) {
      panel.applyExample(example);
    }
    panel.awaitSucceeded("bkp/before-upgrade");

    assertThat(panel.kubectl("get", "bkp").orFail())
        .matches("NAME +PHASE +TYPE +SIZE +DURATION +AGE +MESSAGE *\\R" + SUCCEEDED + " *\\R");
    assertThat(panel.kubectl("describe", "bkp", "before-upgrade").orFail())
        .contains("BackupStored", "Backing up \"proxpanel\" on db by the Job", "read back.");
    assertThat(panel.files()).hasSize(2).allMatch(name -> name.startsWith("proisp_full_"));
  }

  @Test
  @Order(2)
  void theFileOpensWithAnotherImplementationToTheSameBytes(@TempDir Path folder)
      throws IOException {
    String file = panel.volume().resolve(panel.backup("before-upgrade").getStatus().fileName) + "";
    Path password = Files.writeString(folder.resolve("password"), PanelNamespace.PASSWORD);
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    Command command = Command.in(cluster.checkout());

    command.run(
        "java",
        "-jar",
        "operator/agent/target/backup-agent.jar",
        "decrypt",
        "--password-file",
        password.toString(),
        "-o",
        ours.toString(),
        file);
    command.run(
        "sh",
        "-c",
        "exec /usr/bin/python3 e2e/src/test/resources/decrypt/decrypt.py \"$1\" \"$2\" > \"$3\"",
        "sh",
        file,
        password.toString(),
        theirs.toString());

    assertThat(Files.mismatch(ours, theirs)).isEqualTo(-1);
    assertThat(Files.readAllBytes(theirs)).startsWith("PGDMP".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  @Order(3)
  void theReadmesRestoreBringsEveryRowBack() {
    panel.psql("DROP TABLE radcheck CASCADE; DELETE FROM invoices;");
    panel.applyExample("restore.yaml");
    panel.awaitSucceeded("rst/undo-upgrade");

    assertThat(before.differences(panel.checksums()))
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");
    assertThat(panel.kubectl("get", "rst").orFail())
        .containsPattern(
            "undo-upgrade +Succeeded +before-upgrade +proxpanel@db .* tables, .* rows");
  }

  @Test
  @Order(4)
  void nothingRunsAgainWhateverIsAppliedRestartedOrUpgraded() {
    panel.psql("DELETE FROM invoices");
    final Set<String> jobs = jobs();
    final Object backup = panel.backup("before-upgrade").getStatus();

    for (String example : List.of("backup.yaml", "restore.yaml")) {
      panel.applyExample(example);
      panel
          .kubectlWith(
              panel.example(example), "apply", "--server-side", "--force-conflicts", "-f", "-")
          .orFail();
    }
    release.pods().forEach(pod -> cluster.client().resource(pod).withGracePeriod(0).delete());
    release.install(Map.of("log.level", "DEBUG"));
    panel.applyBackup("after-upgrade");
    panel.awaitSucceeded("bkp/after-upgrade");

    // The new operator has seen everything: it has done something new in the same namespace.
    assertThat(panel.psql("SELECT count(*) FROM invoices")).isEqualTo("0");
    assertThat(panel.restore("undo-upgrade").getStatus().attempts).isEqualTo(1);
    assertThat(panel.backup("before-upgrade").getStatus())
        .usingRecursiveComparison()
        .isEqualTo(backup);
    Set<String> added = jobs();
    added.removeAll(jobs);
    assertThat(added).containsExactly("after-upgrade-backup-1");
    release.install(Map.of());
  }

  @Test
  @Order(5)
  void thePasswordIsNowhereButInItsSecret() throws IOException {
    StringBuilder everything = new StringBuilder(release.log());
    everything.append(
        panel.kubectl("get", "pods,jobs,events,bkp,rst,configmaps,pvc", "-o", "yaml").orFail());
    for (Pod pod : cluster.client().pods().inNamespace(panel.name()).list().getItems()) {
      everything.append(panel.kubectl("logs", pod.getMetadata().getName()).orFail());
    }

    assertThat(everything).contains("before-upgrade-backup-1", "proisp_full_");
    assertThat(everything).doesNotContain(PanelNamespace.PASSWORD);
    if (cluster.isOurs()) {
      assertThat(Files.readString(cluster.auditLog()))
          .contains("before-upgrade-backup-1")
          .doesNotContain(PanelNamespace.PASSWORD);
    }
  }

  @Test
  @Order(6)
  void deletingABackupDeletesItsFileUnlessItIsRetained() {
    panel
        .kubectl(
            "patch",
            "bkp/after-upgrade",
            "--type=merge",
            "-p",
            "{\"spec\":{\"deletionPolicy\":\"Retain\"}}")
        .orFail();
    String kept = panel.backup("after-upgrade").getStatus().fileName;

    panel.kubectl("delete", "bkp", "--all", "--timeout=120s").orFail();

    assertThat(panel.files()).containsExactly(kept, kept + ".manifest.json");
  }

  @Test
  @Order(7)
  void aNamespaceEndsThoughNoPodCanStartToDeleteItsFiles(TestCluster shared) {
    PanelNamespace doomed = PanelNamespace.create(shared, "doomed");
    doomed.applyExample("secret.yaml");
    doomed.applyExample("claim.yaml");
    doomed.applyBackup("b");
    doomed.awaitSucceeded("bkp/b");
    // From now on no new pod is admitted.
    doomed
        .kubectlWith(
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: { name: none }
            spec: { hard: { pods: "0" } }
            """,
            "apply",
            "-f",
            "-")
        .orFail();

    shared.kubectl().run("delete", "namespace", "doomed", "--wait", "--timeout=60s").orFail();
  }

  @Test
  @Order(8)
  void aBackupWaitsForItsSecretAndGoesOn() {
    panel.kubectl("delete", "secret", "panel-db").orFail();
    panel.applyBackup("early");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> panel.kubectl("get", "bkp", "early").output().contains("panel-db"));
    assertThat(panel.backup("early").getStatus().phase).isEqualTo(Phase.Pending);

    panel.applyExample("secret.yaml");

    panel.awaitSucceeded("bkp/early");
  }

  private static Set<String> jobs() {
    return cluster.client().batch().v1().jobs().inNamespace(panel.name()).list().getItems().stream()
        .map((HasMetadata job) -> job.getMetadata().getName())
        .collect(Collectors.toSet());
  }
}
