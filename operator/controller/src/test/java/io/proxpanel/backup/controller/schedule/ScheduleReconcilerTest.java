package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.ConcurrencyPolicy;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.RouterSamples;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every minute, by a clock that the test moves. */
class ScheduleReconcilerTest extends ScheduleTestCase {

  @Test
  void makesABackupOfEachDueTimeAndSaysHowItWent() {
    BackupSchedule schedule = begun(everyMinute().build());
    assertThat(condition(schedule, Conditions.READY).getStatus()).isEqualTo("True");
    assertThat(condition(schedule, Conditions.HEALTHY).getStatus()).isEqualTo("Unknown");

    Instant due = nextMinute();
    Backup backup = awaitBackup(ScheduledBackup.name(schedule, due), Phase.Succeeded);

    assertThat(backup.getSpec()).isEqualTo(Samples.backupSpec().with(new ScheduleRef("minutely")));
    assertThat(backup.getMetadata().getLabels()).containsEntry(ScheduleLabels.SCHEDULE, "minutely");
    assertThat(backup.getMetadata().getAnnotations())
        .containsEntry(ScheduleLabels.DUE, due.toString());
    assertThat(backup.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(backup.getStatus().fileName).endsWith("_scheduled.proisp.bak");
    BackupSchedule after = awaitHealthy("minutely", "True");
    assertThat(after.getStatus().lastScheduleTime).isEqualTo(due.toString());
    assertThat(after.getStatus().nextScheduleTime).isEqualTo(due.plusSeconds(60).toString());
    assertThat(after.getStatus().lastSuccessfulTime).isEqualTo(backup.getStatus().completionTime);
    assertThat(after.getStatus().lastBackup).isEqualTo(backup.getMetadata().getName());
    assertThat(after.getStatus().active).isEmpty();
    assertThat(after.getStatus().consecutiveFailures).isZero();
    assertThat(after.getStatus().message).isNull();
    awaitEvents(
        "BackupCreated: Backup \"%s\" for %s UTC."
            .formatted(
                backup.getMetadata().getName(),
                due.toString().replace('T', ' ').replace(":00Z", "")),
        "BackupSucceeded: Backup \"%s\" has succeeded, 96 MiB."
            .formatted(backup.getMetadata().getName()));
  }

  @Test
  void aFailureNeverStopsIt() {
    cluster.jobs().agents(job -> FakeAgent.fails(ErrorCode.PgDumpTooOld, "pg_dump 15 is too old."));
    BackupSchedule schedule = begun(everyMinute().build());

    awaitBackup(ScheduledBackup.name(schedule, nextMinute()), Phase.Failed);
    awaitHealthy("minutely", "False");
    String second = ScheduledBackup.name(schedule, nextMinute());
    awaitBackup(second, Phase.Failed);
    BackupSchedule failing =
        eventually()
            .until(
                () -> cluster.schedule("minutely"),
                s -> Integer.valueOf(2).equals(s.getStatus().consecutiveFailures));

    assertThat(failing.getStatus().failure.code()).isEqualTo("PgDumpTooOld");
    assertThat(failing.getStatus().message)
        .isEqualTo(
            "Backup \"%s\" has failed (2 in a row): pg_dump 15 is too old.".formatted(second));
    awaitEvents(
        "BackupFailed: Backup \"%s\" has failed (2 in a row): pg_dump 15 is too old."
            .formatted(second));

    cluster.jobs().agents(FakeAgent::succeeds);
    awaitBackup(ScheduledBackup.name(schedule, nextMinute()), Phase.Succeeded);
    assertThat(awaitHealthy("minutely", "True").getStatus().consecutiveFailures).isZero();
  }

  @Test
  void skipsWhileOneIsAtWorkAndSaysSo() {
    cluster.jobs().agents(job -> new FakeAgent.Works());
    BackupSchedule schedule = begun(everyMinute().build());
    String first = ScheduledBackup.name(schedule, nextMinute());
    awaitBackup(first, Phase.Running);

    Instant due = nextMinute();
    BackupSchedule skipped = awaitHealthy("minutely", "False");

    assertThat(skipped.getStatus().lastScheduleTime).isEqualTo(due.toString());
    assertThat(skipped.getStatus().active).containsExactly(first);
    assertThat(skipped.getStatus().message)
        .startsWith("The due time ")
        .endsWith(
            " UTC was skipped: Backup \"%s\" has not ended, and concurrencyPolicy is Forbid."
                .formatted(first));
    assertThat(backups()).hasSize(1);
  }

  @Test
  void replacesTheOneAtWorkWhereThatIsWanted() {
    cluster.jobs().agents(job -> new FakeAgent.Works());
    BackupSchedule schedule =
        begun(
            ScheduleSamples.daily("replacing")
                .cron("* * * * *")
                .zone("UTC")
                .concurrency(ConcurrencyPolicy.Replace)
                .build());
    String first = ScheduledBackup.name(schedule, nextMinute());
    awaitBackup(first, Phase.Running);

    String second = ScheduledBackup.name(schedule, nextMinute());
    awaitBackup(second, Phase.Running);

    eventually()
        .until(
            () -> {
              Backup replaced = cluster.backup(first);
              return replaced == null || replaced.isMarkedForDeletion();
            });
    awaitEvents(
        "BackupReplaced: Deleted Backup \"%s\", which had not ended: concurrencyPolicy is Replace."
            .formatted(first));
  }

  @Test
  void makesUpForManyMissedDueTimesWithOneBackup() {
    BackupSchedule schedule = begun(everyMinute().build());
    stopOperator();
    for (int i = 0; i < 4; i++) {
      nextMinute();
    }
    Instant last = nextMinute();

    startByTheSameClock();
    awaitBackup(ScheduledBackup.name(schedule, last), Phase.Succeeded);
    BackupSchedule after = awaitHealthy("minutely", "True");

    assertThat(backups()).hasSize(1);
    assertThat(after.getStatus().missed).isEqualTo(4);
    assertThat(after.getStatus().lastMissedTime).isEqualTo(last.minusSeconds(60).toString());
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .anyMatch(
                        event ->
                            event.startsWith(
                                    "RunMissed: 4 due times were missed before, the last at ")
                                && event.endsWith(" UTC: one Backup makes up for all.")));
  }

