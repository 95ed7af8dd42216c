package io.proxpanel.backup.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.Program;
import io.proxpanel.backup.e2e.apiserver.SharedApiServer;
import io.proxpanel.backup.e2e.schema.Resources.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a person sees of our definitions through kubectl, and what the server adds to a resource.
 */
@ExtendWith(SharedApiServer.class)
class ServerViewIT {
  private static final String BACKUP =
      """
      apiVersion: backup.proxpanel.io/v1
      kind: Backup
      metadata: { name: %s }
      spec:
        database:
          host: db
          name: proxpanel
          username: proxpanel
          passwordSecretRef: { name: panel-db, key: password }
        destinations: [{ name: local, local: { claimName: backups } }]
      """;

  private static final String RESTORE =
      """
      apiVersion: backup.proxpanel.io/v1
      kind: Restore
      metadata: { name: %s }
      spec:
        source: { backupRef: { name: before-upgrade } }
        confirmOverwrite: proxpanel
      """;

  private static final String SUCCEEDED =
      """
      type: Succeeded
      status: "True"
      reason: BackupStored
      message: Stored and read back.
      lastTransitionTime: "2026-11-23T02:00:14Z"
      observedGeneration: 1
      """;

  @Test
  void fillsInTheDefaults(ApiServer server) throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      JsonNode stored = resources.create(yaml(BACKUP.formatted("with-defaults"))).object();

