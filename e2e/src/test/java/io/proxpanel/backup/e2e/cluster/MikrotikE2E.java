package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Twenty routers, each a pod, three of which fail in different ways; each test goes on where the
 * one before ended.
 */
@OnCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MikrotikE2E {
  private static final int ROUTERS = 20;
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final String SCHEDULE =
      """
      apiVersion: backup.proxpanel.io/v1
      kind: BackupSchedule
      metadata:
        name: routers
      spec:
        frequency: Daily
        mikrotik:
          defaults:
            username: backup
            passwordSecretRef: { name: routers, key: router-password }
            caSecretRef: { name: router-tls, key: tls.crt }
          destinations:
            - name: local
              local: { claimName: backups }
          routers:
      $ROUTERS
      """;
  private static final String NOW =
      """
      apiVersion: backup.proxpanel.io/v1
      kind: MikrotikBackup
      metadata:
        name: $NAME
      spec:
        fromSchedule: { name: routers }
      """;

  private static final String SELECTED =
      """
      apiVersion: backup.proxpanel.io/v1
      kind: MikrotikBackup
      metadata:
        name: $NAME
      spec:
        unchanged: Skip
        defaults:
          username: backup
          passwordSecretRef: { name: routers, key: router-password }
          caSecretRef: { name: router-tls, key: tls.crt }
        fromSecrets:
          selector:
            matchLabels: { isp: routers }
        destinations:
          - name: local
            local: { claimName: backups }
      """;
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: $NAME
        labels: { isp: routers }
      stringData:
        host: $NAME.router.$NAMESPACE.svc
      """;

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;
  private static RouterPods routers;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.install(Map.of());
    panel = PanelNamespace.create(shared, "routers");
    panel.applyExample("claim.yaml");
    routers = RouterPods.start(panel, ROUTERS, Map.of(9, "disk-full"));
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  @Test
  @Order(1)
  void threeThatFailHoldUpNoneOfTheOthers() throws Exception {
    panel.apply(
        SCHEDULE.replace(
            "$ROUTERS",
            routers
                .routers(
                    Map.of(
                        4, ", passwordSecretRef: { name: routers, key: wrong-password }",
                        14, ", port: 9"))
                .indent(6)
                .stripTrailing()));
    panel.kubectl("wait", "--for=condition=Ready", "bsched/routers", "--timeout=180s").orFail();

    MikrotikBackupStatus status = backUp("first");

    assertThat(status.phase).isEqualTo(Phase.PartiallySucceeded);
    assertThat(panel.kubectl("get", "mtb").orFail())
        .containsPattern("first +PartiallySucceeded +17 of 20 +0 .* 3 of 20 routers failed: ");
    assertThat(status.routers)
        .filteredOn(router -> router.failure() != null)
        .extracting(RouterStatus::name, router -> router.failure().code())
        .containsExactly(
            tuple("router-4", "RouterLoginRefused"),
            tuple("router-9", "RouterFull"),
            tuple("router-14", "RouterUnreachable"));
    assertThat(status.routers.get(3).failure().message())
        .contains("Secret \"routers\", key \"wrong-password\"");
    assertThat(panel.kubectl("describe", "mtb/first").orFail())
        .contains("Backing up 20 routers by the Job", "RouterFailed", "router-14: ");
    List<String> archives = archives();
    assertThat(archives).hasSize(ROUTERS);
    Path archive = folder().resolve(status.routers.get(1).fileName());
    assertThat(Command.in(folder()).run("tar", "-xzOf", archive.toString(), "router.json"))
        .contains("\"isp-2\"", "7.16");
    assertThat(folder().resolve(status.fileName)).exists();
  }

  @Test
  @Order(2)
  void aChangeIsToldWithItsLines() {
    routers.rename(7, "somebody");

    MikrotikBackupStatus status = backUp("second");

    assertThat(status.changed).isEqualTo(1);
    panel
        .kubectl("wait", "--for=condition=ConfigurationChanged", "mtb/second", "--timeout=30s")
        .orFail();
    assertThat(status.routers)
        .filteredOn(router -> Boolean.TRUE.equals(router.changed()))
        .singleElement()
        .satisfies(
            router -> {
              assertThat(router.name()).isEqualTo("router-7");
              assertThat(router.diff()).contains("/system identity", "somebody-7");
            });
    assertThat(panel.kubectl("describe", "mtb/second").orFail())
        .contains("ConfigurationChanged", "router-7: ", "/system identity");
    assertThat(panel.kubectl("get", "mtb").orFail())
        .containsPattern("second +PartiallySucceeded +17 of 20 +1 ");
  }

  @Test
  @Order(3)
  void deletingOneLeavesTheOthersAndWhatIsNotOurs() throws Exception {
    String first = get("first").getStatus().fileName;
    String theirs = first.replace("mikrotik_", "mikrotik_theirs_").replace(".json", ".tar.gz");
    Files.writeString(folder().resolve(theirs), "not ours");

    panel.kubectl("delete", "mtb/first", "--timeout=120s").orFail();

    await().atMost(MOST).until(() -> get("first") == null);
    assertThat(archives()).hasSize(ROUTERS + 1).contains(theirs);
    assertThat(folder().resolve(first)).doesNotExist();
    assertThat(folder().resolve(get("second").getStatus().fileName)).exists();
  }

  @Test
  @Order(4)
  void routersComeFromSecretsOnceTheOperatorMayListThem() {
    for (String name : List.of("router-2", "router-5")) {
      panel.apply(SECRET.replace("$NAMESPACE", panel.name()).replace("$NAME", name));
    }
    panel.apply(SELECTED.replace("$NAME", "selected"));

    await()
        .atMost(MOST)
        .untilAsserted(
            () ->
                assertThat(panel.kubectl("get", "mtb/selected").orFail())
                    .contains("Pending", "The operator may not list secrets", "rbac.listSecrets"));
    release.install(Map.of("rbac.listSecrets", true));

    MikrotikBackupStatus status = end("selected");
    assertThat(status.phase).as(status.message).isEqualTo(Phase.Succeeded);
    assertThat(status.routers)
        .extracting(RouterStatus::name, RouterStatus::state)
        .containsExactly(tuple("router-2", "Stored"), tuple("router-5", "Stored"));
  }

  @Test
  @Order(5)
  void whatHasNotChangedIsNotStoredAgainAndStaysWhileItIsReferredTo() throws Exception {
    final List<String> before = archives();

    panel.apply(SELECTED.replace("$NAME", "again"));

    assertThat(end("again").phase).isEqualTo(Phase.Succeeded);
    assertThat(get("again").getStatus().routers)
        .extracting(RouterStatus::state, RouterStatus::storedBy)
        .containsOnly(tuple("Unchanged", "selected"))
        .hasSize(2);
    assertThat(archives()).isEqualTo(before);
    panel.kubectl("delete", "mtb/selected", "--wait=false").orFail();
    await()
        .atMost(MOST)
        .untilAsserted(
            () ->
                assertThat(panel.kubectl("describe", "mtb/selected").orFail())
                    .contains("The archives stay while MikrotikBackup \"again\" refers to them"));
    assertThat(archives()).isEqualTo(before);
    panel.kubectl("delete", "mtb/again", "--timeout=120s").orFail();
    panel.kubectl("wait", "--for=delete", "mtb/selected", "--timeout=120s").orFail();
    assertThat(archives()).hasSize(before.size() - 2);
  }

  private static MikrotikBackupStatus backUp(String name) {
    panel.apply(NOW.replace("$NAME", name));
    return end(name);
  }

  private static MikrotikBackupStatus end(String name) {
    await()
        .atMost(MOST)
        .until(
            () -> get(name).getStatus(),
            status -> status != null && status.phase != null && status.phase.isEnd());
    return get(name).getStatus();
  }

  private static MikrotikBackup get(String name) {
    return cluster
        .client()
        .resources(MikrotikBackup.class)
        .inNamespace(panel.name())
        .withName(name)
        .get();
  }

  private static Path folder() {
    return panel.volume();
  }

  private static List<String> archives() throws Exception {
    try (var files = Files.list(folder())) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".tar.gz"))
          .sorted()
          .toList();
    }
  }
}
