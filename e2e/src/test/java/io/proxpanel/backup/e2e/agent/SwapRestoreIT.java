package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOptions.Mode;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A restore fills a new database, which takes the place of the old one; and the way back. */
class SwapRestoreIT {
  private static final String CONTENT =
      """
      CREATE TABLE subscribers (id int PRIMARY KEY, name text NOT NULL);
      CREATE INDEX ON subscribers (lower(name));
      CREATE TABLE sessions (id serial PRIMARY KEY, subscriber int REFERENCES subscribers);
      CREATE TABLE radius_logs (id bigserial PRIMARY KEY, subscriber int REFERENCES subscribers, line text);
      INSERT INTO subscribers SELECT i, 'name ' || i FROM generate_series(1, 1000) i;
      INSERT INTO sessions (subscriber) SELECT i FROM generate_series(1, 1000) i;
      INSERT INTO radius_logs (subscriber, line) SELECT i, E'a\\tb\\\\' || i FROM generate_series(1, 500) i;
      SELECT lo_from_bytea(4711, 'letter');
      COMMENT ON DATABASE proxpanel IS 'the panel''s';
      ALTER DATABASE proxpanel SET work_mem = '5MB';
      """;

  private static final String UPGRADE =
      """
      ALTER TABLE subscribers RENAME TO customers;
      CREATE TABLE invoices (customer int REFERENCES customers);
      DELETE FROM sessions WHERE id > 10;
      INSERT INTO radius_logs (subscriber, line) VALUES (7, 'after the backup');
      COMMENT ON DATABASE proxpanel IS 'upgraded';
      ALTER DATABASE proxpanel SET work_mem = '6MB';
      """;

  private static EndServers servers;

  @TempDir private Path temp;

