package io.proxpanel.backup.e2e.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresServerIT {
  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void keepsItsDataThroughACrashAndRefusesAWrongPassword(
      PostgresInstallation installation, @TempDir Path folder) {
    try (PostgresServer server = PostgresServer.start(installation, folder)) {
      server.createRole("panel", "it's secret");
      server.createDatabase("panel", "panel");
      server.psql("panel", "panel", "it's secret", "CREATE TABLE t AS SELECT 42 AS n");

      server.crash();
      server.startAgain();

      assertThat(server.psql("panel", "SELECT n FROM t")).isEqualTo("42");
      assertThatThrownBy(() -> server.psql("panel", "panel", "wrong", "SELECT 1"))
          .hasMessageContaining("password authentication failed");
    }
  }
}
