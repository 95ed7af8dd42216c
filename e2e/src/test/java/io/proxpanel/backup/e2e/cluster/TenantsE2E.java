package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.TenantRunStatus;
import io.proxpanel.backup.api.v1.TenantRunStatus.State;
import io.proxpanel.backup.e2e.apiserver.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tenants of one panel: backed up by the panel, and each by itself. */
@OnCluster
class TenantsE2E {
  private static final int TENANTS = 50;
  private static final Duration MOST = Duration.ofMinutes(10);

  /** As {@link WideE2E}: all are of one database. */
  private static final Path VALUES =
      Path.of("src/test/resources/cluster/five-of-one-database.yaml");

  private static final String SCHEMA =
      """
      CREATE SCHEMA tenant_%1$s;
      CREATE TABLE tenant_%1$s.subscribers (name text);
      INSERT INTO tenant_%1$s.subscribers VALUES ('somebody of %1$s');
      """;

  private static TestCluster cluster;
  private static Release release;
  private static PanelNamespace panel;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    release = operator;
    operator.install(VALUES, Map.of());
    panel = PanelNamespace.create(shared, "panel");
    panel.psql(
        "CREATE SCHEMA admin; CREATE TABLE admin.tenants (slug text, is_active boolean);"
            + " INSERT INTO admin.tenants SELECT 'isp-' || i, true FROM generate_series(1, "
            + TENANTS
            + ") i; INSERT INTO admin.tenants VALUES ('left', false), ('test-1', true)");
    StringBuilder schemas = new StringBuilder();
    IntStream.rangeClosed(1, TENANTS)
        .forEach(i -> schemas.append(SCHEMA.replace("tenant_%1$s", "\"tenant_isp-" + i + '"')));
    panel.psql(schemas.toString());
    panel.psql(SCHEMA.formatted("left") + SCHEMA.replace("tenant_%1$s", "\"tenant_test-1\""));
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  private static BackupSchedule schedule() {
    return panel.schedule("tenants");
  }

  private static State state() {
    TenantRunStatus run = schedule().getStatus() == null ? null : schedule().getStatus().tenants;
    return run == null ? null : run.state;
  }

  @Test
  void thePanelBacksUpFiftyTenantsThatItsDatabaseNames() {
    panel.apply(
        panel
            .example("schedule-of-tenants.yaml")
            .replaceFirst("(?s)  frequency:.*?  timeZone", "  schedule: \"* * * * *\"\n  timeZone")
            .replaceFirst("  startJitterSeconds: 600\n", ""));
    await().atMost(MOST).until(() -> state() == State.Running);
    panel
        .kubectl("patch", "bsched/tenants", "--type=merge", "--patch={\"spec\":{\"suspend\":true}}")
        .orFail();
    await().atMost(MOST).until(() -> state() == State.Done);
    // Nothing else wakes retention before the next due time.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Integer.valueOf(TENANTS).equals(schedule().getStatus().kept));

    assertThat(schedule().getStatus().tenants.summary)
        .isEqualTo("%1$d of %1$d succeeded".formatted(TENANTS));
    assertThat(panel.backups())
        .hasSize(TENANTS)
        .extracting(each -> each.getSpec().tenant())
        .contains("isp-1", "isp-50")
        .doesNotContain("left", "test-1");
    assertThat(panel.files())
        .hasSize(2 * TENANTS)
        .allMatch(file -> file.startsWith("tenant_isp-") && file.contains("_full_"));
    assertThat(panel.kubectl("get", "bsched", "-o", "wide").orFail())
        .containsPattern("tenants .* True .* 50 of 50 succeeded ");
    assertThat(panel.kubectl("get", "bkp", "-l", "backup.proxpanel.io/tenant=isp-7").orFail())
        .containsPattern("tenants-\\d{8}-\\d{4}-isp-7 +Succeeded +Full");
    assertThat(panel.kubectl("describe", "bsched/tenants").orFail())
        .contains("50 tenants found, 50 Backups made.", "50 of 50 tenants succeeded.");
    assertThat(release.log()).contains("50 of 50 tenants succeeded.");
  }

