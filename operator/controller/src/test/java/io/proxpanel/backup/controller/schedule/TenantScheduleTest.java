package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.TenantDiscovery;
import io.proxpanel.backup.api.v1.TenantRunStatus;
import io.proxpanel.backup.api.v1.TenantRunStatus.State;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.job.JobLabels;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One Backup of each tenant that a database has when the schedule is due. */
class TenantScheduleTest extends ScheduleTestCase {
  private static final TenantDiscovery ANY = new TenantDiscovery(null, null, null);

  private static ScheduleSamples perTenant() {
    return everyMinute().tenants(ANY);
  }

  private void databaseHas(String... tenants) {
    cluster
        .jobs()
        .agents(job -> discovers(job) ? FakeAgent.finds(tenants) : FakeAgent.succeeds(job));
  }

  private static boolean discovers(Job job) {
    return JobLabels.does(job, Verb.DISCOVER);
  }

  private BackupSchedule awaitRun(Instant due, Predicate<TenantRunStatus> how) {
    return eventually()
        .until(
            () -> cluster.schedule("minutely"),
            s ->
                s.getStatus().tenants != null
                    && due.toString().equals(s.getStatus().tenants.dueTime)
                    && how.test(s.getStatus().tenants));
  }

  private BackupSchedule awaitRun(Instant due, State state) {
    return awaitRun(due, run -> run.state == state);
  }

  private String backupOf(BackupSchedule schedule, Instant due, String tenant) {
    return ScheduledBackup.of(schedule, due, tenant).getMetadata().getName();
  }

