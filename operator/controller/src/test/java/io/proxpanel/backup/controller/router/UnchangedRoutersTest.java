package io.proxpanel.backup.controller.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupRef;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterStatus;
import io.proxpanel.backup.api.v1.UnchangedPolicy;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that refer to older ones, and what becomes of those when they are deleted. */
class UnchangedRoutersTest extends OperatorTestCase {
  private static final String REFERRED =
      "The archives stay while MikrotikBackup \"second\" refers to them for routers that had not"
          + " changed. Delete it too; or, to let this MikrotikBackup go and leave the archives, set"
          + " its annotation backup.proxpanel.io/abandon-files to \"true\".";

  private final CopyOnWriteArrayList<Task.Routers> tasks = new CopyOnWriteArrayList<>();

  @BeforeEach
  void agents() {
    // Who waits is woken, and does not find out by looking again.
    stopOperator();
    startOperator("BACKUP_LOOK_AGAIN_MAX", "1h");
    createSurroundings();
    cluster
        .jobs()
        .agents(
            job -> {
              if (!(FakeCluster.task(job) instanceof Task.Routers task)) {
                return FakeAgent.succeeds(job);
              }
              tasks.add(task);
              return RouterSamples.agent(job, Map.of(), Map.of(), Set.of("edge-2"));
            });
  }

  private MikrotikBackup create(String name, MikrotikBackupSpec spec) {
    cluster.create(RouterSamples.backup(name, spec));
    return await(name, Phase.Succeeded);
  }

  private MikrotikBackup await(String name, Phase phase) {
    return eventually()
        .until(() -> get(name), b -> b.getStatus() != null && b.getStatus().phase == phase);
  }

  private MikrotikBackup get(String name) {
    return cluster
        .client()
        .resources(MikrotikBackup.class)
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .get();
  }

  /** Two runs, of which the second needs an archive of the first. */
  private MikrotikBackup twoRuns(MikrotikBackupSpec spec) {
    create("first", spec);
    return create("second", spec);
  }

  private void delete(String name) {
    cluster.client().resource(get(name)).delete();
  }

  private void awaitAbsent(String name) {
    eventually().until(() -> get(name) == null);
  }

  private void awaitDeletion(String name, String reason, String message) {
    eventually()
        .untilAsserted(
            () -> {
              assertThat(
                      Conditions.find(get(name).getStatus().conditions, Conditions.FILES_DELETED))
                  .hasValueSatisfying(
                      condition -> {
                        assertThat(condition.getReason()).isEqualTo(reason);
                        assertThat(condition.getStatus()).isEqualTo("Unknown");
                        assertThat(condition.getMessage()).isEqualTo(message);
                      });
              assertThat(get(name).getStatus().message).isEqualTo(message);
            });
  }

  private void awaitEvent(String event) {
    eventually().untilAsserted(() -> assertThat(cluster.events()).contains(event));
  }

  @Test
  void statusSaysWhichRunHasTheArchive() {
    MikrotikBackup second = twoRuns(RouterSamples.skipping("edge-1", "edge-2"));

    String first = get("first").getMetadata().getUid();
    assertThat(tasks.get(0).referable()).isEmpty();
    assertThat(tasks.get(1).referable()).containsExactly(first);
    assertThat(second.getStatus().good).isEqualTo("2 of 2");
    assertThat(second.getStatus().unchanged).isEqualTo(1);
    assertThat(second.getStatus().size).isEqualTo("2 KiB");
    assertThat(second.getStatus().refersTo).containsExactly(new MikrotikBackupRef("first", first));
    assertThat(second.getStatus().routers)
        .extracting(
            RouterStatus::name, RouterStatus::state, RouterStatus::storedBy, RouterStatus::fileName)
        .containsExactly(
            tuple("edge-1", "Stored", null, "mikrotik_edge-1.tar.gz"),
            tuple("edge-2", "Unchanged", "first", "mikrotik_edge-2.tar.gz"));
    assertThat(second.getStatus().routers.get(1).sha256()).isEqualTo("ef".repeat(32));
    assertThat(
            Conditions.find(second.getStatus().conditions, Conditions.SUCCEEDED)
                .orElseThrow()
                .getMessage())
        .isEqualTo("The routers' configurations are stored, those of 1 in archives of older runs.");
    awaitEvent(
        "Stored: 2 of 2 routers, 2 KiB, %s. 1 of them has not changed; its archive is kept by"
                .formatted(second.getStatus().location)
            + " MikrotikBackup \"first\".");
    assertThat(get("first").getStatus().refersTo).isNull();
    assertThat(get("first").getStatus().unchanged).isNull();
  }

