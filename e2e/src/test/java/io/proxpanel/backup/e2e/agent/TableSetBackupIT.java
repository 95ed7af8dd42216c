package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TableSet;
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

/** A backup of a set of tables has those that exist, with what belongs to them. */
class TableSetBackupIT {
  private static final Scope.Tables DATA =
      new Scope.Tables(
          TableSet.Data, List.of("subscribers", "radacct", "Odd \"name*", "prepaid_cards"));

  private static final String TABLES =
      """
      CREATE SCHEMA old;
      CREATE TABLE subscribers (id serial PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY);
      INSERT INTO subscribers SELECT FROM generate_series(1, 10);
      CREATE TABLE radacct (id int, ts date, nas text) PARTITION BY RANGE (ts);
      CREATE TABLE "bücher|*" PARTITION OF radacct FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      CREATE TABLE old.rest PARTITION OF radacct DEFAULT PARTITION BY LIST (nas);
      CREATE TABLE old."re""st" PARTITION OF old.rest DEFAULT;
      INSERT INTO radacct VALUES (1, '2026-01-05', 'a'), (2, '2026-02-05', 'b'), (3, NULL, 'c');
      CREATE TABLE "Odd ""name*" (n int);
      INSERT INTO "Odd ""name*" VALUES (1);
      CREATE TABLE heirs () INHERITS ("Odd ""name*");
      INSERT INTO heirs VALUES (2);
      CREATE TABLE "Odd ""name_more" (n int);
      CREATE TABLE users (id serial PRIMARY KEY, secret text);
      INSERT INTO users (secret) VALUES ('x');
      CREATE TABLE old.subscribers (n int);
      CREATE VIEW prepaid_cards AS SELECT 1 AS n;
      SELECT lo_create(0);
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void takesTablesWithPartitionsAndSequencesAndNothingElse(PostgresInstallation installation)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(TABLES);
      Checksums before = database.checksums();
      AgentJob job = new AgentJob(temp.resolve("job")).taking(DATA).excluding("radius_logs");
      DatabaseAddress address = job.address(database);

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
      assertThat(backup.failure()).isNull();
      assertThat(backup.type()).isEqualTo(TableSet.Data);
      assertThat(backup.tenant()).isNull();
      assertThat(backup.archive().tables()).isEqualTo(7);
      assertThat(backup.archive().rows()).isEqualTo(10 + 3 + 2);
      assertThat(backup.archive().largeObjects()).isZero();
      Manifest manifest =
          Json.read(
              Files.readString(job.volume().resolve(AgentJob.FILE + Manifest.SUFFIX)),
              Manifest.class);
      assertThat(manifest.type()).isEqualTo(TableSet.Data);
      assertThat(manifest.tenant()).isNull();

      database.psql(
          "DROP TABLE subscribers, radacct, \"Odd \"\"name*\" CASCADE;"
              + " UPDATE users SET secret = 'newer'");
      Checksums damaged = database.checksums();
      assertThat(job.run(job.restore("uid-2", AgentJob.FILE, address, null)).failure()).isNull();
      assertThat(database.checksums().differences(before)).containsExactly("public.users");
      assertThat(database.checksums().differences(damaged)).doesNotContain("public.users");

      // And again, onto what is whole.
      assertThat(job.run(job.restore("uid-3", AgentJob.FILE, address, null)).failure()).isNull();
      assertThat(database.checksums().differences(before)).containsExactly("public.users");
    }
  }

  @Test
  void roleThatMayReadTheseTablesOnlyIsEnough() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(TABLES);
      server.createRole("reader", "right");
      database.psql(
          "GRANT USAGE ON SCHEMA old TO reader; GRANT SELECT ON subscribers, radacct, \"bücher|*\","
              + " old.rest, old.\"re\"\"st\", \"Odd \"\"name*\", heirs TO reader;"
              + " GRANT SELECT ON SEQUENCE subscribers_number_seq TO reader");
      IspDatabase reader = new IspDatabase(server, database.name(), "reader", "right");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(DATA);

      TaskResult refused = job.run(job.backup("uid-1", AgentJob.FILE, job.address(reader)));
      assertThat(refused.failure().code()).isEqualTo(ErrorCode.DatabasePermissionDenied);
      assertThat(refused.failure().message())
          .startsWith("The role \"reader\" may not read the sequence public.subscribers_id_seq,");
      database.psql("GRANT SELECT ON SEQUENCE subscribers_id_seq TO reader");
      assertThat(job.run(job.backup("uid-2", AgentJob.FILE, job.address(reader))).failure())
          .isNull();
    }
  }

  @Test
  void looksInTheSearchPathOfTheRole() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(
          TABLES
              + "INSERT INTO old.subscribers VALUES (1);"
              + " ALTER ROLE proxpanel SET search_path = old");
      AgentJob job = new AgentJob(temp.resolve("job")).taking(DATA);

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, job.address(database)));
      assertThat(backup.failure()).isNull();
      assertThat(backup.archive().tables()).isEqualTo(1);
      assertThat(backup.archive().rows()).isEqualTo(1);
    }
  }

  @Test
  void refusesToTakeNothing() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql("CREATE VIEW users AS SELECT 1 AS n; CREATE TABLE settings_old (n int)");
      AgentJob job =
          new AgentJob(temp.resolve("job"))
              .taking(new Scope.Tables(TableSet.Config, List.of("users", "settings")));

      TaskResult result = job.run(job.backup("uid-1", AgentJob.FILE, job.address(database)));

      assertThat(result.failure().code()).isEqualTo(ErrorCode.NothingToDump);
      assertThat(result.failure().message())
          .isEqualTo(
              "The database \"proxpanel\" at 127.0.0.1:"
                  + server.port()
                  + " has none of the tables of a backup of type Config in the search path of the"
                  + " role \"proxpanel\" (users, settings): check the database and the role, or"
                  + " make a full backup.");
      assertThat(result.type()).isEqualTo(TableSet.Config);
      assertThat(job.files()).isEmpty();
    }
  }
}