  @Test
  void makesABackupOfEachTenantAndSumsUp() {
    databaseHas("acme", "beta", "Ü-gamma");
    BackupSchedule schedule =
        begun(
            everyMinute()
                .tenants(new TenantDiscovery("SELECT slug FROM t", List.of("*"), List.of("x*")))
                .build());

    Instant due = nextMinute();
    BackupSchedule done = awaitRun(due, State.Done);

    assertThat(done.getStatus().tenants.summary).isEqualTo("3 of 3 succeeded");
    assertThat(done.getStatus().active).isEmpty();
    assertThat(done.getStatus().consecutiveFailures).isZero();
    assertThat(done.getStatus().lastSuccessfulTime).isNotNull();
    assertThat(done.getStatus().message).isNull();
    assertThat(condition(done, Conditions.HEALTHY).getMessage())
        .isEqualTo("3 of 3 tenants succeeded.");
    Backup acme = cluster.backup(backupOf(schedule, due, "acme"));
    assertThat(acme.getMetadata().getName())
        .isEqualTo(ScheduledBackup.name(schedule, due) + "-acme");
    assertThat(acme.getSpec().tenant()).isEqualTo("acme");
    assertThat(acme.getStatus().fileName)
        .startsWith("tenant_acme_full_")
        .endsWith("_scheduled.proisp.bak");
    assertThat(acme.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(acme.getMetadata().getLabels())
        .containsEntry(ScheduleLabels.SCHEDULE, "minutely")
        .containsEntry(ScheduleLabels.TENANT, "acme");
    assertThat(backups())
        .extracting(each -> each.getSpec().tenant())
        .containsExactlyInAnyOrder("acme", "beta", "Ü-gamma");
    Task.Discover task = (Task.Discover) FakeCluster.task(cluster.job(discoverJob(schedule, due)));
    assertThat(task.query()).isEqualTo("SELECT slug FROM t");
    assertThat(task.include()).containsExactly("*");
    assertThat(task.exclude()).containsExactly("x*");
    awaitEvents(
        "TenantsFound: 3 tenants found, 3 Backups made.", "TenantsDone: 3 of 3 tenants succeeded.");
    assertThat(cluster.events()).noneMatch(event -> event.startsWith("BackupSucceeded"));
  }

  private static String discoverJob(BackupSchedule schedule, Instant due) {
    return ScheduledBackup.name(schedule, due) + "-discover-1";
  }

  @Test
  void aFailingTenantHoldsUpNobodyAndIsNamed() {
    cluster
        .jobs()
        .agents(
            job -> {
              if (discovers(job)) {
                return FakeAgent.finds("acme", "beta", "gamma");
              }
              return job.getMetadata().getName().contains("-beta-")
                  ? FakeAgent.fails(ErrorCode.SchemaMissing, "No schema \"tenant_beta\".")
                  : FakeAgent.succeeds(job);
            });
    begun(perTenant().build());

    BackupSchedule done = awaitRun(nextMinute(), State.Done);

    assertThat(done.getStatus().tenants.summary).isEqualTo("2 of 3 succeeded");
    assertThat(done.getStatus().tenants.failedTenants).containsExactly("beta");
    assertThat(done.getStatus().consecutiveFailures).isEqualTo(1);
    assertThat(done.getStatus().failure.code()).isEqualTo("SchemaMissing");
    String sentence = "2 of 3 tenants succeeded; failed: \"beta\". No schema \"tenant_beta\".";
    assertThat(done.getStatus().message).isEqualTo(sentence);
    awaitEvents("TenantsDone: " + sentence);

    databaseHas("acme", "beta", "gamma", "delta");
    assertThat(awaitRun(nextMinute(), State.Done).getStatus().tenants.summary)
        .isEqualTo("4 of 4 succeeded");
    assertThat(awaitHealthy("minutely", "True").getStatus().consecutiveFailures).isZero();
  }

  @Test
  void aSlugThatCannotBeUsedIsRefusedByName() {
    databaseHas("acme", "a/b", "line\nbreak");
    begun(perTenant().build());

    BackupSchedule done = awaitRun(nextMinute(), State.Done);

    assertThat(done.getStatus().tenants.refused).isEqualTo(2);
    assertThat(done.getStatus().tenants.refusedTenants)
        .containsExactly(
            "\"a/b\" (its slug has a / or a backslash, which no file's name can have)",
            "\"line?break\" (its slug has a control character)");
    assertThat(done.getStatus().message)
        .startsWith("1 of 3 tenants succeeded; not backed up: \"a/b\" (its slug has a /");
    assertThat(backups()).hasSize(1);
    awaitEvents(
        "TenantRefused: Tenant \"line?break\" (its slug has a control character) cannot be backed"
            + " up.");
  }

  @Test
  void aFailedSearchIsTriedAgain() {
    cluster
        .jobs()
        .agents(
            job -> {
              if (!discovers(job)) {
                return FakeAgent.succeeds(job);
              }
              return job.getMetadata().getName().endsWith("-1")
                  ? FakeAgent.fails(ErrorCode.DatabaseUnreachable, "No connection to db:5432.")
                  : FakeAgent.finds("acme");
            });
    begun(perTenant().build());

    Instant due = nextMinute();
    BackupSchedule waits = awaitRun(due, run -> run.nextAttemptTime != null);
    assertThat(waits.getStatus().tenants.waitingFor)
        .isEqualTo("Attempt 1 of 3 to find out the tenants has failed: No connection to db:5432.");
    awaitEvents("AttemptFailed: " + waits.getStatus().tenants.waitingFor);

    clock.forward(Duration.ofSeconds(40));
    assertThat(awaitRun(due, State.Done).getStatus().tenants.attempt).isEqualTo(2);
  }

  @Test
  void aSearchThatCannotSucceedIsAFailure() {
    cluster
        .jobs()
        .agents(job -> FakeAgent.fails(ErrorCode.DatabasePermissionDenied, "May not read."));
    begun(perTenant().build());

    BackupSchedule failed = awaitRun(nextMinute(), State.Failed);

    assertThat(failed.getStatus().message)
        .isEqualTo("The tenants could not be found out, and none is backed up: May not read.");
    assertThat(failed.getStatus().failure.code()).isEqualTo("DatabasePermissionDenied");
    assertThat(failed.getStatus().consecutiveFailures).isEqualTo(1);
    assertThat(backups()).isEmpty();
  }

  @Test
  void aListThatIsNotTheAgentsIsNoList() {
    cluster
        .jobs()
        .agents(
            job ->
                discovers(job)
                    ? new FakeAgent.Logs(
                        "#document {\"tenants\":[\"evil\"]}",
                        ((FakeAgent.Logs) FakeAgent.finds("acme")).ends())
                    : FakeAgent.succeeds(job));
    BackupSchedule schedule = begun(perTenant().build());

    Instant due = nextMinute();
    awaitRun(due, run -> run.nextAttemptTime != null);

    assertThat(backups()).isEmpty();
    awaitEvents(
        ("AttemptFailed: Attempt 1 of 3 to find out the tenants has failed: The log of the Job \"%s\""
                + " does not hold the list of tenants any more.")
            .formatted(discoverJob(schedule, due)));
  }

  @Test
  void aDatabaseWithoutTenantsIsNotHealthy() {
    databaseHas();
    begun(perTenant().build());

    assertThat(awaitRun(nextMinute(), State.Done).getStatus().message)
        .isEqualTo("The database \"proxpanel\" has no tenants to back up: check tenants.discover.");
  }

  @Test
  void waitsForTheSecretAndSaysSo() {
    Secret secret =
        cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).withName("panel-db").get();
    cluster.client().resource(secret).delete();
    databaseHas("acme");
    begun(perTenant().build());

    Instant due = nextMinute();
    assertThat(awaitRun(due, run -> run.waitingFor != null).getStatus().tenants.waitingFor)
        .startsWith("waiting for Secret \"panel-db\"");

    secret.getMetadata().setResourceVersion(null);
    cluster.create(secret);
    awaitRun(due, State.Done);
  }

