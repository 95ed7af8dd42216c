package io.proxpanel.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {
  private static final DatabaseAddress DATABASE =
      new DatabaseAddress("db", 5432, "panel", "panel", null, "/s/password", "require", null);

  @Test
  void survivesTheWayThroughJsonWithItsType() throws Exception {
    Task task = backup(null);

    String json = Json.write(task);

    assertThat(json).contains("\"task\":\"backup\"").contains("\"keyOrder\":\"password-first\"");
    assertThat(Json.read(json, Task.class)).isEqualTo(task);
  }

  @Test
  void backupWithoutAScopeIsWrittenAndReadAsBefore() throws Exception {
    assertThat(Json.write(backup(null))).doesNotContain("scope");
    assertThat(((Task.Backup) Json.read(Json.write(backup(null)), Task.class)).scope()).isNull();
  }

  @Test
  void scopesSurviveTheWayThroughJson() throws Exception {
    Task tables = backup(new Scope.Tables(TableSet.Config, List.of("users", "settings")));
    Task tenant = backup(new Scope.Tenant("acme"));

    assertThat(Json.write(tables))
        .contains(
            "\"scope\":{\"kind\":\"tables\",\"type\":\"Config\",\"tables\":[\"users\",\"settings\"]}");
    assertThat(Json.write(tenant)).contains("\"scope\":{\"kind\":\"tenant\",\"tenant\":\"acme\"}");
    assertThat(Json.read(Json.write(tables), Task.class)).isEqualTo(tables);
    assertThat(Json.read(Json.write(tenant), Task.class)).isEqualTo(tenant);
  }

  @Test
  void aTenantsSchemaIsNamedAsPanelsNameIt() {
    assertThat(new Scope.Tenant("acme").schema()).isEqualTo("tenant_acme");
  }

  @Test
  void checkSurvivesTheWayThroughJson() throws Exception {
    Task task = new Task.Check("u", "f", 4_000_000_000L, List.of(), true);

    assertThat(Json.write(task)).contains("\"task\":\"check\"").contains("4000000000");
    assertThat(Json.read(Json.write(task), Task.class)).isEqualTo(task);
  }

  @Test
  void discoverSurvivesTheWayThroughJson() throws Exception {
    Task task = new Task.Discover("u", DATABASE, null, List.of("a*"), null);

    assertThat(Json.write(task))
        .contains("\"task\":\"discover\"", "\"include\":[\"a*\"]", "\"exclude\":[]")
        .doesNotContain("query");
    assertThat(Json.read(Json.write(task), Task.class)).isEqualTo(task);
  }

  @Test
  void readersIgnoreFieldsOfNewerWriters() throws Exception {
    Task task =
        Json.read(
            "{\"task\":\"delete\",\"uid\":\"u\",\"fileName\":\"f\",\"added\":\"later\"}",
            Task.class);

    assertThat(task).isEqualTo(new Task.Delete("u", "f", List.of()));
  }

  private static Task backup(Scope scope) {
    return new Task.Backup(
        "uid-1",
        "isp",
        "nightly",
        "2026-11-23T02:00:00Z",
        "proisp_full_20261123_020000.proisp.bak",
        DATABASE,
        scope,
        List.of("radius_logs"),
        new Encryption(BackupFormat.ProxPanelV2, KeyOrder.PASSWORD_FIRST, "/s/password", null),
        List.of(new Destination("local", new Destination.Local("/data"))));
  }
}
