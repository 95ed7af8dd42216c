package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenant's restore brings the tenant's schema back and touches nothing else. */
class TenantRestoreIT {
  private static final String ODD = "Ü*b?|c.\"$d\\";

  private static final String DAMAGE =
      """
      SET search_path = <tenant>;
      DELETE FROM radacct WHERE id > 3;
      DROP TABLE invoices CASCADE;
      DROP VIEW debtors;
      UPDATE subscribers SET name = 'x', state = 'expired';
      COMMENT ON SCHEMA <tenant> IS 'damaged';
      CREATE TABLE made_since (n int);
      INSERT INTO made_since VALUES (1);
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void roleThatOwnsOnlyItsSchemaBringsItBack(PostgresInstallation installation) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      IspDatabase tenant = database.tenant(ODD, "acme");
      database.tenant("other", "other");
      String schema = TenantDatabase.schema(ODD);
      database.reader(ODD, "reader");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(new Scope.Tenant(ODD));
      DatabaseAddress address = job.address(tenant);
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
      database
          .asSuperuser()
          .psql(
              "UPDATE admin.tenants SET slug = slug || '!'; DELETE FROM public.subscribers;"
                  + " DELETE FROM tenant_other.radacct WHERE id > 5");
      Checksums newer = database.checksums();
      tenant.psql(DAMAGE.replace("<tenant>", schema));

      TaskResult restore =
          job.run(job.restoreTenant("uid-2", AgentJob.FILE, address, "tenant_" + ODD));

      assertThat(restore.failure()).isNull();
      assertThat(restore.archive().rows()).isEqualTo(TenantDatabase.ROWS);
      assertThat(database.checksums().differences(newer)).isEmpty();
      assertThat(restore.restored().droppedNames())
          .containsExactly("table tenant_" + ODD + ".made_since");
      // The schema itself has stayed.
      assertThat(
              database
                  .asSuperuser()
                  .psql(
                      "SELECT nspowner::regrole, has_schema_privilege('reader', oid, 'USAGE'),"
                          + " obj_description(oid) FROM pg_namespace WHERE oid = '"
                          + schema
                          + "'::regnamespace"))
          .isEqualTo("acme|t|a tenant");

      // And again, onto what is whole.
      assertThat(
              job.run(job.restoreTenant("uid-3", AgentJob.FILE, address, "tenant_" + ODD))
                  .failure())
          .isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void schemaThatIsGoneIsMadeAgainByWhoMayMakeOne(PostgresInstallation installation)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      database.tenant("other", "other");
      IspDatabase tenant = database.tenant("acme", "acme");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(new Scope.Tenant("acme"));
      DatabaseAddress address = job.address(tenant);
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
      Checksums whole = database.checksums();
      database.asSuperuser().psql("DROP SCHEMA tenant_acme CASCADE");
      Checksums without = database.checksums();

      TaskResult refused =
          job.run(job.restoreTenant("uid-2", AgentJob.FILE, address, "tenant_acme"));
      assertThat(refused.failure().code()).isEqualTo(ErrorCode.DatabasePermissionDenied);
      assertThat(refused.failure().message())
          .isEqualTo(
              "The role \"acme\" may not do what the restore into \"proxpanel\" needs, and the"
                  + " database is as it was: permission denied for database proxpanel; log in with"
                  + " the owner of the database, or create the schema for the role.");
      assertThat(database.checksums().differences(without)).isEmpty();

      database.asSuperuser().psql("GRANT CREATE ON DATABASE proxpanel TO acme");
      assertThat(
              job.run(job.restoreTenant("uid-3", AgentJob.FILE, address, "tenant_acme")).failure())
          .isNull();
      assertThat(database.checksums().differences(whole)).isEmpty();

      // Who may make one keeps the one that is there, too.
      tenant.psql(DAMAGE.replace("<tenant>", "tenant_acme"));
      assertThat(
              job.run(job.restoreTenant("uid-4", AgentJob.FILE, address, "tenant_acme")).failure())
          .isNull();
      assertThat(database.checksums().differences(whole)).isEmpty();
    }
  }

  @Test
  void schemaThatBelongsToAnotherRoleKeepsItsComment() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      IspDatabase tenant = database.tenant("acme", "acme");
      database
          .asSuperuser()
          .psql(
              "ALTER SCHEMA tenant_acme OWNER TO proxpanel;"
                  + " GRANT USAGE, CREATE ON SCHEMA tenant_acme TO acme");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(new Scope.Tenant("acme"));
      DatabaseAddress address = job.address(tenant);
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
      Checksums before = database.checksums();
      tenant.psql("DELETE FROM tenant_acme.radius_logs");
      database.panel().psql("COMMENT ON SCHEMA tenant_acme IS 'newer'");

      assertThat(
              job.run(job.restoreTenant("uid-2", AgentJob.FILE, address, "tenant_acme")).failure())
          .isNull();
      assertThat(database.checksums().differences(before)).isEmpty();
      assertThat(tenant.psql("SELECT obj_description('tenant_acme'::regnamespace)"))
          .isEqualTo("newer");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void foreignKeyFromOutsideLeavesEverythingAsItWas(PostgresInstallation installation)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      IspDatabase tenant = database.tenant("acme", "acme");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(new Scope.Tenant("acme"));
      DatabaseAddress address = job.address(tenant);
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
      database
          .asSuperuser()
          .psql(
              "CREATE TABLE admin.tickets (subscriber int REFERENCES tenant_acme.subscribers);"
                  + " INSERT INTO admin.tickets VALUES (7);"
                  + " DELETE FROM tenant_acme.radius_logs");
      Checksums before = database.checksums();

      TaskResult restore =
          job.run(job.restoreTenant("uid-2", AgentJob.FILE, address, "tenant_acme"));

      assertThat(restore.failure().code()).isEqualTo(ErrorCode.RestoreRefused);
      assertThat(restore.failure().message())
          .isEqualTo(
              "The restore into \"proxpanel\" would drop what is outside the schema \"tenant_acme\" and"
                  + " depends on it, and was not begun: table constraint tickets_subscriber_fkey on"
                  + " admin.tickets. Drop it yourself and make it again afterwards, or name it in"
                  + " dropOutside.");
      assertThat(database.checksums().differences(before)).isEmpty();
    }
  }

  @Test
  void fileThatIsNotThisTenantsIsRefusedBeforeTheDatabaseIsTouched() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      database.tenant("acme", "acme");
      database.tenant("acme2", "neighbour");
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address = job.address(database.asSuperuser());
      assertThat(job.run(job.backup("uid-1", "whole.proisp.bak", address)).failure()).isNull();
      job.taking(new Scope.Tenant("acme2"));
      assertThat(job.run(job.backup("uid-2", "acme2.proisp.bak", address)).failure()).isNull();
      Checksums before = database.checksums();

      assertThat(refusal(job, address, "acme2.proisp.bak"))
          .isEqualTo(
              "The file holds the schema \"tenant_acme2\", and this Restore is for"
                  + " \"tenant_acme\": nothing was touched; choose a backup of this tenant, or"
                  + " restore without one.");
      assertThat(refusal(job, address, "whole.proisp.bak"))
          .isEqualTo(
              "The file holds SCHEMA admin, which is outside the schema \"tenant_acme\" that this"
                  + " Restore is for: nothing was touched; choose a backup of this tenant, or"
                  + " restore without one.");
      assertThat(database.checksums().differences(before)).isEmpty();
    }
  }

  private static String refusal(AgentJob job, DatabaseAddress address, String file) {
    AgentJob.Running running = job.start(job.restoreTenant("uid-9", file, address, "tenant_acme"));
    TaskResult result = running.end();
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().code())
        .as(result.failure().message())
        .isEqualTo(ErrorCode.OutsideTenant);
    assertThat(running.process().exitValue()).isEqualTo(2);
    assertThat(result.transactionId()).isNull();
    return result.failure().message();
  }
}
