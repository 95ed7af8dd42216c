package io.proxpanel.backup.e2e.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that bring many Secrets and ConfigMaps together, and one that this node cannot make. */
class EmbeddedVolumesTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: { name: work }
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers:
              - name: agent
                image: agent:test
                args: ["cd /shared && find . -type f | sort | xargs tail -n +1 > \\"$BACKUP_RESULT_FILE\\""]
                volumeMounts: [{ name: shared, mountPath: /shared }]
            volumes: [{ name: shared, $VOLUME }]
      """;

  @TempDir Path folder;
  private EmbeddedCluster cluster;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    AgentProgram shell = new AgentProgram(List.of("sh", "-c"), Map.of("PATH", "/usr/bin:/bin"));
    cluster = EmbeddedCluster.start(folder, Path.of("src/test/resources/embedded"), shell);
    client = cluster.client();
    create(
        """
        apiVersion: v1
        kind: Secret
        metadata: { name: db }
        stringData: { password: hunter2, other: no }
        """);
    create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: ca }
        data: { ca.crt: of-the-server }
        """);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void bringsKeysOfManyTogetherAndLeavesOutWhatMayBeMissing() {
    create(
        JOB.replace(
            "$VOLUME",
            """
            projected: { sources: [
              { secret: { name: db, optional: true, items: [
                { key: password, path: 0/value }, { key: missing, path: 1/value }] } },
              { secret: { name: nobody, optional: true } },
              { configMap: { name: ca } }] }
            """
                .replace("\n", "")));

    assertThat(await().until(this::message, text -> !text.isEmpty()).strip())
        .isEqualTo("==> ./0/value <==\nhunter2\n==> ./ca.crt <==\nof-the-server");
  }

  @Test
  void waitsForWhatMayNotBeMissing() {
    create(JOB.replace("$VOLUME", "projected: { sources: [{ secret: { name: nobody } }] }"));

    await()
        .until(
            this::waiting,
            "ContainerCreating: MountVolume.SetUp failed: secret \"nobody\" not found"::equals);
  }

  @Test
  void saysThatAVolumeIsOfAKindThatItCannotMake() {
    create(JOB.replace("$VOLUME", "hostPath: { path: /etc }"));

    await()
        .until(
            this::waiting,
            "CreateContainerError: the volume \"shared\" is of a kind that is not emulated"
                ::equals);
  }

  private void create(String yaml) {
    client.resource(yaml).create();
  }

  private String message() {
    return client.pods().list().getItems().stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .map(status -> status.getState().getTerminated())
        .filter(ended -> ended != null && ended.getMessage() != null)
        .map(ended -> ended.getMessage())
        .findFirst()
        .orElse("");
  }

  private String waiting() {
    return client.pods().list().getItems().stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .map(status -> status.getState().getWaiting())
        .filter(waiting -> waiting != null)
        .map(waiting -> waiting.getReason() + ": " + waiting.getMessage())
        .findFirst()
        .orElse("");
  }
}
