package io.proxpanel.backup.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the operator decides on a version of an object is written only on that version, by the calls
 * that it makes. All of its guarantees rest on that, so a real server has to say it.
 */
@ExtendWith(SharedApiServer.class)
class OptimisticLockIT {
  private static final Path BACKUP = Path.of("src", "test", "resources", "examples", "backup.yaml");

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: { name: locked }
      spec:
        suspend: true
        template:
          spec:
            restartPolicy: Never
            containers: [{ name: agent, image: agent }]
      """;

  @Test
  void aStatusThatWasDecidedOnAnOldVersionIsRefused(ApiServer server) throws IOException {
    try (KubernetesClient client = server.client()) {
      Backup example =
          client.getKubernetesSerialization().unmarshal(Files.readString(BACKUP), Backup.class);
      example.getMetadata().setName("locked");
      Backup old = client.resource(example).create();
      try {
        Backup first = write(client, old, Phase.Pending);
        assertThat(first.getStatus().phase).isEqualTo(Phase.Pending);

        refused(() -> write(client, old, Phase.Running));
        // Nor does one pass that somebody else's annotation has overtaken.
        annotate(client, first);
        refused(() -> write(client, first, Phase.Running));

        Backup now = client.resource(old).get();
        assertThat(now.getStatus().phase).isEqualTo(Phase.Pending);
        assertThat(write(client, now, Phase.Running).getStatus().phase).isEqualTo(Phase.Running);
      } finally {
        client.resource(old).delete();
      }
    }
  }

  @Test
  void aJobIsReleasedOnlyAsItWasSeen(ApiServer server) {
    try (KubernetesClient client = server.client()) {
      Job seen =
          client.resource(client.getKubernetesSerialization().unmarshal(JOB, Job.class)).create();
      try {
        annotate(client, seen);
        refused(() -> release(client, seen));

        Job now = client.resource(seen).get();
        assertThat(now.getSpec().getSuspend()).isTrue();
        assertThat(release(client, now).getSpec().getSuspend()).isFalse();
      } finally {
        client.resource(seen).delete();
      }
    }
  }

  /** As the operator's StatusWriter does. */
  private static Backup write(KubernetesClient client, Backup read, Phase phase) {
    return client
        .resource(read)
        .editStatus(
            item -> {
              Backup changed = client.getKubernetesSerialization().clone(item);
              changed.setStatus(new BackupStatus());
              changed.getStatus().phase = phase;
              return changed;
            });
  }

  /** As the operator's AgentJobs does. */
  private static Job release(KubernetesClient client, Job read) {
    return client
        .batch()
        .v1()
        .jobs()
        .resource(read)
        .edit(job -> new JobBuilder(job).editSpec().withSuspend(false).endSpec().build());
  }

  private static <T extends HasMetadata> void annotate(KubernetesClient client, T object) {
    client
        .resource(client.resource(object).get())
        .edit(
            item -> {
              T changed = client.getKubernetesSerialization().clone(item);
              changed.getMetadata().setAnnotations(Map.of("example.com/note", "seen"));
              return changed;
            });
  }

  private static void refused(ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(ApiErrors.isConflict(e)).isTrue());
  }
}
