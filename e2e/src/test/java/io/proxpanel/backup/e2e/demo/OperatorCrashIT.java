package io.proxpanel.backup.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.e2e.apiserver.Clients;
import io.proxpanel.backup.e2e.embedded.ApiDoor;
import io.proxpanel.backup.e2e.embedded.EmbeddedCluster;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator loses its API server after each of its writes in turn, in the midst of a Backup and
 * a Restore by the real agent, and another operator goes on: one file, one restore.
 */
class OperatorCrashIT {
  private static final Path CHECKOUT = Path.of("..");
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");
  private static final Duration MOST = Duration.ofMinutes(3);

  /** No Backup with its Restore needs more; one that does is a defect of its own. */
  private static final int MOST_WRITES = 40;

  @TempDir static Path folder;
  private static PanelCluster panel;

  @BeforeAll
  static void start() throws IOException {
    panel =
        new PanelCluster(
            folder,
            CHECKOUT.resolve("crds"),
            CHECKOUT.resolve("operator/agent/target/backup-agent.jar"));
    panel.database().load(50, 1);
    panel.apply(example("secret.yaml"));
    panel.apply(example("claim.yaml"));
  }

  @AfterAll
  static void stop() {
    panel.close();
  }

  @Test
  void aBackupAndItsRestoreEndRightAfterADeathAtAnyWrite() throws IOException {
    for (int writes = 0; writes < MOST_WRITES; writes++) {
      if (!diedAfter(writes)) {
        assertThat(writes).as("writes of one Backup and one Restore").isGreaterThan(6);
        return;
      }
    }
    throw new AssertionError("More than " + MOST_WRITES + " writes.");
  }

  private static boolean diedAfter(int writes) throws IOException {
    final String backup = "backup-" + writes;
    final String restore = "restore-" + writes;
    final Checksums before = panel.database().checksums();
    panel.apply(
        panel.localised(example("backup.yaml")).replace("name: before-upgrade", "name: " + backup));
    boolean died = workUntilDeadOrStored(writes, backup, restore);
    try (KubernetesClient client = client(panel.cluster().openDoor());
        OperatorRuntime second = panel.startOperator(client)) {
      assertThat(second.httpPort()).isPositive();
      awaitStored(backup);
      applyRestore(backup, restore);
      await(restore)
          .atMost(MOST)
          .until(() -> phase(get(Restore.class, restore)) == Phase.Succeeded);
    }
    Backup stored = get(Backup.class, backup);
    assertThat(stored.getStatus().attempts).as(backup).isEqualTo(1);
    assertThat(get(Restore.class, restore).getStatus().attempts).as(restore).isEqualTo(1);
    assertThat(jobs(backup)).as("Jobs of " + backup).hasSize(1);
    assertThat(jobs(restore)).as("Jobs of " + restore).hasSize(1);
    assertThat(files()).as("files").hasSize(writes + 1).contains(stored.getStatus().fileName);
    List<String> different = before.differences(panel.database().checksums());
    // The logs that are left out are empty from the first restore on.
    assertThat(different)
        .isSubsetOf("public.cpe_tasks", "public.radius_logs", "public.radpostauth");
    return died;
  }

  private static boolean workUntilDeadOrStored(int writes, String backup, String restore)
      throws IOException {
    ApiDoor door = panel.cluster().openDoor();
    door.shutAfterWrites(writes);
    try (KubernetesClient client = client(door);
        OperatorRuntime first = panel.startOperator(client)) {
      assertThat(first.httpPort()).isPositive();
      await(backup)
          .atMost(MOST)
          .until(
              () -> {
                if (phase(get(Backup.class, backup)) == Phase.Succeeded) {
                  applyRestore(backup, restore);
                }
                Restore now = get(Restore.class, restore);
                return door.isShut() || (now != null && phase(now) == Phase.Succeeded);
              });
    } catch (RuntimeException e) {
      // One that dies while it starts cannot start.
      assertThat(door.isShut()).as("%s", e).isTrue();
    }
    return door.isShut();
  }

  private static void applyRestore(String backup, String restore) throws IOException {
    if (get(Restore.class, restore) == null) {
      panel.apply(
          example("restore.yaml")
              .replace("name: undo-upgrade", "name: " + restore)
              .replace("name: before-upgrade", "name: " + backup));
    }
  }

  private static void awaitStored(String backup) {
    await(backup).atMost(MOST).until(() -> phase(get(Backup.class, backup)) == Phase.Succeeded);
  }

  private static KubernetesClient client(ApiDoor door) {
    Config config = EmbeddedCluster.config(door);
    // A door that was shut does not open again: there is nothing to wait for.
    config.setRequestRetryBackoffLimit(0);
    return Clients.builder().withConfig(config).build();
  }

  private static <R extends HasMetadata> R get(Class<R> type, String name) {
    return panel.client().resources(type).inNamespace(PanelCluster.NAMESPACE).withName(name).get();
  }

  private static Phase phase(Backup backup) {
    return backup.getStatus() == null ? null : backup.getStatus().phase;
  }

  private static Phase phase(Restore restore) {
    return restore.getStatus() == null ? null : restore.getStatus().phase;
  }

  private static List<String> jobs(String owner) {
    return panel
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(PanelCluster.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .map(job -> job.getMetadata().getName())
        .filter(name -> name.matches(owner + "-(backup|restore)-\\d+"))
        .toList();
  }

  private static List<String> files() throws IOException {
    Path volume = panel.cluster().claimFolder(PanelCluster.NAMESPACE, "backups");
    try (Stream<Path> files = Files.list(volume)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".bak"))
          .toList();
    }
  }

  private static String example(String name) throws IOException {
    return Files.readString(EXAMPLES.resolve(name));
  }
}
