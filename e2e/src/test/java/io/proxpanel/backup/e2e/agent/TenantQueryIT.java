package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A person's query for tenants can say who they are, and do nothing else. */
class TenantQueryIT {
  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;
  private static Checksums before;

  @TempDir Path temp;
  private Discovery discovery;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(PostgresInstallation.newest(), serverFolder);
    database = IspDatabase.create(server, "right");
    database.psql(
        "CREATE TABLE x (slug text); INSERT INTO x VALUES ('acme'), ('tenant_beta'), ('acme');"
            + " CREATE FUNCTION drops() RETURNS text LANGUAGE plpgsql"
            + " AS 'BEGIN DROP TABLE x; RETURN 1; END';"
            + " CREATE FUNCTION commits() RETURNS text LANGUAGE plpgsql"
            + " AS 'BEGIN COMMIT; DROP TABLE x; RETURN 1; END';"
            + " CREATE PROCEDURE drops_it() LANGUAGE plpgsql"
            + " AS 'BEGIN COMMIT; DROP TABLE x; END';"
            + " CREATE FUNCTION talks() RETURNS text LANGUAGE plpgsql"
            + " AS 'BEGIN RAISE WARNING ''ERROR:  57P01: gone''; RETURN 1 / 0; END'");
    before = database.checksums();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() {
    discovery = new Discovery(temp, database);
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void returnsSlugsAndSchemas(PostgresInstallation installation) throws Exception {
    try (PostgresServer other = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      TenantDatabase panel = TenantDatabase.create(other);
      other.psql("postgres", "ALTER ROLE proxpanel SET search_path = admin, pg_catalog");
      Discovery asPanel = new Discovery(temp, panel.panel());

      asPanel.query("SELECT slug FROM tenants").finds("acme", "other").warns();
      asPanel
          .query("SELECT 1; DROP TABLE tenants")
          .refusesTheQueryBecause(notOne("multi-query plan"));
      asPanel
          .query("DELETE FROM tenants RETURNING slug")
          .refusesTheQueryBecause("cannot execute DELETE in a read-only transaction");
      asPanel.query("SELECT slug FROM tenants").finds("acme", "other").warns();
    }
  }

  @Test
  void takesEachNameOnceAndKeepsWhatIsOdd() {
    discovery.query(" \n SELECT slug FROM x ; \r\n ; ").finds("acme", "beta");
    discovery
        .query(
            "VALUES ('tenant_'), ('tenant_tenant_a'), ('Tenant_b'), ('it''s'), (E'a\\nb'), ('Ü')")
        .finds("Tenant_b", "a\nb", "it's", "tenant_", "tenant_a", "Ü");
    discovery.query("SELECT 7").include("?").exclude("8").finds("7");
    discovery.query("SELECT $dollar$tenant_$do$ ' \" \\ $dollar$").finds("$do$ ' \" \\ ");
  }

  @Test
  void thousandsComeWholeOutOfTheLog() {
    String[] all =
        IntStream.rangeClosed(1, 3000)
            .mapToObj(i -> "tenant-ü" + i)
            .sorted()
            .toArray(String[]::new);

    discovery.query("SELECT 'tenant-ü' || i FROM generate_series(1, 3000) i").finds(all).warns();
    assertThat(discovery.log()).contains("3000 tenants found, 3000 of them taken");
    discovery
        .query("SELECT 'tenant-ü' || i FROM generate_series(1, 3000000) i")
        .refusesTheQueryBecause("it returns more than 4 MiB of names");
  }

  @Test
  void nothingInItIsForPsql() {
    Path file = temp.resolve("touched");
    String touch = "\\! touch " + file;

    discovery.query(touch).refusesTheQueryBecause("syntax error at or near \"\\\"");
    discovery
        .query("SELECT 1\n" + touch + "\n")
        .refusesTheQueryBecause("syntax error at or near \"\\\"");
    discovery.query("SELECT '\n" + touch + "\n'").finds("\n" + touch + "\n");
    discovery
        .query("SELECT 1 \\g " + file)
        .refusesTheQueryBecause("syntax error at or near \"\\\"");
    discovery.query("SELECT ':DBNAME'").finds(":DBNAME");
    discovery.query("SELECT :DBNAME").refusesTheQueryBecause("syntax error at or near \":\"");
    discovery.query("SELECT :'DBNAME'").refusesTheQueryBecause("syntax error at or near \":\"");
    discovery.query("SELECT 'a'\n--end-of-answer--\n").finds("a");
    discovery.query("\\q").refusesTheQueryBecause("syntax error at or near \"\\\"");
    discovery.query("SELECT 'a\0b'").refusesTheQueryBecause("it has a zero character");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void itIsOneSelect() {
    String several = notOne("multi-query plan");

    for (String query :
        List.of(
            "SELECT 1; DROP TABLE x",
            "; DROP TABLE x; SELECT 1",
            "COMMIT; DROP TABLE x",
            "",
            ";")) {
      discovery.query(query).refusesTheQueryBecause(several);
    }
    discovery.query("COMMIT").refusesTheQueryBecause(notOne("COMMIT"));
    discovery.query("DROP TABLE x").refusesTheQueryBecause(notOne("DROP TABLE"));
    discovery.query("DELETE FROM x").refusesTheQueryBecause(notOne("DELETE"));
    discovery.query("DO 'BEGIN DROP TABLE x; END'").refusesTheQueryBecause(notOne("DO"));
    discovery.query("CALL drops_it()").refusesTheQueryBecause(notOne("CALL"));
    discovery.query("SELECT slug INTO y FROM x").refusesTheQueryBecause(notOne("SELECT INTO"));
    discovery.query("COPY x TO PROGRAM 'true'").refusesTheQueryBecause(notOne("COPY"));
    discovery.query("SET transaction_read_only = off").refusesTheQueryBecause(notOne("SET"));
    discovery
        .query("SELECT 1) q; DROP TABLE x; SELECT (1")
        .refusesTheQueryBecause("syntax error at or near \")\"");
    discovery
        .query("$do$; DROP TABLE x; --")
        .refusesTheQueryBecause(
            "unterminated dollar-quoted string at or near \"$do$; DROP TABLE x; --\"");
    discovery
        .query("', true); DROP TABLE x; --")
        .refusesTheQueryBecause(
            "unterminated quoted string at or near \"', true); DROP TABLE x; --\"");
    assertThat(database.checksums().differences(before)).isEmpty();
  }

  @Test
  void itChangesNothing() {
    String readOnly = "cannot execute %s in a read-only transaction";

    discovery
        .query("DELETE FROM x RETURNING slug")
        .refusesTheQueryBecause(readOnly.formatted("DELETE"));
    discovery
        .query("WITH d AS (DELETE FROM x RETURNING slug) SELECT slug FROM d")
        .refusesTheQueryBecause(readOnly.formatted("SELECT"));
    discovery
        .query("EXPLAIN ANALYZE DELETE FROM x")
        .refusesTheQueryBecause(readOnly.formatted("DELETE"));
    discovery.query("SELECT drops()").refusesTheQueryBecause(readOnly.formatted("DROP TABLE"));
    discovery
        .query("SELECT lo_create(0)")
        .refusesTheQueryBecause(readOnly.formatted("lo_create()"));
    discovery
        .query("SELECT slug FROM x FOR UPDATE")
        .refusesTheQueryBecause(readOnly.formatted("SELECT FOR UPDATE"));
    discovery.query("SELECT commits()").refusesTheQueryBecause("invalid transaction termination");
    discovery
        .query("SELECT set_config('transaction_read_only', 'off', false)")
        .refusesTheQueryBecause("transaction read-write mode must be set before any query");
    assertThat(database.checksums().differences(before)).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithIt() {
    discovery.query("SELECT slug FORM x").refusesTheQueryBecause("syntax error at or near \"x\"");
    discovery.query("SELECT slug FROM y").refusesTheQueryBecause("relation \"y\" does not exist");
    discovery.query("SELECT $1").refusesTheQueryBecause("there is no parameter $1");
    discovery
        .query("SELECT rolpassword FROM pg_authid")
        .refusesTheQueryBecause("permission denied for table pg_authid");
    discovery.query("SELECT talks()").refusesTheQueryBecause("division by zero");
    discovery
        .query("SELECT slug, slug FROM x")
        .refusesTheQueryBecause("it returns 2 columns and has to return one");
    discovery
        .query("SELECT FROM x")
        .refusesTheQueryBecause("it returns 0 columns and has to return one");
    String unnamed = "it returns a row without a name";
    discovery.query("SELECT slug FROM x UNION SELECT NULL").refusesTheQueryBecause(unnamed);
    discovery.query("SELECT ''").refusesTheQueryBecause(unnamed);
  }

  @Test
  void isInTheEncodingOfTheDatabase() {
    server.psql(
        "postgres",
        "CREATE DATABASE japanese OWNER proxpanel ENCODING 'EUC_JP' LOCALE 'C' TEMPLATE template0");
    IspDatabase japanese = new IspDatabase(server, "japanese", "proxpanel", "right");
    japanese.psql("SET client_encoding = 'UTF8'; CREATE SCHEMA \"tenant_中\"");
    Discovery inJapanese = new Discovery(temp, japanese);

    inJapanese.finds("中").warns();
    inJapanese.query("SELECT 'tenant_中'").finds("中").warns();
    inJapanese
        .query("SELECT '😀'")
        .refusesTheQueryBecause(
            "character with byte sequence 0xf0 0x9f 0x98 0x80 in encoding \"UTF8\" has no"
                + " equivalent in encoding \"EUC_JP\"");
  }

  @Test
  void needsPlpgsql() {
    server.createDatabase("bare", "proxpanel");
    server.psql("bare", "DROP EXTENSION plpgsql");
    IspDatabase bare = new IspDatabase(server, "bare", "proxpanel", "right");

    assertThat(new Discovery(temp, bare).query("SELECT 1").fails(ErrorCode.TenantQueryFailed))
        .isEqualTo(
            "The schedule's tenants.query needs the language plpgsql, and the database \"bare\" at"
                + " %s:%d has none: create it (CREATE EXTENSION plpgsql), or leave out the query.",
            server.host(), server.port());
    new Discovery(temp, bare).findsNothingBecause("it has no schema named tenant_…");
  }

  @Test
  void aTableThatSomebodyHoldsIsWaitedForAWhile() {
    discovery.job().with("BACKUP_LOCK_TIMEOUT_SECONDS", "1");
    try (LockedTable lock = LockedTable.hold(database, "x")) {
      assertThat(discovery.query("SELECT slug FROM x").fails(ErrorCode.DatabaseBusy))
          .isEqualTo(tooSlow("canceling statement due to lock timeout"));
      assertThat(lock.held()).isTrue();
    }
    assertThat(
            discovery
                .query("SELECT pg_cancel_backend(pg_backend_pid())")
                .fails(ErrorCode.DatabaseBusy))
        .isEqualTo(tooSlow("canceling statement due to user request"));
  }

  @Test
  void endsWithItsAgentOrWithTheNext() {
    Discovery slow = discovery.query("SELECT pg_sleep(250)::text");
    AgentJob.Running interrupted = slow.job().start(slow.task());
    awaitSleepers(1);
    interrupted.process().destroy();
    assertThat(interrupted.end().failure().code()).isEqualTo(ErrorCode.Interrupted);
    awaitSleepers(0);

    AgentJob.Running killed = slow.job().start(slow.task());
    awaitSleepers(1);
    List<ProcessHandle> children = killed.process().descendants().toList();
    killed.process().destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    new Discovery(temp.resolve("next"), database).finds().warnsStartingWith("The database ");
    awaitSleepers(0);
  }

  @Test
  void saysWhyThereIsNoConnection() {
    IspDatabase missing = new IspDatabase(server, "missing", "proxpanel", "right");
    IspDatabase refused = new IspDatabase(server, "proxpanel", "proxpanel", "wrong");

    assertThat(new Discovery(temp, missing).fails(ErrorCode.DatabaseMissing))
        .contains("\"missing\"");
    assertThat(new Discovery(temp, refused).fails(ErrorCode.DatabaseLoginRefused))
        .contains("\"proxpanel\"");
    assertThat(
            discovery
                .query("SELECT pg_terminate_backend(pg_backend_pid())")
                .fails(ErrorCode.DatabaseUnreachable))
        .contains("the server ended it: terminating connection");
  }

  private static String notOne(String what) {
    return "it is not one SELECT (cannot open "
        + (what.contains(" plan") ? what : what + " query")
        + " as cursor)";
  }

  private static String tooSlow(String why) {
    return ("The tenants of the database \"proxpanel\" at %s:%d could not be found in time (%s): look"
            + " which session holds its tables, and whether the schedule's tenants.query takes"
            + " long.")
        .formatted(server.host(), server.port(), why);
  }

  private static void awaitSleepers(int count) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(
                        server.psql(
                            "postgres",
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                                + " AND application_name = 'proxpanel-backup-uid-1'"))
                    .isEqualTo(String.valueOf(count)));
  }
}