  @BeforeAll
  static void start(@TempDir Path temp) throws Exception {
    servers = EndServers.start(temp, server -> server.createRole("proxpanel", "right"));
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void theNewOneTakesThePlaceOfTheOldOneWhichIsKept(PostgresInstallation installation) {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    AgentJob job = new AgentJob(temp).excluding("radius_logs");
    DatabaseAddress address = backedUp(job, database);
    database.psql(UPGRADE);
    CompletableFuture<?> panel =
        CompletableFuture.runAsync(() -> database.psql("SELECT pg_sleep(300)"));
    awaitSession(server);

    TaskResult restored = job.run(swap(job, "uid-2", address));

    assertThat(restored.failure()).isNull();
    RestoreOutcome outcome = restored.restored();
    assertThat(outcome.mode()).isEqualTo(Mode.Swap);
    assertThat(outcome.modeReason()).isNull();
    assertThat(outcome.notRestored()).isEmpty();
    assertThat(outcome.droppedNames())
        .containsExactlyInAnyOrder("table public.customers", "table public.invoices");
    assertThat(outcome.endedSessions()).isOne();
    assertThat(panel).completesExceptionallyWithin(Duration.ofSeconds(30));
    String kept = outcome.keptDatabase();
    assertThat(kept).matches("proxpanel_kept_\\d{14}");
    assertThat(restored.transactionId()).matches("\\d+");
    assertRestored(database, 501);
    assertThat(server.psql(kept, "SELECT count(*) FROM sessions")).isEqualTo("10");
    assertThat(databases(server)).containsExactly("proxpanel", kept);
    assertThat(AgentJob.names(job.scratch())).isEmpty();

    // A second attempt, of which nobody knows, finds out that all is done.
    TaskResult again = job.run(swap(job, "uid-2", address));
    assertThat(again.failure()).isNull();
    assertThat(again.restored().keptDatabase()).isEqualTo(kept);
    assertThat(databases(server)).containsExactly("proxpanel", kept);

    // Back, and a second time by an attempt that does not know it either.
    TaskResult back = job.run(job.swapBack("uid-3", address, kept));
    assertThat(back.failure()).isNull();
    String restoredOne = back.restored().keptDatabase();
    assertThat(job.run(job.swapBack("uid-3", address, kept)).restored().keptDatabase())
        .isEqualTo(restoredOne);
    assertThat(database.psql("SELECT count(*) FROM sessions")).isEqualTo("10");
    assertThat(comment(server, "proxpanel")).isEqualTo("upgraded");
    assertThat(server.psql(restoredOne, "SELECT count(*) FROM sessions")).isEqualTo("1000");

    // What is kept goes only for the one that has kept it.
    assertThat(job.run(job.dropKept("uid-2", address, restoredOne)).failure().message())
        .isEqualTo(
            "\"" + restoredOne + "\" is not dropped: another restore has replaced and kept it.");
    assertThat(job.run(job.dropKept("uid-3", address, restoredOne)).failure()).isNull();
    assertThat(job.run(job.dropKept("uid-3", address, restoredOne)).failure()).isNull();
    assertThat(databases(server)).containsExactly("proxpanel");
  }

  @Test
  void modeThatNobodyAskedForIsChosenAndExplained() {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    IspDatabase database = owned(server);
    AgentJob job = new AgentJob(temp).excluding("radius_logs");
    DatabaseAddress address = backedUp(job, database);

    RestoreOutcome swapped = job.run(auto(job, "uid-2", address, null)).restored();
    assertThat(swapped.mode()).isEqualTo(Mode.Swap);
    assertThat(swapped.modeReason()).isEqualTo("All that a swap needs is there.");

    RestoreOutcome left =
        job.run(auto(job, "uid-3", address, RestoreOptions.Connections.Leave)).restored();
    assertThat(left.mode()).isEqualTo(Mode.InPlace);
    assertThat(left.modeReason())
        .isEqualTo(
            "Sessions are to be left alone (connections: Leave), and a database that is in use"
                + " cannot be replaced.");

    server.psql("proxpanel", "CREATE SCHEMA theirs; CREATE TABLE theirs.t ()");
    RestoreOutcome others = job.run(auto(job, "uid-4", address, null)).restored();
    assertThat(others.mode()).isEqualTo(Mode.InPlace);
    assertThat(others.modeReason())
        .isEqualTo(
            "The database has what belongs to other roles and stays in place as it is: table"
                + " theirs.t of \"postgres\" and 1 more.");
    server.psql("proxpanel", "DROP SCHEMA theirs CASCADE");

    server.psql("proxpanel", "CREATE EXTENSION pg_stat_statements");
    assertThat(
            job.run(job.backup("uid-7", "proisp_full_20261124_020000.proisp.bak", address))
                .failure())
        .isNull();
    TaskResult extension =
        job.run(
            AgentJob.in(
                Mode.Swap,
                job.restore("uid-8", "proisp_full_20261124_020000.proisp.bak", address, null)));
    assertThat(extension.failure().message())
        .isEqualTo(
            "The restore into \"proxpanel_restore_uid-8\" was not begun, since something is"
                + " missing there: \"proxpanel\" may not make the extension pg_stat_statements: let"
                + " a superuser run CREATE EXTENSION \"pg_stat_statements\"; there.");
    assertThat(databases(server)).hasSize(2);
    server.psql("proxpanel", "DROP EXTENSION pg_stat_statements");

    server.psql("postgres", "ALTER ROLE proxpanel NOCREATEDB");
    String reason =
        "The role \"proxpanel\" may not create databases: run ALTER ROLE \"proxpanel\" CREATEDB.";
    RestoreOutcome forbidden = job.run(auto(job, "uid-5", address, null)).restored();
    assertThat(forbidden.mode()).isEqualTo(Mode.InPlace);
    assertThat(forbidden.modeReason()).isEqualTo(reason);
    TaskResult asked = job.run(swap(job, "uid-6", address));
    assertThat(asked.failure().code()).isEqualTo(ErrorCode.TargetLacksPrerequisites);
    assertThat(asked.failure().message())
        .isEqualTo(
            "The database \"proxpanel\" cannot be replaced by a new one (mode: Swap), and nothing"
                + " was touched: "
                + reason
                + " Or restore with mode: InPlace.");
    assertRestored(database, 500);
  }

  @Test
  void rowsThatTheBackupLeftOutAreCarriedOrTheOldOneStays() {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    IspDatabase database = owned(server);
    AgentJob job = new AgentJob(temp).excluding("radius_logs");
    DatabaseAddress address = backedUp(job, database);
    database.psql(
        "INSERT INTO subscribers VALUES (2000, 'new'); INSERT INTO radius_logs (subscriber) VALUES"
            + " (2000)");

    TaskResult refused = job.run(swap(job, "uid-2", address));

    assertThat(refused.failure().code()).isEqualTo(ErrorCode.RestoreRefused);
    assertThat(refused.failure().message())
        .startsWith(
            "Rows that the backup has not, by its excludeTableData, would be lost, and the"
                + " database is as it was: public.radius_logs, 501 rows (insert or update on table"
                + " \"radius_logs\" violates foreign key constraint")
        .endsWith("Write discardExcludedRows: true to do without them, or save them first.");
    assertThat(databases(server)).containsExactly("proxpanel");
    assertThat(database.psql("SELECT count(*) FROM subscribers")).isEqualTo("1001");

    Task discarding =
        AgentJob.with(
            job.restore("uid-3", AgentJob.FILE, address, null),
            new RestoreOptions(Mode.Swap, null, null, true, null, null));
    TaskResult restored = job.run(discarding);
    assertThat(restored.failure()).isNull();
    assertThat(restored.restored().notRestored())
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.kind()).isEqualTo("rows left out of the backup");
              assertThat(lost.name()).isEqualTo("public.radius_logs, 501 rows");
            });
    assertThat(database.psql("SELECT count(*) FROM radius_logs")).isEqualTo("0");
  }

  @Test
  void newDatabaseIsMadeOrMustBeEmpty() {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    IspDatabase database = owned(server);
    AgentJob job = new AgentJob(temp).excluding("radius_logs");
    DatabaseAddress source = backedUp(job, database);
    IspDatabase copy = new IspDatabase(server, "copy", "proxpanel", "right");
    Task intoCopy =
        AgentJob.in(Mode.NewDatabase, job.restore("uid-2", AgentJob.FILE, job.address(copy), null));

    TaskResult made = job.run(intoCopy);

    assertThat(made.failure()).isNull();
    assertThat(made.restored().mode()).isEqualTo(Mode.NewDatabase);
    assertThat(made.restored().keptDatabase()).isNull();
    assertThat(made.restored().notRestored())
        .singleElement()
        .hasToString(
            "NotRestored[kind=rows left out of the backup, name=public.radius_logs, reason=the"
                + " backup has none of them (excludeTableData), so the table is empty]");
    assertThat(copy.psql("SELECT count(*) FROM sessions")).isEqualTo("1000");
    assertThat(comment(server, "copy")).isEqualTo("the panel's");
    assertThat(server.psql("copy", "SHOW work_mem")).isEqualTo("5MB");
    assertThat(databases(server)).containsExactly("copy", "proxpanel");

    // An attempt that does not know that it was committed.
    Task.Restore first = (Task.Restore) intoCopy;
    TaskResult again =
        job.run(
            AgentJob.in(
                Mode.NewDatabase,
                job.restore(first.uid(), AgentJob.FILE, job.address(copy), made.transactionId())));
    assertThat(again.failure()).isNull();
    TaskResult another =
        job.run(
            AgentJob.in(
                Mode.NewDatabase, job.restore("uid-3", AgentJob.FILE, job.address(copy), null)));
    assertThat(another.failure().code()).isEqualTo(ErrorCode.RestoreRefused);
    assertThat(another.failure().message())
        .startsWith("The database \"copy\" is not empty (it has the ")
        .endsWith(
            "), and mode: NewDatabase overwrites nothing: nothing was touched. Name a database"
                + " that does not exist, or restore with mode: InPlace to replace what is there.");

    server.psql("postgres", "DROP DATABASE copy");
    server.createDatabase("copy", "proxpanel");
    TaskResult empty =
        job.run(
            AgentJob.in(
                Mode.NewDatabase, job.restore("uid-4", AgentJob.FILE, job.address(copy), null)));
    assertThat(empty.failure()).isNull();
    assertThat(empty.restored().mode()).isEqualTo(Mode.NewDatabase);
    assertThat(empty.restored().notRestored()).isEqualTo(made.restored().notRestored());
    assertThat(copy.psql("SELECT count(*) FROM sessions")).isEqualTo("1000");
    assertThat(source.name()).isEqualTo("proxpanel");
  }

  @Test
  void whatARestoreHasLeftThatDiedGoesWithTheNextOne() {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    IspDatabase database = owned(server);
    AgentJob job = new AgentJob(temp).excluding("radius_logs");
    DatabaseAddress address = backedUp(job, database);
    server.createDatabase("proxpanel_restore_dead", "proxpanel");
    server.psql(
        "postgres",
        "COMMENT ON DATABASE proxpanel_restore_dead IS 'proxpanel-backup"
            + " {\"kind\":\"LOADING\",\"uid\":\"dead\",\"of\":\"proxpanel\","
            + "\"as\":\"proxpanel_restore_dead\"}'");

    TaskResult restored = job.run(swap(job, "uid-2", address));

    assertThat(restored.failure()).isNull();
    assertThat(databases(server)).containsExactly("proxpanel", restored.restored().keptDatabase());
  }

  private static Task swap(AgentJob job, String uid, DatabaseAddress address) {
    return AgentJob.in(Mode.Swap, job.restore(uid, AgentJob.FILE, address, null));
  }

  private static Task auto(
      AgentJob job, String uid, DatabaseAddress address, RestoreOptions.Connections connections) {
    return AgentJob.with(
        job.restore(uid, AgentJob.FILE, address, null),
        new RestoreOptions(Mode.Auto, null, connections, false, null, null));
  }

  private static DatabaseAddress backedUp(AgentJob job, IspDatabase database) {
    database.psql(CONTENT);
    DatabaseAddress address = job.address(database);
    assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
    return address;
  }

  private static void assertRestored(IspDatabase database, int logs) {
    PostgresServer server = database.server();
    assertThat(database.psql("SELECT count(*) FROM subscribers")).isEqualTo("1000");
    assertThat(database.psql("SELECT count(*) FROM sessions")).isEqualTo("1000");
    assertThat(database.psql("SELECT count(*), max(line) FROM radius_logs WHERE id > 499"))
        .isEqualTo(logs == 500 ? "1|a\tb\\500" : "2|after the backup");
    assertThat(database.psql("SELECT nextval('radius_logs_id_seq')"))
        .isEqualTo(String.valueOf(logs + 1));
    assertThat(database.psql("SELECT convert_from(lo_get(4711), 'UTF8')")).isEqualTo("letter");
    assertThat(database.psql("SHOW work_mem")).isEqualTo("5MB");
    assertThat(comment(server, "proxpanel")).isEqualTo("the panel's");
    assertThat(database.psql("SELECT reltuples FROM pg_class WHERE oid = 'subscribers'::regclass"))
        .isEqualTo("1000");
  }

  private static String comment(PostgresServer server, String database) {
    return server.psql(
        "postgres",
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '"
            + database
            + "'");
  }

  private static void awaitSession(PostgresServer server) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                server
                    .psql(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT"
                            + " pg_sleep(300)'")
                    .equals("1"));
  }

  private static IspDatabase owned(PostgresServer server) {
    databases(server)
        .forEach(name -> server.psql("postgres", "DROP DATABASE \"" + name + "\" WITH (FORCE)"));
    server.psql("postgres", "ALTER ROLE proxpanel CREATEDB");
    server.createDatabase("proxpanel", "proxpanel");
    return new IspDatabase(server, "proxpanel", "proxpanel", "right");
  }

  private static List<String> databases(PostgresServer server) {
    return server
        .psql(
            "postgres",
            "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template[01])$'"
                + " ORDER BY 1")
        .lines()
        .toList();
  }
}
