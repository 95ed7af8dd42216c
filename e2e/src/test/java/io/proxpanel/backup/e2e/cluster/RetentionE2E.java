package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Days of a schedule on a real cluster, by a clock that the test moves: the operator runs in the
 * process of the test in the place of the release's, with its settings.
 */
@OnCluster
class RetentionE2E {
  private static final Duration MOST = Duration.ofMinutes(3);

  /** What the nodes say is then never in the operator's past, which it would believe. */
  private static final int DAYS_AGO = 20;

  private static final int DAYS = 6;

  private static final String STRAY = "proisp_full_20200101_020000.proisp.bak";

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;
  private static Settings settings;

  /** Goes as that of the machine does, some time behind. */
  private static final class BehindClock extends Clock {
    private volatile Duration behind = Duration.ofDays(DAYS_AGO);

    void forwardTo(Instant time) {
      behind = Duration.between(time, Instant.now());
    }

    @Override
    public Instant instant() {
      return Instant.now().minus(behind);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the operator has its own zones");
    }
  }

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.install(Map.of());
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("BACKUP_HTTP_PORT", "0");
    environment.put("BACKUP_LEADER_ELECTION", "false");
    environment.put("BACKUP_RESYNC", "1s");
    settings = SettingsReader.read(environment);
    panel = PanelNamespace.create(shared, "retention");
    panel.psql("CREATE TABLE invoices (id int); INSERT INTO invoices VALUES (1)");
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
    cluster.client().resource(deployment()).scale(0);
    await().atMost(MOST).until(() -> release.pods().isEmpty());
  }

  @AfterAll
  static void delete() {
    // For the finalizers of the Backups.
    cluster.client().resource(deployment()).scale(1);
    panel.close();
  }

  private static Deployment deployment() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(Release.NAME)
        .withName(Release.NAME)
        .get();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (EnvVar each :
        deployment().getSpec().getTemplate().getSpec().getContainers().get(0).getEnv()) {
      if (each.getValue() != null) {
        environment.put(each.getName(), each.getValue());
      }
    }
    return environment;
  }

  private static BackupScheduleStatus status() {
    return panel.schedule("nightly").getStatus();
  }

  private static List<String> names() {
    return panel.backups().stream().map(each -> each.getMetadata().getName()).toList();
  }

  /** The README's, with other rules. */
  private static String schedule(String time) {
    return panel
        .example("schedule.yaml")
        .replace("timeOfDay: \"02:00\"", "timeOfDay: \"" + time + "\"")
        .replace("timeZone: Europe/Berlin", "timeZone: UTC")
        .replaceFirst("(?m)^  retention:\\n(?:    .*\\n)+", "  retention:\n    keepDaily: 3\n");
  }

  @Test
  void ofSixDaysTheThreeThatTheRulesKeepAreLeftWithTheirFiles() throws IOException {
    BehindClock clock = new BehindClock();
    List<String> made = new ArrayList<>();
    try (OperatorRuntime operator = OperatorRuntime.start(cluster.client(), settings, clock)) {
      assertThat(operator.httpPort()).isPositive();
      panel.apply(schedule("02:30"));
      await().atMost(MOST).until(() -> status() != null && status().next != null);
      // Due times count from this change on, by the operator's clock.
      panel.apply(schedule("02:00"));
      await()
          .atMost(MOST)
          .until(
              () ->
                  Instant.parse(status().countsSince)
                      .isBefore(Instant.now().minus(1, ChronoUnit.DAYS)));
      for (int day = 0; day < DAYS; day++) {
        Instant due = Instant.parse(status().nextScheduleTime);
        clock.forwardTo(due.plusSeconds(1));
        await()
            .atMost(MOST)
            .until(() -> due.toString().equals(status().lastScheduleTime) && isStored());
        made.add(status().lastBackup);
        Files.writeString(panel.volume().resolve(STRAY), "of nobody");
        List<String> kept = made.subList(Math.max(0, made.size() - 3), made.size());
        await().atMost(MOST).until(() -> names().equals(kept));
      }
      await().atMost(MOST).until(() -> panel.files().size() == 2 * 3 + 1);
      assertThat(panel.files()).contains(STRAY);
      assertThat(status().retention.filesWithoutBackup()).isEqualTo(1);
      assertThat(status().retention.fileNamesWithoutBackup()).containsExactly(STRAY);
      assertThat(status().kept).isEqualTo(3);
      assertThat(status().retention.keptBecause()).containsEntry("keepDaily", 3);
      assertThat(status().retention.nextDeletions()).containsExactly(names().get(0));
      assertThat(panel.backups())
          .extracting(each -> each.getStatus().completionTime.substring(0, 10))
          .doesNotHaveDuplicates();
    }
  }

  private static boolean isStored() {
    String last = status().lastBackup;
    Backup backup = last == null ? null : panel.backup(last);
    return backup != null
        && backup.getStatus() != null
        && backup.getStatus().phase == Phase.Succeeded;
  }
}