  @Test
  void recordsWhatItIsTooLateFor() {
    begun(ScheduleSamples.daily("strict").cron("0 * * * *").zone("UTC").deadline(60).build());
    stopOperator();
    Instant due = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    clock.forward(Duration.between(clock.instant(), due).plusSeconds(61));

    startByTheSameClock();
    BackupSchedule missed = awaitHealthy("strict", "False");

    assertThat(backups()).isEmpty();
    assertThat(missed.getStatus().missed).isEqualTo(1);
    assertThat(missed.getStatus().lastScheduleTime).isEqualTo(due.toString());
    assertThat(missed.getStatus().message)
        .startsWith("1 due time was missed, the last at ")
        .endsWith(" UTC: too late to make up for it after 60 s (startingDeadlineSeconds).");
  }

  @Test
  void anUnknownZoneIsSaidAndNothingRuns() {
    cluster.create(ScheduleSamples.daily("nowhere").zone("Mars/Olympus").build());

    BackupSchedule schedule =
        eventually().until(() -> cluster.schedule("nowhere"), s -> s.getStatus() != null);
    nextMinute();

    assertThat(condition(schedule, Conditions.READY).getStatus()).isEqualTo("False");
    assertThat(condition(schedule, Conditions.READY).getReason()).isEqualTo("TimeZoneUnknown");
    assertThat(schedule.getStatus().message)
        .isEqualTo(
            "timeZone \"Mars/Olympus\" is not the name of a time zone that the operator knows;"
                + " write one like Europe/Berlin: no Backup is made until then.");
    assertThat(schedule.getStatus().nextScheduleTime).isNull();
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .containsExactly("ScheduleState: " + schedule.getStatus().message));
  }

  @Test
  void anExpressionThatIsNeverDueSaysSo() {
    cluster.create(ScheduleSamples.daily("never").cron("0 2 30 2 *").build());

    BackupSchedule never =
        eventually().until(() -> cluster.schedule("never"), s -> s.getStatus() != null);
    assertThat(never.getStatus().message)
        .isEqualTo("The expression \"0 2 30 2 *\" is never due: check day and month.");
  }

  @Test
  void aNameThatIsTakenByWhatCannotBeReadIsSaid() {
    BackupSchedule schedule = begun(everyMinute().build());
    Instant due = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    String name = ScheduledBackup.name(schedule, due);
    GenericKubernetesResource newer = new GenericKubernetesResource();
    newer.setApiVersion("backup.proxpanel.io/v1");
    newer.setKind("Backup");
    newer.setMetadata(new ObjectMetaBuilder().withName(name).build());
    newer.setAdditionalProperty("spec", Map.of("type", "Differential"));
    cluster.create(newer);

    nextMinute();

    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.schedule("minutely").getStatus().message)
                    .isEqualTo(
                        "The Backup \"%s\" cannot be made: a Backup of that name is there, and this"
                            + " version of the operator cannot read it",
                        name));
  }

  @Test
  void aScheduleOfRoutersAloneHasNoSettingsForABackup() {
    cluster.create(
        ScheduleSamples.daily("routers")
            .suspended()
            .backup(null)
            .mikrotik(RouterSamples.spec("edge-1"))
            .build());
    cluster.create(
        Samples.backup(
            "now",
            new BackupSpec(
                new ScheduleRef("routers"), null, null, null, null, null, null, null, null)));

    assertThat(awaitBackup("now", Phase.Failed).getStatus().message)
        .isEqualTo(
            "BackupSchedule \"routers\" backs up routers alone: create a Backup with settings of its"
                + " own.");
  }

  @Test
  void aNameThatIsTakenIsSaidAndTakenOverWhenItIsFree() {
    BackupSchedule schedule = begun(everyMinute().build());
    Instant due = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    String name = ScheduledBackup.name(schedule, due);
    cluster.create(Samples.backup(name));
    awaitBackup(name, Phase.Succeeded);

    nextMinute();
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.schedule("minutely").getStatus().message)
                    .isEqualTo(
                        "The Backup \"%s\" cannot be made: a Backup of that name is there and does"
                            + " not belong to this schedule, or has not its settings: delete it or"
                            + " make it under another name",
                        name));
    assertThat(cluster.schedule("minutely").getStatus().lastScheduleTime).isNull();

    cluster.client().resource(cluster.backup(name)).delete();
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.backup(name))
                    .isNotNull()
                    .matches(backup -> ScheduledBackup.belongs(backup, "minutely")));
  }

  @Test
  void aPermissionThatIsMissingIsSaidAndTheBackupMadeWhenItIsGiven() {
    BackupSchedule schedule = begun(everyMinute().build());
    Instant due = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    String name = ScheduledBackup.name(schedule, due);
    cluster
        .server()
        .expect()
        .post()
        .withPath("/apis/backup.proxpanel.io/v1/namespaces/isp/backups")
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withMessage(
                    "backups is forbidden: User \"u\" cannot create resource \"backups\" in API group"
                        + " \"backup.proxpanel.io\" in the namespace \"isp\"")
                .build())
        .times(3);

    nextMinute();

    awaitEvents(
        "ScheduleState: The Backup \"%s\" cannot be made: The operator may not create backups.backup.proxpanel.io in the namespace \"isp\": give its role the verb \"create\" on backups.backup.proxpanel.io."
            .formatted(name));
    awaitBackup(name, Phase.Succeeded);
    assertThat(cluster.schedule("minutely").getStatus().missed).isNull();
  }

  @Test
  void deletingAScheduleDeletesNoBackup() {
    BackupSchedule schedule = begun(everyMinute().build());
    String name = ScheduledBackup.name(schedule, nextMinute());
    awaitBackup(name, Phase.Succeeded);

    cluster.client().resource(cluster.schedule("minutely")).delete();

    eventually().until(() -> cluster.schedule("minutely") == null);
    nextMinute();
    assertThat(backups()).hasSize(1).noneMatch(Backup::isMarkedForDeletion);
  }

  @Test
  void aPersonsBackupTakesAllSettingsOfTheSchedule() {
    Backup manual =
        Samples.backup(
            "by-hand",
            new BackupSpec(
                new ScheduleRef("minutely"), null, null, null, null, null, null, null, null));
    cluster.create(manual);
    Backup waiting = awaitBackupReason("by-hand", "ScheduleMissing");
    assertThat(waiting.getStatus().message)
        .isEqualTo("waiting for BackupSchedule \"minutely\": it does not exist");

    begun(ScheduleSamples.daily("minutely").build());
    Backup backup = awaitBackup("by-hand", Phase.Succeeded);

    assertThat(backup.getSpec()).isEqualTo(Samples.backupSpec().with(new ScheduleRef("minutely")));
    assertThat(backup.getMetadata().getLabels()).containsEntry(ScheduleLabels.SCHEDULE, "minutely");
    assertThat(backup.getStatus().fileName).doesNotContain("_scheduled");
    assertThat(awaitHealthy("minutely", "True").getStatus().lastSuccessfulTime)
        .isEqualTo(backup.getStatus().completionTime);
  }

  @Test
  void oneThatWaitsForItsScheduleCanBeDeleted() {
    cluster.create(
        Samples.backup(
            "by-hand",
            new BackupSpec(
                new ScheduleRef("nowhere"), null, null, null, null, null, null, null, null)));
    Backup waiting = awaitBackupReason("by-hand", "ScheduleMissing");

    cluster.client().resource(waiting).delete();

    awaitGone("by-hand");
  }

  @Test
  void metricsTellOfEverySchedule() throws IOException, InterruptedException {
    BackupSchedule schedule = begun(everyMinute().build());
    Instant due = nextMinute();
    awaitBackup(ScheduledBackup.name(schedule, due), Phase.Succeeded);
    awaitHealthy("minutely", "True");

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    String tags = "{namespace=\"isp\",schedule=\"minutely\"} ";
    assertThat(answer.body())
        .contains(
            "proxpanel_backup_schedule_healthy" + tags + "1.0",
            "proxpanel_backup_schedule_missed" + tags + "0.0",
            "proxpanel_backup_schedule_consecutive_failures" + tags + "0.0",
            "proxpanel_backup_schedule_last_success_timestamp_seconds" + tags,
            "proxpanel_backup_schedule_next_timestamp_seconds" + tags);
  }
}
