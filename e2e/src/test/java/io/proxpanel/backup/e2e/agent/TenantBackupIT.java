package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenant's backup has the tenant's schema, all of it and nothing else. */
class TenantBackupIT {
  /** Each of these characters means something to pg_dump, unless it is quoted. */
  private static final String ODD = "Ü*b?|c.\"$d\\";

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void roleThatSeesNothingElseTakesItsSchema(PostgresInstallation installation) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      database.tenant("acme", "acme");
      database.tenant("acme2", "neighbour");
      IspDatabase reader = database.reader("acme", "reader");
      AgentJob job =
          new AgentJob(temp.resolve("job"))
              .taking(new Scope.Tenant("acme"))
              .excluding("radius_*", "radacct", "public.plans");

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, job.address(reader)));

      assertThat(backup.failure()).isNull();
      assertThat(backup.tenant()).isEqualTo("acme");
      assertThat(backup.type()).isNull();
      assertThat(backup.archive().tables()).isEqualTo(6);
      assertThat(backup.archive().rows()).isEqualTo(TenantDatabase.ROWS - 30 - 3);
      assertThat(backup.archive().largeObjects()).isZero();
      Manifest manifest =
          Json.read(
              Files.readString(job.volume().resolve(AgentJob.FILE + Manifest.SUFFIX)),
              Manifest.class);
      assertThat(manifest.tenant()).isEqualTo("acme");
      assertThat(manifest.type()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void everyCharacterOfANameIsTakenLiterally(PostgresInstallation installation) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      IspDatabase tenant = database.tenant(ODD, "acme");
      for (String similar : new String[] {"ÜxbX", "ü*b?|c.\"$d\\", "Ü"}) {
        tenantTable(database, similar);
      }
      database.asSuperuser().psql("CREATE SCHEMA c; CREATE TABLE c.more (n int)");
      Checksums before = database.checksums();
      AgentJob job =
          new AgentJob(temp.resolve("job")).taking(new Scope.Tenant(ODD)).excluding("radacct");

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, job.address(tenant)));

      assertThat(backup.failure()).isNull();
      assertThat(backup.tenant()).isEqualTo(ODD);
      assertThat(backup.archive().tables()).isEqualTo(6);
      assertThat(backup.archive().rows()).isEqualTo(TenantDatabase.ROWS - 30);
      assertThat(database.checksums().differences(before)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void restoredWithoutItsTenantItBringsTheSchemaBackAndTouchesNothingElse(
      PostgresInstallation installation) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      database.tenant("first", "first");
      IspDatabase tenant = database.tenant("acme", "acme");
      Checksums before = database.checksums();
      AgentJob job = new AgentJob(temp.resolve("job")).taking(new Scope.Tenant("acme"));
      DatabaseAddress address = job.address(database.asSuperuser());
      assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();

      database.asSuperuser().psql("DELETE FROM tenant_acme.radacct WHERE id > 3");
      TaskResult refused = job.run(job.restore("uid-2", AgentJob.FILE, address, null));
      assertThat(refused.failure().code()).isEqualTo(ErrorCode.RestoreRefused);
      assertThat(refused.failure().message())
          .contains("restore this tenant with the role \"acme\" (database.username)");
      String key = job.secret("key", database.asSuperuser().password()).toString();
      DatabaseAddress own = job.address(tenant);
      assertThat(job.run(opened(job.restore("uid-3", AgentJob.FILE, own, null), key)).failure())
          .isNull();
      assertThat(database.checksums().differences(before)).isEmpty();

      database
          .asSuperuser()
          .psql("DROP SCHEMA tenant_acme CASCADE; GRANT CREATE ON DATABASE proxpanel TO acme");
      assertThat(job.run(opened(job.restore("uid-4", AgentJob.FILE, own, null), key)).failure())
          .isNull();
      assertThat(database.checksums().differences(before)).isEmpty();
    }
  }

  private static Task opened(Task restore, String passwordFile) {
    Task.Restore r = (Task.Restore) restore;
    return new Task.Restore(
        r.uid(),
        r.sources(),
        r.fileName(),
        r.database(),
        r.confirmOverwrite(),
        List.of(passwordFile),
        null,
        null,
        null);
  }

  @Test
  void refusesWhatItCannotTake() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      IspDatabase tenant = database.tenant("acme", "acme");
      String longest = "x".repeat(63 - "tenant_".length());
      tenantTable(database, longest);

      assertThat(refusal(tenant, "acm_", ErrorCode.SchemaMissing))
          .isEqualTo(
              "The database \"proxpanel\" at 127.0.0.1:"
                  + server.port()
                  + " has no schema \"tenant_acm_\": check the name of the tenant \"acm_\", or the"
                  + " database.");
      // The server would cut this name at 63 bytes and find another tenant's schema.
      assertThat(refusal(tenant, longest + "y", ErrorCode.SchemaMissing)).contains("xy\"");

      database.asSuperuser().psql("CREATE TABLE tenant_acme.salaries (n int)");
      assertThat(refusal(tenant, "acme", ErrorCode.DatabasePermissionDenied))
          .startsWith("The role \"acme\" may not read the table tenant_acme.salaries,");
      database
          .asSuperuser()
          .psql(
              "GRANT SELECT ON tenant_acme.salaries TO acme;"
                  + " ALTER TABLE tenant_acme.salaries ENABLE ROW LEVEL SECURITY");
      assertThat(refusal(tenant, "acme", ErrorCode.DatabasePermissionDenied))
          .contains("all rows of the table tenant_acme.salaries, which has row-level security");
    }
  }

  @Test
  void aTableThatSomebodyHoldsIsNamedToTheTenantToo() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      TenantDatabase database = TenantDatabase.create(server);
      IspDatabase tenant = database.tenant("acme", "acme");
      database.tenant("other", "other");
      // What is locked elsewhere is of no concern.
      try (LockedTable elsewhere =
          LockedTable.hold(database.asSuperuser(), "tenant_other.invoices, admin.tenants")) {
        AgentJob job = new AgentJob(temp.resolve("free")).taking(new Scope.Tenant("acme"));
        assertThat(job.run(job.backup("uid-1", AgentJob.FILE, job.address(tenant))).failure())
            .isNull();
        assertThat(elsewhere.held()).isTrue();
      }
      try (LockedTable lock = LockedTable.hold(database.asSuperuser(), "tenant_acme.invoices")) {
        assertThat(refusal(tenant, "acme", ErrorCode.DatabaseBusy))
            .contains("a table that session " + lock.pid() + " of the role \"postgres\"");
      }
    }
  }

  @Test
  void aDatabaseInAnotherEncodingHasItsTenantsToo() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      server.createRole("proxpanel", "right");
      server.psql(
          "postgres",
          "CREATE DATABASE proxpanel OWNER proxpanel ENCODING 'EUC_JP' LOCALE 'C'"
              + " TEMPLATE template0");
      IspDatabase panel = new IspDatabase(server, "proxpanel", "proxpanel", "right");
      panel.psql(
          "SET client_encoding = 'UTF8'; CREATE SCHEMA \"tenant_中\";"
              + " CREATE TABLE \"tenant_中\".\"表\" (t text);"
              + " INSERT INTO \"tenant_中\".\"表\" VALUES ('中'), ('x')");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(new Scope.Tenant("中"));
      DatabaseAddress address = job.address(panel);

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
      assertThat(backup.failure()).isNull();
      assertThat(backup.archive().rows()).isEqualTo(2);
      panel.psql("SET client_encoding = 'UTF8'; DROP SCHEMA \"tenant_中\" CASCADE");
      assertThat(job.run(job.restore("uid-2", AgentJob.FILE, address, null)).failure()).isNull();
      assertThat(
              panel.psql(
                  "SET client_encoding = 'UTF8';"
                      + " SELECT string_agg(t, ' ' ORDER BY t) FROM \"tenant_中\".\"表\""))
          .isEqualTo("x 中");
    }
  }

  private static void tenantTable(TenantDatabase database, String slug) {
    String schema = TenantDatabase.schema(slug);
    database
        .asSuperuser()
        .psql("CREATE SCHEMA " + schema + "; CREATE TABLE " + schema + ".decoy (n int)");
  }

  private String refusal(IspDatabase tenant, String slug, ErrorCode code) {
    AgentJob job =
        new AgentJob(temp.resolve("refused"))
            .taking(new Scope.Tenant(slug))
            .with("BACKUP_LOCK_TIMEOUT_SECONDS", "1");
    AgentJob.Running running = job.start(job.backup("uid-9", AgentJob.FILE, job.address(tenant)));
    TaskResult result = running.end();
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().code()).as(result.failure().message()).isEqualTo(code);
    assertThat(result.tenant()).isEqualTo(slug);
    assertThat(running.process().exitValue()).isEqualTo(code.exitCode());
    assertThat(job.files()).isEmpty();
    return result.failure().message();
  }
}
