package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.retention.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final Instant NEWEST = Instant.parse("2026-11-23T01:00:00Z");
  private static final RetentionRules A_DAY =
      new RetentionRules(1, null, null, null, null, null, null, null, null);

  private final BackupSchedule schedule = ScheduleSamples.daily("nightly").retention(A_DAY).build();
  private final List<Backup> backups = new ArrayList<>();
  private final List<Restore> restores = new ArrayList<>();

  private Backup backup(Duration age, Phase phase) {
    Instant due = NEWEST.minus(age);
    Backup backup = ScheduledBackup.of(schedule, due);
    backup.getMetadata().setUid("uid-" + due);
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = phase;
    if (phase == Phase.Succeeded || phase == Phase.Failed) {
      backup.getStatus().completionTime = due.toString();
    }
    backups.add(backup);
    return backup;
  }

  private Pruning pruning() throws TimingException {
    return pruning(schedule).get(0);
  }

  private List<Pruning> pruning(BackupSchedule rules) throws TimingException {
    return Pruning.byTenant(
        rules, Timing.of(rules.getSpec()), new ScheduleObservation(backups), restores);
  }

  private List<String> deleted() throws TimingException {
    return pruning().decide().delete().stream().map(Candidate::name).toList();
  }

  @Test
  void ageIsCountedFromTheNewestGoodBackup() throws TimingException {
    backup(Duration.ZERO, Phase.Succeeded);
    backup(Duration.ofHours(23), Phase.Succeeded);
    backup(Duration.ofHours(25), Phase.Succeeded);

    assertThat(deleted()).containsExactly("nightly-20261122-0000");
    assertThat(pruning().good()).isEqualTo(3);
    assertThat(pruning().newestName()).contains("nightly-20261123-0100");
  }

  @Test
  void whatFailsAfterwardsMakesNothingOlder() throws TimingException {
    backup(Duration.ZERO, Phase.Succeeded);
    backup(Duration.ofHours(23), Phase.Succeeded);
    for (int day = 1; day <= 43; day++) {
      backup(Duration.ofDays(-day), Phase.Failed);
    }

    assertThat(pruning().occasion()).isEqualTo("nightly-20261123-0100 {\"days\":1}");
    assertThat(deleted())
        .hasSize(40)
        .doesNotContain("nightly-20261123-0100", "nightly-20261122-0200");
  }

  @Test
  void whatHasNotEndedOrIsBeingDeletedDoesNotCount() throws TimingException {
    backup(Duration.ZERO, Phase.Succeeded).getMetadata().setDeletionTimestamp(NEWEST.toString());
    backup(Duration.ofHours(1), Phase.Running);
    backup(Duration.ofDays(9), Phase.Succeeded);

    assertThat(pruning().newestName()).contains("nightly-20261114-0100");
    assertThat(deleted()).isEmpty();
  }

  @Test
  void aBackupThatARestoreReadsOrWaitsForStays() throws TimingException {
    backup(Duration.ZERO, Phase.Succeeded);
    String old = backup(Duration.ofDays(9), Phase.Succeeded).getMetadata().getName();
    Restore restore = Samples.restore("undo", old);
    restore.getMetadata().setNamespace(FakeCluster.NAMESPACE);
    restores.add(restore);
    assertThat(deleted()).isEmpty();

    restore.getMetadata().setNamespace("elsewhere");
    assertThat(deleted()).containsExactly(old);

    restore.getMetadata().setNamespace(FakeCluster.NAMESPACE);
    restore.setStatus(new RestoreStatus());
    restore.getStatus().phase = Phase.Succeeded;
    assertThat(deleted()).containsExactly(old);
  }

  @Test
  void withoutRulesOrWithoutAGoodBackupNothingIsDone() throws TimingException {
    backup(Duration.ofDays(9), Phase.Failed);
    assertThat(pruning().applies()).isFalse();

    backup(Duration.ZERO, Phase.Succeeded);
    assertThat(pruning().applies()).isTrue();
    BackupSchedule keepsAll = ScheduleSamples.daily("nightly").build();
    assertThat(pruning(keepsAll)).noneMatch(Pruning::applies);
  }

  @Test
  void foreseesWhatTheNextRunDeletes() throws TimingException {
    backup(Duration.ZERO, Phase.Succeeded);
    backup(Duration.ofHours(12), Phase.Succeeded);

    assertThat(deleted()).isEmpty();
    assertThat(pruning().foresee(pruning().decide(), NEWEST.plus(Duration.ofDays(1))))
        .extracting(Candidate::name)
        .containsExactly("nightly-20261122-1300", "nightly-20261123-0100");
  }

  @Test
  void noTenantsBackupTakesThePlaceOfAnothers() throws TimingException {
    ofTenant(backup(Duration.ZERO, Phase.Succeeded), "acme");
    ofTenant(backup(Duration.ofHours(25), Phase.Succeeded), "acme");
    ofTenant(backup(Duration.ofDays(3), Phase.Succeeded), "beta");
    backup(Duration.ofDays(4), Phase.Succeeded);

    assertThat(pruning(schedule).stream().map(each -> each.newestName().orElseThrow()))
        .containsExactly("nightly-20261119-0100", "nightly-20261123-0100", "nightly-20261120-0100");
    assertThat(
            pruning(schedule).stream()
                .flatMap(each -> each.decide().delete().stream())
                .map(Candidate::name))
        .containsExactly("nightly-20261122-0000");
  }

  private static void ofTenant(Backup backup, String slug) {
    backup.setSpec(backup.getSpec().withTenant(slug));
  }
}
