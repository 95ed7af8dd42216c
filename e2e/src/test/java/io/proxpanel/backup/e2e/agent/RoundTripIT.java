package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was backed up is what a restore brings back, in place, on every installed major. */
class RoundTripIT {
  /** What is in few databases and breaks restores of many tools. */
  private static final String ODDITIES =
      """
      CREATE TABLE deep (id bigint NOT NULL, ts date NOT NULL, name text NOT NULL, ref bigint,
        PRIMARY KEY (id, ts, name), UNIQUE (name, ts)) PARTITION BY RANGE (ts);
      CREATE TABLE deep_1 PARTITION OF deep FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      CREATE TABLE deep_2 PARTITION OF deep FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')
        PARTITION BY LIST (name);
      CREATE TABLE deep_2a PARTITION OF deep_2 FOR VALUES IN ('a', 'b');
      CREATE TABLE deep_2d PARTITION OF deep_2 DEFAULT;
      CREATE TABLE deep_old (id bigint NOT NULL, ts date NOT NULL, name text NOT NULL, ref bigint,
        CONSTRAINT own_key PRIMARY KEY (id, ts, name), CONSTRAINT positive CHECK (id > 0) NOT VALID);
      ALTER TABLE deep ATTACH PARTITION deep_old FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE INDEX ON deep (name);
      CREATE INDEX ON deep USING gin (name public.gin_trgm_ops);
      INSERT INTO deep SELECT i, date '2026-01-15' + (i % 30), chr(97 + i % 5) || i, NULL
        FROM generate_series(1, 500) i;
      CREATE TABLE pointing (id int PRIMARY KEY, a bigint, b date, c text,
        FOREIGN KEY (a, b, c) REFERENCES deep (id, ts, name)) PARTITION BY HASH (id);
      CREATE TABLE pointing_0 PARTITION OF pointing FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE pointing_1 PARTITION OF pointing FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      INSERT INTO pointing SELECT id, id, ts, name FROM deep LIMIT 50;
      CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN NEW.ref := coalesce(NEW.ref, 7); RETURN NEW; END $$;
      CREATE TRIGGER stamps BEFORE INSERT ON deep FOR EACH ROW EXECUTE FUNCTION stamp();
      ALTER TABLE deep_1 DISABLE TRIGGER stamps;
      CREATE TABLE base (a int PRIMARY KEY, t text);
      CREATE TABLE derived (c int) INHERITS (base);
      INSERT INTO derived VALUES (1, E'tab\\tnewline\\nbackslash\\\\.', 2);
      CREATE TABLE no_columns ();
      INSERT INTO no_columns DEFAULT VALUES;
      CREATE TABLE copies (line text);
      INSERT INTO copies VALUES ('COPY 5'), ('\\.'), ('--end-of-script--'), (E'\\\\! touch /tmp/x');
      CREATE FUNCTION label(base) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1.t';
      CREATE INDEX ON base (label(base));
      CREATE VIEW grouped AS SELECT a, t, count(*) FROM base GROUP BY a;
      SELECT lo_from_bytea(0, decode(repeat('00ff', 5000), 'hex')), lo_create(0);
      """;

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void everyRowAndDefinitionComesBackInPlace(PostgresInstallation installation, @TempDir Path temp)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, folder(temp))) {
      IspDatabase database = odd(server);
      database.load(200, 2);
      server.psql(
          database.name(), "CREATE EXTENSION tablefunc; COMMENT ON EXTENSION tablefunc IS 'x'");
      database.psql(ODDITIES);
      Checksums before = database.checksums();
      AgentJob job = new AgentJob(temp.resolve("job"));
      DatabaseAddress address = job.address(database);

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
      assertThat(backup.failure()).isNull();
      assertThat(backup.archive().rows()).isEqualTo(rowsOf(database));
      assertThat(backup.archive().largeObjects()).isGreaterThanOrEqualTo(2);
      assertThat(backup.warnings()).isEmpty();
      assertThat(job.files()).containsExactly(AgentJob.FILE, AgentJob.FILE + ".manifest.json");

      database.psql(
          "TRUNCATE invoices CASCADE; DELETE FROM radacct WHERE true; DROP TABLE deep CASCADE;"
              + " DROP FUNCTION stamp; UPDATE subscribers SET username = username || 'x'");
      assertThat(database.checksums().differences(before)).isNotEmpty();

      TaskResult restore = job.run(job.restore("uid-2", AgentJob.FILE, address, null));
      assertThat(restore.failure()).isNull();
      assertThat(restore.state()).isEqualTo(TaskResult.State.SUCCEEDED);
      assertThat(restore.transactionId()).matches("\\d+");
      assertThat(database.checksums().differences(before)).isEmpty();

      // And again, onto what is whole.
      assertThat(job.run(job.restore("uid-3", AgentJob.FILE, address, null)).failure()).isNull();
      assertThat(database.checksums().differences(before)).isEmpty();
      assertThat(AgentJob.names(job.scratch())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void aDumpOfTheNextNewerPgDumpIsRestoredInPlace(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, folder(temp))) {
      PostgresInstallation newest = PostgresInstallation.newest();
      Path root = Files.createDirectories(temp.resolve("root"));
      Files.createSymbolicLink(
          root.resolve(String.valueOf(newest.major())), newest.bin().getParent().toRealPath());
      IspDatabase database = odd(server);
      database.load(50, 1);
      Checksums before = database.checksums();
      AgentJob job =
          new AgentJob(temp.resolve("job")).with("BACKUP_POSTGRES_ROOT", root.toString());
      DatabaseAddress address = job.address(database);

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
      assertThat(backup.failure()).isNull();
      assertThat(backup.warnings().isEmpty()).isEqualTo(newest.major() == installation.major());
      database.psql("DELETE FROM radacct WHERE true");

      assertThat(job.run(job.restore("uid-2", AgentJob.FILE, address, null)).failure()).isNull();
      assertThat(database.checksums().differences(before)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void leavesTheRowsOfExcludedTablesWhereTheyAre(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, folder(temp))) {
      IspDatabase database = odd(server);
      database.psql(
          "CREATE TABLE radius_logs (a int); INSERT INTO radius_logs VALUES (1), (2);"
              + " CREATE TABLE \"Logs\" (a int); INSERT INTO \"Logs\" VALUES (1);"
              + " CREATE TABLE kept (a int); INSERT INTO kept VALUES (1)");
      AgentJob job =
          new AgentJob(temp.resolve("job"))
              .excluding("radius_*", "public.Logs", "not_there", "--nonsense");
      DatabaseAddress address = job.address(database);

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
      assertThat(backup.failure()).isNull();
      assertThat(backup.archive().tables()).isEqualTo(3);
      assertThat(backup.archive().tablesWithData()).isEqualTo(1);

      database.psql("INSERT INTO radius_logs VALUES (3); DELETE FROM kept; DROP TABLE \"Logs\"");
      assertThat(job.run(job.restore("uid-2", AgentJob.FILE, address, null)).failure()).isNull();
      assertThat(
              database.psql(
                  "SELECT (SELECT count(*) FROM radius_logs), (SELECT count(*) FROM \"Logs\"),"
                      + " (SELECT count(*) FROM kept)"))
          .isEqualTo("3|0|1");
    }
  }

  /** Names and a password that a connection string, a password file and a shell take amiss. */
  static IspDatabase odd(PostgresServer server) {
    String role = "pa'n\\el host=x";
    String password = "p:a\\ss'w\"ord é";
    server.createRole(role, password);
    server.createDatabase("odd \"name=1", role);
    return new IspDatabase(server, "odd \"name=1", role, password);
  }

  static Path folder(Path temp) throws Exception {
    return Files.createDirectory(temp.resolve("server"));
  }

  private static long rowsOf(IspDatabase database) {
    return Long.parseLong(
        database.psql(
            "SELECT sum((xpath('/row/c/text()', query_to_xml(format("
                + "'SELECT count(*) AS c FROM ONLY %s', oid::regclass), false, true, '')))[1]"
                + "::text::bigint) FROM pg_class WHERE relkind = 'r'"
                + " AND relnamespace NOT IN (SELECT oid FROM pg_namespace"
                + " WHERE nspname ~ '^pg_' OR nspname = 'information_schema')"));
  }
}
