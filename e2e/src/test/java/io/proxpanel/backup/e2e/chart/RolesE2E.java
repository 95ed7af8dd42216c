package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.e2e.apiserver.Clients;
import io.proxpanel.backup.e2e.apiserver.Program;
import io.proxpanel.backup.e2e.cluster.OnCluster;
import io.proxpanel.backup.e2e.cluster.Release;
import io.proxpanel.backup.e2e.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has one of the roles can do what it says and no more, in the namespaces where he has it. */
@OnCluster
class RolesE2E {
  private static final String HERE = "isp";
  private static final String ELSEWHERE = "isp-other";

  private static final KubernetesSerialization SERIALIZATION = Clients.serialization();

  private static TestCluster cluster;

  @BeforeAll
  static void bind(TestCluster shared, Release operator) throws IOException {
    cluster = shared;
    operator.install(Map.of());
    cluster.createNamespace(HERE);
    cluster.createNamespace(ELSEWHERE);
    new Shell(cluster, Chart.CHECKOUT).run(ChartReadme.commands().get("Roles for people"));
    for (String role : List.of("view", "create", "edit", "restore", "delete")) {
      bind("may-" + role, Chart.NAME + "-" + role);
    }
    for (String role : List.of("view", "edit", "admin")) {
      bind("built-in-" + role, role);
    }
    // A controller of Kubernetes adds our roles to its own.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> allowed("built-in-admin", HERE).contains("delete backups"));
  }

  private static void bind(String user, String role) {
    cluster
        .kubectl()
        .run(
            "create",
            "rolebinding",
            user,
            "--namespace=" + HERE,
            "--clusterrole=" + role,
            "--user=" + user)
        .orFail();
  }

  @AfterAll
  static void delete() {
    cluster.deleteNamespace(HERE);
    cluster.deleteNamespace(ELSEWHERE);
  }

