package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.EntryEdits;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.ParallelLoad;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A new database gets all that an archive has, from several sessions. */
class ParallelLoadIT {
  private static final String SEARCH_PATH = "public";

  private static final String MORE =
      """
      CREATE TABLE wide (id int PRIMARY KEY, t text);
      INSERT INTO wide SELECT i, repeat(md5(i::text), 20000 * (i % 3)) FROM generate_series(1, 12) i;
      CREATE TABLE many (id int, t text);
      INSERT INTO many SELECT i, E'\\\\.\\n\\t' || md5(i::text) FROM generate_series(1, 120000) i;
      CREATE INDEX ON many (id); CREATE INDEX ON many (t); CREATE INDEX ON many (md5(t));
      ALTER TABLE many ADD PRIMARY KEY (id);
      CREATE TABLE points (id int REFERENCES many, w int REFERENCES wide);
      INSERT INTO points SELECT i * 10, 1 + i % 12 FROM generate_series(1, 9000) i;
      CREATE VIEW by_key AS SELECT id, t, count(*) FROM many GROUP BY id;
      CREATE MATERIALIZED VIEW sums AS SELECT id % 7 AS k, count(*) FROM many GROUP BY 1;
      CREATE UNIQUE INDEX ON sums (k);
      COMMENT ON INDEX many_t_idx IS 'of text'; COMMENT ON CONSTRAINT points_w_fkey ON points IS 'x';
      CREATE TABLE no_columns (); INSERT INTO no_columns DEFAULT VALUES;
      CREATE TABLE guarded (id int PRIMARY KEY, owner name);
      INSERT INTO guarded VALUES (1, 'proxpanel'), (2, 'other');
      ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON guarded USING (owner = current_user);
      GRANT SELECT ON many TO reader; GRANT UPDATE (t) ON wide TO reader;
      CREATE SEQUENCE counting START 5; SELECT nextval('counting'), nextval('counting');
      SELECT lo_from_bytea(0, decode(repeat('00ff', 50000), 'hex')), lo_create(0);
      CREATE PUBLICATION all_of FOR TABLE many;
      DO $$ BEGIN
        EXECUTE format('COMMENT ON TABLE wide IS %L', repeat(md5('a'), 20000));
        EXECUTE format('CREATE FUNCTION long() RETURNS int LANGUAGE sql AS %L',
          concat('/*', repeat(md5('b') || E'\\n', 20000), '*/ SELECT 42'));
      END $$;
      """;

  private static EndServers servers;

  @BeforeAll
  static void start(@TempDir Path temp) throws Exception {
    servers =
        EndServers.start(
            temp,
            server -> {
              IspDatabase database = IspDatabase.create(server, "right");
              server.psql("postgres", "CREATE ROLE reader; ALTER ROLE proxpanel BYPASSRLS");
              database.load(30, 1);
              database.psql(MORE);
            });
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void bringsAllOfIt(PostgresInstallation installation, String option, @TempDir Path temp)
      throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = filled(server);
    IspDatabase copy = empty(server, "copy" + option.replaceAll("\\W", "_"));

    ParallelLoad.Loaded loaded = load(copy, dump(database, option), 3, temp.resolve("job"));

    assertThat(copy.checksums().differences(database.checksums())).isEmpty();
    assertThat(schema(copy)).isEqualTo(schema(database));
    boolean copied = !option.contains("zstd") && !option.contains("insert");
    assertThat(loaded.rowsByTable().getOrDefault("public.many", 0L))
        .isEqualTo(copied ? 120000L : 0L);
    assertThat(copied).isEqualTo(loaded.rows() > 120000);
    assertThat(loaded.rowsByTable().getOrDefault("public.guarded", 2L)).isEqualTo(2L);
    assertThat(copy.psql("SELECT last_value FROM counting")).isEqualTo("6");
  }