      assertThat(stored.at("/spec/database/port").asInt()).isEqualTo(5432);
      assertThat(stored.at("/spec/database/sslMode").asText()).isEqualTo("prefer");
      assertThat(stored.at("/spec/deletionPolicy").asText()).isEqualTo("Delete");
      assertThat(stored.at("/spec/excludeTableData"))
          .extracting(JsonNode::asText)
          .containsExactly("radius_logs", "radpostauth", "cpe_tasks");
      assertThat(stored.get("spec").has("encryption")).isFalse();
      assertThat(stored.get("spec").has("jobTemplate")).isFalse();
      resources.delete(stored);
    }
  }

  @Test
  void fillsInTheDefaultsOfAPartThatIsWritten(ApiServer server) throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      ObjectNode backup = yaml(BACKUP.formatted("with-parts"));
      ((ObjectNode) backup.get("spec")).putObject("encryption");
      ((ObjectNode) backup.get("spec")).putObject("jobTemplate");

      JsonNode stored = resources.create(backup).object();

      assertThat(stored.at("/spec/encryption/keyOrder").asText()).isEqualTo("SaltFirst");
      assertThat(stored.at("/spec/jobTemplate/backoffLimit").asInt()).isEqualTo(2);
      resources.delete(stored);
    }
  }

  @Test
  void dropsWhatTheSchemaDoesNotKnowWhereNobodyAsksForStrictness(ApiServer server)
      throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      ObjectNode backup = yaml(BACKUP.formatted("with-a-stranger"));
      ((ObjectNode) backup.get("spec")).put("password", "in the clear");

      JsonNode stored = resources.createLeniently(backup).object();

      assertThat(stored.toString()).doesNotContain("in the clear");
      resources.delete(stored);
    }
  }

  @Test
  void statusIsWrittenOnlyWhereStatusIsWritten(ApiServer server) throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      ObjectNode backup = yaml(BACKUP.formatted("with-status"));
      backup.putObject("status").put("phase", "Succeeded");
      JsonNode stored = resources.create(backup).object();
      assertThat(stored.get("status")).hasToString("{\"observedGeneration\":-1}");

      ((ObjectNode) backup.get("status")).putArray("conditions").add(yaml(SUCCEEDED));
      Answer written = resources.updateStatus(stored, backup);

      assertThat(written.message()).isEmpty();
      assertThat(written.object().at("/status/phase").asText()).isEqualTo("Succeeded");
      assertThat(written.object().at("/metadata/generation").asInt()).isEqualTo(1);
      resources.delete(stored);
    }
  }

  @Test
  void conditionsAreWhatKubernetesExpectsOfConditions(ApiServer server)
      throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      ObjectNode backup = yaml(BACKUP.formatted("with-conditions"));
      JsonNode stored = resources.create(backup).object();
      ObjectNode sentenceAsReason = yaml(SUCCEEDED).put("reason", "it is stored");
      ObjectNode oddStatus = yaml(SUCCEEDED).put("status", "Yes");
      ObjectNode noTime = yaml(SUCCEEDED);
      noTime.remove("lastTransitionTime");

      assertThat(refusal(resources, stored, sentenceAsReason))
          .contains("status.conditions[0].reason");
      assertThat(refusal(resources, stored, oddStatus))
          .contains("supported values: \"True\", \"False\", \"Unknown\"");
      assertThat(refusal(resources, stored, noTime))
          .contains("status.conditions[0].lastTransitionTime: Required value");
      assertThat(refusal(resources, stored, yaml(SUCCEEDED), yaml(SUCCEEDED)))
          .contains("status.conditions[1]: Duplicate value");
      resources.delete(stored);
    }
  }

  private static String refusal(Resources resources, JsonNode stored, ObjectNode... conditions) {
    ObjectNode wanted = stored.deepCopy();
    wanted.putObject("status").putArray("conditions").addAll(List.of(conditions));
    return resources.updateStatus(stored, wanted).message();
  }

  @Test
  void getShowsABackupInTheOrderThatALineIsRead(ApiServer server) throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      ObjectNode backup = yaml(BACKUP.formatted("shown"));
      ((ObjectNode) backup.get("spec"))
          .put("tenant", "acme")
          .putObject("fromSchedule")
          .put("name", "nightly");
      JsonNode stored = resources.create(backup).object();
      backup.set(
          "status",
          yaml(
              """
              phase: Succeeded
              size: 96 MiB
              duration: 14s
              copies: 2 of 3
              fileName: proisp_full_20261123_020000.proisp.bak
              format: ProxPanelV2
              keyOrder: SaltFirst
              serverVersion: "16.9"
              keptBecause: newest
              message: 68 tables
              """));
      assertThat(resources.updateStatus(stored, backup).message()).isEmpty();

      assertThat(table(server, "get", "bkp", "shown"))
          .containsExactly(
              "NAME PHASE TYPE SIZE DURATION AGE MESSAGE",
              "shown Succeeded Full 96 MiB 14s <age> 68 tables");
      assertThat(table(server, "get", "backups", "shown", "-o", "wide"))
          .containsExactly(
              "NAME PHASE TYPE SIZE DURATION AGE SCHEDULE TENANT COPIES FILE FORMAT KEY ORDER SERVER"
                  + " KEPT BECAUSE MESSAGE",
              "shown Succeeded Full 96 MiB 14s <age> nightly acme 2 of 3"
                  + " proisp_full_20261123_020000.proisp.bak ProxPanelV2 SaltFirst 16.9 newest 68"
                  + " tables");
      resources.delete(stored);
    }
  }

  @Test
  void getShowsAScheduleInTheOrderThatALineIsRead(ApiServer server) throws IOException {
    try (Resources resources = new Resources(server)) {
      ObjectNode schedule =
          yaml(
              Files.readString(Path.of("src/test/resources/examples/schedule.yaml"))
                  .replace("name: nightly", "name: shown"));
      JsonNode stored = resources.create(schedule).object();
      schedule.set(
          "status",
          yaml(
              """
              frequency: Daily
              at: 02:00 Europe/Berlin
              next: 2026-11-26 02:00
              lastSuccessfulTime: "2026-11-25T01:00:14Z"
              kept: 21
              conditions:
                - type: Healthy
                  status: "True"
                  reason: BackupStored
                  message: The last Backup has succeeded.
                  lastTransitionTime: "2026-11-23T02:00:14Z"
                  observedGeneration: 1
              """));
      assertThat(resources.updateStatus(stored, schedule).message()).isEmpty();

      assertThat(table(server, "get", "bsched", "shown"))
          .satisfiesExactly(
              head ->
                  assertThat(head)
                      .isEqualTo("NAME FREQUENCY AT LAST SUCCESS NEXT KEPT HEALTHY AGE MESSAGE"),
              line ->
                  assertThat(line)
                      .matches(
                          "shown Daily 02:00 Europe/Berlin \\S+ 2026-11-26 02:00 21 True \\d+s"));
      resources.delete(stored);
    }
  }

  @Test
  void getShowsARestoreInTheOrderThatALineIsRead(ApiServer server) throws JsonProcessingException {
    try (Resources resources = new Resources(server)) {
      ObjectNode restore = yaml(RESTORE.formatted("shown"));
      JsonNode stored = resources.create(restore).object();
      restore.set(
          "status",
          yaml(
              """
              phase: Running
              from: before-upgrade
              into: proxpanel@db
              duration: 41s
              message: restoring
              """));
      assertThat(resources.updateStatus(stored, restore).message()).isEmpty();

      assertThat(table(server, "get", "rst", "shown"))
          .containsExactly(
              "NAME PHASE FROM INTO DURATION AGE MESSAGE",
              "shown Running before-upgrade proxpanel@db 41s <age> restoring");
      assertThat(table(server, "get", "proxpanel")).anyMatch(line -> line.contains("/shown "));
      resources.delete(stored);
    }
  }

  /** Lines of a table with single spaces, the age left out since it depends on the machine. */
  private static List<String> table(ApiServer server, String... command) {
    return server
        .kubectl()
        .run(command)
        .orFail()
        .lines()
        .map(line -> line.replaceFirst("(?<=14s|41s) +[0-9]+s ", " <age> "))
        .map(line -> line.strip().replaceAll(" +", " "))
        .toList();
  }

  @Test
  void explainSaysWhatAFieldMeansAndItsDefault(ApiServer server) {
    // The server publishes what explain reads some time after the definitions.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(server.kubectl().run("explain", "restore"))
                    .extracting(Program.Result::errors)
                    .isEqualTo(""));
    assertThat(explained(server, "backup.spec.database"))
        .contains("The database to back up. Cannot change after creation.")
        .contains("passwordSecretRef <Object> -required- Secret key that holds");
    assertThat(explained(server, "backup.spec.deletionPolicy"))
        .contains("leaves it where it is (Retain). Can change at any time.")
        .contains("ENUM: Delete Retain");
    assertThat(explained(server, "restore"))
        .contains(
            "Brings one backup back into one database. Runs once, whatever applies it again.");
    assertThat(explained(server, "bkp.spec.jobTemplate.tolerations.effect"))
        .contains("Effect of the taint.");
  }

  /** On one line, since kubectl breaks lines where it likes. */
  private static String explained(ApiServer server, String field) {
    return server.kubectl().run("explain", field).orFail().replaceAll("\\s+", " ");
  }

  private static ObjectNode yaml(String text) throws JsonProcessingException {
    return (ObjectNode) Definitions.YAML.readTree(text);
  }
}