  /** What is behind the words of the table below. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "view backups", ofBothKinds("get", "list", "watch", "get /status"),
          "view schedules", each("backupschedules", "get", "list", "watch", "get /status"),
          "view restores", each("restores", "get", "list", "watch", "get /status"),
          "create backups", ofBothKinds("create"),
          "edit backups", ofBothKinds("update", "patch"),
          "edit schedules",
              each("backupschedules", "create", "update", "patch", "delete", "deletecollection"),
          "restore", each("restores", "create", "update", "patch", "delete", "deletecollection"),
          "delete backups", ofBothKinds("delete", "deletecollection"));

  private static List<String> ofBothKinds(String... verbs) {
    return Stream.of("backups", "mikrotikbackups")
        .flatMap(resource -> each(resource, verbs).stream())
        .toList();
  }

  private static List<String> each(String resource, String... verbs) {
    return Stream.of(verbs)
        .map(
            verb ->
                verb.endsWith("/status") ? "get " + resource + "/status" : verb + " " + resource)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "alice,          create backups",
    "may-view,       view backups; view schedules; view restores",
    "may-create,     create backups",
    "may-edit,       edit backups; edit schedules",
    "may-restore,    restore",
    "may-delete,     delete backups",
    "built-in-view,  view backups; view schedules; view restores",
    "built-in-edit,  view backups; view schedules; view restores; create backups; edit backups;"
        + " edit schedules",
    "built-in-admin, view backups; view schedules; view restores; create backups; edit backups;"
        + " edit schedules; restore; delete backups",
  })
  void mayDoThis(String user, String verbs) {
    List<String> expected =
        Stream.of(verbs.split("; *")).flatMap(words -> WORDS.get(words).stream()).toList();
    assertThat(allowed(user, HERE)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(allowed(user, ELSEWHERE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "may-view,       look",
    "may-create,     back up",
    "may-edit,       retain",
    "may-restore,    restore; forget a restore",
    "may-delete,     delete",
    "built-in-view,  look",
    "built-in-edit,  look; back up; retain",
    "built-in-admin, look; back up; restore; retain; forget a restore; delete",
  })
  void doesThis(String user, String allowed) {
    Backup backup = create(backup("of-" + user), written -> written.getStatus().message);
    Restore restore = create(restore("of-" + user), written -> written.getStatus().message);
    KubernetesClient client = cluster.clientAs(user);
    List<String> done = new ArrayList<>();
    deeds(user, backup, restore)
        .forEach(
            (what, deed) -> {
              assertThatThrownBy(() -> deed.by(client, ELSEWHERE))
                  .as(what + " elsewhere")
                  .hasMessageContaining("User \"" + user + "\" cannot ");
              try {
                deed.by(client, HERE);
                done.add(what);
              } catch (KubernetesClientException e) {
                assertThat(e).as(what).hasMessageContaining("User \"" + user + "\" cannot ");
              }
            });

    assertThat(done).containsExactly(allowed.split("; *"));
  }

  /** Kubernetes deletes what has an owner that does not exist. */
  @Test
  void whoMayEditABackupCannotHaveItDeletedByAnOwner() {
    Backup backup = create(backup("owned"), written -> written.getStatus().message);
    backup.addOwnerReference(
        new OwnerReferenceBuilder()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("gone")
            .withUid(UUID.randomUUID().toString())
            .build());
    KubernetesClient editor = cluster.clientAs("may-edit");

    assertThatThrownBy(() -> editor.resource(backup).inNamespace(HERE).update())
        .hasMessageContaining("only who may delete a Backup may change its owners");
    assertThat(cluster.client().resource(backup).inNamespace(HERE).get().getMetadata())
        .returns(List.of(), ObjectMeta::getOwnerReferences)
        .returns(null, ObjectMeta::getDeletionTimestamp);
    cluster.clientAs("built-in-admin").resource(backup).inNamespace(HERE).update();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> cluster.client().resource(backup).inNamespace(HERE).get() == null);
  }

  /** A schedule deletes what its rules do not keep. */
  @Test
  void whoMayEditSchedulesWritesNoRetentionUnlessHeMayDelete() {
    KubernetesClient editor = cluster.clientAs("may-edit");
    BackupSchedule schedule =
        SERIALIZATION.unmarshal(
            example("schedule.yaml").replaceAll("(?m)^  retention:\\n(?:    .*\\n)+", ""),
            BackupSchedule.class);
    BackupSchedule withRetention =
        SERIALIZATION.unmarshal(example("schedule.yaml"), BackupSchedule.class);

    assertThatThrownBy(() -> editor.resource(withRetention).inNamespace(HERE).create())
        .hasMessageContaining("only who may delete Backups and MikrotikBackups may write");
    editor.resource(schedule).inNamespace(HERE).create();
    assertThatThrownBy(
            () ->
                editor.resource(withRetention).inNamespace(HERE).forceConflicts().serverSideApply())
        .hasMessageContaining("only who may delete Backups and MikrotikBackups may write");
    cluster
        .clientAs("built-in-admin")
        .resource(withRetention)
        .inNamespace(HERE)
        .forceConflicts()
        .serverSideApply();
    editor.resource(schedule).inNamespace(HERE).delete();
  }

  private interface Deed {
    void by(KubernetesClient client, String namespace);
  }

  /** Each is one request and no look before it. Deleting comes last: nothing is there then. */
  private static Map<String, Deed> deeds(String user, Backup backup, Restore restore) {
    Map<String, Deed> all = new LinkedHashMap<>();
    all.put(
        "look",
        (client, namespace) -> client.resources(Backup.class).inNamespace(namespace).list());
    all.put(
        "back up",
        (client, namespace) ->
            client.resource(backup("by-" + user)).inNamespace(namespace).create());
    all.put(
        "restore",
        (client, namespace) ->
            client.resource(restore("by-" + user)).inNamespace(namespace).create());
    all.put(
        "write status",
        (client, namespace) -> client.resource(backup).inNamespace(namespace).updateStatus());
    all.put(
        "write the status of a restore",
        (client, namespace) -> client.resource(restore).inNamespace(namespace).updateStatus());
    all.put(
        "retain",
        (client, namespace) -> client.resource(retained(backup)).inNamespace(namespace).update());
    all.put(
        "forget a restore",
        (client, namespace) -> client.resource(restore).inNamespace(namespace).delete());
    all.put(
        "delete", (client, namespace) -> client.resource(backup).inNamespace(namespace).delete());
    return all;
  }

  private static Backup retained(Backup backup) {
    BackupSpec spec = backup.getSpec();
    Backup changed = SERIALIZATION.clone(backup);
    changed.setSpec(
        new BackupSpec(
            spec.fromSchedule(),
            spec.type(),
            spec.database(),
            spec.tenant(),
            spec.excludeTableData(),
            spec.encryption(),
            spec.destinations(),
            DeletionPolicy.Retain,
            spec.jobTemplate()));
    return changed;
  }

  /** Creates it as an administrator; the operator writes no more once it has said why it waits. */
  private static <R extends CustomResource<?, ?>> R create(
      R resource, Function<R, String> message) {
    Resource<R> there = cluster.client().resource(resource).inNamespace(HERE);
    there.create();
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            there::get,
            written ->
                written.getStatus() != null
                    && String.valueOf(message.apply(written)).startsWith("waiting for "));
  }

  @Test
  void nothingOfAnotherNamespaceCanBeNamed() {
    for (String named :
        List.of(
            example("backup.yaml").replace("{ name: panel-db", "{ name: isp-other/panel-db"),
            example("backup.yaml").replace("claimName: backups", "claimName: isp-other/backups"),
            example("restore.yaml").replace("{ name: before", "{ name: isp-other/before"))) {
      assertThat(apply(HERE, named).errors())
          .contains("\"isp-other/", "cannot be used: write the name of a ")
          .contains("in this namespace", "without a namespace before it");
    }
    for (String field :
        List.of(
            example("backup.yaml").replace("{ name: panel-db", "{ namespace: x, name: panel-db"),
            example("backup.yaml").replace("{ claimName:", "{ namespace: x, claimName:"),
            example("restore.yaml").replace("{ name: before", "{ namespace: x, name: before"))) {
      assertThat(apply(HERE, field).errors()).containsPattern("unknown field \".*[.]namespace\"");
    }
  }

  @Test
  void whatIsNamedIsLookedForInTheSameNamespaceAlone() {
    for (String example : List.of("secret.yaml", "claim.yaml", "backup.yaml")) {
      apply(ELSEWHERE, example(example)).orFail();
    }
    // A client that is not strict: the API server drops the field.
    String lax =
        example("backup.yaml")
            .replace("{ name: panel-db", "{ namespace: isp-other, name: panel-db")
            .replace("name: before-upgrade", "name: lax");
    apply(HERE, lax, "--validate=ignore").orFail();
    apply(HERE, example("restore.yaml")).orFail();

    awaitMessage(
        "bkp/lax", "waiting for Secret \"panel-db\", key \"password\": the Secret does not exist");
    awaitMessage("rst/undo-upgrade", "waiting for Backup \"before-upgrade\": it does not exist");
  }

  private static void awaitMessage(String resource, String start) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                cluster
                    .kubectl()
                    .run("get", resource, "-n", HERE, "--output=jsonpath={.status.message}")
                    .orFail(),
            message -> message.startsWith(start));
  }

  private static Set<String> allowed(String user, String namespace) {
    return AccessReviews.allowed(cluster.clientAs(user), namespace);
  }

  private static Program.Result apply(String namespace, String yaml, String... options) {
    List<String> all = new ArrayList<>(List.of("apply", "--namespace=" + namespace, "-f", "-"));
    all.addAll(List.of(options));
    return cluster.kubectl().runWith(yaml, all.toArray(String[]::new));
  }

  private static String example(String file) {
    try {
      return Files.readString(Path.of("src/test/resources/examples").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Backup backup(String name) {
    Backup backup = SERIALIZATION.unmarshal(example("backup.yaml"), Backup.class);
    backup.getMetadata().setName(name);
    return backup;
  }

  private static Restore restore(String name) {
    Restore restore = SERIALIZATION.unmarshal(example("restore.yaml"), Restore.class);
    restore.getMetadata().setName(name);
    return restore;
  }
}