  /** How rows are written does not depend on the major. */
  static Stream<Arguments> archives() {
    PostgresInstallation newest = PostgresInstallation.newest();
    return Stream.concat(
        PostgresInstallation.ends().stream().map(server -> Arguments.of(server, "")),
        Stream.of("--compress=0", "--compress=zstd", "--rows-per-insert=1000")
            .map(option -> Arguments.of(newest, option)));
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void theFirstErrorEndsAllSessionsAndIsTheOneThatIsSaid(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    byte[] archive = dump(filled(server), "");

    // A definition that is there already.
    IspDatabase copy = empty(server, "definition");
    copy.psql("CREATE TABLE wide (id int)");
    refused(copy, archive, temp.resolve("job"), "relation \"wide\" already exists", "42P07");

    // Rows that a table does not take.
    copy = empty(server, "rows");
    server.psql(
        "rows",
        "CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS"
            + " (SELECT FROM pg_class WHERE relname = 'many') AND NOT EXISTS (SELECT FROM"
            + " pg_constraint WHERE conname = 'never') THEN ALTER TABLE public.many ADD CONSTRAINT"
            + " never CHECK (id < 60000); END IF; END $$;"
            + " CREATE EVENT TRIGGER no ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE"
            + " FUNCTION no()");
    refused(
        copy,
        archive,
        temp.resolve("job"),
        "new row for relation \"many\" violates check constraint \"never\"",
        "23514");

    // A session that is ended from outside, while rows pass.
    IspDatabase ended = empty(server, "ended");
    server.psql(
        "ended",
        "CREATE FUNCTION bye() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM"
            + " pg_terminate_backend(pg_backend_pid()); END $$; CREATE EVENT TRIGGER bye ON"
            + " ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION bye()");
    assertThatThrownBy(() -> load(ended, archive, 3, temp.resolve("job")))
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DatabaseUnreachable))
        .hasMessageContaining("ended the connection while \"ended\" was filled: ");
    // The others are noticed to be gone within the server's own interval.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                server
                    .psql(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'load'")
                    .equals("0"));
  }

  @Test
  void namesAndRowsAreInTheEncodingOfTheArchive(@TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    String latin = " OWNER proxpanel TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'";
    server.psql("postgres", "CREATE DATABASE latin" + latin);
    server.psql("postgres", "CREATE DATABASE copy_latin" + latin);
    IspDatabase database = new IspDatabase(server, "latin", "proxpanel", "right");
    IspDatabase copy = new IspDatabase(server, "copy_latin", "proxpanel", "right");
    String utf8 = "SET client_encoding = 'UTF8'; ";
    database.psql(
        utf8
            + "CREATE TABLE größe (straße text PRIMARY KEY); INSERT INTO größe VALUES ('Hauptstraße')");

    load(copy, dump(database, ""), 2, temp.resolve("job"));

    assertThat(copy.psql(utf8 + "SELECT straße FROM größe")).isEqualTo("Hauptstraße");
  }

  @Test
  void aFileThatChangedOrWasCutIsNoSuccess(@TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    byte[] archive = dump(filled(server), "--compress=0");
    IspDatabase copy = empty(server, "changed");
    assertThatThrownBy(() -> load(copy, archive, "another", 2, temp.resolve("job")))
        .hasMessage(
            "The file is no longer the one that was authenticated: it changed meanwhile, and no"
                + " other database than the new one was touched.");
    IspDatabase second = empty(server, "cut");
    byte[] cut = Arrays.copyOf(archive, archive.length * 2 / 3);
    assertThatThrownBy(() -> load(second, cut, 2, temp.resolve("job")))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("incomplete");
  }

  private static void refused(
      IspDatabase database, byte[] archive, Path job, String reason, String state) {
    assertThatThrownBy(() -> load(database, archive, 3, job))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PgRestoreFailed))
        .hasMessage(
            "The new database \""
                + database.name()
                + "\" could not be filled, and no other one was touched: "
                + reason
                + " (SQLSTATE "
                + state
                + ").");
  }

  private static ParallelLoad.Loaded load(IspDatabase database, byte[] archive, int jobs, Path job)
      throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    return load(database, archive, sha256, jobs, job);
  }

  private static ParallelLoad.Loaded load(
      IspDatabase database, byte[] archive, String sha256, int jobs, Path folder) throws Exception {
    AgentJob job = new AgentJob(folder);
    try (Cleanup cleanup = new Cleanup();
        DatabaseLogin login = DatabaseLogin.open(job.address(database), job.scratch(), cleanup)) {
      ParallelLoad.Loaded loaded =
          new ParallelLoad(
                  PostgresClients.below(PostgresInstallation.root()).newest(),
                  login,
                  "load",
                  new ParallelLoad.Options(jobs, SEARCH_PATH, EntryEdits.NONE),
                  cleanup,
                  bytes -> {})
              .run(() -> new BufferedInputStream(new ByteArrayInputStream(archive)), sha256);
      assertThat(cleanup.size()).isEqualTo(1);
      return loaded;
    }
  }

  private static IspDatabase filled(PostgresServer server) {
    return new IspDatabase(server, "proxpanel", "proxpanel", "right");
  }

  private static IspDatabase empty(PostgresServer server, String name) {
    server.createDatabase(name, "proxpanel");
    return new IspDatabase(server, name, "proxpanel", "right");
  }

  private static byte[] dump(IspDatabase database, String option) throws Exception {
    return pgDump(database, option.isEmpty() ? List.of("-Fc") : List.of("-Fc", option));
  }

  /** What pg_dump says of it, without what it says of the dump. */
  private static String schema(IspDatabase database) throws Exception {
    return new String(pgDump(database, List.of("--schema-only")), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("\\") && !line.startsWith("--"))
        .collect(Collectors.joining("\n"));
  }

  private static byte[] pgDump(IspDatabase database, List<String> options)
      throws IOException, InterruptedException {
    PostgresServer server = database.server();
    List<String> command = new ArrayList<>();
    command.add(server.installation().program("pg_dump"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-h",
            server.host(),
            "-p",
            String.valueOf(server.port()),
            "-U",
            server.superuser(),
            database.name()));
    Path out = Files.createTempFile("dump-", ".out");
    try {
      command.addAll(List.of("-f", out.toString()));
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().put("PGPASSWORD", server.superuserPassword());
      Process process = builder.start();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
      return Files.readAllBytes(out);
    } finally {
      Files.delete(out);
    }
  }
}
