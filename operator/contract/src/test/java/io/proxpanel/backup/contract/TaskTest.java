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

  @Test
  void onlyACloudDestinationWithoutAUrlGetsTheOperators() {
    Destination volume = new Destination("local", new Destination.Local("/data"));
    Destination without = cloud(null);
    Destination with = cloud("https://cloud.example.net");
    List<Destination> all = List.of(volume, without, with);
    List<Destination> filled = List.of(volume, cloud("https://operator.example.net"), with);

    assertThat(at(new Task.Check("u", "f", 1, all, true)))
        .isEqualTo(new Task.Check("u", "f", 1, filled, true));
    assertThat(at(new Task.Delete("u", "f", all))).isEqualTo(new Task.Delete("u", "f", filled));
    assertThat(at(new Task.Sync("u", "f", 1, "00", all, all)))
        .isEqualTo(new Task.Sync("u", "f", 1, "00", filled, filled));
    assertThat(at(new Task.Restore("u", all, "f", DATABASE, "panel", null, null, null, null)))
        .isEqualTo(new Task.Restore("u", filled, "f", DATABASE, "panel", null, null, null, null));
    assertThat(at(backup(null, all))).isEqualTo(backup(null, filled));
    assertThat(at(backup(null))).isEqualTo(backup(null));
  }

  private static Task at(Task task) {
    return task.withCloudUrl("https://operator.example.net");
  }

  private static Destination cloud(String url) {
    return new Destination(
        "cloud",
        null,
        null,
        null,
        null,
        new Destination.Cloud(url, "/s/key", "hw-1", "/s/ca"),
        1024L,
        true);
  }

  private static Task backup(Scope scope) {
    return backup(scope, List.of(new Destination("local", new Destination.Local("/data"))));
  }

  private static Task backup(Scope scope, List<Destination> destinations) {
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
        destinations);
  }
}
