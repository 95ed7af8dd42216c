package io.proxpanel.backup.e2e.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that run a shell script in the place of the agent. */
class EmbeddedJobsTest {
  private static final String PASSWORD = "/run/backup/secrets/password/value";
  private static final String VOLUME = "/run/backup/volumes/local";

  @TempDir Path folder;
  private EmbeddedCluster cluster;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    AgentProgram shell =
        new AgentProgram(List.of("sh", "-c"), Map.of("PATH", "/usr/bin:/bin", "IMAGE", "yes"));
    cluster = EmbeddedCluster.start(folder, Path.of("src/test/resources/embedded"), shell);
    client = cluster.client();
    client.resource(secret("hunter2")).create();
    client
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("backups")
                .endMetadata()
                .build())
        .create();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void runsAProcessWithItsVolumesAndReportsWhatItLeft() throws IOException {
    create(
        job(
            "cp "
                + PASSWORD
                + " "
                + VOLUME
                + "/copy; stat -c %a "
                + PASSWORD
                + "; echo \"$IMAGE $HOME $TASK\"; touch \"$BACKUP_SCRATCH/t\";"
                + " printf 'wrote "
                + VOLUME
                + "/copy' > \"$BACKUP_RESULT_FILE\""));

    JobCondition end = awaitEnd();

    assertThat(end.getType()).isEqualTo("Complete");
    assertThat(status().getSucceeded()).isEqualTo(1);
    assertThat(status().getCompletionTime()).isNotNull();
    assertThat(terminated().getExitCode()).isZero();
    assertThat(terminated().getMessage()).isEqualTo("wrote " + VOLUME + "/copy");
    assertThat(cluster.claimFolder("default", "backups").resolve("copy")).hasContent("hunter2");
    assertThat(pod().getMetadata().getLabels())
        .containsEntry("batch.kubernetes.io/job-name", "work")
        .containsEntry("mine", "yes");
    Path log = cluster.logs().resolve("default").resolve(pod().getMetadata().getName() + ".log");
    assertThat(log).content().contains("600\n").containsPattern("yes  .*" + folder + ".*/value");
    assertThat(folder.resolve("pods")).isEmptyDirectory();
  }

  @Test
  void reportsTheExitCodeOfAProcessThatFails() {
    create(job("printf no > \"$BACKUP_RESULT_FILE\"; exit 6"));

    JobCondition end = awaitEnd();

    assertThat(end.getType()).isEqualTo("Failed");
    assertThat(end.getReason()).isEqualTo("BackoffLimitExceeded");
    assertThat(terminated().getExitCode()).isEqualTo(6);
    assertThat(terminated().getReason()).isEqualTo("Error");
    assertThat(terminated().getMessage()).isEqualTo("no");
  }

  @Test
  void waitsForASecretAndSaysSo() {
    client.secrets().withName("db").delete();
    create(job("true"));
    awaitWaiting("secret \"db\" not found");

    client.resource(secret("x")).create();
    assertThat(awaitEnd().getType()).isEqualTo("Complete");
  }

  @Test
  void waitsForAClaimAndSaysSo() {
    client.persistentVolumeClaims().withName("backups").delete();

    create(job("true"));

    awaitWaiting("persistentvolumeclaim \"backups\" not found");
  }

  @Test
  void waitsForAKeyOfASecretAndSaysSo() {
    Secret other = secret("x");
    other.setStringData(Map.of());
    other.setData(Map.of("other", "eA=="));
    client.resource(other).update();

    create(job("true"));

    awaitWaiting("references non-existent key: password");
  }

  @Test
  void startsASuspendedJobWhenItIsReleased() {
    create(new JobBuilder(job("true")).editSpec().withSuspend(true).endSpec().build());
    await().during(Duration.ofMillis(500)).until(() -> client.pods().list().getItems().isEmpty());

    client
        .batch()
        .v1()
        .jobs()
        .withName("work")
        .edit(j -> new JobBuilder(j).editSpec().withSuspend(false).endSpec().build());

    assertThat(awaitEnd().getType()).isEqualTo("Complete");
  }

  @Test
  void endsTheProcessByTermWhenTheJobIsDeleted() {
    create(
        job(
            "trap 'echo asked > "
                + VOLUME
                + "/asked; exit 0' TERM; touch "
                + VOLUME
                + "/up; while :; do sleep 0.1; done"));
    awaitFile("up");

    client
        .batch()
        .v1()
        .jobs()
        .withName("work")
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();

    awaitFile("asked");
    await().until(() -> client.pods().list().getItems().isEmpty());
  }

  @Test
  void killsAProcessThatDoesNotEndInItsGracePeriodAndAllThatItStarted() {
    create(
        job(
            "trap '' TERM; sleep 600 & echo $! > "
                + VOLUME
                + "/child; touch "
                + VOLUME
                + "/up; while :; do sleep 0.1; done"));
    awaitFile("up");
    long child = Long.parseLong(read("child").strip());
    assertThat(ProcessHandle.of(child)).isPresent();

    client.pods().resource(pod()).withGracePeriod(1).delete();

    await().until(() -> ProcessHandle.of(child).isEmpty());
    await().until(() -> client.pods().list().getItems().isEmpty());
    assertThat(awaitEnd().getType()).isEqualTo("Failed");
  }

  @Test
  void reportsTheSignalThatKilledTheProcess() {
    create(
        job(
            "printf half > \"$BACKUP_RESULT_FILE\"; touch "
                + VOLUME
                + "/up; while :; do sleep 0.1; done"));
    awaitFile("up");

    assertThat(cluster.killAgent("default", "work")).isTrue();

    assertThat(awaitEnd().getType()).isEqualTo("Failed");
    assertThat(terminated().getExitCode()).isEqualTo(137);
    assertThat(terminated().getMessage()).isEqualTo("half");
  }

  @Test
  void endsAJobThatTakesTooLong() {
    create(
        new JobBuilder(job("while :; do sleep 0.1; done"))
            .editSpec()
            .withActiveDeadlineSeconds(1L)
            .endSpec()
            .build());

    JobCondition end = awaitEnd();

    assertThat(end.getType()).isEqualTo("Failed");
    assertThat(end.getReason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void removesAFinishedJobWhenItsTimeIsOver() {
    create(new JobBuilder(job("true")).editSpec().withTtlSecondsAfterFinished(1).endSpec().build());

    await().until(() -> client.batch().v1().jobs().withName("work").get() == null);
    await().until(() -> client.pods().list().getItems().isEmpty());
  }

  @Test
  void leavesNoProcessBehindWhenItCloses() {
    create(
        job("echo $$ > " + VOLUME + "/pid; touch " + VOLUME + "/up; while :; do sleep 0.1; done"));
    awaitFile("up");
    long pid = Long.parseLong(read("pid").strip());

    cluster.close();

    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  private void create(Job job) {
    client.resource(job).create();
  }

  private static Job job(String script) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("work")
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("mine", "yes")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("agent")
        .withImage("agent:test")
        .withArgs(script)
        .addNewEnv()
        .withName("TASK")
        .withValue("{\"passwordFile\":\"" + PASSWORD + "\"}")
        .endEnv()
        .addNewVolumeMount()
        .withName("password")
        .withMountPath("/run/backup/secrets/password")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("local")
        .withMountPath(VOLUME)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/tmp")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("password")
        .withNewSecret()
        .withSecretName("db")
        .addNewItem()
        .withKey("password")
        .withPath("value")
        .endItem()
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName("local")
        .withNewPersistentVolumeClaim()
        .withClaimName("backups")
        .endPersistentVolumeClaim()
        .endVolume()
        .addNewVolume()
        .withName("scratch")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Secret secret(String password) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("db")
        .endMetadata()
        .withStringData(Map.of("password", password))
        .build();
  }

  private JobStatus status() {
    return client.batch().v1().jobs().withName("work").get().getStatus();
  }

  private JobCondition awaitEnd() {
    return await()
        .until(
            () ->
                Optional.ofNullable(client.batch().v1().jobs().withName("work").get())
                    .map(Job::getStatus)
                    .flatMap(s -> s.getConditions().stream().findFirst()),
            Optional::isPresent)
        .orElseThrow();
  }

  private Pod pod() {
    return client.pods().list().getItems().get(0);
  }

  private ContainerStateTerminated terminated() {
    return pod().getStatus().getContainerStatuses().get(0).getState().getTerminated();
  }

  private void awaitWaiting(String message) {
    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        pod()
                            .getStatus()
                            .getContainerStatuses()
                            .get(0)
                            .getState()
                            .getWaiting()
                            .getMessage())
                    .contains(message));
    assertThat(pod().getStatus().getPhase()).isEqualTo("Pending");
  }

  private void awaitFile(String name) {
    await().until(() -> Files.exists(cluster.claimFolder("default", "backups").resolve(name)));
  }

  private String read(String name) {
    try {
      return Files.readString(cluster.claimFolder("default", "backups").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
