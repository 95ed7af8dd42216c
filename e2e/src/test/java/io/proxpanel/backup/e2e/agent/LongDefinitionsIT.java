package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Comments and functions of 20 MiB, in the memory that an agent has in its image: they come back as
 * they were, and cost nothing else its backup.
 */
class LongDefinitionsIT {
  /** Of 64 MiB. */
  private static final int MAX_HEAP = 40;

  /** 20 MiB that do not repeat, in one line or in many. */
  private static final String TEXT =
      "(SELECT string_agg(md5(i::text), SEPARATOR) FROM generate_series(1, 660000) i)";

  private static final String LONG =
      """
      CREATE TABLE accounts (id int PRIMARY KEY, name text);
      INSERT INTO accounts SELECT i, md5(i::text) FROM generate_series(1, 1000) i;
      DO $$ BEGIN
        EXECUTE format('COMMENT ON TABLE accounts IS %L', ONE_LINE);
        EXECUTE format('COMMENT ON COLUMN accounts.name IS %L', LINES);
        EXECUTE format('CREATE FUNCTION answer() RETURNS int LANGUAGE sql SECURITY DEFINER AS %L',
          concat(E'/*\\n', LINES, E'\\n*/ SELECT 42'));
      END $$;
      CREATE VIEW answers AS SELECT id, answer() FROM accounts;
      """
          .replace("ONE_LINE", TEXT.replace("SEPARATOR", "''"))
          .replace("LINES", TEXT.replace("SEPARATOR", "E'\\n'"));

  private static final String PICTURE =
      "SELECT length(d), md5(d), length(n), md5(n), length(prosrc), md5(prosrc), prosecdef,"
          + " (SELECT count(*) FROM answers WHERE answer = 42), pg_get_userbyid(proowner)"
          + " FROM pg_proc, obj_description('accounts'::regclass, 'pg_class') AS d,"
          + " col_description('accounts'::regclass, 2) AS n WHERE oid = 'answer'::regproc";

  private static EndServers servers;

  @BeforeAll
  static void start(@TempDir Path temp) throws Exception {
    servers =
        EndServers.start(
            temp, server -> IspDatabase.create(server, server.superuserPassword()).psql(LONG));
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void comeBackInPlaceWhoeverRestores(PostgresInstallation installation, @TempDir Path temp) {
    PostgresServer server = servers.of(installation);
    // One password, since it is also the one of the file.
    IspDatabase owner = of(server, "proxpanel");
    IspDatabase superuser = of(server, server.superuser());
    String before = owner.psql(PICTURE);
    assertThat(before).startsWith("21120000|").contains("|21779999|").endsWith("|t|1000|proxpanel");
    AgentJob job = new AgentJob(temp).asInItsImage();
    DatabaseAddress address = job.address(owner);

    TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
    assertThat(backup.failure()).isNull();
    assertThat(backup.archive().rows()).isEqualTo(1000);
    assertThat(backup.warnings()).isEmpty();
    assertThat(job.heap()).isLessThan(MAX_HEAP);

    destroy(owner);
    restore(job, address);
    assertThat(owner.psql(PICTURE)).isEqualTo(before);

    destroy(owner);
    restore(job, job.address(superuser));
    assertThat(owner.psql(PICTURE)).isEqualTo(before);
  }

  private static IspDatabase of(PostgresServer server, String role) {
    return new IspDatabase(server, "proxpanel", role, server.superuserPassword());
  }

  private static void destroy(IspDatabase database) {
    database.psql(
        "DROP VIEW answers; DROP FUNCTION answer(); COMMENT ON TABLE accounts IS 'x';"
            + " COMMENT ON COLUMN accounts.name IS NULL; DELETE FROM accounts");
  }

  private static void restore(AgentJob job, DatabaseAddress address) {
    TaskResult restore = job.run(job.restore("uid-2", AgentJob.FILE, address, null));
    assertThat(restore.failure()).isNull();
    assertThat(restore.restored().notRestored()).isEmpty();
    assertThat(job.heap()).isLessThan(MAX_HEAP);
  }
}
