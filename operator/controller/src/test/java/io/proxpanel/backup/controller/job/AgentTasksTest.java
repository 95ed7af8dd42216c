package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupType;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TableSet;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentTasksTest {
  private static final Owner OWNER = new Owner("v1", "Backup", "isp", "nightly", "uid-1");

  private static Scope scope(BackupType type, String tenant) {
    BackupSpec all = Samples.backupSpec();
    BackupSpec spec =
        new BackupSpec(
            null, type, all.database(), tenant, null, null, all.destinations(), null, null);
    Task.Backup task =
        (Task.Backup) AgentTasks.backup(OWNER, "2026-11-23T02:00:00Z", spec, "x.bak").task();
    return task.scope();
  }

  private static String restored(String tenant) {
    Task.Restore task =
        (Task.Restore)
            AgentTasks.restore(
                    OWNER,
                    Samples.backupSpec().destinations(),
                    "x.bak",
                    Samples.database(),
                    "proxpanel",
                    List.of(),
                    null,
                    tenant,
                    RestoreOptions.DEFAULT)
                .task();
    return task.tenantSchema();
  }

  @Test
  void aWholeDatabaseHasNoScope() {
    assertThat(scope(null, null)).isNull();
    assertThat(scope(BackupType.Full, null)).isNull();
    assertThat(restored(null)).isNull();
  }

  @Test
  void aTenantIsItsSchema() {
    assertThat(scope(null, "acme")).isEqualTo(new Scope.Tenant("acme"));
    assertThat(scope(BackupType.Full, "acme")).isEqualTo(new Scope.Tenant("acme"));
    assertThat(restored("acme")).isEqualTo("tenant_acme");
  }

  @Test
  void aPanelsTypesAreItsTables() {
    assertThat((Scope.Tables) scope(BackupType.Data, null))
        .returns(TableSet.Data, Scope.Tables::type)
        .satisfies(
            tables ->
                assertThat(tables.tables())
                    .containsExactly(
                        "subscribers",
                        "services",
                        "nas",
                        "resellers",
                        "transactions",
                        "invoices",
                        "prepaid_cards",
                        "sessions",
                        "radcheck",
                        "radreply",
                        "radacct"));
    assertThat((Scope.Tables) scope(BackupType.Config, null))
        .returns(TableSet.Config, Scope.Tables::type)
        .satisfies(
            tables ->
                assertThat(tables.tables())
                    .containsExactly(
                        "users",
                        "settings",
                        "permissions",
                        "permission_groups",
                        "communication_templates",
                        "communication_rules",
                        "bandwidth_rules"));
  }
}
