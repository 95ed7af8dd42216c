package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.RouterLogins;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routers of a schedule are logged in to before it is due. */
class RouterPreflightTest extends OperatorTestCase {
  private static final Failure REFUSED =
      new Failure(ErrorCode.RouterLoginRefused, "It refuses the login.");

  private final CopyOnWriteArrayList<Task.Probe> probes = new CopyOnWriteArrayList<>();
  private volatile FakeAgent agent;

  @BeforeEach
  void withPreflight() {
    restart("1h");
    createSurroundings();
    cluster
        .jobs()
        .agents(
            job -> {
              probes.add((Task.Probe) FakeCluster.task(job));
              return agent;
            });
  }

  private void restart(String pause) {
    stopOperator();
    startOperator(
        "BACKUP_PREFLIGHT",
        "true",
        "BACKUP_PREFLIGHT_PAUSE",
        pause,
        "BACKUP_PREFLIGHT_PAUSE_MAX",
        pause,
        "BACKUP_PREFLIGHT_ROUTERS_LIMIT",
        "90s",
        "BACKUP_RESYNC",
        "1s");
  }

  private static FakeAgent finds(int all, String... refused) {
    return FakeAgent.probes(
        new RouterLoginResult(
            all,
            all - refused.length,
            0,
            refused.length,
            List.of(refused).stream()
                .map(name -> new RouterLoginResult.Refused(name, REFUSED))
                .toList(),
            null));
  }

  private void schedule(MikrotikBackupSpec routers) {
    cluster.create(ScheduleSamples.daily("nightly").mikrotik(routers).build());
  }

  private static Condition ready(BackupSchedule schedule) {
    return Conditions.find(schedule.getStatus().conditions, Conditions.READY).orElseThrow();
  }

  private String awaitReady(String truth, String reason) {
    return ready(
            eventually()
                .until(
                    () -> cluster.schedule("nightly"),
                    s ->
                        Optional.ofNullable(s.getStatus())
                            .flatMap(status -> Conditions.find(status.conditions, Conditions.READY))
                            .filter(ready -> truth.equals(ready.getStatus()))
                            .filter(ready -> reason.equals(ready.getReason()))
                            .isPresent()))
        .getMessage();
  }

  @Test
  void whereAllCanBeLoggedInToItIsSaid() {
    agent = finds(2);
    schedule(RouterSamples.spec("edge-1", "edge-2"));

    assertThat(awaitReady("True", "Scheduled")).endsWith("; local: fine. 2 routers: fine.");
    RouterLogins logins = probes.get(0).routers();
    assertThat(logins.routers())
        .extracting(each -> each.name())
        .containsExactly("edge-1", "edge-2");
    assertThat(logins.atOnce()).isEqualTo(8);
    assertThat(logins.limitSeconds()).isEqualTo(90);
    assertThat(cluster.schedule("nightly").getStatus().preflight.nextTime()).isNull();
  }

  @Test
  void someThatCannotBeLeaveItReadyAndAreToldOnce() {
    restart("20ms");
    agent = finds(3, "edge-2");
    schedule(RouterSamples.spec("edge-1", "edge-2", "edge-3"));

    String sentence =
        "1 of 3 routers cannot be logged in to: edge-2: It refuses the login (Secret \"panel-db\", key"
            + " \"password\").";
    assertThat(awaitReady("True", "Scheduled")).endsWith("; local: fine. " + sentence);
    eventually().until(() -> probes.size() > 2);
    agent = finds(3);
    eventually()
        .untilAsserted(
            () ->
                assertThat(awaitReady("True", "Scheduled"))
                    .endsWith(" local: fine. 3 routers: fine."));
    eventually().untilAsserted(() -> assertThat(cluster.events()).contains("Warning: " + sentence));
    assertThat(cluster.events()).filteredOn(each -> each.startsWith("Warning: ")).hasSize(1);
  }

  @Test
  void whereNoneCanBeItIsNotReady() {
    agent = finds(2, "edge-1", "edge-2");
    schedule(RouterSamples.spec("edge-1", "edge-2"));

    assertThat(awaitReady("False", "RoutersNotReady"))
        .startsWith("None of the 2 routers can be logged in to: edge-1: It refuses the login")
        .endsWith(" local: fine.");
    assertThat(cluster.schedule("nightly").getStatus().preflight.routers().failed()).isEqualTo(2);
  }

  @Test
  void aPasswordThatIsChangedIsTriedWithoutWaiting() {
    MikrotikBackupSpec spec = RouterSamples.spec("edge-1");
    Secret secret = RouterSamples.secret("edge-1");
    cluster.create(secret);
    spec.routers().get(0).passwordSecretRef = new SecretKeyRef("edge-1", "host");
    agent = finds(1, "edge-1");
    schedule(spec);
    awaitReady("False", "RoutersNotReady");

    agent = finds(1);
    Secret changed = new SecretBuilder(secret).addToData("host", "bmV1").build();
    cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).resource(changed).update();

    awaitReady("True", "Scheduled");
  }

  @Test
  void aMissingLoginIsNamedAndTheRestIsTried() {
    MikrotikBackupSpec spec = RouterSamples.spec("edge-1");
    spec.defaults().passwordSecretRef = new SecretKeyRef("routers", "password");
    agent = FakeAgent.probes((RouterLoginResult) null);
    schedule(spec);

    assertThat(awaitReady("False", "RoutersNotReady"))
        .isEqualTo(
            "The routers cannot be backed up: waiting for Secret \"routers\", key \"password\": the"
                + " Secret does not exist. local: fine.");
    assertThat(probes.get(0).routers()).isNull();
  }

  @Test
  void routersOfSecretsAreTriedAgainWhenThereIsAnother() {
    cluster.create(RouterSamples.secret("edge-1"));
    agent = finds(1);
    schedule(RouterSamples.ofSecrets());
    awaitReady("True", "Scheduled");
    assertThat(probes.get(0).routers().secrets().names()).containsExactly("edge-1");

    cluster.create(RouterSamples.secret("edge-2"));

    eventually().until(() -> probes.size() > 1);
    assertThat(probes.get(1).routers().secrets().names()).containsExactly("edge-1", "edge-2");
  }
}
