package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.swap.EmptyDatabase;
import io.proxpanel.backup.agent.postgres.swap.Rename;
import io.proxpanel.backup.agent.postgres.swap.SwapRequirements;
import io.proxpanel.backup.agent.postgres.swap.SwapState;
import io.proxpanel.backup.agent.postgres.swap.SwapStep;
import io.proxpanel.backup.contract.ErrorCode;
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

/** A database takes the place of another one, whatever dies on the way, and goes back. */
class SwapIT {
  private static final String OLD = "CREATE TABLE which AS SELECT 'old' AS it";
  private static final String NEW = "CREATE TABLE which AS SELECT 'new' AS it";
  private static final String KEPT = "proxpanel_kept_20261201120005";

  private static EndServers servers;

  @BeforeAll
  static void start(@TempDir Path temp) throws Exception {
    servers =
        EndServers.start(
            temp,
            server -> {
              server.createRole("proxpanel", "right");
              server.psql(
                  "postgres",
                  "ALTER SYSTEM SET wal_level = logical;"
                      + " ALTER SYSTEM SET max_prepared_transactions = 5;");
              server.stop();
              server.startAgain();
            });
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void whereverItIsKilledOneIsThereAndTheNextAttemptGoesOn(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    database.psql(OLD);
    server.psql("postgres", "COMMENT ON DATABASE proxpanel IS 'the panel''s'");
    String before = "old";
    for (SwapStep step : SwapStep.values()) {
      String uid = "uid-" + step;
      String fill = "CREATE TABLE which AS SELECT '" + step + "' AS it";
      try (SwapServer killed = new SwapServer(database, temp.resolve("killed-" + step))) {
        assertThatThrownBy(() -> killed.swap(uid, fill, done -> kill(done == step)))
            .isInstanceOf(SwapServer.Killed.class);
      }
      assertThat(which(database))
          .as("after " + step)
          .isEqualTo(step == SwapStep.SWAPPED ? "SWAPPED" : before);

      try (SwapServer next = new SwapServer(database, temp.resolve("next-" + step))) {
        next.swap(uid, fill, done -> {});
        assertThat(which(database)).as("after " + step + " again").isEqualTo(step.name());
        assertThat(next.properties("proxpanel").comment()).isEqualTo("the panel's");
        String kept = next.state(uid).keptName();
        assertThat(server.psql(kept, "SELECT it FROM which")).isEqualTo(before);
        next.rename(done -> {}).dropKept(kept, uid);
      }
      before = step.name();
      assertThat(databases(server)).isEqualTo("proxpanel");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void wayBackIsOneTransactionToo(PostgresInstallation installation, @TempDir Path temp)
      throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    database.psql(OLD);
    server.psql("postgres", "COMMENT ON DATABASE proxpanel IS 'the panel''s'");
    try (SwapServer swap = new SwapServer(database, temp.resolve("swap"))) {
      swap.swap("uid", NEW, done -> {});
    }
    for (SwapStep step :
        List.of(SwapStep.OLD_RENAMED, SwapStep.NEW_RENAMED, SwapStep.BEFORE_COMMIT)) {
      try (SwapServer killed = new SwapServer(database, temp.resolve("killed-" + step))) {
        assertThatThrownBy(
                () ->
                    killed
                        .rename(done -> kill(done == step))
                        .back(KEPT, "proxpanel", "back", true, () -> {}))
            .isInstanceOf(SwapServer.Killed.class);
      }
      assertThat(which(database)).as("after " + step).isEqualTo("new");
    }
    try (SwapServer swap = new SwapServer(database, temp.resolve("back"))) {
      Rename.Renamed renamed =
          swap.rename(done -> {}).back(KEPT, "proxpanel", "back", true, () -> {});
      assertThat(renamed.keptName()).isEqualTo(KEPT + "_2");
      assertThat(which(database)).isEqualTo("old");
      assertThat(swap.properties("proxpanel").comment()).isEqualTo("the panel's");
      assertThat(swap.state("back").next()).isEqualTo(SwapState.Next.DONE);
      try (PsqlSession session = swap.server().open()) {
        assertThat(Rename.kept(session, "proxpanel"))
            .containsExactly(
                new Rename.Kept(KEPT + "_2", "proxpanel", SwapServer.CLOCK.instant(), "back"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void whoIsConnectedIsEndedAndCountedOrKeepsItWhereItIs(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    database.psql(OLD);
    try (SwapServer swap = new SwapServer(database, temp.resolve("swap"))) {
      CompletableFuture<?> own = busy(database);
      CompletableFuture<?> superuser =
          busy(
              new IspDatabase(server, "proxpanel", server.superuser(), server.superuserPassword()));
      awaitBusy(server, 2);

      try (PsqlSession session = swap.server().open()) {
        assertThat(SwapRequirements.ask(session, swap.login(), "proxpanel", null, true).reasons())
            .containsExactly(
                "The role \"proxpanel\" may not end the sessions of \"postgres\" (psql) in"
                    + " \"proxpanel\": stop them, or grant it pg_signal_backend (a superuser's"
                    + " sessions only a superuser can end).");
      }
      assertThatThrownBy(() -> swap.swap("uid", NEW, done -> {}))
          .isInstanceOfSatisfying(
              AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DatabaseBusy))
          .hasMessage(
              "\"proxpanel\" cannot be replaced while others are connected to it, \"postgres\" (psql)"
                  + ": both databases have their names as before; stop what uses it and"
                  + " try again.");
      assertThat(own).completesExceptionallyWithin(Duration.ofSeconds(30));
      assertThat(which(database)).isEqualTo("old");
      assertThat(superuser).isNotDone();
    }
    assertThat(busy(database)).isNotDone();
    awaitBusy(server, 2);
    try (SwapServer swap = SwapServer.asSuperuser(server, "proxpanel", temp.resolve("superuser"))) {
      SwapState state = swap.state("uid");
      assertThat(state.next()).isEqualTo(SwapState.Next.RENAME);
      Rename.Renamed renamed =
          swap.rename(done -> {}).swap(state.newName(), "proxpanel", "uid", true, () -> {});
      assertThat(renamed).isEqualTo(new Rename.Renamed(KEPT, 2));
      assertThat(which(database)).isEqualTo("new");
    }
  }

  @Test
  void whatIsKeptIsDroppedOnlyWhereItIsSafe(@TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(PostgresInstallation.newest());
    IspDatabase database = owned(server);
    database.psql(OLD);
    try (SwapServer swap = SwapServer.asSuperuser(server, "proxpanel", temp.resolve("swap"))) {
      swap.swap("uid", NEW, done -> {});
      Rename rename = swap.rename(done -> {});
      assertThatThrownBy(() -> rename.dropKept("proxpanel", "uid"))
          .hasMessage(
              "\"proxpanel\" is not a database that a restore has replaced and kept: its comment"
                  + " does not say so.");
      assertThatThrownBy(() -> rename.back("template1", "proxpanel", "x", true, () -> {}))
          .hasMessage(
              "\"template1\" is not a database that a restore of \"proxpanel\" has replaced and"
                  + " kept: its comment does not say so.");
      assertThatThrownBy(() -> rename.swap(KEPT, "proxpanel", "x", true, () -> {}))
          .hasMessage(
              "\""
                  + KEPT
                  + "\" is not a database that a restore has filled to its end: its comment does"
                  + " not say so.");
      assertThatThrownBy(() -> rename.back("gone", "proxpanel", "x", true, () -> {}))
          .hasMessageContaining("has no database \"gone\": somebody has renamed or dropped it.");

      server.psql("postgres", "ALTER DATABASE proxpanel RENAME TO aside");
      assertThatThrownBy(() -> rename.dropKept(KEPT, "uid"))
          .hasMessage(
              "\""
                  + KEPT
                  + "\" is not dropped: there is no whole database \"proxpanel\", so it may be the"
                  + " only good one.");
      server.psql("postgres", "ALTER DATABASE aside RENAME TO proxpanel");

      assertThat(busy(new IspDatabase(server, KEPT, database.role(), database.password())))
          .isNotDone();
      awaitBusy(server, 1);
      assertThatThrownBy(() -> rename.dropKept(KEPT, "uid"))
          .hasMessage(
              "\""
                  + KEPT
                  + "\" is not dropped: somebody is connected to it; try again when nobody is.");
      server.psql(
          "postgres",
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
              + KEPT
              + "'");
      assertThatThrownBy(() -> rename.dropKept(KEPT, "another"))
          .hasMessage("\"" + KEPT + "\" is not dropped: another restore has replaced and kept it.");
      rename.dropKept(KEPT, "uid");
      rename.dropKept(KEPT, "uid");
      assertThat(databases(server)).isEqualTo("proxpanel");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void whatItNeedsIsSaidBefore(PostgresInstallation installation, @TempDir Path temp)
      throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    server.psql("postgres", "ALTER ROLE proxpanel NOCREATEDB");
    try (SwapServer swap = new SwapServer(database, temp.resolve("swap"));
        PsqlSession session = swap.server().open()) {
      SwapRequirements none = SwapRequirements.ask(session, swap.login(), "proxpanel", null, true);
      assertThat(none.reasons())
          .containsExactly(
              "The role \"proxpanel\" may not create databases: run ALTER ROLE \"proxpanel\""
                  + " CREATEDB.");
      assertThat(none.databaseBytes()).isPositive();
      assertThat(none.room())
          .matches(
              "A second database needs about \\d+ MiB; the server does not tell how much room"
                  + " its disk has\\.");

      server.psql("postgres", "ALTER ROLE proxpanel CREATEDB");
      SwapRequirements small =
          SwapRequirements.ask(session, swap.login(), "proxpanel", 1L << 20, true);
      assertThat(small.reasons()).hasSize(1);
      assertThat(small.reasons().get(0))
          .matches(
              "\"proxpanel\" has \\d+ MiB and the room on the server is given as 1 MiB: a second"
                  + " database beside it does not fit\\.");
      SwapRequirements met =
          SwapRequirements.ask(session, swap.login(), "proxpanel", 1L << 40, true);
      assertThat(met.met()).isTrue();
      assertThat(met.room()).endsWith(" MiB, and 1048576 MiB are given.");

      assertThat(SwapRequirements.ask(session, swap.login(), "none", null, true).reasons())
          .containsExactly("There is no database \"none\" that could be replaced.");
      server.psql("postgres", "CREATE DATABASE others");
      server.psql(
          "postgres",
          "REVOKE CONNECT ON DATABASE others FROM PUBLIC; ALTER DATABASE others IS_TEMPLATE true");
      List<String> others =
          SwapRequirements.ask(session, swap.login(), "others", null, true).reasons();
      server.psql("postgres", "ALTER DATABASE others IS_TEMPLATE false");
      assertThat(others)
          .containsExactly(
              "The role \"proxpanel\" may not rename \"others\", which belongs to \"postgres\":"
                  + " log in with its owner.",
              "\"others\" is a template that other databases are made from.",
              "The role \"proxpanel\" may not ask how large \"others\" is: grant it CONNECT on"
                  + " the database.");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void whatIsBoundToTheOldOneIsSaidBefore(PostgresInstallation installation, @TempDir Path temp)
      throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    server.psql("proxpanel", "SELECT pg_create_logical_replication_slot('to_grafana', 'pgoutput')");
    server.psql(
        "proxpanel",
        "CREATE SUBSCRIPTION from_core CONNECTION 'host=none' PUBLICATION p"
            + " WITH (connect = false, slot_name = NONE)");
    database.psql("BEGIN; CREATE TABLE a (b int); PREPARE TRANSACTION 'half'");
    try (SwapServer swap = new SwapServer(database, temp.resolve("swap"));
        PsqlSession session = swap.server().open()) {
      assertThat(SwapRequirements.ask(session, swap.login(), "proxpanel", null, true).reasons())
          .containsExactly(
              "The replication slot \"to_grafana\" is bound to \"proxpanel\" and would stay with"
                  + " the old database: drop it, or restore in place.",
              "The subscription \"from_core\" in \"proxpanel\" would stay with the old database:"
                  + " drop it, or restore in place.",
              "The prepared transaction \"half\" in \"proxpanel\" keeps it from being renamed:"
                  + " commit it or roll it back.");
    } finally {
      server.psql(
          "proxpanel",
          "ROLLBACK PREPARED 'half'; DROP SUBSCRIPTION from_core;"
              + " SELECT pg_drop_replication_slot('to_grafana')");
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void anEmptyDatabaseIsToldFromOneWithSomethingInIt(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = owned(server);
    try (SwapServer swap = new SwapServer(database, temp.resolve("swap"));
        PsqlSession session =
            PsqlSession.open(swap.server().client(), swap.login(), "empty", swap.cleanup())) {
      assertThat(EmptyDatabase.firstObject(session)).isEmpty();
      for (String[] one :
          List.of(
              new String[] {"table public.a", "CREATE TABLE a ()", "DROP TABLE a"},
              new String[] {"schema s", "CREATE SCHEMA s", "DROP SCHEMA s"},
              new String[] {
                "function public.f()",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "DROP FUNCTION f"
              },
              new String[] {
                "large object 77777", "SELECT lo_create(77777)", "SELECT lo_unlink(77777)"
              })) {
        server.psql("proxpanel", one[1]);
        assertThat(EmptyDatabase.firstObject(session)).as(one[1]).hasValue(one[0]);
        server.psql("proxpanel", one[2]);
      }
      assertThat(EmptyDatabase.firstObject(session)).isEmpty();
    }
  }

  /** The only database beside the server's own. */
  private static IspDatabase owned(PostgresServer server) {
    for (String left : databases(server).lines().toList()) {
      server.psql("postgres", "DROP DATABASE \"" + left + "\" WITH (FORCE)");
    }
    server.psql("postgres", "ALTER ROLE proxpanel CREATEDB");
    server.createDatabase("proxpanel", "proxpanel");
    return new IspDatabase(server, "proxpanel", "proxpanel", "right");
  }

  private static String databases(PostgresServer server) {
    return server.psql(
        "postgres",
        "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template[01])$' ORDER BY 1");
  }

  private static String which(IspDatabase database) {
    return database.psql("SELECT it FROM which");
  }

  private static void kill(boolean now) {
    if (now) {
      throw new SwapServer.Killed();
    }
  }

  private static CompletableFuture<?> busy(IspDatabase database) {
    return CompletableFuture.runAsync(() -> database.psql("SELECT pg_sleep(120)"));
  }

  private static void awaitBusy(PostgresServer server, int sessions) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                server
                    .psql(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT"
                            + " pg_sleep(120)'")
                    .equals(String.valueOf(sessions)));
  }
}
