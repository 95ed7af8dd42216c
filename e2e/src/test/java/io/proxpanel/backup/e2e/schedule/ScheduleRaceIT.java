package io.proxpanel.backup.e2e.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.settings.SettingsReader;
import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.SharedApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators that both think they lead, at the second when all is due. */
@ExtendWith(SharedApiServer.class)
class ScheduleRaceIT {
  private static final Path SCHEDULE =
      Path.of("src", "test", "resources", "examples", "schedule.yaml");
  private static final int SCHEDULES = 25;
  private static final String NAMESPACE = "race";
  private static final Settings SETTINGS =
      SettingsReader.read(
          Map.of(
              "BACKUP_HTTP_PORT",
              "0",
              "BACKUP_LEADER_ELECTION",
              "false",
              "BACKUP_WATCH_NAMESPACES",
              NAMESPACE,
              // Nothing that the Backups need is there.
              "BACKUP_PREFLIGHT",
              "false"));

  @Test
  void twoOperatorsMakeOneBackupOfADueTime(ApiServer server) throws IOException {
    // Due half an hour ago by this clock, and in half an hour again.
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    Instant due = Instant.now().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);
    String cron = due.atZone(ZoneOffset.UTC).getMinute() + " * * * *";
    try (KubernetesClient client = server.client();
        KubernetesClient first = server.client();
        KubernetesClient second = server.client()) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .create();
      for (int i = 0; i < SCHEDULES; i++) {
        create(client, "race-" + i, cron);
      }
      try (OperatorRuntime one = OperatorRuntime.start(first, SETTINGS, clock);
          OperatorRuntime two = OperatorRuntime.start(second, SETTINGS, clock)) {
        assertThat(one.httpPort()).isNotEqualTo(two.httpPort());
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () ->
                    schedules(client).stream()
                        .allMatch(
                            each ->
                                each.getStatus() != null
                                    && due.toString().equals(each.getStatus().lastScheduleTime)));

        assertThat(backups(client))
            .hasSize(SCHEDULES)
            .allMatch(
                each ->
                    due.toString()
                        .equals(
                            each.getMetadata()
                                .getAnnotations()
                                .get("backup.proxpanel.io/due-time")));
        assertThat(schedules(client))
            .allMatch(each -> each.getStatus().missed == null)
            .allMatch(each -> each.getStatus().message == null);
      } finally {
        schedules(client).forEach(each -> client.resource(each).delete());
        backups(client).forEach(each -> letGo(client, each));
      }
    }
  }

  private static void create(KubernetesClient client, String name, String cron) throws IOException {
    String yaml =
        Files.readString(SCHEDULE)
            .replace("name: nightly", "name: " + name)
            .replaceFirst("(?s)  frequency:.*?  timeZone: \\S+", "  schedule: \"" + cron + "\"");
    client
        .resource(client.getKubernetesSerialization().unmarshal(yaml, BackupSchedule.class))
        .inNamespace(NAMESPACE)
        .create();
  }

  /** There is no operator any more that would delete its file. */
  private static void letGo(KubernetesClient client, Backup backup) {
    client
        .resource(backup)
        .edit(
            each -> {
              each.getMetadata().setFinalizers(List.of());
              return each;
            });
    client.resource(backup).delete();
  }

  private static List<BackupSchedule> schedules(KubernetesClient client) {
    return client.resources(BackupSchedule.class).inNamespace(NAMESPACE).list().getItems();
  }

  private static List<Backup> backups(KubernetesClient client) {
    return client.resources(Backup.class).inNamespace(NAMESPACE).list().getItems();
  }
}
