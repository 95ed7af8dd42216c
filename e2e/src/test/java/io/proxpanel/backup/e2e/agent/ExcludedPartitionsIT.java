package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaving out the rows of a partitioned table leaves out those of its partitions. */
class ExcludedPartitionsIT {
  /** Each table that holds rows has one, but for those with two levels of partitions. */
  private static final String TABLES =
      """
      CREATE SCHEMA old;
      CREATE TABLE radacct (id int, ts date, nas text) PARTITION BY RANGE (ts);
      CREATE TABLE radacct_1 PARTITION OF radacct FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      CREATE TABLE radacct_2 PARTITION OF radacct FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')
        PARTITION BY LIST (nas);
      CREATE TABLE "nas ""a""|b*" PARTITION OF radacct_2 FOR VALUES IN ('a');
      CREATE TABLE old.rest PARTITION OF radacct_2 DEFAULT;
      CREATE TABLE old."bücher" PARTITION OF radacct DEFAULT;
      INSERT INTO radacct VALUES (1, '2026-01-05', 'a'), (2, '2026-02-05', 'a'),
        (3, '2026-02-05', 'x'), (4, '2025-01-01', 'x');

      CREATE TABLE old.radacct (id int) PARTITION BY LIST (id);
      CREATE TABLE old.other_radacct PARTITION OF old.radacct DEFAULT;
      INSERT INTO old.radacct VALUES (1);
      CREATE TABLE radXacct (id int) PARTITION BY LIST (id);
      CREATE TABLE radXacct_all PARTITION OF radXacct DEFAULT;
      INSERT INTO radXacct VALUES (1);

      CREATE TABLE logs (id int);
      CREATE TABLE logs_of_its_own () INHERITS (logs);
      INSERT INTO logs VALUES (1);
      INSERT INTO logs_of_its_own VALUES (1);
      CREATE TABLE b (id int);
      INSERT INTO b VALUES (1);
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void rowsOfAllPartitionsAreLeftOutAndTheirDefinitionsStay(PostgresInstallation installation)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(TABLES);

      assertThat(rowsAfterRestore(database, "radacct", "logs", "not_there"))
          .isEqualTo("radacct 0, old.radacct 1, radxacct 1, logs 0, logs_of_its_own 1, b 1");
      assertThat(database.psql("SELECT count(*) FROM pg_partition_tree('radacct')")).isEqualTo("6");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void namesAreMatchedAsThoseOfOtherTables(PostgresInstallation installation) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(TABLES);

      assertThat(rowsAfterRestore(database, "rad_acct", "radacct_2", "old.rad*t"))
          .isEqualTo("radacct 2, old.radacct 0, radxacct 1, logs 1, logs_of_its_own 1, b 1");
      assertThat(rowsAfterRestore(database, "*.radx*"))
          .isEqualTo("radacct 2, old.radacct 0, radxacct 0, logs 1, logs_of_its_own 1, b 1");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void aNameAloneIsLookedForInTheSearchPathOfTheRole(PostgresInstallation installation)
      throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(TABLES + "ALTER ROLE proxpanel SET search_path = old, public");

      assertThat(rowsAfterRestore(database, "radacct"))
          .isEqualTo("radacct 4, old.radacct 0, radxacct 1, logs 1, logs_of_its_own 1, b 1");
    }
  }

  @Test
  void manyPartitionsAreNoTroubleToPgDump() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      database.psql(
          TABLES
              + "CREATE TABLE daily (n int) PARTITION BY LIST (n);"
              + "DO $$ BEGIN FOR i IN 1..1000 LOOP"
              + " EXECUTE format('CREATE TABLE daily_%s PARTITION OF daily FOR VALUES IN (%s)',"
              + " i, i); END LOOP; END $$; INSERT INTO daily SELECT generate_series(1, 1000)");
      AgentJob job = new AgentJob(temp.resolve("job")).excluding("daily");
      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, job.address(database)));
      assertThat(backup.failure()).isNull();
      assertThat(backup.archive().tables()).isEqualTo(1001 + 13);
      assertThat(backup.archive().tablesWithData()).isEqualTo(9);
    }
  }

  @Test
  void aDatabaseInAnotherEncodingIsDumpedWhateverItsPartitionsAreCalled() throws Exception {
    try (PostgresServer server = PostgresServer.start(RoundTripIT.folder(temp))) {
      server.createRole("proxpanel", "right");
      server.psql(
          "postgres",
          "CREATE DATABASE proxpanel OWNER proxpanel ENCODING 'EUC_JP' LOCALE 'C'"
              + " TEMPLATE template0");
      IspDatabase database = new IspDatabase(server, "proxpanel", "proxpanel", "right");
      database.psql(
          "SET client_encoding = 'UTF8'; CREATE TABLE radacct (n int) PARTITION BY LIST (n);"
              + " CREATE TABLE \"中\" PARTITION OF radacct FOR VALUES IN (1);"
              + " CREATE TABLE rest PARTITION OF radacct DEFAULT; INSERT INTO radacct VALUES (1), (2)");
      AgentJob job = new AgentJob(temp.resolve("job")).excluding("radacct");

      TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, job.address(database)));

      assertThat(backup.failure()).isNull();
      assertThat(backup.archive().rows()).isEqualTo(1);
    }
  }

  private String rowsAfterRestore(IspDatabase database, String... excluded) {
    AgentJob job = new AgentJob(temp.resolve(String.join("-", excluded))).excluding(excluded);
    DatabaseAddress address = job.address(database);
    TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
    assertThat(backup.failure()).isNull();
    // What is not in the file would stay.
    database.psql("TRUNCATE public.radacct, old.radacct, public.radxacct, public.logs, public.b");
    TaskResult restore = job.run(job.restore("uid-2", AgentJob.FILE, address, null));
    assertThat(restore.failure()).isNull();
    assertThat(restore.archive()).isEqualTo(backup.archive());
    String rows =
        database.psql(
            "SET search_path = public;"
                + " SELECT format('radacct %s, old.radacct %s, radxacct %s, logs %s,"
                + " logs_of_its_own %s, b %s', (SELECT count(*) FROM radacct),"
                + " (SELECT count(*) FROM old.radacct), (SELECT count(*) FROM radxacct),"
                + " (SELECT count(*) FROM ONLY logs), (SELECT count(*) FROM logs_of_its_own),"
                + " (SELECT count(*) FROM b))");
    assertThat(backup.archive().rows())
        .isEqualTo(
            Long.parseLong(
                database.psql(
                    "SELECT (SELECT count(*) FROM public.radacct)"
                        + " + (SELECT count(*) FROM old.radacct)"
                        + " + (SELECT count(*) FROM public.radxacct)"
                        + " + (SELECT count(*) FROM public.logs)"
                        + " + (SELECT count(*) FROM public.b)")));
    return rows;
  }
}