  @Test
  void archivesStayAsLongAsAnotherRunRefersToThem() {
    twoRuns(RouterSamples.skipping("edge-1", "edge-2"));

    delete("first");

    awaitDeletion("first", "ReferredTo", REFERRED);
    awaitEvent("DeletionFailed: " + REFERRED);
    assertThat(cluster.jobs().runs()).doesNotContain("first-delete-1");

    delete("second");

    awaitAbsent("second");
    awaitAbsent("first");
    assertThat(cluster.jobs().runs()).contains("first-delete-1", "second-delete-1");
  }

  @Test
  void theNextRunDoesNotReferToOneThatIsBeingDeleted() {
    twoRuns(RouterSamples.skipping("edge-1", "edge-2"));
    delete("first");
    awaitDeletion("first", "ReferredTo", REFERRED);

    MikrotikBackup third = create("third", RouterSamples.skipping("edge-1", "edge-2"));

    assertThat(tasks.get(2).referable()).containsExactly(get("second").getMetadata().getUid());
    assertThat(third.getStatus().refersTo)
        .extracting(MikrotikBackupRef::name)
        .containsExactly("second");
  }

  @Test
  void allOfThemAtOnceWaitForNobody() {
    twoRuns(RouterSamples.skipping("edge-1", "edge-2"));

    cluster.client().resources(MikrotikBackup.class).inNamespace(FakeCluster.NAMESPACE).delete();

    awaitAbsent("first");
    awaitAbsent("second");
    assertThat(cluster.jobs().runs()).contains("first-delete-1", "second-delete-1");
  }

  @Test
  void aNamespaceThatEndsIsNotHeldUp() {
    twoRuns(RouterSamples.skipping("edge-1", "edge-2"));
    cluster
        .server()
        .expect()
        .post()
        .withPath("/apis/batch/v1/namespaces/isp/jobs")
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withReason("Forbidden")
                .withMessage("jobs.batch \"x\" is forbidden: unable to create new content")
                .withNewDetails()
                .addNewCause("metadata.namespace", "", "NamespaceTerminating")
                .endDetails()
                .build())
        .always();

    // One after the other, as the namespace's controller does it.
    delete("first");
    delete("second");

    awaitAbsent("first");
    awaitAbsent("second");
  }

  @Test
  void aPersonCanLetItGo() {
    stopOperator();
    startOperator();
    twoRuns(RouterSamples.skipping("edge-1", "edge-2"));
    delete("first");
    awaitDeletion("first", "ReferredTo", REFERRED);

    cluster
        .client()
        .resource(get("first"))
        .edit(
            backup -> {
              backup
                  .getMetadata()
                  .setAnnotations(Map.of("backup.proxpanel.io/abandon-files", "true"));
              return backup;
            });

    awaitAbsent("first");
    assertThat(cluster.jobs().runs()).doesNotContain("first-delete-1");
    assertThat(get("second").getStatus().refersTo).hasSize(1);
  }

  @Test
  void whatIsRetainedWaitsForNobody() {
    twoRuns(
        RouterSamples.with(
            RouterSamples.spec("edge-1", "edge-2"), UnchangedPolicy.Skip, DeletionPolicy.Retain));
    assertThat(get("second").getStatus().refersTo).hasSize(1);

    delete("first");

    awaitAbsent("first");
    assertThat(cluster.jobs().runs()).doesNotContain("first-delete-1");
  }

  @Test
  void archivesStayUntilARunHasEndedThatMayReferToThem() {
    create("first", RouterSamples.skipping("edge-1", "edge-2"));
    cluster.jobs().agent("second-routers-1", new FakeAgent.Works());
    cluster.create(RouterSamples.backup("second", RouterSamples.skipping("edge-1")));
    await("second", Phase.Running);

    delete("first");

    awaitDeletion(
        "first",
        "MayBeReferredTo",
        "The archives are deleted when MikrotikBackup \"second\" has ended, unless it refers to"
            + " them then.");
    FakeAgent.Logs done =
        (FakeAgent.Logs)
            RouterSamples.agent(cluster.job("second-routers-1"), Map.of(), Map.of(), Set.of());
    cluster.jobs().end("second-routers-1", done.ends());

    await("second", Phase.Succeeded);
    awaitAbsent("first");
    assertThat(cluster.events()).noneMatch(event -> event.startsWith("DeletionFailed"));
  }
}
