package io.proxpanel.backup.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a newer version has left costs nobody else anything. */
class UnreadableTest extends OperatorTestCase {
  @BeforeEach
  void makeSurroundings() {
    createSurroundings();
  }

  /** Creates it with another value there, which no class of ours can hold. */
  private void createWith(HasMetadata resource, Object value, String... path) {
    GenericKubernetesResource raw = raw(resource);
    put(raw.getAdditionalProperties(), value, path);
    cluster.create(raw);
  }

  private GenericKubernetesResource raw(HasMetadata resource) {
    return cluster
        .client()
        .getKubernetesSerialization()
        .convertValue(resource, GenericKubernetesResource.class);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> object, Object value, String... path) {
    Map<String, Object> inner = object;
    for (String each : List.of(path).subList(0, path.length - 1)) {
      inner = (Map<String, Object>) inner.computeIfAbsent(each, name -> new HashMap<>());
    }
    inner.put(path[path.length - 1], value);
  }

  private void createOneOfEachKind() {
    createWith(Samples.backup("newer-backup"), "Differential", "spec", "type");
    createWith(Samples.restore("newer-restore", "nightly"), 7, "spec", "source");
    createWith(
        RouterSamples.backup("newer-routers", RouterSamples.spec("edge-1")),
        List.of("a"),
        "status",
        "phase");
    createWith(ScheduleSamples.daily("newer-schedule").build(), "Yearly", "spec", "frequency");
  }

  private void awaitEachNamed() {
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .filteredOn(event -> event.startsWith("Unreadable"))
                    .containsExactlyInAnyOrder(
                        unreadable("spec.type has the unknown value \"Differential\""),
                        unreadable("spec.source has an unknown form"),
                        unreadable("status.phase has an unknown form"),
                        unreadable("spec.frequency has the unknown value \"Yearly\"")));
  }

  private static String unreadable(String what) {
    return "Unreadable: This version of the operator cannot read it: "
        + what
        + ". It is left alone; update the operator, or correct what it cannot read.";
  }

  private void isWorkedOn(String name) {
    cluster.create(Samples.backup(name));
    awaitBackup(name, Phase.Succeeded);
  }

  @Test
  void startsBesideThemAndNamesThem() {
    stopOperator();
    createOneOfEachKind();

    startOperator();

    awaitEachNamed();
    isWorkedOn("readable");
  }

  @Test
  void goesOnBesideThemAndNamesThem() {
    createOneOfEachKind();

    awaitEachNamed();
    isWorkedOn("readable");
  }

  @Test
  void isWorkedOnAgainWhenItIsCorrected() {
    createWith(Samples.backup("newer"), "Differential", "spec", "type");
    eventually().until(() -> !cluster.events().isEmpty());

    cluster
        .client()
        .genericKubernetesResources("backup.proxpanel.io/v1", "Backup")
        .inNamespace(FakeCluster.NAMESPACE)
        .withName("newer")
        .edit(
            each -> {
              put(each.getAdditionalProperties(), "Full", "spec", "type");
              // As a real server counts it.
              each.getMetadata().setGeneration(2L);
              return each;
            });

    awaitBackup("newer", Phase.Succeeded);
  }

  private void delete(String name) {
    cluster
        .client()
        .genericKubernetesResources("backup.proxpanel.io/v1", "Backup")
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .delete();
  }

  private void turnsUnreadable(String name) {
    cluster
        .client()
        .genericKubernetesResources("backup.proxpanel.io/v1", "Backup")
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .edit(
            each -> {
              put(each.getAdditionalProperties(), "Sideways", "status", "phase");
              return each;
            });
  }

  @Test
  void waitsForAnOperatorThatCanReadItBeforeItsFilesGo() {
    isWorkedOn("nightly");
    turnsUnreadable("nightly");

    delete("nightly");

    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(unreadable("status.phase has the unknown value \"Sideways\"")));
    isWorkedOn("other");
    assertThat(cluster.backup("nightly")).isNotNull();
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "other-backup-1");

    annotate("nightly");
    awaitGone("nightly");

    assertThat(cluster.events())
        .contains(
            "FilesLeft: Its files were left where they are: the annotation"
                + " backup.proxpanel.io/abandon-files says so.");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "other-backup-1");
  }

  private void annotate(String name) {
    cluster
        .client()
        .genericKubernetesResources("backup.proxpanel.io/v1", "Backup")
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .edit(
            each -> {
              each.getMetadata()
                  .setAnnotations(Map.of("backup.proxpanel.io/abandon-files", "true"));
              return each;
            });
  }

  @Test
  void goesWithItsNamespaceAndLeavesItsFiles() {
    isWorkedOn("nightly");
    turnsUnreadable("nightly");
    String path = "/api/v1/namespaces/isp/events?dryRun=All";
    cluster
        .server()
        .expect()
        .post()
        .withPath(path)
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withMessage("namespace isp is being terminated")
                .build())
        .always();

    delete("nightly");
    awaitGone("nightly");

    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
  }

  @Test
  void archivesStayWhileOneThatMayReferToThemCannotBeRead() {
    cluster
        .jobs()
        .agents(
            job ->
                FakeCluster.task(job) instanceof Task.Routers
                    ? RouterSamples.agent(job, Map.of(), Map.of())
                    : FakeAgent.succeeds(job));
    cluster.create(RouterSamples.backup("old", RouterSamples.spec("edge-1")));
    eventually().until(() -> isGood("old"));
    createWith(
        RouterSamples.backup("newer", RouterSamples.spec("edge-1")), "Sideways", "spec", "export");

    cluster.client().resources(MikrotikBackup.class).inNamespace("isp").withName("old").delete();

    eventually()
        .untilAsserted(
            () ->
                assertThat(routers("old").getStatus().message)
                    .isEqualTo(
                        "The archives stay while this version of the operator cannot read"
                            + " MikrotikBackup \"newer\", which may refer to them. Update the"
                            + " operator; or, to let this MikrotikBackup go and leave the"
                            + " archives, set its annotation backup.proxpanel.io/abandon-files to"
                            + " \"true\"."));

    cluster
        .client()
        .genericKubernetesResources("backup.proxpanel.io/v1", "MikrotikBackup")
        .inNamespace("isp")
        .withName("newer")
        .edit(
            each -> {
              each.getMetadata()
                  .setAnnotations(Map.of("backup.proxpanel.io/abandon-files", "true"));
              return each;
            });
    cluster.client().resources(MikrotikBackup.class).inNamespace("isp").withName("newer").delete();
    eventually().until(() -> routers("old") == null);
  }

  private MikrotikBackup routers(String name) {
    return cluster
        .client()
        .resources(MikrotikBackup.class)
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .get();
  }

  private boolean isGood(String name) {
    MikrotikBackup backup = routers(name);
    return backup.getStatus() != null
        && backup.getStatus().phase != null
        && backup.getStatus().phase.isGood();
  }
}