  @Test
  void twoTenantsWithSchedulesOfTheirOwnCannotReachEachOther() {
    try (Tenant acme = Tenant.create("acme");
        Tenant beta = Tenant.create("beta")) {
      acme.backUp();
      beta.backUp();

      assertThat(acme.kubectl("get", "bkp").orFail()).contains("by-hand");
      for (List<String> call :
          List.of(
              List.of("get", "bkp/by-hand"),
              List.of("delete", "bkp/by-hand"),
              List.of("get", "secret/beta-db"),
              List.of("create", "-f", "-"))) {
        Program.Result refused = acme.kubectlIn(beta, call);
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.errors()).contains("forbidden", "\"acme\" cannot");
      }
      acme.restore("own", "acme");
      acme.restore("others", "beta");
      cluster
          .kubectl()
          .run(
              "wait",
              "--for=condition=Succeeded",
              "rst/own",
              "-n",
              acme.namespace,
              "--timeout=240s")
          .orFail();
      Restore refused =
          await().atMost(MOST).until(() -> acme.restored("others"), TenantsE2E::isOver);

      assertThat(acme.rows()).isEqualTo("somebody of acme");
      assertThat(beta.rows()).isEqualTo("changed");
      assertThat(panel.psql("SELECT count(*) FROM admin.tenants"))
          .isEqualTo(String.valueOf(TENANTS + 2));
      assertThat(refused.getStatus().failure.code()).isEqualTo("OutsideTenant");
    }
  }

  private static boolean isOver(Restore restore) {
    return restore != null
        && restore.getStatus() != null
        && restore.getStatus().failure != null
        && restore.getStatus().completionTime != null;
  }

  /** A tenant with a namespace, a user of the cluster and a role of the database. */
  private record Tenant(String slug, String namespace) implements AutoCloseable {
    static Tenant create(String slug) {
      Tenant tenant = new Tenant(slug, "tenant-" + slug);
      cluster.createNamespace(tenant.namespace);
      panel.superuser(
          "proxpanel",
          "CREATE ROLE %1$s LOGIN PASSWORD 'of-%1$s';".formatted(slug)
              + SCHEMA.formatted(slug)
              + "ALTER SCHEMA tenant_%1$s OWNER TO %1$s; ALTER TABLE tenant_%1$s.subscribers OWNER TO %1$s"
                  .formatted(slug));
      for (String role : List.of("view", "create", "edit", "restore", "delete")) {
        tenant.admin(
            "create",
            "rolebinding",
            role,
            "--clusterrole=" + Release.NAME + "-" + role,
            "--user=" + slug);
      }
      tenant.admin(
          "create", "secret", "generic", slug + "-db", "--from-literal=password=of-" + slug);
      cluster
          .kubectl()
          .runWith(panel.example("claim.yaml"), "apply", "-n", tenant.namespace, "-f", "-")
          .orFail();
      return tenant;
    }

    /** By a schedule of its own, at once. */
    void backUp() {
      apply(
          panel
              .example("schedule.yaml")
              .replaceFirst("(?m)^  retention:\\n(?:    .*\\n)+", "")
              .replace("  backup:\n", "  backup:\n    tenant: " + slug + "\n")
              .replace("host: db", "host: db.panel.svc")
              .replace("username: proxpanel", "username: " + slug)
              .replace("name: panel-db", "name: " + slug + "-db"));
      apply(
          panel
              .example("backup-from-schedule.yaml")
              .replace("name: before-migration", "name: by-hand"));
      admin("wait", "--for=condition=Succeeded", "bkp/by-hand", "--timeout=240s");
      panel.superuser("proxpanel", "UPDATE tenant_" + slug + ".subscribers SET name = 'changed'");
    }

    /** Of that tenant, from the own backup. */
    void restore(String name, String tenant) {
      apply(
          """
          apiVersion: backup.proxpanel.io/v1
          kind: Restore
          metadata:
            name: %s
          spec:
            source:
              backupRef: { name: by-hand }
            tenant: %s
            confirmOverwrite: proxpanel
          """
              .formatted(name, tenant));
    }

    Restore restored(String name) {
      return cluster.client().resources(Restore.class).inNamespace(namespace).withName(name).get();
    }

    String rows() {
      return panel.superuser("proxpanel", "SELECT name FROM tenant_" + slug + ".subscribers");
    }

    /** As the tenant. */
    private void apply(String yaml) {
      cluster.kubectl().runWith(yaml, "apply", "--as", slug, "-n", namespace, "-f", "-").orFail();
    }

    Program.Result kubectl(String... arguments) {
      return kubectlIn(this, Arrays.asList(arguments));
    }

    Program.Result kubectlIn(Tenant other, List<String> arguments) {
      List<String> all = new ArrayList<>(List.of("--as", slug, "-n", other.namespace));
      all.addAll(arguments);
      return cluster
          .kubectl()
          .runWith(panel.example("backup-of-tenant.yaml"), all.toArray(String[]::new));
    }

    private void admin(String... arguments) {
      List<String> all = new ArrayList<>(List.of("-n", namespace));
      all.addAll(Arrays.asList(arguments));
      cluster.kubectl().run(all.toArray(String[]::new)).orFail();
    }

    @Override
    public void close() {
      cluster.deleteNamespace(namespace);
    }
  }
}
