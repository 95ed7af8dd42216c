package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts;
import io.proxpanel.backup.agent.postgres.swap.DatabaseTwin;
import io.proxpanel.backup.agent.postgres.swap.NotSet;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What belongs to a database and not to its content comes along, or is named. */
class DatabaseTwinIT {
  private static final String NAME = "pan\"el 'x";

  private static final String PROPERTIES =
      """
      CREATE ROLE grafana; CREATE ROLE "rad:ius" CREATEDB; CREATE ROLE reader;
      REVOKE CONNECT ON DATABASE "pan""el 'x" FROM PUBLIC;
      GRANT CONNECT ON DATABASE "pan""el 'x" TO grafana WITH GRANT OPTION;
      GRANT CREATE, TEMPORARY ON DATABASE "pan""el 'x" TO "rad:ius";
      SET ROLE grafana;
      GRANT CONNECT ON DATABASE "pan""el 'x" TO reader;
      RESET ROLE;
      COMMENT ON DATABASE "pan""el 'x" IS 'it''s the panel';
      ALTER DATABASE "pan""el 'x" CONNECTION LIMIT 17;
      ALTER DATABASE "pan""el 'x" SET search_path TO "$user", public, "a""b, c";
      ALTER DATABASE "pan""el 'x" SET default_transaction_read_only TO on;
      ALTER DATABASE "pan""el 'x" SET log_statement TO 'ddl';
      ALTER ROLE "rad:ius" IN DATABASE "pan""el 'x" SET app.greeting TO 'it''s = :x';
      ALTER ROLE proxpanel IN DATABASE "pan""el 'x" SET statement_timeout TO '5min';
      SET allow_system_table_mods TO on;
      INSERT INTO pg_shseclabel SELECT oid, 'pg_database'::regclass, 'selinux', 'label'
        FROM pg_database WHERE datname = 'pan"el ''x';
      """;

