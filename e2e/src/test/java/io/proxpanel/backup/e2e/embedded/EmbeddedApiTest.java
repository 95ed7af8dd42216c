package io.proxpanel.backup.e2e.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.proxpanel.backup.e2e.apiserver.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedApiTest {
  private static final AgentProgram NOTHING = new AgentProgram(List.of("true"), Map.of());
  @TempDir Path folder;
  private EmbeddedCluster cluster;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    cluster = EmbeddedCluster.start(folder, Path.of("src/test/resources/embedded"), NOTHING);
    client = cluster.client();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void fillsDefaultsAndDropsUnknownFields() {
    client
        .resource(
            """
            apiVersion: example.org/v1
            kind: Widget
            metadata: {name: a}
            spec: {server: {host: db, surprise: 1}, labels: {any: thing}}
            """)
        .create();

    Widget widget = client.resources(Widget.class).withName("a").get();
    assertThat(widget.getSpec().colour()).isEqualTo("green");
    assertThat(widget.getSpec().server()).isEqualTo(new Widget.Server("db", 5432));
    assertThat(widget.getSpec().labels()).containsEntry("any", "thing");
    String stored = client.raw("/apis/example.org/v1/namespaces/default/widgets/a");
    assertThat(stored).doesNotContain("surprise");
  }

  @Test
  void keepsStatusAndSpecApartAndCountsGenerations() {
    Widget created = create(Widget.named("a", new Widget.Spec("red", null, null)));
    assertThat(created.getMetadata().getUid()).isNotEmpty();
    assertThat(created.getMetadata().getCreationTimestamp()).isNotEmpty();

    created.setStatus(new Widget.Status("Running"));
    created.setSpec(new Widget.Spec("blue", null, null));
    Widget viaStatus = client.resource(created).updateStatus();
    assertThat(viaStatus.getSpec().colour()).isEqualTo("red");
    assertThat(viaStatus.getStatus().phase()).isEqualTo("Running");
    assertThat(viaStatus.getMetadata().getGeneration()).isEqualTo(1);

    viaStatus.setSpec(new Widget.Spec("blue", null, null));
    viaStatus.setStatus(new Widget.Status("Failed"));
    Widget viaSpec = client.resource(viaStatus).update();
    assertThat(viaSpec.getSpec().colour()).isEqualTo("blue");
    assertThat(viaSpec.getStatus().phase()).isEqualTo("Running");
    assertThat(viaSpec.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void refusesAWriteThatIsBasedOnAnOldVersion() {
    Widget old = create(Widget.named("a", new Widget.Spec("red", null, null)));
    client.resource(old).edit(w -> withColour(w, "blue"));

    assertThatThrownBy(
            () -> client.resource(withColour(old, "green")).lockResourceVersion().update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409))
        .hasMessageContaining("the object has been modified");
  }

  @Test
  void refusesASecondObjectOfThatNameAndAnUnknownNamespace() {
    create(configMap("a", Map.of()));

    assertThatThrownBy(() -> create(configMap("a", Map.of())))
        .hasMessageContaining("configmaps \"a\" already exists");
    assertThatThrownBy(
            () ->
                client
                    .configMaps()
                    .inNamespace("nowhere")
                    .resource(configMap("a", Map.of()))
                    .create())
        .hasMessageContaining("namespaces \"nowhere\" not found");
  }

  @Test
  void keepsAnObjectUntilItsFinalizersAreGone() {
    Widget widget = Widget.named("a");
    widget.getMetadata().setFinalizers(List.of("example.org/files"));
    create(widget);

    client.resources(Widget.class).withName("a").delete();
    Widget waiting = client.resources(Widget.class).withName("a").get();
    assertThat(waiting.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(waiting.getMetadata().getGeneration()).isEqualTo(2);

    client
        .resource(waiting)
        .edit(
            w -> {
              w.getMetadata().setFinalizers(List.of());
              return w;
            });
    assertThat(client.resources(Widget.class).withName("a").get()).isNull();
  }

  @Test
  void deletesWhatHasLostItsOwner() {
    Widget owner = create(Widget.named("owner"));
    create(ownedBy(owner, configMap("dependent", Map.of())));

    client.resource(owner).delete();

    await().until(() -> client.configMaps().withName("dependent").get() == null);
  }

  @Test
  void deletesDependentsBeforeTheirOwnerInTheForeground() {
    Widget owner = create(Widget.named("owner"));
    ConfigMap dependent = ownedBy(owner, configMap("dependent", Map.of()));
    dependent.getMetadata().setFinalizers(List.of("example.org/slow"));
    create(dependent);

    client.resource(owner).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

    await()
        .until(
            () ->
                client.configMaps().withName("dependent").get().getMetadata().getDeletionTimestamp()
                    != null);
    assertThat(client.resources(Widget.class).withName("owner").get()).isNotNull();
    client
        .configMaps()
        .withName("dependent")
        .edit(c -> new ConfigMapBuilder(c).editMetadata().withFinalizers().endMetadata().build());
    await().until(() -> client.resources(Widget.class).withName("owner").get() == null);
  }

  @Test
  void keepsDependentsOfAnOwnerThatIsOrphaning() {
    Widget owner = create(Widget.named("owner"));
    create(ownedBy(owner, configMap("dependent", Map.of())));

    client.resource(owner).withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

    await().until(() -> client.resources(Widget.class).withName("owner").get() == null);
    assertThat(client.configMaps().withName("dependent").get().getMetadata().getOwnerReferences())
        .isEmpty();
  }

  @Test
  void emptiesANamespaceBeforeItGoes() {
    cluster.createNamespace("tenant");
    client.configMaps().inNamespace("tenant").resource(configMap("a", Map.of())).create();

    client.namespaces().withName("tenant").delete();

    await().until(() -> client.namespaces().withName("tenant").get() == null);
    assertThat(client.configMaps().inNamespace("tenant").withName("a").get()).isNull();
  }

  @Test
  void selectsByLabelsAndFields() {
    create(configMap("a", Map.of("tier", "gold", "zone", "north")));
    create(configMap("b", Map.of("tier", "silver")));
    create(configMap("c", Map.of()));

    assertThat(names(client.configMaps().withLabel("tier", "gold").list().getItems()))
        .containsExactly("a");
    assertThat(names(client.configMaps().withLabelIn("tier", "gold", "silver").list().getItems()))
        .containsExactly("a", "b");
    assertThat(names(client.configMaps().withLabelNotIn("tier", "gold").list().getItems()))
        .containsExactly("b", "c");
    assertThat(names(client.configMaps().withoutLabel("tier").list().getItems()))
        .containsExactly("c");
    assertThat(names(client.configMaps().withField("metadata.name", "b").list().getItems()))
        .containsExactly("b");
    assertThat(names(client.configMaps().inAnyNamespace().list().getItems())).hasSize(3);
  }

  @Test
  void tellsWatchersWhatEntersChangesAndLeavesTheirSelection() {
    List<String> seen = new CopyOnWriteArrayList<>();
    create(configMap("before", Map.of("tier", "gold")));
    try (var watch =
        client
            .configMaps()
            .withLabel("tier", "gold")
            .watch(
                new Watcher<ConfigMap>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap resource) {
                    seen.add(action + " " + resource.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    seen.add("closed");
                  }
                })) {
      create(configMap("a", Map.of()));
      relabel("a", "gold");
      relabel("before", "silver");
      client.configMaps().withName("a").delete();

      await()
          .untilAsserted(
              () ->
                  assertThat(seen)
                      .containsExactly("ADDED before", "ADDED a", "DELETED before", "DELETED a"));
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void appliesOnTheServerAndRemovesWhatIsNotAppliedAnyMore() {
    apply("{data: {one: '1', two: '2'}}");
    client
        .configMaps()
        .withName("applied")
        .edit(c -> new ConfigMapBuilder(c).addToData("by-hand", "x").build());

    apply("{data: {one: '1'}}");

    assertThat(client.configMaps().withName("applied").get().getData())
        .containsOnly(Map.entry("one", "1"), Map.entry("by-hand", "x"));
  }

  @Test
  void refusesToApplyOverAnotherManagerUnlessForced() {
    apply("{data: {one: '1'}}");
    assertThatThrownBy(() -> applyAs("other", false, "{data: {one: '2'}}"))
        .hasMessageContaining("conflict with \"kubectl\": .data.one");
    applyAs("other", true, "{data: {one: '2'}}");
    assertThat(client.configMaps().withName("applied").get().getData()).containsEntry("one", "2");
  }

  @Test
  void showsTheColumnsOfTheDefinition() throws Exception {
    Widget widget =
        create(Widget.named("a", new Widget.Spec(null, new Widget.Server("db", null), null)));
    widget.setStatus(new Widget.Status("Running"));
    client.resource(widget).updateStatus();

    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    client.getMasterUrl() + "apis/example.org/v1/namespaces/default/widgets"))
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
            .build();
    String table = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();

    assertThat(table).contains("\"kind\":\"Table\"", "\"name\":\"PORT\"", "\"priority\":1");
    assertThat(table).containsPattern("\"cells\":\\[\"a\",\"Running\",5432,\"[0-9]s\"\\]");
  }

  @Test
  void doesTheLastWriteOfADoorThatShutsButDoesNotSaySo() throws IOException {
    ApiDoor door = cluster.openDoor();
    try (KubernetesClient other =
        Clients.builder()
            .withConfig(EmbeddedCluster.config(door))
            .editOrNewConfig()
            .withRequestRetryBackoffLimit(0)
            .endConfig()
            .build()) {
      door.shutAfterWrites(2);
      other.resource(configMap("first", Map.of())).create();

      assertThatThrownBy(() -> other.resource(configMap("second", Map.of())).create())
          .isInstanceOf(KubernetesClientException.class);
      assertThatThrownBy(() -> other.configMaps().list())
          .isInstanceOf(KubernetesClientException.class);
      assertThat(names(client.configMaps().list().getItems())).containsExactly("first", "second");
      assertThat(door.writes()).isEqualTo(2);
    }
  }

  private <T extends HasMetadata> T create(T object) {
    return client.resource(object).create();
  }

  private void apply(String yaml) {
    applyAs("kubectl", false, yaml);
  }

  private void applyAs(String manager, boolean force, String yaml) {
    String object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: applied}\n";
    var applied =
        client.resource(object + yaml.substring(1, yaml.length() - 1)).fieldManager(manager);
    if (force) {
      applied.forceConflicts().serverSideApply();
    } else {
      applied.serverSideApply();
    }
  }

  private void relabel(String name, String tier) {
    client
        .configMaps()
        .withName(name)
        .edit(
            c ->
                new ConfigMapBuilder(c)
                    .editMetadata()
                    .addToLabels("tier", tier)
                    .endMetadata()
                    .build());
  }

  private static Widget withColour(Widget widget, String colour) {
    widget.setSpec(new Widget.Spec(colour, null, null));
    return widget;
  }

  private static ConfigMap configMap(String name, Map<String, String> labels) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private static ConfigMap ownedBy(HasMetadata owner, ConfigMap dependent) {
    dependent
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(owner.getApiVersion())
                    .withKind(owner.getKind())
                    .withName(owner.getMetadata().getName())
                    .withUid(owner.getMetadata().getUid())
                    .build()));
    return dependent;
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(each -> each.getMetadata().getName()).toList();
  }
}
