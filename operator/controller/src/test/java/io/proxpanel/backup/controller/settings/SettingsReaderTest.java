package io.proxpanel.backup.controller.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  @Test
  void hasADefaultForEverything() {
    Settings settings = Settings.defaults();

    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.maxBackupJobs()).isEqualTo(10);
    assertThat(settings.maxBackupJobsPerDatabase()).isEqualTo(2);
    assertThat(settings.resync()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.leaderElection().enabled()).isTrue();
    assertThat(settings.agent().runAsUser()).isEqualTo(65532);
    assertThat(settings.agent().deadline()).isEqualTo(Duration.ofHours(6));
    assertThat(settings.agent().resourceLimits()).isEqualTo(Map.of("memory", "512Mi"));
    assertThat(settings.pauses().retry()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.deletion().attempts()).isEqualTo(5);
  }

  @Test
  void readsWhatIsSetAndTakesEmptyForNotSet() {
    Settings settings =
        SettingsReader.read(
            Map.of(
                "BACKUP_WATCH_NAMESPACES", "isp, other,",
                "BACKUP_AGENT_IMAGE", "",
                "BACKUP_AGENT_IMAGE_PULL_POLICY", "IfNotPresent",
                "BACKUP_AGENT_REQUESTS", "cpu=1,memory=1Gi",
                "BACKUP_JOB_DEADLINE", "90m",
                "BACKUP_LEADER_ELECTION", "false"));

    assertThat(settings.watchNamespaces()).isEqualTo(Set.of("isp", "other"));
    assertThat(settings.agent().image()).isEqualTo("proxpanel-backup-agent:latest");
    assertThat(settings.agent().imagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(settings.agent().resourceRequests()).isEqualTo(Map.of("cpu", "1", "memory", "1Gi"));
    assertThat(settings.agent().deadline()).isEqualTo(Duration.ofMinutes(90));
    assertThat(settings.leaderElection().enabled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BACKUP_HTTP_PORT|http|BACKUP_HTTP_PORT is "http": write a whole number from 0 to 65535.
          BACKUP_HTTP_PORT|70000|BACKUP_HTTP_PORT is "70000": write a whole number from 0 to 65535.
          BACKUP_MAX_BACKUP_JOBS_PER_DATABASE|0|BACKUP_MAX_BACKUP_JOBS_PER_DATABASE is "0": write a whole number from 1 to 10000.
          BACKUP_LEADER_ELECTION|yes|BACKUP_LEADER_ELECTION is "yes": write one of false, true.
          BACKUP_RESYNC|10|BACKUP_RESYNC is "10": write a number with a unit, such as 500ms, 10s, 5m, 6h or 1d.
          BACKUP_JOB_TIME_TO_LIVE|1s|BACKUP_JOB_TIME_TO_LIVE is "1s": write at least 60000ms.
          BACKUP_JOB_TIME_TO_LIVE|99999d|BACKUP_JOB_TIME_TO_LIVE is "99999d": write at most 3650d.
          BACKUP_AGENT_REQUESTS|cpu|BACKUP_AGENT_REQUESTS is "cpu": write pairs such as cpu=100m,memory=128Mi.
          BACKUP_AGENT_SCRATCH_SIZE|much|BACKUP_AGENT_SCRATCH_SIZE is "much": write a quantity such as 500Mi or 2Gi.
          BACKUP_WATCH_NAMESPACES|Isp|BACKUP_WATCH_NAMESPACES is "Isp": write Kubernetes names with commas between them.
          BACKUP_LEASE_NAME|A B|BACKUP_LEASE_NAME is "A B": write a Kubernetes name of small letters, digits, - and .
          BACKUP_LOG_FORMAT|xml|BACKUP_LOG_FORMAT is "xml": write one of json, text.
          BACKUP_CLOUD_URL|license.example.com|BACKUP_CLOUD_URL is "license.example.com": write a URL without a path, like https://license.proxrad.com.
          BACKUP_CLOUD_URL|https://license.example.com/api|BACKUP_CLOUD_URL is "https://license.example.com/api": write a URL without a path, like https://license.proxrad.com.
          BACKUP_SECRETS_LABEL|allowed|BACKUP_SECRETS_LABEL is "allowed": write a label with its value, like backup.proxpanel.io/allowed=true.
          BACKUP_LEASE_DURATION|5s|BACKUP_LEASE_RENEW_DEADLINE must be shorter than BACKUP_LEASE_DURATION.
          BACKUP_RETRY_PAUSE|1h|BACKUP_RETRY_PAUSE must not be longer than BACKUP_RETRY_PAUSE_MAX.
          """)
  void saysWhatToWriteInstead(String name, String value, String sentence) {
    assertThatThrownBy(() -> SettingsReader.read(Map.of(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    SettingsException e =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                SettingsReader.read(
                    Map.of("BACKUP_HTTP_PORT", "-1", "BACKUP_MAX_BACKUP_JOBS", "0")));

    assertThat(e.problems()).hasSize(2);
  }

  @Test
  void pausesGrowToALimit() {
    Settings.Pauses pauses = Settings.defaults().pauses();

    assertThat(pauses.afterAttempt(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(pauses.afterAttempt(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(pauses.afterAttempt(100)).isEqualTo(Duration.ofMinutes(10));
    assertThat(pauses.whileMissing(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pauses.whileMissing(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(12));
    assertThat(pauses.whileMissing(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(30));
  }
}
