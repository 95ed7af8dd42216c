package io.proxpanel.backup.e2e.isp;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IspDatabaseIT {
  private static final List<String> WHAT_A_PANEL_HAS =
      List.of(
          ("subscribers services nas resellers transactions invoices prepaid_cards sessions radcheck"
                  + " radreply radius_logs radpostauth cpe_tasks users settings permissions"
                  + " permission_groups communication_templates communication_rules"
                  + " bandwidth_rules")
              .split(" "));

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void isTheSameEveryTime(PostgresInstallation installation, @TempDir Path folder)
      throws IOException {
    try (PostgresServer server = PostgresServer.start(installation, folder)) {
      IspDatabase first = IspDatabase.create(server, "secret");
      first.load(150, 2);
      server.createDatabase("second", first.role());
      IspDatabase second = new IspDatabase(server, "second", first.role(), first.password());
      second.load(150, 2);

      assertThat(second.checksums()).isEqualTo(first.checksums());
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void comesBackFromADumpIntoAnEmptyDatabase(
      PostgresInstallation installation, @TempDir Path folder) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, folder)) {
      IspDatabase original = IspDatabase.create(server, "secret");
      original.load(150, 1);
      server.createDatabase("copy", original.role());
      IspDatabase copy = new IspDatabase(server, "copy", original.role(), original.password());

      Path dump = Files.createTempFile("isp-", ".dump");
      try {
        run(original, "pg_dump", "-Fc", "--no-owner", "--no-acl", "-f", dump.toString());
        run(
            copy,
            "pg_restore",
            "-d",
            "copy",
            "--no-owner",
            "--single-transaction",
            dump.toString());
      } finally {
        Files.delete(dump);
      }

      assertThat(copy.checksums().differences(original.checksums())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void hasWhatAPanelHasAndBelongsToAnOrdinaryRole(
      PostgresInstallation installation, @TempDir Path folder) {
    try (PostgresServer server = PostgresServer.start(installation, folder)) {
      IspDatabase database = IspDatabase.create(server, "secret");
      database.load(150, 2);

      assertThat(database.psql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
      assertThat(database.checksums().tables())
          .containsKeys(WHAT_A_PANEL_HAS.stream().map(t -> "public." + t).toArray(String[]::new))
          .allSatisfy(
              (table, part) -> {
                if (!"public.radacct_2026_11".equals(table)) {
                  assertThat(part.count()).as(table).isPositive();
                }
              });
      assertThat(database.psql("SELECT count(*) FROM radacct")).isEqualTo("2125");
      assertThat(database.checksums().parts().get("large objects").count()).isEqualTo(64);
    }
  }

  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void showsEveryChangeInTheChecksums(PostgresInstallation installation, @TempDir Path folder) {
    try (PostgresServer server = PostgresServer.start(installation, folder)) {
      IspDatabase database = IspDatabase.create(server, "secret");
      database.load(20, 1);
      Checksums before = database.checksums();

      database.psql(
          "UPDATE settings SET description = description || ' ' WHERE key = 'company';"
              + " DROP TRIGGER audit ON users;"
              + " SELECT lo_put(2000001, 20, 'x'); SELECT nextval('radcheck_id_seq');"
              + " CREATE TABLE added (n int); DROP MATERIALIZED VIEW revenue");

      assertThat(before.differences(database.checksums()))
          .containsExactlyInAnyOrder(
              "public.settings",
              "definitions of triggers",
              "definitions of columns",
              "definitions of views and rules",
              "large objects",
              "sequence public.radcheck_id_seq",
              "public.added",
              "public.revenue");
    }
  }

  private static void run(IspDatabase database, String program, String... arguments)
      throws IOException, InterruptedException {
    PostgresServer server = database.server();
    ProcessBuilder builder = new ProcessBuilder(server.installation().program(program));
    builder.command().addAll(List.of(arguments));
    builder.redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "PGHOST", server.host(),
                "PGPORT", Integer.toString(server.port()),
                "PGUSER", database.role(),
                "PGPASSWORD", database.password(),
                "PGDATABASE", database.name()));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
