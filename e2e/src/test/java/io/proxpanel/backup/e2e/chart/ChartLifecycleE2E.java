package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.proxpanel.backup.e2e.cluster.OnCluster;
import io.proxpanel.backup.e2e.cluster.PanelNamespace;
import io.proxpanel.backup.e2e.cluster.Release;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Installed, upgraded, uninstalled and installed again as the chart's README says. */
@OnCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartLifecycleE2E {
  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;
  private static Map<String, List<String>> readme;
  private static Shell shell;

  @BeforeAll
  static void create(TestCluster shared, Release operator) throws IOException {
    cluster = shared;
    release = operator;
    readme = ChartReadme.commands();
    shell = new Shell(shared, Chart.CHECKOUT);
    panel = PanelNamespace.create(shared, "isp");
    panel.psql("CREATE TABLE subscribers (name text); INSERT INTO subscribers VALUES ('alice')");
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  @Test
  @Order(1)
  void isInstalledInANamespaceOfTheLevelRestricted() {
    release.uninstall();
    cluster.deleteNamespace(Release.NAME);

    shell.run(readme.get("Installing"));
    release.pods().forEach(pod -> cluster.client().resource(pod).delete());
    shell.run(readme.get("Installing").subList(1, 2));

    assertThat(cluster.client().namespaces().withName(Release.NAME).get().getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    // The Deployment's status may not show yet that the pods were deleted, which is all that is
    // waited for above.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(release.pods()).allSatisfy(pod -> assertThat(isReady(pod)).isTrue()));
  }

  @Test
  @Order(2)
  void anOlderReleaseIsUpgradedWithItsDefinitionsAndItsValuesStay(@TempDir Path folder)
      throws IOException {
    release.from(olderChart(folder)).install(Map.of("log.level", "DEBUG"));
    assertThat(columns()).doesNotContain("MESSAGE").contains("PHASE");
    panel.applyBackup("first");
    panel.applyBackup("before-upgrade");
    panel.awaitSucceeded("bkp/first");
    panel.awaitSucceeded("bkp/before-upgrade");
    panel.psql("DELETE FROM subscribers");
    panel.applyRestore("undo", "first");
    panel.awaitSucceeded("rst/undo");
    panel.psql("INSERT INTO subscribers VALUES ('bob')");
    final Set<String> before = resources();
    final Set<String> jobs = jobs();

    shell.run(readme.get("Upgrading"));

    assertThat(columns()).contains("MESSAGE");
    assertThat(environment("BACKUP_LOG_LEVEL")).isEqualTo("DEBUG");
    panel.applyBackup("second");
    panel.awaitSucceeded("bkp/second");
    assertThat(resources()).containsAll(before).hasSize(before.size() + 1);
    assertThat(jobs()).containsAll(jobs).hasSize(jobs.size() + 1);
  }

  @Test
  @Order(3)
  void leavesBackupsRestoresAndDefinitionsWhenItIsUninstalled() {
    // Were it the Jobs that say what has run, all would run again.
    panel.kubectl("delete", "jobs", "--all", "--wait").orFail();
    final Set<String> before = resources();
    final List<String> files = panel.files();

    shell.run(readme.get("Uninstalling").subList(0, 1));

    assertThat(resources()).isEqualTo(before);
    assertThat(panel.files()).isEqualTo(files);
    assertThat(ownedByTheRelease())
        .containsExactly(
            "CustomResourceDefinition/backups.backup.proxpanel.io",
            "CustomResourceDefinition/backupschedules.backup.proxpanel.io",
            "CustomResourceDefinition/mikrotikbackups.backup.proxpanel.io",
            "CustomResourceDefinition/restores.backup.proxpanel.io");
  }

  @Test
  @Order(4)
  void aDeletedBackupWaitsForAnOperatorOrIsLetGoByHand() {
    final List<String> files = panel.files();
    panel.kubectl("delete", "bkp", "first", "before-upgrade", "--wait=false").orFail();
    assertThat(panel.backup("before-upgrade").getMetadata().getFinalizers()).isNotEmpty();

    shell.run(readme.get("Uninstalling").subList(1, 2));

    assertThat(panel.backup("before-upgrade")).isNull();
    assertThat(panel.backup("first").isMarkedForDeletion()).isTrue();
    assertThat(panel.files()).isEqualTo(files);
  }

  @Test
  @Order(5)
  void doesWhatWasAskedForMeanwhileAndNothingTwiceWhenItIsInstalledAgain() {
    final Set<String> ended = resources("Backup/second", "Restore/undo");
    final String first = panel.backup("first").getStatus().fileName;
    panel.applyBackup("meanwhile");

    shell.run(readme.get("Installing"));

    panel.awaitSucceeded("bkp/meanwhile");
    await().atMost(Duration.ofMinutes(1)).until(() -> panel.backup("first") == null);
    assertThat(panel.files())
        .contains(
            panel.backup("second").getStatus().fileName,
            panel.backup("meanwhile").getStatus().fileName)
        .doesNotContain(first);
    assertThat(ended).hasSize(2).isEqualTo(resources("Backup/second", "Restore/undo"));
    assertThat(panel.psql("SELECT name FROM subscribers ORDER BY name")).isEqualTo("alice\nbob");
    assertThat(jobs().stream().map(job -> job.split(" ")[0]))
        .containsExactly("Job/first-delete-1", "Job/meanwhile-backup-1");
  }

  private static boolean isReady(Pod pod) {
    return cluster.client().pods().resource(pod).isReady();
  }

  /** The chart with definitions that lack a column, and a lower version. */
  private static Path olderChart(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(Chart.FOLDER.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.writeString(copy, older(Files.readString(file)));
        }
      }
    }
    return folder;
  }

  private static String older(String text) {
    return text.replaceFirst("(?m)^version: .*$", "version: 0.0.1")
        .replaceFirst("(?m)^    - description: \"What it waits for.*\\n(?:      .*\\n)+", "");
  }

  private static List<String> columns() {
    CustomResourceDefinition definition =
        cluster
            .client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("backups.backup.proxpanel.io")
            .get();
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().get(0);
    return version.getAdditionalPrinterColumns().stream().map(each -> each.getName()).toList();
  }

  private static String environment(String variable) {
    return release.pods().get(0).getSpec().getContainers().get(0).getEnv().stream()
        .filter(each -> each.getName().equals(variable))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** Every Backup and Restore, or these, with its version, which every write changes. */
  private static Set<String> resources(String... only) {
    return list("bkp,rst", "{.metadata.resourceVersion}").stream()
        .filter(each -> only.length == 0 || List.of(only).contains(each.split(" ")[0]))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> jobs() {
    return list("jobs", "{.metadata.uid}");
  }

  private static Set<String> list(String kinds, String field) {
    String each = "{.kind}/{.metadata.name} " + field + "{\"\\n\"}";
    return panel
        .kubectl("get", kinds, "--output=jsonpath={range .items[*]}" + each + "{end}")
        .orFail()
        .lines()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the chart may have made, by its label. */
  private static Set<String> ownedByTheRelease() {
    return cluster
        .kubectl()
        .run(
            "get",
            "crd,clusterroles,clusterrolebindings,roles,rolebindings,deployments,services,"
                + "serviceaccounts,poddisruptionbudgets,networkpolicies,validatingadmissionpolicies,"
                + "validatingadmissionpolicybindings",
            "--all-namespaces",
            "--selector=app.kubernetes.io/instance=" + Release.NAME,
            "--output=jsonpath={range .items[*]}{.kind}/{.metadata.name}{\"\\n\"}{end}")
        .orFail()
        .lines()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
