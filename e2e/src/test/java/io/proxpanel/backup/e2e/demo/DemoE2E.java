package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.cluster.JavaCommand;
import io.proxpanel.backup.e2e.cluster.OnCluster;
import io.proxpanel.backup.e2e.cluster.Release;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on a cluster, as the process that a person starts and ends. */
@OnCluster
class DemoE2E {
  private static final int STOPPED_BY_SIGTERM = 128 + 15;
  private static final int MINUTES = 3;

  private static TestCluster cluster;
  private static Release release;

  @TempDir Path results;

  @BeforeAll
  static void take(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
  }

  @BeforeEach
  void uninstallWhatAnotherClassInstalled() {
    release.uninstall();
  }

  @Test
  void staysUpUntilItIsStoppedAndThenLeavesNothingRunning() throws Exception {
    Process demo = start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = demo.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.contains("Ctrl-C stops it")) {
          assertThat(namespaces()).contains("panel");
          assertThat(release.pods()).isNotEmpty();
          // Process.destroy would close what is read here too.
          demo.toHandle().destroy();
        }
      }
    }

    String text = String.join("\n", lines);
    assertThat(demo.waitFor(MINUTES, TimeUnit.MINUTES)).as(text).isTrue();
    assertThat(demo.exitValue()).as(text).isEqualTo(STOPPED_BY_SIGTERM);
    assertThat(text)
        .contains("All of it is real: Kubernetes with a kubelet")
        .containsPattern("Yes: [0-9,]+ rows in 27 tables")
        .endsWith("Ctrl-C stops it and leaves nothing running.\n\nStopping…");
    assertThat(namespaces()).doesNotContain("panel");
    assertThat(release.isInstalled()).isFalse();
  }

  @Test
  void leavesANamespaceAndAReleaseThatAreNotItsOwn() throws Exception {
    cluster.createNamespace("panel");
    release.install(Map.of());
    try {
      Process demo = start();
      String text =
          new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();

      assertThat(demo.waitFor()).as(text).isEqualTo(1);
      assertThat(text)
          .contains(
              "The demo failed: The cluster has what the demo makes and removes. Take another"
                  + " cluster or, where it is not needed: kubectl delete namespace panel and helm"
                  + " uninstall proxpanel-backup --namespace proxpanel-backup\n")
          .endsWith("More is in " + results + ".");
      assertThat(namespaces()).contains("panel");
      assertThat(release.isInstalled()).isTrue();
    } finally {
      cluster.deleteNamespace("panel");
    }
  }

  /** As the script does, with a small database. */
  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            JavaCommand.of(
                Demo.class,
                System.getProperty("java.io.tmpdir"),
                "-Dlogback.configurationFile=demo/logback.xml",
                "-Ddemo.checkout=" + cluster.checkout(),
                "-Ddemo.results=" + results,
                "-Ddemo.subscribers=300",
                "-Ddemo.cluster=true",
                "-Ddemo.keep=true",
                "-Ddemo.terminal=false"));
    builder.environment().putAll(cluster.environment());
    return builder.redirectErrorStream(true).start();
  }

  private static List<String> namespaces() {
    return cluster.client().namespaces().list().getItems().stream()
        .map(each -> each.getMetadata().getName())
        .toList();
  }
}
