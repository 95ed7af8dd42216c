package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleSpec;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.job.JobLabels;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a schedule deletes, and what it never does. */
class ScheduleRetentionTest extends ScheduleTestCase {
  private static final RetentionRules KEEP_TWO = keepLast(2);

  private static RetentionRules keepLast(int number) {
    return new RetentionRules(null, number, null, null, null, null, null, null, null);
  }

  /** Backups of so many due times, each after the one before has ended. */
  private List<String> run(BackupSchedule schedule, int times, Phase end) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      String name = ScheduledBackup.name(schedule, nextMinute());
      awaitBackup(name, end);
      names.add(name);
    }
    return names;
  }

  private void awaitBackups(List<String> names) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(backups().stream().map(each -> each.getMetadata().getName()))
                    .containsExactlyInAnyOrderElementsOf(names));
  }

  private void change(RetentionRules rules) {
    change(rules, cluster.schedule("minutely").getSpec().backup());
  }

  /** The operator writes status meanwhile: who edits an older version tries again. */
  private void change(RetentionRules rules, BackupSpec backup) {
    eventually()
        .ignoreException(KubernetesClientException.class)
        .untilAsserted(
            () ->
                cluster
                    .client()
                    .resources(BackupSchedule.class)
                    .inNamespace(FakeCluster.NAMESPACE)
                    .withName("minutely")
                    .edit(schedule -> changed(schedule, rules, backup)));
  }

  private static BackupSchedule changed(
      BackupSchedule schedule, RetentionRules rules, BackupSpec backup) {
    BackupScheduleSpec spec = schedule.getSpec();
    schedule.setSpec(
        new BackupScheduleSpec(
            spec.frequency(),
            spec.timeOfDay(),
            spec.dayOfWeek(),
            spec.dayOfMonth(),
            spec.schedule(),
            spec.timeZone(),
            spec.suspend(),
            spec.startingDeadlineSeconds(),
            spec.concurrencyPolicy(),
            spec.startJitterSeconds(),
            rules,
            spec.tenants(),
            spec.syncExisting(),
            backup,
            spec.mikrotik()));
    return schedule;
  }

  @Test
  void keepsWhatTheRulesKeepAndSaysWhy() {
    BackupSchedule schedule = begun(everyMinute().retention(KEEP_TWO).build());
    List<String> names = run(schedule, 3, Phase.Succeeded);

    awaitBackups(names.subList(1, 3));
    BackupSchedule after =
        eventually()
            .until(
                () -> cluster.schedule("minutely"),
                s -> Integer.valueOf(2).equals(s.getStatus().kept));
    assertThat(after.getStatus().retention.keptBecause())
        .containsEntry("newest", 1)
        .containsEntry("keepLast", 2);
    assertThat(after.getStatus().retention.nextDeletions()).containsExactly(names.get(1));
    eventually()
        .untilAsserted(
            () -> {
              assertThat(cluster.backup(names.get(2)).getStatus().keptBecause)
                  .isEqualTo("newest, last 1 of 2");
              assertThat(cluster.backup(names.get(1)).getStatus().keptBecause)
                  .isEqualTo("last 2 of 2");
              assertThat(cluster.events())
                  .contains("BackupsPruned: Deleted 1 that no rule keeps: " + names.get(0) + ".");
            });
    assertThat(cluster.jobs().runs())
        .containsSubsequence(names.get(2) + "-check-1", names.get(0) + "-delete-1");
  }

  private static BackupSpec ofAnotherDatabase() {
    return new BackupSpec(
        new ScheduleRef("minutely"),
        null,
        new Database(
            "mine",
            5432,
            "empty",
            "me",
            null,
            new SecretKeyRef("panel-db", "password"),
            null,
            null,
            null),
        null,
        null,
        null,
        Samples.backupSpec().destinations(),
        null,
        null);
  }

  @Test
  void backupsOfAnotherDatabaseTakeThePlaceOfNone() {
    BackupSchedule schedule = begun(everyMinute().retention(KEEP_TWO).build());
    List<String> names = run(schedule, 2, Phase.Succeeded);
    for (int i = 0; i < 5; i++) {
      cluster.create(Samples.backup("mine-" + i, ofAnotherDatabase()));
      Backup mine = awaitBackup("mine-" + i, Phase.Succeeded);
      assertThat(mine.getStatus().ofSchedule).isFalse();
    }

    names.addAll(run(schedule, 1, Phase.Succeeded));

    List<String> stay = new ArrayList<>(names.subList(1, 3));
    IntStream.range(0, 5).forEach(i -> stay.add("mine-" + i));
    awaitBackups(stay);
    assertThat(cluster.backup(names.get(2)).getStatus().ofSchedule).isTrue();
    eventually()
        .until(() -> Integer.valueOf(2).equals(cluster.schedule("minutely").getStatus().kept));
  }

  @Test
  void backupsOfBeforeAChangeOfTheSettingsStillCount() {
    BackupSchedule schedule = begun(everyMinute().retention(KEEP_TWO).build());
    List<String> names = run(schedule, 2, Phase.Succeeded);
    change(KEEP_TWO, Samples.backupSpec(DeletionPolicy.Retain));

    names.addAll(run(schedule, 1, Phase.Succeeded));

    awaitBackups(names.subList(1, 3));
  }

  @Test
  void oneThatAPersonMakesWithTheSchedulesSettingsCounts() {
    BackupSchedule schedule = begun(everyMinute().retention(KEEP_TWO).build());
    List<String> names = run(schedule, 2, Phase.Succeeded);
    cluster.create(
        Samples.backup(
            "now",
            new BackupSpec(
                new ScheduleRef("minutely"), null, null, null, null, null, null, null, null)));

    awaitBackup("now", Phase.Succeeded);

    awaitBackups(List.of(names.get(1), "now"));
  }

  @Test
  void deletesNothingWhereTheNewestBackupIsNotFound() {
    cluster
        .jobs()
        .agents(
            job ->
                JobLabels.does(job, Verb.CHECK)
                    ? FakeAgent.fails(
                        ErrorCode.FileMissing,
                        "The file /run/backup/volumes/local/isp/x is not there.")
                    : FakeAgent.succeeds(job));
    BackupSchedule schedule = begun(everyMinute().retention(KEEP_TWO).build());
    List<String> names = run(schedule, 3, Phase.Succeeded);

    BackupSchedule stopped = awaitHealthy("minutely", "False");

    assertThat(stopped.getStatus().message)
        .isEqualTo(
            "Retention has deleted nothing: the newest good backup, \"%s\", was not found whole."
                + " The file the claim \"panel-backups\"/isp/x is not there.",
            names.get(2));
    awaitEvents("RetentionStopped: " + stopped.getStatus().message);
    awaitBackups(names);

    cluster.jobs().agents(FakeAgent::succeeds);
    names.addAll(run(schedule, 1, Phase.Succeeded));
    awaitBackups(names.subList(2, 4));
    awaitHealthy("minutely", "True");
  }

  @Test
  void failuresDeleteNoGoodBackupAndAreKeptToBeLookedAt() {
    BackupSchedule schedule =
        begun(
            everyMinute()
                .retention(new RetentionRules(null, 1, null, null, null, null, null, null, 2))
                .build());
    List<String> good = run(schedule, 1, Phase.Succeeded);
    cluster.jobs().agents(job -> FakeAgent.fails(ErrorCode.PgDumpTooOld, "Too old."));
    List<String> failed = run(schedule, 4, Phase.Failed);

    awaitHealthy("minutely", "False");
    List<String> all = new ArrayList<>(good);
    all.addAll(failed);
    awaitBackups(all);

    cluster.jobs().agents(FakeAgent::succeeds);
    List<String> left = new ArrayList<>(failed.subList(2, 4));
    left.addAll(run(schedule, 1, Phase.Succeeded));
    awaitBackups(left);
  }

  @Test
  void aPinnedBackupAndOneThatARestoreWaitsForStay() {
    BackupSchedule schedule = begun(everyMinute().retention(keepLast(1)).build());
    List<String> names = run(schedule, 1, Phase.Succeeded);
    Backup pinned =
        eventually()
            .until(
                () -> cluster.backup(names.get(0)),
                backup -> "newest, last 1 of 1".equals(backup.getStatus().keptBecause));
    pinned.getMetadata().getAnnotations().put(ScheduleLabels.PINNED, "true");
    cluster.client().resource(pinned).update();
    names.addAll(run(schedule, 1, Phase.Succeeded));
    cluster.client().secrets().inNamespace("isp").withName("panel-db").delete();
    cluster.create(Samples.restore("undo", names.get(1)));
    awaitRestoreReason("undo", "SecretMissing");
    String newest = ScheduledBackup.name(schedule, nextMinute());
    awaitBackupReason(newest, "SecretMissing");
    cluster.create(Samples.secret());
    awaitBackup(newest, Phase.Succeeded);

    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.backup(names.get(0)).getStatus().keptBecause)
                    .isEqualTo("pinned"));
    assertThat(cluster.backup(names.get(1))).isNotNull();
  }

  @Test
  void aMissingPermissionIsSaidAndStopsNoBackup() {
    BackupSchedule schedule = begun(everyMinute().retention(keepLast(1)).build());
    List<String> names = run(schedule, 1, Phase.Succeeded);
    awaitHealthy("minutely", "True");
    cluster
        .server()
        .expect()
        .delete()
        .withPath("/apis/backup.proxpanel.io/v1/namespaces/isp/backups/" + names.get(0))
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withMessage(
                    "backups is forbidden: User \"u\" cannot delete resource \"backups\" in API group"
                        + " \"backup.proxpanel.io\" in the namespace \"isp\"")
                .build())
        .always();
    names.addAll(run(schedule, 2, Phase.Succeeded));

    String sentence =
        "The operator may not delete backups.backup.proxpanel.io in the namespace \"isp\": give its"
            + " role the verb \"delete\" on backups.backup.proxpanel.io.";
    eventually()
        .untilAsserted(
            () -> assertThat(cluster.schedule("minutely").getStatus().message).isEqualTo(sentence));
    awaitEvents("PermissionMissing: " + sentence);
    assertThat(cluster.schedule("minutely").getStatus().lastBackup).isEqualTo(names.get(2));
    assertThat(cluster.schedule("minutely").getStatus().missed).isNull();
  }

  @Test
  void aChangeOfTheRulesIsAppliedAtOnce() {
    BackupSchedule schedule = begun(everyMinute().build());
    List<String> names = run(schedule, 3, Phase.Succeeded);
    assertThat(awaitHealthy("minutely", "True").getStatus().retention).isNull();
    awaitBackups(names);

    change(keepLast(1));

    awaitBackups(names.subList(2, 3));
  }

  @Test
  void filesOfNoBackupAreToldAndLeftAlone() {
    cluster
        .jobs()
        .agents(
            job -> {
              if (!(FakeCluster.task(job) instanceof Task.Check check)) {
                return FakeAgent.succeeds(job);
              }
              assertThat(check.listFiles()).isTrue();
              return FakeAgent.answers(
                  new FileList(
                      List.of("a.proisp.bak", check.fileName(), "left-by-a-panel.proisp.bak")));
            });
    BackupSchedule schedule = begun(everyMinute().retention(KEEP_TWO).build());
    List<String> names = run(schedule, 3, Phase.Succeeded);

    awaitBackups(names.subList(1, 3));
    BackupSchedule after =
        eventually()
            .until(
                () -> cluster.schedule("minutely"),
                s ->
                    s.getStatus().retention != null
                        && s.getStatus().retention.filesWithoutBackup() != null);

    assertThat(after.getStatus().retention.filesWithoutBackup()).isEqualTo(2);
    assertThat(after.getStatus().retention.fileNamesWithoutBackup())
        .containsExactly("a.proisp.bak", "left-by-a-panel.proisp.bak");
    awaitEvents(
        "FilesWithoutBackup: 2 backup files belong to no Backup and are left alone: a.proisp.bak,"
            + " left-by-a-panel.proisp.bak.");
    assertThat(cluster.jobs().runs().stream().filter(each -> each.contains("-delete-")))
        .containsExactly(names.get(0) + "-delete-1");
  }
}