  private static EndServers servers;

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
  void isLikeTheOther(PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    IspDatabase database = panel(server);
    try (SwapServer swap = SwapServer.asSuperuser(server, NAME, temp.resolve("superuser"))) {
      DatabaseFacts before = swap.properties(NAME);
      assertThat(before.settings()).hasSize(5);
      List<NotSet> notSet = swap.swap("uid", "SET transaction_read_only TO off", done -> {});

      assertThat(notSet)
          .containsExactly(
              new NotSet(
                  "SECURITY LABEL",
                  "selinux",
                  "security label provider \"selinux\" is not loaded",
                  "SECURITY LABEL FOR \"selinux\" ON DATABASE \"pan\"\"el 'x_restore_uid\" IS"
                      + " 'label';"));
      assertThat(sorted(swap.properties(NAME))).isEqualTo(sorted(without(before, before.labels())));
      assertThat(acl(server, NAME)).isEqualTo(acl(server, swap.state("uid").keptName()));
    }
    try (SwapServer owner = new SwapServer(database, temp.resolve("owner"))) {
      server.psql("postgres", "DELETE FROM pg_shseclabel");
      List<NotSet> notSet = owner.swap("own", "SET transaction_read_only TO off", done -> {});
      assertThat(notSet)
          .extracting(NotSet::kind, NotSet::name)
          .containsExactlyInAnyOrder(
              tuple("GRANT", "CONNECT of reader"),
              tuple("SETTING", "log_statement"),
              tuple("SETTING", "app.greeting of rad:ius"));
      assertThat(notSet).noneMatch(one -> one.reason().isEmpty() || one.statement().isEmpty());
      // The statements do what is missing, run by somebody who may.
      for (NotSet one : notSet) {
        server.psql("postgres", one.statement().replace("_restore_own", ""));
      }
      assertThat(sorted(owner.properties(NAME)))
          .isEqualTo(sorted(owner.properties(owner.state("own").keptName()), NAME));
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void hasTheOthersLocale(PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    List<String> locales =
        new ArrayList<>(List.of("LOCALE 'C'", "LOCALE_PROVIDER icu ICU_LOCALE 'de'"));
    if (installation.major() >= 17) {
      locales.add("LOCALE_PROVIDER icu ICU_LOCALE 'de' ICU_RULES '&a < g'");
      locales.add("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'");
    }
    try (SwapServer swap = SwapServer.asSuperuser(server, "locale", temp.resolve("locale"));
        PsqlSession session = swap.server().open()) {
      for (String locale : locales) {
        server.psql("postgres", "CREATE DATABASE locale TEMPLATE template0 " + locale);
        DatabaseFacts like = swap.properties("locale");
        DatabaseTwin twin = new DatabaseTwin(session, swap.login(), done -> {});
        assertThat(twin.create(like, "twin of locale", "locale", "uid")).isEmpty();
        assertThat(swap.properties("twin of locale").locale()).isEqualTo(like.locale());
        twin.drop("twin of locale");
        twin.drop("locale");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#ends")
  void theOwnersRoleIsAskedForAndNobodyEntersWhoCouldNotBefore(
      PostgresInstallation installation, @TempDir Path temp) throws Exception {
    PostgresServer server = servers.of(installation);
    server.createRole("keeper", "right");
    server.createDatabase("kept", "keeper");
    server.psql(
        "postgres",
        "CREATE ROLE maker LOGIN CREATEDB PASSWORD 'right'; GRANT CREATE ON DATABASE kept TO"
            + " maker; REVOKE CONNECT ON DATABASE kept FROM PUBLIC; GRANT CONNECT ON DATABASE"
            + " kept TO maker");
    IspDatabase maker = new IspDatabase(server, "kept", "maker", "right");
    try (SwapServer swap = new SwapServer(maker, temp.resolve("maker"));
        PsqlSession session = swap.server().open()) {
      List<NotSet> notSet =
          new DatabaseTwin(session, swap.login(), done -> {})
              .create(swap.properties("kept"), "twin", "kept", "uid");
      assertThat(notSet.get(0).kind()).isEqualTo("OWNER");
      assertThat(notSet.get(0).statement())
          .isEqualTo("ALTER DATABASE \"twin\" OWNER TO \"keeper\";");
      assertThat(
              server.psql(
                  "postgres",
                  "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE NOT rolsuper"
                      + " AND rolname !~ '^pg_'"
                      + " AND has_database_privilege(oid, 'twin', 'CONNECT')"))
          .isEqualTo("keeper maker");
    }
  }

  private static IspDatabase panel(PostgresServer server) throws Exception {
    Path place = Files.createDirectory(server.log().resolveSibling("place"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    if ("root".equals(System.getProperty("user.name"))) {
      Files.setOwner(
          place,
          place.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    server.psql("postgres", "ALTER ROLE proxpanel CREATEDB");
    server.psql("postgres", "CREATE TABLESPACE fast LOCATION '" + place + "'");
    server.psql("postgres", "GRANT CREATE ON TABLESPACE fast TO proxpanel");
    server.psql(
        "postgres",
        "CREATE DATABASE \"pan\"\"el 'x\" TEMPLATE template0 OWNER proxpanel TABLESPACE fast"
            + " LOCALE_PROVIDER icu ICU_LOCALE 'de'");
    server.psql("postgres", PROPERTIES);
    return new IspDatabase(server, NAME, "proxpanel", "right");
  }

  private static String acl(PostgresServer server, String name) {
    return server.psql(
        "postgres",
        "SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM pg_database, unnest(datacl) a WHERE"
            + " datname = '"
            + name.replace("'", "''")
            + "'");
  }

  private static String sorted(DatabaseFacts properties) {
    return sorted(properties, properties.name());
  }

  private static String sorted(DatabaseFacts p, String name) {
    return String.join(
        "\n",
        name,
        p.locale().toString(),
        p.tablespace(),
        p.owner(),
        String.valueOf(p.allowConnections()),
        String.valueOf(p.connectionLimit()),
        p.marker().map(m -> m.comment()).orElse(p.comment()),
        p.grants().stream().map(Object::toString).sorted().toList().toString(),
        p.labels().toString(),
        p.settings().stream().map(Object::toString).sorted().toList().toString());
  }

  private static DatabaseFacts without(DatabaseFacts p, List<DatabaseFacts.Label> labels) {
    return new DatabaseFacts(
        p.name(),
        p.locale(),
        p.tablespace(),
        p.owner(),
        p.allowConnections(),
        p.connectionLimit(),
        p.template(),
        p.valid(),
        p.comment(),
        p.grants(),
        p.labels().stream().filter(label -> !labels.contains(label)).toList(),
        p.settings());
  }
}