  @Test
  void skipsWhileTheTenantsAreStillLookedFor() {
    cluster.jobs().agents(job -> new FakeAgent.Works());
    begun(perTenant().build());
    awaitRun(nextMinute(), run -> true);

    nextMinute();

    assertThat(awaitHealthy("minutely", "False").getStatus().message)
        .endsWith(
            "was skipped: the search for its tenants has not ended, and concurrencyPolicy is"
                + " Forbid.");
  }

  @Test
  void anOperatorThatDiesInBetweenGoesOn() {
    databaseHas("acme", "beta");
    BackupSchedule schedule = begun(perTenant().build());
    stopOperator();
    Instant due = nextMinute();
    startByTheSameClock();
    awaitRun(due, State.Done);
    stopOperator();
    // As if it had died before it could write down that the list was read.
    cluster
        .client()
        .resource(cluster.schedule("minutely"))
        .editStatus(
            s -> {
              s.getStatus().tenants = TenantRun.begin(due);
              return s;
            });
    startByTheSameClock();

    awaitRun(due, State.Done);
    assertThat(backups()).hasSize(2);
    assertThat(cluster.jobs().runs().stream().filter(each -> each.contains("-backup-"))).hasSize(2);
    assertThat(cluster.backup(backupOf(schedule, due, "acme")).getStatus().phase)
        .isEqualTo(Phase.Succeeded);
  }

  @Test
  void retentionGoesByTenantAndKeepsThoseOfOneThatVanished() {
    databaseHas("acme", "gone");
    BackupSchedule schedule =
        begun(
            perTenant()
                .retention(new RetentionRules(null, 1, null, null, null, null, null, null, null))
                .build());
    Instant first = nextMinute();
    awaitRun(first, State.Done);
    databaseHas("acme");

    Instant second = nextMinute();
    awaitRun(second, State.Done);

    eventually()
        .untilAsserted(
            () ->
                assertThat(backups())
                    .extracting(each -> each.getMetadata().getName())
                    .containsExactlyInAnyOrder(
                        backupOf(schedule, first, "gone"), backupOf(schedule, second, "acme")));
    BackupSchedule after =
        eventually()
            .until(
                () -> cluster.schedule("minutely"),
                s -> Integer.valueOf(2).equals(s.getStatus().kept));
    assertThat(after.getStatus().retention.keptBecause()).containsEntry("newest", 2);
  }

  @Test
  void ofManyTenantsAllGetTheirTurn() {
    String[] tenants = IntStream.range(0, 60).mapToObj(i -> "tenant-" + i).toArray(String[]::new);
    databaseHas(tenants);
    begun(perTenant().build());

    Instant due = nextMinute();

    eventually()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> cluster.schedule("minutely"), s -> "60 of 60 succeeded".equals(summary(s, due)));
  }

  private static String summary(BackupSchedule schedule, Instant due) {
    TenantRunStatus run = schedule.getStatus().tenants;
    return run != null && due.toString().equals(run.dueTime) ? run.summary : null;
  }

  @Test
  void aManualBackupOfATenantTakesTheSettings() {
    databaseHas("acme");
    begun(perTenant().build());

    cluster.create(manual("manual", "acme"));
    Backup backup = awaitBackup("manual", Phase.Succeeded);
    assertThat(backup.getSpec().tenant()).isEqualTo("acme");
    assertThat(backup.getSpec().database()).isEqualTo(Samples.backupSpec().database());

    cluster.create(manual("whole", null));
    assertThat(awaitBackup("whole", Phase.Failed).getStatus().failure.message())
        .isEqualTo(
            "BackupSchedule \"minutely\" makes one Backup for each tenant: create a Backup with"
                + " fromSchedule and tenant, or one with settings of its own.");
  }

  private static Backup manual(String name, String tenant) {
    return Samples.backup(
        name,
        new BackupSpec(
            new ScheduleRef("minutely"), null, null, tenant, null, null, null, null, null));
  }

  @Test
  void suspendingStopsTheSearch() {
    cluster.jobs().agents(job -> new FakeAgent.Works());
    BackupSchedule schedule = begun(perTenant().build());
    Instant due = nextMinute();
    eventually().until(() -> cluster.job(discoverJob(schedule, due)) != null);

    cluster
        .client()
        .resource(cluster.schedule("minutely"))
        .edit(
            s -> {
              s.setSpec(perTenant().suspended().build().getSpec());
              return s;
            });

    awaitRun(due, State.Stopped);
    eventually().until(() -> cluster.job(discoverJob(schedule, due)) == null);
  }
}
