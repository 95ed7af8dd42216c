package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A schedule of every minute, on a real cluster. Each test goes on where the one before ended. */
@OnCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScheduleE2E {
  private static final Duration MOST = Duration.ofMinutes(5);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("'nightly-'yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.install(OperatorKillsE2E.QUICK_LEASE);
    panel = PanelNamespace.create(shared, "schedules");
    panel.psql("CREATE TABLE invoices (id int); INSERT INTO invoices VALUES (1)");
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  /** The README's, due every minute and with other rules. */
  private static String everyMinute(String retention) {
    return panel
        .example("schedule.yaml")
        .replaceFirst("(?s)  frequency:.*?  timeZone", "  schedule: \"* * * * *\"\n  timeZone")
        .replaceFirst("(?m)^  retention:\\n(?:    .*\\n)+", retention);
  }

  private static BackupScheduleStatus status() {
    return panel.schedule("nightly").getStatus();
  }

  @Test
  @Order(1)
  void runsAtEveryDueTimeOnceThoughTheOperatorIsKilledInBetween() {
    panel.apply(everyMinute(""));
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      int enough = i;
      await()
          .atMost(MOST)
          .until(
              () ->
                  panel.backups().stream().filter(b -> phase(b) == Phase.Succeeded).count()
                      >= enough);
      release.pods().forEach(pod -> OperatorKillsE2E.kill(cluster, pod));
    }
    panel
        .kubectl("patch", "bsched/nightly", "--type=merge", "--patch={\"spec\":{\"suspend\":true}}")
        .orFail();
    await().atMost(MOST).until(() -> status().countsSince == null && status().active.isEmpty());

    panel.backups().forEach(backup -> names.add(backup.getMetadata().getName()));
    Instant first = Instant.parse(due(panel.backups().get(0)));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      expected.add(MINUTE.format(first.plus(Duration.ofMinutes(i))));
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(3).containsExactlyElementsOf(expected);
    assertThat(panel.backups()).allMatch(backup -> backup.getStatus().attempts == 1);
    assertThat(panel.backups())
        .allMatch(b -> b.getStatus().fileName.endsWith("_scheduled.proisp.bak"));
    assertThat(panel.files()).hasSize(2 * names.size());
    assertThat(status().missed).isNull();
    assertThat(status().consecutiveFailures).isZero();
  }

  private static Phase phase(Backup backup) {
    return backup.getStatus() == null ? null : backup.getStatus().phase;
  }

  private static String due(Backup backup) {
    return backup.getMetadata().getAnnotations().get("backup.proxpanel.io/due-time");
  }

  @Test
  @Order(2)
  void kubectlTellsAllOfItInOneLine() {
    String last = status().lastBackup;

    assertThat(panel.kubectl("get", "bsched").orFail())
        .containsPattern(
            "NAME +FREQUENCY +AT +LAST SUCCESS +NEXT +KEPT +HEALTHY +AGE +MESSAGE *\\R"
                + "nightly +\\* \\* \\* \\* \\* +Europe/Berlin +\\S+ + \\d +True +\\S+ +Suspended: no"
                + " Backup is made until spec[.]suspend is false[.]");
    assertThat(panel.kubectl("get", "bkp", "-l", "backup.proxpanel.io/schedule=nightly").orFail())
        .contains(last);
    assertThat(panel.kubectl("describe", "bsched/nightly").orFail())
        .contains("BackupCreated", "Backup \"" + last + "\" for ", "has succeeded");
  }

  @Test
  @Order(3)
  void aBackupByHandTakesItsSettingsAndRetentionDeletesWhatIsTooMuch() {
    panel.apply(everyMinute("  suspend: true\n  retention:\n    keepLast: 2\n"));
    panel.applyExample("backup-from-schedule.yaml");
    panel.awaitSucceeded("bkp/before-migration");
    String newestScheduled = status().lastBackup;

    await().atMost(MOST).until(() -> panel.backups().size() == 2 && panel.files().size() == 4);

    assertThat(panel.backups())
        .extracting(backup -> backup.getMetadata().getName())
        .containsExactlyInAnyOrder("before-migration", newestScheduled);
    assertThat(panel.files())
        .contains(
            panel.backup("before-migration").getStatus().fileName,
            panel.backup(newestScheduled).getStatus().fileName);
    assertThat(panel.backup("before-migration").getSpec().destinations()).hasSize(1);
    assertThat(panel.kubectl("get", "bkp", "-o", "wide").orFail())
        .contains("KEPT BECAUSE", "newest, last 1 of 2", "last 2 of 2");
    assertThat(panel.kubectl("describe", "bsched/nightly").orFail())
        .contains("BackupsPruned", "that no rule keeps: nightly-");
    // Those that were killed have taken their logs with them; this one has seen the retention.
    assertThat(release.log()).contains("that no rule keeps: nightly-");
  }

  @Test
  @Order(4)
  void deletingTheScheduleDeletesNoBackup() {
    panel.kubectl("delete", "bsched/nightly", "--wait").orFail();

    assertThat(panel.backups()).hasSize(2).noneMatch(Backup::isMarkedForDeletion);
    assertThat(panel.files()).hasSize(4);
  }
}
