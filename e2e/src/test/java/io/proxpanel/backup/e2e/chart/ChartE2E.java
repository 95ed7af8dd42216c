package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.proxpanel.backup.e2e.cluster.OnCluster;
import io.proxpanel.backup.e2e.cluster.PanelNamespace;
import io.proxpanel.backup.e2e.cluster.Release;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the values of the chart do on a real API server. Each goes on with what the one before has
 * left, as the README does.
 */
@OnCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartE2E {
  private static final String TEST_NAMESPACE = "isp-test";
  private static final String OTHER_NAMESPACE = "isp-other";
  private static final String PRIORITY_CLASS = "backups";

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;
  private static Map<String, List<String>> readme;
  private static Shell shell;

  @BeforeAll
  static void create(TestCluster shared, Release operator) throws IOException {
    cluster = shared;
    release = operator;
    operator.install(Map.of());
    readme = ChartReadme.commands();
    shell = new Shell(shared, Chart.CHECKOUT);
    panel = PanelNamespace.create(shared, "isp");
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
    cluster.createNamespace(TEST_NAMESPACE);
    cluster.createNamespace(OTHER_NAMESPACE);
  }

  @AfterAll
  static void delete() {
    panel.close();
    cluster.deleteNamespace(TEST_NAMESPACE);
    cluster.deleteNamespace(OTHER_NAMESPACE);
  }

  @Test
  @Order(1)
  void whatTheReadmeSaysAboutTheNetworkAndARegistryIsTakenByTheApiServer(@TempDir Path folder)
      throws IOException {
    shell.run(readme.get("Network policy"));
    assertThat(get("networkpolicy", Release.NAME, "{.spec.policyTypes}"))
        .isEqualTo("[\"Ingress\",\"Egress\"]");

    Path values = Files.writeString(folder.resolve("registry.yaml"), ChartReadme.yaml().get(0));
    assertThat(new Shell(cluster, folder).withoutChange().run(readme.get("A private registry")))
        .contains("secret/registry created (server dry run)", "STATUS: pending-upgrade");
    assertThat(Chart.render(values))
        .contains("image: registry.example.com/proxpanel-backup/operator:")
        .contains("value: registry.example.com/proxpanel-backup/agent:")
        .contains("imagePullSecrets:");
  }

  @Test
  @Order(2)
  void worksInTheNamespacesThatItIsGivenWithRolesAlone() {
    shell.run(readme.get("Some namespaces only"));
    String ignored =
        panel.example("backup.yaml").replace("name: before-upgrade", "name: not-watched");
    cluster.kubectl().runWith(ignored, "apply", "-n", OTHER_NAMESPACE, "-f", "-").orFail();
    cluster.kubectl().runWith(ignored, "apply", "-n", TEST_NAMESPACE, "-f", "-").orFail();
    panel.applyBackup("watched");
    panel.awaitSucceeded("bkp/watched");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                message("not-watched", TEST_NAMESPACE)
                    .startsWith("waiting for Secret \"panel-db\""));

    assertThat(message("not-watched", OTHER_NAMESPACE)).isEmpty();
    assertThat(names("clusterroles,clusterrolebindings")).doesNotContain(Release.NAME);
    assertThat(names("roles,rolebindings"))
        .containsExactlyInAnyOrder(
            Release.NAME,
            Release.NAME,
            Release.NAME,
            Release.NAME,
            Release.NAME + "-leader",
            Release.NAME + "-leader");
    cluster.kubectl().run("delete", "bkp/not-watched", "-n", OTHER_NAMESPACE).orFail();
  }

  @Test
  @Order(3)
  void ofTwoReplicasBothAreReadyAndOneLeads() {
    shell.run(readme.get("Several replicas"));

    // The pods of before may still be ending.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(release.pods().stream().map(ChartE2E::readiness))
                    .containsExactlyInAnyOrder(
                        "The operator is ready and leads.",
                        "The operator is ready and stands by; another replica leads."));
    assertThat(release.pods()).allMatch(pod -> cluster.client().resource(pod).isReady());
    assertThat(release.log()).containsOnlyOnce("This replica leads");
    assertThat(get("poddisruptionbudget", Release.NAME, "{.status.disruptionsAllowed}"))
        .isEqualTo("1");
    assertThat(
            raw("namespaces/%1$s/services/%1$s-metrics:http/proxy/metrics".formatted(Release.NAME)))
        .contains("operator_sdk_");
  }

  @Test
  @Order(4)
  void givesJobsTheSecretsAloneThatHaveTheLabel() {
    List<String> commands = readme.get("Secrets that Jobs may have");
    shell.run(commands.subList(0, 1));
    panel.applyBackup("not-allowed");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(message("not-allowed", panel.name()))
                    .contains("\"panel-db\"", "backup.proxpanel.io/allowed=true"));

    shell.run(commands.subList(1, 2));
    panel.awaitSucceeded("bkp/not-allowed");
  }

  /** Those of the golden file, with images that are in the cluster; the Secret has its label. */
  @Test
  @Order(5)
  void worksWithEveryValueSet() {
    Map<String, Object> here = new HashMap<>();
    here.put("image.repository", "proxpanel-backup/operator");
    here.put("agent.image.repository", "proxpanel-backup/agent");
    for (String image : List.of("image.", "agent.image.")) {
      here.put(image + "tag", "");
      here.put(image + "pullPolicy", "IfNotPresent");
    }
    // Its definitions are not ours to install.
    here.put("metrics.serviceMonitor", false);
    cluster.kubectl().run("create", "priorityclass", PRIORITY_CLASS, "--value=1000").orFail();
    try {
      release.install(Path.of("src/test/resources/chart/in-everything.yaml"), here);
      panel.applyBackup("with-everything");
      panel.awaitSucceeded("bkp/with-everything");

      PodSpec pod = release.pods().get(0).getSpec();
      assertThat(pod.getPriority()).isEqualTo(1000);
      assertThat(pod.getImagePullSecrets()).extracting("name").contains("registry");
      assertThat(pod.getTolerations()).extracting("key").contains("dedicated");
      assertThat(pod.getAffinity().getPodAntiAffinity()).isNotNull();
      assertThat(pod.getTopologySpreadConstraints()).hasSize(1);
      assertThat(release.pods().get(0).getMetadata().getLabels())
          .containsEntry("example.com/tier", "operators")
          .containsEntry("example.com/team", "network");
      assertThat(get("networkpolicy", "isp-backups", "{.spec.egress[1].ports[0].port}"))
          .isEqualTo("6443");
      assertThat(
              panel
                  .kubectl(
                      "get",
                      "pods",
                      "--selector=job-name=with-everything-backup-1",
                      "--output=jsonpath={.items[0].spec.imagePullSecrets[*].name}"
                          + " {.items[0].spec.securityContext.runAsUser}")
                  .orFail())
          .contains("registry", "other-registry")
          .endsWith(" 1000");
    } finally {
      cluster.kubectl().run("delete", "priorityclass", PRIORITY_CLASS).orFail();
    }
  }

  private static String readiness(Pod pod) {
    return raw(
        "namespaces/%s/pods/%s:8080/proxy/readyz"
            .formatted(Release.NAME, pod.getMetadata().getName()));
  }

  private static String raw(String path) {
    return cluster.kubectl().run("get", "--raw", "/api/v1/" + path).orFail().strip();
  }

  private static String get(String kind, String name, String field) {
    return cluster
        .kubectl()
        .run("get", kind, name, "-n", Release.NAME, "--output=jsonpath=" + field)
        .orFail();
  }

  private static String message(String backup, String namespace) {
    return cluster
        .kubectl()
        .run("get", "bkp/" + backup, "-n", namespace, "--output=jsonpath={.status.message}")
        .orFail();
  }

  private static Stream<String> names(String kinds) {
    return cluster
        .kubectl()
        .run(
            "get",
            kinds,
            "--all-namespaces",
            "--selector=app.kubernetes.io/instance=" + Release.NAME,
            "--output=jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}")
        .orFail()
        .lines();
  }
}
