package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.SyncStatus;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A destination that is added to a schedule, and the Backups that there are already. */
class SyncExistingTest extends ScheduleTestCase {
  private static final Destination LOCAL =
      new Destination("local", new LocalDestination("panel-backups", "isp"));
  private static final Destination SECOND =
      new Destination("second", new LocalDestination("panel-backups", "other"));

  @Test
  void theFilesThatThereAreComeAlongNewestFirst() {
    cluster.jobs().agents(FakeAgent::succeeds);
    List<String> names = run(begun(of(true, LOCAL)), 4);

    change(of(true, LOCAL, SECOND));

    eventually()
        .untilAsserted(
            () -> assertThat(backups()).allMatch(each -> each.getStatus().copies.equals("2 of 2")));
    List<String> syncs =
        cluster.jobs().runs().stream().filter(each -> each.endsWith("-sync-1")).toList();
    assertThat(syncs).hasSize(4);
    assertThat(syncs.subList(0, 2))
        .containsExactlyInAnyOrder(names.get(3) + "-sync-1", names.get(2) + "-sync-1");
    awaitSync(new SyncStatus(0, 0));
  }

  @Test
  void withoutBeingAskedForNothingComesAlong() {
    cluster.jobs().agents(FakeAgent::succeeds);
    run(begun(of(false, LOCAL)), 1);

    change(of(false, LOCAL, SECOND));
    String next = ScheduledBackup.name(cluster.schedule("minutely"), nextMinute());
    awaitBackup(next, Phase.Succeeded);

    assertThat(backups())
        .extracting(each -> each.getStatus().copies)
        .containsExactlyInAnyOrder("1 of 1", "2 of 2");
    assertThat(cluster.schedule("minutely").getStatus().sync).isNull();
  }

  @Test
  void oneWithAnotherDestinationOfTheSameNameIsLeftOut() {
    cluster.jobs().agents(FakeAgent::succeeds);
    run(begun(of(true, LOCAL)), 1);

    change(of(true, new Destination("local", new LocalDestination("panel-backups", "moved"))));

    awaitSync(new SyncStatus(0, 1));
    assertThat(backups()).extracting(each -> each.getStatus().copies).containsExactly("1 of 1");
  }

  @Test
  void aServerThatIsDownIsNotOverrun() {
    cluster.jobs().agents(FakeAgent::succeeds);
    run(begun(of(true, LOCAL)), 4);
    cluster.jobs().agents(job -> new FakeAgent.Works());

    change(of(true, LOCAL, SECOND));

    awaitSync(new SyncStatus(4, 0));
    eventually().until(() -> syncing().size() == 2);
    assertThat(backups()).filteredOn(each -> each.getSpec().destinations().size() == 2).hasSize(2);
  }

  private List<Backup> syncing() {
    return backups().stream()
        .filter(each -> each.getStatus().copying != null)
        .filter(each -> each.getStatus().copying.job() != null)
        .toList();
  }

  private void awaitSync(SyncStatus status) {
    eventually()
        .untilAsserted(
            () -> assertThat(cluster.schedule("minutely").getStatus().sync).isEqualTo(status));
  }

  private static BackupSchedule of(boolean sync, Destination... destinations) {
    var samples =
        everyMinute().backup(Samples.backupSpec().withDestinations(List.of(destinations)));
    return (sync ? samples.syncExisting() : samples).build();
  }

  private void change(BackupSchedule to) {
    // The operator may be writing status: a GET again, as kubectl edit asks for.
    eventually()
        .ignoreException(KubernetesClientException.class)
        .untilAsserted(
            () ->
                cluster
                    .client()
                    .resource(cluster.schedule("minutely"))
                    .edit(
                        schedule -> {
                          schedule.setSpec(to.getSpec());
                          return schedule;
                        }));
  }

  /** Backups of so many due times, each after the one before has ended. */
  private List<String> run(BackupSchedule schedule, int times) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      String name = ScheduledBackup.name(schedule, nextMinute());
      awaitBackup(name, Phase.Succeeded);
      names.add(name);
    }
    return names;
  }
}
