package io.proxpanel.backup.controller.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterStatus;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.status.Conditions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MikrotikReconcilerTest extends OperatorTestCase {
  private static final RouterList.Changes CHANGES =
      new RouterList.Changes(
          "mikrotik_old.tar.gz",
          2,
          1,
          "2 lines added and 1 removed in /ip firewall filter",
          "@@ -1,2 +1,3 @@ /ip firewall filter\n-add action=drop\n+add action=accept\n");

  private static final String TAGS =
      "namespace=\"%s\",schedule=\"\"".formatted(FakeCluster.NAMESPACE);

  private final CopyOnWriteArrayList<Task.Routers> tasks = new CopyOnWriteArrayList<>();
  private Map<String, Failure> failures = Map.of();
  private Map<String, RouterList.Changes> changes = Map.of();

  @BeforeEach
  void agents() {
    createSurroundings();
    cluster
        .jobs()
        .agents(
            job -> {
              if (!(FakeCluster.task(job) instanceof Task.Routers task)) {
                return FakeAgent.succeeds(job);
              }
              tasks.add(task);
              return RouterSamples.agent(job, failures, changes);
            });
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

  /** Events are written after status. */
  private void awaitEvent(String... parts) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .anyMatch(event -> Stream.of(parts).allMatch(event::contains)));
  }

  private static Condition condition(MikrotikBackup backup, String type) {
    return Conditions.find(backup.getStatus().conditions, type).orElseThrow();
  }

  @Test
  void allRoutersAreStoredUnderTheListsName() {
    cluster.create(RouterSamples.backup("night", RouterSamples.spec("edge-1", "edge-2")));

    MikrotikBackup backup = await("night", Phase.Succeeded);

    assertThat(backup.getStatus().fileName).matches("mikrotik_[0-9]{8}_[0-9]{6}\\.json");
    assertThat(backup.getStatus().good).isEqualTo("2 of 2");
    assertThat(backup.getStatus().size).isEqualTo("4 KiB");
    assertThat(backup.getStatus().listBytes).isEqualTo(900);
    assertThat(backup.getStatus().copies).isEqualTo("1 of 1");
    assertThat(backup.getStatus().routers)
        .extracting(RouterStatus::name, RouterStatus::state, RouterStatus::version)
        .containsExactly(tuple("edge-1", "Stored", "7.16.2"), tuple("edge-2", "Stored", "7.16.2"));
    assertThat(condition(backup, Conditions.CONFIGURATION_CHANGED).getReason())
        .isEqualTo("NothingToCompare");
    assertThat(cluster.jobs().runs()).containsExactly("night-routers-1");
    awaitEvent("Backing up 2 routers by the Job \"night-routers-1\".");
  }

  @Test
  void routersThatFailAreNamedAndHoldNobodyUp() {
    failures =
        Map.of(
            "edge-2",
            new Failure(
                ErrorCode.RouterLoginRefused,
                "The router edge-2.isp refuses the login with /run/backup/secrets/shared/0/value:"
                    + " check user and password."));
    cluster.create(RouterSamples.backup("night", RouterSamples.spec("edge-1", "edge-2", "edge-3")));

    MikrotikBackup backup = await("night", Phase.PartiallySucceeded);

    assertThat(backup.getStatus().message)
        .isEqualTo(
            "1 of 3 routers failed: edge-2. edge-2: The router edge-2.isp refuses the login with the"
                + " Secret \"panel-db\", key \"password\": check user and password (Secret"
                + " \"panel-db\", key \"password\").");
    assertThat(condition(backup, Conditions.SUCCEEDED).getStatus()).isEqualTo("False");
    assertThat(condition(backup, Conditions.SUCCEEDED).getReason()).isEqualTo("RoutersFailed");
    assertThat(condition(backup, Conditions.ALL_COPIES_STORED).getStatus()).isEqualTo("True");
    assertThat(backup.getStatus().failed).isEqualTo(1);
    awaitEvent("RouterFailed", "edge-2");
  }

  @Test
  void aChangeIsAConditionAnEventAndANumber() throws Exception {
    changes = Map.of("edge-1", CHANGES);
    cluster.create(RouterSamples.backup("night", RouterSamples.spec("edge-1", "edge-2")));

    MikrotikBackup backup = await("night", Phase.Succeeded);

    Condition changed = condition(backup, Conditions.CONFIGURATION_CHANGED);
    assertThat(changed.getStatus()).isEqualTo("True");
    assertThat(changed.getMessage())
        .isEqualTo("edge-1: 2 lines added and 1 removed in /ip firewall filter.");
    assertThat(backup.getStatus().message).isEqualTo(changed.getMessage());
    assertThat(backup.getStatus().changed).isEqualTo(1);
    assertThat(backup.getStatus().routers.get(0).changedLines()).isEqualTo(3);
    assertThat(backup.getStatus().routers.get(0).diff()).contains("+add action=accept");
    awaitEvent("ConfigurationChanged", "-add action=drop");
    eventually()
        .untilAsserted(
            () ->
                assertThat(metrics())
                    .contains("proxpanel_backup_routers_changed{" + TAGS + "} 1.0")
                    .contains("proxpanel_backup_routers_failed{" + TAGS + "} 0.0"));
  }

  private String metrics() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void whenAllFailNothingIsStored() {
    failures =
        Map.of(
            "edge-1",
            new Failure(ErrorCode.OverwriteNotConfirmed, "No router could be backed up."));
    cluster.create(RouterSamples.backup("night", RouterSamples.spec("edge-1")));

    MikrotikBackup backup = await("night", Phase.Failed);

    assertThat(backup.getStatus().message).isEqualTo("No router could be backed up.");
    assertThat(backup.getStatus().good).isEqualTo("0 of 1");
    assertThat(backup.getStatus().routers.get(0).state()).isEqualTo("Failed");
  }

  @Test
  void theLastRunsAreComparedWithNewestFirst() {
    cluster.create(RouterSamples.backup("first", RouterSamples.spec("edge-1")));
    MikrotikBackup first = await("first", Phase.Succeeded);
    cluster.create(RouterSamples.backup("second", RouterSamples.spec("edge-1")));
    MikrotikBackup second = await("second", Phase.Succeeded);

    assertThat(tasks.get(0).previous()).isEmpty();
    assertThat(tasks.get(1).previous())
        .containsExactly(
            new Task.PreviousRun(first.getMetadata().getUid(), first.getStatus().fileName));
    assertThat(second.getStatus().fileName).isNotEqualTo(first.getStatus().fileName);
  }

  @Test
  void itWaitsForASecretThatAllRoutersNeed() {
    MikrotikBackupSpec spec = RouterSamples.spec("edge-1");
    spec.defaults().passwordSecretRef = new SecretKeyRef("routers", "password");
    cluster.create(RouterSamples.backup("night", spec));

    eventually()
        .untilAsserted(
            () ->
                assertThat(get("night"))
                    .extracting(backup -> backup.getStatus())
                    .extracting(status -> status == null ? null : status.message)
                    .isEqualTo(
                        "waiting for Secret \"routers\", key \"password\": the Secret does not"
                            + " exist"));
  }

  @Test
  void aSecretOfOneRouterHoldsUpNoOther() {
    MikrotikBackupSpec spec = RouterSamples.spec("edge-1", "edge-2");
    spec.routers().get(1).passwordSecretRef = new SecretKeyRef("missing", "password");
    cluster.create(RouterSamples.backup("night", spec));

    await("night", Phase.Succeeded);

    assertThat(tasks.get(0).routers().get(0).passwordFile())
        .isEqualTo("/run/backup/secrets/shared/0/value");
    assertThat(tasks.get(0).routers().get(1).passwordFile())
        .isEqualTo("/run/backup/secrets/shared/1/value");
  }

  @Test
  void deletingItDeletesTheArchives() {
    cluster.create(RouterSamples.backup("night", RouterSamples.spec("edge-1")));
    MikrotikBackup backup = await("night", Phase.Succeeded);

    cluster.client().resource(backup).delete();

    eventually().until(() -> get("night") == null);
    assertThat(cluster.jobs().runs()).containsExactly("night-routers-1", "night-delete-1");
    awaitEvent("The archive set " + backup.getStatus().fileName + " in the claim");
  }

  @Test
  void aScheduleThatBacksUpNoRoutersHasNoSettingsForThem() {
    cluster.create(ScheduleSamples.daily("nightly").suspended().build());
    MikrotikBackup backup = RouterSamples.backup("now", RouterSamples.ofSchedule("nightly"));
    cluster.create(backup);

    assertThat(await("now", Phase.Failed).getStatus().message)
        .isEqualTo(
            "BackupSchedule \"nightly\" backs up no routers: write mikrotik there, or create a"
                + " MikrotikBackup with settings of its own.");
  }

  @Test
  void settingsAreTakenFromTheSchedule() {
    cluster.create(
        ScheduleSamples.daily("nightly")
            .suspended()
            .mikrotik(RouterSamples.spec("edge-1"))
            .build());
    cluster.create(RouterSamples.backup("now", RouterSamples.ofSchedule("nightly")));

    MikrotikBackup backup = await("now", Phase.Succeeded);

    assertThat(backup.getSpec().routers()).hasSize(1);
    assertThat(backup.getMetadata().getLabels())
        .containsEntry("backup.proxpanel.io/schedule", "nightly");
  }
}
