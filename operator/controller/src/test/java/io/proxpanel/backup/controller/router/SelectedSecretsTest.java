package io.proxpanel.backup.controller.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterStatus;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MikrotikBackups whose routers Secrets say. */
class SelectedSecretsTest extends OperatorTestCase {
  private static final String FOLDER = "/run/backup/secrets/shared/by-name";
  private static final String LIST =
      "/api/v1/namespaces/isp/secrets?labelSelector=isp%3Drouters&limit=";

  private final CopyOnWriteArrayList<Task.Routers> tasks = new CopyOnWriteArrayList<>();
  private Map<String, Failure> failures = Map.of();

  @BeforeEach
  void agents() {
    createSurroundings();
    cluster
        .jobs()
        .agents(
            job -> {
              tasks.add((Task.Routers) FakeCluster.task(job));
              return RouterSamples.agent(job, failures, Map.of());
            });
  }

  private MikrotikBackup get(String name) {
    return cluster
        .client()
        .resources(MikrotikBackup.class)
        .inNamespace(FakeCluster.NAMESPACE)
        .withName(name)
        .get();
  }

  private MikrotikBackup await(String name, Phase phase) {
    return eventually()
        .until(() -> get(name), b -> b.getStatus() != null && b.getStatus().phase == phase);
  }

  private void awaitEvent(String event) {
    eventually().untilAsserted(() -> assertThat(cluster.events()).contains(event));
  }

  @Test
  void eachSecretWithTheLabelsIsARouterOfItsName() {
    cluster.create(RouterSamples.secret("edge-2"));
    cluster.create(RouterSamples.secret("edge-1"));
    cluster.create(RouterSamples.backup("night", RouterSamples.ofSecrets()));

    MikrotikBackup backup = await("night", Phase.Succeeded);

    assertThat(backup.getStatus().routers)
        .extracting(RouterStatus::name)
        .containsExactly("edge-1", "edge-2");
    SecretRouters secrets = tasks.get(0).secrets();
    assertThat(secrets.folder()).isEqualTo(FOLDER);
    assertThat(secrets.names()).containsExactly("edge-1", "edge-2");
    assertThat(secrets.selector()).isEqualTo("isp=routers");
    assertThat(secrets.settings().username()).isEqualTo("backup");
    assertThat(projected("night-routers-1"))
        .filteredOn(secret -> secret.getName().startsWith("edge"))
        .allSatisfy(
            secret -> {
              assertThat(secret.getOptional()).isTrue();
              assertThat(secret.getItems())
                  .extracting(item -> item.getKey() + " " + item.getPath())
                  .containsExactly(
                      "host by-name/" + secret.getName() + "/host",
                      "port by-name/" + secret.getName() + "/port",
                      "username by-name/" + secret.getName() + "/username",
                      "password by-name/" + secret.getName() + "/password");
            })
        .hasSize(2);
    awaitEvent(
        "Started: Backing up the routers of the Secrets with the labels \"isp=routers\" by the Job"
            + " \"night-routers-1\".");
  }

  private List<SecretProjection> projected(String job) {
    return cluster.job(job).getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getProjected() != null)
        .flatMap(volume -> volume.getProjected().getSources().stream())
        .map(VolumeProjection::getSecret)
        .toList();
  }

  @Test
  void failuresAreToldBySecretAndKey() {
    cluster.create(RouterSamples.secret("edge-1"));
    cluster.create(RouterSamples.secret("edge-2"));
    failures =
        Map.of(
            "edge-2",
            new Failure(
                ErrorCode.SecretUnreadable,
                "The router \"edge-2\" has no host: "
                    + FOLDER
                    + "/edge-2/host is missing or empty."));
    cluster.create(RouterSamples.backup("night", RouterSamples.ofSecrets()));

    assertThat(await("night", Phase.PartiallySucceeded).getStatus().message)
        .isEqualTo(
            "1 of 2 routers failed: edge-2. edge-2: The router \"edge-2\" has no host: the Secret"
                + " \"edge-2\", key \"host\" is missing or empty.");
  }

  @Test
  void withoutThePermissionItWaitsAndGoesOnByItself() {
    cluster
        .server()
        .expect()
        .get()
        .withPath(LIST + 1)
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withMessage(
                    "secrets is forbidden: User \"u\" cannot list resource \"secrets\" in API group"
                        + " \"\" in the namespace \"isp\"")
                .build())
        .times(3);
    cluster.create(RouterSamples.secret("edge-1"));
    cluster.create(RouterSamples.backup("night", RouterSamples.ofSecrets()));

    await("night", Phase.Succeeded);

    awaitEvent(
        "Waiting: The operator may not list secrets in the namespace \"isp\": give its role the"
            + " verb \"list\" on secrets. The chart does so with rbac.listSecrets: true.");
    assertThat(cluster.jobs().runs()).containsExactly("night-routers-1");
  }

  @Test
  void aMissingLoginInDefaultsHoldsNothingUpSinceTheSecretsMayHaveOne() {
    cluster.create(RouterSamples.secret("edge-1"));
    MikrotikBackup backup = RouterSamples.backup("night", RouterSamples.ofSecrets());
    backup.getSpec().defaults().passwordSecretRef = null;
    backup.getSpec().defaults().username = null;
    cluster.create(backup);

    await("night", Phase.Succeeded);

    assertThat(tasks.get(0).secrets().settings().passwordFile()).isNull();
  }

  @Test
  void thoseOfARunAreThoseThatWereThereWhenItsJobWasMade() {
    cluster.create(RouterSamples.secret("edge-1"));
    cluster.create(RouterSamples.backup("first", RouterSamples.ofSecrets()));
    await("first", Phase.Succeeded);
    stopOperator();
    cluster.create(RouterSamples.secret("edge-2"));
    startOperator();
    cluster.create(RouterSamples.backup("second", RouterSamples.ofSecrets()));
    await("second", Phase.Succeeded);

    assertThat(tasks)
        .extracting(task -> task.secrets().names())
        .containsExactly(List.of("edge-1"), List.of("edge-1", "edge-2"));
    assertThat(cluster.jobs().runs()).containsExactly("first-routers-1", "second-routers-1");
  }

  @Test
  void aScheduleTakesThemTheSameWay() {
    cluster.create(RouterSamples.secret("edge-1"));
    cluster.create(
        ScheduleSamples.daily("nightly").suspended().mikrotik(RouterSamples.ofSecrets()).build());
    cluster.create(
        RouterSamples.backup(
            "now", RouterSamples.spec().withDestinations(null).with(new ScheduleRef("nightly"))));

    assertThat(await("now", Phase.Succeeded).getSpec().fromSecrets())
        .isEqualTo(RouterSamples.ofSecrets().fromSecrets());
    assertThat(tasks.get(0).secrets().names()).containsExactly("edge-1");
  }
}
