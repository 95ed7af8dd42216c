package io.proxpanel.backup.e2e.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pooler does to sessions what poolers do. */
class PgBouncerIT {
  @Test
  void whatOneClientSetsTheNextOneFinds(@TempDir Path temp) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("server"));
    try (PostgresServer server = PostgresServer.start(folder)) {
      server.createRole("panel", "right");
      server.createDatabase("panel", "panel");
      try (PgBouncer pooler = PgBouncer.start(server, folder, Map.of("panel", "right"))) {
        String through = "\\connect - - - " + pooler.port() + "\n";
        server.psql("panel", "panel", "right", through + "SET work_mem = '77MB'");

        assertThat(server.psql("panel", "panel", "right", through + "SHOW work_mem"))
            .isEqualTo("77MB");
        assertThat(server.psql("panel", "panel", "right", "SHOW work_mem")).isEqualTo("4MB");
      }
    }
  }
}
