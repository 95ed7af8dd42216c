package io.proxpanel.backup.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.cluster.OperatorClient;
import io.proxpanel.backup.controller.settings.SettingsReader;
import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.KubernetesPrograms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What can befall the operator's watches on a real API server: objects of a newer version,
 * definitions that are deleted, no WebSockets. It has a server of its own, since definitions are
 * the whole server's.
 */
class OperatorWatchesIT {
  private static final Path CRDS = Path.of("..", "crds");
  private static final Path EXAMPLES = Path.of("src", "test", "resources", "examples");
  private static final String NAMESPACE = "isp";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private ApiServer server;
  private KubernetesClient admin;
  private KubernetesClient client;
  private OperatorRuntime operator;
  private final AtomicInteger ended = new AtomicInteger();

  @BeforeEach
  void startServer() {
    server = ApiServer.start(KubernetesPrograms.find(), folder);
    install();
    admin = server.client();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
      client.close();
    }
    admin.close();
    server.close();
  }

  private void install() {
    server.kubectl().run("apply", "--kustomize", CRDS.toString()).orFail();
    awaitEstablished();
  }

  private void awaitEstablished() {
    server
        .kubectl()
        .run("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all")
        .orFail();
  }

  private void startOperator(Config config) {
    client = OperatorClient.builder().withConfig(config).build();
    operator =
        OperatorRuntime.start(
            client,
            SettingsReader.read(
                Map.of(
                    "BACKUP_HTTP_PORT", "0",
                    "BACKUP_LEADER_ELECTION", "false",
                    "BACKUP_PREFLIGHT", "false",
                    "BACKUP_LOOK_AGAIN", "100ms",
                    "BACKUP_LOOK_AGAIN_MAX", "500ms")),
            Clock.systemUTC(),
            ended::incrementAndGet);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
  }

  /** The definitions of a version that knows another value of every enum, and another form. */
  private void installNewer() throws IOException {
    for (String kind : List.of("backups", "backupschedules", "mikrotikbackups", "restores")) {
      JsonNode definition =
          JSON.readTree(
              server
                  .kubectl()
                  .run("get", "crd", kind + ".backup.proxpanel.io", "--output=json")
                  .orFail());
      allowMore(definition);
      ((ObjectNode) definition.get("metadata")).retain("name");
      Path file = folder.resolve(kind + ".json");
      Files.writeString(file, definition.toString());
      server.kubectl().run("apply", "--filename=" + file).orFail();
    }
  }

  private static void allowMore(JsonNode node) {
    if (node.get("enum") instanceof ArrayNode values) {
      values.add("OfTheFuture");
    }
    if (node instanceof ObjectNode object) {
      object.remove("x-kubernetes-validations");
      if (object.path("properties").get("attempts") instanceof ObjectNode attempts) {
        attempts.removeAll();
        attempts.put("type", "string");
      }
    }
    node.forEach(OperatorWatchesIT::allowMore);
  }

  private GenericKubernetesResource example(String file, String name) throws IOException {
    GenericKubernetesResource example =
        admin
            .getKubernetesSerialization()
            .unmarshal(Files.readString(EXAMPLES.resolve(file)), GenericKubernetesResource.class);
    example.getMetadata().setName(name);
    example.getMetadata().setNamespace(NAMESPACE);
    return example;
  }

  private Resource<GenericKubernetesResource> create(GenericKubernetesResource object) {
    admin.resource(object).create();
    return admin
        .genericKubernetesResources(object.getApiVersion(), object.getKind())
        .inNamespace(NAMESPACE)
        .withName(object.getMetadata().getName());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(GenericKubernetesResource object) {
    return (Map<String, Object>) object.getAdditionalProperties().get("spec");
  }

  private void createOneOfEachKind() throws IOException {
    GenericKubernetesResource backup = example("backup.yaml", "newer-backup");
    spec(backup).put("type", "OfTheFuture");
    create(backup);
    GenericKubernetesResource routers = example("mikrotik-backup.yaml", "newer-routers");
    spec(routers).put("unchanged", "OfTheFuture");
    create(routers);
    GenericKubernetesResource schedule = example("schedule.yaml", "newer-schedule");
    spec(schedule).put("frequency", "OfTheFuture");
    create(schedule);
    create(example("restore.yaml", "newer-restore"))
        .editStatus(
            each -> {
              each.setAdditionalProperty("status", Map.of("attempts", "once"));
              return each;
            });
  }

  private List<String> events(String reason) {
    return admin.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(event -> event.getInvolvedObject().getName() + ": " + event.getMessage())
        .toList();
  }

  private void awaitEachNamed() {
    eventually()
        .untilAsserted(
            () ->
                assertThat(events("Unreadable"))
                    .containsExactlyInAnyOrder(
                        unreadable("newer-backup", "spec.type"),
                        unreadable("newer-routers", "spec.unchanged"),
                        unreadable("newer-schedule", "spec.frequency"),
                        "newer-restore: This version of the operator cannot read it:"
                            + " status.attempts has the unknown value \"once\". It is left alone;"
                            + " update the operator, or correct what it cannot read."));
  }

  private static String unreadable(String name, String field) {
    return ("%s: This version of the operator cannot read it: %s has the unknown value"
            + " \"OfTheFuture\". It is left alone; update the operator, or correct what it cannot"
            + " read.")
        .formatted(name, field);
  }

  /** There is no Secret: that is as far as it comes. */
  private void isLookedAfter(String name) throws IOException {
    create(example("backup.yaml", name));
    eventually()
        .until(
            () -> {
              Backup backup = backup(name);
              return backup.getStatus() != null
                  && String.valueOf(backup.getStatus().message).contains("panel-db");
            });
    assertThat(ended).as("ends of the operator").hasValue(0);
  }

  private Backup backup(String name) {
    return admin.resources(Backup.class).inNamespace(NAMESPACE).withName(name).get();
  }

  @Test
  void startsBesideObjectsOfANewerVersion() throws IOException {
    installNewer();
    createOneOfEachKind();
    install();

    startOperator(server.config());

    awaitEachNamed();
    isLookedAfter("readable");
  }

  @Test
  void goesOnBesideObjectsOfANewerVersion() throws IOException {
    startOperator(server.config());
    installNewer();

    createOneOfEachKind();

    awaitEachNamed();
    isLookedAfter("readable");
  }

  private String readiness() throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + operator.httpPort() + "/readyz");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void leavesTheFilesOfADefinitionThatIsDeletedAndGoesOnWhenItIsBack() throws IOException {
    create(example("backup.yaml", "stored"));
    admin
        .resources(Backup.class)
        .inNamespace(NAMESPACE)
        .withName("stored")
        .editStatus(
            each -> {
              each.setStatus(new BackupStatus());
              each.getStatus().phase = Phase.Succeeded;
              each.getStatus().attempts = 1;
              each.getStatus().fileName = "proisp_full_20260101_000000.proisp.bak";
              each.getStatus().completionTime = "2026-01-01T00:00:00Z";
              return each;
            });
    startOperator(server.config());
    eventually().until(() -> !backup("stored").getMetadata().getFinalizers().isEmpty());

    server.kubectl().run("delete", "crd", "backups.backup.proxpanel.io", "--timeout=60s").orFail();

    assertThat(events("FilesLeft"))
        .containsExactly(
            "stored: The file proisp_full_20260101_000000.proisp.bak in the claim \"backups\" was"
                + " left where it is: the definition backups.backup.proxpanel.io is being deleted,"
                + " and all its resources with it.");
    assertThat(admin.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    eventually()
        .untilAsserted(
            () ->
                assertThat(readiness())
                    .contains(
                        "The definition backups.backup.proxpanel.io is missing: nothing of that"
                            + " kind is looked after. Install what is missing (kubectl apply -k"
                            + " crds, or helm upgrade); the operator goes on by itself then."));

    install();

    isLookedAfter("after");
    eventually().untilAsserted(() -> assertThat(readiness()).contains("is ready"));
    assertThat(ended).hasValue(0);
  }

  @Test
  void saysAtTheStartWhichDefinitionIsMissing() {
    server.kubectl().run("delete", "crd", "restores.backup.proxpanel.io").orFail();

    assertThatThrownBy(() -> startOperator(server.config()))
        .hasMessage(
            "The definition restores.backup.proxpanel.io is missing: nothing of that kind is looked"
                + " after. Install what is missing (kubectl apply -k crds, or helm upgrade); the"
                + " operator goes on by itself then.");
    client.close();
  }

  @Test
  void aWatchWithoutWebSocketsHandsOnEveryCharacter() throws IOException, GeneralSecurityException {
    try (PlainProxy proxy = new PlainProxy(server.config())) {
      startOperator(proxy.config());
      assertThat(proxy.refused()).isPositive();
      for (int i = 0; i < 3; i++) {
        GenericKubernetesResource backup = example("backup.yaml", "words-" + i);
        backup.getMetadata().setAnnotations(Map.of("note", "Zürich – 東京 😀 ".repeat(200)));
        create(backup);
      }

      isLookedAfter("plain");

      for (int i = 0; i < 3; i++) {
        String name = "words-" + i;
        eventually()
            .untilAsserted(() -> assertThat(backup(name).getStatus().message).contains("panel-db"));
      }
      operator.close();
      operator = null;
      client.close();
    }
  }
}
