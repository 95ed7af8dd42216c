package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupRef;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.status.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterScheduleTest extends ScheduleTestCase {
  private volatile Map<String, Failure> failures = Map.of();

  @BeforeEach
  void agents() {
    cluster
        .jobs()
        .agents(
            job ->
                FakeCluster.task(job) instanceof Task.Routers
                    ? RouterSamples.agent(job, failures, Map.of(), Set.of("edge-1"))
                    : FakeAgent.succeeds(job));
  }

  private List<MikrotikBackup> ended(int many) {
    return eventually()
        .until(
            () ->
                cluster
                    .client()
                    .resources(MikrotikBackup.class)
                    .inNamespace(FakeCluster.NAMESPACE)
                    .list()
                    .getItems(),
            all ->
                all.size() == many
                    && all.stream()
                        .allMatch(
                            each ->
                                each.getStatus() != null
                                    && each.getStatus().phase != null
                                    && each.getStatus().phase.isEnd()));
  }

  @Test
  void routersAreBackedUpAtTheSameTimeAsTheDatabase() {
    begun(everyMinute().mikrotik(RouterSamples.spec("edge-1")).build());
    nextMinute();

    MikrotikBackup routers = ended(1).get(0);
    awaitHealthy("minutely", "True");

    assertThat(routers.getMetadata().getName()).endsWith("-routers");
    assertThat(routers.getSpec().fromSchedule().name()).isEqualTo("minutely");
    assertThat(backups()).hasSize(1);
    assertThat(routers.getMetadata().getName())
        .isEqualTo(backups().get(0).getMetadata().getName() + "-routers");
    eventually()
        .untilAsserted(
            () -> {
              BackupSchedule schedule = cluster.schedule("minutely");
              assertThat(schedule.getStatus().routers.consecutiveFailures()).isZero();
              assertThat(schedule.getStatus().consecutiveFailures).isZero();
            });
  }

  @Test
  void aScheduleCanBeOfRoutersAlone() {
    begun(everyMinute().backup(null).mikrotik(RouterSamples.spec("edge-1")).build());
    nextMinute();

    String name = ended(1).get(0).getMetadata().getName();
    BackupSchedule schedule = awaitHealthy("minutely", "True");

    assertThat(backups()).isEmpty();
    assertThat(schedule.getStatus().lastBackup).isEqualTo(name);
    assertThat(schedule.getStatus().lastSuccessfulTime).isNotNull();
    assertThat(condition(schedule, Conditions.HEALTHY).getMessage())
        .isEqualTo("The last MikrotikBackup, \"%s\", has succeeded.".formatted(name));
  }

  @Test
  void aGoodBackupDoesNotHideRoutersThatFail() {
    failures =
        Map.of("edge-2", new Failure(ErrorCode.RouterUnreachable, "No connection to edge-2.isp."));
    begun(everyMinute().mikrotik(RouterSamples.spec("edge-1", "edge-2")).build());
    nextMinute();
    MikrotikBackup routers = ended(1).get(0);
    eventually()
        .until(
            () -> cluster.schedule("minutely").getStatus(),
            status -> status.lastSuccessfulTime != null && status.routers != null);
    BackupSchedule schedule = awaitHealthy("minutely", "False");

    assertThat(routers.getStatus().phase).isEqualTo(Phase.PartiallySucceeded);
    assertThat(condition(schedule, Conditions.HEALTHY).getMessage())
        .isEqualTo(
            "MikrotikBackup \"%s\" has succeeded only in part: 1 of 2 routers failed: edge-2. edge-2:"
                    .formatted(routers.getMetadata().getName())
                + " No connection to edge-2.isp.");
    assertThat(schedule.getStatus().routers.consecutiveFailures()).isEqualTo(1);
    assertThat(schedule.getStatus().consecutiveFailures).isZero();
  }

  @Test
  void retentionKeepsWhatTheNewestRefersToAndSaysSo() {
    begun(
        everyMinute()
            .backup(null)
            .retention(new RetentionRules(null, 1, null, null, null, null, null, null, null))
            .mikrotik(RouterSamples.skipping("edge-1"))
            .build());
    nextMinute();
    MikrotikBackup first = ended(1).get(0);
    nextMinute();
    MikrotikBackup second = other(ended(2), first);
    awaitKept(first, "referred to by " + second.getMetadata().getName());
    nextMinute();
    eventually()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cluster.client().resource(second).get() == null);

    MikrotikBackup third = other(ended(2), first);

    awaitKept(first, "referred to by " + name(third));
    awaitKept(third, "newest, last 1 of 1");
    assertThat(third.getStatus().refersTo)
        .extracting(MikrotikBackupRef::name)
        .containsExactly(name(first));
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.schedule("minutely").getStatus().retention.keptBecause())
                    .containsEntry("referred", 1));
  }

  private void awaitKept(MikrotikBackup backup, String because) {
    eventually()
        .untilAsserted(
            () -> {
              MikrotikBackup now = cluster.client().resource(backup).get();
              assertThat(now.getStatus().keptBecause).isEqualTo(because);
              assertThat(now.getStatus().keptForOthers)
                  .isEqualTo(because.startsWith("referred") ? true : null);
            });
  }

  private static MikrotikBackup other(List<MikrotikBackup> two, MikrotikBackup one) {
    return two.stream().filter(each -> !name(each).equals(name(one))).findFirst().orElseThrow();
  }

  private static String name(MikrotikBackup backup) {
    return backup.getMetadata().getName();
  }
}
