package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.RestoreOptions.Mode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A database that has something of every kind is backed up, changed as upgrades and people do, and
 * restored in place and by a swap: by a superuser, by the owner of the database, and by a tenant's
 * role.
 */
class WholeRestoreIT {
  private static final Path TABLE = Path.of("target/restore-whole.md");

  /** Made since the backup, so that the restore says that they go. */
  private static final List<String> NEWER =
      List.of("invoice_lines", "newest", "pauses", "billing", "schema_migrations");

  @TempDir static Path shared;

  private static final Map<Integer, PostgresServer> SERVERS = new TreeMap<>();
  private static final Map<Integer, WholeFixtures> FIXTURES = new TreeMap<>();
  private static final WholeTable RESULTS = new WholeTable();

  static Stream<Arguments> restores() {
    return PostgresInstallation.servers().stream()
        .flatMap(
            installation ->
                Stream.of(WholeRestorer.values())
                    .flatMap(
                        who -> who.modes().map(mode -> Arguments.of(installation, who, mode))));
  }

  @AfterAll
  static void end() throws IOException {
    SERVERS.values().forEach(PostgresServer::close);
    RESULTS.write(TABLE, PostgresInstallation.servers());
  }

  @ParameterizedTest
  @MethodSource("restores")
  void everythingIsAsItWas(
      PostgresInstallation installation, WholeRestorer who, Mode mode, @TempDir Path temp)
      throws Exception {
    PostgresServer server = server(installation);
    WholeFixtures fixtures = FIXTURES.get(installation.major());
    String name = (who.name() + "_" + mode).toLowerCase(Locale.ROOT);
    fixtures.create(name, who.beside());
    if (mode == Mode.Swap) {
      // It would stay with the old database, so that there is no swap where there is one.
      server.psql(name, "DROP SUBSCRIPTION from_elsewhere");
    }
    AgentJob job = new AgentJob(temp.resolve("job")).taking(who.scope());
    DatabaseAddress address = job.address(fixtures.as(name, who.role()));
    WholePicture whole = WholePicture.of(server, name);
    TaskResult backup = job.run(job.backup("uid-1", AgentJob.FILE, address));
    assertThat(backup.failure()).isNull();
    assertThat(whole.differences(WholePicture.of(server, name))).isEmpty();
    damage(fixtures, name, who);
    WholePicture owed = owed(who, whole, WholePicture.of(server, name));

    TaskResult restore = restore(job, who, mode, "uid-2", address);

    WholePicture after = WholePicture.of(server, name);
    String said = restore.restored() == null ? "" : restore.restored().notRestored().toString();
    List<WholeDifference> named = new ArrayList<>(owed.differences(after));
    List<WholeDifference> unsaid = new ArrayList<>(named);
    unsaid.removeIf(difference -> who.mayHave(difference, said));
    named.removeAll(unsaid);
    RESULTS.add(installation, who, mode, owed, unsaid, named);
    assertThat(restore.failure()).isNull();
    assertThat(restore.state()).isEqualTo(TaskResult.State.SUCCEEDED);
    assertThat(unsaid).isEmpty();
    assertThat(unanalyzed(server, name, who)).isEmpty();
    if (named.isEmpty()) {
      assertThat(restore.restored().notRestored()).isEmpty();
    }
    assertThat(restore.restored().dropped()).isPositive();
    if (who != WholeRestorer.TENANT) {
      assertThat(Files.readString(job.log())).contains(NEWER);
    }

    // And again, onto what is whole.
    assertThat(restore(job, who, mode, "uid-3", address).failure()).isNull();
    assertThat(after.differences(WholePicture.of(server, name))).isEmpty();
    assertThat(AgentJob.names(job.scratch())).isEmpty();
  }

  private static TaskResult restore(
      AgentJob job, WholeRestorer who, Mode mode, String uid, DatabaseAddress address) {
    return job.run(
        AgentJob.in(
            mode,
            who == WholeRestorer.TENANT
                ? job.restoreTenant(uid, AgentJob.FILE, address, WholeFixtures.TENANT)
                : job.restore(uid, AgentJob.FILE, address, null)));
  }

  private static void damage(WholeFixtures fixtures, String name, WholeRestorer who) {
    if (who != WholeRestorer.OWNER) {
      fixtures.damage(name, WholeFixtures.ACME, "tenant");
    }
    if (who == WholeRestorer.TENANT) {
      fixtures.damage(name, WholeFixtures.PANEL, "outside");
    } else {
      fixtures.damage(name, WholeFixtures.PANEL, "owner");
    }
    if (who == WholeRestorer.SUPERUSER) {
      fixtures.damage(name, who.role(), "superuser");
    }
  }

  /** Of a tenant's restore: the schema as it was, and all the rest as it is. */
  private static WholePicture owed(WholeRestorer who, WholePicture whole, WholePicture damaged) {
    assertThat(whole.differences(damaged)).isNotEmpty();
    if (who != WholeRestorer.TENANT) {
      return whole;
    }
    Map<WholePicture.Part, String> parts = new TreeMap<>();
    parts.putAll(damaged.outside(WholeFixtures.TENANT).parts());
    parts.putAll(whole.inside(WholeFixtures.TENANT).parts());
    return new WholePicture(parts);
  }

  /** Tables of the role that the planner knows nothing of. */
  private static List<String> unanalyzed(PostgresServer server, String name, WholeRestorer who) {
    return server
        .psql(
            name,
            "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'm') AND reltuples < 0"
                + " AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_'"
                + " OR nspname = 'information_schema') AND relispopulated"
                + (who == WholeRestorer.SUPERUSER
                    ? ""
                    : " AND relowner = '" + who.role() + "'::regrole"))
        .lines()
        .toList();
  }

  private static PostgresServer server(PostgresInstallation installation) throws IOException {
    if (!SERVERS.containsKey(installation.major())) {
      Path folder = Files.createDirectory(shared.resolve("server-" + installation.major()));
      PostgresServer server = PostgresServer.start(installation, folder);
      SERVERS.put(installation.major(), server);
      FIXTURES.put(installation.major(), new WholeFixtures(server));
    }
    return SERVERS.get(installation.major());
  }
}
